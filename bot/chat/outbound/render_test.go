package outbound

import (
	"fmt"
	"strings"
	"testing"

	"secondbrother/bot/chat/split"
	"secondbrother/bot/conversation"
	"secondbrother/storage/payload"
)

func media(types ...payload.MediaType) []payload.Media {
	var out []payload.Media
	for i, m := range types {
		out = append(out, payload.Media{ID: fmt.Sprint(i), Type: m})
	}
	return out
}

func many(n int, m payload.MediaType) []payload.Media {
	out := make([]payload.MediaType, n)
	for i := range out {
		out[i] = m
	}
	return media(out...)
}

// acts writes pieces in short: "text+b" carries buttons, "album3" three files.
func acts(pieces []Piece) string {
	var out []string
	for _, p := range pieces {
		word := string(p.Act)
		if p.Act == Album {
			word += fmt.Sprint(len(p.Media))
		}
		if p.Text != "" && p.Act != Text && p.Act != Toast {
			word += "+t"
		}
		if len(p.Buttons) > 0 {
			word += "+b"
		}
		if p.Keyboard != nil {
			word += "+k"
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func TestRender(t *testing.T) {
	buttons := [][]conversation.Button{{{Text: "接警", Data: "c.accept.x"}}}
	long := strings.Repeat("长", 1100)
	for name, tt := range map[string]struct {
		reply conversation.Reply
		query string
		want  string
	}{
		"a toast alone":                   {conversation.Reply{Toast: "失效", Strip: 7}, "q", "toast strip"},
		"every press is answered":         {conversation.Reply{Text: "好"}, "q", "toast text"},
		"nothing to show":                 {conversation.Reply{}, "", ""},
		"text with buttons":               {conversation.Reply{Text: "卡片", Buttons: buttons}, "", "text+b"},
		"one photo with its words":        {conversation.Reply{Text: "附件", Media: media(payload.MediaPhoto)}, "", "single+t"},
		"one photo with buttons":          {conversation.Reply{Text: "附件", Media: media(payload.MediaPhoto), Buttons: buttons}, "", "single+t+b"},
		"words too long for a caption":    {conversation.Reply{Text: long, Media: media(payload.MediaPhoto)}, "", "single text"},
		"an album":                        {conversation.Reply{Text: "附件", Media: many(3, payload.MediaPhoto)}, "", "album3+t"},
		"albums have no buttons":          {conversation.Reply{Text: "附件", Media: many(3, payload.MediaPhoto), Buttons: buttons}, "", "album3 text+b"},
		"eleven photos":                   {conversation.Reply{Text: "附件", Media: many(11, payload.MediaPhoto)}, "", "album10 single text"},
		"what cannot be in one album":     {conversation.Reply{Text: "附件", Media: media(payload.MediaPhoto, payload.MediaVoice, payload.MediaDocument, payload.MediaVideo)}, "", "album2 single single text"},
		"round films have no caption":     {conversation.Reply{Text: "附件", Media: media(payload.MediaRound)}, "", "single text"},
		"what is edited later is a text":  {conversation.Reply{Text: "卡片", Track: "case:x", Media: media(payload.MediaPhoto), Buttons: buttons}, "", "text+b single"},
		"a document":                      {conversation.Reply{Text: "统计", File: &conversation.File{Name: "a.xlsx"}, Buttons: buttons}, "", "document+t+b"},
		"a position":                      {conversation.Reply{Text: "附件", Point: &conversation.Point{Lat: 36}}, "", "text position"},
		"a keyboard":                      {conversation.Reply{Text: "请点", Keyboard: &conversation.Keyboard{Rows: [][]string{{"发送"}}}}, "", "text+k"},
		"several messages, buttons below": {conversation.Reply{Text: strings.Repeat("长", 9000), Buttons: buttons}, "", "text text text+b"},
	} {
		t.Run(name, func(t *testing.T) {
			pieces := Render(5, tt.reply, tt.query)
			if got := acts(pieces); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			for _, p := range pieces {
				limit := split.Message
				if p.Act != Text {
					limit = split.Caption
				}
				if p.Chat != 5 || split.Units(p.Text) > limit {
					t.Errorf("%s with %d units for %d", p.Act, split.Units(p.Text), p.Chat)
				}
			}
		})
	}
}

// Nothing that an officer is shown of a case can be forwarded or saved,
// whatever calls it takes.
func TestProtectedInEveryPart(t *testing.T) {
	pieces := Render(5, conversation.Reply{Text: strings.Repeat("长", 5000), Protect: true, Media: media(payload.MediaPhoto, payload.MediaVoice), Point: &conversation.Point{Lat: 1}}, "")
	if len(pieces) < 5 {
		t.Fatalf("%s", acts(pieces))
	}
	for _, p := range pieces {
		if !p.Protect {
			t.Errorf("%s can be forwarded", p.Act)
		}
	}
}

// Only the first of several messages sounds.
func TestOneSound(t *testing.T) {
	loud := 0
	for _, p := range Render(5, conversation.Reply{Text: strings.Repeat("长", 9000)}, "") {
		if !p.Silent {
			loud++
		}
	}
	if loud != 1 {
		t.Errorf("%d messages sound", loud)
	}
}

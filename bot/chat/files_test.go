package chat

import (
	"bytes"
	"context"
	"image"
	"io"
	"net/http"
	"strings"
	"testing"

	"secondbrother/bot/chat/outbound"
	"secondbrother/bot/conversation"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/samples"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

// content fetches a file as the person's phone does.
func (s *scene) content(f *view.File) []byte {
	s.t.Helper()
	if f == nil {
		s.t.Fatal("no file")
	}
	response, err := http.Get(s.URL + f.URL)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("fetch a file: %d %v", response.StatusCode, err)
	}
	return data
}

// returning echoes files, as an officer would get them.
func returning(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
	result := echo(p, in, r)
	if in.Type == conversation.InputMedia {
		result.Replies[0].Text = "附件"
		result.Replies[0].Media, result.Replies[0].Otherwise = in.Media, "没有转发"
		if in.Unclean {
			result.Replies[0].Text = "收不下"
		}
	}
	return result
}

// Neither a photo nor a picture sent as a file tells the officer where it was
// taken; the second time the clean copy goes by its id.
func TestPicturesLoseTheirPosition(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = returning
	b := s.enter()
	wang := s.Add("王师傅")
	dirty := samples.WithPosition(samples.Photo(1), 36.4567, 115.9853)
	shows := func(f *view.File) {
		t.Helper()
		data := s.content(f)
		if bytes.Contains(data, []byte("Exif")) {
			t.Error("the position is still there")
		}
		if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("the copy cannot be shown: %v", err)
		}
	}
	wang.Does(func(ctx context.Context, p *person.Person) error { return p.SendPhoto(ctx, dirty, "") })
	one := wang.SeesWhere("the photo", func(m view.Message) bool { return m.FromBot && m.Photo != nil })
	shows(one.Photo)
	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendDocument(ctx, person.File{Name: "IMG_0001.jpg", Data: samples.WithPosition(samples.Photo(2), 36.4567, 115.9853)}, "")
	})
	two := wang.SeesWhere("the file", func(m view.Message) bool { return m.FromBot && m.Document != nil })
	shows(two.Document)
	if strings.Contains(two.Document.Name, "IMG_0001") {
		t.Errorf("the file is still called %q", two.Document.Name)
	}
	// What has nothing to hide goes by the id it has.
	wang.Does(func(ctx context.Context, p *person.Person) error { return p.SendPhoto(ctx, samples.Photo(3), "") })
	wang.SeesWhere("a clean photo", func(m view.Message) bool { return m.FromBot && m.Photo != nil })
	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendDocument(ctx, person.File{Name: "协议.pdf", Data: []byte("%PDF-1.7 协议")}, "")
	})
	paper := wang.SeesWhere("the paper", func(m view.Message) bool { return m.FromBot && m.Document != nil })
	if got := s.content(paper.Document); string(got) != "%PDF-1.7 协议" {
		t.Errorf("the paper says %q", got)
	}
	s.allSent()
	keys, err := b.media.Keys(t.Context())
	if err != nil || len(keys) != 4 {
		t.Fatalf("%d files kept: %v", len(keys), err)
	}
	uploaded := 0
	for _, key := range keys {
		var kept outbound.Kept
		if err := b.media.GetJSON(t.Context(), key, &kept); err != nil {
			t.Fatal(err)
		}
		if len(kept.Digest) != 64 || kept.Clean == "" || kept.Unclean {
			t.Errorf("kept %+v", kept)
		}
		if kept.Clean != kept.FileID {
			uploaded++
		}
	}
	if uploaded != 2 {
		t.Errorf("%d clean copies made", uploaded)
	}
	if strings.Contains(s.logs.String(), s.Token) || strings.Contains(s.logs.String(), "/file/") {
		t.Error("a link stands in the log")
	}
}

// A picture that cannot be cleaned is not shown to officers, whatever it is
// called; what came with it is.
func TestPicturesThatCannotBeCleaned(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = returning
	s.enter()
	wang := s.Add("王师傅")
	wang.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendDocument(ctx, person.File{Name: "IMG_0002.bin", Data: []byte("\x00\x00\x00\x18ftypheic and a position")}, "")
	})
	m := wang.Sees("附件", "没有转发")
	if m.Document != nil {
		t.Error("the file is shown")
	}
}

// An album of which one picture has a position arrives as one.
func TestAlbumIsCleanedAndStaysTogether(t *testing.T) {
	s := newScene(t, botapi.Options{})
	var album []payload.Media
	s.config.Step = func(p conversation.Person, in conversation.Input, r conversation.Rules) conversation.Result {
		result := echo(p, in, r)
		album = append(album, in.Media...)
		if in.Command == "start" {
			result.Replies[0].Media = album
		}
		return result
	}
	s.enter()
	wang := s.Add("王师傅")
	wang.Photographs("")
	wang.Sees("1:")
	wang.Does(func(ctx context.Context, p *person.Person) error { return p.SendPhotoTakenAt(ctx, 36.45, 115.98, "") })
	wang.Sees("2:")
	for round := range 2 { // uploaded, then by id
		wang.Opens("")
		var shown []view.Message
		wang.Until("the album", func(v view.State) bool {
			shown = nil
			for _, m := range v.Messages {
				if m.FromBot && m.Photo != nil {
					shown = append(shown, m)
				}
			}
			return len(shown) == 2*(round+1)
		})
		last := shown[2*round:]
		if last[0].Album == "" || last[0].Album != last[1].Album {
			t.Errorf("not one album: %+v", last)
		}
		for _, m := range last {
			if bytes.Contains(s.content(m.Photo), []byte("Exif")) {
				t.Error("the position is still there")
			}
		}
		s.allSent()
	}
}

// The token stands in the addresses of files: it never leaves the bot, also
// when fetching fails.
func TestFailedDownloadsAreTriedAgain(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = returning
	s.Order(botapi.Fault{Kind: botapi.FaultDrop, Method: "getFile", Times: 2})
	s.enter()
	wang := s.Add("王师傅")
	wang.Does(func(ctx context.Context, p *person.Person) error { return p.SendPhotoTakenAt(ctx, 36.45, 115.98, "") })
	m := wang.SeesWhere("the photo", func(m view.Message) bool { return m.FromBot && m.Photo != nil })
	if bytes.Contains(s.content(m.Photo), []byte("Exif")) {
		t.Error("the position is still there")
	}
	for _, m := range s.stored(stream.Outbound, 1) {
		if bytes.Contains(m.Data, []byte(s.Token)) {
			t.Error("the token stands in a stream")
		}
	}
	if strings.Contains(s.logs.String(), s.Token) {
		t.Errorf("the token stands in the log")
	}
}

// Telegram does not give a file out: the officer is told that there is one.
func TestFilesThatCannotBeFetched(t *testing.T) {
	s := newScene(t, botapi.Options{})
	s.config.Step = returning
	s.Order(botapi.Fault{Kind: botapi.FaultBadRequest, Method: "getFile", Description: "Bad Request: file is temporarily unavailable"})
	s.enter()
	wang := s.Add("王师傅")
	wang.Does(func(ctx context.Context, p *person.Person) error { return p.SendPhotoTakenAt(ctx, 36.45, 115.98, "") })
	wang.Sees("附件", "没有转发")
}

package markup

import (
	"regexp"
	"unicode"
	"unicode/utf8"

	"secondbrother/scripts/sandbox/telegram"
)

// What Telegram marks by itself, in sent and in received texts alike.
var detectors = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"email", regexp.MustCompile(`(?i)\b[a-z0-9._%+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}\b`)},
	{"url", regexp.MustCompile(`(?i)\b(?:https?://[^\s<>"，。；！？（）]+|(?:[a-z0-9-]+\.)+(?:com|cn|net|org|me|io|gov)\b(?:/[^\s<>"，。；！？（）]*)?)`)},
	{"bot_command", regexp.MustCompile(`/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?`)},
	{"mention", regexp.MustCompile(`@[A-Za-z0-9_]{4,32}`)},
	{"hashtag", regexp.MustCompile(`#[\p{L}\p{N}_]{1,256}`)},
}

// Detect adds the entities that Telegram finds by itself (commands, mentions,
// hashtags, links, addresses) to those given; text under a link, code or
// another found entity is left alone. A command needs a boundary on both
// sides: "你好 /start" has one, "你好/start" and "/start你好" do not.
func Detect(text string, given []telegram.Entity) []telegram.Entity {
	entities := given
	for _, d := range detectors {
		for _, at := range d.pattern.FindAllStringIndex(text, -1) {
			if !bounded(d.kind, text, at[0], at[1]) {
				continue
			}
			e := telegram.Entity{Type: d.kind, Offset: Units(text[:at[0]]), Length: Units(text[at[0]:at[1]])}
			if !covered(entities, e) {
				entities = append(entities, e)
			}
		}
	}
	Sort(entities)
	return entities
}

func bounded(kind, text string, begin, end int) bool {
	if kind == "url" || kind == "email" {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:begin])
	after, _ := utf8.DecodeRuneInString(text[end:])
	if begin > 0 && (wordRune(before) || before == '/' || before == '<' || before == '>') {
		return false
	}
	if kind == "bot_command" && end < len(text) {
		return !wordRune(after) && after != '/' && after != '<' && after != '>'
	}
	return end == len(text) || !wordRune(after)
}

func wordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func covered(entities []telegram.Entity, e telegram.Entity) bool {
	for _, o := range entities {
		switch o.Type {
		case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
			continue
		}
		if e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}

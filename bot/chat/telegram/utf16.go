package telegram

import (
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

// cut cuts a text by UTF-16 offsets. Offsets outside the text, or inside a
// character, are moved to the nearest that fits.
func cut(text string, from, length int) string {
	start, end := byteAt(text, from), byteAt(text, from+max(length, 0))
	return text[start:max(start, end)]
}

func byteAt(text string, units int) int {
	at := 0
	for at < len(text) && units > 0 {
		r, size := utf8.DecodeRuneInString(text[at:])
		if units--; r > 0xffff {
			units--
		}
		if units < 0 {
			break
		}
		at += size
	}
	return at
}

// greeting is how much may stand before a command: "你好 /start" is a command,
// a "/help" deep inside a story is part of the story.
const greeting = 16

// Command finds the command in a message: its name without slash and in lower
// case, and what follows it. to is the bot's user name that the command names,
// empty when it names none.
func Command(text string, entities []models.MessageEntity) (name, to, rest string, ok bool) {
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeBotCommand {
			continue
		}
		if e.Offset < 0 || e.Length < 2 || e.Offset > greeting {
			return "", "", "", false
		}
		word, found := strings.CutPrefix(cut(text, e.Offset, e.Length), "/")
		if !found || word == "" {
			return "", "", "", false
		}
		name, to, _ = strings.Cut(word, "@")
		end := byteAt(text, e.Offset+e.Length)
		return strings.ToLower(name), to, strings.TrimSpace(text[end:]), true
	}
	return "", "", "", false
}

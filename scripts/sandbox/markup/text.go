package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"secondbrother/scripts/sandbox/telegram"
)

// Units counts a text in UTF-16 units, which is how Telegram counts.
func Units(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// Clean does what the server does to every incoming text: carriage returns and
// invisible direction overrides go, other control characters become spaces.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r >= 0x2028 && r <= 0x202E:
			return -1
		case r == '\n':
			return r
		case r < 0x20 || r == 0x7F:
			return ' '
		}
		return r
	}, text)
}

// Trim removes white space at both ends and moves the entities along; entities
// that end up empty are dropped.
func Trim(text string, entities []telegram.Entity) (string, []telegram.Entity) {
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	cut := Units(text) - Units(left)
	trimmed := strings.TrimRightFunc(left, unicode.IsSpace)
	size := Units(trimmed)
	var kept []telegram.Entity
	for _, e := range entities {
		begin, end := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, size)
		if end > begin {
			e.Offset, e.Length = begin, end-begin
			kept = append(kept, e)
		}
	}
	return trimmed, kept
}

// Slice returns the part of text that an entity covers, or false when it lies
// outside or cuts a character in half.
func Slice(text string, offset, length int) (string, bool) {
	begin, ok1 := byteAt(text, offset)
	end, ok2 := byteAt(text, offset+length)
	if !ok1 || !ok2 || length < 0 {
		return "", false
	}
	return text[begin:end], true
}

// Split cuts a text into parts of at most limit UTF-16 units, as clients do
// with what is too long for one message: at the last line break or space of
// the part when it has one, and never inside a character.
func Split(text string, limit int) []string {
	var parts []string
	for Units(text) > limit {
		end := 0
		for units := 0; ; {
			r, size := utf8.DecodeRuneInString(text[end:])
			if units += Units(string(r)); units > limit {
				break
			}
			end += size
		}
		if space := strings.LastIndexAny(text[:end], "\n "); space > end/2 {
			end = space + 1
		}
		parts = append(parts, text[:end])
		text = text[end:]
	}
	return append(parts, text)
}

func byteAt(text string, units int) (int, bool) {
	n := 0
	for i, r := range text {
		if n == units {
			return i, true
		}
		if n > units {
			return 0, false
		}
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return len(text), n == units
}

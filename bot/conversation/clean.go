package conversation

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// clean takes out of a text what is not text: broken UTF-8, control
// characters, invisible ones that could turn round or hide what stands beside
// them on an officer's card. Joiners within emoji and scripts stay.
func clean(text string) string {
	ordinary := true
	for _, r := range text {
		if r == utf8.RuneError || r != '\n' && unicode.IsControl(r) || hidden(r) {
			ordinary = false
			break
		}
	}
	if !ordinary {
		text = strings.Map(func(r rune) rune {
			switch {
			case r == '\n':
				return r
			case r == '\t':
				return ' '
			case r == utf8.RuneError, unicode.IsControl(r), hidden(r):
				return -1
			}
			return r
		}, text)
	}
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200d' || r == '\u200c' })
	return text
}

func hidden(r rune) bool {
	switch {
	case r == '\u200b', r == '\ufeff', r == '\u00ad', r == '\u2060':
		return true
	case r >= '\u200e' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}

// first gives the first n characters of a text.
func first(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// brief shortens a text to n characters and shows that it did.
func brief(text string, n int) string {
	if cut := first(text, n); cut != text {
		return strings.TrimSpace(first(text, n-1)) + "…"
	}
	return text
}

// units is the length that Telegram counts.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

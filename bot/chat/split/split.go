// Package split cuts texts in Telegram's HTML at sensible places, so that
// every part is within a limit and good HTML by itself.
package split

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits in UTF-16 units after the markup is taken out
// (https://core.telegram.org/bots/api#sendmessage, #sendphoto, #answercallbackquery).
const (
	Message = 4096
	Caption = 1024
	Toast   = 200
)

// piece is the smallest thing that is not cut: a tag, or one character with
// what belongs to it.
type piece struct {
	raw   string
	text  string // what a reader sees; empty for a tag
	units int
	tag   string // name, for tags
	close bool
}

// Parts cuts text so that no part is longer than limit; tags that are open at
// a cut are closed and opened again. Parts without anything to see are left
// out. A text that fits comes back as it is.
func Parts(text string, limit int) []string {
	pieces := read(text)
	if total(pieces) <= limit {
		if !visible(pieces) {
			return nil
		}
		return []string{text}
	}
	var parts []string
	var open []piece
	for len(pieces) > 0 {
		n := cut(pieces, limit)
		part := pieces[:n]
		pieces = pieces[n:]
		before := open
		open = follow(open, part)
		if visible(part) {
			parts = append(parts, render(before, part, open))
		}
		for len(pieces) > 0 && blank(pieces[0]) {
			pieces = pieces[1:]
		}
	}
	return parts
}

// Units is how long a text is for Telegram, its markup left out.
func Units(text string) int { return total(read(text)) }

// Plain is the text without its markup.
func Plain(text string) string {
	var b strings.Builder
	for _, p := range read(text) {
		b.WriteString(p.text)
	}
	return b.String()
}

// Short cuts plain text to limit units, with an ellipsis where it was longer.
func Short(text string, limit int) string {
	if units(text) <= limit {
		return text
	}
	n := 0
	for i, r := range text {
		if n += runeUnits(r); n > limit-1 {
			return text[:i] + "…"
		}
	}
	return text
}

// read takes HTML apart. What is no tag and no entity is text.
func read(text string) []piece {
	var out []piece
	for len(text) > 0 {
		p, size := next(text)
		text = text[size:]
		// A mark, a joiner or what a joiner joined belongs to the character
		// before it.
		if last := len(out) - 1; last >= 0 && p.text != "" && out[last].text != "" && joins(out[last].text, p.text) &&
			out[last].units+p.units <= 64 {
			out[last].raw += p.raw
			out[last].text += p.text
			out[last].units += p.units
			continue
		}
		out = append(out, p)
	}
	return out
}

// next reads one piece and says how many bytes it took. A stray bracket or
// ampersand becomes an entity, or it could make a tag with what follows.
func next(text string) (piece, int) {
	switch text[0] {
	case '<':
		if p, ok := tag(text); ok {
			return p, len(p.raw)
		}
		return piece{raw: "&lt;", text: "<", units: 1}, 1
	case '&':
		if end := strings.IndexByte(text[:min(len(text), 12)], ';'); end > 1 {
			raw := text[:end+1]
			if seen := html.UnescapeString(raw); seen != raw && utf8.RuneCountInString(seen) == 1 {
				return piece{raw: raw, text: seen, units: units(seen)}, end + 1
			}
		}
		return piece{raw: "&amp;", text: "&", units: 1}, 1
	}
	r, size := utf8.DecodeRuneInString(text)
	return piece{raw: text[:size], text: text[:size], units: runeUnits(r)}, size
}

// tags are what Telegram's HTML knows (https://core.telegram.org/bots/api#html-style).
var tags = []string{"a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "span", "strike", "strong", "tg-emoji", "tg-spoiler", "u"}

// maxTag is more than the longest link Telegram takes.
const maxTag = 4096

func tag(text string) (piece, bool) {
	// Bounded, or many '<' without end would take for ever.
	end := strings.IndexByte(text[:min(len(text), maxTag)], '>')
	if end < 2 {
		return piece{}, false
	}
	raw := text[:end+1]
	name, closing := strings.CutPrefix(raw[1:end], "/")
	name, _, _ = strings.Cut(name, " ")
	name = strings.ToLower(name)
	if !slices.Contains(tags, name) {
		return piece{}, false
	}
	return piece{raw: raw, tag: name, close: closing}, true
}

const joiner = '\u200d'

func joins(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return last == joiner || first == joiner || unicode.Is(unicode.Mn, first) || unicode.Is(unicode.Me, first) ||
		first >= 0x1f3fb && first <= 0x1f3ff // skin tones
}

// cut says after how many pieces to cut: at the best place in the last half
// of what fits.
func cut(pieces []piece, limit int) int {
	fits, size := 0, 0
	for fits < len(pieces) && size+pieces[fits].units <= limit {
		size += pieces[fits].units
		fits++
	}
	if fits == len(pieces) {
		return fits
	}
	if fits == 0 {
		return 1
	}
	best, bestRank := fits, 0
	left := size
	for i := fits; i > 0 && left >= limit/2; i-- {
		if r := rank(pieces, i); r > bestRank {
			best, bestRank = i, r
		}
		left -= pieces[i-1].units
	}
	return best
}

// rank says how good it is to cut before pieces[i]; 0 is anywhere.
func rank(pieces []piece, i int) int {
	before := pieces[i-1].text
	switch {
	case before == "\n" && i > 1 && pieces[i-2].text == "\n":
		return 5
	case before == "\n":
		return 4
	case before != "" && strings.ContainsAny(before, "。！？!?；;"):
		return 3
	case before == "." && blank(pieces[i]):
		return 3
	case before != "" && strings.ContainsAny(before, "，、,："), blank(pieces[i-1]):
		return 2
	}
	return 0
}

// follow returns the tags that are open after the pieces.
func follow(open, pieces []piece) []piece {
	open = append([]piece(nil), open...)
	for _, p := range pieces {
		switch {
		case p.tag == "":
		case !p.close:
			open = append(open, p)
		default:
			for i := len(open) - 1; i >= 0; i-- {
				if open[i].tag == p.tag {
					open = append(open[:i], open[i+1:]...)
					break
				}
			}
		}
	}
	return open
}

func render(before, part, after []piece) string {
	var b strings.Builder
	for _, p := range before {
		b.WriteString(p.raw)
	}
	for len(part) > 0 && blank(part[len(part)-1]) {
		part = part[:len(part)-1]
	}
	for _, p := range part {
		b.WriteString(p.raw)
	}
	for i := len(after) - 1; i >= 0; i-- {
		b.WriteString("</" + after[i].tag + ">")
	}
	return b.String()
}

func total(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		n += p.units
	}
	return n
}

// visible says whether there is anything to see: Telegram refuses empty texts.
func visible(pieces []piece) bool {
	for _, p := range pieces {
		if p.text != "" && strings.ContainsFunc(p.text, seen) {
			return true
		}
	}
	return false
}

func seen(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsControl(r)
}

func blank(p piece) bool { return p.text != "" && strings.TrimSpace(p.text) == "" }

func units(text string) int {
	n := 0
	for _, r := range text {
		n += runeUnits(r)
	}
	return n
}

func runeUnits(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

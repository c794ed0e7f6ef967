// Package markup turns what bots and people type into a plain text and its
// entities, the way Telegram does. It is pure.
package markup

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"secondbrother/scripts/sandbox/telegram"
)

// SyntaxError is HTML that Telegram refuses. Its text is Telegram's own, with
// the byte offset; the API answers it as "Bad Request: can't parse entities: …".
type SyntaxError struct{ Text string }

func (e *SyntaxError) Error() string { return e.Text }

func syntax(format string, args ...any) error {
	return &SyntaxError{Text: fmt.Sprintf(format, args...)}
}

// entityTypes maps the tags of https://core.telegram.org/bots/api#html-style
// to entity types; the ones decided by their attributes are left empty.
var entityTypes = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler",
	"code": "code", "pre": "pre", "blockquote": "blockquote",
	"a": "", "tg-emoji": "",
}

type openTag struct {
	name, argument string
	offset         int // UTF-16 units of text before it
	textStart      int // bytes of text before it
}

type htmlParser struct {
	in       string
	pos      int
	out      []byte
	utf16    int
	open     []openTag
	entities []telegram.Entity
}

// HTML parses parse_mode HTML and returns the text without tags and its
// entities. Errors are *SyntaxError.
func HTML(in string) (string, []telegram.Entity, error) {
	p := &htmlParser{in: in}
	for p.pos < len(in) {
		switch c := in[p.pos]; {
		case c == '&' && p.reference():
		case c == '<' && p.at(p.pos+1) == '/':
			if err := p.closeTag(); err != nil {
				return "", nil, err
			}
		case c == '<':
			if err := p.openTag(); err != nil {
				return "", nil, err
			}
		default:
			p.utf16 += unitsOf(c)
			p.out = append(p.out, c)
			p.pos++
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, syntax("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	if !utf8.Valid(p.out) {
		return "", nil, syntax("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	return string(p.out), finished(p.entities), nil
}

// at returns the byte at i, or 0 past the end, which counts as white space.
func (p *htmlParser) at(i int) byte {
	if i >= 0 && i < len(p.in) {
		return p.in[i]
	}
	return 0
}

// unitsOf counts the UTF-16 units that a character starting with byte c takes;
// continuation bytes take none.
func unitsOf(c byte) int {
	switch {
	case c&0xC0 == 0x80:
		return 0
	case c >= 0xF0:
		return 2
	}
	return 1
}

// reference consumes a character reference at pos if there is a known one.
func (p *htmlParser) reference() bool {
	code, end := decodeReference(p.in, p.pos)
	if code == 0 {
		return false
	}
	p.utf16++
	if code > 0xFFFF {
		p.utf16++
	}
	p.out = appendCode(p.out, code)
	p.pos = end
	return true
}

// appendCode encodes code even when it is half a surrogate pair, so that the
// final check of the whole text finds it.
func appendCode(out []byte, code uint32) []byte {
	if code >= 0xD800 && code <= 0xDFFF {
		return append(out, 0xED, byte(0x80|code>>6&0x3F), byte(0x80|code&0x3F))
	}
	return utf8.AppendRune(out, rune(code))
}

var namedReferences = map[string]uint32{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}

// decodeReference reads the reference that starts at in[pos] == '&'. Unknown
// ones give code 0 and stay literal, as on the real server.
func decodeReference(in string, pos int) (code uint32, end int) {
	at := func(i int) byte {
		if i < len(in) {
			return in[i]
		}
		return 0
	}
	end = pos + 1
	if at(end) != '#' {
		for isAlpha(at(end)) {
			end++
		}
		code = namedReferences[in[pos+1:end]]
	} else {
		base, isDigit := uint64(10), func(c byte) bool { return c >= '0' && c <= '9' }
		end++
		if at(end) == 'x' {
			base, isDigit = 16, isHex
			end++
		}
		start := end
		for isDigit(at(end)) {
			end++
		}
		n, err := strconv.ParseUint(in[start:end], int(base), 32)
		if err != nil || n >= 0x10FFFF || end-pos >= 10 {
			return 0, pos
		}
		code = uint32(n)
	}
	if code == 0 {
		return 0, pos
	}
	if at(end) == ';' {
		end++
	}
	return code, end
}

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isHex(c byte) bool   { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }
func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == 0
}

func (p *htmlParser) skipSpace() {
	for p.pos < len(p.in) && isSpace(p.in[p.pos]) {
		p.pos++
	}
}

func (p *htmlParser) closeTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return syntax("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	start := p.pos
	for !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	name := strings.ToLower(p.in[min(start, len(p.in)):p.pos])
	p.skipSpace()
	if p.at(p.pos) != '>' {
		return syntax("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return syntax(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.utf16 == tag.offset {
		return nil // nothing inside: no entity
	}
	return p.emit(tag)
}

func (p *htmlParser) emit(tag openTag) error {
	e := telegram.Entity{Type: entityTypes[tag.name], Offset: tag.offset, Length: p.utf16 - tag.offset}
	var last *telegram.Entity
	if n := len(p.entities); n > 0 && p.entities[n-1].Offset == e.Offset && p.entities[n-1].Length == e.Length {
		last = &p.entities[n-1]
	}
	switch tag.name {
	case "a":
		return p.emitLink(tag, e)
	case "tg-emoji":
		if n, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || n == 0 {
			return syntax("Invalid custom emoji identifier specified")
		}
		e.Type, e.CustomEmojiID = "custom_emoji", tag.argument
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "code":
		e.Language = tag.argument // kept only if a <pre> takes it over
		if last != nil && last.Type == "pre" && e.Language != "" {
			last.Language = e.Language
			return nil
		}
	case "pre":
		if last != nil && last.Type == "code" && last.Language != "" {
			last.Type = "pre"
			return nil
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

func (p *htmlParser) emitLink(tag openTag, e telegram.Entity) error {
	href := tag.argument
	if href == "" {
		href = string(p.out[tag.textStart:])
	}
	if id, ok := userLink(href); ok {
		e.Type, e.User = "text_mention", &telegram.User{ID: id}
	} else if url, err := CheckURL(href); err == nil {
		e.Type, e.URL = "text_link", url
	} else {
		return nil // the real server drops the link and keeps the words
	}
	p.entities = append(p.entities, e)
	return nil
}

func finished(entities []telegram.Entity) []telegram.Entity {
	for i := range entities {
		if entities[i].Type == "code" {
			entities[i].Language = ""
		}
	}
	Sort(entities)
	return entities
}

// Sort orders entities by offset, the longer first.
func Sort(entities []telegram.Entity) {
	sort.SliceStable(entities, func(i, j int) bool {
		a, b := entities[i], entities[j]
		return a.Offset < b.Offset || a.Offset == b.Offset && a.Length > b.Length
	})
}

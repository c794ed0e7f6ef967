package markup

import (
	"net/url"
	"strconv"
	"strings"
)

// openTag reads a start tag with its attributes.
func (p *htmlParser) openTag() error {
	begin := p.pos
	p.pos++
	start := p.pos
	for !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	if p.pos >= len(p.in) {
		return syntax("Unclosed start tag at byte offset %d", begin)
	}
	name := strings.ToLower(p.in[start:p.pos])
	if _, known := entityTypes[name]; !known {
		return syntax(`Unsupported start tag "%s" at byte offset %d`, name, begin)
	}
	argument, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && argument != "spoiler" {
		return syntax(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	p.pos++ // the '>'
	p.open = append(p.open, openTag{name: name, argument: argument, offset: p.utf16, textStart: len(p.out)})
	return nil
}

// attributes reads up to the closing '>' and returns the one attribute value
// that has a meaning for this tag.
func (p *htmlParser) attributes(tag string, begin int) (argument string, err error) {
	for p.at(p.pos) != '>' {
		p.skipSpace()
		if p.at(p.pos) == '>' {
			break
		}
		start := p.pos
		for !isSpace(p.at(p.pos)) && p.at(p.pos) != '=' && (p.at(p.pos) != '>' || tag != "blockquote") {
			p.pos++
		}
		attribute := p.in[min(start, len(p.in)):p.pos]
		if attribute == "" {
			return "", syntax(`Empty attribute name in the tag "%s" at byte offset %d`, tag, begin)
		}
		p.skipSpace()
		if p.at(p.pos) != '=' {
			if tag == "blockquote" && attribute == "expandable" {
				argument = "expandable"
				continue
			}
			return "", syntax(`Expected equal sign in declaration of an attribute of the tag "%s" at byte offset %d`, tag, begin)
		}
		p.pos++
		p.skipSpace()
		if p.pos >= len(p.in) {
			return "", syntax(`Unclosed start tag "%s" at byte offset %d`, tag, begin)
		}
		value, err := p.attributeValue()
		if err != nil {
			return "", err
		}
		if p.pos >= len(p.in) {
			return "", syntax("Unclosed start tag at byte offset %d", begin)
		}
		argument = meaning(tag, attribute, value, argument)
	}
	return argument, nil
}

func (p *htmlParser) attributeValue() (string, error) {
	if quote := p.at(p.pos); quote == '"' || quote == '\'' {
		p.pos++
		var value []byte
		for p.pos < len(p.in) && p.in[p.pos] != quote {
			if p.in[p.pos] == '&' {
				if code, end := decodeReference(p.in, p.pos); code != 0 {
					value = appendCode(value, code)
					p.pos = end
					continue
				}
			}
			value = append(value, p.in[p.pos])
			p.pos++
		}
		if p.pos < len(p.in) {
			p.pos++
		}
		return string(value), nil
	}
	start := p.pos
	for c := p.at(p.pos); isAlpha(c) || c >= '0' && c <= '9' || c == '.' || c == '-'; c = p.at(p.pos) {
		p.pos++
	}
	if !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		return "", syntax("Unexpected end of name token at byte offset %d", start)
	}
	return strings.ToLower(p.in[start:p.pos]), nil
}

func meaning(tag, attribute, value, argument string) string {
	switch {
	case tag == "a" && attribute == "href", tag == "tg-emoji" && attribute == "emoji-id":
		return value
	case tag == "code" && attribute == "class" && strings.HasPrefix(value, "language-"):
		return strings.TrimPrefix(value, "language-")
	case tag == "span" && attribute == "class" && strings.HasPrefix(value, "tg-"):
		return strings.TrimPrefix(value, "tg-")
	case tag == "blockquote" && attribute == "expandable":
		return "expandable"
	}
	return argument
}

func userLink(href string) (int64, bool) {
	rest, ok := strings.CutPrefix(href, "tg://user?id=")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(rest, 10, 64)
	return id, err == nil && id > 0
}

// URLError is why Telegram does not take a link, in its own words.
type URLError string

func (e URLError) Error() string { return string(e) }

const (
	errProtocol = URLError("Unsupported URL protocol")
	errHTTPURL  = URLError("Wrong HTTP URL")
)

// CheckURL says whether Telegram accepts a link and returns it in full: a
// missing scheme is http, a missing path is "/". Its errors are URLError.
func CheckURL(link string) (string, error) {
	link = strings.TrimSpace(link)
	if scheme, _, ok := strings.Cut(link, ":"); ok && !strings.ContainsAny(scheme, "./?#@") {
		switch strings.ToLower(scheme) {
		case "tg", "ton", "tonsite":
			return link, nil
		case "http", "https":
		default:
			return "", errProtocol
		}
	} else {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil || strings.ContainsAny(link, " \t\n<>\"") {
		return "", errHTTPURL
	}
	host := u.Hostname()
	if dot := strings.LastIndexByte(host, '.'); dot <= 0 || dot == len(host)-1 {
		return "", errHTTPURL
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

package conversation

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

var tag = regexp.MustCompile(`<(/?)([a-z]+)>`)

// wellFormed reads HTML as strictly as Telegram does: known tags, closed in
// order, no bare angle bracket, no unknown entity.
func wellFormed(text string) error {
	var open []string
	rest := text
	for {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		m := tag.FindStringSubmatch(rest[i:])
		if m == nil || !strings.HasPrefix(rest[i:], m[0]) {
			return fmt.Errorf("a bare < near %q", brief(rest[i:], 20))
		}
		switch m[2] {
		case "b", "i", "code", "pre":
		default:
			return fmt.Errorf("tag %s", m[2])
		}
		if m[1] == "" {
			open = append(open, m[2])
		} else {
			if len(open) == 0 || open[len(open)-1] != m[2] {
				return fmt.Errorf("%s closes nothing", m[0])
			}
			open = open[:len(open)-1]
		}
		rest = rest[i+len(m[0]):]
	}
	if len(open) > 0 {
		return fmt.Errorf("%v left open", open)
	}
	if plain := tag.ReplaceAllString(text, ""); strings.ContainsAny(plain, "<>") {
		return fmt.Errorf("a bare angle bracket")
	}
	for _, entity := range regexp.MustCompile(`&[^;\s]{0,10};?`).FindAllString(text, -1) {
		if html.UnescapeString(entity) == entity {
			return fmt.Errorf("entity %q", entity)
		}
	}
	return nil
}

// visible is the text without its markup.
func visible(text string) string { return html.UnescapeString(tag.ReplaceAllString(text, "")) }

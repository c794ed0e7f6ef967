// Package locale holds every text that people read, in each language, and
// fills in what a text names. Catalogues are the YAML files beside this one;
// a placeholder is a name in braces, as in "{receipt}".
package locale

import (
	"embed"
	"fmt"
	"html"
	"strconv"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

// Languages with a catalogue. The first is the default.
const (
	Chinese = "zh-CN"
	English = "en"
)

// Languages lists all, the default first.
var Languages = []string{Chinese, English}

// HTML is text that is markup already and must not be escaped again.
type HTML string

// Catalogue holds the messages of all languages. It is read only once made.
type Catalogue struct {
	messages map[string]map[string]message
}

// message is a text cut at its placeholders: literal, name, literal, name, ... literal.
type message []string

//go:embed *.yaml
var files embed.FS

// Load reads the embedded catalogues, once.
var Load = sync.OnceValue(func() *Catalogue {
	c := &Catalogue{messages: map[string]map[string]message{}}
	for _, language := range Languages {
		raw, err := files.ReadFile(language + ".yaml")
		if err != nil {
			panic(err) // embedded: cannot be missing in a built program
		}
		c.messages[language], err = parse(raw)
		if err != nil {
			panic(fmt.Sprintf("catalogue %s: %v", language, err))
		}
	}
	return c
})

// parse reads one catalogue: nested maps whose leaves are texts, keyed by the
// path with dots.
func parse(raw []byte) (map[string]message, error) {
	var tree map[string]any
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	out := map[string]message{}
	return out, flatten(out, "", tree)
}

func flatten(out map[string]message, prefix string, tree map[string]any) error {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			m, err := cut(strings.TrimRight(value, "\n"))
			if err != nil {
				return fmt.Errorf("%s%s: %w", prefix, key, err)
			}
			out[prefix+key] = m
		case map[string]any:
			if err := flatten(out, prefix+key+".", value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s%s is neither a text nor a map", prefix, key)
		}
	}
	return nil
}

func cut(text string) (message, error) {
	var m message
	for {
		before, rest, found := strings.Cut(text, "{")
		m = append(m, before)
		if !found {
			return m, nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || name == "" || strings.ContainsAny(name, "{ \n") {
			return nil, fmt.Errorf("a brace that names nothing near %q", rest)
		}
		m = append(m, name)
		text = after
	}
}

// HTML is the message of key with its placeholders filled from pairs of name
// and value. Strings are escaped; values of type HTML are not. An unknown key
// gives the key, so that a slip shows and nothing breaks.
func (c *Catalogue) HTML(language, key string, pairs ...any) string {
	return c.fill(language, key, pairs, true)
}

// Plain is the message for where no markup is read: buttons and toasts.
func (c *Catalogue) Plain(language, key string, pairs ...any) string {
	return c.fill(language, key, pairs, false)
}

// Has says whether there is a message of that key.
func (c *Catalogue) Has(language, key string) bool {
	_, ok := c.messages[language][key]
	return ok
}

func (c *Catalogue) fill(language, key string, pairs []any, escape bool) string {
	m, ok := c.messages[language][key]
	if !ok {
		if m, ok = c.messages[Chinese][key]; !ok {
			return key
		}
	}
	if len(m) == 1 {
		return m[0]
	}
	var b strings.Builder
	for i, part := range m {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		b.WriteString(value(part, pairs, escape))
	}
	return b.String()
}

func value(name string, pairs []any, escape bool) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != name {
			continue
		}
		switch v := pairs[i+1].(type) {
		case HTML:
			return string(v)
		case string:
			if escape {
				return Escape(v)
			}
			return v
		case int:
			return strconv.Itoa(v)
		case int64:
			return strconv.FormatInt(v, 10)
		}
	}
	return "{" + name + "}"
}

// Escape makes text safe inside Telegram's HTML.
func Escape(text string) string {
	// html.EscapeString writes quotes as numeric entities, which Telegram reads too.
	return html.EscapeString(text)
}

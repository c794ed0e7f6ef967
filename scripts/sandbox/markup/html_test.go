package markup_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

type entities = []telegram.Entity

func TestHTML(t *testing.T) {
	for in, want := range map[string]struct {
		text     string
		entities entities
	}{
		"plain 文字":                   {"plain 文字", nil},
		"<b>粗</b>体":                  {"粗体", entities{{Type: "bold", Offset: 0, Length: 1}}},
		"😀<i>x</i>":                  {"😀x", entities{{Type: "italic", Offset: 2, Length: 1}}},
		"<STRONG>a</STRONG>":         {"a", entities{{Type: "bold", Length: 1}}},
		"<b></b>x":                   {"x", nil},
		"<b>a</>":                    {"a", entities{{Type: "bold", Length: 1}}},
		"a &lt;b&gt; &amp; &quot;":   {`a <b> & "`, nil},
		"&#x1F600;&#65;&nbsp;&apos;": {"😀A&nbsp;&apos;", nil},
		`<a href="http://example.com?a=1&amp;b=2">l</a>`:                  {"l", entities{{Type: "text_link", Length: 1, URL: "http://example.com/?a=1&b=2"}}},
		`<a href="tg://user?id=42">l</a>`:                                 {"l", entities{{Type: "text_mention", Length: 1, User: &telegram.User{ID: 42}}}},
		`<a href="javascript:x">l</a>`:                                    {"l", nil},
		`<pre><code class="language-go">x</code></pre>`:                   {"x", entities{{Type: "pre", Length: 1, Language: "go"}}},
		`<code class="language-go">x</code>`:                              {"x", entities{{Type: "code", Length: 1}}},
		`<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>`:     {"xy", entities{{Type: "spoiler", Length: 1}, {Type: "spoiler", Offset: 1, Length: 1}}},
		`<blockquote expandable>q</blockquote><blockquote>r</blockquote>`: {"qr", entities{{Type: "expandable_blockquote", Length: 1}, {Type: "blockquote", Offset: 1, Length: 1}}},
		`<b>a<i>b</i></b>`:                                                {"ab", entities{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		`<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>`:           {"👍", entities{{Type: "custom_emoji", Length: 2, CustomEmojiID: "5368324170671202286"}}},
	} {
		text, got, err := markup.HTML(in)
		if err != nil {
			t.Errorf("HTML(%q): %v", in, err)
			continue
		}
		if text != want.text || !cmp.Equal(got, want.entities) {
			t.Errorf("HTML(%q) = %q, %+v, want %q, %+v", in, text, got, want.text, want.entities)
		}
	}
}

// The words and offsets are those of the real server.
func TestHTMLRefusals(t *testing.T) {
	for in, want := range map[string]string{
		"<b>x":             `Can't find end tag corresponding to start tag "b"`,
		"x</b>":            "Unexpected end tag at byte offset 1",
		"你</":              "Unexpected end tag at byte offset 3",
		"<b>x</i>":         `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"<b>x</b":          "Unclosed end tag at byte offset 4",
		"<b":               "Unclosed start tag at byte offset 0",
		"a <br> b":         `Unsupported start tag "br" at byte offset 2`,
		"1 < 2":            `Unsupported start tag "" at byte offset 2`,
		"<b/>":             `Unsupported start tag "b/" at byte offset 0`,
		"<span>x</span>":   `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		`<a href>x</a>`:    `Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`,
		`<a ="x">x</a>`:    `Empty attribute name in the tag "a" at byte offset 0`,
		`<a href=`:         `Unclosed start tag "a" at byte offset 0`,
		`<a href="x>y</a>`: "Unclosed start tag at byte offset 0",
		"<a href=x/>y</a>": "Unexpected end of name token at byte offset 8",
		"<tg-emoji emoji-id=\"x\">👍</tg-emoji>": "Invalid custom emoji identifier specified",
		"&#xD800;": "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
	} {
		_, _, err := markup.HTML(in)
		if err == nil || err.Error() != want {
			t.Errorf("HTML(%q): %v, want %s", in, err, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>x</b>", "a &lt;&#x1F600; <a href='http://a.b'>l</a>", "<pre><code class=language-go>x</code></pre>", "<blockquote expandable>q", "</", "<a href=\"&", "<span class=tg-spoiler>😀</span>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) {
			return // the API refuses such texts before parsing
		}
		text, found, err := markup.HTML(in)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) || len(text) > len(in) {
			t.Fatalf("HTML(%q) gave %q", in, text)
		}
		for i, e := range found {
			if part, ok := markup.Slice(text, e.Offset, e.Length); !ok || part == "" {
				t.Fatalf("HTML(%q): entity %+v does not lie in %q", in, e, text)
			}
			if i > 0 && found[i-1].Offset > e.Offset {
				t.Fatalf("HTML(%q): entities out of order: %+v", in, found)
			}
		}
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(in)
		if back, es, err := markup.HTML(escaped); err != nil || back != in || len(es) != 0 {
			t.Fatalf("escaped %q came back as %q, %v, %v", in, back, es, err)
		}
	})
}

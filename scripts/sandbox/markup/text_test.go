package markup_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

func TestDetectCommands(t *testing.T) {
	for text, want := range map[string][]telegram.Entity{
		"/start abc":                   {{Type: "bot_command", Offset: 0, Length: 6}},
		"你好 /start":                    {{Type: "bot_command", Offset: 3, Length: 6}},
		"😀 /tip@Second_Bot":            {{Type: "bot_command", Offset: 3, Length: 15}},
		"你好/start":                     nil,
		"/start你好":                     nil,
		"a/b /":                        nil,
		"//start":                      nil,
		"@wang_sf 见 #隐患":               {{Type: "mention", Offset: 0, Length: 8}, {Type: "hashtag", Offset: 11, Length: 3}},
		"看 https://t.me/x?start=a/b 吧": {{Type: "url", Offset: 2, Length: 24}},
		"写信 a.b@example.com":           {{Type: "email", Offset: 3, Length: 15}},
	} {
		if diff := cmp.Diff(want, markup.Detect(text, nil)); diff != "" {
			t.Errorf("Detect(%q): %s", text, diff)
		}
	}
}

func TestTrimMovesEntities(t *testing.T) {
	text, got := markup.Trim(" \n😀 a ", []telegram.Entity{{Type: "bold", Offset: 0, Length: 4}, {Type: "italic", Offset: 6, Length: 1}})
	want := []telegram.Entity{{Type: "bold", Offset: 0, Length: 2}}
	if text != "😀 a" || !cmp.Equal(got, want) {
		t.Errorf("Trim = %q, %+v, want %q, %+v", text, got, "😀 a", want)
	}
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab 你😀\n"))).Draw(t, "text")
		limit := rapid.IntRange(2, 9).Draw(t, "limit")
		parts := markup.Split(text, limit)
		if strings.Join(parts, "") != text {
			t.Fatalf("parts %q of %q", parts, text)
		}
		for _, p := range parts {
			if markup.Units(p) > limit {
				t.Fatalf("part %q is longer than %d", p, limit)
			}
		}
	})
}

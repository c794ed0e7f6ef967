package classify

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Sentence and clause marks after normalisation; everything else that is not a
// letter or a digit is gone by then.
const (
	sentenceMark = '。'
	questionMark = '?'
	clauseMark   = ','
)

//go:embed lexicon/traditional.txt
var traditionalText string

//go:embed lexicon/typos.tsv
var typosTSV string

// The block of common Chinese characters, for tables indexed by character.
const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// simplified gives for each character of the block its simplified form.
var simplified = sync.OnceValue(func() *[lastHan - firstHan + 1]rune {
	var table [lastHan - firstHan + 1]rune
	for i := range table {
		table[i] = firstHan + rune(i)
	}
	for _, pair := range strings.Fields(traditionalText) {
		if r := []rune(pair); len(r) == 2 {
			table[r[0]-firstHan] = r[1]
		}
	}
	return &table
})

// typoTable corrects; starts holds the first two characters of every typo, since
// most texts have none and looking for pairs is cheaper than replacing.
type typoTable struct {
	*strings.Replacer
	starts map[[2]rune]bool
	first  [lastHan - firstHan + 1]bool
}

var typos = sync.OnceValue(func() *typoTable {
	table := &typoTable{starts: map[[2]rune]bool{}}
	var pairs []string
	for line := range strings.Lines(typosTSV) {
		wrong, right, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(wrong) {
			pairs = append(pairs, w, right)
			if r := []rune(w); isHan(r[0]) && len(r) > 1 {
				table.first[r[0]-firstHan] = true
				table.starts[[2]rune(r)] = true
			}
		}
	}
	table.Replacer = strings.NewReplacer(pairs...)
	return table
})

func isHan(r rune) bool { return r >= firstHan && r <= lastHan }

func (t *typoTable) correct(text []rune) string {
	for i, r := range text {
		switch {
		case isHan(r):
			if !t.first[r-firstHan] || i+1 == len(text) || !t.starts[[2]rune(text[i:])] {
				continue
			}
		case !isLatin(r): // a Latin letter may begin a typo in pinyin
			continue
		}
		return t.Replace(string(text))
	}
	return string(text)
}

// emoji that people send instead of the word. A flame stays a bare 火: sellers
// scatter it over adverts.
var emoji = map[rune]string{'🆘': "救命", '🔪': "刀", '🗡': "刀", '🔫': "枪", '🔥': "火", '💣': "炸弹", '🩸': "流血", '🚑': "救护车", '🚒': "消防车"}

// Normalise brings a text to the one form the lexicon is written in: half
// width, lower case, simplified characters; spaced-out, starred-out and
// elongated words joined (救 命 啊啊啊, 赌*博); emoji and common typing and
// dictation errors as the words they stand for; punctuation reduced to ',',
// '。' and '?'. The result is valid UTF-8 whatever the input is.
func Normalise(text string) string {
	if needsCompatibility(text) {
		text = norm.NFKC.String(strings.ToValidUTF8(text, " "))
	}
	runes := joinSpaced(foldRunes(text))
	return typos().correct(shorten(runes))
}

// needsCompatibility is true for the rare texts (circled digits, half-width
// kana, mathematical letters, decomposed accents) that simple folding misses.
func needsCompatibility(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x300, r >= 0x3001 && r <= 0xF8FF, r >= 0xFF01 && r <= 0xFF5E:
		case r >= 0x300 && r < 0x370, r >= 0x2100 && r < 0x2500, r >= 0xF900 && r < 0xFE00, r > 0xFF5E && r < 0xFFF0, r >= 0x1D400 && r < 0x1D800:
			return true
		}
	}
	return false
}

// foldRunes maps each rune by itself. Spaces stay spaces: whether they divide
// is decided by joinSpaced, which sees the words on both sides.
func foldRunes(s string) []rune {
	simple := simplified()
	out := make([]rune, 0, len(s)/2+8)
	for _, r := range s {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		switch {
		case isHan(r):
			out = append(out, simple[r-firstHan])
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, r)
		case r >= 'A' && r <= 'Z':
			out = append(out, r+'a'-'A')
		case strings.ContainsRune(",，、;；:：()（）<>《》\"'“”‘’…/\\", r):
			out = append(out, clauseMark)
		case strings.ContainsRune("。!！\n\r", r):
			out = append(out, sentenceMark)
		case r == '?' || r == '？':
			out = append(out, questionMark)
		case strings.ContainsRune("*·._-^|~`+#", r):
			out = append(out, '*')
		case unicode.IsSpace(r):
			out = append(out, ' ')
		case emoji[r] != "":
			out = append(out, []rune(emoji[r])...)
		case r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// joinSpaced removes what only looks like a divider. A space between Chinese
// characters joins when a lone character stands beside it (救 命) and is a
// comma otherwise, as dictation and hurried thumbs use it. Between Latin words
// it stays.
func joinSpaced(in []rune) []rune {
	out := make([]rune, 0, len(in))
	for i := 0; i < len(in); i++ {
		r := in[i]
		if r != ' ' && r != '*' {
			out = append(out, r)
			continue
		}
		end, starred := i, false
		for end < len(in) && (in[end] == ' ' || in[end] == '*') {
			starred = starred || in[end] == '*'
			end++
		}
		left, right := tokenBefore(in, i), tokenAfter(in, end)
		switch {
		case len(out) == 0 || end == len(in) || left == 0 || right == 0:
		case isLatin(in[i-1]) && isLatin(in[end]):
			out = append(out, ' ')
		case starred || left == 1 || right == 1:
		default:
			out = append(out, clauseMark)
		}
		i = end - 1
	}
	return out
}

// tokenBefore and tokenAfter count how many letters stand together beside a
// gap, up to 2.
func tokenBefore(in []rune, i int) (n int) {
	for n < 2 && i-1-n >= 0 && isWord(in[i-1-n]) {
		n++
	}
	return n
}

func tokenAfter(in []rune, i int) (n int) {
	for n < 2 && i+n < len(in) && isWord(in[i+n]) {
		n++
	}
	return n
}

func isLatin(r rune) bool { return r < 0x250 && isWord(r) }

func isWord(r rune) bool {
	return r != ' ' && r != '*' && r != clauseMark && r != sentenceMark && r != questionMark
}

// shorten cuts elongated characters to one (laughter to two, so that 哈哈 is
// not the surname 哈) and repeated marks to one. Digits are left alone.
func shorten(in []rune) []rune {
	out := make([]rune, 0, len(in))
	for i := 0; i < len(in); {
		j := i
		for j < len(in) && in[j] == in[i] {
			j++
		}
		n := j - i
		switch {
		case !isWord(in[i]):
			n = 1
		case in[i] >= '0' && in[i] <= '9':
		case n >= 3 && strings.ContainsRune("哈呵嘿嘻", in[i]):
			n = 2
		case n >= 3:
			n = 1
		}
		for range n {
			out = append(out, in[i])
		}
		i = j
	}
	return out
}

// Command words rebuilds worker/classify/words/words.tsv: the words of a jieba
// dictionary that are frequent or occur in the classifier's corpus, with what
// they cost.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/corpus"
	"secondbrother/worker/classify/words"
)

// frequent is from what frequency on a word is taken in although the corpus has
// not got it: it still says where a place's name cannot begin.
const frequent = 200

const usage = `words: rebuild worker/classify/words/words.tsv

Usage:
  go run ./scripts/words --dictionary jieba.dict.utf8 > worker/classify/words/words.tsv

The dictionary is that of npm's nodejieba 3.5.8 (MIT):
  npm pack nodejieba@3.5.8 && tar xzf nodejieba-3.5.8.tgz
  package/submodules/cppjieba/dict/jieba.dict.utf8

Flags:
`

func main() {
	dictionary := flag.String("dictionary", "", "file of \"word frequency part-of-speech\" lines")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*dictionary, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

func run(dictionary string, to io.Writer) error {
	frequencies, err := read(dictionary)
	if err != nil {
		return err
	}
	total := 0.0
	for _, n := range frequencies {
		total += n
	}
	used := map[string]bool{}
	for word, n := range frequencies {
		if n >= frequent && utf8.RuneCountInString(word) <= words.Longest {
			used[word] = true
		}
	}
	for _, m := range corpus.Training() {
		note(used, frequencies, m.Text)
	}
	for _, w := range corpus.Words() {
		note(used, frequencies, strings.Join(w.Words, " "))
	}
	out := bufio.NewWriter(to)
	for _, word := range slices.Sorted(maps.Keys(used)) {
		cost := max(1, int(math.Round(-10*math.Log(frequencies[word]/total))))
		fmt.Fprintf(out, "%s\t%d\n", word, cost)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the words: %w", err)
	}
	return nil
}

// read gives each word's frequency.
func read(dictionary string) (map[string]float64, error) {
	file, err := os.Open(dictionary)
	if err != nil {
		return nil, fmt.Errorf("opening the dictionary: %w", err)
	}
	defer func() { _ = file.Close() }()
	frequencies := map[string]float64{}
	for lines := bufio.NewScanner(file); ; {
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return nil, fmt.Errorf("reading the dictionary: %w", err)
			}
			return frequencies, nil
		}
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			return nil, fmt.Errorf("the dictionary has a line %q", lines.Text())
		}
		n, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			return nil, fmt.Errorf("the dictionary: how frequent is %s: %w", fields[0], err)
		}
		frequencies[fields[0]] = max(n, 1)
	}
}

// note marks the words that stand anywhere in a text, as the classifier sees it.
func note(used map[string]bool, frequencies map[string]float64, text string) {
	runes := []rune(classify.Normalise(text))
	for i := range runes {
		for n := 1; n <= words.Longest && i+n <= len(runes); n++ {
			if w := string(runes[i : i+n]); frequencies[w] > 0 {
				used[w] = true
			}
		}
	}
}

package classify

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// check is what holds for every text whatever it says.
func check(t interface{ Fatalf(string, ...any) }, text string, chosen Kind) {
	r := Classify(text, chosen)
	if again := Classify(text, chosen); !reflect.DeepEqual(r, again) {
		t.Fatalf("two answers: %+v, %+v", r, again)
	}
	if !(r.Confidence >= 0 && r.Confidence <= 1) {
		t.Fatalf("confidence %v", r.Confidence)
	}
	if r.Urgency != Emergency && r.Urgency != Urgent && r.Urgency != Routine {
		t.Fatalf("urgency %q", r.Urgency)
	}
	c, known := Lookup(r.Category)
	if r.Category != "" && (!known || c.Kind != r.Kind) || r.Category == "" && (r.Kind != "" || !r.Abstained) {
		t.Fatalf("kind %q with category %q, abstained %v", r.Kind, r.Category, r.Abstained)
	}
	if r.Abstained && known && r.Category != string(r.Kind)+".other" {
		t.Fatalf("abstained to %s", r.Category)
	}
	if slices.Contains(kinds[:outKind], chosen) && r.Kind != chosen && r.Kind != Out {
		t.Fatalf("chosen %s became %s", chosen, r.Kind)
	}
	if r.Urgency != Classify(text, "").Urgency {
		t.Fatalf("the urgency depends on the chosen kind")
	}
	if _, known := Lookup(r.Guess); !known || !r.Abstained && r.Guess != r.Category {
		t.Fatalf("guess %q of %+v", r.Guess, r)
	}
	normal := Normalise(text)
	if !utf8.ValidString(normal) {
		t.Fatalf("normalised text is not UTF-8")
	}
	for i, reason := range r.Reasons {
		for _, other := range r.Reasons[:i] {
			if other.For == reason.For && (strings.Contains(other.Word, reason.Word) || strings.Contains(reason.Word, other.Word)) {
				t.Fatalf("%q repeats %q", reason.Word, other.Word)
			}
		}
		if reason.Word == "" || !strings.Contains(normal, reason.Word) {
			t.Fatalf("reason %q is not in %q", reason.Word, normal)
		}
		if _, ok := Lookup(reason.For); !ok && !slices.Contains([]string{"emergency", "urgent", "routine"}, reason.For) {
			t.Fatalf("reason for %q", reason.For)
		}
	}
	if n := Hotline(r); r.Urgency == Emergency && !slices.Contains(firstNumbers, n) {
		t.Fatalf("emergency hotline %q", n)
	}
}

// texts are made of the lexicon's own words with anything in between, where
// overlaps and gaps go wrong if they do.
func texts() *rapid.Generator[string] {
	word := rapid.SampledFrom(theLexicon().words)
	piece := rapid.OneOf(word, word, word, rapid.String(), rapid.SampledFrom([]string{"，", "。", " ", "*", "没有", "昨天", "演习", "了", "\xff", "！！！"}))
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
	})
}

func TestWhateverTheTextSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SampledFrom([]Kind{"", Tip, Dispute, Assist, Out, "nonsense"}).Draw(t, "chosen")
		check(t, texts().Draw(t, "text"), chosen)
	})
}

// The automaton against the plainest way to look for words.
func TestOccurrencesAreAllThere(t *testing.T) {
	l := theLexicon()
	rapid.Check(t, func(t *rapid.T) {
		text := Normalise(texts().Draw(t, "text"))
		want := map[occurrence]bool{}
		for i, w := range l.words {
			for from := 0; ; {
				at := strings.Index(text[from:], w)
				if at < 0 {
					break
				}
				want[occurrence{word: i, start: from + at, end: from + at + len(w)}] = true
				from += at + 1
			}
		}
		got := l.occurrences(text)
		for i, o := range got {
			if !want[o] {
				t.Fatalf("%q is not at %d of %q", l.words[o.word], o.start, text)
			}
			if i > 0 && o.end < got[i-1].end {
				t.Fatalf("not in order of their ends")
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d occurrences, want %d in %q", len(got), len(want), text)
		}
	})
}

func FuzzClassify(f *testing.F) {
	for _, m := range messages(f) {
		f.Add(m.text, string(m.kind()))
	}
	f.Add("\xff\xfe\x00", "")
	f.Add(strings.Repeat("着火", 400), "tip")
	f.Fuzz(func(t *testing.T, text, chosen string) { check(t, text, Kind(chosen)) })
}

// FuzzNormalise: whatever comes in, valid text comes out that stays as it is.
func FuzzNormalise(f *testing.F) {
	for _, m := range messages(f)[:200] {
		f.Add(m.text)
	}
	f.Add("救 命 啊啊啊🆘\xff赌*博ＡＢ①")
	f.Fuzz(func(t *testing.T, text string) {
		once := Normalise(text)
		if !utf8.ValidString(once) {
			t.Fatalf("%q became %q, which is no UTF-8", text, once)
		}
		if twice := Normalise(once); twice != once {
			t.Fatalf("%q became %q, then %q", text, once, twice)
		}
	})
}

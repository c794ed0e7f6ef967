package linear

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// words of two trades that share their small talk.
var (
	chatter = []string{"今天", "师傅", "麻烦", "你看", "一下", "这边", "刚才", "已经", "还是", "可以"}
	trades  = map[string][]string{
		"水": {"水管", "漏水", "龙头", "阀门", "下水道"},
		"电": {"跳闸", "灯泡", "插座", "电线", "停电"},
		"锁": {"钥匙", "门锁", "换锁", "锁芯", "反锁"},
	}
)

func drawSamples(t *rapid.T, n int) []Sample {
	labels := []string{"水", "电", "锁"}
	var samples []Sample
	for i := range n {
		label := labels[i%3]
		text := rapid.SampledFrom(chatter).Draw(t, "a") + rapid.SampledFrom(trades[label]).Draw(t, "b") +
			rapid.SampledFrom(chatter).Draw(t, "c") + rapid.SampledFrom(trades[label]).Draw(t, "d")
		samples = append(samples, Sample{label, text})
	}
	return samples
}

func TestLearnsWhatSeparatesAndSaysWhy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := TrainCalibrated(context.Background(), drawSamples(t, 90), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for label, words := range trades {
			text := "师傅你看" + words[0] + words[1]
			g := m.Guess(text)
			if g.Label != label || !(g.Confidence > .5) || g.Confidence > 1 {
				t.Fatalf("%q is taken for %+v, want %s", text, g, label)
			}
			spans := m.Read(text).Spans(label, 3, everywhere(text))
			for i, span := range spans {
				if !strings.Contains(text, span.Text) || !(span.Weight > 0) {
					t.Fatalf("the span %+v does not stand in %q", span, text)
				}
				for _, other := range spans[:i] {
					if strings.Contains(other.Text, span.Text) || strings.Contains(span.Text, other.Text) {
						t.Fatalf("%q repeats %q", span.Text, other.Text)
					}
				}
			}
			if len(spans) == 0 || len(spans) > 3 {
				t.Fatalf("%d reasons for %q", len(spans), text)
			}
		}
	})
}

func TestSharesSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := Train(context.Background(), drawSamples(t, 30), Options{Longest: 2, Bayes: .1})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, p := range m.Probabilities(rapid.String().Draw(t, "text")) {
			sum += p
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("shares sum to %v", sum)
		}
	})
}

// Groups, naive Bayes and pruning change weights, not what is plain.
func TestOptionsKeepWhatIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{
			Longest: rapid.IntRange(1, 3).Draw(t, "longest"), MinTexts: rapid.IntRange(1, 2).Draw(t, "texts"),
			Bayes: rapid.SampledFrom([]float64{0, .1}).Draw(t, "bayes"), Columns: rapid.SampledFrom([]int{0, 40}).Draw(t, "columns"),
			Group: func(label string) string {
				if label == "锁" {
					return "门"
				}
				return "管线"
			}, GroupWeight: .3,
		}
		m, err := Train(context.Background(), drawSamples(t, 90), o)
		if err != nil {
			t.Fatal(err)
		}
		if o.Columns > 0 && len(m.grams) > o.Columns {
			t.Fatalf("%d columns kept, want %d", len(m.grams), o.Columns)
		}
		for label, words := range trades {
			if g := m.Guess(words[0] + words[1] + words[2]); g.Label != label {
				t.Fatalf("%v is taken for %s", words, g.Label)
			}
		}
	})
}

func TestTrainingIsDeterministicAndFilesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		samples := drawSamples(t, 30)
		options := Options{Seed: rapid.Uint64().Draw(t, "seed")}
		var files [2]bytes.Buffer
		for i := range files {
			m, err := TrainCalibrated(context.Background(), samples, options)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Save(&files[i]); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
			t.Fatal("the same samples and seed gave two models")
		}
		loaded, err := Load(&files[0])
		if err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := loaded.Save(&again); err != nil {
			t.Fatal(err)
		}
		reloaded, err := Load(&again)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range samples {
			if a, b := loaded.Guess(s.Text), reloaded.Guess(s.Text); a.Label != b.Label || !slices.Equal(loaded.Read(s.Text).Spans(a.Label, 3, everywhere(s.Text)), reloaded.Read(s.Text).Spans(a.Label, 3, everywhere(s.Text))) {
				t.Fatalf("%q: %+v before the file, %+v after", s.Text, a, b)
			}
		}
	})
}

func TestTrainingNeedsTwoLabelsAndCanBeInterrupted(t *testing.T) {
	if _, err := Train(context.Background(), []Sample{{"a", "文"}, {"a", "字"}}, Options{}); !errors.Is(err, ErrSamples) {
		t.Errorf("one label: %v", err)
	}
	if _, err := Train(context.Background(), []Sample{{"a", "文"}, {"b", "字"}}, Options{}); !errors.Is(err, ErrSamples) {
		t.Errorf("no n-gram twice: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Train(ctx, []Sample{{"a", "文"}, {"b", "文"}}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestAssess(t *testing.T) {
	guess := func(label string, confidence float64) Guess { return Guess{Label: label, Confidence: confidence} }
	r := Assess([]Outcome{
		{"a", guess("a", .9)}, {"a", guess("a", .8)}, {"a", guess("b", .4)}, {"b", guess("b", .7)},
	})
	if r.Accuracy != .75 {
		t.Errorf("accuracy %v, want .75", r.Accuracy)
	}
	// a: precision 1, recall 2/3; b: precision 1/2, recall 1.
	if got, want := r.MacroF1, (0.8+2.0/3)/2; got < want-1e-9 || got > want+1e-9 {
		t.Errorf("macro-F1 %v, want %v", got, want)
	}
	if len(r.Confusions) != 1 || r.Confusions[0] != (Confusion{"a", "b", 1}) {
		t.Errorf("confusions %v", r.Confusions)
	}
	if last := r.Coverages[len(r.Coverages)-1]; last.Accuracy != 1 || last.Floor != .7 {
		t.Errorf("the surest 80 %%: %+v", last)
	}
}

func FuzzLoad(f *testing.F) {
	m, err := Train(context.Background(), []Sample{{"a", "漏水"}, {"b", "漏水停电"}}, Options{})
	if err != nil {
		f.Fatal(err)
	}
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Load(bytes.NewReader(data)); err == nil {
			m.Guess("漏水 \x00\xff停电")
			m.Read("漏水 \x00\xff停电").Spans("a", 3, everywhere("漏水 \x00\xff停电"))
		}
	})
}

func FuzzReadSamples(f *testing.F) {
	f.Add("a\t文字\n# note\n\nb\ttext\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		samples, err := ReadSamples(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, s := range samples {
			if s.Label == "" || s.Text == "" {
				t.Fatalf("an empty sample of %q", text)
			}
		}
	})
}

// everywhere cuts a text into its characters.
func everywhere(text string) (ends []int) {
	for range text {
		ends = append(ends, len(ends)+1)
	}
	return ends
}

// Reasons are whole words: the n-grams 板欠 and 欠俺 speak for the first label,
// but 老板 is shown, and 欠 with 工资.
func TestSpansAreWords(t *testing.T) {
	samples := []Sample{{"a", "老板欠俺钱"}, {"a", "老板欠工资"}, {"b", "楼上漏水了"}, {"b", "楼上漏水吵"}}
	m, err := Train(context.Background(), samples, Options{MinTexts: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, span := range m.Read("老板欠工资").Spans("a", 3, []int{2, 3, 5}) {
		if span.Text != "老板欠" && span.Text != "老板" && span.Text != "欠工资" && span.Text != "工资" {
			t.Errorf("a piece of words: %s", span.Text)
		}
	}
}

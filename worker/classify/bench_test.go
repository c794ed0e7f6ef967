package classify

import (
	"testing"
)

// BenchmarkClassify runs over all messages of testdata, whose mean length is
// about that of a real report.
func BenchmarkClassify(b *testing.B) {
	all := messages(b)
	Classify(all[0].text, "") // builds the tables
	runes := 0
	for _, m := range all {
		runes += len([]rune(m.text))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		Classify(all[i%len(all)].text, "")
		i++
	}
	b.ReportMetric(float64(runes)/float64(len(all)), "runes/text")
}

func BenchmarkNormalise(b *testing.B) {
	all := messages(b)
	Normalise(all[0].text)
	i := 0
	for b.Loop() {
		Normalise(all[i%len(all)].text)
		i++
	}
}

func BenchmarkScan(b *testing.B) {
	all := messages(b)
	for i := range all {
		all[i].text = Normalise(all[i].text)
	}
	l := theLexicon()
	i := 0
	for b.Loop() {
		l.scan(all[i%len(all)].text)
		i++
	}
}

// BenchmarkModel is the linear part alone: both models' n-grams and margins.
func BenchmarkModel(b *testing.B) {
	all := messages(b)
	for i := range all {
		all[i].text = Normalise(all[i].text)
	}
	s := Embedded()
	i := 0
	for b.Loop() {
		s.categories.Margins(all[i%len(all)].text)
		s.urgencies.Margins(all[i%len(all)].text)
		i++
	}
}

func BenchmarkLoadModel(b *testing.B) {
	for b.Loop() {
		if _, err := Load(modelZip); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := loadLexicon(); err != nil {
			b.Fatal(err)
		}
	}
}

package linear

// Reading is a text as a model sees it: its known n-grams are looked up once,
// for the margins and for the reasons.
type Reading struct {
	model    *Model
	runes    []rune
	hits     []hit
	features []feature
}

// hit is a known n-gram where it stands.
type hit struct {
	column     int32
	at, length int
}

// Read looks text up.
func (m *Model) Read(text string) *Reading {
	r := &Reading{model: m, runes: []rune(text)}
	r.hits = make([]hit, 0, len(r.runes)*m.longest)
	columns := make([]int32, 0, len(r.runes)*m.longest)
	each(r.runes, m.longest, func(g gram, at, n int) {
		if column, ok := m.index.column(g); ok {
			r.hits = append(r.hits, hit{column, at, n})
			columns = append(columns, column)
		}
	})
	r.features = m.weigh(columns)
	return r
}

// Margins is how far the text lies on each label's side, in the order of Labels.
func (r *Reading) Margins() []float64 {
	steps := make([]float32, len(r.model.labels))
	for _, f := range r.features {
		row := r.model.weights[int(f.index)*len(steps):][:len(steps)]
		for k, weight := range row {
			steps[k] += float32(weight) * f.value
		}
	}
	out := make([]float64, len(steps))
	for k, sum := range steps {
		out[k] = float64(sum*r.model.scales[k] + r.model.bias[k])
	}
	return out
}

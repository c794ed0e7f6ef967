package monthly

import (
	"cmp"
	"maps"
	"slices"

	"secondbrother/storage/records"
)

// Figures are numbers by the keys of columns: cases, people, yuan, minutes, and
// shares in thousandths. A percentile or a share of nothing is not among them.
type Figures map[string]int64

// Row is the figures of one place.
type Row struct {
	Code    string  `json:"code"` // as in the events; empty: nobody has decided it yet
	Name    string  `json:"name"`
	Figures Figures `json:"figures"`
}

// pile is what the lines of one place add up to, by measure.
type pile [before + 1]map[string]int64

func (p *pile) add(of part, measure string, n int64) {
	if p[of] == nil {
		p[of] = map[string]int64{}
	}
	p[of][measure] += n
}

// fold piles sums up by place. sums are those of the period, balance those of
// all that was before.
func fold(sums, balance []records.Sum, by records.Level) (total *pile, places map[string]*pile) {
	total, places = &pile{}, map[string]*pile{}
	at := func(code string) *pile {
		if places[code] == nil {
			places[code] = &pile{}
		}
		return places[code]
	}
	for _, s := range sums {
		of := across
		if s.Inside {
			of = inside
		}
		for _, p := range []*pile{total, at(s.Code(by))} {
			p.add(of, s.Measure, s.N)
			p.add(within, s.Measure, s.N)
		}
	}
	for _, s := range balance {
		for _, p := range []*pile{total, at(s.Code(by))} {
			p.add(before, s.Measure, s.N)
		}
	}
	return total, places
}

// figures evaluates every column.
func (p *pile) figures() Figures {
	out := make(Figures, len(columns().list))
	for _, c := range columns().list {
		switch {
		case c.spread != nil:
			if m, ok := c.spread.percentile(func(measure string) int64 { return p[within][measure] }); ok {
				out[c.Key] = m
			}
		case c.Form != Percent:
			n := int64(0)
			for _, t := range c.terms {
				n += t.sign * p[t.of][t.measure]
			}
			out[c.Key] = n
		}
	}
	for _, c := range columns().list {
		if n, by := out[c.ratio[0]], out[c.ratio[1]]; c.Form == Percent && by > 0 {
			out[c.Key] = (1000*n + by/2) / by
		}
	}
	return out
}

// rows are the places in the order of the scope's lines; what no line names comes after
// them by its code, and what nobody has decided last.
func rows(places map[string]*pile, scope Scope) []Row {
	var out []Row
	left := maps.Clone(places)
	for _, l := range scope.Lines {
		p := cmp.Or(left[l.Code], &pile{})
		delete(left, l.Code)
		out = append(out, Row{Code: l.Code, Name: l.Name, Figures: p.figures()})
	}
	codes := slices.Sorted(maps.Keys(left))
	if len(codes) > 0 && codes[0] == "" {
		codes = append(codes[1:], "")
	}
	for _, code := range codes {
		f := left[code].figures()
		if code == "" && empty(f) {
			continue
		}
		out = append(out, Row{Code: code, Name: scope.nameOf(code), Figures: f})
	}
	return out
}

func empty(f Figures) bool {
	for _, n := range f {
		if n != 0 {
			return false
		}
	}
	return true
}

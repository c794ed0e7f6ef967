package conversation

import "slices"

// clone copies all that a step may change, so that a step never touches the
// person it was given.
func (p Person) clone() Person {
	p.Receipts = slices.Clone(p.Receipts)
	p.Pending = slices.Clone(p.Pending)
	p.Cards = slices.Clone(p.Cards)
	p.Mediations = slices.Clone(p.Mediations)
	for i := range p.Cards {
		p.Cards[i].Media = slices.Clone(p.Cards[i].Media)
	}
	p.Handled = slices.Clone(p.Handled)
	if p.Draft != nil {
		d := p.Draft.clone()
		p.Draft = &d
	}
	if p.Errand != nil {
		e := p.Errand.clone()
		p.Errand = &e
	}
	if p.Shelf != nil {
		p.Shelf = &Shelf{Draft: p.Shelf.Draft.clone(), Revision: p.Shelf.Revision}
	}
	p.Follow = copied(p.Follow)
	p.Recent = slices.Clone(p.Recent)
	for i := range p.Recent {
		p.Recent[i].Sketch = slices.Clone(p.Recent[i].Sketch)
		p.Recent[i].Media = slices.Clone(p.Recent[i].Media)
	}
	return p
}

func (d Draft) clone() Draft {
	d.Trail = slices.Clone(d.Trail)
	d.Answered = slices.Clone(d.Answered)
	d.Notes = slices.Clone(d.Notes)
	d.Media = slices.Clone(d.Media)
	d.Candidates = slices.Clone(d.Candidates)
	d.Settle = copied(d.Settle)
	d.Helped = copied(d.Helped)
	d.Against = copied(d.Against)
	return d
}

func (e Errand) clone() Errand {
	e.Trail = slices.Clone(e.Trail)
	e.Targets = slices.Clone(e.Targets)
	e.Media = slices.Clone(e.Media)
	e.Areas = slices.Clone(e.Areas)
	e.Settle = copied(e.Settle)
	e.Help = copied(e.Help)
	e.Held = copied(e.Held)
	return e
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

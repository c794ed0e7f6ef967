package conversation

// cancel ends what is going on. A report can be had back with the undo button.
func (s *step) cancel() {
	p := &s.p
	switch {
	case p.Errand != nil && p.Errand.Trail[0] == screenConsent:
		s.declineConsent()
	case p.Errand != nil:
		p.Errand = nil
		if p.Draft != nil {
			s.show(s.t("cancel.errand"))
			return
		}
		p.Revision++
		s.close(s.t("cancel.errand"))
	case p.Draft != nil:
		p.Revision++
		s.dropShelf()
		p.Shelf = &Shelf{Draft: *p.Draft, Revision: p.Revision}
		p.Draft = nil
		s.put(Reply{Text: s.t("cancel.draft"), Buttons: [][]Button{row(s.option("cancel.undo", "undo"))}})
	default:
		s.rest(s.t("cancel.nothing"))
	}
}

// undo brings a cancelled report back.
func (s *step) undo() bool {
	p := &s.p
	if p.Shelf == nil || p.Shelf.Revision != p.Revision || p.Draft != nil || p.Errand != nil {
		return false
	}
	d := p.Shelf.Draft
	p.Draft, p.Shelf = &d, nil
	p.heal()
	s.show()
	return true
}

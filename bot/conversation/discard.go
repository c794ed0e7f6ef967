package conversation

import "secondbrother/storage/payload"

// discard forgets the files of what is told no further.
func (s *step) discard(media []payload.Media) {
	var ids []string
	for _, m := range media {
		ids = append(ids, m.ID)
	}
	if len(ids) > 0 {
		s.effects = append(s.effects, Effect{Drop: ids})
	}
}

// dropDraft ends the report being told for good.
func (s *step) dropDraft() {
	if d := s.p.Draft; d != nil {
		s.discard(d.Media)
	}
	s.p.Draft = nil
}

// dropShelf ends the report that could be had back.
func (s *step) dropShelf() {
	if shelf := s.p.Shelf; shelf != nil {
		s.discard(shelf.Draft.Media)
	}
	s.p.Shelf = nil
}

// dropHeld ends an errand together with what waited in it.
func (s *step) dropHeld() {
	if e := s.p.Errand; e != nil && e.Held != nil {
		s.discard(e.Held.Media)
	}
	s.p.Errand = nil
}

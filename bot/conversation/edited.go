package conversation

import "secondbrother/storage/payload"

// edited takes the new words of a message that was told before. What went out
// to an officer or was submitted stays as it was, and the bot says so.
func (s *step) edited() {
	p := &s.p
	id, text := s.in.MessageID, s.in.Text
	if d := p.Draft; d != nil && id != 0 && text != "" {
		for i := range d.Notes {
			if d.Notes[i].Message == id {
				s.editedNote(i, text)
				return
			}
		}
		switch id {
		case d.PlaceFrom:
			if len([]rune(text)) > placeLimit {
				s.show(s.t("where.too_long", "n", placeLimit))
				return
			}
			found := s.r.find(text, p.Area)
			d.Place.Text, d.Place.Area, d.PlaceName = text, found.Area.Code, found.Area.Name
			s.show(s.t("edited.taken"))
			return
		case d.AgainstFrom:
			d.Against = &payload.Complaint{Name: first(text, payload.ComplaintName)}
			s.show(s.t("edited.taken"))
			return
		case d.StopFrom:
			d.Stop = first(text, mostStop)
			s.show(s.t("edited.taken"))
			return
		case d.HappenedFrom:
			d.Happened = first(text, 100)
			s.show(s.t("edited.taken"))
			return
		}
	}
	if e := p.Errand; e != nil && e.Held != nil && e.Held.Message == id && text != "" {
		e.Held.Text = first(text, s.r.MaxText)
		s.show(s.t("edited.taken"))
		return
	}
	if p.top() != "" {
		s.show(s.t("edited.too_late"))
		return
	}
	s.say(s.t("edited.too_late"))
}

func (s *step) editedNote(i int, text string) {
	d := s.p.Draft
	if s.judge(text, d.Kind).Out == "out.opinion" {
		s.show(s.t("out.opinion"))
		return
	}
	if d.length()-len([]rune(d.Notes[i].Text))+len([]rune(text)) > s.r.MaxText {
		s.show(s.t("edited.too_long", "n", s.r.MaxText))
		return
	}
	d.Notes[i].Text = text
	s.weigh()
	s.show(s.t("edited.taken"))
}

package conversation

import "secondbrother/storage/payload"

// said answers a message: a text, a file, a position, or what nobody can read.
func (s *step) said() {
	unkept := s.unkept()
	if unkept != "" && (s.in.Text != "" || s.follows) {
		// What came along counts all the same.
		s.say(unkept)
	}
	if s.follows && s.followed() {
		return
	}
	if h := s.hold(); s.lying() && !h.empty() {
		s.unfinished(h)
		return
	}
	at := s.p.top()
	if unkept != "" && s.in.Text == "" {
		s.show(unkept)
		return
	}
	if at == "" {
		s.opening()
		return
	}
	sc := screens[at]
	switch {
	case s.in.Type == InputContact && at == screenContact:
		tellContact(s, s.in.Phone)
	case s.in.Type == InputPosition:
		s.saidPosition(sc)
	case len(s.in.Media) > 0:
		s.saidMedia(sc)
	case s.in.Text != "" && s.in.Type != InputOther:
		if s.spoken(s.in.Text) {
			return
		}
		s.saidText(sc)
	default:
		s.unreadable()
	}
}

// unkept says why a file was not kept; empty when nothing was left out.
func (s *step) unkept() string {
	switch {
	case s.in.TooBig:
		return s.t("media.too_big")
	case s.in.Unclean:
		return s.t("media.unclean")
	}
	return ""
}

// spoken takes the words of the navigation buttons for presses of them.
func (s *step) spoken(text string) bool {
	switch text {
	case s.plain("button.cancel"), "取消", "cancel", "Cancel":
		s.cancel()
	case "返回", "上一步", "back", "Back":
		if !s.back() {
			s.show()
		}
	case "帮助", "help", "Help":
		s.help()
	default:
		return false
	}
	return true
}

func (s *step) saidText(sc screen) {
	switch {
	case sc.text != nil:
		sc.text(s, s.in.Text)
	case s.p.Errand != nil:
		s.show(s.t("unfit.text"))
	default:
		tellAnywhere(s, s.in.Text)
	}
}

func (s *step) saidMedia(sc screen) {
	switch {
	case sc.media != nil:
		sc.media(s)
	case s.p.Errand != nil:
		s.show(s.t("unfit.media"))
	default:
		notice := s.attach()
		if notice == "" {
			notice = s.t("media.kept", "n", len(s.p.Draft.Media))
		}
		if s.in.Text != "" && !s.note(s.in.Text) {
			return
		}
		s.show(notice)
	}
}

func (s *step) saidPosition(sc screen) {
	switch {
	case sc.position != nil:
		sc.position(s)
	case s.p.Errand != nil:
		s.show(s.t("unfit.position"))
	default:
		pointWhere(s)
	}
}

// unreadable answers a sticker, a contact, an empty text: it says what helps
// and asks again.
func (s *step) unreadable() {
	at := s.p.top()
	if at == "" {
		if !s.mayFile() {
			s.uninvited()
			return
		}
		s.rest(s.t("unfit.idle"))
		return
	}
	key := "unfit.other"
	if at == screenWhere || at == screenPlaces {
		key = "unfit.where"
	}
	s.show(s.t(key))
}

// followed takes the further files of an album whose first was answered. It
// says false when there is nothing they belong to.
func (s *step) followed() bool {
	if f := s.p.Follow; f != nil {
		if f.Verb == payload.VerbAdd && s.addsTooMuch() {
			s.say(s.t("limit.adds", "n", s.r.Adds))
			return true
		}
		if len(s.in.Media) > 0 {
			s.act(payload.Action{Verb: f.Verb, Case: f.Case, Actor: f.Handle, Version: f.Version, Media: s.in.Media})
		}
		return true
	}
	switch {
	case s.p.Draft != nil && s.p.Errand == nil:
		if notice := s.attach(); notice != "" {
			s.say(notice)
		}
		s.refresh()
		return true
	case s.p.Errand != nil && s.p.Errand.Held != nil:
		s.p.Errand.Held.more(s.in.Media, s.r.MaxMedia)
		return true
	}
	return false
}

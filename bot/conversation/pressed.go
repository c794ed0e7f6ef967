package conversation

// pressed answers a press. Anybody can send any data: the present question's
// revision, the role and the ownership are checked here, and the worker checks
// again.
func (s *step) pressed() {
	b, ok := readButton(s.in.Button)
	if !ok {
		s.stale()
		return
	}
	if b.family != "" {
		if !s.pressedLasting(b) {
			s.stale()
		}
		return
	}
	if b.revision != s.p.Revision {
		s.stale()
		return
	}
	s.own = true
	if !s.pressedScreen(b) {
		s.own = false
		s.stale()
	}
}

func (s *step) pressedScreen(b pressedButton) bool {
	if b.action == "undo" {
		return s.undo()
	}
	at := s.p.top()
	if at == "" {
		return false
	}
	sc := screens[at]
	switch b.action {
	case "back":
		return s.back()
	case "cancel":
		s.cancel()
		return true
	case "help":
		s.own = false // the question stays as it is; help comes below
		s.help()
		return true
	case "skip":
		if sc.skip == nil {
			return false
		}
		sc.skip(s)
		return true
	}
	return sc.press != nil && sc.press(s, b)
}

func (s *step) pressedLasting(b pressedButton) bool {
	switch b.family {
	case familyMenu:
		return s.pressedMenu(b)
	case familyLanguage:
		return s.choseLanguage(b.action)
	case familyMine:
		return s.pressedMine(b)
	case familyOwn:
		return s.pressedOwn(b)
	case familyCard:
		return s.pressedCard(b)
	case familyDuty:
		return s.pressedDuty(b.action)
	case familyInvite:
		return s.pressedInvitation(b)
	case familyCast:
		return s.pressedCast(b)
	case familyRoster:
		return s.pressedRoster(b)
	case familyGuess:
		return s.pressedGuess(b)
	case familyMediate:
		return s.pressedMediate(b)
	case familyQuery:
		return s.pressedQuery(b)
	}
	return false
}

// stale says kindly that a button is of another time, and takes it away.
func (s *step) stale() {
	s.toast = s.plain("toast.stale")
	s.reply(Reply{Strip: s.in.MessageID})
}

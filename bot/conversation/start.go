package conversation

import (
	"secondbrother/storage/payload"
)

// start answers /start: with an invitation, it joins; else it greets.
func (s *step) start(token string) {
	p := &s.p
	switch {
	case token != "":
		s.join(payload.Action{Verb: payload.VerbJoin, Token: first(token, 64)})
	case s.in.Admin && p.Role == payload.RoleNobody:
		s.join(payload.Action{Verb: payload.VerbJoin, Admin: true})
	case p.Role == payload.RoleNobody && !s.r.OpenIntake:
		s.uninvited()
	case p.Draft != nil:
		s.unfinished(Held{})
	case s.needsConsent():
		s.askForConsent()
	default:
		p.Errand = nil
		s.rest(s.t("start.again"))
	}
}

// join redeems an invitation; what it makes of the person comes back as a
// delivery to the standing handle.
func (s *step) join(a payload.Action) {
	if s.p.Handle == "" {
		s.p.Handle = newID(s.in.Seed, "handle")
		s.effects = append(s.effects, Effect{Keep: s.p.Handle})
	}
	a.Language = s.language
	s.act(a)
	s.say(s.t("start.joining"))
}

// uninvited answers who may not file: politely, with the numbers that help.
func (s *step) uninvited() {
	if j := s.judge(s.in.Text, ""); j.Urgency == payload.Emergency {
		s.callFirst(j.Hotline)
	}
	s.close(s.t("start.uninvited"))
}

// joined is what a person became; it comes once for an invitation, and again
// when the roster changes.
func (s *step) joined(d *payload.Delivery) {
	who := d.Person
	if who == nil {
		return
	}
	p := &s.p
	before := p.Role
	p.Handle = d.To
	p.Role, p.Unit, p.Area, p.Name, p.Number, p.OnDuty = who.Role, who.Unit, who.Area, who.Name, who.Number, who.OnDuty
	switch {
	case d.Reason == payload.ReasonSuspended:
		s.say(s.t("start.suspended"))
	case who.Role == payload.RoleNobody:
		s.say(s.t("start.left"))
	case before == who.Role:
		s.say(s.t("start.updated", "role", s.plain("role."+string(who.Role)), "unit", who.Unit))
	case who.Role == payload.RoleVolunteer:
		if s.needsConsent() {
			s.askForConsent() // the number comes after
			return
		}
		s.rest(s.welcome())
	default:
		s.welcomeStaff()
	}
}

// welcome tells a volunteer the own number and how to begin.
func (s *step) welcome() string {
	if s.p.Number == 0 {
		return s.t("start.welcome")
	}
	return paragraphs(s.t("start.number", "number", s.p.Number), s.t("start.welcome"))
}

func (s *step) welcomeStaff() {
	p := &s.p
	key := "start.staff"
	if p.Role == payload.RoleCoordinator {
		key = "start.coordinator"
	}
	s.say(s.t(key, "role", s.plain("role."+string(p.Role)), "unit", p.Unit, "name", p.Name))
}

// needsConsent: nobody is asked anything about a report before knowing what
// becomes of it. Staff are told by their service.
func (s *step) needsConsent() bool {
	return !s.p.Consented && s.mayFile()
}

func (s *step) askForConsent() {
	if s.p.Draft != nil {
		s.show()
		return
	}
	s.p.Errand = &Errand{Trail: []Screen{screenConsent}}
	s.show()
}

func askConsent(s *step) question {
	return question{text: s.t("consent.ask"), rows: [][]Button{row(s.option("consent.yes", "yes"), s.option("consent.no", "no"))}}
}

func pressConsent(s *step, b pressedButton) bool {
	switch b.action {
	case "yes":
		s.p.Consented = true
		if s.p.Errand == nil {
			s.p.Draft.mark(screenConsent)
			// The question cannot come back: going back must not lead to it.
			s.p.Draft.Trail = s.p.Draft.Trail[:len(s.p.Draft.Trail)-1]
			s.proceed()
			return true
		}
		held := s.p.Errand.Held
		s.p.Errand = nil
		if held != nil && !held.empty() {
			if s.p.Number > 0 {
				s.close(s.t("start.number", "number", s.p.Number))
				s.own = false
			}
			s.tell(*held)
			return true
		}
		s.rest(s.welcome())
	case "no":
		s.declineConsent()
	default:
		return false
	}
	return true
}

// declineConsent keeps nothing of what was being told.
func (s *step) declineConsent() {
	s.dropHeld()
	s.dropDraft()
	s.p.Revision++
	s.close(s.t("consent.declined"))
}

// holdForConsent keeps what is said before consent for after it, and asks again.
func holdForConsent(s *step, text string) {
	if s.p.Errand == nil {
		tellAnywhere(s, text)
		return
	}
	if j := s.judge(text, ""); j.Urgency == payload.Emergency {
		s.callFirst(j.Hotline)
	}
	h := s.hold()
	s.p.Errand.Held = &h
	s.show(s.t("consent.held"))
}

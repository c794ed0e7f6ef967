package conversation

import (
	"slices"
	"strings"

	"secondbrother/storage/payload"
)

// order lists the questions of a draft, first to last. A record of what is
// settled already asks how it ended and leaves the rest to the summary.
func (d *Draft) order(p *Person) []Screen {
	var list []Screen
	if !p.Consented {
		list = append(list, screenConsent)
	}
	switch {
	case d.Record && d.Kind == payload.Dispute:
		return append(list, screenCategory, screenParties, screenAgreement, screenAmount, screenWhere)
	case d.Record:
		return append(list, screenCategory, screenPeople, screenWhere)
	}
	list = append(list, screenDanger, screenKind, screenWhat)
	if d.Moving {
		list = append(list, screenStop)
	}
	if d.asksPremises() {
		list = append(list, screenPremises)
	}
	list = append(list, screenWhere)
	if d.asksAgainst() {
		list = append(list, screenAgainst)
	}
	list = append(list, screenWhen, screenUrgency)
	if p.Number > 0 {
		list = append(list, screenNamed)
	}
	return list
}

// missing is the first question without an answer; the summary when there is none.
func (d *Draft) missing(p *Person) Screen {
	for _, s := range d.order(p) {
		if !d.answered(s) {
			return s
		}
	}
	return screenSummary
}

// proceed goes on after an answer: back to the summary when that is where the
// question came from, else to what is still missing.
func (s *step) proceed(notices ...string) {
	d := s.p.Draft
	for i, at := range d.Trail {
		if at == screenSummary {
			d.Trail = d.Trail[:i+1]
			break
		}
	}
	if next := d.missing(&s.p); s.p.top() != next {
		s.p.push(next)
	}
	s.show(notices...)
}

// begin starts a report of a kind, or of one not known yet.
func (s *step) begin(kind payload.Kind) {
	if s.tooMany() {
		return
	}
	s.p.Draft = &Draft{Kind: kind, Began: s.in.At}
	if kind != "" {
		s.p.Draft.mark(screenKind)
	}
	s.p.push(s.p.Draft.missing(&s.p))
	s.show()
}

// mayNot says whether the person may not report now: stopped, or more reports
// than one person can mean within an hour.
func (s *step) mayNot() bool {
	n := 0
	for i := len(s.p.Receipts) - 1; i >= 0 && s.in.At.Sub(s.p.Receipts[i].At).Hours() < 1; i-- {
		n++
	}
	return s.p.Barred || s.r.PerHour > 0 && n >= s.r.PerHour
}

// tooMany answers who may not report now.
func (s *step) tooMany() bool {
	switch {
	case s.stopped():
	case s.mayNot():
		s.say(s.t("limit.hour", "n", s.r.PerHour))
	default:
		return false
	}
	return true
}

// mayFile says whether the person may report: invited, or intake is open.
func (s *step) mayFile() bool { return s.p.Role != payload.RoleNobody || s.r.OpenIntake }

// text is all that was told, a message a line; first what cannot wait.
func (d *Draft) text() string {
	lines := make([]string, 0, 1+len(d.Notes))
	if d.Stop != "" {
		lines = append(lines, "止付："+d.Stop)
	}
	for _, n := range d.Notes {
		if n.Forwarded {
			lines = append(lines, "（转发）"+n.Text)
		} else {
			lines = append(lines, n.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// note keeps what was said as part of what happened. It answers by itself and
// returns false when the text is declined or does not fit.
func (s *step) note(text string) bool {
	d := s.p.Draft
	if _, only := announced(text); only {
		s.show() // and asks again what it is
		return false
	}
	if j := s.judge(text, d.Kind); j.Out == "out.opinion" {
		s.show(s.t("out.opinion"))
		return false
	}
	room := s.r.MaxText - d.length()
	if len([]rune(text)) > room {
		if room <= 0 {
			s.show(s.t("what.full", "n", s.r.MaxText))
			return false
		}
		d.Long, d.LongAt = first(text, room), s.in.At
		s.p.push(screenLong)
		s.show()
		return false
	}
	d.Notes = append(d.Notes, Note{Message: s.in.MessageID, Text: text, Forwarded: s.in.Forwarded})
	s.weigh()
	return true
}

// weigh proposes category, urgency and place from all that was told. What the
// person chose stays. A life in danger is answered with the number to call
// before anything else.
func (s *step) weigh() {
	d := s.p.Draft
	text := d.text()
	j := s.judge(text, d.Kind)
	if !d.Chosen {
		switch {
		case j.Kind == d.Kind:
			d.Category = j.Category
		case !d.answered(screenKind) && j.Kind.Valid():
			d.Kind, d.Category = j.Kind, j.Category
		}
	}
	d.Moving, d.Accuses = s.stoppable(j), j.Accuses
	if j.Urgency == payload.Emergency && d.Urgency != payload.Emergency {
		s.danger(j.Hotline)
	} else if !d.answered(screenUrgency) && j.Urgency.Valid() {
		d.Urgency = j.Urgency
	}
	if !d.answered(screenWhere) {
		found := s.r.find(text, s.p.Area)
		d.Candidates = found.Candidates
		if found.Area.Code != "" {
			d.Candidates = []Area{found.Area}
		}
		d.Candidates = d.Candidates[:min(len(d.Candidates), 6)]
	}
}

// attach keeps files of the report, each once, up to the limits; it returns
// what there is to say when one did not fit.
func (s *step) attach() (notice string) {
	d := s.p.Draft
	var bytes int64
	for _, m := range d.Media {
		bytes += m.Bytes
	}
	for _, m := range s.in.Media {
		switch {
		case slices.ContainsFunc(d.Media, func(known payload.Media) bool { return markOf(known) == markOf(m) }):
			continue // sent twice
		case len(d.Media) >= s.r.MaxMedia:
			return s.t("media.full", "n", s.r.MaxMedia)
		case s.r.MaxBytes > 0 && bytes+m.Bytes > s.r.MaxBytes:
			return s.t("media.heavy", "n", int(s.r.MaxBytes>>20))
		}
		bytes += m.Bytes
		d.Media = append(d.Media, m)
		if m.Type.Spoken() {
			d.Voice = true
		}
	}
	return ""
}

// tellAnywhere takes a text that comes while something else is asked as part
// of what happened: people tell it when they think of it.
func tellAnywhere(s *step, text string) {
	d := s.p.Draft
	at := s.p.top()
	if !s.note(text) {
		return
	}
	if s.toldNow(text) {
		return
	}
	if at == screenDanger || at == screenKind {
		// What was told answers these two as far as the classifier is sure.
		d.mark(screenWhat)
		if d.Kind.Valid() {
			d.mark(screenKind, screenDanger)
		}
		if at != d.missing(&s.p) {
			s.proceed(s.t("what.noted"))
			return
		}
	}
	s.show(s.t("what.noted"))
}

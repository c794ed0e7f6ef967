package conversation

import (
	"strings"

	"secondbrother/storage/payload"
)

// opening answers what somebody says who was asked nothing: most of the time
// it is a report, told in one go.
func (s *step) opening() {
	h := s.hold()
	if s.in.Type == InputOther || h.empty() {
		s.unreadable()
		return
	}
	if !s.mayFile() {
		s.uninvited()
		return
	}
	if receipt, err := payload.ParseReceipt(h.Text); err == nil && len(h.Media) == 0 {
		s.status(receipt)
		return
	}
	if len(h.Media) == 0 && h.Lat == 0 && h.Lon == 0 && s.onlyAnnounced(h.Text) {
		return
	}
	if len(s.p.Pending) > 0 && (h.Text != "" || len(h.Media) > 0) {
		s.belongs(h)
		return
	}
	s.tell(h)
}

// onlyAnnounced answers who has only said hello or that they want to report.
func (s *step) onlyAnnounced(text string) bool {
	kind, ok := announced(text)
	switch {
	case ok && kind != "":
		s.begin(kind)
	case ok:
		s.say(s.t("opening.announced"), s.beginButtons()...)
	case greets(text):
		s.say(s.t("out.chat"), s.beginButtons()...)
	default:
		return false
	}
	return true
}

// hold takes what the input says, whatever it is.
func (s *step) hold() Held {
	h := Held{Text: s.in.Text, Media: s.in.Media, Message: s.in.MessageID, Forwarded: s.in.Forwarded}
	if s.in.Type == InputPosition && validPoint(s.in.Lat, s.in.Lon) {
		h.Lat, h.Lon = s.in.Lat, s.in.Lon
	}
	return h
}

func (h Held) empty() bool { return h.Text == "" && len(h.Media) == 0 && h.Lat == 0 && h.Lon == 0 }

// tell begins a report with what was said: everything that can be read from it
// is proposed, and only what is missing is asked.
func (s *step) tell(h Held) {
	j := s.judge(h.Text, h.Kind)
	if h.Text != "" && s.declined(j) {
		return
	}
	if s.mayNot() && j.Urgency == payload.Emergency {
		s.callFirst(j.Hotline) // first of all
	}
	if s.tooMany() {
		return
	}
	// What was held is told now as if it had just arrived.
	s.in.Text, s.in.Media, s.in.MessageID, s.in.Forwarded = h.Text, h.Media, h.Message, h.Forwarded
	s.in.Lat, s.in.Lon = h.Lat, h.Lon
	d := &Draft{Kind: h.Kind, Told: true, Began: s.in.At}
	s.p.Draft = d
	if h.Kind != "" {
		d.mark(screenKind)
	}
	notice := s.attach()
	if h.Lat != 0 || h.Lon != 0 {
		found := s.r.locate(h.Lat, h.Lon)
		d.Place = payload.Place{Area: found.Area.Code, Lat: h.Lat, Lon: h.Lon}
		d.PlaceName = found.Area.Name
		d.mark(screenWhere)
	}
	if j.Out == "out.emergency_only" {
		s.danger(j.Hotline)
	}
	d.Trail = []Screen{d.missing(&s.p)}
	if h.Text == "" {
		if d.Voice {
			d.mark(screenWhat)
		}
		s.show(s.t("opening.begun"), notice)
		return
	}
	if j.Out != "out.emergency_only" || len(h.Media) > 0 {
		if !s.note(h.Text) {
			return
		}
	}
	s.assume(j)
	d.Trail = []Screen{d.missing(&s.p)}
	s.show(notice)
}

// toldNow reads the first words after a photo, a position or a voice note as
// if all had been told at once. It says false when there is nothing to gain.
func (s *step) toldNow(text string) bool {
	d := s.p.Draft
	if !d.Told || len(d.Notes) != 1 {
		return false
	}
	s.assume(s.judge(text, d.Kind))
	s.proceed(s.t("what.noted"))
	return true
}

// assume takes for answered what the text and the roster answer.
func (s *step) assume(j Judgement) {
	d := s.p.Draft
	if len(d.Notes) == 0 {
		return
	}
	d.mark(screenWhat, screenDanger, screenNamed, screenWhen)
	if d.Kind.Valid() {
		d.mark(screenKind)
	}
	if !d.Urgency.Valid() {
		d.Urgency = payload.Routine
	}
	d.mark(screenUrgency)
	if d.Urgency == payload.Emergency || says(s.in.Text, "现在", "正在", "刚", "这会", "right now", "just now") {
		d.Happened = "now"
	}
	if d.answered(screenWhere) {
		return
	}
	switch own, ok := s.r.area(s.p.Area); {
	case len(d.Candidates) == 1:
		d.Place.Area, d.PlaceName = d.Candidates[0].Code, d.Candidates[0].Name
		d.mark(screenWhere)
	case len(d.Candidates) == 0 && ok:
		d.Place.Area, d.PlaceName = own.Code, own.Name
		d.mark(screenWhere)
	}
}

func says(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// declined answers what the programme does not file, and keeps nothing of it.
func (s *step) declined(j Judgement) bool {
	if j.Urgency == payload.Emergency {
		return false
	}
	switch j.Out {
	case "out.municipal", "out.vehicle_admin":
		s.say(s.t(j.Out), s.beginButtons()...)
	case "out.opinion", "out.chat", "out.advert":
		s.say(s.t(j.Out))
	default:
		return false
	}
	return true
}

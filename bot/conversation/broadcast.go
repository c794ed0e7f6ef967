package conversation

import (
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

// A broadcast asks the volunteers of an area to look out for somebody missing.

const (
	screenCast        Screen = "cast"
	screenCastArea    Screen = "cast_area"
	screenCastHours   Screen = "cast_hours"
	screenCastConfirm Screen = "cast_confirm"
)

var castHours = []int{6, 12, 24, payload.BroadcastHours}

// broadcast begins a broadcast, or lists those there are.
func (s *step) broadcast(text string) {
	switch strings.ToLower(text) {
	case "list", "列表":
		s.broadcasts(0, true)
		return
	}
	s.run(Errand{Verb: payload.VerbBroadcast, Trail: []Screen{screenCast}})
}

func (s *step) broadcasts(page int, fresh bool) {
	s.ask(payload.Question{Query: payload.QueryBroadcasts, Page: page})
	s.wait("broadcasts", fresh)
}

func askCast(s *step) question {
	e := s.p.Errand
	if len(e.Media) > 0 {
		return question{text: s.t("cast.words")}
	}
	return question{text: s.t("cast.ask"), rows: [][]Button{row(s.option("cast.list", "list"))}}
}

func pressCast(s *step, b pressedButton) bool {
	if b.action != "list" {
		return false
	}
	s.p.Errand = nil
	s.p.Revision++
	s.broadcasts(0, true)
	return true
}

func tellCast(s *step, text string) {
	if n := len([]rune(text)); n > payload.BroadcastText {
		s.show(s.t("errand.too_long", "n", payload.BroadcastText))
		return
	}
	e := s.p.Errand
	e.Text, e.Areas = text, s.scopeAreas()
	s.p.push(screenCastArea)
	s.show()
}

// showCast takes one photo; its caption is the text.
func showCast(s *step) {
	switch {
	case s.in.TooBig:
		s.show(s.t("media.too_big"))
		return
	case s.in.Unclean:
		s.show(s.t("media.unclean"))
		return
	case len(s.in.Media) != 1 || s.in.Media[0].Type != payload.MediaPhoto:
		s.show(s.t("cast.only_photo"))
		return
	}
	s.p.Errand.Media = s.in.Media
	if s.in.Text != "" {
		tellCast(s, s.in.Text)
		return
	}
	s.show()
}

func askCastArea(s *step) question {
	rows := s.areaButtons(s.p.Errand.Areas)
	if s.p.Area == "" {
		rows = append([][]Button{row(s.option("cast.everywhere", "everywhere"))}, rows...)
	}
	return question{text: s.t("cast.area"), rows: rows}
}

func pressCastArea(s *step, b pressedButton) bool {
	e := s.p.Errand
	i, ok := b.number(0)
	switch {
	case b.action == "everywhere" && s.p.Area == "":
		e.Area = Area{}
	case b.action == "area" && ok && i < len(e.Areas):
		e.Area = e.Areas[i]
	default:
		return false
	}
	s.p.push(screenCastHours)
	s.show()
	return true
}

func tellCastArea(s *step, text string) {
	if a, ok := s.typedArea(text); ok {
		s.p.Errand.Area = a
		s.p.push(screenCastHours)
		s.show()
	}
}

func askCastHours(s *step) question {
	var buttons []Button
	for _, n := range castHours {
		buttons = append(buttons, s.choice(s.plain("cast.hours", "n", n), "hours."+strconv.Itoa(n)))
	}
	return question{text: s.t("cast.how_long"), rows: grid(buttons, 2)}
}

func pressCastHours(s *step, b pressedButton) bool {
	n, ok := b.number(0)
	if b.action != "hours" || !ok || n < 1 || n > payload.BroadcastHours {
		return false
	}
	s.p.Errand.Hours = n
	s.p.push(screenCastConfirm)
	s.show()
	return true
}

func askCastConfirm(s *step) question {
	e := s.p.Errand
	text := s.t("cast.confirm", "area", s.castArea(e.Area.Name), "n", e.Hours, "text", e.Text)
	if len(e.Media) > 0 {
		text += "\n" + s.t("cast.with_photo")
	}
	return question{text: text, rows: [][]Button{row(s.option("cast.yes", "yes"))}}
}

func pressCastConfirm(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbBroadcast, Text: e.Text, Media: e.Media, Area: e.Area.Code, Hours: e.Hours})
	s.finish(s.t("cast.sending"))
	return true
}

func (s *step) castArea(name string) string {
	if name == "" {
		return s.plain("cast.everywhere")
	}
	return name
}

// asked shows a broadcast to a volunteer, or that it has ended: in its place,
// and without its picture.
func (s *step) asked(d *payload.Delivery) {
	b := d.Broadcast
	name := "broadcast:" + strconv.FormatInt(b.Number, 10)
	r := Reply{Track: name, Version: 1, Protect: true, Priority: payload.PriorityRoutine}
	if b.Ended != "" {
		key := "cast.expired"
		if b.Ended == "recalled" {
			key = "cast.recalled"
		}
		r.Text, r.Version, r.Silent, r.Drop = s.t(key, "number", b.Number), 2, true, name+":photo"
		s.replies = append(s.replies, r)
		return
	}
	r.Text = s.t("cast.text", "number", b.Number, "text", brief(d.Text, payload.BroadcastText), "area", s.castArea(b.Area), "time", s.clock(b.Expires))
	r.Buttons = [][]Button{row(s.lasting("cast.clue", familyCast, "clue", strconv.FormatInt(b.Number, 10)))}
	if len(d.Media) > 0 {
		r.Media, r.Also, r.Otherwise = d.Media[:1], name+":photo", s.t("card.unshown")
	}
	s.replies = append(s.replies, r)
}

// lead tells who broadcast of an answer.
func (s *step) lead(d *payload.Delivery) {
	r := Reply{
		Text:    s.t("cast.lead", "number", d.Lead.Number, "case", d.Case.String(), "station", d.Lead.Station, "text", brief(d.Text, cardText)),
		Protect: true, Priority: payload.PriorityUrgent,
	}
	if len(d.Media) > 0 {
		r.Media, r.Otherwise = d.Media, s.t("card.unshown")
	}
	s.replies = append(s.replies, r)
}

// pressedCast takes a press on a broadcast, or on the list of them.
func (s *step) pressedCast(b pressedButton) bool {
	n, ok := b.number(0)
	coordinator := s.p.Role == payload.RoleCoordinator
	switch {
	case !ok:
		return false
	case b.action == "clue" && n > 0:
		s.clue(int64(n))
	case b.action == "list" && coordinator:
		s.broadcasts(n, b.arg(1) == "")
	case b.action == "recall" && coordinator && n > 0:
		s.say(s.t("cast.recall", "number", n), row(s.lasting("cast.recall_yes", familyCast, "recalled", strconv.Itoa(n))))
	case b.action == "recalled" && coordinator && n > 0:
		s.act(payload.Action{Verb: payload.VerbTakeDown, Broadcast: int64(n)})
		s.toast = s.plain("toast.received")
		s.reply(Reply{Strip: s.in.MessageID})
	default:
		return false
	}
	return true
}

// clue begins a report that answers a broadcast: what it is about is known.
func (s *step) clue(number int64) {
	h := Held{Kind: payload.Assist, Broadcast: number}
	switch {
	case !s.mayFile():
		s.uninvited()
	case s.p.Draft != nil:
		s.unfinished(h)
	default:
		s.p.Errand = nil
		s.beginAnswer(number)
	}
}

func (s *step) beginAnswer(number int64) {
	if s.tooMany() {
		return
	}
	s.p.Draft = &Draft{Kind: payload.Assist, Category: "assist.missing", Chosen: true, Urgency: payload.Urgent, Broadcast: number, Began: s.in.At}
	s.p.Draft.mark(screenDanger, screenKind, screenUrgency)
	s.p.push(s.p.Draft.missing(&s.p))
	s.show(s.t("cast.answering", "number", number))
}

// castListed shows a page of broadcasts, each that runs with a button to recall it.
func (s *step) castListed(r *payload.BroadcastsReply) {
	lines := []string{s.t("cast.head", "n", r.Total)}
	var rows [][]Button
	for _, b := range r.Lines {
		number := strconv.FormatInt(b.Number, 10)
		key := "cast.line"
		switch b.Ended {
		case "recalled":
			key = "cast.line_recalled"
		case "expired":
			key = "cast.line_expired"
		default:
			rows = append(rows, row(Button{Text: s.plain("cast.recall_button", "number", number), Data: familyCast + ".recall." + number}))
		}
		lines = append(lines, s.t(key, "number", number, "area", s.castArea(b.Area), "time", s.clock(b.At), "until", s.clock(b.Expires),
			"text", brief(strings.ReplaceAll(b.Text, "\n", " "), 40), "told", b.Told, "answers", b.Answers))
	}
	if len(r.Lines) == 0 {
		lines = append(lines, s.t("cast.none"))
	}
	rows = append(rows, s.turner(r.Page, r.More, familyCast+".list")...)
	s.reply(Reply{Text: strings.Join(lines, "\n"), Buttons: rows, Track: "broadcasts", Protect: true})
}

// Package conversation holds the guided conversations with volunteers,
// officers and coordinators. It is pure: Step takes a person, an input and the
// rules, and says what the person becomes, what is answered and what is to be
// done elsewhere. It reads no clock and draws no randomness of its own.
package conversation

import (
	"slices"
	"strings"
	"time"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

const (
	handledKept  = 64
	receiptsKept = 500
	pendingKept  = 10
	cardsKept    = 32
)

// trackScreen is the name under which the present question's message is
// remembered.
const trackScreen = "screen"

// step is one step while it is taken.
type step struct {
	p        Person
	in       Input
	r        *Rules
	language string
	own      bool // the input pressed a button of the present question
	follows  bool // the input is a further part of the last album
	toast    string
	replies  []Reply
	effects  []Effect
	acts     int
	judged   judged
}

// judged remembers the last judgement: a step asks about one text several times.
type judged struct {
	text   string
	chosen payload.Kind
	answer Judgement
}

func (s *step) judge(text string, chosen payload.Kind) Judgement {
	if s.judged.text != text || s.judged.chosen != chosen {
		s.judged = judged{text: text, chosen: chosen, answer: s.r.judge(text, chosen)}
	}
	return s.judged.answer
}

// Step answers one input. It is total: any person and any input lead to a
// person who has an answer and a way out; and deterministic: the same
// arguments always give the same result. An input whose key was handled
// already leaves the person as it is and gives nothing to do.
func Step(p Person, in Input, r Rules) Result {
	if in.Key != "" && slices.Contains(p.Handled, in.Key) {
		return Result{Person: p}
	}
	s := &step{p: p.clone(), in: in, r: &r}
	s.arrive()
	s.dispatch()
	return s.leave()
}

func (s *step) arrive() {
	s.p.Schema = Schema
	s.p.heal()
	if s.in.Client != "" {
		s.p.Client = s.in.Client
	}
	s.language = languageOf(s.p)
	s.in.Text = clean(s.in.Text)
	if d := copied(s.in.Delivery); d != nil {
		d.Text = clean(d.Text)
		s.in.Delivery = d
	}
	s.follows = s.in.Album != "" && s.in.Album == s.p.Album
	if s.in.own() {
		s.returned()
	}
}

// languageOf is the language chosen, else English for clients that speak it,
// else Chinese.
func languageOf(p Person) string {
	if slices.Contains(locale.Languages, p.Language) {
		return p.Language
	}
	if strings.HasPrefix(strings.ToLower(p.Client), "en") {
		return locale.English
	}
	return locale.Chinese
}

func (s *step) dispatch() {
	switch {
	case s.in.Type == InputDelivery:
		s.delivered()
	case s.in.Type == InputReply:
		s.replied()
	case s.in.Type == InputBlocked:
		s.blocked()
	case s.in.Type == InputWake:
		s.woken()
	case s.in.Group:
		s.group()
	case s.in.Type == InputCommand:
		s.command()
	case s.in.Type == InputButton:
		s.pressed()
	case s.in.Edited:
		s.edited()
	default:
		s.said()
	}
}

// leave settles what every step ends with.
func (s *step) leave() Result {
	p := &s.p
	if p.Keyboard && !s.in.Group && p.top() != screenWhere && p.top() != screenContact {
		p.Keyboard = false
		gone := Reply{Text: s.t("keyboard.gone"), Keyboard: &Keyboard{Remove: true}, Silent: true, Priority: payload.PriorityAnswer}
		s.replies = append([]Reply{gone}, s.replies...)
	}
	if s.in.Type == InputButton {
		if len(s.replies) == 0 {
			s.replies = append(s.replies, Reply{Priority: payload.PriorityAnswer})
		}
		s.replies[0].Toast = s.toast
	}
	p.Screen = p.top()
	if s.in.own() {
		p.Seen, p.Reminded = s.in.At, time.Time{}
		p.Album = s.in.Album
		if p.Album == "" {
			p.Follow = nil
		}
	}
	p.forgetRecent(s.in.At)
	if want := p.due(s.r); !want.IsZero() && (p.Wake.IsZero() || want.Before(p.Wake)) {
		p.Wake = want
	}
	if s.in.Key != "" {
		p.Handled = append(p.Handled, s.in.Key)
		if n := len(p.Handled) - handledKept; n > 0 {
			p.Handled = slices.Delete(p.Handled, 0, n)
		}
	}
	return Result{Person: s.p, Replies: s.replies, Effects: s.effects}
}

// say answers with a message that asks nothing.
func (s *step) say(text string, rows ...[]Button) {
	s.reply(Reply{Text: text, Buttons: rows})
}

// reply answers at the priority of answers.
func (s *step) reply(r Reply) {
	r.Priority = payload.PriorityAnswer
	s.replies = append(s.replies, r)
}

// close ends a question: its buttons go, and text comes after it. rows are
// buttons that work at any time.
func (s *step) close(text string, rows ...[]Button) {
	switch {
	case s.own:
		s.reply(Reply{Text: text, Buttons: rows, Strip: s.in.MessageID})
	case len(rows) == 0:
		// A new message under the question's name takes the buttons off the old one.
		s.reply(Reply{Text: text, Track: trackScreen, Fresh: true})
	default:
		s.reply(Reply{Text: text, Buttons: rows})
	}
}

// t is a text of the catalogue in the person's language, as HTML.
func (s *step) t(key string, pairs ...any) string {
	return s.r.Texts.HTML(s.language, key, pairs...)
}

// plain is the same for buttons and toasts.
func (s *step) plain(key string, pairs ...any) string {
	return s.r.Texts.Plain(s.language, key, pairs...)
}

// act has the worker do something. Fields that every action has are filled here.
func (s *step) act(a payload.Action) {
	label := "action"
	if s.acts > 0 {
		label += string(rune('0' + s.acts%10))
	}
	s.acts++
	a.Media = unmarked(a.Media)
	a.V, a.ID, a.At = payload.Version, newID(s.in.Seed, label), s.in.At
	if a.Actor == "" {
		a.Actor = s.p.Handle
	}
	s.effects = append(s.effects, Effect{Action: &a})
}

// ask puts a question to the worker; the answer comes as an input of its own.
func (s *step) ask(q payload.Question) {
	q.V = payload.Version
	if q.Actor == "" {
		q.Actor = s.p.Handle
	}
	s.effects = append(s.effects, Effect{Ask: &q})
}

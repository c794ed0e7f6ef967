package conversation

import (
	"time"

	"secondbrother/storage/payload"
)

// pressedCard takes a press on a card. What may be done is for the worker to
// say, who knows assignment and version; here only staff get that far.
func (s *step) pressedCard(b pressedButton) bool {
	receipt, ok := b.receipt(0)
	version, counted := b.number(1)
	if !ok || !counted || !s.p.Role.Staff() || s.p.Handle == "" {
		return false
	}
	e := Errand{Verb: payload.Verb(b.action), Case: receipt, Version: version, Kind: payload.Kind(b.arg(2))}
	switch e.Verb {
	case payload.VerbAccept:
		s.toast = s.plain("toast.accepting")
		s.act(payload.Action{Verb: payload.VerbAccept, Case: receipt, Version: version})
		return true
	case payload.VerbTake, payload.VerbUnlink, payload.VerbRecall:
		s.toast = s.plain("toast.received")
		s.act(payload.Action{Verb: e.Verb, Case: receipt, Version: version})
		return true
	case payload.VerbOffer:
		e.Trail = []Screen{screenOffer}
	case payload.VerbConfirm:
		e.Trail = []Screen{screenMediated}
	case payload.VerbRedo:
		e.Trail = []Screen{screenRedo}
	case payload.VerbReturn:
		e.Trail = []Screen{screenBack}
	case payload.VerbCorrect:
		e.Trail = []Screen{screenCorrect}
	case payload.VerbLink:
		e.Trail = []Screen{screenTargets}
		if s.held() {
			return true
		}
		s.ask(payload.Question{Query: payload.QuerySame, Case: receipt})
	case payload.VerbAsk, payload.VerbNote:
		e.Trail = []Screen{screenWords}
	case payload.VerbTransfer:
		e.Trail = []Screen{screenTargets}
		if s.held() {
			return true
		}
		s.ask(payload.Question{Query: payload.QueryTargets, Case: receipt})
	case payload.VerbClose:
		if payload.Outcomes(e.Kind) == nil {
			return false
		}
		e.Trail = []Screen{screenOutcome}
		e.takeHazard(b)
	case payload.VerbGrade:
		e.Trail = []Screen{screenGrade}
		e.takeHazard(b)
	case payload.VerbSort:
		if s.p.Role != payload.RoleCoordinator {
			return false
		}
		e.Trail = []Screen{screenSortKind}
	case payload.VerbBlock:
		if s.p.Role != payload.RoleCoordinator {
			return false
		}
		e.Trail = []Screen{screenBar}
	case "text", "card", scopeSaid:
		s.toast = s.plain("toast.received")
		s.caseCard(receipt, string(e.Verb))
		return true
	default:
		return false
	}
	s.toast = s.plain("toast.received")
	s.run(e)
	return true
}

// caseCard asks the worker for a case. scope "text" asks for its whole text,
// scopeSaid for what a volunteer reported.
func (s *step) caseCard(receipt payload.Receipt, scope string) {
	if scope != "text" && scope != scopeSaid {
		scope = ""
	}
	s.ask(payload.Question{Query: payload.QueryCase, Case: receipt, Scope: scope})
	if s.in.Type == InputButton {
		s.toast = s.plain("toast.received")
		return
	}
	s.reply(Reply{Text: s.t("query.wait"), Track: "case:" + string(receipt), Fresh: true})
}

func (s *step) caseCommand(text string) {
	receipt, err := payload.ParseReceipt(text)
	if err != nil {
		s.say(s.t("case.unreadable"))
		return
	}
	s.caseCard(receipt, "")
}

// albumTime is how long the files of one album take to arrive.
const albumTime = time.Minute

// told passes on what the reporter answered or added.
func (s *step) told(d *payload.Delivery) {
	key := "told.text"
	if d.Text == "" {
		key = "told.files"
	}
	r := Reply{Text: s.t(key, "case", d.Case.String(), "text", d.Text), Protect: true,
		Buttons: [][]Button{row(s.lasting("button.card", familyCard, "card", string(d.Case), "0"))}}
	seen := s.p.seen(d.Case)
	// The rest of an album comes piece by piece: only the first rings.
	r.Silent = d.Text == "" && s.in.At.Sub(seen.Told) < albumTime
	seen.Told = s.in.At
	if len(d.Media) > 0 {
		r.Media, r.Otherwise = seen.unseen(d.Media), s.t("card.unshown")
	}
	s.reply(r)
}

// unheard says that a question got no answer in its time: work may go on.
func (s *step) unheard(d *payload.Delivery) {
	s.replies = append(s.replies, Reply{
		Text: joined("\n", s.t("told.unanswered"), s.caseLine(d.Case)), Protect: true, Priority: payload.PriorityRoutine,
		Buttons: [][]Button{row(s.lasting("button.card", familyCard, "card", string(d.Case), "0"))},
	})
}

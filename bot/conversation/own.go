package conversation

import (
	"slices"
	"strconv"

	"secondbrother/storage/payload"
)

// ownReceipt finds one of the person's own reports.
func (p *Person) ownReceipt(r payload.Receipt) (OwnReceipt, bool) {
	i := slices.IndexFunc(p.Receipts, func(o OwnReceipt) bool { return o.Receipt == r })
	if i < 0 {
		return OwnReceipt{}, false
	}
	return p.Receipts[i], true
}

func (s *step) statusCommand(text string) {
	if text == "" {
		s.mine(0)
		return
	}
	receipt, err := payload.ParseReceipt(text)
	if err != nil {
		s.say(s.t("status.unreadable"))
		return
	}
	s.status(receipt)
}

// status asks the worker how an own report stands. Nobody can ask about the
// report of another, with or without its number.
func (s *step) status(receipt payload.Receipt) {
	own, ok := s.p.ownReceipt(receipt)
	switch {
	case ok:
		s.ask(payload.Question{Query: payload.QueryStatus, Actor: own.Handle, Case: receipt})
		s.reply(Reply{Text: s.t("query.wait"), Track: "status:" + string(receipt), Fresh: true})
	case s.p.Role.Staff():
		s.caseCard(receipt, "")
	default:
		s.say(s.t("status.not_yours"))
	}
}

func (s *step) pressedOwn(b pressedButton) bool {
	receipt, ok := b.receipt(0)
	if !ok {
		return false
	}
	own, ok := s.p.ownReceipt(receipt)
	if !ok {
		return false
	}
	e := Errand{Case: receipt, Handle: own.Handle, Kind: own.Kind}
	switch b.action {
	case "status":
		s.toast = s.plain("toast.received")
		s.status(receipt)
	case "answer":
		s.answerPressed(e)
	case "add":
		if s.stopped() {
			return true
		}
		e.Verb, e.Trail = payload.VerbAdd, []Screen{screenAdd}
		s.run(e)
	case "withdraw":
		e.Verb, e.Trail = payload.VerbWithdraw, []Screen{screenWithdraw}
		s.run(e)
	case "reopen":
		e.Verb, e.Trail = payload.VerbReopen, []Screen{screenReopen}
		s.run(e)
	case "contact":
		e.Verb, e.Trail = payload.VerbAdd, []Screen{screenContact}
		s.run(e)
	case "settled":
		return s.pressedSettled(receipt, b.arg(1))
	case "rate":
		return s.pressedRate(own, b)
	default:
		return false
	}
	return true
}

// statusText shows how a report stands, with what can be done about it.
func (s *step) statusReply(st *payload.StatusReply) {
	station := st.Station
	if station == "" {
		station = s.plain("progress.police")
	}
	state := s.plain("state." + string(st.State))
	if st.State == payload.StateClosed && st.Outcome != "" {
		state += " · " + s.outcomeName(st.Outcome)
	}
	text := s.t("status.text", "receipt", st.Case.String(), "kind", s.plain("kind.name_"+string(st.Kind)),
		"category", s.categoryName(st.Category), "state", state, "station", station, "time", s.clock(st.At))
	receipt := string(st.Case)
	var buttons []Button
	for _, v := range st.Verbs {
		switch v {
		case payload.VerbAdd:
			buttons = append(buttons, s.lasting("button.add", familyOwn, "add", receipt), s.lasting("button.contact", familyOwn, "contact", receipt))
		case payload.VerbWithdraw:
			buttons = append(buttons, s.lasting("button.withdraw", familyOwn, "withdraw", receipt))
		case payload.VerbReopen:
			buttons = append(buttons, s.lasting("button.reopen", familyOwn, "reopen", receipt))
		case payload.VerbRate:
			buttons = append(buttons, s.lasting("rate.settled", familyOwn, "settled", receipt, "y"),
				s.lasting("rate.not_settled", familyOwn, "settled", receipt, "n"))
		}
	}
	for _, p := range s.p.Pending {
		if p.Case == st.Case {
			buttons = append(buttons, s.lasting("button.answer", familyOwn, "answer", receipt))
			break
		}
	}
	s.reply(Reply{Text: text, Buttons: grid(buttons, 2), Track: "status:" + receipt})
}

// pressedSettled takes the first half of a rating and asks for the stars.
func (s *step) pressedSettled(receipt payload.Receipt, settled string) bool {
	if settled != "y" && settled != "n" {
		return false
	}
	var stars []Button
	for n := 1; n <= 5; n++ {
		stars = append(stars, Button{Text: strconv.Itoa(n) + " ★", Data: familyOwn + ".rate." + string(receipt) + "." + settled + "." + strconv.Itoa(n)})
	}
	s.reply(Reply{Text: s.t("rate.stars", "case", receipt.String()), Buttons: [][]Button{stars}, Strip: s.in.MessageID})
	return true
}

func (s *step) pressedRate(own OwnReceipt, b pressedButton) bool {
	stars, ok := b.number(2)
	settled := b.arg(1)
	if !ok || stars < 1 || stars > 5 || settled != "y" && settled != "n" {
		return false
	}
	s.act(payload.Action{Verb: payload.VerbRate, Actor: own.Handle, Case: own.Receipt, Settled: settled == "y", Stars: stars})
	s.toast = s.plain("toast.received")
	if settled == "y" {
		s.reply(Reply{Text: s.t("rate.thanks"), Edit: s.in.MessageID})
		return true
	}
	s.reply(Reply{Text: s.t("rate.sorry"), Edit: s.in.MessageID,
		Buttons: [][]Button{row(s.lasting("button.reopen", familyOwn, "reopen", string(own.Receipt)))}})
	return true
}

func askWithdraw(s *step) question {
	return question{text: s.t("withdraw.ask", "case", s.p.Errand.Case.String()), rows: [][]Button{row(s.option("withdraw.yes", "yes"))}}
}

func pressWithdraw(s *step, b pressedButton) bool {
	if b.action != "yes" {
		return false
	}
	tellWithdraw(s, "")
	return true
}

func tellWithdraw(s *step, text string) {
	if s.tooLong(text) {
		return
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbWithdraw, Actor: e.Handle, Case: e.Case, Text: text})
	s.finish(s.t("withdraw.sent", "case", e.Case.String()))
}

func askReopen(s *step) question {
	return question{text: s.t("reopen.ask", "case", s.p.Errand.Case.String())}
}

func tellReopen(s *step, text string) {
	if s.tooLong(text) {
		return
	}
	e := s.p.Errand
	s.act(payload.Action{Verb: payload.VerbReopen, Actor: e.Handle, Case: e.Case, Text: text})
	s.finish(s.t("reopen.sent", "case", e.Case.String()))
}

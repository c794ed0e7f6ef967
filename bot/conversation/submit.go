package conversation

import (
	"slices"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

// submit turns the draft into a report. Its ids come from the confirming
// press, so that the same press gives the same report. A confidential report
// gets a handle of its own, which nothing ties to the person outside the bot.
func (s *step) submit() {
	d := s.p.Draft
	if s.stopped() {
		s.dropDraft()
		return
	}
	if s.joinedTwice() {
		return
	}
	report := payload.Report{
		V: payload.Version, ID: newID(s.in.Seed, "report"), Receipt: newReceipt(s.in.Seed),
		Kind: d.Kind, Category: d.Category, Urgency: d.Urgency,
		Text: d.text(), Media: unmarked(d.Media), Place: d.Place,
		Happened: s.happenedForOfficers(d.Happened), At: s.in.At,
		Settled: copied(d.Settle), Helped: copied(d.Helped),
	}
	if d.Kind == payload.Assist {
		report.Broadcast = d.Broadcast
	}
	if d.asksAgainst() {
		report.Against = copied(d.Against)
	}
	if d.hazard() {
		report.Premises = d.Premises
	}
	if !report.Urgency.Valid() {
		report.Urgency = payload.Routine
	}
	if report.Text == "" {
		report.Text, report.Wordless = s.wordless(d), true
	}
	if d.Named && s.p.Handle != "" && s.p.Number > 0 {
		report.Reporter, report.Volunteer = s.p.Handle, s.p.Number
	} else {
		report.Reporter = newID(s.in.Seed, "reporter")
		s.effects = append(s.effects, Effect{Keep: report.Reporter})
	}
	s.effects = append(s.effects, Effect{Report: &report})

	s.p.Receipts = append(s.p.Receipts, OwnReceipt{Receipt: report.Receipt, Handle: report.Reporter, Kind: report.Kind, At: s.in.At})
	if n := len(s.p.Receipts) - receiptsKept; n > 0 {
		s.p.Receipts = slices.Delete(s.p.Receipts, 0, n)
	}
	s.remember(recentOf(d, report.Receipt, s.in.At))
	s.p.Draft = nil
	s.p.Revision++

	receipt := string(report.Receipt)
	if report.Settled != nil || report.Helped != nil {
		s.close(s.t("receipt.record", "receipt", report.Receipt.String()),
			row(s.lasting("button.status", familyOwn, "status", receipt)))
		return
	}
	next := s.t("receipt.next_" + s.terms(report))
	s.close(s.t("receipt.filed", "receipt", report.Receipt.String(), "next", locale.HTML(next)),
		row(s.lasting("button.add", familyOwn, "add", receipt), s.lasting("button.status", familyOwn, "status", receipt)))
}

// terms names the terms that the worker will hold the police to. What a receipt
// says of them must be so: it reads the words as the worker does.
func (s *step) terms(r payload.Report) string {
	if r.Wordless {
		return string(r.Urgency)
	}
	j := s.judge(r.Text, r.Kind)
	category := r.Category
	if category == "" {
		category = j.Category
	}
	urgent := r.Urgency
	if j.Urgency == payload.Emergency || j.Urgency == payload.Urgent && urgent == payload.Routine {
		urgent = j.Urgency
	}
	grade, _ := classify.Hazard(r.Text)
	switch {
	case urgent == payload.Emergency:
	case r.Against != nil || j.Accuses:
		return "complaint"
	case classify.MoneyMoving(category, classify.Urgency(j.Urgency), r.Text):
		return "moving"
	case urgent == payload.Routine && category == classify.FireHazard && grade != "":
		return "hazard_" + grade
	}
	return string(urgent)
}

// wordless is the text of a report that was told with buttons or files alone,
// for officers and so in Chinese.
func (s *step) wordless(d *Draft) string {
	zh := func(key string, pairs ...any) string { return s.r.Texts.Plain(locale.Chinese, key, pairs...) }
	switch {
	case d.Settle != nil:
		return zh("wordless.settled", "category", s.categoryIn(locale.Chinese, d.Category), "n", d.Settle.Parties)
	case d.Helped != nil:
		return zh("wordless.helped", "category", s.categoryIn(locale.Chinese, d.Category), "n", d.Helped.People)
	case d.Voice:
		return zh("wordless.voice")
	}
	return zh("wordless.media")
}

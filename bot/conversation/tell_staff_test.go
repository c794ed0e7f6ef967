package conversation

import "secondbrother/storage/payload"

// tellOfficer is an officer from the card to the closed case, and off duty.
func tellOfficer(f *phone) {
	f.joins(payload.RoleOfficer, "371502001", 0)
	c := aCard()
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.accept." + string(c.Case) + ".7.dispute")
	f.deliver(payload.Delivery{Topic: payload.TopicRefused, Case: c.Case, Reason: payload.ReasonTaken, Who: "李警官"})
	f.tap("c.ask." + string(c.Case) + ".7.dispute")
	f.say("几号楼几单元？")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Case: c.Case, Reason: payload.ReasonAsked})
	f.deliver(payload.Delivery{Topic: payload.TopicTold, Case: c.Case, Text: "三号楼二单元"})
	f.tap("c.note." + string(c.Case) + ".7.dispute")
	f.say("已电话联系物业")
	f.tap("c.transfer." + string(c.Case) + ".7.dispute")
	f.reply(&payload.Reply{Targets: []payload.Target{{ID: "u1", Label: "柳园派出所"}, {ID: "u2", Label: "交警大队"}}})
	f.tap("to.0")
	f.tap("why.area")
	f.tap("c.close." + string(c.Case) + ".7.dispute")
	f.tap("outcome.settled_oral")
	f.tap("n.2")
	f.tap("yuan.1000")
	f.tap("performance.done")
	f.say("双方已和好，漏水处已修。")
	f.tap("yes")
	c.Version, c.State, c.Mine, c.Owner, c.Outcome = 9, payload.StateClosed, true, "王警官", payload.OutcomeSettledOral
	c.Verbs, c.Settled = nil, &payload.Mediation{Parties: 2, Yuan: 1000}
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.command("duty", "")
	f.tap("d.off")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonDutyOff})
	f.command("cases", "")
	f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 1, Lines: []payload.CaseLine{{Case: c.Case, State: payload.StateRouted, Urgency: payload.Urgent, Kind: payload.Dispute, Category: "dispute.neighbour", Place: "古楼街道", At: f.now, Overdue: true}}}})
	f.command("monthly", "")
}

// tellPutRight is a leader who takes over, corrects, links and returns a case.
func tellPutRight(f *phone) {
	f.joins(payload.RoleLeader, "371502001", 0)
	c := aCard()
	c.State, c.Owner = payload.StateAccepted, "李警官"
	c.Verbs = []payload.Verb{payload.VerbTake, payload.VerbReturn, payload.VerbNote, payload.VerbTransfer, payload.VerbCorrect, payload.VerbLink}
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	press := func(verb payload.Verb) { f.tap("c." + string(verb) + "." + string(c.Case) + ".7.dispute") }
	press(payload.VerbTake)
	press(payload.VerbCorrect)
	f.tap("urgency")
	f.tap("urgency.emergency")
	press(payload.VerbCorrect)
	f.tap("category")
	f.tap("assist")
	f.tap("category.assist.victim")
	press(payload.VerbCorrect)
	f.tap("place")
	f.say("柳园街道")
	f.tap("here")
	press(payload.VerbLink)
	f.reply(&payload.Reply{Targets: []payload.Target{{ID: string(payload.NewReceipt(7)), Label: "11-24 13:50 邻里纠纷 楼上漏水泡了俺家"}}})
	f.tap("to.0")
	press(payload.VerbLink)
	f.reply(&payload.Reply{})
	press(payload.VerbReturn)
	f.tap("why.area")
	c.State, c.Outcome, c.Verbs, c.Version = payload.StateClosed, payload.OutcomeDuplicate, []payload.Verb{payload.VerbUnlink}, 9
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.unlink." + string(c.Case) + ".9.dispute")
}

// tellHelpCase closes a case of help.
func tellHelpCase(f *phone) {
	f.joins(payload.RoleLeader, "371502001", 0)
	c := aCard()
	c.Kind, c.Category, c.Urgency, c.Escalated = payload.Assist, "assist.missing", payload.Emergency, true
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.close." + string(c.Case) + ".7.assist")
	f.tap("outcome.helped")
	f.tap("n.1")
	f.tap("skip")
	f.tap("yes")
}

// tellCoordinator is a coordinator: invitations, triage, the roster and the counts.
func tellCoordinator(f *phone) {
	f.joins(payload.RoleCoordinator, "371502", 0)
	f.command("invite", "")
	f.tap("area.1")
	f.tap("uses.50")
	f.tap("days.7")
	f.deliver(payload.Delivery{Topic: payload.TopicInvitation, Invitation: &payload.InviteLink{Token: "k7q2", Area: "古楼街道", Uses: 50, Expires: f.now.AddDate(0, 0, 7)}})
	f.tap("i.revoke.k7q2")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonRevoked})
	f.command("triage", "")
	f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 1, Lines: []payload.CaseLine{{Case: caseOne, State: payload.StateTriage, Urgency: payload.Routine, Kind: payload.Tip, Place: "王庄", At: f.now}}}})
	f.tap("q.case." + string(caseOne))
	c := aCard()
	c.State, c.Verbs, c.Category = payload.StateTriage, []payload.Verb{payload.VerbSort}, ""
	c.Guesses = []payload.Guess{{Category: "dispute.neighbour", Words: []string{"漏水", "吵"}, Area: "371502001", Place: "东昌府区古楼街道"}, {Category: "dispute.other", Area: "371502001", Place: "东昌府区古楼街道"}}
	f.reply(&payload.Reply{Card: c})
	f.tap("7.371502001.dispute.neighbour")
	c.Verbs = append(c.Verbs, payload.VerbBlock)
	f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
	f.tap("c.block." + string(caseOne) + ".7.dispute")
	f.tap("stop")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Case: caseOne, Reason: payload.ReasonBarred})
	f.tap("c.sort." + string(caseOne) + ".7.dispute")
	f.tap("dispute")
	f.tap("category.dispute.neighbour")
	f.say("古楼街道")
	f.tap("here")
	f.command("roster", "")
	f.reply(&payload.Reply{Roster: &payload.RosterReply{Unit: "东昌分局", Total: 2, Joined: 1, Lines: []payload.RosterLine{
		{Label: "王警官", Role: payload.RoleOfficer, Unit: "古楼派出所", Joined: true, OnDuty: true}, {Label: "李所长", Role: payload.RoleLeader, Unit: "古楼派出所"}}}})
	f.deliver(payload.Delivery{Topic: payload.TopicAlarm, Count: 2})
	f.command("monthly", "")
	f.reply(aMonth())
	f.tap("month.2026-10.rows")
	f.reply(aMonth())
	f.tap("month.2026-10.types")
	f.reply(aMonth())
	f.tap("month.2026-10.file")
	f.reply(aMonth())
}

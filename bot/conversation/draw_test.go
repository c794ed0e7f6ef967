package conversation

import (
	"fmt"
	"math"
	"strings"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
)

// words a person, a joker or an attacker might send.
var words = []string{
	"", " ", "\u200b\u200d", "你好", "金鼎小区3号楼有人把电动车推进楼道充电", "有人持刀砍人，救命", "两家因为宅基地吵起来了", "老人走丢了",
	"王庄村", "古楼街道", "某个不存在的地方", "2", "1.2万", "-5", "９９９９９９９９９９９９９９", "取消", "返回", "帮助", "/notacommand",
	"<b>粗", "a & b < c > d", "&lt;", "\u202eevil\u202c", "👨‍👩‍👧‍👦👮🏽", "\x00\x01\xff", "停水了什么时候来水", "驾驶证换证",
	strings.Repeat("长", 3500), strings.Repeat("长", 3501), strings.Repeat("x", 64<<10), strings.Repeat("😀", 4000), strings.Repeat("<", 5000),
	payload.NewReceipt(1).String(), "昨晚十点", strings.Repeat("地", 201),
}

var modelCases = []payload.Receipt{payload.NewReceipt(1), payload.NewReceipt(2), payload.NewReceipt(3)}

// drawInput draws anything that may reach a person: what the phone could send
// now, what it showed before, what an attacker makes up, what the worker sends.
func drawInput(t *rapid.T, p Person, shown []Button) Input {
	in := Input{MessageID: rapid.IntRange(0, 30).Draw(t, "message")}
	in.Client = rapid.SampledFrom([]string{"", "zh-hans", "en", "ru"}).Draw(t, "client")
	kind := rapid.IntRange(0, 99).Draw(t, "input")
	switch {
	case kind < 45 && len(shown) > 0:
		in.Type = InputButton
		// Mostly what was shown last, which is what leads anywhere.
		from := max(0, len(shown)-14)
		if kind < 5 {
			from = 0
		}
		in.Button = shown[rapid.IntRange(from, len(shown)-1).Draw(t, "button")].Data
	case kind < 50:
		in.Type = InputButton
		in.Button = rapid.SampledFrom([]string{
			"", ".", "zz", "00.confirm", revisionText(p.Revision) + ".confirm", revisionText(p.Revision) + ".back", revisionText(p.Revision) + ".skip",
			revisionText(p.Revision) + ".change.danger", revisionText(p.Revision) + ".place.-1", revisionText(p.Revision) + ".place.999999999999999999999",
			revisionText(p.Revision) + ".category.out.opinion", revisionText(p.Revision) + ".undo", revisionText(p.Revision) + ".n.1000000",
			"c.accept." + string(modelCases[0]) + ".7.tip", "g." + string(modelCases[0]) + ".7.0.tip.other", "g." + string(modelCases[0]) + ".7.371502001.", "g.x.7.0.tip.other", "c.close." + string(modelCases[0]) + ".7.dispute", "c.close.XXXXXXXXXXXX.7", "c.transfer." + string(modelCases[1]) + ".1.tip",
			"o.answer." + string(modelCases[0]), "o.rate." + string(modelCases[0]) + ".y.9", "q.month.2026-13.total", "q.cases.mine.999999", "m.99", "m.-1", "b.clue.12", "r.who.7", "r.move.7", "r.suspend.0", "r.new.7", "b.clue.0", "b.recalled.12", "b.list.3", "d.on", "n.tip", "c.block." + string(modelCases[0]) + ".7", "i.revoke.k7q2", "i.revoke.", "o.contact." + string(modelCases[0]),
			"v.on", "v.off", "v.agree." + string(modelCases[0]), "v.decline." + string(modelCases[1]), "v.report." + string(modelCases[0]), "v.report.XXXX", "c.offer." + string(modelCases[0]) + ".7", "c.confirm." + string(modelCases[0]) + ".7", "c.redo." + string(modelCases[0]) + ".7", "c.recall." + string(modelCases[0]) + ".7",
			revisionText(p.Revision) + ".same", revisionText(p.Revision) + ".other", revisionText(p.Revision) + ".stop", revisionText(p.Revision-1) + ".confirm",
			strings.Repeat("9", 200), "\xff.\xff",
		}).Draw(t, "forged")
	case kind < 70:
		in.Type, in.Text = InputText, rapid.SampledFrom(words).Draw(t, "text")
		in.Edited = rapid.IntRange(0, 7).Draw(t, "edited") == 0
		in.Forwarded = rapid.IntRange(0, 7).Draw(t, "forwarded") == 0
	case kind < 80:
		in.Type = InputCommand
		in.Command = rapid.SampledFrom([]string{"start", "tip", "dispute", "assist", "my", "status", "cancel", "help", "privacy", "language", "forget", "duty", "cases", "case", "invite", "roster", "triage", "monthly", "mediate", "broadcast", "station", "nonsense", ""}).Draw(t, "command")
		in.Text = rapid.SampledFrom([]string{"", "token", "有人赌博", modelCases[0].String(), "2026-10", strings.Repeat("x", 5000)}).Draw(t, "argument")
		in.Admin = rapid.IntRange(0, 9).Draw(t, "admin") == 0
	case kind < 86:
		in.Type = InputMedia
		in.Text = rapid.SampledFrom([]string{"", "", "有人偷电瓶", strings.Repeat("长", 2000)}).Draw(t, "caption")
		in.Album = rapid.SampledFrom([]string{"", "", "a", "b"}).Draw(t, "album")
		in.TooBig = rapid.IntRange(0, 5).Draw(t, "big") == 0
		in.Unclean = !in.TooBig && rapid.IntRange(0, 9).Draw(t, "unclean") == 0
		if !in.TooBig && !in.Unclean {
			for i := range rapid.IntRange(0, 12).Draw(t, "files") {
				in.Media = append(in.Media, payload.Media{ID: fmt.Sprint("m", i), Type: rapid.SampledFrom([]payload.MediaType{payload.MediaPhoto, payload.MediaVoice, payload.MediaVideo}).Draw(t, "type")})
			}
		}
	case kind < 89:
		in.Type = InputPosition
		in.Lat = rapid.SampledFrom([]float64{36.45, 0, 91, math.NaN(), math.Inf(1), -33}).Draw(t, "lat")
		in.Lon = rapid.SampledFrom([]float64{115.98, 0, 181, math.NaN(), 151}).Draw(t, "lon")
	case kind < 91:
		in.Type = InputOther
	case kind < 92:
		in.Type, in.Phone = InputContact, "13800000000"
	case kind == 92:
		in.Type = InputWake
	case kind < 94:
		in.Type = InputBlocked
		in.Text = rapid.SampledFrom([]string{"blocked", "member"}).Draw(t, "blocked")
	case kind < 97:
		in.Type, in.Delivery = InputDelivery, drawDelivery(t, p)
	default:
		in.Type = InputReply
		in.Question, in.Reply = drawReply(t, p)
	}
	return in
}

func drawReceipt(t *rapid.T, p Person) payload.Receipt {
	if n := len(p.Receipts); n > 0 && rapid.Bool().Draw(t, "own") {
		return p.Receipts[rapid.IntRange(0, n-1).Draw(t, "receipt")].Receipt
	}
	return rapid.SampledFrom(modelCases).Draw(t, "case")
}

func drawDelivery(t *rapid.T, p Person) *payload.Delivery {
	d := &payload.Delivery{To: p.Handle, ID: "d", Case: drawReceipt(t, p), Text: rapid.SampledFrom(words).Draw(t, "said")}
	d.Topic = rapid.SampledFrom([]payload.Topic{payload.TopicJoined, payload.TopicCard, payload.TopicProgress, payload.TopicQuestion, payload.TopicTold,
		payload.TopicRefused, payload.TopicDone, payload.TopicInvitation, payload.TopicAlarm, payload.TopicBarred, payload.TopicOffer, payload.TopicMediating, payload.TopicMediation, payload.TopicHandover, payload.TopicUnanswered, payload.TopicBroadcast, payload.TopicLead}).Draw(t, "topic")
	d.Reason = rapid.SampledFrom([]payload.Reason{payload.ReasonStale, payload.ReasonTaken, payload.ReasonDutyOn, payload.ReasonInvitation, payload.ReasonBarred, payload.ReasonUnbarred, payload.ReasonRoster, payload.ReasonSuspended, payload.ReasonBroadcast, "?",
		payload.ReasonWilling, payload.ReasonUnwilling, payload.ReasonLapsed, payload.ReasonCalledOff, payload.ReasonReported, payload.ReasonSentBack, payload.ReasonConfirmed, payload.ReasonNobody, payload.ReasonMediated}).Draw(t, "reason")
	d.Person = &payload.Person{Role: rapid.SampledFrom([]payload.Role{payload.RoleVolunteer, payload.RoleOfficer, payload.RoleCoordinator, payload.RoleNobody}).Draw(t, "role"),
		Area: rapid.SampledFrom([]string{"", "371502", "371502001", "371500"}).Draw(t, "area"), Number: rapid.IntRange(0, 2).Draw(t, "number"), Name: "<王>"}
	d.Card = drawCard(t, d.Case)
	d.Turn = &payload.Turn{What: rapid.SampledFrom([]payload.Event{payload.EventRouted, payload.EventClosed, payload.EventWithdrawn, "new"}).Draw(t, "what"), Text: d.Text, Outcome: payload.OutcomeHelped}
	d.Broadcast = &payload.Broadcast{Number: 12, Area: "<区>", Ended: rapid.SampledFrom([]string{"", "recalled", "expired"}).Draw(t, "ended")}
	d.Lead = &payload.Lead{Number: 12, Station: "<所>"}
	d.Offer = &payload.Offer{Category: "dispute.neighbour", Area: []string{"<区>"}, Words: d.Text, Place: d.Text, Same: []payload.Receipt{drawReceipt(t, p)}}
	d.Offer.Until = time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "until")) * time.Hour)
	d.Handover = &payload.Handover{Who: "<王>", Mine: []payload.CaseLine{{Case: d.Case, Place: "<王庄>"}}, MineTotal: 40, You: rapid.Bool().Draw(t, "you")}
	d.Invitation = &payload.InviteLink{Token: "t", Area: "<区>"}
	return d
}

func drawCard(t *rapid.T, r payload.Receipt) *payload.Card {
	kind := rapid.SampledFrom([]payload.Kind{payload.Tip, payload.Dispute, payload.Assist, ""}).Draw(t, "kind")
	return &payload.Card{Case: r, Version: rapid.IntRange(1, 3).Draw(t, "version"), Kind: kind, State: payload.StateRouted, Urgency: payload.Emergency,
		Text: rapid.SampledFrom(words).Draw(t, "card"), Media: []payload.Media{{ID: "m1"}},
		Guesses:   []payload.Guess{{Category: "dispute.neighbour", Words: []string{"<漏水>"}, Area: "371502001001", Place: "<古楼街道>"}, {Area: "371502001"}},
		Verbs:     []payload.Verb{payload.VerbAccept, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose, payload.VerbSort, payload.VerbBlock, payload.VerbOffer, payload.VerbConfirm, payload.VerbRedo, payload.VerbRecall},
		Mediating: &payload.Mediating{Volunteer: rapid.IntRange(0, 2).Draw(t, "mediator"), Reported: &payload.Reported{Text: rapid.SampledFrom(words).Draw(t, "reported")}}}
}

func drawReply(t *rapid.T, p Person) (payload.Question, *payload.Reply) {
	q := payload.Question{Query: rapid.SampledFrom([]payload.Query{payload.QueryMonthly, payload.QueryCases, payload.QueryCase, payload.QueryStatus, payload.QueryTargets, payload.QueryTriage, payload.QueryRoster, payload.QueryBroadcasts, payload.QueryPerson}).Draw(t, "query"), Case: drawReceipt(t, p)}
	if p.Errand != nil {
		q.Case = p.Errand.Case
	}
	r := &payload.Reply{}
	switch rapid.IntRange(0, 3).Draw(t, "reply") {
	case 0:
		return q, nil
	case 1:
		r.Refused = payload.ReasonRole
		return q, r
	}
	switch q.Query {
	case payload.QueryMonthly:
		r.Monthly = &payload.MonthlyReply{Month: "2026-10", Area: "<市>", Rows: []payload.MonthlyRow{{Code: "371502", Name: "东昌府区", Tips: 123456}}, Types: []payload.TypeRow{{Category: "dispute.family"}}}
	case payload.QueryCases, payload.QueryTriage:
		if rapid.Bool().Draw(t, "loads") {
			r.Loads = &payload.LoadsReply{Lines: []payload.LoadLine{{Label: "<王>", Open: 3, Overdue: 1}}, More: true}
			return q, r
		}
		r.Cases = &payload.CasesReply{Lines: []payload.CaseLine{{Case: q.Case, Place: "<王庄>"}}, More: true, Page: 3}
	case payload.QueryCase:
		r.Card = drawCard(t, q.Case)
	case payload.QueryStatus:
		r.Status = &payload.StatusReply{Case: q.Case, Verbs: []payload.Verb{payload.VerbAdd, payload.VerbWithdraw, payload.VerbReopen, payload.VerbRate}}
	case payload.QueryTargets:
		for i := range rapid.IntRange(0, 20).Draw(t, "targets") {
			r.Targets = append(r.Targets, payload.Target{ID: fmt.Sprint("u", i), Label: "<单位>"})
		}
	case payload.QueryPerson:
		q.Scope = rapid.SampledFrom([]string{"", "suspend", "move", "duty", "invite"}).Draw(t, "change")
		r.Person = &payload.RosterPerson{RosterLine: payload.RosterLine{ID: 7, Label: "<王>", Role: payload.RoleOfficer},
			May: []payload.RosterChange{payload.ChangeSuspend, payload.ChangeMove, payload.ChangeDuty, payload.ChangeInvite, "new"}, Units: []payload.Target{{ID: "u", Label: "<所>"}}}
	case payload.QueryBroadcasts:
		r.Broadcasts = &payload.BroadcastsReply{Lines: []payload.BroadcastLine{{Broadcast: payload.Broadcast{Number: 12, Area: "<区>"}, Text: "<老人>"}}, More: true}
	case payload.QueryRoster:
		r.Roster = &payload.RosterReply{Unit: "<局>", Lines: []payload.RosterLine{{ID: 7, Label: "<王>"}}}
	}
	return q, r
}

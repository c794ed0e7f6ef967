package conversation

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func init() { stories = append(stories, mediationStories...) }

var mediationStories = []story{
	{name: "mediator", tell: func(f *phone) {
		f.volunteers()
		f.command("mediate", "")
		f.tap("v.on")
		f.say("某个不存在的地方")
		f.tap("area.1")
		f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonWilling})
		f.offers(caseOne)
		f.tap("v.decline." + string(caseOne))
		other := payload.NewReceipt(8)
		f.offers(other)
		f.command("mediate", "")
		f.tap("v.agree." + string(other))
		f.mediates(other)
		f.tap("v.report." + string(other))
		f.tap("outcome.settled_written")
		f.tap("n.2")
		f.say("八百")
		f.tap("performance.not_due")
		f.say("下周修好就赔")
		f.tap("yes")
		f.tells(other, payload.ReasonReported)
		f.deliver(payload.Delivery{Topic: payload.TopicMediating, Case: other, Offer: anOffer(f), Reason: payload.ReasonSentBack, Text: "是三个人吧？"})
		f.tap("v.report." + string(other))
		f.tap("outcome.not_settled")
		f.tap("n.3")
		f.tap("skip")
		f.tap("yes")
		f.tells(other, payload.ReasonReported)
		f.tells(other, payload.ReasonConfirmed)
		f.offers(caseOne)
		f.tells(caseOne, payload.ReasonLapsed)
		f.offers(caseOne)
		f.tap("v.agree." + string(caseOne))
		f.mediates(caseOne)
		f.tap("v.decline." + string(caseOne))
		f.say("他们不见我")
		f.offers(caseOne)
		f.tells(caseOne, payload.ReasonCalledOff)
		f.command("mediate", "on")
		f.say("古楼街道")
		f.command("mediate", "")
		f.tap("v.off")
		f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonUnwilling})
	}},
	{name: "mediator_sought", tell: func(f *phone) {
		f.joins(payload.RoleOfficer, "371502001", 0)
		c := aCard()
		c.State, c.Mine, c.Owner = payload.StateAccepted, true, "王警官"
		c.Verbs = []payload.Verb{payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose, payload.VerbOffer}
		card := func(m *payload.Mediating, verbs ...payload.Verb) {
			c.Version++
			c.Mediating, c.Verbs = m, append([]payload.Verb{payload.VerbNote, payload.VerbClose}, verbs...)
			f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		}
		press := func(verb payload.Verb) {
			f.tap("c." + string(verb) + "." + string(c.Case) + "." + strconv.Itoa(c.Version) + ".dispute")
		}
		f.deliver(payload.Delivery{Topic: payload.TopicCard, Card: c})
		press(payload.VerbOffer)
		f.say("楼上楼下为漏水吵了三天，晚上都在家")
		c.History = append(c.History, payload.Entry{At: f.now, What: payload.EventOffered, Who: "王警官", Text: "楼上楼下为漏水吵了三天"})
		f.tells(c.Case, payload.ReasonMorning)
		card(&payload.Mediating{From: f.now.Add(9 * time.Hour)}, payload.VerbRecall)
		card(&payload.Mediating{Until: f.now.Add(15 * time.Minute)}, payload.VerbRecall)
		f.tells(c.Case, payload.ReasonAgreed)
		c.History = append(c.History, payload.Entry{At: f.now, What: payload.EventAgreed, Volunteer: 140})
		card(&payload.Mediating{Volunteer: 140}, payload.VerbRecall)
		f.tells(c.Case, payload.ReasonMediated)
		reported := &payload.Reported{Mediation: payload.Mediation{Outcome: payload.OutcomeSettledWritten, Parties: 2, Yuan: 800, Performance: "not_due"}, Text: "下周修好就赔"}
		card(&payload.Mediating{Volunteer: 140, Reported: reported}, payload.VerbConfirm, payload.VerbRedo, payload.VerbRecall)
		reported.Text = strings.Repeat("先说的是修好就赔，后来又说要先赔。", 20)
		c.History = append(c.History, payload.Entry{At: f.now, What: payload.EventMediated, Volunteer: 140, Text: reported.Text})
		card(&payload.Mediating{Volunteer: 140, Reported: reported}, payload.VerbConfirm, payload.VerbRedo, payload.VerbRecall)
		f.tap("c.said." + string(c.Case) + "." + strconv.Itoa(c.Version))
		f.reply(&payload.Reply{Card: c})
		f.hears(reported.Text)
		press(payload.VerbRedo)
		f.say("是三个人吧？")
		press(payload.VerbConfirm)
		f.tap("yes")
		card(nil)
		f.tap("c.said." + string(c.Case) + "." + strconv.Itoa(c.Version))
		f.reply(&payload.Reply{Card: c})
		f.hears(reported.Text)
		card(&payload.Mediating{Volunteer: 140}, payload.VerbRecall)
		f.tells(c.Case, payload.ReasonGaveUp)
		f.tells(c.Case, payload.ReasonNobody)
		press(payload.VerbRecall)
	}},
}

func anOffer(f *phone) *payload.Offer {
	return &payload.Offer{Category: "dispute.neighbour", Area: []string{"东昌府区", "古楼街道"}, Words: "楼上楼下为漏水吵了三天，<晚上>都在家", Until: f.now.Add(15 * time.Minute)}
}

// offers asks the phone's owner to mediate.
func (f *phone) offers(r payload.Receipt, same ...payload.Receipt) Result {
	f.t.Helper()
	o := anOffer(f)
	o.Same = same
	return f.deliver(payload.Delivery{Topic: payload.TopicOffer, Case: r, Offer: o})
}

// mediates has the worker confirm that the phone's owner mediates.
func (f *phone) mediates(r payload.Receipt) {
	f.t.Helper()
	o := anOffer(f)
	o.Until, o.Place, o.Station = time.Time{}, "金鼎小区3号楼", "古楼派出所"
	f.deliver(payload.Delivery{Topic: payload.TopicMediating, Case: r, Offer: o})
}

// tells passes on how a mediation goes on.
func (f *phone) tells(r payload.Receipt, reason payload.Reason) {
	f.t.Helper()
	f.deliver(payload.Delivery{Topic: payload.TopicMediation, Case: r, Reason: reason})
}

// A volunteer is not asked about their own report, nor about another report of
// the same event; nothing that leaves the bot tells so.
func TestAReporterIsNotAsked(t *testing.T) {
	f := volunteer(t)
	f.say("楼上漏水泡了俺家，两家吵起来了，在古楼街道金鼎小区")
	f.tap("confirm")
	own := f.report().Receipt
	for _, r := range []Result{f.offers(own), f.offers(caseOne, payload.NewReceipt(9), own)} {
		if len(r.Replies)+len(r.Effects) != 0 || len(r.Person.Mediations) != 0 {
			t.Errorf("a reporter is asked: %+v, %+v", r.Replies, r.Effects)
		}
	}
	for _, verb := range []string{"agree", "decline", "report"} {
		for _, c := range []payload.Receipt{own, caseOne} {
			f.effects = nil
			f.step(Input{Type: InputButton, Button: "v." + verb + "." + string(c), MessageID: 1})
			if len(f.effects) != 0 {
				t.Errorf("%s is forged: %+v", verb, f.effects)
			}
		}
	}
	if r := f.offers(payload.NewReceipt(9)); len(r.Replies) != 1 || len(r.Person.Mediations) != 1 {
		t.Errorf("nobody is asked: %+v", r)
	}
}

func TestAVolunteerWhoLeavesIsNotWaitedFor(t *testing.T) {
	f := volunteer(t)
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonWilling})
	f.mediates(caseOne)
	verbs := func() (out []payload.Verb) {
		for _, e := range f.effects {
			if e.Action != nil {
				out = append(out, e.Action.Verb)
			}
		}
		f.effects = nil
		return out
	}
	f.effects = nil
	f.step(Input{Type: InputBlocked, Text: "blocked"})
	f.step(Input{Type: InputBlocked, Text: "member"})
	if got := verbs(); !slices.Equal(got, []payload.Verb{payload.VerbUnreachable, payload.VerbReachable}) {
		t.Errorf("blocking tells %v", got)
	}
	f.command("forget", "")
	f.tap("yes")
	last := f.effects
	if got := verbs(); !slices.Equal(got, []payload.Verb{payload.VerbDecline, payload.VerbWilling}) || last[0].Action.Case != caseOne || last[1].Action.On {
		t.Errorf("forgetting tells %v", got)
	}
}

func TestOnlyVolunteersMediate(t *testing.T) {
	for _, role := range []payload.Role{payload.RoleOfficer, payload.RoleCoordinator} {
		f := member(t, role, "371502")
		f.command("mediate", "on")
		f.offers(caseOne)
		f.mediates(caseOne)
		f.step(Input{Type: InputButton, Button: "v.on", MessageID: 1})
		if len(f.effects) != 0 || len(f.p.Mediations) != 0 {
			t.Errorf("%s mediates: %+v", role, f.effects)
		}
		if slices.ContainsFunc(Commands("zh-CN", role), func(c Command) bool { return c.Name == "mediate" }) {
			t.Errorf("%s is offered the command", role)
		}
	}
	late := volunteer(t)
	o := anOffer(late)
	o.Until = late.now.Add(-time.Minute)
	late.deliver(payload.Delivery{Topic: payload.TopicOffer, Case: caseOne, Offer: o})
	if len(late.p.Mediations) != 0 {
		t.Error("asked when the time is over")
	}
}

package conversation

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
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
			"c.accept." + string(modelCases[0]) + ".7.tip", "c.close." + string(modelCases[0]) + ".7.dispute", "c.close.XXXXXXXXXXXX.7", "c.transfer." + string(modelCases[1]) + ".1.tip",
			"o.answer." + string(modelCases[0]), "o.rate." + string(modelCases[0]) + ".y.9", "q.month.2026-13.total", "q.cases.mine.999999", "m.99", "m.-1", "d.on", "n.tip", "c.block." + string(modelCases[0]) + ".7", "i.revoke.k7q2", "i.revoke.", "o.contact." + string(modelCases[0]),
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
		in.Command = rapid.SampledFrom([]string{"start", "tip", "dispute", "assist", "my", "status", "cancel", "help", "privacy", "language", "forget", "duty", "cases", "case", "invite", "roster", "triage", "monthly", "mediate", "nonsense", ""}).Draw(t, "command")
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
		payload.TopicRefused, payload.TopicDone, payload.TopicInvitation, payload.TopicAlarm, payload.TopicBarred, payload.TopicOffer, payload.TopicMediating, payload.TopicMediation, payload.TopicHandover}).Draw(t, "topic")
	d.Reason = rapid.SampledFrom([]payload.Reason{payload.ReasonStale, payload.ReasonTaken, payload.ReasonDutyOn, payload.ReasonInvitation, payload.ReasonBarred, payload.ReasonUnbarred, "?",
		payload.ReasonWilling, payload.ReasonUnwilling, payload.ReasonLapsed, payload.ReasonCalledOff, payload.ReasonReported, payload.ReasonSentBack, payload.ReasonConfirmed, payload.ReasonNobody, payload.ReasonMediated}).Draw(t, "reason")
	d.Person = &payload.Person{Role: rapid.SampledFrom([]payload.Role{payload.RoleVolunteer, payload.RoleOfficer, payload.RoleCoordinator, payload.RoleNobody}).Draw(t, "role"),
		Area: rapid.SampledFrom([]string{"", "371502", "371502001", "371500"}).Draw(t, "area"), Number: rapid.IntRange(0, 2).Draw(t, "number"), Name: "<王>"}
	d.Card = drawCard(t, d.Case)
	d.Turn = &payload.Turn{What: rapid.SampledFrom([]payload.Event{payload.EventRouted, payload.EventClosed, payload.EventWithdrawn, "new"}).Draw(t, "what"), Text: d.Text, Outcome: payload.OutcomeHelped}
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
		Verbs:     []payload.Verb{payload.VerbAccept, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose, payload.VerbSort, payload.VerbBlock, payload.VerbOffer, payload.VerbConfirm, payload.VerbRedo, payload.VerbRecall},
		Mediating: &payload.Mediating{Volunteer: rapid.IntRange(0, 2).Draw(t, "mediator"), Reported: &payload.Reported{Text: rapid.SampledFrom(words).Draw(t, "reported")}}}
}

func drawReply(t *rapid.T, p Person) (payload.Question, *payload.Reply) {
	q := payload.Question{Query: rapid.SampledFrom([]payload.Query{payload.QueryMonthly, payload.QueryCases, payload.QueryCase, payload.QueryStatus, payload.QueryTargets, payload.QueryTriage, payload.QueryRoster}).Draw(t, "query"), Case: drawReceipt(t, p)}
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
	case payload.QueryRoster:
		r.Roster = &payload.RosterReply{Unit: "<局>", Lines: []payload.RosterLine{{Label: "<王>"}}}
	}
	return q, r
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

func trailOf(p Person) []Screen {
	if t := p.trail(); t != nil {
		return *t
	}
	return nil
}

// checkReplies holds what every answer must hold.
func checkReplies(t *rapid.T, in Input, replies []Reply) {
	for _, r := range replies {
		if err := wellFormed(r.Text); err != nil {
			t.Fatalf("%v in %q", err, r.Text)
		}
		if strings.Contains(r.Text, "{") && !strings.Contains(in.Text, "{") {
			t.Fatalf("a placeholder is left in %q", r.Text)
		}
		if units(r.Toast) > 200 {
			t.Fatalf("a toast of %d units", units(r.Toast))
		}
		if r.Toast != "" && in.Type != InputButton {
			t.Fatalf("a toast without a press: %q", r.Toast)
		}
		if len(r.Buttons) > 0 && r.Keyboard != nil {
			t.Fatal("buttons and a keyboard in one message")
		}
		if r.Track != "" && units(visible(r.Text)) > 4096 {
			t.Fatalf("a message that is edited later takes %d units", units(visible(r.Text)))
		}
		n := 0
		for _, line := range r.Buttons {
			if len(line) == 0 {
				t.Fatal("an empty row of buttons")
			}
			for _, b := range line {
				n++
				if len(b.Data) < 1 || len(b.Data) > 64 || b.Text == "" {
					t.Fatalf("button %q with %d bytes", b.Text, len(b.Data))
				}
			}
		}
		if n > 100 {
			t.Fatalf("%d buttons", n)
		}
	}
}

// silent are topics of which a person is not always told: a reporter is stopped
// once, and mediates no case of their own.
var silent = map[payload.Topic]bool{payload.TopicBarred: true, payload.TopicOffer: true, payload.TopicMediating: true, payload.TopicMediation: true}

// sequences is how many conversations a run walks, unless -rapid.checks asks
// for another number.
const sequences = "2000"

// TestAnyConversation walks random conversations and checks after each input
// what must always hold.
func TestAnyConversation(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := flag.Set("rapid.checks", sequences); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := flag.Set("rapid.checks", checks.DefValue); err != nil {
				t.Error(err)
			}
		}()
	}
	rapid.Check(t, func(t *rapid.T) {
		p := Person{Schema: Schema}
		if rapid.Bool().Draw(t, "joined") {
			p.Role, p.Handle, p.Area, p.Number, p.Consented = payload.RoleVolunteer, "h", "371502001", 140, rapid.Bool().Draw(t, "consented")
			if rapid.IntRange(0, 2).Draw(t, "staff") == 0 {
				p.Role = rapid.SampledFrom([]payload.Role{payload.RoleOfficer, payload.RoleCoordinator}).Draw(t, "rank")
			}
		}
		now := time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)
		var shown []Button
		var earlier []Input
		went, dropped := map[string]bool{}, map[string]bool{}
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			in := drawInput(t, p, shown)
			in.Key, in.At = fmt.Sprint("key-", i), now.Add(time.Duration(i)*time.Minute)
			switch rapid.IntRange(0, 19).Draw(t, "late") {
			case 0: // overtaken by what was sent after it
				in.At = now.Add(time.Duration(i-rapid.IntRange(0, i+5).Draw(t, "minutes")) * time.Minute)
			case 1: // days later
				now = now.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "hours")) * time.Hour)
				in.At = now
			}
			for j := range in.Media { // a file's id is its message's
				in.Media[j].ID += fmt.Sprint("-", i)
			}
			in.Seed = sha256.Sum256([]byte(in.Key))
			before := asJSON(p)
			screen, trail := p.Screen, append([]Screen(nil), trailOf(p)...)

			result := Step(p, in, testRules)
			if got := asJSON(p); got != before {
				t.Fatalf("the person given was changed:\n%s\n%s", before, got)
			}
			if again := Step(p, in, testRules); !reflect.DeepEqual(result, again) {
				t.Fatal("the same step gives another result")
			}
			if replay := Step(result.Person, in, testRules); len(replay.Replies)+len(replay.Effects) != 0 || asJSON(replay.Person) != asJSON(result.Person) {
				t.Fatalf("a replayed input does something: %+v", replay)
			}
			if n := len(earlier); n > 0 {
				old := earlier[rapid.IntRange(max(0, n-30), n-1).Draw(t, "again")]
				if replay := Step(result.Person, old, testRules); len(replay.Replies)+len(replay.Effects) != 0 || asJSON(replay.Person) != asJSON(result.Person) {
					t.Fatalf("an earlier input that comes again does something: %+v", replay)
				}
			}
			earlier = append(earlier, in)
			for _, e := range result.Effects {
				var out []payload.Media
				switch {
				case e.Report != nil:
					out = e.Report.Media
				case e.Action != nil:
					out = e.Action.Media
				}
				for _, m := range out {
					went[m.ID] = true
				}
				for _, id := range e.Drop {
					dropped[id] = true
				}
			}
			for id := range dropped {
				if went[id] {
					t.Fatalf("file %s went out and was forgotten", id)
				}
			}
			if len(result.Replies) == 0 && in.Type != InputBlocked && !(in.Album != "" && in.Album == p.Album) && in.Type != InputReply && in.Type != InputWake &&
				!(in.Type == InputDelivery && silent[in.Delivery.Topic]) {
				t.Fatalf("no answer to %+v at %q", in, p.Screen)
			}
			checkReplies(t, in, result.Replies)
			q := result.Person
			if n := len(asJSON(q)); n > 200_000 {
				t.Fatalf("the person takes %d bytes", n)
			}
			if back, err := Upgrade([]byte(asJSON(q))); err != nil || asJSON(back) != asJSON(q) {
				t.Fatalf("the person does not survive storage: %v\n%s\n%s", err, asJSON(q), asJSON(back))
			}
			if q.Screen != "" {
				if _, ok := screens[q.Screen]; !ok {
					t.Fatalf("at unknown screen %q", q.Screen)
				}
			}
			checkWake(t, q)
			checkWayOut(t, q, i)
			checkBack(t, q, screen, trail, i)
			for _, r := range result.Replies {
				for _, line := range r.Buttons {
					shown = append(shown, line...)
				}
			}
			p = q
		}
	})
}

// checkWake: what lies half told is woken for, and ends by itself.
func checkWake(t *rapid.T, p Person) {
	if p.unfinishedBusiness() && p.Wake.IsZero() {
		t.Fatal("something half told lies for ever")
	}
	for _, o := range p.Receipts {
		if p.Wake.IsZero() || p.Wake.After(o.outlived(&testRules)) {
			t.Fatalf("woken at %v, after %v", p.Wake, o.outlived(&testRules))
		}
	}
	for i := 0; p.unfinishedBusiness() || p.Shelf != nil; i++ {
		if i == 4 {
			t.Fatalf("woken %d times and still there: %s", i, asJSON(p))
		}
		r := Step(p, Input{Type: InputWake, Key: fmt.Sprint("wake-", i), At: p.Wake}, testRules)
		checkReplies(t, Input{Type: InputWake}, r.Replies)
		p = r.Person
	}
}

// checkWayOut: /cancel, pressed or sent, leads to rest: once for an errand,
// once more for a report under it.
func checkWayOut(t *rapid.T, p Person, i int) {
	for n := range 2 {
		if p.Screen == "" {
			return
		}
		in := Input{Type: InputButton, Button: revisionText(p.Revision) + ".cancel", Key: fmt.Sprintf("out-%d-%d", i, n), At: time.Unix(0, 0)}
		if n == 1 {
			in = Input{Type: InputCommand, Command: "cancel", Key: in.Key, At: in.At}
		}
		r := Step(p, in, testRules)
		if len(r.Replies) == 0 {
			t.Fatalf("cancel is not answered at %q", p.Screen)
		}
		p = r.Person
	}
	if p.Screen != "" {
		t.Fatalf("no way out of %q", p.Screen)
	}
}

// checkBack: a step that went forward by one question is taken back by "back".
func checkBack(t *rapid.T, p Person, screen Screen, trail []Screen, i int) {
	now := trailOf(p)
	if len(now) != len(trail)+1 || len(trail) == 0 || screens[p.Screen].last || !reflect.DeepEqual(now[:len(trail)], trail) {
		return
	}
	r := Step(p, Input{Type: InputButton, Button: revisionText(p.Revision) + ".back", Key: fmt.Sprint("back-", i)}, testRules)
	if r.Person.Screen != screen || !reflect.DeepEqual(trailOf(r.Person), trail) {
		t.Fatalf("back from %q leads to %q %v, not to %q %v", p.Screen, r.Person.Screen, trailOf(r.Person), screen, trail)
	}
}

func TestUpgradeRefusesNewer(t *testing.T) {
	_, err := Upgrade([]byte(`{"schema":2,"revision":1}`))
	if err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("%v", err)
	}
	if _, err := Upgrade([]byte(`not json`)); err == nil {
		t.Error("rubbish is read")
	}
	p, err := Upgrade(nil)
	if err != nil || p.Schema != Schema {
		t.Errorf("%+v %v", p, err)
	}
	p, err = Upgrade([]byte(`{"schema":1,"draft":{"trail":["danger","from_the_future"]},"errand":{"trail":["gone"]}}`))
	if err != nil || p.Screen != screenDanger || p.Errand != nil {
		t.Errorf("%+v %v", p, err)
	}
}

func FuzzUpgrade(f *testing.F) {
	f.Add([]byte(`{"schema":1,"screen":"what","draft":{"trail":["danger","what"]}}`))
	f.Add([]byte(`{"schema":1,"errand":{"trail":["belongs","resume"]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Upgrade(raw)
		if err != nil {
			return
		}
		for i, in := range []Input{{Type: InputText, Text: "王庄村"}, {Type: InputButton, Button: revisionText(p.Revision) + ".confirm"}, {Type: InputCommand, Command: "cancel"}, {Type: InputCommand, Command: "cancel"}} {
			in.Key = fmt.Sprint("fuzz", i)
			p = Step(p, in, testRules).Person
		}
	})
}

func BenchmarkStepFastReport(b *testing.B) {
	p := Person{Schema: Schema, Role: payload.RoleVolunteer, Handle: "h", Area: "371502001", Number: 140, Consented: true}
	in := Input{Type: InputText, Text: "金鼎小区3号楼有人把电动车推进楼道充电", Key: "k", At: time.Unix(1e9, 0), MessageID: 1}
	b.ReportAllocs()
	for b.Loop() {
		Step(p, in, testRules)
	}
}

func BenchmarkStepPress(b *testing.B) {
	p := Person{Schema: Schema, Role: payload.RoleVolunteer, Handle: "h", Area: "371502001", Number: 140, Consented: true}
	p = Step(p, Input{Type: InputCommand, Command: "tip", Key: "a"}, testRules).Person
	in := Input{Type: InputButton, Button: revisionText(p.Revision) + ".no", Key: "k", MessageID: 1}
	b.ReportAllocs()
	for b.Loop() {
		Step(p, in, testRules)
	}
}

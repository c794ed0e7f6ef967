package promises

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/clock"
	"secondbrother/storage/local"
	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/monthly"
	"secondbrother/worker/pipeline"
	"secondbrother/worker/place"
)

// The programme's published totals of 2023: tips given, disputes settled, people helped.
const yearTips, yearSettled, yearHelped = 251, 1446, 897

// TestTheYear: a year of volunteers' taps, over all counties and months, goes
// through conversation, stream, worker and database; the yearly line says
// exactly what the programme published for it, and the counties make up the city.
func TestTheYear(t *testing.T) {
	s := bare(t)
	roster := filepath.Join(s.folder, "roster")
	s.command("roster", "--out", roster)
	s.command("worker", "import", "stations", filepath.Join(roster, "stations.csv"))
	config := stream.Config{URL: local.NATS(t), Prefix: local.Prefix(t), MaxBytes: 64 << 20, Name: "year"}
	now := clock.At(time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))
	log := slog.New(slog.DiscardHandler)
	worker, err := pipeline.Start(t.Context(), pipeline.Config{DatabaseURL: s.database, NATS: config, Clock: now.Now, Every: 50 * time.Millisecond, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(worker.Close)
	client, err := stream.Connect(t.Context(), config, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	db, err := records.Open(t.Context(), s.database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })

	v := &volunteers{t: t, rules: conversation.NewRules(), dice: rand.New(rand.NewPCG(2023, 0))}
	kinds := v.mixed()
	filed := 0
	for month := range 12 {
		// Shanghai's months: the year's last report is filed minutes before midnight there.
		begins := time.Date(2023, time.Month(month+1), 1, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
		share := kinds[len(kinds)*month/12 : len(kinds)*(month+1)/12]
		length := begins.AddDate(0, 1, 0).Sub(begins)
		var sending sync.WaitGroup
		for i, kind := range share {
			at := begins.Add(time.Duration(float64(length-time.Minute) * float64(i) / float64(max(1, len(share)-1)))).UTC()
			report := v.report(kind, at)
			now.Set(at)
			sending.Go(func() {
				if err := client.PublishReport(t.Context(), report); err != nil {
					t.Error(err)
				}
			})
		}
		sending.Wait()
		filed += len(share)
		s.eventually(fmt.Sprintf("%d reports are filed", filed), func() bool {
			n, err := db.Cases(context.WithoutCancel(t.Context()))
			return err == nil && n == filed
		})
	}
	now.Set(time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC))

	units, err := db.Units(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	december, err := monthly.ParseMonth("2023-12", now.Now())
	if err != nil {
		t.Fatal(err)
	}
	city := count(t, db, units, december, "")
	want := fmt.Sprintf("线索 %d 条、化解矛盾纠纷 %d 起、救助群众 %d 次", yearTips, yearSettled, yearHelped)
	if got := monthly.Headline(city.Year); got != want {
		t.Errorf("the year in one line: %s, want %s", got, want)
	}
	if out := s.command("worker", "monthly", "--month", "2023-12"); !strings.Contains(out, want) {
		t.Errorf("worker monthly does not say %q:\n%s", want, out)
	}
	sum, counties := monthly.Figures{}, 0
	for _, u := range units {
		if u.Kind != "county" {
			continue
		}
		year := count(t, db, units, december, u.Code).Year
		if year["tip.received"]+year["dispute.settled"]+year["assist.helped"] > 0 {
			counties++
		}
		for _, key := range []string{"tip.received", "dispute.settled", "dispute.oral", "dispute.written", "dispute.parties", "dispute.yuan", "assist.helped", "assist.people"} {
			sum[key] += year[key]
		}
	}
	for key, n := range sum {
		if city.Year[key] != n {
			t.Errorf("%s: the counties make %d, the city %d", key, n, city.Year[key])
		}
	}
	if counties != 11 {
		t.Errorf("%d counties have something to count", counties)
	}
	s.command("worker", "verify") // fails when anything does not hold
}

func count(t *testing.T, db *records.Records, units []records.Unit, month monthly.Month, area string) monthly.Report {
	t.Helper()
	scope, err := monthly.FindScope(units, area, "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := monthly.Count(t.Context(), db, month, monthly.Closed, scope)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// volunteers tap their way through the bot's conversation, one for each report.
type volunteers struct {
	t     *testing.T
	rules conversation.Rules
	dice  *rand.Rand
	n     int
}

// mixed is the year's reports by kind, in no order.
func (v *volunteers) mixed() []payload.Kind {
	var kinds []payload.Kind
	for kind, n := range map[payload.Kind]int{payload.Tip: yearTips, payload.Dispute: yearSettled, payload.Assist: yearHelped} {
		for range n {
			kinds = append(kinds, kind)
		}
	}
	v.dice.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	return kinds
}

// report is what a volunteer somewhere in the city files at a time.
func (v *volunteers) report(kind payload.Kind, at time.Time) payload.Report {
	v.t.Helper()
	v.n++
	counties := place.Official().Children("")
	townships := place.Official().Children(counties[v.n%len(counties)].Code)
	p := &taps{v: v, at: at, name: fmt.Sprint("volunteer ", v.n), person: conversation.Person{
		Schema: conversation.Schema, Role: payload.RoleVolunteer, Handle: payload.NewID([16]byte{byte(v.n), byte(v.n >> 8)}),
		Area: townships[v.dice.IntN(len(townships))].Code, Number: v.n, Consented: true,
	}}
	switch kind {
	case payload.Tip:
		p.says([]string{"棋牌室里有人聚众赌博，桌上全是现金", "有人在楼道里给电动车充电", "夜里有人撬车盗窃电瓶"}[v.n%3])
	case payload.Dispute:
		p.starts("dispute")
		p.taps("已经调解好了", "邻里纠纷", "2", []string{"口头协议", "书面协议"}[v.n%2], "1,000 元")
	case payload.Assist:
		p.starts("assist")
		p.taps("已经帮好了", "伤病急救", "1")
	}
	p.taps("确认提交")
	if p.report == nil {
		v.t.Fatalf("no report is filed; the last answer was %q", p.text)
	}
	return *p.report
}

// taps is one volunteer's phone.
type taps struct {
	v       *volunteers
	at      time.Time
	name    string
	n       int
	person  conversation.Person
	text    string
	buttons []conversation.Button
	report  *payload.Report
}

func (p *taps) step(in conversation.Input) {
	p.n++
	in.Key = fmt.Sprint(p.name, p.n)
	in.Seed, in.At = sha256.Sum256([]byte(in.Key)), p.at
	in.MessageID = p.n
	result := conversation.Step(p.person, in, p.v.rules)
	p.person = result.Person
	for _, e := range result.Effects {
		if e.Report != nil {
			p.report = e.Report
		}
	}
	for _, r := range result.Replies {
		if len(r.Buttons) == 0 {
			continue
		}
		p.text, p.buttons = r.Text, nil
		for _, row := range r.Buttons {
			p.buttons = append(p.buttons, row...)
		}
	}
}

func (p *taps) says(text string) {
	p.step(conversation.Input{Type: conversation.InputText, Text: text})
}

func (p *taps) starts(command string) {
	p.step(conversation.Input{Type: conversation.InputCommand, Command: command})
}

func (p *taps) taps(labels ...string) {
	p.v.t.Helper()
	for _, label := range labels {
		p.tap(label)
	}
}

func (p *taps) tap(label string) {
	p.v.t.Helper()
	for _, exact := range []bool{true, false} {
		for _, b := range p.buttons {
			if b.Text == label || !exact && strings.Contains(b.Text, label) {
				p.step(conversation.Input{Type: conversation.InputButton, Button: b.Data})
				return
			}
		}
	}
	p.v.t.Fatalf("no button %q after %q: %v", label, p.text, p.buttons)
}

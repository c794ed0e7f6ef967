package conversation

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondbrother/storage/payload"
)

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

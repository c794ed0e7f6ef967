package conversation

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

var update = flag.Bool("update", false, "write the golden transcripts anew")

// story is a conversation as people would have it.
type story struct {
	name string
	tell func(*phone)
	taps int // to the receipt, at most; 0: no matter
}

// stories walk every conversation. They press buttons by what they mean, so
// that the same story is told in each language.
var stories = []story{
	{name: "join", tell: tellJoin},
	{name: "tip_at_once", tell: tellTipAtOnce, taps: 1},
	{name: "tip_by_steps", tell: tellTipBySteps, taps: 8},
	{name: "changed_answer", tell: tellChangedAnswer},
	{name: "files", tell: tellFiles},
	{name: "twice", tell: tellTwice},
	{name: "left_lying", tell: tellLeftLying},
	{name: "emergency_left_lying", tell: tellEmergencyLeftLying},
	{name: "stopped", tell: tellStopped},
	{name: "emergency", tell: tellEmergency, taps: 1},
	{name: "help_by_steps", tell: tellHelpBySteps},
	{name: "settled_dispute", tell: tellSettledDispute, taps: 6},
	{name: "help_given", tell: tellHelpGiven, taps: 6},
	{name: "stop-payment", tell: tellStopPayment},
	{name: "corrections", tell: tellCorrections},
	{name: "follow", tell: tellFollow},
	{name: "privacy", tell: tellPrivacy},
	{name: "officer", tell: tellOfficer},
	{name: "complaint", tell: tellComplaint},
	{name: "hazard", tell: tellHazard},
	{name: "grading", tell: tellGrading},
	{name: "put_right", tell: tellPutRight},
	{name: "help_case", tell: tellHelpCase},
	{name: "station_group", tell: tellStationGroup},
	{name: "roster", tell: tellRoster},
	{name: "broadcast", tell: tellBroadcast},
	{name: "clue", tell: tellClue},
	{name: "station_leader", tell: tellStationLeader},
	{name: "coordinator", tell: tellCoordinator},
	{name: "behind_a_number", tell: tellBehind},
}

// wakes lets the time come at which the conversation wants to be woken.
func (f *phone) wakes() {
	f.t.Helper()
	if f.p.Wake.Before(f.now) {
		f.t.Fatalf("nothing wakes at %v", f.p.Wake)
	}
	f.now = f.p.Wake
	f.write("（%s）\n", f.now.In(shanghai).Format("1月2日 15:04"))
	f.step(Input{Type: InputWake, At: f.now})
}

// joins has the phone's owner redeem an invitation.
func (f *phone) joins(role payload.Role, area string, number int) {
	f.t.Helper()
	if f.p.Handle == "" {
		f.command("start", "token")
	}
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: role, Unit: "古楼派出所", Area: area, Name: "王警官", Number: number, OnDuty: number == 0}})
}

func (f *phone) volunteers() {
	f.quiet = true
	f.joins(payload.RoleVolunteer, "371502001", 140)
	f.tap("yes")
	f.reset()
}

// tap presses the newest button that means this, whatever its text.
func (f *phone) tap(action string) {
	f.t.Helper()
	for id := f.lastID; id > 0; id-- {
		m := f.shown[id]
		if m == nil {
			continue
		}
		for _, line := range m.buttons {
			for _, b := range line {
				if b.Data == action || strings.HasSuffix(b.Data, "."+action) {
					f.taps++
					f.write("我按：[%s]\n", b.Text)
					f.step(Input{Type: InputButton, Button: b.Data, MessageID: id})
					return
				}
			}
		}
	}
	f.t.Fatalf("no button means %q; the last answer was %q", action, f.text())
}

func TestStories(t *testing.T) {
	visited := map[Screen]bool{}
	for _, language := range locale.Languages {
		for _, story := range stories {
			t.Run(story.name+"."+language, func(t *testing.T) {
				f := newPhone(t)
				f.p.Language = language
				f.visited = visited
				story.tell(f)
				if story.taps > 0 && f.taps > story.taps {
					t.Errorf("%d taps, at most %d", f.taps, story.taps)
				}
				f.write("点按次数：%d\n", f.taps)
				golden(t, fmt.Sprintf("%s.%s.golden", story.name, language), f.log.String())
			})
		}
	}
	for s := range screens {
		if !visited[s] {
			t.Errorf("no story asks %q", s)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the transcript changed; look at it, then run with -update:\n%s", diff)
	}
}

package conversation

import (
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

const missing = "七旬老人走失，灰棉袄、黑帽子，今早八点在古楼街道菜市场附近走失"

func tellBroadcast(f *phone) {
	f.joins(payload.RoleCoordinator, "371502", 0)
	f.command("broadcast", "")
	f.command("help", "")
	f.send(Input{Type: InputMedia, Media: []payload.Media{{ID: "v", Type: payload.MediaVideo}}})
	f.photo("p")
	f.say(missing)
	f.tap("area.1")
	f.tap("hours.24")
	f.tap("back")
	f.tap("hours.6")
	f.tap("yes")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonBroadcast, Count: 37})
	f.deliver(payload.Delivery{Topic: payload.TopicLead, Case: caseOne, Text: "在汽车站看到一位老人，很像", Media: []payload.Media{{ID: "c", Type: payload.MediaPhoto}},
		Lead: &payload.Lead{Number: 12, Station: "柳园派出所"}})
	f.command("broadcast", "")
	f.tap("list")
	f.reply(&payload.Reply{Broadcasts: &payload.BroadcastsReply{Total: 3, Lines: []payload.BroadcastLine{
		{Broadcast: payload.Broadcast{Number: 12, Area: "东昌府区古楼街道", Expires: f.now.Add(6 * time.Hour)}, At: f.now, Text: missing, Told: 37, Answers: 1},
		{Broadcast: payload.Broadcast{Number: 11, Expires: f.now, Ended: "expired"}, At: f.now.Add(-6 * time.Hour), Told: 200},
		{Broadcast: payload.Broadcast{Number: 10, Area: "东昌府区", Expires: f.now, Ended: "recalled"}, At: f.now.Add(-9 * time.Hour), Told: 60, Answers: 4},
	}}})
	f.tap("b.recall.12")
	f.tap("b.recalled.12")
	f.deliver(payload.Delivery{Topic: payload.TopicDone, Reason: payload.ReasonRecalled})
	f.deliver(payload.Delivery{Topic: payload.TopicRefused, Reason: payload.ReasonTooOften})
}

func aBroadcast(f *phone, ended string) payload.Delivery {
	d := payload.Delivery{Topic: payload.TopicBroadcast, Broadcast: &payload.Broadcast{Number: 12, Area: "东昌府区古楼街道", Expires: f.now.Add(6 * time.Hour), Ended: ended}}
	if ended == "" {
		d.Text, d.Media = missing, []payload.Media{{ID: "p", Type: payload.MediaPhoto}}
	}
	return d
}

func tellClue(f *phone) {
	f.volunteers()
	f.deliver(aBroadcast(f, ""))
	f.tap("b.clue.12")
	f.say("看到一位老人，灰棉袄，很像")
	f.tap("own")
	f.tap("when.now")
	f.tap("confidential")
	f.tap("confirm")
	f.deliver(aBroadcast(f, "recalled"))
}

func TestAClueIsLinkedToItsBroadcast(t *testing.T) {
	f := volunteer(t)
	f.deliver(aBroadcast(f, ""))
	if r := f.replies[0]; !r.Protect || r.Priority != payload.PriorityRoutine || r.Also == "" {
		t.Errorf("%+v", r)
	}
	f.say("古楼街道有人赌博") // something else lies half told
	f.press("我有线索")
	f.at(screenResume)
	f.press("不要了，另报一件")
	f.say("在汽车站看到一位老人，灰棉袄，很像")
	f.press("我的辖区")
	f.press("正在发生")
	f.press("保密")
	f.press("确认提交")
	if r := f.report(); r.Broadcast != 12 || r.Kind != payload.Assist || r.Category != "assist.missing" {
		t.Errorf("%+v", r)
	}
	f.say("古楼街道有人赌博")
	f.press("确认提交")
	if r := f.report(); r.Broadcast != 0 {
		t.Errorf("the next report answers it too: %+v", r)
	}
}

func TestABroadcastThatEndedLeavesNothing(t *testing.T) {
	for _, ended := range []string{"recalled", "expired"} {
		f := volunteer(t)
		f.deliver(aBroadcast(f, ""))
		also := f.replies[0].Also
		f.deliver(aBroadcast(f, ended))
		r := f.replies[0]
		if r.Drop != also || r.Fresh || r.Version != 2 || len(r.Media) > 0 || len(r.Buttons) > 0 || strings.Contains(r.Text, "老人") {
			t.Errorf("%s: %+v", ended, r)
		}
	}
}

func TestBroadcastingHasBounds(t *testing.T) {
	f := member(t, payload.RoleCoordinator, "371502")
	f.command("broadcast", "")
	f.say(strings.Repeat("找", payload.BroadcastText+1))
	f.at(screenCast)
	f.photo("a", "b")
	f.at(screenCast)
	f.hears("一张")
	f.say(missing)
	for _, data := range []string{".everywhere", ".area.99"} {
		f.step(Input{Type: InputButton, Button: revisionText(f.p.Revision) + data, MessageID: 1})
		f.at(screenCastArea)
	}
	f.press("古楼街道")
	for _, data := range []string{".hours.0", ".hours.48", ".hours.-1"} {
		f.step(Input{Type: InputButton, Button: revisionText(f.p.Revision) + data, MessageID: 1})
		f.at(screenCastHours)
	}
	city := member(t, payload.RoleCoordinator, "")
	city.command("broadcast", "")
	city.say(missing)
	city.press("全市")
	city.press("6 小时")
	city.press("确认发出")
	if a := city.action(); a.Verb != payload.VerbBroadcast || a.Area != "" || a.Hours != 6 || a.Text != missing {
		t.Errorf("%+v", a)
	}
	officer := member(t, payload.RoleOfficer, "371502001")
	officer.command("broadcast", "")
	for _, data := range []string{"b.list.0", "b.recall.12", "b.recalled.12"} {
		officer.step(Input{Type: InputButton, Button: data, MessageID: 1})
	}
	if len(officer.effects) != 0 || officer.p.Errand != nil {
		t.Errorf("an officer broadcasts: %+v", officer.effects)
	}
}

// Whoever sees the missing person in danger is told whom to call first.
func TestAClueThatCannotWait(t *testing.T) {
	f := volunteer(t)
	f.deliver(aBroadcast(f, ""))
	f.press("我有线索")
	f.say("老人掉进河里了，快来救命")
	f.hears("110")
	if f.p.Draft.Urgency != payload.Emergency {
		t.Errorf("it is %s", f.p.Draft.Urgency)
	}
}

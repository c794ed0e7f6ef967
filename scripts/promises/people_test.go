package promises

import (
	"regexp"
	"strings"
	"testing"

	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/scripts/sandbox/view"
)

// cast are the people of one station: 沙镇 in 东昌府区.
type cast struct {
	volunteer, officer, colleague, leader, coordinator *story.Actor
}

const station = "沙镇派出所（示例）"

func of(role, area string) func(link) bool {
	return func(l link) bool { return l.role == role && l.area == area }
}

// gather lets everybody join; the officers are on duty.
func (s *system) gather() cast {
	s.t.Helper()
	c := cast{
		officer:     s.invited("王警官", of("officer", station)),
		colleague:   s.invited("李警官", of("officer", station)),
		leader:      s.invited("张所长", of("leader", station)),
		coordinator: s.invited("赵协调员", of("coordinator", "东昌府分局（示例）")),
		volunteer:   s.invited("孙二哥", of("volunteer", "东昌府区")),
	}
	c.officer.Sees("社区民警", station)
	c.colleague.Sees("社区民警", station)
	c.leader.Sees("所长", station)
	c.coordinator.Sees("协调员", "东昌府分局（示例）")
	c.volunteer.Sees("不是匿名")
	c.volunteer.Presses("同意")
	c.volunteer.Sees("二哥", "号", "可以开始了")
	for _, a := range []*story.Actor{c.officer, c.colleague} {
		a.Says("/duty on")
		a.Sees("已记为上班")
	}
	return c
}

// tell shows what everybody saw, when the test failed. Deferred: the chats are
// gone when clean-ups run.
func (c cast) tell(t *testing.T) {
	if !t.Failed() {
		return
	}
	for _, a := range []*story.Actor{c.volunteer, c.officer, c.colleague, c.coordinator} {
		t.Logf("%s\n%s", a.Person.Name, a.Transcript())
	}
}

var receiptForm = regexp.MustCompile(`LC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

// receipt waits for the receipt of what the actor just filed.
func receipt(t testing.TB, a *story.Actor) string {
	t.Helper()
	m := a.SeesWhere("a receipt", func(m view.Message) bool {
		return strings.Contains(m.Text, "回执号") && receiptForm.MatchString(m.Text)
	})
	return receiptForm.FindString(m.Text)
}

// card waits until the newest card of a case satisfies a condition.
func card(a *story.Actor, number, what string, holds func(view.Message) bool) view.Message {
	var found view.Message
	a.Until("the card of "+number+" "+what, func(s view.State) bool {
		for _, m := range s.Messages {
			if strings.Contains(m.Text, "编号："+number) && strings.Contains(m.Text, "📝") {
				found = m
			}
		}
		return found.ID != 0 && holds(found)
	})
	return found
}

func has(label string) func(view.Message) bool { return person.HasButton(label) }

func says(parts ...string) func(view.Message) bool {
	return func(m view.Message) bool {
		for _, p := range parts {
			if !strings.Contains(m.Text, p) {
				return false
			}
		}
		return true
	}
}

package conversation

import (
	"testing"
	"time"

	"secondbrother/storage/payload"
)

func aLine(n uint64, overdue bool) payload.CaseLine {
	return payload.CaseLine{Case: payload.NewReceipt(n), State: payload.StateAccepted, Urgency: payload.Routine, Kind: payload.Tip, Category: "tip.theft",
		Place: "东昌府区古楼街道", At: time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC), Overdue: overdue, Owner: "李警官"}
}

// tellStationLeader is what a leader sees of the station.
func tellStationLeader(f *phone) {
	f.joins(payload.RoleLeader, "371502001", 0)
	f.command("cases", "")
	f.reply(&payload.Reply{Cases: &payload.CasesReply{}})
	f.tap("cases.people.0.e")
	f.reply(&payload.Reply{Loads: &payload.LoadsReply{Total: 9, More: true, Lines: []payload.LoadLine{
		{Label: "李警官", Unit: "古楼派出所", Open: 5, Overdue: 2, OnDuty: true}, {Label: "赵警官", Unit: "古楼派出所"},
	}}})
	f.tap("cases.people.1.e")
	f.reply(&payload.Reply{Loads: &payload.LoadsReply{Total: 9, Page: 1, Lines: []payload.LoadLine{{Label: "钱警官", Unit: "古楼派出所", Open: 1, OnDuty: true}}}})
	f.tap("cases.overdue.0.e")
	f.reply(&payload.Reply{Cases: &payload.CasesReply{Total: 9, Page: 1, Lines: []payload.CaseLine{aLine(1, true)}}})
	h := payload.Handover{Who: "李警官", Mine: []payload.CaseLine{aLine(1, true), aLine(2, false)}, Waiting: []payload.CaseLine{aLine(3, false)},
		Others: []payload.CaseLine{aLine(4, true)}, MineTotal: 11, WaitingTotal: 1, OverdueTotal: 2}
	f.deliver(payload.Delivery{Topic: payload.TopicHandover, Handover: &h})
	h.You, h.Waiting, h.Others = true, nil, nil
	f.deliver(payload.Delivery{Topic: payload.TopicHandover, Handover: &h})
}

func TestWhoHasHowMuchIsForThoseAbove(t *testing.T) {
	for role, may := range map[payload.Role]bool{payload.RoleOfficer: false, payload.RoleDesk: false, payload.RoleLeader: true, payload.RoleCounty: true, payload.RoleCoordinator: true} {
		f := member(t, role, "371502001")
		f.command("cases", "")
		f.reply(&payload.Reply{Cases: &payload.CasesReply{}})
		if _, _, offered := f.find("各人手头"); offered != may {
			t.Errorf("%s is offered it: %t", role, offered)
		}
		f.effects = nil
		f.step(Input{Type: InputButton, Button: "q.cases.people.0", MessageID: 1})
		if asked := len(f.effects) > 0; asked != may {
			t.Errorf("%s asks for it: %t", role, asked)
		}
	}
}

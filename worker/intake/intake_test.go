package intake

import (
	"slices"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// town covers two townships of 东昌府区 and has a project in the second.
func town(t *testing.T) *route.Org {
	t.Helper()
	org, problems := route.NewOrg(route.Rows{
		Units: []route.Unit{
			{Code: "LC", Kind: route.City, Name: "市局"},
			{Code: "371502", Kind: route.County, Name: "东昌府分局", Parent: "LC"},
			{Code: "371502-01", Kind: route.Station, Name: "古楼派出所", Parent: "371502"},
			{Code: "371502-02", Kind: route.Station, Name: "柳园派出所", Parent: "371502"},
		},
		Covers:   []route.Cover{{Unit: "371502-01", Area: "371502001"}, {Unit: "371502-02", Area: "371502002"}},
		People:   []route.Person{{ID: 1, Role: payload.RoleOfficer, Unit: "371502-02", Badge: "012345", Label: "柳园派出所 王警官", Joined: true, Reachable: true}},
		Projects: []route.Project{{Name: "高铁站房", Aliases: []string{"高铁工地"}, Area: "371502002", Person: 1}},
		Desks:    map[string]string{"tip.fraud": "反诈", "tip.theft": "刑侦", "assist.other": "派出所"},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return org
}

func TestJudge(t *testing.T) {
	sites := []place.Site{{Code: "371502-01", County: "371502", Point: place.Point{Lat: 36.45, Lon: 115.98}}}
	at := func(area, text string) payload.Place { return payload.Place{Area: area, Text: text} }
	for _, tt := range []struct {
		name     string
		report   payload.Report
		category string
		urgency  payload.Urgency
		area     string
		unit     string
		project  string
		triage   bool
		moving   bool
	}{
		{"what was confirmed stands", payload.Report{Kind: "tip", Category: "tip.theft", Urgency: "urgent", Text: "古楼街道有人打牌", Place: at("371502002", "")},
			"tip.theft", "urgent", "371502002", "", "", false, false},
		{"the words say what and where", payload.Report{Kind: "tip", Urgency: "routine", Text: "古楼街道有人偷电瓶"},
			"tip.theft", "routine", "371502001", "", "", false, false},
		{"the place's own words go first", payload.Report{Kind: "tip", Urgency: "routine", Text: "古楼街道有人偷电瓶", Place: at("", "柳园街道")},
			"tip.theft", "routine", "371502002", "", "", false, false},
		{"words within the county that was confirmed", payload.Report{Kind: "tip", Urgency: "routine", Text: "古楼街道有人偷电瓶", Place: at("371502", "")},
			"tip.theft", "routine", "371502001", "", "", false, false},
		{"words of another county do not count", payload.Report{Kind: "tip", Urgency: "routine", Text: "古楼街道有人偷电瓶", Place: at("371525", "")},
			"tip.theft", "routine", "371525", "", "", true, false},
		{"a position", payload.Report{Kind: "tip", Urgency: "routine", Text: "有人偷电瓶", Place: payload.Place{Lat: 36.451, Lon: 115.981}},
			"tip.theft", "routine", "", "371502-01", "", false, false},
		{"nothing says where", payload.Report{Kind: "tip", Urgency: "routine", Text: "有人偷电瓶"},
			"tip.theft", "routine", "", "", "", true, false},
		{"a project does", payload.Report{Kind: "tip", Urgency: "routine", Text: "高铁工地有人偷电瓶"},
			"tip.theft", "routine", "371502002", "", "高铁站房", false, false},
		{"a project, and a place that goes before its own", payload.Report{Kind: "tip", Urgency: "routine", Text: "古楼街道高铁工地有人偷电瓶"},
			"tip.theft", "routine", "371502001", "", "高铁站房", false, false},
		{"urgency rises", payload.Report{Kind: "tip", Urgency: "routine", Text: "柳园街道有人拿刀砍人，快来"},
			"tip.violence", "emergency", "371502002", "", "", false, false},
		{"and does not sink", payload.Report{Kind: "tip", Category: "tip.theft", Urgency: "emergency", Text: "昨天有人偷电瓶", Place: at("371502001", "")},
			"tip.theft", "emergency", "371502001", "", "", false, false},
		{"money on the move", payload.Report{Kind: "tip", Category: "tip.fraud", Urgency: "routine", Text: "刚转过去五万，能不能帮我拦住", Place: at("371502001", "")},
			"tip.fraud", "urgent", "371502001", "", "", false, true},
		{"what is over does not press", payload.Report{Kind: "assist", Category: "assist.other", Urgency: "routine", Text: "刚才有人晕倒，没呼吸了", Place: at("371502001", ""), Helped: &payload.Help{People: 1}},
			"assist.other", "routine", "371502001", "", "", false, false},
		{"told by voice alone: the bot's own words are no emergency", payload.Report{Kind: "tip", Category: "tip.theft", Urgency: "routine", Text: "经过见语音。", Wordless: true, Place: at("371502001", "")},
			"tip.theft", "routine", "371502001", "", "", false, false},
		{"told by voice alone, and nobody chose what it is", payload.Report{Kind: "tip", Urgency: "routine", Text: "经过见照片或文件。", Wordless: true, Place: at("371502001", "")},
			"", "routine", "371502001", "", "", true, false},
		{"unclear", payload.Report{Kind: "tip", Urgency: "routine", Text: "这事说来话长", Place: at("371502001", "")},
			"", "routine", "371502001", "", "", true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, words := Judge(classify.Embedded(), tt.report, town(t), sites)
			if in.Category != tt.category || in.Urgency != tt.urgency || in.Area != tt.area || in.Unit != tt.unit || in.Project != tt.project || in.Triage != tt.triage || in.MoneyMoving != tt.moving {
				t.Errorf("%+v", in)
			}
			if in.Against != (route.Accused{}) {
				t.Errorf("somebody is accused of nothing: %+v", in.Against)
			}
			if slices.Contains(words, "") {
				t.Errorf("words %q", words)
			}
		})
	}
}

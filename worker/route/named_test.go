package route

import (
	"testing"

	"secondbrother/storage/payload"
)

func TestNamed(t *testing.T) {
	person := func(id int64, unit, badge, label string) Person {
		return Person{ID: id, Role: payload.RoleOfficer, Unit: unit, Badge: badge, Label: label}
	}
	org, problems := NewOrg(Rows{
		Units: []Unit{
			{Code: "LC", Kind: City, Name: "聊城市公安局"},
			{Code: "c1", Kind: County, Name: "东昌府分局", Parent: "LC"}, {Code: "c2", Kind: County, Name: "茌平分局", Parent: "LC"},
			{Code: "s1", Kind: Station, Name: "古楼派出所（示例）", Parent: "c1"}, {Code: "s2", Kind: Station, Name: "柳园派出所", Parent: "c1"},
			{Code: "s3", Kind: Station, Name: "振兴派出所", Parent: "c2"},
			{Code: "d1", Kind: Desk, Name: "东昌府交警大队", Parent: "c1", Desk: "交警"}, {Code: "d2", Kind: Desk, Name: "茌平交警大队", Parent: "c2", Desk: "交警"},
		},
		People: []Person{
			person(1, "s1", "010001", "古楼派出所 王大力"), person(2, "s1", "010002", "古楼派出所 李小明"), person(3, "s2", "010003", "柳园派出所 王大力"),
			person(4, "s3", "010001", "振兴派出所 赵刚"), {ID: 5, Role: payload.RoleDesk, Unit: "d1", Badge: "J88", Label: "交警大队 孙平"},
		},
		Desks: map[string]string{"tip.traffic": "交警"},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	nobody := Accused{}
	for _, tt := range []struct {
		text, at string
		want     Accused
	}{
		{"王大力", "s1", Accused{Person: 1}},
		{"王大力", "s2", Accused{Person: 3}},
		{"王大力", "c1", nobody}, // which of two
		{"王大力", "s3", nobody}, // likewise
		{"柳园派出所的王大力", "s1", Accused{Person: 3}},
		{"警号010001", "s1", Accused{Person: 1}},
		{"警号０１０００１", "s3", Accused{Person: 4}},
		{"010001", "", nobody},
		{"j88", "s1", Accused{Person: 5}},
		{"0100011", "s1", nobody}, // another number
		{"柳园派出所", "s1", Accused{Unit: "s2"}},
		{"古楼派出所有个胖的", "s2", Accused{Unit: "s1"}},
		{"交警大队", "s1", Accused{Unit: "d1"}},
		{"交警大队", "s3", Accused{Unit: "d2"}},
		{"派出所", "s1", Accused{Unit: "s1"}},
		{"茌平分局", "s1", Accused{Unit: "c2"}},
		{"大力", "s1", nobody},
		{"不认识", "s1", nobody},
		{"", "s1", nobody},
	} {
		got, ok := org.Named(tt.text, tt.at)
		if got != tt.want || ok != (tt.want != nobody) {
			t.Errorf("%q near %s: %+v, %v; want %+v", tt.text, tt.at, got, ok, tt.want)
		}
	}
}

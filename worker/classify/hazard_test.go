package classify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPremises(t *testing.T) {
	for text, want := range map[string]string{
		"幼儿园后门锁着":            "school",
		"村卫生室的灭火器过期了":        "hospital",
		"楼下小卖部把应急门用铁链子拴上了":   "shop",
		"烟花仓库改的饭馆，后厨没有灭火毯":   "restaurant",
		"小旅馆楼道里堆满床单":         "hotel",
		"那家KTV逃生出口的绿牌子不亮":    "entertainment",
		"网吧就一个出口，后门焊死了":      "netcafe",
		"足疗店窗户焊死":            "bath",
		"沙发厂楼上住着八个女工":        "workshop",
		"楼道里停满了电动车，还有人充电":    "other",
		"烧烤店煤气罐就搁楼梯口，楼上是托管班": "", // two: somebody has to say which
		"安全出口被堵":             "",
		"":                   "",
	} {
		if got := Premises(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestHazard(t *testing.T) {
	for text, want := range map[string]string{
		"工厂宿舍三合一，下面生产海绵上面住人":      "red",
		"网吧就一个出口，后门焊死了":           "red",
		"楼下小卖部把应急门用铁链子拴上了":        "red",
		"电动车进楼充电":                 "red",
		"店里违规住人":                  "red",
		"小饭馆煤气罐和灶放一块，老板一家还住阁楼上":   "red",
		"理发店二楼住着六个学徒，窗户上焊死":       "red",
		"超市二楼那个安全门让货架子堵得死死的":      "red",
		"楼道里停满了电动车，还有人充电，太危险了":    "red",
		"灭火器压力早没了，指针在红的那里，也没人换":   "yellow",
		"消防车道天天停满车，上回救护车都进不来":     "yellow",
		"仓库里电线乱接，插座都烤黄了":          "yellow",
		"楼道堆杂物有火灾隐患":              "yellow",
		"饭店后厨油烟管子从来不洗":            "yellow",
		"去看了看小旅馆，没人住，灭火器没过期的也有几个": "yellow",
		"有火灾隐患，请来看看":              "",
		"理发店里没人住，门没锁":             "",
		"":                        "",
	} {
		got, reasons := Hazard(text)
		if got != want || (got == "") != (len(reasons) == 0) {
			t.Errorf("%q: %q because of %q, want %q", text, got, reasons, want)
		}
		for _, r := range reasons {
			if !strings.Contains(Normalise(text), r) || utf8.RuneCountInString(r) > mostReason {
				t.Errorf("%q: %q is no word of it", text, r)
			}
		}
	}
}

// TestMostHazardsGetAGrade: of the fire hazards that the messages of this
// room tell, written before there were grades, hardly any word for what is
// wrong is unknown.
func TestMostHazardsGetAGrade(t *testing.T) {
	graded, all := map[string]int{}, 0
	for _, m := range messages(t) {
		if m.category != FireHazard {
			continue
		}
		all++
		grade, _ := Hazard(m.text)
		graded[grade]++
	}
	if all < 20 || graded["red"] < all/5 || graded["yellow"] < all/5 || graded[""] > all/5 {
		t.Errorf("of %d: %v", all, graded)
	}
}

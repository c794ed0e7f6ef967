package main

import "testing"

func TestShortNameAndStem(t *testing.T) {
	for _, c := range []struct{ official, short, stem string }{
		{"王庄村委会", "王庄村", "王庄"},
		{"王庄村村民委员会", "王庄村", "王庄"},
		{"东宋村民委员会", "东宋村", "东宋"},
		{"李村委会", "李村", "李村"},
		{"五里后村委", "五里后村", "五里后"},
		{"安州新村村民委员", "安州新村", "安州"},
		{"舍利寺东街村会", "舍利寺东街村", "舍利寺东街"},
		{"光岳社区居民委员会", "光岳社区", "光岳"},
		{"大王社区村委会", "大王社区", "大王"},
		{"古楼街居委会", "古楼街居委会", "古楼街"},
		{"三合新村村民委员会", "三合新村", "三合"},
		{"齐寨联合村村民委员会", "齐寨联合村", "齐寨"},
		{"香江虚拟社区", "香江虚拟社区", "香江"},
		{"大学城新村", "大学城新村", "大学城"},
		{"阎寺街道办事处", "阎寺街道", "阎寺"},
		{"沙镇镇", "沙镇镇", "沙镇"},
		{"贾镇", "贾镇", "贾镇"},
	} {
		if got := shortName(c.official); got != c.short {
			t.Errorf("shortName(%s) = %s, want %s", c.official, got, c.short)
		}
		if got := stem(c.short); got != c.stem {
			t.Errorf("stem(%s) = %s, want %s", c.short, got, c.stem)
		}
	}
}

func TestEarlierNamesFindTheirPlaceOfToday(t *testing.T) {
	g := gazetteer{map[string]*place{}, map[string]*place{}, map[string]*place{}, map[string]int{}}
	g.official("371503", "county", "茌平区")
	g.official("371503104", "township", "博平镇")
	g.official("371503104210", "village", "王庄新村村民委员会")
	g.official("371503104211", "village", "四新河新村村委会")
	for _, old := range []struct{ version, code, level, name string }{
		{"2.2.0", "371523", "county", "茌平县"},
		{"2.2.0", "371523104205", "village", "王庄村委会"},   // same stem, other code
		{"2.2.0", "371523104211", "village", "三里堂村委会"},  // same code, other name
		{"2.2.0", "371523104230", "village", "刘庙村委会"},   // gone
		{"2.0.0", "371523104230", "village", "刘家庙村村委会"}, // the same, before it was renamed
	} {
		if err := g.earlier(old.version, old.code, old.level, old.name); err != nil {
			t.Fatal(err)
		}
	}
	for code, want := range map[string]string{
		"371503": "茌平县", "371503104210": "王庄村", "371503104211": "三里堂村", "371503104600": "刘家庙村",
	} {
		if p := g.byCode[code]; p == nil || len(p.aliases) != 1 || p.aliases[0] != want {
			t.Errorf("%s: %+v, want the earlier name %s", code, p, want)
		}
	}
	if p := g.byCode["371503104600"]; p != nil && (p.name != "刘庙村" || p.last != "2.2.0") {
		t.Errorf("the former village is %+v", p)
	}
	if err := g.earlier("2.0.0", "371599001200", "village", "王庄村委会"); err == nil {
		t.Error("a village of an unknown township was taken")
	}
}

package classify

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		name, text string
		chosen     Kind
		category   string
		urgency    Urgency
		hotline    string
	}{
		{"fire", "俺家厨房着火了快来", "", "", Emergency, "119"},
		{"injury", "有人晕倒了叫不醒", "", "assist.medical", Emergency, "120"},
		{"weapon, whatever was chosen", "他拿着菜刀追我", Dispute, "", Emergency, "110"},
		{"crash with injured", "车祸，人不动了，满脸是血", Assist, "assist.medical", Emergency, "120"},
		{"bare alarm", "救命啊！！！", "", "out.emergency_only", Emergency, "110"},
		{"money leaving", "我妈正在给骗子转账，刷单的", "", "tip.fraud", Urgent, "96110"},
		{"typo", "楼下的电平车叫人偷了", "", "tip.theft", Routine, "110"},
		{"spaced out", "快 来 人 着 火 了", "", "assist.stranded", Emergency, "119"},
		{"starred out", "他家天天聚众赌*博", "", "tip.gambling", Routine, "110"},
		{"traditional", "有人跳樓了", "", "assist.crisis", Emergency, "110"},
		{"full width", "ＫＴＶ里有未成年人喝酒", "", "tip.venue", Routine, "110"},
		{"emoji", "🆘🆘🆘", "", "out.emergency_only", Emergency, "110"},
		{"municipal", "俺村停水三天了", Tip, "out.municipal", Routine, "12345"},
		{"vehicle administration", "驾照到期了咋换证", "", "out.vehicle_admin", Routine, "12123"},
		{"opinion is declined though a tip was chosen", "举报村里老孙又去北京上访", Tip, "out.opinion", Routine, ""},
		{"opinion wins over other evidence", "他上访，还在小区赌博打麻将，天天聚赌", "", "out.opinion", Routine, ""},
		{"nobody in danger is declined", "上访的老李站在楼顶要跳楼", "", "assist.crisis", Emergency, "110"},
		{"drill", "明天社区消防演习，会冒烟，大家别怕着火了", "", "", Routine, ""},
		{"film", "昨天看电视剧里有人跳楼", "", "", Routine, ""},
		{"denied", "没有打架，两家为过道吵了几句，想调解一下", "", "dispute.neighbour", Routine, "12348"},
		{"a tyre's breath", "车胎没气了，停在路边", Assist, "assist.vehicle", Routine, "122"},
		{"a person's breath", "俺爹没气了", Assist, "assist.medical", Emergency, "120"},
		{"sale", "跳楼价大甩卖，羽绒服九十九", "", "out.advert", Routine, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Classify(c.text, c.chosen)
			if c.category != "" && r.Category != c.category {
				t.Errorf("category %s, want %s", r.Category, c.category)
			}
			if r.Urgency != c.urgency {
				t.Errorf("urgency %s, want %s", r.Urgency, c.urgency)
			}
			if c.hotline != "" && Hotline(r) != c.hotline {
				t.Errorf("hotline %q, want %q", Hotline(r), c.hotline)
			}
			if t.Failed() {
				t.Logf("%+v", r)
			}
		})
	}
}

func TestAbstains(t *testing.T) {
	for _, c := range []struct {
		text     string
		chosen   Kind
		kind     Kind
		category string
	}{
		{"", "", "", ""},
		{"", Dispute, Dispute, "dispute.other"},
		{"一言难尽", Tip, Tip, "tip.other"},
		{"一言难尽", "", "", ""},
	} {
		r := Classify(c.text, c.chosen)
		if !r.Abstained || r.Kind != c.kind || r.Category != c.category || r.Urgency != Routine {
			t.Errorf("%q chosen %q: %+v", c.text, c.chosen, r)
		}
	}
}

func TestHotlineSurvivesJSON(t *testing.T) {
	r := Classify("楼上着火了有人困在里面", "")
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{`"kind"`, `"category"`, `"urgency"`, `"confidence"`, `"abstained"`, `"reasons"`, `"word"`, `"for"`} {
		if !strings.Contains(string(raw), field) {
			t.Errorf("no %s in %s", field, raw)
		}
	}
	var back Result
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back); diff != "" {
		t.Error(diff)
	}
	if Hotline(back) != "119" {
		t.Errorf("hotline %s", Hotline(back))
	}
}

func TestGuardGivesItsReason(t *testing.T) {
	r := Classify("社区演习，着火了快跑", "")
	for _, reason := range r.Reasons {
		if reason.Word == "演习" && reason.For == string(Routine) {
			return
		}
	}
	t.Errorf("no word of the drill in %+v", r)
}

func TestTaxonomy(t *testing.T) {
	raw, err := os.ReadFile("taxonomy.csv")
	if err != nil {
		t.Fatal(err)
	}
	list := Taxonomy()
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")[1:]
	if len(list) != len(lines) {
		t.Fatalf("%d categories for %d lines", len(list), len(lines))
	}
	for i, c := range list {
		if !strings.HasPrefix(lines[i], string(c.Kind)+","+c.Code+",") {
			t.Errorf("place %d: %s", i, c.Code)
		}
		if got, ok := Lookup(c.Code); !ok || got != c {
			t.Errorf("Lookup(%s) = %+v, %v", c.Code, got, ok)
		}
	}
	for _, k := range []Kind{Tip, Dispute, Assist} {
		if _, ok := Lookup(string(k) + ".other"); !ok {
			t.Errorf("no %s.other to abstain to", k)
		}
	}
	if _, ok := Lookup("tip.nothing"); ok {
		t.Error("found a category that is not there")
	}
	list[0].Code = "changed"
	if Taxonomy()[0].Code == "changed" {
		t.Error("the caller's copy is shared")
	}
}

func TestParseTaxonomyRefuses(t *testing.T) {
	const head = "kind,code,zh,en,desk,hotline,covers\n"
	for name, text := range map[string]string{
		"empty":          "",
		"only a heading": head,
		"short row":      head + "tip,tip.x,甲\n",
		"wrong kind":     head + "tip,dispute.x,甲,A,治安,110,乙\n",
		"twice":          head + "tip,tip.x,甲,A,治安,110,乙\ntip,tip.x,甲,A,治安,110,乙\n",
	} {
		if _, err := parseTaxonomy(text); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"救 命 啊啊啊啊":     "救命啊",
		"有人拿刀 快来":      "有人拿刀,快来",
		"赌*博":          "赌博",
		"ＡＢＣ　１２３":      "abc 123",
		"報警！！！":        "报警。",
		"电平车被偷了":       "电动车被偷了",
		"hello  world": "hello world",
		"哈哈哈哈哈":        "哈哈",
		"10000元":       "10000元",
		"①号楼":          "1号楼",
		"\xff着火\xfe了":  "着火了",
		"着\u200b火了":    "着火了",
		"🔪在他手里，，，救命？？？": "刀在他手里,救命?",
		"  ": "",
	} {
		if got := Normalise(in); got != want {
			t.Errorf("Normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

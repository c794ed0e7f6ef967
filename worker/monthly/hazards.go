package monthly

import (
	"strings"

	"secondbrother/storage/payload"
	"secondbrother/worker/classify"
)

// hazards are the valid tips of fire hazards by how grave an officer found
// them, and by kind of premises. What nobody graded stands apart, so that the
// grades sum to the valid ones of that type.
func hazards(kind payload.Kind) []Column {
	if kind != payload.Tip {
		return nil
	}
	b := &builder{kind: kind, group: Words{"火灾隐患等级", "Fire hazards by grade"}}
	ungraded := b.all("success.type." + strings.TrimPrefix(classify.FireHazard, "tip."))
	for _, g := range []struct{ code, zh, en string }{{"red", "红", "Red"}, {"yellow", "黄", "Yellow"}, {"green", "绿", "Green"}} {
		b.add("grade."+g.code, g.zh, g.en, b.all("grade."+g.code)...)
		ungraded = append(ungraded, term{"tip.grade." + g.code, -1, within})
	}
	b.add("grade.none", "未定级", "Not graded", ungraded...)
	list := b.list
	b = &builder{kind: kind, group: Words{"九小场所(已定级)", "Small premises, graded"}}
	for _, p := range []struct{ code, zh, en string }{
		{"school", "小学校", "Schools"}, {"hospital", "小医院", "Clinics"}, {"shop", "小商店", "Shops"}, {"restaurant", "小餐饮", "Restaurants"},
		{"hotel", "小旅馆", "Hotels"}, {"entertainment", "小歌舞娱乐", "Entertainment"}, {"netcafe", "小网吧", "Internet cafés"},
		{"bath", "小美容洗浴", "Bath and beauty"}, {"workshop", "小生产加工", "Workshops"}, {"other", "其他", "Others"}, {"unknown", "未登记", "Not recorded"},
	} {
		b.add("premises."+p.code, p.zh, p.en, b.all("premises."+p.code)...)
	}
	return append(list, b.list...)
}

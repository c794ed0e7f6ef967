package place

import "strings"

// own words for the volunteer's village or community, and for the township.
// 村里 and the like are taken for the volunteer's own: who reports about another
// village names it.
var (
	ownVillage  = []string{"俺村", "我们村", "我村", "咱村", "本村", "俺们村", "村里", "俺庄", "我们庄", "咱庄", "庄上", "庄里", "我们社区", "咱社区", "俺社区", "本社区", "我社区", "社区里", "我们小区", "咱小区", "俺小区", "本小区", "小区里"}
	ownTownship = []string{"俺镇", "我们镇", "咱镇", "本镇", "我镇", "镇上", "我们街道", "本街道", "俺乡", "我们乡", "乡里"}
)

// own answers with the volunteer's own area when the text says no more than
// 俺村 or 镇上.
func (g *Gazetteer) own(text, home string) (Found, bool) {
	i, ok := g.index[home]
	if !ok {
		return Found{}, false
	}
	_, township, village := g.at(i)
	for _, own := range []struct {
		words []string
		code  string
	}{{ownVillage, village}, {ownVillage, township}, {ownTownship, township}} {
		if own.code == "" {
			continue
		}
		for _, word := range own.words {
			if strings.Contains(text, word) {
				f := Found{Words: []string{word}}
				g.fill(&f, g.index[own.code])
				return f, true
			}
		}
	}
	return Found{}, false
}

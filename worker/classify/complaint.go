package classify

import "regexp"

// Words that accuse the police: to complain of them, or what they are said to
// have done. Who tells them or asks them for something accuses nobody.
var (
	complainsOf = regexp.MustCompile(`(投诉|举报|检举|控告)(一下|下)?[^，。；！？,.!?\s]{0,8}?(民警|警察|辅警|片警|警官|派出所|所长)`)
	misconduct  = regexp.MustCompile(`(?:民警|警察|辅警|片警|警官|派出所|所长)([^，。；！？,.!?\s]{0,8}?)(?:[收拿要][了过]?[^，。；！？,.!?\s]{0,4}?(?:红包|好处|礼|钱)|受贿|索贿|吃拿卡要|乱罚款|乱收费|打人|动手打|骂人|骂我|骂老百姓|态度(?:很|太|特别|不好|恶劣|差)|不办事|不作为|不出警|不受理|不给立案|包庇|护着|偏袒|通风报信|敷衍|推诿|刁难)`)
	nearThem    = regexp.MustCompile(`门口|门前|对面|附近|旁边|隔壁|后面|有人|需要|帮|让|叫|抓|提醒|冒充`)
	tellsThem   = regexp.MustCompile(`(投诉|举报|检举|控告)(给|到|过|信)|(给|向|到|跟|找|去)[^，。；！？,.!?\s]{0,6}(民警|警察|辅警|片警|警官|派出所|所长)[^，。；！？,.!?\s]{0,4}(投诉|举报|检举|控告)`)
)

// Complains says whether a text accuses the police.
func Complains(text string) bool {
	text = Normalise(text)
	if complainsOf.MatchString(text) && !tellsThem.MatchString(text) {
		return true
	}
	for _, found := range misconduct.FindAllStringSubmatch(text, -1) {
		if !nearThem.MatchString(found[1]) { // "派出所门口有人打人" is not about the police
			return true
		}
	}
	return false
}

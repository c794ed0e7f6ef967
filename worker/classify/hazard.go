package classify

import (
	"regexp"
	"slices"
)

// FireHazard is the category whose cases have a kind of premises and a grade.
const FireHazard = "tip.fire_hazard"

// kinds of premises, each by what people call them. The nine are those of
// 九小场所; the last is where people live, park and pass, which is none of them.
var premises = []struct {
	code  string
	words *regexp.Regexp
}{
	{"school", regexp.MustCompile(`幼儿园|幼稚园|托儿所|托管班|小饭桌|辅导班|补习班|培训班|培训机构|小学|中学|学校|教室|学生公寓`)},
	{"hospital", regexp.MustCompile(`诊所|卫生室|卫生所|卫生院|医院|门诊|牙科`)},
	{"shop", regexp.MustCompile(`超市|小卖[部铺]|便利店|商店|商场|商城|服装城|家电城|批发[部城]|五金店|药店|服装店|家具店|床垫店|棉被店|烟酒店|布店|书店|百货|门市|杂货`)},
	{"restaurant", regexp.MustCompile(`饭[店馆铺庄]|餐[馆厅]|火锅|烧烤|烤肉|烤串|小吃|面馆|早餐|快餐|大排档|麻辣烫|奶茶|羊汤|酒楼|后厨|食堂`)},
	{"hotel", regexp.MustCompile(`旅[馆店社]|宾馆|招待所|民宿|酒店|客栈|日租房`)},
	{"entertainment", regexp.MustCompile(`(?i:ktv)|歌厅|舞厅|酒吧|棋牌室|麻将[馆室]|游戏厅|台球|影院|密室|剧本杀|录像厅`)},
	{"netcafe", regexp.MustCompile(`网吧|网咖|电竞`)},
	{"bath", regexp.MustCompile(`洗浴|浴池|澡堂|汗蒸|桑拿|足[疗浴]|洗脚|美容|美发|理发|按摩`)},
	{"workshop", regexp.MustCompile(`作坊|加工[点厂户]|车间|工厂|[服装家具沙发木板棉花纺织化工纸箱酱菜苇箔电池鞋]厂|厂[子房区里]|生产海绵|打磨|喷漆房`)},
	{"other", regexp.MustCompile(`楼道|单元[门楼]?|居民楼|住宅|小区|家属院|家属楼|筒子楼|筒子间|自建房|出租屋|合租|群租|车棚|俺家|我家|邻居家|村民家`)},
}

// Premises is the kind of premises that a text says a fire hazard lies in;
// empty where it names none, or more than one. Where people live counts only
// where nothing else is named: 楼道 is in a hotel too.
func Premises(text string) string {
	text = Normalise(text)
	found := ""
	for _, p := range premises {
		switch {
		case !p.words.MatchString(text) || p.code == "other" && found != "":
		case found != "":
			return ""
		default:
			found = p.code
		}
	}
	return found
}

// What makes a hazard grave: who is inside cannot get out or sleeps beside what
// burns. Criteria as places that grade small premises publish them: red is
// people living where goods are sold or made, exits that do not open, charging
// inside, gas and fuel beside a flame; yellow is what is missing or in the way.
var (
	red = []*regexp.Regexp{
		regexp.MustCompile(`违规住人|三合一|多合一|合用场所|(店|厂|车间|仓库|作坊|阁楼|夹层|地下室|货堆|货架|车棚|隔断)[^。?]{0,12}(住着?[人\p{Han}]{0,3}|睡)|(上[面头]|下[面头]|楼上|里间|后头|后边|三楼|二楼)[^。?,]{0,3}(住着?[^。?,]{0,6}人|住人|睡)|人就睡`),
		regexp.MustCompile(`(安全出口|安全门|疏散|逃生|应急门|消防门|防火门|后门|楼门|大门|出口|门|窗户?)[^。?]{0,10}(锁|焊|封死|封着|砌死|钉死|钉着|拴|链子|铁丝|堵|打不开|推不开|挡着|占用|占着)|(锁|焊死?|堵|封|占用?)[^。?,]{0,4}(安全出口|疏散通道|疏散楼梯|应急门|消防门|防火门|后门|逃生)|(只有|就|唯一)[^。?,]{0,3}(一[个条部道扇])[^。?,]{0,4}(出口|楼梯|门|铁楼梯)|防盗网`),
		regexp.MustCompile(`(进楼|上楼|楼道|楼梯|走廊|屋里|屋子|室内|店里|厅里|大厅|电梯|床头|床底|里间|操作间|宿舍|一楼厅)[^。?]{0,14}[充冲续]电?|(电动?车|电瓶车?|电驴|电摩|电池)[^。?]{0,10}(进楼|上楼|推进|推到|推屋|屋里|店里|楼道|走廊)[^。?]{0,8}(充|插)|(充电?|插着)[^。?,]{0,6}(楼道|走廊|屋里|床头)|飞线|电[动瓶]?车进楼`),
		regexp.MustCompile(`(火星子?|火花|火苗|烟头|抽烟|点烟|叼着烟|明火|蜡烛|电焊|焊工|烧纸|孔明灯|炭火|炉子?|蚊香)[^。?]{0,16}(海绵|泡沫|苯板|刨花|纸[板壳箱]|棉|布头|塑料|麦[秸垛]|垛|鞭炮|油坊|膜)|(海绵|泡沫|苯板|刨花|纸[板壳箱]|棉|布头|塑料|麦[秸垛]|秸子|垛)[^。?]{0,16}(火星|火花|烟头|抽烟|点烟|叼着烟|明火|蜡烛|电焊|呲花)`),
		regexp.MustCompile(`(煤气|液化气|天然气|气罐|气瓶|燃气|汽油|酒精|油漆|稀料|油罐|烟花|鞭炮)[^。?]{0,14}(灶|火|烟头|抽烟|炉|电焊|焊|漏|明火|挨着|地下室|楼梯口)|(灶|炉|明火|抽烟|电焊|焊)[^。?]{0,8}(煤气|液化气|气罐|汽油|酒精|油漆|烟花|鞭炮)|漏气|五个液化气`),
	}
	yellow = []*regexp.Regexp{
		regexp.MustCompile(`(灭火[器罐筒瓶]|红[罐箱]子|消[火防][栓箱]|喷[淋头]|烟感|报警器|应急灯|指示灯|水带)[^。?]{0,12}(没|无|缺|过期|失效|空|坏|丢|锁|挡|罩|包着|套|压力|垫|顶着|顶门|不亮|灭|拖把|坛子|书架|人家)|(没有?|缺|连个)[^。?,]{0,4}(灭火|喷[淋头]|消[火防]栓|烟感|喷头)`),
		regexp.MustCompile(`私拉|乱[接拉]|(电线|插[座排板]|插线板|线路|电路|电闸)[^。?]{0,10}(乱|破|焦|黄|黑|裸|缠|老化|露|摞|打火|烫|软|胶布|蜘蛛网|滋)|插[座排][^。?,]{0,4}插[座排]|(多个?|[三四五六七八两]个)[^。?,]{0,3}(电炉|电热毯|电褥子)`),
		regexp.MustCompile(`(楼道|楼梯|通道|走廊|门口|楼梯间|出口)[^。?]{0,12}(堆|放着|摞|码|停满|杂物|纸箱|纸壳|沙发)|(消防|救火)[^。?,]{0,2}(通道|车道|车那个道)[^。?]{0,8}(占|堵|停|挡|霸)|堆(满|的全是|着|杂物)|(楼道|楼梯间?|走廊|单元)[^。?]{0,12}(电动?车|电瓶车?|电驴|电摩)`),
		regexp.MustCompile(`热得快|电炉子?|电热毯|电褥子|加热棒|小太阳`),
		regexp.MustCompile(`油烟|排烟管|烟道`),
	}
	// nobody takes back what would be red: 没人住, 门没锁.
	nobody = regexp.MustCompile(`(没有?人|不|未|没)(住人?|睡|锁|堵|占|封)`)
)

// mostReasons bounds what is shown of the words that led to a grade.
const (
	mostReasons = 3
	mostReason  = 14 // characters of each
)

// Hazard proposes how grave a fire hazard is, red or yellow, with the words
// that say so. Empty: they do not say. That it is green is never proposed: for
// that somebody has to have looked.
func Hazard(text string) (grade string, reasons []string) {
	text = nobody.ReplaceAllString(Normalise(text), "")
	if reasons = said(red, text); len(reasons) > 0 {
		return "red", reasons
	}
	if reasons = said(yellow, text); len(reasons) > 0 {
		return "yellow", reasons
	}
	return "", nil
}

func said(patterns []*regexp.Regexp, text string) (words []string) {
	for _, p := range patterns {
		word := []rune(p.FindString(text))
		word = word[:min(len(word), mostReason)]
		if len(word) > 0 && len(words) < mostReasons && !slices.Contains(words, string(word)) {
			words = append(words, string(word))
		}
	}
	return words
}

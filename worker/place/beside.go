package place

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words that stand beside a place name and tell what it is. Lists are
// longest first where one begins like another.

// kindWords after a stem tell its level.
var kindWords = []struct {
	word  string
	level Level
}{
	{"街道办事处", Township}, {"街道办", Township}, {"街道", Township}, {"办事处", Township}, {"街办", Township},
	{"镇政府", Township}, {"乡政府", Township}, {"镇", Township}, {"乡", Township}, {"派出所", Township},
	{"社区居委会", Village}, {"社区居民委员会", Village}, {"社区", Village}, {"居民委员会", Village}, {"居委会", Village}, {"居委", Village},
	{"村民委员会", Village}, {"村委会", Village}, {"村委", Village}, {"新村", Village}, {"村", Village}, {"大队", Village},
	{"区", County}, {"县", County}, {"市", County},
}

// here after a bare name says that the name is a place one can be at.
var here = []string{
	"轴承市场", "大集", "集上", "集市", "街上", "街里", "这边", "这里", "这儿", "那边", "那里", "那儿", "这一带", "一带", "附近", "境内", "地界", "驻地", "政府",
	"中学", "小学", "中心校", "幼儿园", "卫生院", "医院", "法庭", "供电所", "邮局", "信用社", "农商行", "汽车站", "车站", "高速口", "收费站", "大桥", "水库",
	"北边", "南边", "东边", "西边", "北头", "南头", "东头", "西头", "村头", "路口", "十字路口", "红绿灯", "加油站", "敬老院", "广场", "公园",
}

// at before a bare name says the same.
var at = []string{"在", "到", "去", "回", "住", "位于", "来到", "地点是", "地点", "地址", "地址是", "地址:", "地点:", "位置", "位置:", "位置是", "经过", "路过", "离", "俺", "咱", "我们", "聊城", "聊城市",
	"刚才", "刚刚", "今天", "昨天", "前天", "今早", "昨晚", "今晚", "昨夜", "早上", "上午", "中午", "下午", "晚上", "夜里", "半夜", "凌晨", "最近", "听说"}

// from before or of after a name: where somebody comes from, not where the
// report is about.
var from = []string{"老家", "老家是", "老家在", "户籍", "户籍地", "户口在", "籍贯", "来自", "娘家", "娘家是", "娘家在", "自称是", "自己是", "口音像", "说是"}
var of = []string{"的娘家", "的老家", "的亲戚", "的媳妇", "来的", "过来的", "那边来的", "人口音", "口音", "籍", "牌照", "老乡", "媳妇", "人"}

// speaker before a name: the volunteer's own place, which is where it happened
// unless another is named.
var speaker = []string{"我是", "俺是", "我们是", "俺们是", "本人是", "我家是", "我家在", "俺家在", "我住", "我住在", "俺住", "俺住在", "嫁到"}

// roads after a bare name make it a road's or a bridge's name.
var roads = []string{"路", "大街", "街", "大道", "胡同", "巷", "高速", "湖", "河", "大桥", "桥", "小区", "花园", "公寓", "家园", "佳苑", "嘉园", "苑"}

// goods are sold everywhere under the place's name.
var goods = []string{
	"阿胶", "呱嗒", "驴肉", "熏鸡", "烧鸡", "烧饼", "布袋鸡", "壮馍", "羊汤", "羊肉", "牛肉", "豆腐", "葫芦", "大枣", "西瓜", "香瓜", "蔬菜", "轴承", "哈达", "丸子", "包子", "灌汤包", "托板", "酱菜", "扒鸡", "贡砖", "剪纸", "年画", "大鼓", "柳编", "小吃", "特产", "鸭梨", "小西红柿", "西红柿", "灵芝", "圆铃", "老豆腐", "黑毛驴", "毛驴", "电缆", "狮猫", "蘑菇", "烫面", "济美", "酒喝",
	"集团", "铝业", "铝厂", "电厂", "公司", "股份", "品牌", "牌",
}

// persons after a bare name make it a person's: 张鲁先生 is nobody's township.
var persons = []string{"先生", "女士", "小姐", "太太", "同学", "师傅", "大哥", "大姐", "主播", "寨主", "这小子", "那小子", "这家伙"}

// tails are everyday words that begin with the character a bare name ends
// with: 尹集合 is 集合, 博平时 is 平时, and no place.
var tails = set("集合 集体 集资 集团 集中 集装 集训 集邮 集成 平时 平方 平均 平安 平台 平静 平米 店长 店主 店铺 店面 店员 店家 店庆 镇静 镇定 镇压 镇痛 镇不 镇住 " +
	"城管 城市 城墙 城区 城里 城乡 城堡 庄稼 庄园 庄主 庄家 楼上 楼下 楼梯 楼道 楼层 楼盘 楼房 楼长 屯货 屯了 屯粮 屯点 营业 营养 营地 营销 营救 营收 路过 路上 路边 路人 " +
	"湾仔 河边 河堤 河道 河水 河马 云南 云云 秋裤 秋天 秋千 秋收 秋生 台阶 台球 台风 台湾 台灯 寨主 寨门 园区 园丁 园林 园子 园长 桥上 桥下 桥牌 堂哥 堂弟 堂屋 堂姐 堂妹 堂食 " +
	"府上 鲁迅 鲁莽 奉承 奉劝 奉献 奉陪 唐诗 唐朝 唐装 润滑 水库 水沟 水泵 水泥 水管 水表 善良 善于 善后 村长 村霸 级别 海鲜 口罩 湖边 塔下 镇子 " +
	"屯积 阳光 阳台 阿姨 莘莘 县长 昌盛 东西 东边 清楚 清洁 清早 清理 庙会 铺子 铺面 铺盖 桑叶 炉子 炉灶 垓下 " +
	"陈年 陈旧 陈述 陈设 陈列 屯着 屯兵 屯垦 庄重 庄严 湾区 沃尔 陶瓷 陶器 陶艺 子弟 子女 子孙 官司 官员 官方 镇住 集贸 集结 集合 城东 城西 城南 城北 海边 海参 家长 家人 家里 家属 人民 人家 人员")

// shops make a bare name part of a shop's name, a few characters on.
var shops = []string{
	"饭店", "酒店", "宾馆", "旅馆", "旅社", "超市", "商店", "便利店", "小卖部", "药店", "药房", "大药房", "诊所", "餐馆", "餐厅", "饭馆", "菜馆", "面馆", "酒楼", "茶楼", "茶社", "火锅", "烧烤", "烤鸭", "快餐", "羊汤", "全羊", "大锅", "鱼馆", "地锅", "网吧", "网咖", "浴池", "洗浴", "足疗", "足道", "理发", "美容", "美发", "养生", "棋牌", "麻将馆", "KTV", "ktv", "商行", "门市", "专卖店", "旗舰店", "公司", "集团", "厂家", "烘焙", "蛋糕", "影楼", "驾校", "养殖场", "老店", "总店", "分店",
}

// looseAfter are the characters that cannot stand inside a shop's name: past
// them, a shop word is no longer part of the name before.
const looseAfter = "的在有开了一那这里边上下附近旁头去到,。、;:!?"

// sticky characters before a name make it part of a longer one: 东王庄 and
// 张王庄 are not 王庄. Directions, sizes, surnames, ends of village names.
const sticky = "东西南北前后大小老新中高双三四五六七八九十" +
	"张王李赵刘陈杨黄周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏付方白邹孟熊秦邱江尹薛闫段雷侯史陶黎贺顾毛郝龚邵钱严武戴莫孔汤柳纪洪殷焦尚乔牛左安邢康常段单葛宫耿冀解景寇靳郎蔺蒲庞裴祁曲申沙宋孙田温翁邬肖辛邢燕游俞岳臧翟甄祝卓" +
	"庄屯寨营楼庙铺店堂海洼湾沟坡园寺桥堤"

// placeEnds end village stems of three characters and more that are hardly
// anything but places.
const placeEnds = "庄屯寨营楼庙集铺店堂海洼湾沟坡寺桥堤口府闸窑坊炉"

// generic stems are everyday words; only a named township, county or the
// volunteer's own area makes them places.
var generic = set("和谐 平安 幸福 文明 中心 阳光 团结 新 老 生态 智慧 红旗 创新 示范 城市 农村 建设 振兴 双创 美丽 健康 无毒 绿色 公园 文化 市场 广场 花园 路口 学校 车站 站前 铁路 和平 光明 胜利 民族 时代 明天 友谊 祥和 建国 东风 东方 家园 同福 同创 平原 学门口 向阳 新时代 东升 泰和 久安 太平 岔路口 三岔路口 五岔路 大桥 南关 北关 东关 西关 加油站 徒骇河 马颊河 黄河 运河")

// doors end stems that are gates and crossings anywhere: 东门口 is a village of
// 北馆陶 and the east gate of every compound.
var doors = []string{"门口", "路口", "街口"}

// common township stems are everyday words, other cities' places or companies;
// bare they count only beside their county or before a public place.
var common = set("张寨 大布 李台 新区 东城 北城 新城 振兴 信发 古城 大桥 安乐 清水 西湖 康庄 柳林 店子 先锋路 青年路 新华路 人和 汇鑫 崇文 七级 定水 石佛 古楼 湖西 清泉 凤凰 樱桃园 柿子园 鱼山 大张家 狮子楼 柳园 广平 清平 松林 杨屯 徐庄 魏庄 潘庄 辛集 万善 郑家")

// elsewhere are provinces and cities around; a name right behind one is there.
var elsewhere = strings.Fields("北京 上海 天津 重庆 河北 河南 山西 江苏 安徽 浙江 广东 福建 东北 辽宁 吉林 黑龙江 陕西 湖北 湖南 四川 云南 贵州 广西 新疆 内蒙古 " +
	"济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 滨州 菏泽 邯郸 邢台 石家庄 衡水 濮阳 安阳 郑州 新乡 鹤壁 商丘 " +
	"平阴 东平 梁山 齐河 禹城 夏津 馆陶 临西 清河 大名 南乐 范县 台前 郓城 肥城 长清 武城 平原")

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

func startsWith(text string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

func endsWith(text string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}

// endsElsewhere is true where the name's last character begins another word.
func endsElsewhere(name, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(name)
	_, size := utf8.DecodeRuneInString(after)
	return size > 0 && tails[string(last)+after[:size]]
}

// namesRoad is true for 路, 东路, 中路 and the like right behind a name.
func namesRoad(after string) bool {
	if r, size := utf8.DecodeRuneInString(after); strings.ContainsRune("东西南北中", r) && startsWith(after[size:], []string{"路", "街", "大街", "大道"}) {
		return true
	}
	return startsWith(after, roads)
}

// namesShop is true when the next few characters end in a shop word without
// anything between that could not be part of the shop's name.
func namesShop(after string) bool {
	if startsWith(after, goods) {
		return true
	}
	for range 6 {
		if startsWith(after, shops) {
			return true
		}
		r, size := utf8.DecodeRuneInString(after)
		if size == 0 || strings.ContainsRune(looseAfter, r) || !unicode.IsLetter(r) {
			return false
		}
		after = after[size:]
	}
	return false
}

package classify

import "regexp"

// Money that is on its way can be stopped for minutes only, so words decide
// here, and a false alarm costs a desk five minutes: that something is going on
// now, and that it is about money or what lets money go.
var (
	moneyNow   = regexp.MustCompile(`正在|正给|正跟|正趴|刚刚|刚才|刚[转刷付打扫给汇]|才.{0,3}分钟|分钟前|马上|现在|这会|还在|还让|还要[再转交]|非要|非得|拦不住|拦住|快[点联拦]|下午.{0,4}[点前要来]|已经[去往出在走下]|今天(截止|最后)|在跳|排[队号]|念了|快到了|等着收|出门`)
	moneyMoves = regexp.MustCompile(`转账|转钱|转[了过走给第]|[转汇打付交划扣]了?.{0,4}[一二两三四五六七八九十百千万\d]+[千万块元]?|汇款|汇[关给]|打款|打钱|打过去|付款|货款|验证码|密码|六位数|银行|信用社|农商行|邮储|柜[台员面]|网点|ATM|atm|柜员机|取现|取[了钱出]|存折|屏幕|远程|录屏|充值卡|金条|黄金|专员|保证金|手续费|刷脸|刷的脸|指纹|会议软件|视频会议|安全账户|借呗|贷款`)
	moneyOver  = regexp.MustCompile(`去年|前年|上个?月|上礼拜|上周|前天|昨[天晚]|那天|没[转付汇给交]|没上当|挂了|删了|讲座|备案|以后|打那以后|统计|差一点`)
)

// MoneyMoving says whether a stop-payment may still catch the money of a fraud.
// category is what the report was decided to be, found the urgency that
// Classify read in its text.
func MoneyMoving(category string, found Urgency, text string) bool {
	if category != codeFraud {
		return false
	}
	text = Normalise(text)
	now, moves, over := moneyNow.MatchString(text), moneyMoves.MatchString(text), moneyOver.MatchString(text)
	switch found {
	case Emergency, Urgent:
		return now || moves
	}
	return now && moves && !over
}

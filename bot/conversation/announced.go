package conversation

import (
	"strings"
	"unicode"

	"secondbrother/storage/payload"
)

// What people say who only say that they are about to report, or that they are
// there. Nothing in it can be judged, and nobody who says it may be told that
// they are not answered here.
var (
	announcing = []struct {
		word string
		kind payload.Kind // "" where it may be any
	}{
		{"举报", payload.Tip}, {"线索", payload.Tip}, {"检举", payload.Tip},
		{"纠纷", payload.Dispute}, {"调解", payload.Dispute}, {"评评理", payload.Dispute}, {"矛盾", payload.Dispute},
		{"求助", payload.Assist}, {"帮帮忙", payload.Assist}, {"帮忙", payload.Assist}, {"帮帮", payload.Assist}, {"帮助", payload.Assist},
		{"反映", ""}, {"反应", ""}, {"上报", ""}, {"汇报", ""}, {"报告", ""}, {"投诉", ""},
		{"事情", ""}, {"事儿", ""}, {"事", ""}, {"情况", ""}, {"问题", ""},
		{"report", ""}, {"tip", payload.Tip}, {"dispute", payload.Dispute},
	}
	greeting = []string{"有人在吗", "有人吗", "在不在", "在吗", "在么", "你好", "您好", "二哥", "喂", "hello", "hi"}
	filler   = []string{
		"跟你", "跟您", "给你", "给您", "向你", "向您", "找你", "找您", "请问", "警官", "警察", "民警", "同志", "师傅", "一下", "一个", "一件", "一点", "提供",
		"我们", "俺们", "咱们", "你们", "我", "俺", "咱", "你", "您", "想", "要", "有", "个", "件", "点", "些", "说说", "说", "请", "给", "呢", "啊", "呀", "哈", "了", "吧", "这里", "这边", "来",
		"iwantto", "iwouldliketo", "ihave", "something", "a",
	}
)

// mostAnnounced is a bound in characters: who says more has begun to tell.
const mostAnnounced = 24

// announced says of which kind somebody is about to report who has said no more
// than that; kind is "" where that was not said, and ok is false where there is
// more in the text, or less.
func announced(text string) (kind payload.Kind, ok bool) {
	rest, ok := lettersOf(text)
	if !ok {
		return "", false
	}
	said := false
	for rest != "" {
		if i := hasWord(rest); i >= 0 {
			said, rest = true, rest[len(announcing[i].word):]
			if kind == "" {
				kind = announcing[i].kind
			}
			continue
		}
		cut := withoutOne(withoutOne(rest, greeting), filler)
		if cut == rest {
			return "", false
		}
		rest = cut
	}
	return kind, said
}

// greets says whether somebody has only said hello.
func greets(text string) bool {
	rest, ok := lettersOf(text)
	for ok && rest != "" {
		cut := withoutOne(rest, greeting)
		if cut == rest {
			return false
		}
		rest = cut
	}
	return ok
}

// lettersOf leaves out everything but letters and digits; ok is false where
// none are left or too many.
func lettersOf(text string) (letters string, ok bool) {
	letters = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
	n := len([]rune(letters))
	return letters, n > 0 && n <= mostAnnounced
}

func hasWord(text string) int {
	for i, a := range announcing {
		if strings.HasPrefix(text, a.word) {
			return i
		}
	}
	return -1
}

func withoutOne(text string, words []string) string {
	for _, w := range words {
		if rest, found := strings.CutPrefix(text, w); found {
			return rest
		}
	}
	return text
}

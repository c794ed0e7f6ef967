package conversation

import (
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

const (
	peopleLimit = 10_000
	yuanLimit   = 1_000_000_000
)

func (s *step) numbers(action string, from, to int) []Button {
	var buttons []Button
	for n := from; n <= to; n++ {
		buttons = append(buttons, s.choice(strconv.Itoa(n), action+"."+strconv.Itoa(n)))
	}
	return buttons
}

func askParties(s *step) question {
	return question{text: s.t("parties.ask"), rows: grid(s.numbers("n", 2, 6), 5)}
}

func pressParties(s *step, b pressedButton) bool {
	n, ok := b.number(0)
	if b.action != "n" || !ok || n < 2 || n > peopleLimit {
		return false
	}
	s.mediation().Parties = n
	s.onward()
	return true
}

func tellParties(s *step, text string) {
	n, ok := readNumber(text)
	if !ok || n < 2 || n > peopleLimit {
		s.show(s.t("parties.again"))
		return
	}
	s.mediation().Parties = int(n)
	s.onward()
}

// askAgreement asks a volunteer how an agreement was made; for officers the
// outcome says it.
func askAgreement(s *step) question {
	return question{text: s.t("agreement.ask"), rows: [][]Button{row(s.option("agreement.oral", "oral"), s.option("agreement.written", "written"))}}
}

func pressAgreement(s *step, b pressedButton) bool {
	m := s.mediation()
	switch b.action {
	case "oral":
		m.Outcome, m.Agreement = payload.OutcomeSettledOral, "oral"
	case "written":
		m.Outcome, m.Agreement = payload.OutcomeSettledWritten, "written"
	default:
		return false
	}
	s.onward()
	return true
}

func askAmount(s *step) question {
	rows := [][]Button{row(s.option("amount.none", "yuan.0"))}
	var buttons []Button
	for _, n := range []int64{500, 1000, 5000, 10000} {
		buttons = append(buttons, s.choice(s.plain("amount.yuan", "n", thousands(n)), "yuan."+strconv.FormatInt(n, 10)))
	}
	return question{text: s.t("amount.ask"), rows: append(rows, grid(buttons, 2)...)}
}

func pressAmount(s *step, b pressedButton) bool {
	n, ok := b.number(0)
	if b.action != "yuan" || !ok || n > yuanLimit {
		return false
	}
	s.amount(int64(n))
	return true
}

func tellAmount(s *step, text string) {
	n, ok := readNumber(text)
	if !ok || n > yuanLimit {
		s.show(s.t("amount.again"))
		return
	}
	s.amount(n)
}

func skipAmount(s *step) { s.amount(0) }

func (s *step) amount(n int64) {
	m := s.mediation()
	m.Yuan = n
	if n == 0 {
		m.Performance = ""
	}
	s.onward()
}

var performances = []string{"done", "part", "not_yet", "not_due"}

func askPerformance(s *step) question {
	var buttons []Button
	for _, p := range performances {
		buttons = append(buttons, s.option("performance."+p, "performance."+p))
	}
	return question{text: s.t("performance.ask"), rows: grid(buttons, 2)}
}

func pressPerformance(s *step, b pressedButton) bool {
	for _, p := range performances {
		if b.action == "performance" && b.arg(0) == p {
			s.mediation().Performance = p
			s.onward()
			return true
		}
	}
	return false
}

func skipPerformance(s *step) {
	s.mediation().Performance = ""
	s.onward()
}

func askPeople(s *step) question {
	return question{text: s.t("people.ask"), rows: grid(s.numbers("n", 1, 5), 5)}
}

func pressPeople(s *step, b pressedButton) bool {
	n, ok := b.number(0)
	if b.action != "n" || !ok || n < 1 || n > peopleLimit {
		return false
	}
	s.helped().People = n
	s.onward()
	return true
}

func tellPeople(s *step, text string) {
	n, ok := readNumber(text)
	if !ok || n < 1 || n > peopleLimit {
		s.show(s.t("people.again"))
		return
	}
	s.helped().People = int(n)
	s.onward()
}

// readNumber reads a whole number as people type it: "1,200", "３人", "5000元",
// "1.2万", "三千五百".
func readNumber(text string) (int64, bool) {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return '0' + r - '０'
		case r == ',' || r == '，' || r == ' ':
			return -1
		}
		return r
	}, strings.TrimSpace(text))
	for _, unit := range []string{"元", "块钱", "块", "人", "个", "位", "名", "yuan", "people"} {
		text = strings.TrimSuffix(text, unit)
	}
	if n, ok := readChineseNumber(text); ok {
		return n, true
	}
	times := 1.0
	if cut, ok := strings.CutSuffix(text, "万"); ok {
		text, times = cut, 10_000
	}
	if len(text) == 0 || len(text) > 12 || strings.Trim(text, "0123456789.") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f < 0 {
		return 0, false
	}
	return int64(f*times + 0.5), true
}

// readChineseNumber reads numbers written in Chinese up to 亿: 二十, 三千五百, 一万二千.
// A short form without its last unit (三千五) is left to be asked again.
func readChineseNumber(text string) (int64, bool) {
	if text == "" || len(text) > 60 {
		return 0, false
	}
	digits := map[rune]int64{'零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	units := map[rune]int64{'十': 10, '百': 100, '千': 1000}
	var total, section, digit int64
	var previous rune
	for _, r := range text {
		if d, ok := digits[r]; ok {
			if _, also := digits[previous]; also && previous != '零' {
				return 0, false
			}
			digit = d
		} else if u, ok := units[r]; ok {
			if digit == 0 && r == '十' && section == 0 {
				digit = 1
			}
			section, digit = section+digit*u, 0
		} else if r == '万' || r == '亿' {
			big := int64(10_000)
			if r == '亿' {
				big = 100_000_000
			}
			total, section, digit = total+(section+digit)*big, 0, 0
		} else {
			return 0, false
		}
		previous = r
	}
	last := []rune(text)
	if n := len(last); n > 1 && digit > 0 && last[n-2] != '零' && last[n-2] != '十' {
		return 0, false
	}
	return total + section + digit, true
}

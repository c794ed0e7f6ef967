package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Words that stand for hours. Night is when the programme's volunteers and
// police patrol together.
const (
	Day   = "08:00-20:00"
	Night = "20:00-02:00"
)

// SyntaxError says what of a pattern cannot be read, in Chinese and in English.
type SyntaxError struct{ ZH, EN string }

func (e *SyntaxError) Error() string { return e.ZH + " · " + e.EN }

func wrong(zh, en string, args ...any) error {
	return &SyntaxError{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// Parse reads a pattern; package roster documents its words. Empty text gives
// the zero Week. The error is a *SyntaxError.
func Parse(text string) (Week, error) {
	text = plain(text)
	switch text {
	case "":
		return Week{}, nil
	case "always", "on":
		return week([]span{{0, minutesAWeek}}), nil
	case "off":
		return week(nil), nil
	}
	var all []span
	for entry := range strings.SplitSeq(text, ",") {
		spans, err := parseEntry(strings.TrimSpace(entry))
		if err != nil {
			return Week{}, err
		}
		all = append(all, spans...)
	}
	return week(all), nil
}

// chinese is how the words are written in Chinese, and signs of full width.
var chinese = strings.NewReplacer(
	"，", ",", "；", ",", ";", ",", "、", "/", "：", ":", "－", "-", "–", "-", "—", "-", "~", "-", "～", "-", "至", "-", "到", "-",
	"星期一", "mon", "星期二", "tue", "星期三", "wed", "星期四", "thu", "星期五", "fri", "星期六", "sat", "星期日", "sun", "星期天", "sun",
	"周一", "mon", "周二", "tue", "周三", "wed", "周四", "thu", "周五", "fri", "周六", "sat", "周日", "sun", "周天", "sun",
	"每天", "daily", "白班", "day", "夜班", "night", "夜巡", "night", "全天", "always", "不值班", "off",
)

var (
	besideHyphen = regexp.MustCompile(`\s*-\s*`)
	dayThenHour  = regexp.MustCompile(`([a-z])(\d)`)
)

func plain(text string) string {
	text = chinese.Replace(strings.ToLower(strings.TrimSpace(text)))
	text = besideHyphen.ReplaceAllString(text, "-")
	return dayThenHour.ReplaceAllString(text, "$1 $2")
}

// parseEntry reads "[days] hours".
func parseEntry(entry string) ([]span, error) {
	words := strings.Fields(entry)
	days := []int{0, 1, 2, 3, 4, 5, 6}
	switch len(words) {
	case 1:
	case 2:
		var err error
		if days, err = parseDays(words[0]); err != nil {
			return nil, err
		}
	default:
		return nil, wrong("%q 应写成“日子 钟点”，如 Mon-Fri 08:30-17:30", "%q is not “days hours”, like Mon-Fri 08:30-17:30", entry)
	}
	from, to, err := parseClock(words[len(words)-1])
	if err != nil {
		return nil, err
	}
	out := make([]span, len(days))
	for i, day := range days {
		out[i] = span{day*minutesADay + from, day*minutesADay + to}
	}
	return out, nil
}

var dayNames = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// parseDays reads days as their distance from Monday.
func parseDays(text string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(text, "/") {
		if part == "daily" {
			out = append(out, 0, 1, 2, 3, 4, 5, 6)
			continue
		}
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, to := slices.Index(dayNames, first), slices.Index(dayNames, last)
		if from < 0 || to < 0 {
			return nil, wrong("不认识日子 %q，请用 Mon Tue Wed Thu Fri Sat Sun 或周一到周日", "no such days %q; use Mon Tue Wed Thu Fri Sat Sun", part)
		}
		for day := from; ; day = (day + 1) % 7 {
			out = append(out, day)
			if day == to {
				break
			}
		}
	}
	return out, nil
}

// parseClock reads hours as minutes from midnight; to lies beyond midnight when
// the hours do.
func parseClock(text string) (from, to int, err error) {
	switch text {
	case "always":
		return 0, minutesADay, nil
	case "day":
		text = Day
	case "night":
		text = Night
	}
	begin, end, ok := strings.Cut(text, "-")
	from, okFrom := parseMinute(begin)
	to, okTo := parseMinute(end)
	switch {
	case !ok || !okFrom || !okTo || from == minutesADay:
		return 0, 0, wrong("钟点 %q 不对，应如 08:30-17:30、day 或 night", "the hours %q are none; write 08:30-17:30, day or night", text)
	case from == to:
		return 0, 0, wrong("%q 从何时到何时？全天写 00:00-24:00", "%q begins when it ends; a whole day is 00:00-24:00", text)
	case to < from:
		to += minutesADay
	}
	return from, to, nil
}

func parseMinute(text string) (int, bool) {
	h, m, ok := strings.Cut(text, ":")
	hour, errHour := strconv.ParseUint(h, 10, 8)
	minute, errMinute := strconv.ParseUint(m, 10, 8)
	if !ok || errHour != nil || errMinute != nil || len(m) != 2 || hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, false
	}
	return int(hour*60 + minute), true
}

// Clock reads the hours of one day, like 20:00-02:00, as the time from that
// day's midnight. The error is a *SyntaxError.
func Clock(text string) (from, to time.Duration, err error) {
	begin, end, err := parseClock(plain(text))
	return time.Duration(begin) * time.Minute, time.Duration(end) * time.Minute, err
}

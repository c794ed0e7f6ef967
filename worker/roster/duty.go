package roster

import (
	"errors"
	"io"
	"strings"
	"time"

	"secondbrother/worker/hours"
)

// ReadDuty reads duty.csv: date,badge,duty,from,to, and unit where a badge
// stands in several. duty is on or off; without from and to it is the whole day;
// a to before from lies on the next day. The error is Problems.
func ReadDuty(r io.Reader, find FindBadge) ([]Shift, error) {
	var problems Problems
	var shifts []Shift
	for _, row := range readTable(r, []string{"date", "badge", "duty"}, []string{"unit", "from", "to"}, &problems) {
		s := Shift{Line: row.line, Day: row.get("date"), Person: findOne(row, find, &problems)}
		switch strings.ToLower(row.get("duty")) {
		case "on":
			s.On = true
		case "off":
		default:
			problems.add(s.Line, "duty 应为 on 或 off，不是 %q", "duty is on or off, not %q", row.get("duty"))
		}
		if !s.times(row.get("from"), row.get("to"), &problems) {
			continue
		}
		if other := overlapping(shifts, s); other > 0 && s.Person != 0 {
			problems.add(s.Line, "和第 %d 行是同一个人、同一段时间", "the same person at the same time as line %d", other)
		}
		shifts = append(shifts, s)
	}
	if len(shifts) == 0 && len(problems) == 0 {
		problems.add(1, "表里没有排班", "the file has no shifts")
	}
	return shifts, problems.orNil()
}

// times reads when a shift is; false when it cannot be told.
func (s *Shift) times(from, to string, problems *Problems) bool {
	midnight, err := time.ParseInLocation(time.DateOnly, s.Day, hours.Shanghai)
	if err != nil {
		problems.add(s.Line, "日期 %q 不对，应如 2026-10-01", "the date %q is none; write 2026-10-01", s.Day)
		return false
	}
	if from == "" && to == "" {
		from, to = "00:00", "24:00"
	}
	begin, end, err := hours.Clock(from + "-" + to)
	var syntax *hours.SyntaxError
	if errors.As(err, &syntax) {
		problems.add(s.Line, "%[1]s", "%[2]s", syntax.ZH, syntax.EN)
		return false
	}
	s.Starts, s.Ends = midnight.Add(begin).UTC(), midnight.Add(end).UTC()
	return true
}

func overlapping(shifts []Shift, s Shift) (line int) {
	for _, other := range shifts {
		if other.Person == s.Person && other.Starts.Before(s.Ends) && s.Starts.Before(other.Ends) {
			return other.Line
		}
	}
	return 0
}

// findOne is the person of a line's badge; 0 with a problem where that is not
// one.
func findOne(row row, find FindBadge, problems *Problems) int64 {
	unit, badge := row.get("unit"), row.get("badge")
	switch found := find(unit, badge); {
	case badge == "":
		problems.add(row.line, "没有写编号（badge）", "the badge is missing")
	case len(found) == 0:
		problems.add(row.line, "花名册里没有编号 %s", "the roster has no badge %s", badge)
	case len(found) > 1:
		problems.add(row.line, "编号 %s 有 %d 个人，请加一列 unit 写单位", "%[2]d people have the badge %[1]s: add a column unit", badge, len(found))
	default:
		return found[0]
	}
	return 0
}

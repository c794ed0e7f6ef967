package conversation

import (
	"time"

	"secondbrother/bot/locale"
)

// clock is a time of day with its date, Asia/Shanghai.
func (s *step) clock(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	if s.language == locale.English {
		return t.In(s.zone()).Format("2 Jan 15:04")
	}
	return t.In(s.zone()).Format("1月2日 15:04")
}

func (s *step) zone() *time.Location {
	if s.r.Zone == nil {
		return shanghai
	}
	return s.r.Zone
}

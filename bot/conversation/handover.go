package conversation

import (
	"strings"

	"secondbrother/storage/payload"
)

// handover sums up what lies open when somebody goes off duty.
func (s *step) handover(h *payload.Handover) {
	head := s.t("handover.yours")
	if !h.You {
		head = s.t("handover.other", "who", h.Who)
	}
	text := joined("\n", head, s.t("handover.sums", "mine", h.MineTotal, "waiting", h.WaitingTotal, "overdue", h.OverdueTotal))
	text = paragraphs(text,
		s.handoverPart("handover.mine", h.Mine, h.MineTotal),
		s.handoverPart("handover.waiting", h.Waiting, h.WaitingTotal),
		s.handoverPart("handover.others", h.Others, 0))
	s.replies = append(s.replies, Reply{
		Text: text, Protect: true, Silent: h.You, Priority: payload.PriorityRoutine,
		Buttons: [][]Button{row(s.lasting("cases.scope_mine", familyQuery, "cases", "mine", "0"), s.lasting("cases.scope_station", familyQuery, "cases", "station", "0"))},
	})
}

func (s *step) handoverPart(key string, cases []payload.CaseLine, total int) string {
	if len(cases) == 0 {
		return ""
	}
	lines := []string{s.t(key)}
	for _, c := range cases[:min(len(cases), payload.PageSize)] {
		line := "handover.line"
		if c.Overdue {
			line = "handover.line_overdue"
		}
		lines = append(lines, s.t(line, "case", c.Case.String(), "urgency", s.plain("urgency."+string(c.Urgency)),
			"category", s.categoryName(c.Category), "place", brief(c.Place, 30)))
	}
	if more := total - len(cases); more > 0 {
		lines = append(lines, s.t("handover.more", "n", more))
	}
	return strings.Join(lines, "\n")
}

package conversation

import "secondbrother/storage/payload"

// rest answers when nothing is going on: what there is to say, and what can be
// begun.
func (s *step) rest(notices ...string) {
	text := paragraphs(notices...)
	if text == "" {
		text = s.t("menu.ask")
	}
	s.close(text, s.menu()...)
}

func (s *step) beginButtons() [][]Button {
	return [][]Button{row(
		s.lasting("kind.tip", familyMenu, string(payload.Tip)),
		s.lasting("kind.dispute", familyMenu, string(payload.Dispute)),
	), row(
		s.lasting("kind.assist", familyMenu, string(payload.Assist)),
		s.lasting("menu.mine", familyMenu, "mine"),
	)}
}

// menu is what the person can begin with a tap.
func (s *step) menu() [][]Button {
	if !s.mayFile() {
		return nil
	}
	var rows [][]Button
	if s.p.Role.Staff() {
		rows = append(rows, row(
			s.lasting("menu.cases", familyQuery, "cases", "mine", "0"),
			s.lasting("menu.duty", familyMenu, "duty"),
		))
	}
	if s.p.Role == payload.RoleCoordinator {
		rows = append(rows, row(
			s.lasting("menu.triage", familyQuery, "triage", "0"),
			s.lasting("menu.monthly", familyMenu, "monthly"),
		))
	}
	if !s.p.Role.Staff() {
		rows = append(rows, s.beginButtons()...)
	}
	return rows
}

func (s *step) pressedMenu(b pressedButton) bool {
	switch b.action {
	case string(payload.Tip), string(payload.Dispute), string(payload.Assist):
		s.file(payload.Kind(b.action), "")
	case "mine":
		s.mine(0)
	case "duty":
		s.duty("")
	case "monthly":
		s.monthly("")
	default:
		return false
	}
	return true
}

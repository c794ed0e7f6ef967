package conversation

import (
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

// guessed lists what the machine thinks of a case in triage, with the words
// that spoke for it, and a button for each that sorts the case at one tap.
func (s *step) guessed(c *payload.Card) (text string, rows [][]Button) {
	if s.p.Role != payload.RoleCoordinator || len(c.Guesses) == 0 {
		return "", nil
	}
	lines := []string{s.t("guess.head")}
	for _, g := range c.Guesses {
		name := joined(" · ", s.guessedCategory(g), g.Place)
		if len(g.Words) > 0 {
			lines = append(lines, s.t("guess.line", "guess", name, "words", brief(strings.Join(g.Words, s.plain("list.comma")), 40)))
		} else {
			lines = append(lines, s.t("guess.bare", "guess", name))
		}
		area := g.Area
		if area == "" {
			area = "0"
		}
		b := Button{Text: brief("✓ "+name, 40), Data: strings.Join([]string{familyGuess, string(c.Case), strconv.Itoa(c.Version), area, g.Category}, ".")}
		if len(b.Data) <= dataLimit {
			rows = append(rows, row(b))
		}
	}
	return strings.Join(lines, "\n"), rows
}

func (s *step) guessedCategory(g payload.Guess) string {
	if g.Category == "" {
		return ""
	}
	return s.categoryName(g.Category)
}

// pressedGuess sorts a case as the machine guessed; readButton took the receipt
// for the action.
func (s *step) pressedGuess(b pressedButton) bool {
	receipt, err := payload.ParseReceipt(b.action)
	version, counted := b.number(0)
	area, category := b.arg(1), b.code(2)
	if area == "0" {
		area = ""
	}
	if _, known := s.r.category(category); category != "" && !known {
		return false
	}
	if err != nil || !counted || s.p.Role != payload.RoleCoordinator || area == "" && category == "" {
		return false
	}
	s.toast = s.plain("toast.received")
	s.act(payload.Action{Verb: payload.VerbSort, Case: receipt, Version: version, Category: category, Area: area})
	return true
}

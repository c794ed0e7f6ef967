package conversation

import (
	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

func askKind(s *step) question {
	return question{text: s.t("kind.ask"), rows: grid([]Button{
		s.option("kind.tip", string(payload.Tip)),
		s.option("kind.dispute", string(payload.Dispute)),
		s.option("kind.assist", string(payload.Assist)),
	}, 1)}
}

func pressKind(s *step, b pressedButton) bool {
	d := s.p.Draft
	kind := payload.Kind(b.action)
	if !kind.Valid() {
		return false
	}
	if d.Kind != kind {
		d.Kind, d.Category, d.Chosen = kind, "", false
		d.unmark(screenCategory)
		if d.Record {
			s.unrecord()
		}
	}
	d.mark(screenKind)
	if len(d.Notes) > 0 {
		s.weigh()
	}
	s.proceed()
	return true
}

// askCategory lists the kind's categories; the one proposed stands first.
func askCategory(s *step) question {
	d := s.p.Draft
	var buttons []Button
	for _, c := range s.r.ofKind(d.Kind) {
		text := s.categoryName(c.Code)
		if c.Code == d.Category {
			text = "✓ " + text
		}
		buttons = append(buttons, s.choice(text, "category."+c.Code))
	}
	key := "category.ask"
	if d.Record {
		key = "category.record"
	} else {
		buttons = append(buttons, s.option("category.undecided", "category"))
	}
	return question{text: s.t(key), rows: grid(buttons, 2)}
}

func pressCategory(s *step, b pressedButton) bool {
	d := s.p.Draft
	if b.action != "category" {
		return false
	}
	code := b.code(0)
	if code == "" && !d.Record {
		d.Category, d.Chosen = "", true
	} else {
		c, ok := s.r.category(code)
		if !ok || c.Kind != d.Kind {
			return false
		}
		d.Category, d.Chosen = code, true
	}
	d.mark(screenCategory)
	s.proceed()
	return true
}

// code puts together a taxonomy code, which has a dot of its own.
func (b pressedButton) code(i int) string {
	if i+1 < len(b.args) {
		return b.args[i] + "." + b.args[i+1]
	}
	return b.arg(i)
}

// categoryName is a category in the person's language.
func (s *step) categoryName(code string) string { return s.categoryIn(s.language, code) }

func (s *step) categoryIn(language, code string) string {
	c, ok := s.r.category(code)
	switch {
	case !ok:
		return s.r.Texts.Plain(language, "category.none")
	case language == locale.English:
		return c.EN
	}
	return c.ZH
}

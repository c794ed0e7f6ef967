package person

import (
	"fmt"
	"strings"

	"secondbrother/scripts/sandbox/view"
)

// Transcript writes the last messages of a chat (all with n < 1) as text that a
// reviewer can read: one line or more a message, its buttons in brackets, then
// the toasts, then the reply keyboard. It holds no ids and no times, so that
// equal conversations have equal transcripts.
func Transcript(s view.State, n int) string {
	messages := s.Messages
	if n > 0 && len(messages) > n {
		messages = messages[len(messages)-n:]
	}
	var b strings.Builder
	for _, m := range messages {
		who := m.From
		if m.FromBot {
			who = "bot"
		}
		fmt.Fprintf(&b, "%s: %s\n", who, strings.Join(parts(m), " "))
		for _, row := range m.Keyboard {
			b.WriteString("   ")
			for _, button := range row {
				fmt.Fprintf(&b, " [%s]", button.Text)
			}
			b.WriteString("\n")
		}
	}
	for _, t := range s.Toasts {
		fmt.Fprintf(&b, "  (toast) %s\n", t.Text)
	}
	if k := s.ReplyKeyboard; k != nil {
		b.WriteString("  (keyboard)")
		for _, row := range k.Rows {
			for _, button := range row {
				fmt.Fprintf(&b, " [%s]", button.Text)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func parts(m view.Message) []string {
	var all []string
	add := func(is bool, format string, args ...any) {
		if is {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	add(m.Forwarded != "", "(forwarded from %s)", m.Forwarded)
	add(m.Photo != nil, "(photo)")
	add(m.Album != "", "(album)")
	if m.Voice != nil {
		add(true, "(voice %d s)", m.Voice.Duration)
	}
	if m.Document != nil {
		add(true, "(file %s, %d bytes)", m.Document.Name, m.Document.Size)
	}
	add(m.Sticker != "", "(sticker %s)", m.Sticker)
	if m.Location != nil {
		add(true, "(position %.5f, %.5f)", m.Location.Latitude, m.Location.Longitude)
	}
	add(m.Contact != nil, "(contact)")
	add(m.Service != "", "(%s)", m.Service)
	add(m.Text != "", "%s", strings.ReplaceAll(m.Text, "\n", "\n     "))
	add(m.Edited, "(edited)")
	return all
}

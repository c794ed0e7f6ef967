package botapi

import (
	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/view"
)

// press is a button press that waits for its answer.
type press struct {
	chat      *chat
	messageID int
	at        int64 // Unix milliseconds
}

const maxToast = 200 // characters

func (s *Server) answerCallbackQuery(p params) (any, error) {
	id := p.str("callback_query_id")
	waiting, ok := s.presses[id]
	if !ok || s.now().UnixMilli()-waiting.at > s.opts.PressExpiry.Milliseconds() {
		delete(s.presses, id)
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	text := markup.Clean(p.str("text"))
	if markup.Units(text) > maxToast {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	alert, err := p.boolean("show_alert")
	if err != nil {
		return nil, err
	}
	if _, err := p.integer("cache_time"); err != nil {
		return nil, err
	}
	link := p.str("url")
	if link != "" {
		if link, err = markup.CheckURL(link); err != nil {
			return nil, badRequest("URL_INVALID")
		}
	}
	delete(s.presses, id)
	c := waiting.chat
	version := s.touch(c)
	if text != "" || link != "" {
		c.Toasts = append(c.Toasts, view.Toast{ID: len(c.Toasts) + 1, Version: version, MessageID: waiting.messageID,
			Text: text, Alert: alert, URL: link})
	}
	return true, nil
}

package botapi

import (
	"reflect"

	"secondbrother/scripts/sandbox/telegram"
)

// editable finds the message an edit method names.
func (s *Server) editable(p params) (*chat, *entry, replyMarkup, error) {
	if p.str("inline_message_id") != "" {
		return nil, nil, replyMarkup{}, badRequest("inline messages are not supported by this sandbox")
	}
	c, err := s.target(p)
	if err != nil {
		return nil, nil, replyMarkup{}, err
	}
	id, err := p.integer("message_id")
	if err != nil {
		return nil, nil, replyMarkup{}, err
	}
	if id == 0 {
		return nil, nil, replyMarkup{}, badRequest("message identifier is not specified")
	}
	e := c.find(id)
	if e == nil {
		return nil, nil, replyMarkup{}, badRequest("message to edit not found")
	}
	if !e.ByBot || e.Keyboard {
		return nil, nil, replyMarkup{}, badRequest("message can't be edited")
	}
	m, err := parseReplyMarkup(p)
	if err == nil && (m.reply != nil || m.remove || m.force) {
		err = badRequest("inline keyboard expected")
	}
	return c, e, m, err
}

// change applies an edit unless it changes nothing.
func (s *Server) change(c *chat, e *entry, edited telegram.Message) (any, error) {
	if reflect.DeepEqual(e.Message, edited) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	if err := s.limits.admit(s.now(), c, 1, true); err != nil {
		return nil, err
	}
	contentChanged := edited.Text != e.Text || edited.Caption != e.Caption ||
		!reflect.DeepEqual(edited.Entities, e.Entities) || !reflect.DeepEqual(edited.CaptionEnts, e.CaptionEnts)
	if contentChanged {
		edited.EditDate = s.now().Unix()
	}
	e.Message = edited
	e.Changed = s.touch(c)
	return e.Message, nil
}

func (s *Server) editMessageText(p params) (any, error) {
	c, e, m, err := s.editable(p)
	if err != nil {
		return nil, err
	}
	text, entities, err := messageText(p, "MESSAGE_TOO_LONG")
	if err != nil {
		return nil, err
	}
	if e.Text == "" {
		return nil, badRequest("there is no text in the message to edit")
	}
	edited := e.Message
	edited.Text, edited.Entities, edited.InlineKeyboard = text, entities, m.inline
	return s.change(c, e, edited)
}

func (s *Server) editMessageCaption(p params) (any, error) {
	c, e, m, err := s.editable(p)
	if err != nil {
		return nil, err
	}
	text, entities, err := caption(p.str("caption"), p.str("parse_mode"), p.str("caption_entities"))
	if err != nil {
		return nil, err
	}
	if e.Photo == nil && e.Document == nil && e.Voice == nil {
		return nil, badRequest("there is no caption in the message to edit")
	}
	edited := e.Message
	edited.Caption, edited.CaptionEnts, edited.InlineKeyboard = text, entities, m.inline
	if edited.CaptionAbove, err = p.boolean("show_caption_above_media"); err != nil {
		return nil, err
	}
	return s.change(c, e, edited)
}

func (s *Server) editMessageReplyMarkup(p params) (any, error) {
	c, e, m, err := s.editable(p)
	if err != nil {
		return nil, err
	}
	edited := e.Message
	edited.InlineKeyboard = m.inline
	return s.change(c, e, edited)
}

func (s *Server) deleteMessage(p params) (any, error) {
	c, err := s.target(p)
	if err != nil {
		return nil, err
	}
	id, err := p.integer("message_id")
	if err != nil {
		return nil, err
	}
	if id == 0 {
		return nil, badRequest("message identifier is not specified")
	}
	e := c.find(id)
	if e == nil {
		return nil, badRequest("message to delete not found")
	}
	const twoDays = 48 * 60 * 60
	if !c.private() && !e.ByBot {
		return nil, badRequest("message can't be deleted")
	}
	if s.now().Unix()-e.Date > twoDays {
		return nil, badRequest("message can't be deleted for everyone")
	}
	s.remove(c, e)
	return true, nil
}

func (s *Server) remove(c *chat, e *entry) {
	e.Deleted = true
	e.Changed = s.touch(c)
}

package botapi

import (
	"encoding/json"
	"slices"
	"strconv"

	"secondbrother/scripts/sandbox/telegram"
)

// sending is a message on its way: what all send methods have in common.
type sending struct {
	chat   *chat
	entry  entry
	markup replyMarkup
}

// prepare reads the common parameters of the send methods.
func (s *Server) prepare(p params) (*sending, error) {
	c, err := s.target(p)
	if err != nil {
		return nil, err
	}
	snd := &sending{chat: c, entry: entry{ByBot: true}}
	snd.entry.From = &s.bot
	if snd.entry.Protected, err = p.boolean("protect_content"); err != nil {
		return nil, err
	}
	if snd.entry.Silent, err = p.boolean("disable_notification"); err != nil {
		return nil, err
	}
	if snd.entry.EffectID = p.str("message_effect_id"); snd.entry.EffectID != "" {
		if _, err := strconv.ParseInt(snd.entry.EffectID, 10, 64); err != nil || !c.private() {
			return nil, badRequest("EFFECT_ID_INVALID")
		}
	}
	if snd.entry.ReplyTo, err = s.replyTo(c, p); err != nil {
		return nil, err
	}
	snd.markup, err = parseReplyMarkup(p)
	return snd, err
}

func (s *Server) replyTo(c *chat, p params) (*telegram.Message, error) {
	raw := p.str("reply_parameters")
	if raw == "" {
		return nil, nil
	}
	_, err := object([]byte(raw), "ReplyParameters", "message_id", "chat_id", "allow_sending_without_reply", "quote",
		"quote_parse_mode", "quote_entities", "quote_position", "checklist_task_id")
	if err != nil {
		return nil, err
	}
	var reply struct {
		MessageID int  `json:"message_id"`
		Anyway    bool `json:"allow_sending_without_reply"`
	}
	if err := json.Unmarshal([]byte(raw), &reply); err != nil {
		return nil, badRequest("can't parse reply parameters JSON object")
	}
	e := c.find(reply.MessageID)
	if e == nil {
		if reply.Anyway {
			return nil, nil
		}
		return nil, badRequest("message to be replied not found")
	}
	original := e.Message
	original.ReplyTo = nil // Telegram nests one level only
	return &original, nil
}

// post puts prepared messages into their chat, all or none.
func (s *Server) post(snd *sending, entries ...entry) ([]*entry, error) {
	c := snd.chat
	if err := s.limits.admit(s.now(), c, len(entries), false); err != nil {
		return nil, err
	}
	c.Action = ""
	m := snd.markup
	if m.reply != nil {
		c.Reply, c.ForceReply, c.Hint = m.reply, false, m.placeholder
	} else if m.remove {
		c.Reply, c.ForceReply, c.Hint = nil, false, ""
	} else if m.force {
		c.Reply, c.ForceReply, c.Hint = nil, true, m.placeholder
	}
	var posted []*entry
	for _, e := range entries {
		e.InlineKeyboard = m.inline
		e.Keyboard = m.reply != nil || m.remove || m.force
		posted = append(posted, s.append(c, &e))
	}
	return posted, nil
}

// postOne posts the prepared message itself and returns it as the API does.
func (s *Server) postOne(snd *sending) (any, error) {
	posted, err := s.post(snd, snd.entry)
	if err != nil {
		return nil, err
	}
	return posted[0].Message, nil
}

func (s *Server) sendMessage(p params) (any, error) {
	snd, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	if snd.entry.Text, snd.entry.Entities, err = messageText(p, "message is too long"); err != nil {
		return nil, err
	}
	return s.postOne(snd)
}

func (s *Server) sendLocation(p params) (any, error) {
	snd, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	lat, err1 := p.float("latitude")
	lon, err2 := p.float("longitude")
	if err1 != nil || err2 != nil || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		return nil, badRequest("location is invalid")
	}
	snd.entry.Location = &telegram.Location{Latitude: lat, Longitude: lon}
	if p.has("horizontal_accuracy") {
		if snd.entry.Location.Accuracy, err = p.float("horizontal_accuracy"); err != nil {
			return nil, badRequest("location is invalid")
		}
	}
	return s.postOne(snd)
}

var actions = []string{"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
	"upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}

func (s *Server) sendChatAction(p params) (any, error) {
	c, err := s.target(p)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(actions, p.str("action")) {
		return nil, badRequest("wrong parameter action in request")
	}
	c.Action, c.ActionEnds = p.str("action"), s.now().Unix()+5
	s.touch(c)
	return true, nil
}

// copyMessage repeats a message without its author.
func (s *Server) copyMessage(p params) (any, error) {
	snd, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	from, err := s.lookup(p, "from_chat_id")
	if err != nil {
		return nil, err
	}
	id, err := p.integer("message_id")
	if err != nil {
		return nil, err
	}
	source := from.find(id)
	if source == nil {
		return nil, badRequest("message to copy not found")
	}
	if source.GroupCreated || source.NewMembers != nil || source.MigrateTo != 0 || source.MigrateFrom != 0 {
		return nil, badRequest("message can't be copied")
	}
	e := &snd.entry
	e.Text, e.Entities = source.Text, source.Entities
	e.Photo, e.Document, e.Voice, e.Sticker = source.Photo, source.Document, source.Voice, source.Sticker
	e.Location, e.Contact = source.Location, source.Contact
	e.Caption, e.CaptionEnts = source.Caption, source.CaptionEnts
	if p.has("caption") {
		if e.Caption, e.CaptionEnts, err = caption(p.str("caption"), p.str("parse_mode"), p.str("caption_entities")); err != nil {
			return nil, err
		}
	}
	posted, err := s.post(snd, *e)
	if err != nil {
		return nil, err
	}
	return map[string]int{"message_id": posted[0].ID}, nil
}

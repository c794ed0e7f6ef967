package botapi

import (
	"regexp"
	"strconv"
	"strings"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

// Sent says what a person's action did: the messages it made and the version
// of the chat right after, before the bot could answer.
type Sent struct {
	IDs     []int `json:"ids,omitempty"`
	Version int64 `json:"version"`
}

func (s *Server) sent(c *chat, entries ...*entry) Sent {
	result := Sent{Version: c.Version}
	for _, e := range entries {
		result.IDs = append(result.IDs, e.ID)
	}
	return result
}

// Say sends a text. Like a client it trims it, splits what is too long and
// marks commands, mentions and links. replyTo may be 0.
func (s *Server) Say(person, chatID int64, text string, replyTo int) (Sent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, user, err := s.writable(person, chatID)
	if err != nil {
		return Sent{}, err
	}
	text, _ = markup.Trim(markup.Clean(text), nil)
	if text == "" {
		return Sent{}, refused("an empty text cannot be sent")
	}
	var entries []*entry
	for _, part := range markup.Split(text, maxText) {
		part, _ = markup.Trim(part, nil)
		if part == "" {
			continue
		}
		e := &entry{Message: telegram.Message{Text: part, Entities: markup.Detect(part, nil)}}
		if original := c.find(replyTo); original != nil {
			quoted := original.Message
			quoted.ReplyTo = nil
			e.ReplyTo = &quoted
		}
		entries = append(entries, s.incoming(c, user, e))
	}
	if c.Reply != nil && c.Reply.OneTime && onKeyboard(c.Reply, text) {
		c.Reply = nil
	}
	c.ForceReply = false
	return s.sent(c, entries...), nil
}

func onKeyboard(k *telegram.ReplyKeyboard, text string) bool {
	for _, row := range k.Rows {
		for _, b := range row {
			if b.Text == text {
				return true
			}
		}
	}
	return false
}

var startToken = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// tokenOf takes the token out of a t.me or tg: invitation link, or out of a
// bare token; for another bot's link and for what no client would open it
// returns an error.
func (s *Server) tokenOf(link string) (string, error) {
	token := strings.TrimSpace(link)
	for _, prefix := range []string{"https://t.me/", "http://t.me/", "t.me/", "https://telegram.me/", "tg://resolve?domain="} {
		rest, ok := strings.CutPrefix(token, prefix)
		if !ok {
			continue
		}
		name, query, _ := strings.Cut(strings.Replace(rest, "&", "?", 1), "?")
		if !strings.EqualFold(name, s.bot.Username) {
			return "", refused("this link opens another bot: " + name)
		}
		token = strings.TrimPrefix(query, "start=")
	}
	if !startToken.MatchString(token) {
		return "", refused("a start token has at most 64 letters, digits, _ and -")
	}
	return token, nil
}

// Start opens the bot through an invitation link or a bare token, or plainly
// when link is empty, and unblocks it, as the clients' start button does.
func (s *Server) Start(person int64, link string) (Sent, error) {
	token, err := s.tokenOf(link)
	if err != nil {
		return Sent{}, err
	}
	if _, err := s.SetBlocked(person, false); err != nil {
		return Sent{}, err
	}
	return s.Say(person, 0, strings.TrimSpace("/start "+token), 0)
}

// Edit changes a text or caption the person has sent.
func (s *Server) Edit(person, chatID int64, messageID int, text string) (Sent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, user, err := s.writable(person, chatID)
	if err != nil {
		return Sent{}, err
	}
	e := c.find(messageID)
	if e == nil || e.ByBot || e.From.ID != user.ID || e.ForwardOrigin != nil {
		return Sent{}, refused("only your own messages can be edited")
	}
	text, _ = markup.Trim(markup.Clean(text), nil)
	media := e.Photo != nil || e.Document != nil || e.Voice != nil
	switch {
	case !media && (e.Text == "" || text == ""):
		return Sent{}, refused("this message has no text to edit")
	case !media && markup.Units(text) > maxText, media && markup.Units(text) > maxCaption:
		return Sent{}, refused("the text is too long")
	case media:
		e.Caption, e.CaptionEnts = text, markup.Detect(text, nil)
	default:
		e.Text, e.Entities = text, markup.Detect(text, nil)
	}
	e.EditDate = s.now().Unix()
	e.Changed = s.touch(c)
	if s.visible(c, e) {
		message := e.Message
		s.enqueue(c, "edited_message", telegram.Update{EditedMessage: &message})
	}
	return s.sent(c, e), nil
}

// Delete removes one message for both sides; bots are not told.
func (s *Server) Delete(person, chatID int64, messageID int) (Sent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := s.writable(person, chatID)
	if err != nil {
		return Sent{}, err
	}
	e := c.find(messageID)
	if e == nil {
		return Sent{}, refused("there is no such message")
	}
	s.remove(c, e)
	return s.sent(c, e), nil
}

// Press taps a button of an inline keyboard by its row and column, from 0.
func (s *Server) Press(person, chatID int64, messageID, row, column int) (Sent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, user, err := s.writable(person, chatID)
	if err != nil {
		return Sent{}, err
	}
	e := c.find(messageID)
	if e == nil || e.InlineKeyboard == nil || row < 0 || row >= len(e.InlineKeyboard.Rows) ||
		column < 0 || column >= len(e.InlineKeyboard.Rows[row]) {
		return Sent{}, refused("there is no such button any more")
	}
	data := e.InlineKeyboard.Rows[row][column].CallbackData
	if data == "" {
		return Sent{}, refused("this button does not ask the bot anything")
	}
	return s.press(c, user, messageID, data), nil
}

// PressData sends any callback data for any message id, as a modified client
// can; the message need not exist.
func (s *Server) PressData(person, chatID int64, messageID int, data string) (Sent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, user, err := s.writable(person, chatID)
	if err != nil {
		return Sent{}, err
	}
	return s.press(c, user, messageID, data), nil
}

func (s *Server) press(c *chat, user telegram.User, messageID int, data string) Sent {
	id := strconv.FormatUint(s.rand.Uint64(), 10)
	s.presses[id] = &press{chat: c, messageID: messageID, at: s.now().UnixMilli()}
	query := &telegram.CallbackQuery{ID: id, From: user, ChatInstance: strconv.FormatInt(-c.ID, 10), Data: data}
	if e := c.find(messageID); e != nil {
		message := e.Message
		query.Message = &message
	} else {
		query.Message = &telegram.InaccessibleMessage{Chat: c.Chat, ID: messageID}
	}
	s.touch(c)
	s.enqueue(c, "callback_query", telegram.Update{CallbackQuery: query})
	return s.sent(c)
}

package botapi

import (
	"net/http"
	"strconv"
	"strings"

	"secondbrother/scripts/sandbox/telegram"
	"secondbrother/scripts/sandbox/view"
)

// chat is a private chat of a person with the bot, or a group. Private chats
// have the id of their person.
type chat struct {
	telegram.Chat
	User       telegram.User // of a private chat
	Members    []int64       // of a group
	LastID     int
	Log        []*entry
	Toasts     []view.Toast
	Version    int64
	Started    bool // the person opened the chat, or the bot was put into the group
	Blocked    bool // by the person, or the bot was removed from the group
	MigratedTo int64
	Reply      *telegram.ReplyKeyboard
	ForceReply bool
	Hint       string // placeholder of the input field
	Action     string
	ActionEnds int64 // Unix seconds
}

// entry is one message in a chat.
type entry struct {
	telegram.Message
	ByBot    bool
	Silent   bool
	Hidden   bool // the person cleared the history; the bot still has it
	Deleted  bool
	Keyboard bool // came with a reply keyboard, so it can never be edited
	Changed  int64
}

func (c *chat) private() bool { return c.Type == telegram.Private }

func (c *chat) find(id int) *entry {
	for i := len(c.Log) - 1; i >= 0; i-- {
		if e := c.Log[i]; e.ID == id {
			if e.Deleted {
				return nil
			}
			return e
		}
	}
	return nil
}

// lookup finds the chat a parameter names, without asking whether the bot may
// write to it.
func (s *Server) lookup(p params, name string) (*chat, error) {
	text := strings.TrimSpace(p.str(name))
	if text == "" {
		return nil, badRequest("%s is empty", name)
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || s.chats[id] == nil {
		return nil, badRequest("chat not found")
	}
	return s.chats[id], nil
}

// target finds the chat a call writes to and refuses as Telegram does when the
// bot may not.
func (s *Server) target(p params) (*chat, error) {
	c, err := s.lookup(p, "chat_id")
	switch {
	case err != nil:
		return nil, err
	case c.MigratedTo != 0:
		return nil, &apiError{code: http.StatusBadRequest, migrateTo: c.MigratedTo,
			description: "Bad Request: group chat was upgraded to a supergroup chat"}
	case c.private() && c.Blocked:
		return nil, forbidden("bot was blocked by the user")
	case c.private() && !c.Started:
		return nil, forbidden("bot can't initiate conversation with a user")
	case c.Blocked:
		return nil, forbidden("bot was kicked from the %s chat", c.Type)
	}
	return c, nil
}

// append puts a message at the end of a chat and gives it its id.
func (s *Server) append(c *chat, e *entry) *entry {
	c.LastID++
	e.ID, e.Chat = c.LastID, c.Chat
	if e.Date == 0 {
		e.Date = s.now().Unix()
	}
	c.Log = append(c.Log, e)
	e.Changed = s.touch(c)
	return e
}

func (s *Server) getChat(p params) (any, error) {
	c, err := s.lookup(p, "chat_id")
	if err != nil {
		return nil, err
	}
	if c.private() && !c.Started {
		return nil, badRequest("chat not found")
	}
	return struct {
		telegram.Chat
		AccentColor  int  `json:"accent_color_id"`
		MaxReactions int  `json:"max_reaction_count"`
		GiftTypes    any  `json:"accepted_gift_types"`
		Protected    bool `json:"has_protected_content,omitempty"`
	}{Chat: c.Chat, MaxReactions: 11, GiftTypes: map[string]bool{"unlimited_gifts": false, "limited_gifts": false,
		"unique_gifts": false, "premium_subscription": false, "gifts_from_channels": false}}, nil
}

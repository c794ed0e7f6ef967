package botapi

import (
	"regexp"
	"strings"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
	"secondbrother/scripts/sandbox/view"
)

// RefusedError is something a person's own app would not let them do. Its text
// is meant to be shown.
type RefusedError struct{ Text string }

func (e *RefusedError) Error() string { return e.Text }

func refused(text string) error { return &RefusedError{Text: text} }

var usernamePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)

// AddPerson makes an account. username may be empty; language is a code like
// zh-hans or en, default zh-hans.
func (s *Server) AddPerson(name, username, language string) (view.Person, error) {
	name = strings.TrimSpace(markup.Clean(name))
	if name == "" || markup.Units(name) > 64 {
		return view.Person{}, refused("a name has 1-64 characters")
	}
	username = strings.TrimPrefix(username, "@")
	if username != "" && !usernamePattern.MatchString(username) {
		return view.Person{}, refused("a username has 4-32 letters, digits and underscores and begins with a letter")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := 0
	for id == 0 || s.chats[int64(id)] != nil {
		id = 1_000_000_000 + s.rand.IntN(6_000_000_000) // many do not fit 32 bits, as in life
	}
	user := telegram.User{ID: int64(id), FirstName: name, Username: username, LanguageCode: orDefault(language, "zh-hans")}
	s.people = append(s.people, user.ID)
	c := &chat{User: user, Chat: telegram.Chat{ID: user.ID, Type: telegram.Private, FirstName: name, Username: username}}
	s.chats[user.ID] = c
	s.touch(c)
	return s.person(c), nil
}

// SetLastName gives a person a last name, as many accounts have none.
func (s *Server) SetLastName(person int64, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := s.own(person, 0)
	if err != nil {
		return err
	}
	name = strings.TrimSpace(markup.Clean(name))
	if markup.Units(name) > 64 {
		return refused("a last name has at most 64 characters")
	}
	c.User.LastName, c.Chat.LastName = name, name
	return nil
}

// People lists everybody in the order of joining.
func (s *Server) People() []view.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]view.Person, 0, len(s.people))
	for _, id := range s.people {
		all = append(all, s.person(s.chats[id]))
	}
	return all
}

// own finds a person and one of their chats; chat 0 is the one with the bot.
func (s *Server) own(person, id int64) (*chat, telegram.User, error) {
	mine := s.chats[person]
	if mine == nil || !mine.private() {
		return nil, telegram.User{}, refused("there is no such person")
	}
	if id == 0 || id == person {
		return mine, mine.User, nil
	}
	c := s.chats[id]
	if c == nil || c.private() {
		return nil, telegram.User{}, refused("there is no such chat")
	}
	for _, member := range c.Members {
		if member == person {
			return c, mine.User, nil
		}
	}
	return nil, telegram.User{}, refused("not a member of this chat")
}

// writable is own for somebody who is about to write.
func (s *Server) writable(person, id int64) (*chat, telegram.User, error) {
	c, user, err := s.own(person, id)
	switch {
	case err != nil:
	case c.private() && c.Blocked:
		err = refused("you have blocked the bot; unblock it first")
	case c.MigratedTo != 0:
		err = refused("this group has become a supergroup")
	}
	return c, user, err
}

// incoming puts a person's message into a chat and tells the bot, unless the
// privacy mode of groups hides it.
func (s *Server) incoming(c *chat, user telegram.User, e *entry) *entry {
	e.From = &user
	s.append(c, e)
	if c.private() {
		c.Started = true
	}
	if s.visible(c, e) {
		message := e.Message
		s.enqueue(c, "message", telegram.Update{Message: &message})
	}
	return e
}

// visible tells whether the bot gets to see a message: in groups only
// commands, mentions, replies to it and service messages.
// https://core.telegram.org/bots/features#privacy-mode
func (s *Server) visible(c *chat, e *entry) bool {
	if c.private() {
		return true
	}
	if c.Blocked {
		return false
	}
	if e.NewMembers != nil || e.LeftMember != nil || e.GroupCreated || e.MigrateTo != 0 || e.MigrateFrom != 0 {
		return true
	}
	if e.ReplyTo != nil && e.ReplyTo.From != nil && e.ReplyTo.From.ID == s.bot.ID {
		return true
	}
	for _, entity := range e.Entities {
		word, _ := markup.Slice(e.Text, entity.Offset, entity.Length)
		switch entity.Type {
		case "bot_command":
			if _, to, addressed := strings.Cut(word, "@"); !addressed || strings.EqualFold(to, s.bot.Username) {
				return true
			}
		case "mention":
			if strings.EqualFold(word, "@"+s.bot.Username) {
				return true
			}
		}
	}
	return false
}

// SetBlocked blocks or unblocks the bot.
func (s *Server) SetBlocked(person int64, blocked bool) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, user, err := s.own(person, 0)
	if err != nil {
		return 0, err
	}
	if c.Blocked == blocked {
		return c.Version, nil
	}
	c.Blocked = blocked
	s.membership(c, user, blocked)
	return s.touch(c), nil
}

// membership tells the bot that it was removed from a chat, or let in.
func (s *Server) membership(c *chat, by telegram.User, removed bool) {
	forever := int64(0)
	in := telegram.Member{Status: "member", User: s.bot}
	out := telegram.Member{Status: "kicked", User: s.bot, UntilDate: &forever}
	if !c.private() {
		out = telegram.Member{Status: "left", User: s.bot}
	}
	change := &telegram.MemberChange{Chat: c.Chat, From: by, Date: s.now().Unix(), Old: out, New: in}
	if removed {
		change.Old, change.New = in, out
	}
	s.enqueue(c, "my_chat_member", telegram.Update{MyChatMember: change})
}

// ClearHistory empties the person's own view of the chat with the bot; the bot
// keeps its copy and is not told.
func (s *Server) ClearHistory(person int64) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := s.own(person, 0)
	if err != nil {
		return 0, err
	}
	for _, e := range c.Log {
		e.Hidden = true
	}
	return s.touch(c), nil
}

package botapi

import (
	"context"

	"secondbrother/scripts/sandbox/telegram"
	"secondbrother/scripts/sandbox/view"
)

// State shows a chat as a person sees it; chat 0 is the one with the bot.
func (s *Server) State(person, chatID int64) (view.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state(person, chatID)
}

// Wait is State as soon as the chat's version is above after, or when ctx ends.
func (s *Server) Wait(ctx context.Context, person, chatID, after int64) (view.State, error) {
	for {
		s.mu.Lock()
		state, err := s.state(person, chatID)
		changed := s.changed
		s.mu.Unlock()
		if err != nil || state.Version > after {
			return state, err
		}
		select {
		case <-ctx.Done():
			return state, nil
		case <-changed:
		}
	}
}

// Since lists the chats that changed after a version, and returns the present
// version and a channel that is closed at the next change.
func (s *Server) Since(version int64) ([]view.Change, int64, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var changes []view.Change
	for _, person := range s.people {
		for _, c := range s.chatsOf(person) {
			if c.Version > version {
				changes = append(changes, view.Change{Person: person, Chat: c.ID, Version: c.Version})
			}
		}
	}
	return changes, s.version, s.changed
}

func (s *Server) chatsOf(person int64) []*chat {
	mine := []*chat{s.chats[person]}
	for _, c := range s.chats {
		if c.private() || c.MigratedTo != 0 {
			continue
		}
		for _, m := range c.Members {
			if m == person {
				mine = append(mine, c)
			}
		}
	}
	return mine
}

func (s *Server) person(c *chat) view.Person {
	p := view.Person{ID: c.ID, Name: c.User.FirstName, Username: c.User.Username, Language: c.User.LanguageCode,
		Started: c.Started, Blocked: c.Blocked}
	for _, mine := range s.chatsOf(c.ID) {
		p.Chats = append(p.Chats, s.line(mine, c.ID))
	}
	return p
}

func (s *Server) line(c *chat, person int64) view.Chat {
	l := view.Chat{ID: c.ID, Title: orDefault(c.Title, s.bot.FirstName), Type: c.Type, Version: c.Version}
	for _, e := range c.Log {
		if e.From.ID != person {
			l.FromOthers++ // deleted ones too, so that the number never falls
		}
	}
	for i := len(c.Log) - 1; i >= 0; i-- {
		if e := c.Log[i]; !e.Deleted && !e.Hidden {
			l.Last, l.Date = summary(e), e.Date
			break
		}
	}
	return l
}

func summary(e *entry) string {
	switch {
	case e.Text != "":
		return e.Text
	case e.Caption != "":
		return e.Caption
	case e.Photo != nil:
		return "[photo]"
	case e.Voice != nil:
		return "[voice]"
	case e.Document != nil:
		return "[file] " + e.Document.FileName
	case e.Sticker != nil:
		return e.Sticker.Emoji
	case e.Location != nil:
		return "[position]"
	}
	return ""
}

func (s *Server) state(person, chatID int64) (view.State, error) {
	c, user, err := s.own(person, chatID)
	if err != nil {
		return view.State{}, err
	}
	st := view.State{Person: s.person(s.chats[person]), Chat: s.line(c, person), Version: c.Version, Messages: []view.Message{},
		Toasts: c.Toasts, ReplyKeyboard: c.Reply, ForceReply: c.ForceReply, Placeholder: c.Hint, Commands: s.commandsFor(c, user)}
	for _, e := range c.Log {
		if !e.Deleted && !e.Hidden {
			st.Messages = append(st.Messages, s.bubble(e, person))
		}
	}
	if c.Action != "" && s.now().Unix() < c.ActionEnds {
		st.Action = c.Action
	}
	for _, p := range s.presses {
		if p.chat == c && s.now().UnixMilli()-p.at < s.opts.PressExpiry.Milliseconds() {
			st.Pending = append(st.Pending, p.messageID)
		}
	}
	return st, nil
}

// bubble shows one message to one person.
func (s *Server) bubble(e *entry, person int64) view.Message {
	m := view.Message{ID: e.ID, Mine: e.From.ID == person, FromBot: e.ByBot, From: e.From.FirstName, Date: e.Date, Changed: e.Changed,
		Text: e.Text, Entities: e.Entities, Location: e.Location, Contact: e.Contact, Album: e.MediaGroupID,
		Edited: e.EditDate != 0, Protected: e.Protected, Silent: e.Silent}
	if m.Text == "" {
		m.Text, m.Entities = e.Caption, e.CaptionEnts
	}
	if e.InlineKeyboard != nil {
		m.Keyboard = e.InlineKeyboard.Rows
	}
	if n := len(e.Photo); n > 0 {
		m.Photo = s.download(e.Photo[n-1].FileID)
	}
	if e.Document != nil {
		m.Document = s.download(e.Document.FileID)
	}
	if e.Voice != nil {
		m.Voice = s.download(e.Voice.FileID)
	}
	if e.Sticker != nil {
		m.Sticker = e.Sticker.Emoji
	}
	if e.ReplyTo != nil {
		m.ReplyTo = e.ReplyTo.ID
	}
	m.Forwarded = author(e.ForwardOrigin)
	switch {
	case e.GroupCreated:
		m.Service = "group_created"
	case e.MigrateTo != 0 || e.MigrateFrom != 0:
		m.Service = "migrated"
	}
	return m
}

func author(o *telegram.Origin) string {
	switch {
	case o == nil:
		return ""
	case o.SenderUser != nil:
		return o.SenderUser.FirstName
	}
	return o.SenderUserName
}

func (s *Server) download(id string) *view.File {
	f := s.files[id]
	return &view.File{URL: "/sandbox/files/" + id, Name: f.Name, Mime: f.Mime, Size: f.Size, Width: f.Width, Height: f.Height, Duration: f.Duration}
}

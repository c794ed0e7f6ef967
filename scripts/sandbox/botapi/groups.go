package botapi

import (
	"slices"
	"strings"

	"secondbrother/scripts/sandbox/telegram"
)

// CreateGroup makes a group of people with the bot; the first one founds it.
// It returns the chat's id.
func (s *Server) CreateGroup(title string, members []int64) (int64, error) {
	title = strings.TrimSpace(title)
	if title == "" || len(members) == 0 {
		return 0, refused("a group needs a title and at least one person")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range members {
		if _, _, err := s.own(m, 0); err != nil {
			return 0, err
		}
	}
	id := -(1_000_000_000 + int64(s.rand.IntN(3_000_000_000)))
	c := &chat{Chat: telegram.Chat{ID: id, Type: telegram.Group, Title: title}, Members: slices.Clone(members), Started: true}
	s.chats[id] = c
	founder := s.chats[members[0]].User
	s.membership(c, founder, false)
	s.incoming(c, founder, &entry{Message: telegram.Message{GroupCreated: true, NewMembers: []telegram.User{s.bot}}})
	return id, nil
}

// Migrate turns a group into a supergroup with another id, which it returns:
// from then on calls for the old one fail with migrate_to_chat_id.
func (s *Server) Migrate(group int64) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chats[group]
	if old == nil || old.Type != telegram.Group || old.MigratedTo != 0 {
		return 0, refused("there is no such group")
	}
	id := -1_000_000_000_000 - (1_000_000_000 + int64(s.rand.IntN(2_000_000_000)))
	next := &chat{Chat: telegram.Chat{ID: id, Type: telegram.Supergroup, Title: old.Title}, Members: old.Members, Started: true, Blocked: old.Blocked}
	s.chats[id] = next
	founder := s.chats[old.Members[0]].User
	s.incoming(old, founder, &entry{Message: telegram.Message{MigrateTo: id}})
	old.MigratedTo = id
	s.incoming(next, founder, &entry{Message: telegram.Message{MigrateFrom: group}})
	return id, nil
}

// RemoveBot throws the bot out of a group.
func (s *Server) RemoveBot(group int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[group]
	if c == nil || c.private() || c.Blocked {
		return refused("the bot is in no such group")
	}
	s.membership(c, s.chats[c.Members[0]].User, true)
	c.Blocked = true
	s.touch(c)
	return nil
}

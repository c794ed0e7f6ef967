package botapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

// profile is what the bot tells about itself, by language code ("" for all).
type profile struct {
	commands    map[string][]telegram.Command // by scopeKey and language
	description map[string]string
	short       map[string]string
	menu        map[int64]json.RawMessage // by chat, 0 for all
}

var commandPattern = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// scope reads scope and language_code into the key of the commands.
func (s *Server) scope(p params) (string, error) {
	scope := "default"
	if raw := p.str("scope"); raw != "" {
		var given struct {
			Type string          `json:"type"`
			Chat json.RawMessage `json:"chat_id"`
			User int64           `json:"user_id"`
		}
		if json.Unmarshal([]byte(raw), &given) != nil {
			return "", badRequest("can't parse BotCommandScope JSON object")
		}
		switch given.Type {
		case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
			scope = given.Type
		case "chat", "chat_administrators", "chat_member":
			chat := strings.Trim(string(given.Chat), `"`)
			if _, err := s.lookup(params{values: map[string]string{"chat_id": chat}}, "chat_id"); err != nil {
				return "", err
			}
			scope = given.Type + ":" + chat
			if given.Type == "chat_member" {
				scope += fmt.Sprintf(":%d", given.User)
			}
		default:
			return "", badRequest("can't parse BotCommandScope: Unsupported type specified")
		}
	}
	language := p.str("language_code")
	if language != "" && !regexp.MustCompile(`^[a-z]{2}$`).MatchString(language) {
		return "", badRequest("invalid language code specified")
	}
	return scope + "/" + language, nil
}

func (s *Server) setMyCommands(p params) (any, error) {
	key, err := s.scope(p)
	if err != nil {
		return nil, err
	}
	var commands []telegram.Command
	if json.Unmarshal([]byte(p.str("commands")), &commands) != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(commands) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i, c := range commands {
		c.Command = strings.TrimPrefix(c.Command, "/")
		if !commandPattern.MatchString(c.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := markup.Units(c.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
		commands[i] = c
	}
	if s.profile.commands == nil {
		s.profile.commands = map[string][]telegram.Command{}
	}
	s.profile.commands[key] = commands
	s.touchAll()
	return true, nil
}

func (s *Server) getMyCommands(p params) (any, error) {
	key, err := s.scope(p)
	if err != nil {
		return nil, err
	}
	if commands := s.profile.commands[key]; commands != nil {
		return commands, nil
	}
	return []telegram.Command{}, nil
}

func (s *Server) deleteMyCommands(p params) (any, error) {
	key, err := s.scope(p)
	if err != nil {
		return nil, err
	}
	delete(s.profile.commands, key)
	s.touchAll()
	return true, nil
}

func (s *Server) touchAll() {
	for _, c := range s.chats {
		s.touch(c)
	}
}

// commandsFor is the menu one person sees in one chat: the narrowest scope
// first, the person's language before none.
// https://core.telegram.org/bots/api#determining-list-of-commands
func (s *Server) commandsFor(c *chat, user telegram.User) []telegram.Command {
	scopes := []string{fmt.Sprintf("chat:%d", c.ID), "all_private_chats", "default"}
	if !c.private() {
		scopes = []string{fmt.Sprintf("chat_member:%d:%d", c.ID, user.ID), fmt.Sprintf("chat:%d", c.ID), "all_group_chats", "default"}
	}
	language, _, _ := strings.Cut(user.LanguageCode, "-")
	for _, scope := range scopes {
		for _, key := range []string{scope + "/" + language, scope + "/"} {
			if commands := s.profile.commands[key]; commands != nil {
				return commands
			}
		}
	}
	return nil
}

func (s *Server) setMyDescription(p params) (any, error) {
	return s.describe(&s.profile.description, p, "description", 512)
}

func (s *Server) setMyShortDescription(p params) (any, error) {
	return s.describe(&s.profile.short, p, "short_description", 120)
}

func (s *Server) describe(texts *map[string]string, p params, name string, limit int) (any, error) {
	text := markup.Clean(p.str(name))
	if markup.Units(text) > limit {
		return nil, badRequest("bot %s is too long", strings.ReplaceAll(name, "_", " "))
	}
	if *texts == nil {
		*texts = map[string]string{}
	}
	(*texts)[p.str("language_code")] = text
	s.touchAll()
	return true, nil
}

func (s *Server) setChatMenuButton(p params) (any, error) {
	var id int64
	if p.str("chat_id") != "" {
		c, err := s.lookup(p, "chat_id")
		if err != nil {
			return nil, err
		}
		id = c.ID
	}
	raw := json.RawMessage(orDefault(p.str("menu_button"), `{"type":"default"}`))
	var button struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(raw, &button) != nil {
		return nil, badRequest("can't parse menu button JSON object")
	}
	if button.Type != "commands" && button.Type != "default" && button.Type != "web_app" {
		return nil, badRequest("MenuButton has unsupported type")
	}
	if s.profile.menu == nil {
		s.profile.menu = map[int64]json.RawMessage{}
	}
	s.profile.menu[id] = raw
	return true, nil
}

// Description is the bot's description in a language, or the general one.
func (s *Server) Description(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	language, _, _ = strings.Cut(language, "-")
	if text := s.profile.description[language]; text != "" {
		return text
	}
	return s.profile.description[""]
}

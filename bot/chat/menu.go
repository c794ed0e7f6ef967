package chat

import (
	"context"
	"fmt"
	"strings"

	"secondbrother/bot/chat/intake"
	"secondbrother/bot/chat/outbound"
	"secondbrother/bot/conversation"
	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// menu is what decides which commands a chat is shown.
type menu struct {
	language string
	role     payload.Role
}

// menuOf is the zero menu for somebody who has neither a role nor a language
// of their own: the bot's general menus, by the client's language, fit.
func menuOf(p conversation.Person) menu {
	if p.Role == payload.RoleNobody && p.Language == "" {
		return menu{}
	}
	return menu{language: languageOf(p), role: p.Role}
}

// languageOf is the language chosen, else the client's where we speak it.
func languageOf(p conversation.Person) string {
	switch {
	case p.Language != "":
		return p.Language
	case strings.HasPrefix(strings.ToLower(p.Client), "en"):
		return locale.English
	}
	return locale.Chinese
}

// showMenu sets the commands of one chat.
func (b *Bot) showMenu(ctx context.Context, e intake.Event, p conversation.Person) error {
	piece := outbound.Piece{Chat: e.Chat, Act: outbound.Menu}
	if m := menuOf(p); m != (menu{}) {
		piece.Commands = commands(m.language, m.role)
	}
	if err := b.out.Put(ctx, e.Input.Key+"-menu", payload.PriorityRoutine, piece); err != nil {
		return fmt.Errorf("store a menu: %w", err)
	}
	return nil
}

// showMenus sets the general menus.
func (b *Bot) showMenus(ctx context.Context) error {
	for i, language := range locale.Languages {
		params := map[string]any{"commands": commands(language, payload.RoleNobody), "scope": map[string]any{"type": "all_private_chats"}}
		if i > 0 { // the first language is for everybody without a menu
			params["language_code"] = strings.ToLower(language[:2])
		}
		if err := b.api.Call(ctx, "setMyCommands", params, nil); err != nil {
			return fmt.Errorf("set the commands menu: %w", err)
		}
	}
	return nil
}

func commands(language string, role payload.Role) []outbound.Command {
	var out []outbound.Command
	for _, c := range conversation.Commands(language, role) {
		out = append(out, outbound.Command{Name: c.Name, Description: c.Description})
	}
	return out
}

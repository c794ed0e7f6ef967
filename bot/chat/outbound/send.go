package outbound

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"secondbrother/bot/chat/split"
	"secondbrother/bot/chat/telegram"
	"secondbrother/bot/conversation"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// send makes the calls of one piece. Its error is Telegram's, or NATS's.
func (q *Queue) send(ctx context.Context, w *waiting) error {
	p := &w.piece
	switch p.Act {
	case Toast:
		return q.API.Call(ctx, "answerCallbackQuery", bot.AnswerCallbackQueryParams{CallbackQueryID: p.Query, Text: p.Text, ShowAlert: p.Alert}, nil)
	case Strip:
		return q.strip(ctx, p.Chat, p.Message)
	case Text:
		return q.text(ctx, w)
	case Single, Album:
		return q.sendFiles(ctx, w)
	case Drop:
		return q.drop(ctx, p)
	case Document:
		fields := q.common(p)
		q.caption(fields, p)
		return q.API.Upload(ctx, "sendDocument", fields, []telegram.File{{Field: "document", Name: p.File.Name, Data: p.File.Data}}, nil)
	case Position:
		return q.API.Call(ctx, "sendLocation", bot.SendLocationParams{ChatID: p.Chat, Latitude: p.Point.Lat, Longitude: p.Point.Lon,
			ProtectContent: p.Protect, DisableNotification: p.Silent}, nil)
	case Menu:
		scope := map[string]any{"type": "chat", "chat_id": p.Chat}
		if len(p.Commands) == 0 {
			return q.API.Call(ctx, "deleteMyCommands", map[string]any{"scope": scope}, nil)
		}
		return q.API.Call(ctx, "setMyCommands", map[string]any{"commands": p.Commands, "scope": scope}, nil)
	}
	return &telegram.Error{Method: string(p.Act), Code: 400, Description: "unknown act"}
}

// text sends a message or edits the one it replaces.
func (q *Queue) text(ctx context.Context, w *waiting) error {
	p := &w.piece
	var known record
	var err error
	if p.Track != "" {
		if known, err = q.lookUp(ctx, p.Chat, p.Track); err != nil {
			return err
		}
		if p.Version != 0 && known.Version > p.Version {
			return nil // something newer is shown already
		}
		if known.By == w.taken.ID {
			return nil // sent before, only the acknowledgement was lost
		}
	}
	target := p.Message
	if target == 0 && !p.Fresh {
		target = known.Message
	}
	if target != 0 && p.Keyboard == nil {
		err := q.withPlain(p, func(text string, mode models.ParseMode) error {
			return q.API.Call(ctx, "editMessageText", bot.EditMessageTextParams{ChatID: p.Chat, MessageID: target, Text: text,
				ParseMode: mode, LinkPreviewOptions: noPreview, ReplyMarkup: inline(p.Buttons)}, nil)
		})
		switch telegram.FateOf(err) {
		case telegram.FateGone:
			known.Message = 0 // nothing left to take buttons off
		default:
			if err == nil || telegram.FateOf(err) == telegram.FateUnchanged {
				q.dressed(p, target)
				if known.Message == target && known.Version == p.Version {
					return nil // to edit again would change nothing: it need not be noted
				}
				return q.remember(ctx, p, record{Message: target, Version: p.Version, By: w.taken.ID})
			}
			return err
		}
	}
	var sent models.Message
	err = q.withPlain(p, func(text string, mode models.ParseMode) error {
		return q.API.Call(ctx, "sendMessage", bot.SendMessageParams{ChatID: p.Chat, Text: text, ParseMode: mode, LinkPreviewOptions: noPreview,
			ProtectContent: p.Protect, DisableNotification: p.Silent, ReplyMarkup: markup(p)}, &sent)
	})
	if err != nil {
		return err
	}
	q.dressed(p, sent.ID)
	if err := q.remember(ctx, p, record{Message: sent.ID, Version: p.Version, By: w.taken.ID}); err != nil {
		// It is sent: sending again would be worse than an old message that
		// keeps its buttons.
		q.Log.Warn("message not tracked", "id", w.taken.ID, "error", err)
	}
	if p.Fresh && known.Message != 0 && known.Message != sent.ID && !q.bare.has(messageKey(p.Chat, known.Message)) {
		q.mu.Lock()
		beside := q.pace.besides(time.Now(), p.Chat)
		q.mu.Unlock()
		if err := q.strip(ctx, p.Chat, known.Message); err != nil {
			q.Log.Debug("old message keeps its buttons", "id", w.taken.ID, "error", err)
		}
		q.mu.Lock()
		q.pace.landed(time.Now(), beside)
		q.mu.Unlock()
	}
	return nil
}

// withPlain sends without markup what Telegram cannot parse: the words matter
// more than their weight.
func (q *Queue) withPlain(p *Piece, call func(text string, mode models.ParseMode) error) error {
	err := call(p.Text, models.ParseModeHTML)
	var failure *telegram.Error
	if errors.As(err, &failure) && failure.Code == 400 && strings.Contains(failure.Description, "parse entities") {
		q.Log.Error("markup refused", "error", err)
		return call(split.Plain(p.Text), "")
	}
	return err
}

// strip takes the buttons off a message, unless they are off as far as we know.
func (q *Queue) strip(ctx context.Context, chat int64, message int) error {
	key := messageKey(chat, message)
	if q.bare.has(key) {
		return nil
	}
	err := q.API.Call(ctx, "editMessageReplyMarkup", bot.EditMessageReplyMarkupParams{ChatID: chat, MessageID: message}, nil)
	if err == nil || telegram.FateOf(err) == telegram.FateUnchanged {
		q.bare.add(key)
	}
	return err
}

// dressed remembers whether a message has buttons now.
func (q *Queue) dressed(p *Piece, message int) {
	if len(p.Buttons) == 0 {
		q.bare.add(messageKey(p.Chat, message))
	} else {
		q.bare.drop(messageKey(p.Chat, message))
	}
}

func messageKey(chat int64, message int) string { return fmt.Sprint(chat, "/", message) }

func (q *Queue) common(p *Piece) map[string]any {
	fields := map[string]any{"chat_id": p.Chat}
	if p.Protect {
		fields["protect_content"] = true
	}
	if p.Silent {
		fields["disable_notification"] = true
	}
	return fields
}

func (q *Queue) caption(fields map[string]any, p *Piece) {
	if p.Text != "" {
		fields["caption"], fields["parse_mode"] = p.Text, string(models.ParseModeHTML)
	}
	if m := markup(p); m != nil {
		fields["reply_markup"] = m
	}
}

var (
	yes       = true
	noPreview = &models.LinkPreviewOptions{IsDisabled: &yes}
)

type inlineKeyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// inline is nil, not an empty keyboard, without buttons: Telegram refuses null.
func inline(rows [][]Button) models.ReplyMarkup {
	if len(rows) == 0 {
		return nil
	}
	return inlineKeyboard{rows}
}

func markup(p *Piece) models.ReplyMarkup {
	if p.Keyboard == nil || len(p.Buttons) > 0 {
		return inline(p.Buttons)
	}
	return keyboard(p.Keyboard)
}

func keyboard(k *conversation.Keyboard) models.ReplyMarkup {
	if k.Remove {
		return models.ReplyKeyboardRemove{RemoveKeyboard: true}
	}
	out := models.ReplyKeyboardMarkup{ResizeKeyboard: true, OneTimeKeyboard: true}
	for _, row := range k.Rows {
		var line []models.KeyboardButton
		for _, text := range row {
			line = append(line, models.KeyboardButton{Text: text, RequestLocation: k.Position != "" && text == k.Position,
				RequestContact: k.Contact != "" && text == k.Contact})
		}
		out.Keyboard = append(out.Keyboard, line)
	}
	return out
}

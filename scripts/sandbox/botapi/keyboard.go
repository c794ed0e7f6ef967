package botapi

import (
	"encoding/json"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

// Shape limits of keyboards. Telegram's own are not documented; clients show
// at most 8 buttons in a row and servers refuse more than 100 in all.
const (
	maxButtons      = 100
	maxRow          = 8
	maxReplyButtons = 300
	maxData         = 64 // bytes
	maxCopyText     = 256
)

// replyMarkup is a parsed reply_markup; all fields empty means none was given.
type replyMarkup struct {
	inline      *telegram.InlineKeyboard
	reply       *telegram.ReplyKeyboard
	remove      bool
	force       bool
	placeholder string
}

func parseReplyMarkup(p params) (replyMarkup, error) {
	raw := p.str("reply_markup")
	if raw == "" {
		return replyMarkup{}, nil
	}
	if !json.Valid([]byte(raw)) {
		return replyMarkup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	if raw[0] != '{' {
		return replyMarkup{}, badRequest("object expected as reply markup")
	}
	fields, err := object([]byte(raw), "reply markup", "inline_keyboard", "keyboard", "is_persistent", "resize_keyboard",
		"one_time_keyboard", "input_field_placeholder", "selective", "remove_keyboard", "force_reply")
	if err != nil {
		return replyMarkup{}, err
	}
	var flags struct {
		Remove      bool   `json:"remove_keyboard"`
		Force       bool   `json:"force_reply"`
		Placeholder string `json:"input_field_placeholder"`
	}
	if err := json.Unmarshal([]byte(raw), &flags); err != nil {
		return replyMarkup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	if markup.Units(flags.Placeholder) > 64 {
		return replyMarkup{}, badRequest("input field placeholder is too long")
	}
	m := replyMarkup{placeholder: flags.Placeholder}
	switch {
	case fields["keyboard"] != nil:
		m.reply, err = parseReplyKeyboard([]byte(raw), fields["keyboard"])
	case fields["inline_keyboard"] != nil:
		m.inline, err = parseInlineKeyboard(fields["inline_keyboard"])
	default:
		m.remove, m.force = flags.Remove, flags.Force
	}
	return m, err
}

func rowsOf(raw json.RawMessage, notArrays string) ([][]json.RawMessage, error) {
	var rows [][]json.RawMessage
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, badRequest("%s", notArrays)
	}
	kept := rows[:0]
	for _, row := range rows {
		if len(row) > 0 { // the real server drops empty rows
			kept = append(kept, row)
		}
	}
	return kept, nil
}

func parseInlineKeyboard(raw json.RawMessage) (*telegram.InlineKeyboard, error) {
	rows, err := rowsOf(raw, `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	k := &telegram.InlineKeyboard{}
	count := 0
	for _, row := range rows {
		if count += len(row); count > maxButtons || len(row) > maxRow {
			return nil, badRequest("reply markup is too long")
		}
		var buttons []telegram.InlineButton
		for _, raw := range row {
			b, err := parseInlineButton(raw)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, b)
		}
		k.Rows = append(k.Rows, buttons)
	}
	return k, nil
}

func parseInlineButton(raw json.RawMessage) (telegram.InlineButton, error) {
	var b telegram.InlineButton
	_, err := object(raw, "InlineKeyboardButton", "text", "icon_custom_emoji_id", "style", "url", "callback_data", "web_app",
		"login_url", "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat",
		"copy_text", "callback_game", "pay")
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, badRequest("can't parse inline keyboard button: %s", err)
	}
	if b.Text = markup.Clean(b.Text); b.Text == "" {
		return b, badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty")
	}
	// The first of these that is set counts, as on the real server; libraries
	// send empty ones along.
	switch {
	case b.URL != "":
		link, err := markup.CheckURL(b.URL)
		if err != nil {
			return b, badRequest("inline keyboard button URL '%s' is invalid: %s", b.URL, err)
		}
		return telegram.InlineButton{Text: b.Text, URL: link}, nil
	case b.CallbackData != "":
		if len(b.CallbackData) > maxData {
			return b, badRequest("BUTTON_DATA_INVALID")
		}
		return telegram.InlineButton{Text: b.Text, CallbackData: b.CallbackData}, nil
	case b.CopyText != nil && b.CopyText.Text != "":
		if markup.Units(b.CopyText.Text) > maxCopyText {
			return b, badRequest("BUTTON_COPY_TEXT_INVALID")
		}
		return telegram.InlineButton{Text: b.Text, CopyText: b.CopyText}, nil
	case b.WebApp != nil && b.WebApp.URL != "":
		return telegram.InlineButton{Text: b.Text, WebApp: b.WebApp}, nil
	}
	return b, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}

func parseReplyKeyboard(whole []byte, raw json.RawMessage) (*telegram.ReplyKeyboard, error) {
	rows, err := rowsOf(raw, `field "keyboard" must be an Array of Arrays`)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	k := &telegram.ReplyKeyboard{}
	var options struct {
		Persistent  bool   `json:"is_persistent"`
		Resize      bool   `json:"resize_keyboard"`
		OneTime     bool   `json:"one_time_keyboard"`
		Placeholder string `json:"input_field_placeholder"`
	}
	if err := json.Unmarshal(whole, &options); err != nil {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	k.Persistent, k.Resize, k.OneTime, k.Placeholder = options.Persistent, options.Resize, options.OneTime, options.Placeholder
	count := 0
	for _, row := range rows {
		if count += len(row); count > maxReplyButtons || len(row) > 12 {
			return nil, badRequest("reply markup is too long")
		}
		var buttons []telegram.ReplyButton
		for _, raw := range row {
			b, err := parseReplyButton(raw)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, b)
		}
		k.Rows = append(k.Rows, buttons)
	}
	return k, nil
}

func parseReplyButton(raw json.RawMessage) (telegram.ReplyButton, error) {
	var b telegram.ReplyButton
	if len(raw) > 0 && raw[0] == '"' { // a bare text is allowed
		if err := json.Unmarshal(raw, &b.Text); err != nil {
			return b, badRequest("can't parse keyboard button: %s", err)
		}
	} else {
		_, err := object(raw, "KeyboardButton", "text", "icon_custom_emoji_id", "style", "request_users", "request_chat",
			"request_contact", "request_location", "request_poll", "web_app")
		if err != nil {
			return b, err
		}
		if err := json.Unmarshal(raw, &b); err != nil {
			return b, badRequest("can't parse keyboard button: %s", err)
		}
	}
	if b.Text == "" {
		return b, badRequest("keyboard button text must be non-empty")
	}
	return b, nil
}

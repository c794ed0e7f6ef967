package telegram

// Update is one thing that happened; exactly one optional field is set.
type Update struct {
	ID            int            `json:"update_id"`
	Message       *Message       `json:"message,omitempty"`
	EditedMessage *Message       `json:"edited_message,omitempty"`
	CallbackQuery *CallbackQuery `json:"callback_query,omitempty"`
	MyChatMember  *MemberChange  `json:"my_chat_member,omitempty"`
}

// CallbackQuery is the press of a button with callback data. Message is a
// *Message, or an *InaccessibleMessage when the message is gone.
type CallbackQuery struct {
	ID           string `json:"id"`
	From         User   `json:"from"`
	Message      any    `json:"message,omitempty"`
	ChatInstance string `json:"chat_instance"`
	Data         string `json:"data,omitempty"`
}

// InaccessibleMessage stands for a message that is deleted or too old; its
// Date is always 0.
type InaccessibleMessage struct {
	Chat Chat  `json:"chat"`
	ID   int   `json:"message_id"`
	Date int64 `json:"date"`
}

// MemberChange tells the bot that it was added, removed, blocked or unblocked.
type MemberChange struct {
	Chat Chat   `json:"chat"`
	From User   `json:"from"`
	Date int64  `json:"date"`
	Old  Member `json:"old_chat_member"`
	New  Member `json:"new_chat_member"`
}

// Member is the bot's standing in a chat; Status is member, left or kicked.
// UntilDate is there for kicked members only, 0 means for ever.
type Member struct {
	Status    string `json:"status"`
	User      User   `json:"user"`
	UntilDate *int64 `json:"until_date,omitempty"`
}

// WebhookInfo is what getWebhookInfo answers.
type WebhookInfo struct {
	URL                string   `json:"url"`
	HasCertificate     bool     `json:"has_custom_certificate"`
	PendingUpdateCount int      `json:"pending_update_count"`
	LastErrorDate      int64    `json:"last_error_date,omitempty"`
	LastErrorMessage   string   `json:"last_error_message,omitempty"`
	MaxConnections     int      `json:"max_connections,omitempty"`
	AllowedUpdates     []string `json:"allowed_updates,omitempty"`
}

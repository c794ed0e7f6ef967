package telegram

// InlineKeyboard is the keyboard below a message.
type InlineKeyboard struct {
	Rows [][]InlineButton `json:"inline_keyboard"`
}

// InlineButton is one button of an InlineKeyboard; exactly one action is set.
type InlineButton struct {
	Text         string    `json:"text"`
	URL          string    `json:"url,omitempty"`
	CallbackData string    `json:"callback_data,omitempty"`
	CopyText     *CopyText `json:"copy_text,omitempty"`
	WebApp       *WebApp   `json:"web_app,omitempty"`
}

// CopyText is the text a button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// WebApp is the page a button opens.
type WebApp struct {
	URL string `json:"url"`
}

// ReplyKeyboard replaces the person's own keyboard.
type ReplyKeyboard struct {
	Rows        [][]ReplyButton `json:"keyboard"`
	Persistent  bool            `json:"is_persistent,omitempty"`
	Resize      bool            `json:"resize_keyboard,omitempty"`
	OneTime     bool            `json:"one_time_keyboard,omitempty"`
	Placeholder string          `json:"input_field_placeholder,omitempty"`
	Selective   bool            `json:"selective,omitempty"`
}

// ReplyButton is one button of a ReplyKeyboard.
type ReplyButton struct {
	Text            string `json:"text"`
	RequestContact  bool   `json:"request_contact,omitempty"`
	RequestLocation bool   `json:"request_location,omitempty"`
}

// Command is one entry of the commands menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

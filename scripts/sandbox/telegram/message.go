// Package telegram holds the JSON objects of the Telegram Bot API that the
// sandbox speaks. They are written from the public documentation
// (https://core.telegram.org/bots/api) and not taken from the library the bot
// uses, so that a mistake there cannot hide behind the same mistake here.
package telegram

// User is a person or the bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// Chat is a private chat (positive id), a group or a supergroup (negative id).
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

// Chat types.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
)

// Entity marks a part of a text; Offset and Length count UTF-16 units.
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	User          *User  `json:"user,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
}

// Message is a message as the bot receives it. Dates are Unix seconds.
type Message struct {
	ID             int             `json:"message_id"`
	From           *User           `json:"from,omitempty"`
	Date           int64           `json:"date"`
	Chat           Chat            `json:"chat"`
	ForwardOrigin  *Origin         `json:"forward_origin,omitempty"`
	ReplyTo        *Message        `json:"reply_to_message,omitempty"`
	EditDate       int64           `json:"edit_date,omitempty"`
	Protected      bool            `json:"has_protected_content,omitempty"`
	MediaGroupID   string          `json:"media_group_id,omitempty"`
	Text           string          `json:"text,omitempty"`
	Entities       []Entity        `json:"entities,omitempty"`
	EffectID       string          `json:"effect_id,omitempty"`
	Document       *Document       `json:"document,omitempty"`
	Photo          []PhotoSize     `json:"photo,omitempty"`
	Sticker        *Sticker        `json:"sticker,omitempty"`
	Voice          *Voice          `json:"voice,omitempty"`
	Caption        string          `json:"caption,omitempty"`
	CaptionEnts    []Entity        `json:"caption_entities,omitempty"`
	CaptionAbove   bool            `json:"show_caption_above_media,omitempty"`
	Spoiler        bool            `json:"has_media_spoiler,omitempty"`
	Contact        *Contact        `json:"contact,omitempty"`
	Location       *Location       `json:"location,omitempty"`
	NewMembers     []User          `json:"new_chat_members,omitempty"`
	LeftMember     *User           `json:"left_chat_member,omitempty"`
	GroupCreated   bool            `json:"group_chat_created,omitempty"`
	MigrateTo      int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom    int64           `json:"migrate_from_chat_id,omitempty"`
	InlineKeyboard *InlineKeyboard `json:"reply_markup,omitempty"`
}

// Origin says where a forwarded message came from.
type Origin struct {
	Type           string `json:"type"`
	Date           int64  `json:"date"`
	SenderUser     *User  `json:"sender_user,omitempty"`
	SenderUserName string `json:"sender_user_name,omitempty"`
}

// PhotoSize is one size of a photo; sizes in pixels and bytes.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Document is a file of any type.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Voice is a voice note; Duration in seconds.
type Voice struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Duration     int    `json:"duration"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Sticker is a static sticker.
type Sticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	IsAnimated   bool   `json:"is_animated"`
	IsVideo      bool   `json:"is_video"`
	Emoji        string `json:"emoji,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Location is a WGS-84 position; accuracy in metres.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Accuracy  float64 `json:"horizontal_accuracy,omitempty"`
}

// Contact is a shared phone number.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	UserID      int64  `json:"user_id,omitempty"`
}

// File is what getFile answers; Path is fetched from /file/bot<token>/<path>.
type File struct {
	ID       string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Size     int64  `json:"file_size,omitempty"`
	Path     string `json:"file_path,omitempty"`
}

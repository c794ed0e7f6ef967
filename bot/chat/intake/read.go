package intake

import (
	"strconv"
	"strings"
	"time"

	"secondbrother/bot/chat/seal"
	"secondbrother/bot/chat/telegram"
	"secondbrother/bot/conversation"
	"secondbrother/storage/payload"

	"github.com/go-telegram/bot/models"
)

// Event is an update as a conversation reads it.
type Event struct {
	Chat     int64
	Input    conversation.Input
	Query    string // the press to answer
	Files    []File // to be kept before the conversation hears of them
	From     int64  // in a group: the chat of who wrote or pressed; 0: nobody
	Migrated int64  // the group Chat has this id now; nothing else is filled
}

// File is Telegram's file behind Input.Media.
type File struct {
	ID     string
	FileID string
	Type   payload.MediaType
	Bytes  int64
}

// Reader turns updates into events.
type Reader struct {
	Keys   *seal.Keys
	Bot    string // user name
	Admins map[int64]bool
}

// Read returns false for what nobody is to answer.
func (r *Reader) Read(u models.Update, now time.Time) (Event, bool) {
	switch {
	case u.Message != nil:
		return r.message(u.Message, false)
	case u.EditedMessage != nil:
		return r.message(u.EditedMessage, true)
	case u.CallbackQuery != nil:
		return r.press(u.CallbackQuery, now)
	case u.MyChatMember != nil:
		return r.member(u.MyChatMember, now)
	}
	return Event{}, false
}

func (r *Reader) message(m *models.Message, edited bool) (Event, bool) {
	switch {
	case m.Chat.Type == models.ChatTypeChannel:
		return Event{}, false
	case m.MigrateToChatID != 0:
		return Event{Chat: m.Chat.ID, Migrated: m.MigrateToChatID}, true
	}
	stamp := m.Date
	if edited {
		stamp = m.EditDate
	}
	in := conversation.Input{
		At:        time.Unix(int64(stamp), 0).UTC(),
		MessageID: m.ID,
		Edited:    edited,
		Forwarded: m.ForwardOrigin != nil,
		Album:     m.MediaGroupID,
	}
	if m.From != nil {
		in.Client = m.From.LanguageCode
	}
	e := Event{Chat: m.Chat.ID, Input: in}
	if m.From != nil && m.SenderChat == nil && m.Chat.Type != models.ChatTypePrivate {
		e.From = m.From.ID // whoever writes as the group itself is nobody we know
	}
	r.place(&e, m.Chat.Type, "message", strconv.Itoa(m.ID), strconv.Itoa(m.EditDate))
	if !r.content(&e, m) {
		return Event{}, false
	}
	// In a group people talk with each other; only commands are for the bot.
	if e.Input.Group && e.Input.Type != conversation.InputCommand {
		return Event{}, false
	}
	return e, true
}

// content fills in what the message says; false: nothing that is to be answered.
func (r *Reader) content(e *Event, m *models.Message) bool {
	in := &e.Input
	if name, rest, mine := r.command(m, in); name != "" {
		in.Type, in.Command, in.Text = conversation.InputCommand, name, rest
		return mine && !in.Edited // an edited command was obeyed already
	}
	if f, ok := attached(m); ok {
		in.Type, in.Text = conversation.InputMedia, m.Caption
		if f.Bytes > telegram.MaxDownload {
			in.TooBig = true
			return true
		}
		if m.Document != nil && uncleanTypes[strings.ToLower(m.Document.MimeType)] {
			in.Unclean = true
			return true
		}
		// The id is of this message: two reports with one file have two ids.
		chat := strconv.FormatInt(e.Chat, 10)
		mark := r.Keys.Name("file", chat, f.ID)
		f.ID = r.Keys.Name("media", chat, strconv.Itoa(m.ID), f.ID)
		in.Media = []payload.Media{{ID: f.ID, Type: f.Type, Bytes: f.Bytes, Mark: mark}}
		e.Files = []File{f}
		return true
	}
	location := m.Location
	if m.Venue != nil {
		location = &m.Venue.Location
	}
	switch {
	case m.Text != "":
		in.Type, in.Text = conversation.InputText, m.Text
	case location != nil:
		// A live position moves on by edits: the first one counts.
		in.Type, in.Lat, in.Lon = conversation.InputPosition, location.Latitude, location.Longitude
		return !in.Edited
	case m.Contact != nil && m.From != nil && m.Contact.UserID == m.From.ID:
		in.Type, in.Phone = conversation.InputContact, m.Contact.PhoneNumber
	case service(m):
		return false
	default:
		in.Type = conversation.InputOther
		return !in.Edited
	}
	return true
}

// command reads a command; mine is false when it names another bot.
func (r *Reader) command(m *models.Message, in *conversation.Input) (name, rest string, mine bool) {
	if in.Forwarded || m.Text == "" {
		return "", "", false
	}
	name, to, rest, ok := telegram.Command(m.Text, m.Entities)
	if !ok && strings.HasPrefix(m.Text, "/") {
		// Some clients leave out the entity.
		word := m.Text
		if i := strings.IndexAny(word, " \n\t\u3000"); i >= 0 {
			word, rest = word[:i], strings.TrimSpace(word[i:])
		}
		name, to, _ = strings.Cut(word[1:], "@")
		name = strings.ToLower(name)
	}
	if to != "" && !strings.EqualFold(to, r.Bot) {
		if in.Group {
			return name, rest, false
		}
		return "", "", false
	}
	return name, rest, true
}

// uncleanTypes are pictures that may tell where they were taken and that the
// bot cannot take it out of.
var uncleanTypes = map[string]bool{
	"image/heic": true, "image/heif": true, "image/heic-sequence": true, "image/heif-sequence": true, "image/avif": true,
	"image/tiff": true, "image/x-adobe-dng": true, "image/x-canon-cr2": true, "image/x-canon-cr3": true, "image/x-nikon-nef": true, "image/x-sony-arw": true,
}

// attached finds the file of a message; ID is Telegram's unique id.
func attached(m *models.Message) (File, bool) {
	switch {
	case len(m.Photo) > 0:
		best := m.Photo[0]
		for _, p := range m.Photo[1:] {
			if p.Width*p.Height > best.Width*best.Height {
				best = p
			}
		}
		return File{ID: best.FileUniqueID, FileID: best.FileID, Type: payload.MediaPhoto, Bytes: int64(best.FileSize)}, true
	case m.Voice != nil:
		return File{ID: m.Voice.FileUniqueID, FileID: m.Voice.FileID, Type: payload.MediaVoice, Bytes: int64(m.Voice.FileSize)}, true
	case m.Video != nil:
		return File{ID: m.Video.FileUniqueID, FileID: m.Video.FileID, Type: payload.MediaVideo, Bytes: int64(m.Video.FileSize)}, true
	case m.VideoNote != nil:
		return File{ID: m.VideoNote.FileUniqueID, FileID: m.VideoNote.FileID, Type: payload.MediaRound, Bytes: int64(m.VideoNote.FileSize)}, true
	case m.Audio != nil:
		return File{ID: m.Audio.FileUniqueID, FileID: m.Audio.FileID, Type: payload.MediaAudio, Bytes: m.Audio.FileSize}, true
	case m.Document != nil: // animations come as documents too
		return File{ID: m.Document.FileUniqueID, FileID: m.Document.FileID, Type: payload.MediaDocument, Bytes: m.Document.FileSize}, true
	}
	return File{}, false
}

// service says that a message tells of the chat itself.
func service(m *models.Message) bool {
	return len(m.NewChatMembers) > 0 || m.LeftChatMember != nil || m.NewChatTitle != "" || len(m.NewChatPhoto) > 0 ||
		m.DeleteChatPhoto || m.GroupChatCreated || m.SupergroupChatCreated || m.ChannelChatCreated ||
		m.MessageAutoDeleteTimerChanged != nil || m.MigrateFromChatID != 0 || m.PinnedMessage != nil ||
		m.ChatBackgroundSet != nil || m.WriteAccessAllowed != nil
}

func (r *Reader) press(q *models.CallbackQuery, now time.Time) (Event, bool) {
	e := Event{Query: q.ID, Input: conversation.Input{
		Type:   conversation.InputButton,
		At:     now.UTC(),
		Client: q.From.LanguageCode,
		Button: q.Data,
	}}
	kind := models.ChatTypePrivate
	switch {
	case q.Message.Message != nil:
		e.Chat, kind, e.Input.MessageID = q.Message.Message.Chat.ID, q.Message.Message.Chat.Type, q.Message.Message.ID
	case q.Message.InaccessibleMessage != nil && q.Message.InaccessibleMessage.Chat.ID != 0:
		// Too old to be shown: its buttons cannot be taken off either.
		e.Chat, kind = q.Message.InaccessibleMessage.Chat.ID, q.Message.InaccessibleMessage.Chat.Type
	default:
		e.Chat = q.From.ID
	}
	if kind == models.ChatTypeChannel {
		return Event{}, false
	}
	if kind != models.ChatTypePrivate {
		e.From = q.From.ID
	}
	r.place(&e, kind, "press", q.ID)
	return e, true
}

func (r *Reader) member(m *models.ChatMemberUpdated, now time.Time) (Event, bool) {
	if m.Chat.Type == models.ChatTypeChannel {
		return Event{}, false
	}
	e := Event{Chat: m.Chat.ID, Input: conversation.Input{Type: conversation.InputBlocked, At: time.Unix(int64(m.Date), 0).UTC(), Text: "member"}}
	if m.Date == 0 {
		e.Input.At = now.UTC()
	}
	switch m.NewChatMember.Type {
	case models.ChatMemberTypeLeft, models.ChatMemberTypeBanned:
		e.Input.Text = "blocked"
	}
	r.place(&e, m.Chat.Type, "member", strconv.Itoa(m.Date), e.Input.Text)
	return e, true
}

// place fills in what every input has. cause says within the chat which input
// it is; not the update's id, which Telegram may begin anew.
func (r *Reader) place(e *Event, kind models.ChatType, cause ...string) {
	e.Input.Group = kind != models.ChatTypePrivate
	e.Input.Admin = !e.Input.Group && r.Admins[e.Chat]
	e.Input.Key = r.Keys.Name("input", append([]string{strconv.FormatInt(e.Chat, 10)}, cause...)...)
	e.Input.Seed = r.Keys.Seed(e.Input.Key)
}

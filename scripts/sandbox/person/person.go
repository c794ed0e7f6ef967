package person

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"sync"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/view"
)

// Person is somebody with an account in the sandbox. Everything they do goes
// to their chat with the bot, or to the group chosen with In.
//
// A Person remembers the moment of their last own action: WaitFor looks at what
// was sent or edited after it.
type Person struct {
	ID   int64
	Name string

	sandbox *Sandbox
	chat    int64

	mu   sync.Mutex
	mark int64
}

// In returns the same person acting in a group.
func (p *Person) In(group int64) *Person {
	return &Person{ID: p.ID, Name: p.Name, sandbox: p.sandbox, chat: group}
}

func (p *Person) act(ctx context.Context, name string, in map[string]any) error {
	in["chat"] = p.chat
	var sent botapi.Sent
	if err := p.sandbox.post(ctx, fmt.Sprintf("/sandbox/api/persons/%d/%s", p.ID, name), in, &sent); err != nil {
		return fmt.Errorf("%s: %s: %w", p.Name, name, err)
	}
	p.moveMark(sent.Version)
	return nil
}

func (p *Person) moveMark(version int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mark = max(p.mark, version)
}

// Say sends a text; what is longer than 4096 UTF-16 units goes as several
// messages, as clients do it.
func (p *Person) Say(ctx context.Context, text string) error {
	return p.act(ctx, "text", map[string]any{"text": text})
}

// Reply sends a text as an answer to a message.
func (p *Person) Reply(ctx context.Context, to view.Message, text string) error {
	return p.act(ctx, "text", map[string]any{"text": text, "reply_to": to.ID})
}

// Start opens the bot with an invitation link (t.me/…?start=…) or a bare token,
// or plainly with "".
func (p *Person) Start(ctx context.Context, link string) error {
	return p.act(ctx, "start", map[string]any{"link": link})
}

// Forward sends on somebody else's text; hidden keeps the author's account out.
func (p *Person) Forward(ctx context.Context, author, text string, hidden bool) error {
	return p.act(ctx, "forward", map[string]any{"author": author, "text": text, "hidden": hidden})
}

// SendLocation shares a WGS-84 position.
func (p *Person) SendLocation(ctx context.Context, latitude, longitude float64) error {
	return p.act(ctx, "location", map[string]any{"latitude": latitude, "longitude": longitude})
}

// SendContact shares the person's phone number.
func (p *Person) SendContact(ctx context.Context, phone string) error {
	return p.act(ctx, "contact", map[string]any{"phone": phone})
}

// SendSticker sends a sticker.
func (p *Person) SendSticker(ctx context.Context, emoji string) error {
	return p.act(ctx, "sticker", map[string]any{"emoji": emoji})
}

// Edit changes the text or caption of an own message.
func (p *Person) Edit(ctx context.Context, m view.Message, text string) error {
	return p.act(ctx, "edit", map[string]any{"message_id": m.ID, "text": text})
}

// Delete removes a message for both sides.
func (p *Person) Delete(ctx context.Context, m view.Message) error {
	return p.act(ctx, "delete", map[string]any{"message_id": m.ID})
}

// Block blocks the bot, or lets it write again.
func (p *Person) Block(ctx context.Context, blocked bool) error {
	return p.act(ctx, "block", map[string]any{"blocked": blocked})
}

// ClearHistory empties the person's own view of the chat.
func (p *Person) ClearHistory(ctx context.Context) error {
	return p.act(ctx, "clear", map[string]any{})
}

// Press taps the button of a message whose label is the given text or, when
// there is none, the only one whose label contains it.
func (p *Person) Press(ctx context.Context, m view.Message, label string) error {
	row, column, err := Button(m, label)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	return p.act(ctx, "press", map[string]any{"message_id": m.ID, "row": row, "column": column})
}

// PressData sends any callback data for any message, as a modified client can.
func (p *Person) PressData(ctx context.Context, messageID int, data string) error {
	return p.act(ctx, "press", map[string]any{"message_id": messageID, "data": data})
}

// File is something to upload.
type File struct {
	Name string
	Data []byte
}

func (p *Person) ship(ctx context.Context, name string, fields url.Values, files []File) error {
	fields.Set("chat", strconv.FormatInt(p.chat, 10))
	var sent botapi.Sent
	if err := p.sandbox.form(ctx, fmt.Sprintf("/sandbox/api/persons/%d/%s", p.ID, name), fields, files, &sent); err != nil {
		return fmt.Errorf("%s: %s: %w", p.Name, name, err)
	}
	p.moveMark(sent.Version)
	return nil
}

func uploads(data []byte) []File {
	if data == nil {
		return nil
	}
	return []File{{Name: "upload", Data: data}}
}

// SendPhoto sends a picture, or a sample when data is nil.
func (p *Person) SendPhoto(ctx context.Context, data []byte, caption string) error {
	return p.ship(ctx, "photo", url.Values{"caption": {caption}}, uploads(data))
}

// SendPhotoTakenAt sends a sample picture with a WGS-84 position in its EXIF.
func (p *Person) SendPhotoTakenAt(ctx context.Context, latitude, longitude float64, caption string) error {
	return p.ship(ctx, "photo", url.Values{"caption": {caption}, "latitude": {fmt.Sprint(latitude)}, "longitude": {fmt.Sprint(longitude)}}, nil)
}

// SendAlbum sends so many sample pictures as one album.
func (p *Person) SendAlbum(ctx context.Context, count int, caption string) error {
	return p.ship(ctx, "album", url.Values{"caption": {caption}, "count": {strconv.Itoa(count)}}, nil)
}

// SendVoice sends a sample voice note of so many seconds.
func (p *Person) SendVoice(ctx context.Context, seconds int) error {
	return p.ship(ctx, "voice", url.Values{"seconds": {strconv.Itoa(seconds)}}, nil)
}

// SendDocument sends a file with content.
func (p *Person) SendDocument(ctx context.Context, f File, caption string) error {
	return p.ship(ctx, "document", url.Values{"caption": {caption}}, []File{f})
}

// SendDocumentOfSize sends a file of so many bytes, which are all zero; large
// ones cost nothing.
func (p *Person) SendDocumentOfSize(ctx context.Context, name string, size int64) error {
	return p.ship(ctx, "document", url.Values{"name": {name}, "size": {strconv.FormatInt(size, 10)}}, nil)
}

package botapi

import (
	"fmt"
	"strconv"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

// share is what the functions below have in common.
func (s *Server) share(person, chatID int64, fill func(e *entry) error) (Sent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, user, err := s.writable(person, chatID)
	if err != nil {
		return Sent{}, err
	}
	e := &entry{}
	if err := fill(e); err != nil {
		return Sent{}, err
	}
	return s.sent(c, s.incoming(c, user, e)), nil
}

// captioned puts a person's caption on a message.
func (e *entry) captioned(text string) error {
	text, _ = markup.Trim(markup.Clean(text), nil)
	if markup.Units(text) > maxCaption {
		return refused(fmt.Sprintf("a caption has at most %d characters", maxCaption))
	}
	e.Caption, e.CaptionEnts = text, markup.Detect(text, nil)
	return nil
}

// Forward sends on a text of somebody else. With hidden set the author's
// account is not named, only their name is.
func (s *Server) Forward(person, chatID int64, author, text string, hidden bool) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		text, _ = markup.Trim(markup.Clean(text), nil)
		if text == "" || markup.Units(text) > maxText {
			return refused("a forwarded text has 1-4096 characters")
		}
		e.Text, e.Entities = text, markup.Detect(text, nil)
		e.ForwardOrigin = &telegram.Origin{Type: "hidden_user", Date: s.now().Unix() - 3600, SenderUserName: author}
		if !hidden {
			e.ForwardOrigin = &telegram.Origin{Type: "user", Date: s.now().Unix() - 3600,
				SenderUser: &telegram.User{ID: 900_000_000 + int64(len(author)), FirstName: author}}
		}
		return nil
	})
}

// SendLocation shares a WGS-84 position.
func (s *Server) SendLocation(person, chatID int64, latitude, longitude float64) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		if latitude < -90 || latitude > 90 || longitude < -180 || longitude > 180 {
			return refused("a latitude lies in -90…90, a longitude in -180…180")
		}
		e.Location = &telegram.Location{Latitude: latitude, Longitude: longitude, Accuracy: 20}
		return nil
	})
}

// SendContact shares the person's own phone number.
func (s *Server) SendContact(person, chatID int64, phone string) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		e.Contact = &telegram.Contact{PhoneNumber: phone, FirstName: s.chats[person].FirstName, UserID: person}
		return nil
	})
}

// SendSticker sends the sticker of an emoji.
func (s *Server) SendSticker(person, chatID int64, emoji string) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		f := s.keep(&file{Kind: kindSticker, Data: []byte("RIFF sticker " + emoji)})
		e.Sticker = &telegram.Sticker{FileID: f.ID, FileUniqueID: f.UniqueID, Type: "regular", Width: 512, Height: 512,
			Emoji: emoji, FileSize: f.Size}
		return nil
	})
}

// SendPhoto sends a picture (JPEG, PNG or GIF).
func (s *Server) SendPhoto(person, chatID int64, data []byte, caption string) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		f := &file{Kind: kindPhoto, Data: data}
		if err := s.keepPhoto(f); err != nil {
			return refused("this picture cannot be sent: " + err.Error())
		}
		e.attach(f)
		return e.captioned(caption)
	})
}

// SendVoice sends a voice note (OGG with Opus) of so many seconds.
func (s *Server) SendVoice(person, chatID int64, data []byte, seconds int) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		e.attach(s.keep(&file{Kind: kindVoice, Mime: "audio/ogg", Data: data, Duration: seconds}))
		return nil
	})
}

// SendDocument sends a file. With data nil it is size zero bytes long without
// taking memory; clients send up to 2 GB.
func (s *Server) SendDocument(person, chatID int64, name, mime string, data []byte, size int64, caption string) (Sent, error) {
	return s.share(person, chatID, func(e *entry) error {
		if data == nil && (size < 1 || size > 2<<30) {
			return refused("a file has 1 byte to 2 GB")
		}
		e.attach(s.keep(&file{Kind: kindDocument, Name: name, Mime: mime, Data: data, Size: size}))
		return e.captioned(caption)
	})
}

// SendAlbum sends 2-10 pictures as one album: one message and one update each,
// with a common media_group_id; the caption goes on the first.
func (s *Server) SendAlbum(person, chatID int64, pictures [][]byte, caption string) (Sent, error) {
	if len(pictures) < 2 || len(pictures) > 10 {
		return Sent{}, refused("an album has 2-10 pictures")
	}
	s.mu.Lock()
	s.albums++
	group := strconv.Itoa(12_000_000+s.albums) + "0000000"
	s.mu.Unlock()
	var all Sent
	for i, data := range pictures {
		sent, err := s.share(person, chatID, func(e *entry) error {
			f := &file{Kind: kindPhoto, Data: data}
			if err := s.keepPhoto(f); err != nil {
				return refused("this picture cannot be sent: " + err.Error())
			}
			e.attach(f)
			e.MediaGroupID = group
			if i == 0 {
				return e.captioned(caption)
			}
			return nil
		})
		if err != nil {
			return all, err
		}
		all.IDs, all.Version = append(all.IDs, sent.IDs...), sent.Version
	}
	return all, nil
}

package botapi

import (
	"encoding/json"
	"strconv"
	"strings"

	"secondbrother/scripts/sandbox/telegram"
)

// sendFile is sendPhoto, sendVoice and sendDocument.
func (s *Server) sendFile(p params, kind string) (any, error) {
	snd, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	e := &snd.entry
	if e.Caption, e.CaptionEnts, err = caption(p.str("caption"), p.str("parse_mode"), p.str("caption_entities")); err != nil {
		return nil, err
	}
	if e.CaptionAbove, err = p.boolean("show_caption_above_media"); err != nil {
		return nil, err
	}
	if e.Spoiler, err = p.boolean("has_spoiler"); err != nil {
		return nil, err
	}
	f, err := s.input(p, kind, p.str(kind), kind)
	if err != nil {
		return nil, err
	}
	if kind == kindVoice && p.has("duration") {
		if f.Duration, err = p.integer("duration"); err != nil {
			return nil, err
		}
	}
	e.attach(f)
	return s.postOne(snd)
}

// attach puts a stored file into a message.
func (e *entry) attach(f *file) {
	switch f.Kind {
	case kindPhoto:
		e.Photo = f.Sizes
	case kindVoice:
		e.Voice = &telegram.Voice{FileID: f.ID, FileUniqueID: f.UniqueID, Duration: f.Duration,
			MimeType: orDefault(f.Mime, "audio/ogg"), FileSize: f.Size}
	case kindDocument:
		e.Document = &telegram.Document{FileID: f.ID, FileUniqueID: f.UniqueID, FileName: f.Name, MimeType: f.Mime, FileSize: f.Size}
	}
}

func (s *Server) sendPhoto(p params) (any, error)    { return s.sendFile(p, kindPhoto) }
func (s *Server) sendVoice(p params) (any, error)    { return s.sendFile(p, kindVoice) }
func (s *Server) sendDocument(p params) (any, error) { return s.sendFile(p, kindDocument) }

func (s *Server) sendMediaGroup(p params) (any, error) {
	snd, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	raw := p.str("media")
	if raw == "" {
		return nil, badRequest(`parameter "media" is required`)
	}
	var items []json.RawMessage
	if json.Unmarshal([]byte(raw), &items) != nil {
		return nil, badRequest("expected an Array of InputMedia")
	}
	switch {
	case len(items) == 0:
		return nil, badRequest("there are no messages to send")
	case len(items) == 1: // documented as 2-10; the real server lets one pass
		return nil, badRequest("an album must have 2-10 items")
	case len(items) > 10:
		return nil, badRequest("too many messages to send as an album")
	}
	s.albums++
	group := strconv.Itoa(13_000_000+s.albums) + "0000000"
	var entries []entry
	for _, item := range items {
		e := snd.entry
		if err := s.albumItem(p, item, &e); err != nil {
			return nil, err
		}
		if first := entries; len(first) > 0 && (e.Document == nil) != (first[0].Document == nil) {
			return nil, badRequest("document can't be mixed with other media types")
		}
		e.MediaGroupID = group
		entries = append(entries, e)
	}
	posted, err := s.post(snd, entries...)
	if err != nil {
		return nil, err
	}
	var messages []telegram.Message
	for _, e := range posted {
		messages = append(messages, e.Message)
	}
	return messages, nil
}

func (s *Server) albumItem(p params, raw json.RawMessage, e *entry) error {
	_, err := object(raw, "InputMedia", "type", "media", "caption", "parse_mode", "caption_entities",
		"show_caption_above_media", "has_spoiler", "thumbnail", "disable_content_type_detection")
	if err != nil {
		return err
	}
	var media struct {
		Type     string          `json:"type"`
		Media    string          `json:"media"`
		Caption  string          `json:"caption"`
		Mode     string          `json:"parse_mode"`
		Entities json.RawMessage `json:"caption_entities"`
		Above    bool            `json:"show_caption_above_media"`
		Spoiler  bool            `json:"has_spoiler"`
	}
	if err := json.Unmarshal(raw, &media); err != nil {
		return badRequest("can't parse InputMedia: %s", err)
	}
	if media.Type != kindPhoto && media.Type != kindDocument {
		return badRequest("can't parse InputMedia: type %q can't be used in sendMediaGroup", media.Type)
	}
	if strings.TrimSpace(media.Media) == "" {
		return badRequest("can't parse InputMedia: media not found")
	}
	if e.Caption, e.CaptionEnts, err = caption(media.Caption, media.Mode, string(media.Entities)); err != nil {
		return err
	}
	e.CaptionAbove, e.Spoiler = media.Above, media.Spoiler
	f, err := s.input(p, media.Type, media.Media, media.Type)
	if err != nil {
		return err
	}
	e.attach(f)
	return nil
}

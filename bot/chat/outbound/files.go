package outbound

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"secondbrother/bot/chat/picture"
	"secondbrother/bot/chat/telegram"
	"secondbrother/storage/payload"
	"secondbrother/storage/stream"

	"github.com/go-telegram/bot/models"
)

// Kept is Telegram's file behind a media id. The original is FileID and is
// never shown to anybody but who sent it; officers get Clean.
type Kept struct {
	FileID string            `json:"file_id"`
	Type   payload.MediaType `json:"type"`
	Bytes  int64             `json:"bytes"`

	Digest  string `json:"digest,omitempty"`  // SHA-256 of the original, once it was read
	Clean   string `json:"clean,omitempty"`   // the file to show: without metadata; FileID where there were none
	Unclean bool   `json:"unclean,omitempty"` // it cannot be shown without them
}

var methods = map[payload.MediaType][2]string{
	payload.MediaPhoto:    {"sendPhoto", "photo"},
	payload.MediaVoice:    {"sendVoice", "voice"},
	payload.MediaVideo:    {"sendVideo", "video"},
	payload.MediaDocument: {"sendDocument", "document"},
	payload.MediaAudio:    {"sendAudio", "audio"},
	payload.MediaRound:    {"sendVideoNote", "video_note"},
}

// shown is a file as it can be sent: by id, or to be uploaded.
type shown struct {
	id     string // of the media
	kept   Kept
	upload *telegram.File
}

// value is what the call says where the file stands.
func (s *shown) value() string {
	if s.upload != nil {
		return "attach://" + s.upload.Field
	}
	return s.kept.Clean
}

// errUnclean says that none of a piece's files can be shown.
var errUnclean = errors.New("no file can be shown")

// files makes the files of a piece ready. Those that cannot be shown are left
// out; left says how many.
func (q *Queue) files(ctx context.Context, p *Piece) (ready []shown, left int, err error) {
	for i, m := range p.Media {
		s, err := q.ready(ctx, m, i)
		if err != nil {
			return nil, 0, err
		}
		if s.kept.Unclean {
			left++
			continue
		}
		ready = append(ready, s)
	}
	return ready, left, nil
}

// ready finds a file and, the first time it is shown, reads it and takes out
// of pictures and films what tells where they were taken.
func (q *Queue) ready(ctx context.Context, m payload.Media, i int) (shown, error) {
	s := shown{id: m.ID}
	err := q.media.GetJSON(ctx, m.ID, &s.kept)
	if errors.Is(err, stream.ErrNotFound) {
		return s, &telegram.Error{Method: "send", Code: 400, Description: "the file is not known to this bot"}
	}
	if err != nil {
		return s, fmt.Errorf("find a file: %w", err)
	}
	if s.kept.Clean != "" || s.kept.Unclean {
		return s, nil
	}
	// Few at a time: each is whole in memory.
	select {
	case q.reading <- struct{}{}:
		defer func() { <-q.reading }()
	case <-ctx.Done():
		return s, ctx.Err()
	}
	data, err := q.API.Download(ctx, s.kept.FileID)
	telling := s.kept.Type == payload.MediaPhoto || s.kept.Type == payload.MediaDocument || s.kept.Type == payload.MediaVideo
	switch fate := telegram.FateOf(err); {
	case err == nil:
	case fate == telegram.FateRefused && telling:
		s.kept.Unclean = true // nobody can say what it tells
		return s, q.note(ctx, s)
	case fate == telegram.FateRefused:
		s.kept.Clean = s.kept.FileID // there is nothing to clean, and it may still be sent
		return s, q.note(ctx, s)
	default:
		return s, err
	}
	sum := sha256.Sum256(data)
	s.kept.Digest = hex.EncodeToString(sum[:])
	clean, extension, err := data, "", error(nil)
	if telling {
		clean, extension, err = picture.Clean(data)
	}
	switch {
	case err != nil:
		q.Log.Warn("picture cannot be cleaned, it is not shown", "bytes", len(data), "error", err)
		s.kept.Unclean = true
		return s, q.note(ctx, s)
	case bytes.Equal(clean, data):
		s.kept.Clean = s.kept.FileID
		return s, q.note(ctx, s)
	}
	// The upload makes Telegram's copy; its id is noted then.
	s.upload = &telegram.File{Field: fmt.Sprint("file", i), Name: "file" + extension, Data: clean}
	return s, nil
}

func (q *Queue) note(ctx context.Context, s shown) error {
	if err := q.media.PutJSON(ctx, s.id, s.kept); err != nil {
		return fmt.Errorf("note a clean file: %w", err)
	}
	return nil
}

// noteAll remembers the copies that Telegram made of what was uploaded, so
// that they go by id next time. That it fails costs one more upload.
func (q *Queue) noteAll(ctx context.Context, files []shown, sent []models.Message) {
	for i, s := range files {
		if s.upload == nil || i >= len(sent) {
			continue
		}
		switch m := sent[i]; {
		case len(m.Photo) > 0:
			s.kept.Clean = m.Photo[len(m.Photo)-1].FileID
		case m.Document != nil:
			s.kept.Clean = m.Document.FileID
		case m.Video != nil:
			s.kept.Clean = m.Video.FileID
		default:
			continue
		}
		if err := q.note(ctx, s); err != nil {
			q.Log.Warn("clean copy not noted, it will be made again", "error", err)
		}
	}
}

// unready says whether files have to be fetched and cleaned first.
func (w *waiting) unready() bool {
	return (w.piece.Act == Single || w.piece.Act == Album) && !w.ready
}

// sendFiles sends the files of a piece: one, or an album.
func (q *Queue) sendFiles(ctx context.Context, w *waiting) error {
	p := &w.piece
	var err error
	switch len(w.files) {
	case 0:
		return q.instead(ctx, p)
	case 1:
		err = q.single(ctx, w, w.files)
	default:
		err = q.album(ctx, p, w.files)
	}
	if err == nil && w.left > 0 {
		note := *p
		note.Text = ""
		q.mu.Lock()
		beside := q.pace.fly(time.Now(), p.Chat, 1, false)
		q.mu.Unlock()
		// What is missing is said as well as it can be: the files are sent.
		if err := q.instead(ctx, &note); err != nil {
			q.Log.Warn("a file that was left out is not told of", "error", err)
		}
		q.mu.Lock()
		q.pace.landed(time.Now(), beside)
		q.mu.Unlock()
	}
	return err
}

// instead sends the words for files that cannot be shown.
func (q *Queue) instead(ctx context.Context, p *Piece) error {
	text := p.Otherwise
	if p.Text != "" {
		text = p.Text + "\n\n" + text
	}
	if text == "" {
		return &telegram.Error{Method: "send", Code: 400, Description: errUnclean.Error()}
	}
	fields := q.common(p)
	fields["text"], fields["parse_mode"] = text, string(models.ParseModeHTML)
	if m := markup(p); m != nil {
		fields["reply_markup"] = m
	}
	return q.API.Call(ctx, "sendMessage", fields, nil)
}

func (q *Queue) single(ctx context.Context, w *waiting, files []shown) error {
	p := &w.piece
	if p.Track != "" {
		if known, err := q.lookUp(ctx, p.Chat, p.Track); err != nil || known.By == w.taken.ID {
			return err // sent before, only the acknowledgement was lost
		}
	}
	method, ok := methods[files[0].kept.Type]
	if !ok {
		return &telegram.Error{Method: "send", Code: 400, Description: "unknown type of file"}
	}
	fields := q.common(p)
	fields[method[1]] = files[0].value()
	q.caption(fields, p)
	var sent models.Message
	if err := q.post(ctx, method[0], fields, files, &sent); err != nil {
		return err
	}
	q.noteAll(ctx, files, []models.Message{sent})
	if err := q.remember(ctx, p, record{Message: sent.ID, By: w.taken.ID}); err != nil {
		// It is sent: sending again would be worse than one that stays.
		q.Log.Warn("file not tracked", "id", w.taken.ID, "error", err)
	}
	return nil
}

func (q *Queue) album(ctx context.Context, p *Piece, files []shown) error {
	items := make([]map[string]any, len(files))
	for i := range files {
		items[i] = map[string]any{"type": string(files[i].kept.Type), "media": files[i].value()}
		if i == 0 && p.Text != "" {
			items[i]["caption"], items[i]["parse_mode"] = p.Text, models.ParseModeHTML
		}
	}
	fields := q.common(p)
	fields["media"] = items
	var sent []models.Message
	if err := q.post(ctx, "sendMediaGroup", fields, files, &sent); err != nil {
		return err
	}
	q.noteAll(ctx, files, sent)
	return nil
}

// post sends a call as JSON, or as a form where files go along.
func (q *Queue) post(ctx context.Context, method string, fields map[string]any, files []shown, out any) error {
	var uploads []telegram.File
	for _, f := range files {
		if f.upload != nil {
			uploads = append(uploads, *f.upload)
		}
	}
	if len(uploads) == 0 {
		return q.API.Call(ctx, method, fields, out)
	}
	return q.API.Upload(ctx, method, fields, uploads, out)
}

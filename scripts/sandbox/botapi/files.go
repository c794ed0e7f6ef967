package botapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"secondbrother/scripts/sandbox/telegram"
)

// Kinds of files.
const (
	kindPhoto    = "photo"
	kindDocument = "document"
	kindVoice    = "voice"
	kindSticker  = "sticker"
)

// file is stored content. A file that was only declared with a size (Data nil,
// Size > 0) reads as zeros, so that large ones cost nothing.
type file struct {
	ID, UniqueID  string
	Kind          string
	Path          string // below /file/bot<token>/
	Name, Mime    string
	Size          int64
	Data          []byte `json:"-"` // kept in a file of its own
	HasData       bool
	Width, Height int
	Duration      int
	Sizes         []telegram.PhotoSize // of a photo, small to large
	stored        bool                 // content is in the folder of Remember
}

func (f *file) reader() io.ReadSeeker {
	if f.Data != nil || f.Size == 0 {
		return bytes.NewReader(f.Data)
	}
	return io.NewSectionReader(zeros{}, 0, f.Size)
}

type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

var folders = map[string]struct{ folder, extension string }{
	kindPhoto: {"photos", ".jpg"}, kindDocument: {"documents", ""}, kindVoice: {"voice", ".oga"}, kindSticker: {"stickers", ".webp"},
}

// keep stores a file under fresh ids. Equal content has an equal unique id.
func (s *Server) keep(f *file) *file {
	s.fileCount++
	f.ID = "AgAC" + s.token(40)
	if f.HasData = f.Data != nil; f.HasData {
		f.Size = int64(len(f.Data))
	}
	sum := sha256.Sum256(slices.Concat(f.Data, []byte(strconv.FormatInt(f.Size, 10)))) // the bytes are shared: nothing is appended to them
	f.UniqueID = "AQAD" + base64.RawURLEncoding.EncodeToString(sum[:9])
	place := folders[f.Kind]
	extension := place.extension
	if dot := strings.LastIndexByte(f.Name, '.'); extension == "" && dot >= 0 {
		extension = f.Name[dot:]
	}
	f.Path = fmt.Sprintf("%s/file_%d%s", place.folder, s.fileCount, extension)
	s.files[f.ID] = f
	return f
}

// input finds the file a send method names: an upload, attach://name, or the
// id of a file the server already has.
func (s *Server) input(p params, field, value, kind string) (*file, error) {
	name := field
	if rest, ok := strings.CutPrefix(value, "attach://"); ok {
		name = rest
	} else if value != "" {
		return s.known(value, kind)
	}
	up, ok := p.uploads[name]
	if !ok {
		if value != "" {
			return nil, badRequest("failed to get file: no part named %q in the request", name)
		}
		return nil, badRequest("there is no %s in the request", kind)
	}
	if len(up.data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	f := &file{Kind: kind, Name: up.name, Mime: up.mime, Data: up.data}
	if kind == kindPhoto {
		if err := s.keepPhoto(f); err != nil {
			return nil, err
		}
		return f, nil
	}
	return s.keep(f), nil
}

func (s *Server) known(value, kind string) (*file, error) {
	if strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") {
		return nil, badRequest("failed to get HTTP URL content") // the sandbox fetches nothing
	}
	f := s.files[value]
	if f == nil {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	if f.Kind != kind {
		return nil, badRequest("type of file mismatch")
	}
	return f, nil
}

func (s *Server) getFile(p params) (any, error) {
	id := strings.TrimSpace(p.str("file_id"))
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := s.files[id]
	if f == nil {
		return nil, badRequest("invalid file_id")
	}
	if f.Size > maxDownload {
		return nil, badRequest("file is too big")
	}
	return telegram.File{ID: f.ID, UniqueID: f.UniqueID, Size: f.Size, Path: f.Path}, nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, rest string) {
	token, path, _ := strings.Cut(rest, "/")
	if token != s.opts.Token {
		answer(w, nil, errUnauthorized)
		return
	}
	s.mu.Lock()
	var f *file
	for _, candidate := range s.files {
		if candidate.Path == path && candidate.Size <= maxDownload {
			f = candidate
			break
		}
	}
	s.mu.Unlock()
	if f == nil {
		answer(w, nil, errNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", time.Time{}, f.reader())
}

// ServeDownload lets the page fetch a file by its id.
func (s *Server) ServeDownload(w http.ResponseWriter, r *http.Request, id string) {
	s.mu.Lock()
	f := s.files[id]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "private, max-age=86400")
	switch f.Kind {
	case kindPhoto:
		w.Header().Set("Content-Type", "image/jpeg")
	case kindVoice:
		w.Header().Set("Content-Type", "audio/ogg")
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", "attachment")
	}
	http.ServeContent(w, r, "", time.Time{}, f.reader())
}

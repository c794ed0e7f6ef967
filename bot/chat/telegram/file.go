package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-telegram/bot/models"
)

// MaxDownload is the largest file a bot may fetch
// (https://core.telegram.org/bots/api#getfile).
const MaxDownload = 20 << 20

// File is a file to be uploaded; Field is the name it has in the call.
type File struct {
	Field string
	Name  string
	Data  []byte
}

// Upload sends files as multipart beside the JSON-encoded fields. The body is
// whole in memory, so that it has a length and can be sent again.
func (a *API) Upload(ctx context.Context, method string, fields map[string]any, files []File, out any) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range fields {
		text, ok := value.(string)
		if !ok {
			raw, err := json.Marshal(value)
			if err != nil {
				return &Error{Method: method, Err: fmt.Errorf("encode %s: %w", key, err)}
			}
			text = string(raw)
		}
		if err := form.WriteField(key, text); err != nil {
			return &Error{Method: method, Err: err}
		}
	}
	for _, f := range files {
		part, err := form.CreateFormFile(f.Field, f.Name)
		if err == nil {
			_, err = part.Write(f.Data)
		}
		if err != nil {
			return &Error{Method: method, Err: err}
		}
	}
	if err := form.Close(); err != nil {
		return &Error{Method: method, Err: err}
	}
	return a.do(ctx, method, form.FormDataContentType(), body.Bytes(), out, uploadLimit)
}

// Download fetches a file of at most MaxDownload bytes. The address it comes
// from holds the token and goes nowhere else.
func (a *API) Download(ctx context.Context, fileID string) ([]byte, error) {
	const method = "getFile"
	var file models.File
	if err := a.Call(ctx, method, map[string]any{"file_id": fileID}, &file); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	// A path that names another server or climbs is not Telegram's.
	if strings.Contains(file.FilePath, "..") {
		return nil, &Error{Method: method, Code: http.StatusBadRequest, Description: "strange file path"}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.files+(&url.URL{Path: file.FilePath}).EscapedPath(), nil)
	if err != nil {
		return nil, &Error{Method: method, Err: a.redact(err)}
	}
	response, err := a.client.Do(request)
	if err != nil {
		return nil, &Error{Method: method, Err: a.redact(err)}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, &Error{Method: method, Code: response.StatusCode, Description: "download: " + http.StatusText(response.StatusCode)}
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, MaxDownload+1))
	if err != nil {
		return nil, &Error{Method: method, Err: a.redact(err)}
	}
	if len(data) > MaxDownload {
		return nil, &Error{Method: method, Code: http.StatusBadRequest, Description: "file is too big"}
	}
	return data, nil
}

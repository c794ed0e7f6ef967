package botapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Upload limits of the public server, in bytes.
const (
	maxUpload   = 50 << 20
	maxDownload = 20 << 20
	maxPhoto    = 10 << 20
)

// params are the arguments of one call: text for scalars, JSON for the rest.
type params struct {
	values  map[string]string
	uploads map[string]upload
}

type upload struct {
	name, mime string
	data       []byte
}

// readParams takes the arguments from the query string and from a JSON, form
// or multipart body.
func readParams(w http.ResponseWriter, r *http.Request) (params, error) {
	p := params{values: map[string]string{}, uploads: map[string]upload{}}
	p.take(r.URL.Query())
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload+1<<20)
	kind, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/json":
		err = p.readJSON(r.Body)
	case "multipart/form-data":
		err = p.readMultipart(r, options["boundary"])
	case "application/x-www-form-urlencoded":
		var body []byte
		if body, err = io.ReadAll(r.Body); err == nil {
			var form url.Values
			if form, err = url.ParseQuery(string(body)); err == nil {
				p.take(form)
			}
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return p, errTooLarge
	}
	return p, err
}

func (p params) take(values url.Values) {
	for name, all := range values {
		if len(all) > 0 {
			p.values[name] = all[0]
		}
	}
}

func (p params) readJSON(body io.Reader) error {
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return badRequest("can't parse JSON object")
	}
	for name, raw := range fields {
		var text string
		if raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
			p.values[name] = text
		} else {
			p.values[name] = string(raw)
		}
	}
	return nil
}

func (p params) readMultipart(r *http.Request, boundary string) error {
	if boundary == "" {
		return badRequest("boundary is not specified")
	}
	reader, err := r.MultipartReader()
	if err != nil {
		return badRequest("can't parse multipart body")
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return err
		}
		if err != nil {
			return badRequest("can't parse multipart body")
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			p.values[part.FormName()] = string(data)
		} else if len(data) > maxUpload {
			return errTooLarge
		} else {
			p.uploads[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
		}
	}
}

// onlyKnown refuses parameters that the method does not have. The real server
// ignores them, which hides typing mistakes.
func (p params) onlyKnown(known []string) error {
	var unknown []string
	for name := range p.values {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	sort.Strings(unknown)
	return badRequest("unknown parameter %q", unknown[0])
}

func (p params) str(name string) string { return p.values[name] }

func (p params) has(name string) bool { _, ok := p.values[name]; return ok }

func (p params) integer(name string) (int, error) {
	text := strings.TrimSpace(p.values[name])
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, badRequest("parameter %q must be an Integer", name)
	}
	return n, nil
}

func (p params) float(name string) (float64, error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(p.values[name]), 64)
	if err != nil {
		return 0, fmt.Errorf("parameter %q: %w", name, err)
	}
	return f, nil
}

func (p params) boolean(name string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(p.values[name])) {
	case "", "false", "0", "no":
		return false, nil
	case "true", "1", "yes":
		return true, nil
	}
	return false, badRequest("parameter %q must be a Boolean", name)
}

// object decodes a JSON object and refuses fields that are not known.
func object(raw []byte, what string, known ...string) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, badRequest("%s must be an Object", what)
	}
	for name := range fields {
		if !slices.Contains(known, name) {
			return nil, badRequest("unknown field %q of %s", name, what)
		}
	}
	return fields, nil
}

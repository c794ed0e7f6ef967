package page

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/samples"
)

// maxFile is the largest file a person may really upload here, in bytes;
// larger ones are only declared (size=…).
const maxFile = 64 << 20

// mediaRoutes take multipart forms (or plain forms) with the fields chat,
// caption, and "file" once or more; without a file they send a sample.
func (s *site) mediaRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /sandbox/api/persons/{person}/photo", s.media(s.photo))
	mux.HandleFunc("POST /sandbox/api/persons/{person}/album", s.media(s.album))
	mux.HandleFunc("POST /sandbox/api/persons/{person}/voice", s.media(s.voice))
	mux.HandleFunc("POST /sandbox/api/persons/{person}/document", s.media(s.document))
}

// shipment is a media form after reading.
type shipment struct {
	person, chat int64
	caption      string
	files        []content
	form         func(name string) string
}

type content struct {
	name, mime string
	data       []byte
}

func (s *site) media(send func(shipment) (botapi.Sent, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		in, err := readShipment(w, r)
		if err != nil {
			reply(w, nil, err)
			return
		}
		sent, err := send(in)
		reply(w, sent, err)
	}
}

func readShipment(w http.ResponseWriter, r *http.Request) (shipment, error) {
	person, err := personID(r)
	if err != nil {
		return shipment{}, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFile)
	if err := r.ParseMultipartForm(maxFile); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return shipment{}, fmt.Errorf("read the form: %w", err)
	}
	in := shipment{person: person, caption: r.FormValue("caption"), form: r.FormValue}
	in.chat, _ = strconv.ParseInt(r.FormValue("chat"), 10, 64)
	if r.MultipartForm == nil {
		return in, nil
	}
	for _, header := range r.MultipartForm.File["file"] {
		f, err := header.Open()
		if err != nil {
			return shipment{}, fmt.Errorf("read the file: %w", err)
		}
		data, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return shipment{}, fmt.Errorf("read the file: %w", err)
		}
		in.files = append(in.files, content{name: header.Filename, mime: header.Header.Get("Content-Type"), data: data})
	}
	return in, nil
}

// number reads a form field, or takes otherwise.
func (in shipment) number(name string, otherwise int64) int64 {
	n, err := strconv.ParseInt(in.form(name), 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}

// sample is a picture with the number given, with a position in its EXIF when
// the form has latitude and longitude.
func (in shipment) sample(number int64) []byte {
	picture := samples.Photo(int(number))
	latitude, err1 := strconv.ParseFloat(in.form("latitude"), 64)
	longitude, err2 := strconv.ParseFloat(in.form("longitude"), 64)
	if err1 == nil && err2 == nil {
		return samples.WithPosition(picture, latitude, longitude)
	}
	return picture
}

func (s *site) photo(in shipment) (botapi.Sent, error) {
	picture := in.sample(in.number("sample", 1))
	if len(in.files) > 0 {
		picture = in.files[0].data
	}
	return s.api.SendPhoto(in.person, in.chat, picture, in.caption)
}

func (s *site) album(in shipment) (botapi.Sent, error) {
	var pictures [][]byte
	for _, f := range in.files {
		pictures = append(pictures, f.data)
	}
	if len(pictures) == 0 {
		for i := range min(in.number("count", 3), 20) {
			pictures = append(pictures, in.sample(i+1))
		}
	}
	return s.api.SendAlbum(in.person, in.chat, pictures, in.caption)
}

func (s *site) voice(in shipment) (botapi.Sent, error) {
	seconds := int(min(max(in.number("seconds", 4), 1), 600))
	sound := samples.Voice(seconds)
	if len(in.files) > 0 {
		sound = in.files[0].data
	}
	return s.api.SendVoice(in.person, in.chat, sound, seconds)
}

func (s *site) document(in shipment) (botapi.Sent, error) {
	if len(in.files) > 0 {
		f := in.files[0]
		return s.api.SendDocument(in.person, in.chat, f.name, f.mime, f.data, 0, in.caption)
	}
	name, mime := in.form("name"), in.form("mime")
	if name == "" {
		name = "sample.bin"
	}
	if mime == "" {
		mime = "application/octet-stream"
	}
	return s.api.SendDocument(in.person, in.chat, name, mime, nil, in.number("size", 1024), in.caption)
}

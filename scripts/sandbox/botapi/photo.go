package botapi

import (
	"bytes"
	"image"
	_ "image/gif" // formats a photo may be sent in
	"image/jpeg"
	_ "image/png"

	"secondbrother/scripts/sandbox/telegram"
)

// keepPhoto checks a picture as Telegram does, adds its thumbnail and stores
// both. The full size keeps the bytes as they came, with whatever position the
// camera wrote into them: real clients strip that, but a bot must not rely on it.
func (s *Server) keepPhoto(f *file) error {
	if len(f.Data) > maxPhoto {
		return badRequest("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(f.Data), maxPhoto)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(f.Data))
	if err != nil {
		return badRequest("IMAGE_PROCESS_FAILED")
	}
	if w, h := config.Width, config.Height; w+h > 10000 || w > 20*h || h > 20*w {
		return badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	picture, _, err := image.Decode(bytes.NewReader(f.Data))
	if err != nil {
		return badRequest("IMAGE_PROCESS_FAILED")
	}
	small := &file{Kind: kindPhoto, Data: thumbnail(picture, 90)}
	small.Width, small.Height = fit(config.Width, config.Height, 90)
	f.Width, f.Height = config.Width, config.Height
	s.keep(small)
	s.keep(f)
	f.Sizes = []telegram.PhotoSize{sizeOf(small), sizeOf(f)}
	small.Sizes = f.Sizes[:1]
	return nil
}

func sizeOf(f *file) telegram.PhotoSize {
	return telegram.PhotoSize{FileID: f.ID, FileUniqueID: f.UniqueID, Width: f.Width, Height: f.Height, FileSize: f.Size}
}

func fit(w, h, side int) (int, int) {
	if w >= h {
		return side, max(1, h*side/w)
	}
	return max(1, w*side/h), side
}

func thumbnail(picture image.Image, side int) []byte {
	b := picture.Bounds()
	w, h := fit(b.Dx(), b.Dy(), side)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			small.Set(x, y, picture.At(b.Min.X+x*b.Dx()/w, b.Min.Y+y*b.Dy()/h))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 70}); err != nil {
		return nil // cannot happen: writing to memory, sizes are positive
	}
	return out.Bytes()
}

package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"secondbrother/scripts/sandbox/samples"
)

var secrets = []string{"Exif", "36.45", "王师傅的手机", "http://ns.adobe.com/xap/1.0/", "eXIf", "tEXt", "EXIF", "XMP ", "ftypmp42"}

func segment(mark byte, content string) []byte {
	out := []byte{0xff, mark}
	out = binary.BigEndian.AppendUint16(out, uint16(len(content)+2))
	return append(out, content...)
}

// into puts segments behind the start of a JPEG.
func into(picture []byte, segments ...[]byte) []byte {
	out := append([]byte{}, picture[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, picture[2:]...)
}

func small(t *testing.T) image.Image {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 9, 7))
	m.Set(3, 4, color.RGBA{200, 10, 10, 255})
	return m
}

func same(t *testing.T, a, b []byte) {
	t.Helper()
	x, _, err := image.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	y, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("the clean copy cannot be shown: %v", err)
	}
	if x.Bounds() != y.Bounds() {
		t.Fatalf("%v became %v", x.Bounds(), y.Bounds())
	}
	for i := range x.Bounds().Dx() {
		for j := range x.Bounds().Dy() {
			if x.At(i, j) != y.At(i, j) {
				t.Fatalf("point %d %d changed", i, j)
			}
		}
	}
}

func clean(t *testing.T, data []byte, extension string) []byte {
	t.Helper()
	out, got, err := Clean(data)
	if err != nil || got != extension {
		t.Fatalf("%q %v", got, err)
	}
	for _, secret := range secrets {
		if bytes.Contains(out, []byte(secret)) {
			t.Errorf("still holds %q", secret)
		}
	}
	again, _, err := Clean(out)
	if err != nil || !bytes.Equal(again, out) {
		t.Errorf("cleaned again it is another: %v", err)
	}
	return out
}

func TestJPEG(t *testing.T) {
	plain := samples.Photo(1)
	if out := clean(t, plain, ".jpg"); !bytes.Equal(out, plain) {
		t.Error("a picture without metadata changed")
	}
	dirty := samples.WithPosition(plain, 36.4567, 115.9853)
	if out := clean(t, dirty, ".jpg"); !bytes.Equal(out, plain) {
		t.Error("not the picture without its position")
	}
	dirty = into(plain,
		segment(markAPP1, "http://ns.adobe.com/xap/1.0/\x00<exif:GPSLatitude>36.45"),
		segment(0xed, "Photoshop 3.0\x0036.45"),
		segment(markAPP2, "MPF\x0036.45"),
		segment(markAPP2, "ICC_PROFILE\x00\x01\x01profile"),
		segment(markNote, "王师傅的手机"))
	dirty = append(dirty, "....ftypmp42 a film beside the picture, 36.45"...)
	out := clean(t, dirty, ".jpg")
	same(t, plain, out)
	if !bytes.Contains(out, []byte("ICC_PROFILE")) {
		t.Error("the colours are lost")
	}
}

// A picture taken with the phone on its side stays the right way up.
func TestOrientationStays(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		tiff := []byte("MM\x00*\x00\x00\x00\x08")
		if order.String() == binary.LittleEndian.String() {
			tiff = []byte("II*\x00\x08\x00\x00\x00")
		}
		tiff = order.AppendUint16(tiff, 2)
		for _, e := range [][3]uint32{{0x010f, 2, 0}, {orientationTag, 3, 6}} {
			tiff = order.AppendUint16(tiff, uint16(e[0]))
			tiff = order.AppendUint16(tiff, uint16(e[1]))
			tiff = order.AppendUint32(tiff, 1)
			tiff = order.AppendUint16(tiff, uint16(e[2]))
			tiff = order.AppendUint16(tiff, 0)
		}
		tiff = append(tiff, "王师傅的手机"...)
		dirty := into(samples.Photo(2), segment(markAPP1, "Exif\x00\x00"+string(tiff)))
		out, _, err := Clean(dirty)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out, []byte("王师傅")) {
			t.Error("the phone's name is still there")
		}
		if way := orientation(out[6:]); way != 6 {
			t.Errorf("way up is %d, not 6", way)
		}
		same(t, samples.Photo(2), out)
	}
}

func TestPNG(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, small(t)); err != nil {
		t.Fatal(err)
	}
	plain := b.Bytes()
	chunk := func(name, content string) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
		out = append(out, name+content...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(name+content)))
	}
	head := len(pngHead) + 25 // and IHDR
	dirty := append([]byte{}, plain[:head]...)
	for _, c := range [][]byte{chunk("eXIf", "MM\x00*36.45"), chunk("tEXt", "Author\x00王师傅的手机"), chunk("tIME", "1234567")} {
		dirty = append(dirty, c...)
	}
	dirty = append(dirty, plain[head:]...)
	dirty = append(dirty, "36.45"...)
	if out := clean(t, dirty, ".png"); !bytes.Equal(out, plain) {
		t.Error("not the picture without its metadata")
	}
}

func TestWebP(t *testing.T) {
	chunk := func(name, content string) []byte {
		out := append([]byte(name), binary.LittleEndian.AppendUint32(nil, uint32(len(content)))...)
		out = append(out, content...)
		if len(content)%2 == 1 {
			out = append(out, 0)
		}
		return out
	}
	file := func(chunks ...[]byte) []byte {
		body := bytes.Join(chunks, nil)
		out := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)+4))...)
		return append(append(out, "WEBP"...), body...)
	}
	dirty := file(chunk("VP8X", "\x2c\x00\x00\x00\x08\x00\x00\x06\x00\x00"), chunk("VP8L", "picture"), chunk("EXIF", "36.45"), chunk("XMP ", "王师傅的手机"))
	want := file(chunk("VP8X", "\x20\x00\x00\x00\x08\x00\x00\x06\x00\x00"), chunk("VP8L", "picture"))
	if out := clean(t, dirty, ".webp"); !bytes.Equal(out, want) {
		t.Errorf("%q", out)
	}
}

func TestWhatIsNoPictureAndWhatCannotBeCleaned(t *testing.T) {
	for _, data := range []string{"", "%PDF-1.7", "PK\x03\x04", "\xff\xd8", "....ftyp"} {
		if out, extension, err := Clean([]byte(data)); err != nil || string(out) != data || extension != "" {
			t.Errorf("%q: %q %q %v", data, out, extension, err)
		}
	}
	for _, data := range []string{"\x00\x00\x00\x18ftypheic\x00\x00", "\x00\x00\x00\x18ftypavif", "II*\x00\x08\x00\x00\x00", "MM\x00*"} {
		if _, _, err := Clean([]byte(data)); !errors.Is(err, ErrUnclean) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// No input makes it fail other than by an error, and what it returns can be
// shown whenever the input could.
func FuzzClean(f *testing.F) {
	var p, j bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 3, 3))
	_ = png.Encode(&p, m)
	_ = jpeg.Encode(&j, m, nil)
	f.Add(p.Bytes())
	f.Add(j.Bytes())
	f.Add(samples.WithPosition(j.Bytes(), 1, 2))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x01\x00\x00\x00\x0c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, _, err := Clean(data)
		if err != nil {
			return
		}
		if len(out) > len(data)+64 {
			t.Errorf("%d bytes became %d", len(data), len(out))
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width < 100 && c.Height < 100 {
			before, _, errBefore := image.Decode(bytes.NewReader(data))
			after, _, errAfter := image.Decode(bytes.NewReader(out))
			if errBefore == nil && (errAfter != nil || before.Bounds() != after.Bounds()) {
				t.Errorf("cannot be shown any more: %v", errAfter)
			}
		}
	})
}

package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

func atom(name string, content ...string) string {
	all := strings.Join(content, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(all)+8))) + name + all
}

func TestFilm(t *testing.T) {
	place := atom("\xa9xyz", "\x00\x12\x15\xc7+36.4567+115.9853/")
	film := atom("ftyp", "mp42\x00\x00\x00\x00isom") +
		atom("moov", atom("mvhd", "numbers"), atom("trak", atom("tkhd", "numbers"), atom("mdia", atom("minf", "tables"), atom("meta", place)), atom("udta", place)),
			atom("udta", place, atom("loci", "36.4567")), atom("meta", "com.apple.quicktime.location.ISO6709+36.4567")) +
		atom("uuid", "XMP 36.4567") + atom("mdat", "sound and pictures, +36.4567 is no place here")
	out, extension, err := Clean([]byte(film))
	if err != nil || extension != ".mp4" || len(out) != len(film) {
		t.Fatalf("%q %v, %d bytes of %d", extension, err, len(out), len(film))
	}
	head, tail, _ := bytes.Cut(out, []byte("mdat"))
	if bytes.Contains(head, []byte("36.4567")) {
		t.Error("the position is still there")
	}
	for _, part := range []string{"mvhdnumbers", "tkhdnumbers", "minftables"} {
		if !bytes.Contains(head, []byte(part)) {
			t.Errorf("%s is lost", part)
		}
	}
	if !strings.HasSuffix(film, string(tail)) {
		t.Error("the pictures changed")
	}
	again, _, err := Clean(out)
	if err != nil || !bytes.Equal(again, out) {
		t.Errorf("cleaned again it is another: %v", err)
	}
}

func TestFilmsThatAreDamaged(t *testing.T) {
	deep := atom("mdat", "x")
	for range 20 {
		deep = atom("moov", deep)
	}
	head := atom("ftyp", "mp42")
	for name, film := range map[string]string{
		"cut short":   head + atom("moov", atom("udta", "36.4567"))[:12],
		"too large":   head + "\xff\xff\xff\xffmoov",
		"too small":   head + "\x00\x00\x00\x04moov",
		"nested deep": head + deep,
		"long, cut":   head + "\x00\x00\x00\x01moov\x00",
	} {
		if _, _, err := Clean([]byte(film)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

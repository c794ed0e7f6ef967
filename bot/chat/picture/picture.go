// Package picture takes out of pictures and films what tells where, when and
// with what they were taken. The picture itself stays bit for bit; it is not
// decoded.
package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var (
	// ErrDamaged says that a file looks like a picture and is none.
	ErrDamaged = errors.New("damaged picture")
	// ErrUnclean says that a file is a picture of a format that cannot be
	// cleaned: HEIC, AVIF, TIFF and the raw formats made of it.
	ErrUnclean = errors.New("picture of a format that cannot be cleaned")
)

// Clean returns the picture or film without metadata and the extension that fits it.
// What is neither comes back as it is, with no extension. A picture that
// has no metadata comes back as it is, too.
func Clean(data []byte) (clean []byte, extension string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		clean, err = cleanJPEG(data)
		return clean, ".jpg", err
	case bytes.HasPrefix(data, []byte(pngHead)):
		clean, err = cleanPNG(data)
		return clean, ".png", err
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		clean, err = cleanWebP(data)
		return clean, ".webp", err
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")),
		len(data) >= 12 && string(data[4:8]) == "ftyp" && stillBrands[string(data[8:12])]:
		return nil, "", ErrUnclean
	case isFilm(data):
		clean, err = cleanFilm(data)
		return clean, ".mp4", err
	}
	return data, "", nil
}

// stillBrands are pictures in the container that films use, too
// (ISO/IEC 23008-12 for HEIF, https://aomediacodec.github.io/av1-avif/).
var stillBrands = map[string]bool{
	"heic": true, "heix": true, "heim": true, "heis": true, "hevc": true, "hevx": true,
	"mif1": true, "msf1": true, "avif": true, "avis": true, "crx ": true,
}

const (
	markEnd   = 0xd9
	markScan  = 0xda
	markAPP0  = 0xe0 // JFIF
	markAPP1  = 0xe1 // Exif, XMP
	markAPP2  = 0xe2 // colour profile, further pictures
	markAPP14 = 0xee // Adobe: how colours are coded
	markAPP15 = 0xef
	markNote  = 0xfe
)

// cleanJPEG keeps what is needed to show the picture (ITU-T T.81, annex B),
// and of Exif which way is up. What comes after the end (a film beside the
// picture, a second picture) goes.
func cleanJPEG(data []byte) ([]byte, error) {
	out := make([]byte, 0, len(data))
	out = append(out, data[:2]...)
	turned := false
	for at := 2; ; {
		if at+2 > len(data) || data[at] != 0xff {
			return nil, ErrDamaged
		}
		mark := data[at+1]
		switch {
		case mark == 0xff: // filling
			at++
			continue
		case mark == markEnd:
			return append(out, 0xff, markEnd), nil
		case mark == 0x01 || mark >= 0xd0 && mark <= 0xd7: // without content
			out = append(out, data[at:at+2]...)
			at += 2
			continue
		}
		if at+4 > len(data) {
			return nil, ErrDamaged
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			return nil, ErrDamaged
		}
		segment := data[at : at+2+size]
		at += len(segment)
		switch {
		case mark == markAPP1:
			if way := orientation(segment[4:]); way > 1 && !turned {
				out, turned = append(out, upright(way)...), true
			}
		case mark == markAPP0, mark == markAPP14,
			mark == markAPP2 && bytes.HasPrefix(segment[4:], []byte("ICC_PROFILE\x00")):
			out = append(out, segment...)
		case mark >= markAPP0 && mark <= markAPP15, mark == markNote:
		default:
			out = append(out, segment...)
		}
		if mark == markScan {
			n := scan(data[at:])
			out = append(out, data[at:at+n]...)
			at += n
			if at == len(data) { // cut short: phones show what there is
				return append(out, 0xff, markEnd), nil
			}
		}
	}
}

// scan measures coded picture data: up to a mark that is none of its own.
func scan(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0xff && data[i+1] != 0 && data[i+1] != 0xff && (data[i+1] < 0xd0 || data[i+1] > 0xd7) {
			return i
		}
	}
	return len(data)
}

const orientationTag = 0x0112

// orientation reads from Exif which way is up, 1-8; 0 when it does not say
// (Exif 2.3, 4.6.4).
func orientation(segment []byte) uint16 {
	tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	directory := int64(order.Uint32(tiff[4:]))
	if directory+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[directory:]
	for i := range int(order.Uint16(entries)) {
		at := 2 + 12*i
		if at+12 > len(entries) {
			return 0
		}
		if order.Uint16(entries[at:]) == orientationTag {
			if way := order.Uint16(entries[at+8:]); way <= 8 {
				return way
			}
			return 0
		}
	}
	return 0
}

// upright is an Exif segment that says which way is up, and nothing else.
func upright(way uint16) []byte {
	b := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01")
	b = binary.BigEndian.AppendUint16(b, orientationTag)
	b = append(b, 0, 3, 0, 0, 0, 1) // one short number
	b = binary.BigEndian.AppendUint16(b, way)
	return append(b, 0, 0, 0, 0, 0, 0) // its filling, no further directory
}

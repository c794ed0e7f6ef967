package picture

import (
	"bytes"
	"encoding/binary"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that show the picture, animated or not
// (https://www.w3.org/TR/png-3/#11Chunks). Texts, times and Exif are not among
// them.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true, "sBIT": true,
	"sRGB": true, "cICP": true, "bKGD": true, "hIST": true, "pHYs": true, "sPLT": true, "acTL": true, "fcTL": true, "fdAT": true,
}

func cleanPNG(data []byte) ([]byte, error) {
	out := make([]byte, 0, len(data))
	out = append(out, pngHead...)
	for at := len(pngHead); ; {
		if at+12 > len(data) {
			return nil, ErrDamaged
		}
		size := int64(binary.BigEndian.Uint32(data[at:]))
		if int64(at)+12+size > int64(len(data)) {
			return nil, ErrDamaged
		}
		chunk := data[at : at+12+int(size)]
		at += len(chunk)
		name := string(chunk[4:8])
		if pngKept[name] {
			out = append(out, chunk...)
		}
		if name == "IEND" {
			return out, nil
		}
	}
}

// Flags of VP8X that announce metadata
// (https://developers.google.com/speed/webp/docs/riff_container#extended_file_format).
const webpMetadata = 0x08 | 0x04 // Exif, XMP

func cleanWebP(data []byte) ([]byte, error) {
	body := data[12:]
	out := make([]byte, 0, len(data))
	out = append(out, data[:12]...)
	for len(body) > 0 {
		if len(body) < 8 {
			break // filling
		}
		size := int64(binary.LittleEndian.Uint32(body[4:]))
		whole := 8 + size + size%2
		if whole > int64(len(body)) {
			if whole-1 != int64(len(body)) {
				return nil, ErrDamaged
			}
			whole--
		}
		chunk := body[:whole]
		body = body[whole:]
		switch string(chunk[:4]) {
		case "VP8X":
			chunk = bytes.Clone(chunk)
			if len(chunk) > 8 {
				chunk[8] &^= webpMetadata
			}
			out = append(out, chunk...)
		case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP":
			out = append(out, chunk...)
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

package samples

import "encoding/binary"

// Voice is a silent voice note of so many seconds: Ogg pages (RFC 3533) with
// Opus (RFC 7845), which browsers and phones play.
func Voice(seconds int) []byte {
	const serial = 0x2B07
	head := append([]byte("OpusHead\x01\x01"), 0x38, 0x01, 0x80, 0xBB, 0, 0, 0, 0, 0)
	tags := append([]byte("OpusTags"), 7, 0, 0, 0, 's', 'a', 'n', 'd', 'b', 'o', 'x', 0, 0, 0, 0)
	out := page(nil, serial, 0, 2, 0, [][]byte{head})
	out = page(out, serial, 1, 0, 0, [][]byte{tags})
	silence := []byte{0xF8, 0xFF, 0xFE} // one frame of 20 ms
	for second := range seconds {
		packets := make([][]byte, 50)
		for i := range packets {
			packets[i] = silence
		}
		flags := byte(0)
		if second == seconds-1 {
			flags = 4
		}
		out = page(out, serial, uint32(2+second), flags, uint64(second+1)*48000, packets)
	}
	return out
}

// page appends one Ogg page of packets that are shorter than 255 bytes.
func page(out []byte, serial, sequence uint32, flags byte, position uint64, packets [][]byte) []byte {
	le := binary.LittleEndian
	p := append([]byte("OggS\x00"), flags)
	p = le.AppendUint64(p, position)
	p = le.AppendUint32(p, serial)
	p = le.AppendUint32(p, sequence)
	p = append(p, 0, 0, 0, 0, byte(len(packets)))
	for _, packet := range packets {
		p = append(p, byte(len(packet)))
	}
	for _, packet := range packets {
		p = append(p, packet...)
	}
	le.PutUint32(p[22:], checksum(p))
	return append(out, p...)
}

// checksum is Ogg's CRC-32: polynomial 0x04c11db7, neither reflected nor
// inverted, so not the one of hash/crc32.
func checksum(data []byte) uint32 {
	var crc uint32
	for _, b := range data {
		crc ^= uint32(b) << 24
		for range 8 {
			if crc&0x80000000 != 0 {
				crc = crc<<1 ^ 0x04c11db7
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

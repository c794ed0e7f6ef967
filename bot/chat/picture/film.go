package picture

import (
	"bytes"
	"encoding/binary"
)

// Boxes of a film that say where, when and with what it was taken, at whatever
// level they stand (ISO/IEC 14496-12; Apple's and Android's ©xyz, loci and
// com.apple.quicktime.location are within them). Players need none of them.
var filmMetadata = map[string]bool{"udta": true, "meta": true, "uuid": true}

// Boxes that hold others.
var filmHolders = map[string]bool{"moov": true, "trak": true, "mdia": true, "moof": true, "traf": true}

// depthMost is deeper than any film is.
const depthMost = 8

func isFilm(data []byte) bool { return len(data) >= 12 && string(data[4:8]) == "ftyp" }

// cleanFilm makes the boxes of metadata free space, of the same size: the
// film's parts stay where its tables say they are.
func cleanFilm(data []byte) ([]byte, error) {
	out := bytes.Clone(data)
	if err := cleanBoxes(out, 0); err != nil {
		return nil, err
	}
	return out, nil
}

func cleanBoxes(data []byte, depth int) error {
	if depth > depthMost {
		return ErrDamaged
	}
	for len(data) > 0 {
		head, size, ok := box(data)
		if !ok {
			return ErrDamaged
		}
		switch content := data[head:size]; {
		case filmMetadata[string(data[4:8])]:
			copy(data[4:8], "free")
			clear(content)
		case filmHolders[string(data[4:8])]:
			if err := cleanBoxes(content, depth+1); err != nil {
				return err
			}
		}
		data = data[size:]
	}
	return nil
}

// box measures the first box: its head, and all of it.
func box(data []byte) (head, size int, ok bool) {
	if len(data) < 8 {
		return 0, 0, false
	}
	head = 8
	whole := uint64(binary.BigEndian.Uint32(data))
	switch whole {
	case 0: // to the end
		whole = uint64(len(data))
	case 1: // a long one
		if len(data) < 16 {
			return 0, 0, false
		}
		head, whole = 16, binary.BigEndian.Uint64(data[8:])
	}
	if whole < uint64(head) || whole > uint64(len(data)) {
		return 0, 0, false
	}
	return head, int(whole), true
}

package conversation

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"secondbrother/storage/payload"
)

// bits derives randomness for one purpose from the input's seed: the same
// input always gives the same, two labels never share any.
func bits(seed [32]byte, label string) [32]byte {
	mac := hmac.New(sha256.New, seed[:])
	mac.Write([]byte(label))
	return [32]byte(mac.Sum(nil))
}

func newID(seed [32]byte, label string) string {
	b := bits(seed, label)
	return payload.NewID([16]byte(b[:16]))
}

func newReceipt(seed [32]byte) payload.Receipt {
	b := bits(seed, "receipt")
	return payload.NewReceipt(binary.BigEndian.Uint64(b[:8]))
}

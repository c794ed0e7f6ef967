package payload

import "encoding/base32"

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID writes 128 random bits as 26 characters that fit a subject, a KV key
// and a URL. Handles, report ids and media ids are such.
func NewID(random [16]byte) string { return idEncoding.EncodeToString(random[:]) }

// ValidID says whether id could have come from NewID.
func ValidID(id string) bool {
	raw, err := idEncoding.DecodeString(id)
	return err == nil && len(raw) == 16
}

package payload

import (
	"errors"
	"strings"
)

// Receipt is what a volunteer keeps: 12 Crockford base32 characters, the last
// one a check. Written LC-XXXX-XXXX-XXXX; stored and sent as the bare 12.
// It doubles as the case's number towards officers.
type Receipt string

// ErrReceipt says that a text is no receipt: wrong length, alphabet or check.
var ErrReceipt = errors.New("not a receipt number")

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // https://www.crockford.com/base32.html

// NewReceipt makes a receipt of the low 55 bits of random.
func NewReceipt(random uint64) Receipt {
	var symbols [12]byte
	for i := range 11 {
		symbols[i] = byte(random>>(5*i)) & 31
	}
	symbols[11] = check(symbols[:11])
	out := make([]byte, 12)
	for i, s := range symbols {
		out[i] = crockford[s]
	}
	return Receipt(out)
}

// ParseReceipt reads a receipt as people write it: any case, with or without
// LC, dashes and blanks, O for 0, I or L for 1. The check character catches
// every single wrong character and every swap of two.
func ParseReceipt(text string) (Receipt, error) {
	text = strings.ToUpper(strings.Join(strings.FieldsFunc(text, isSeparator), ""))
	// A receipt may itself begin with LC read as 1C, so the prefix goes by length.
	if len(text) == 14 {
		text = strings.TrimPrefix(text, "LC")
	}
	if len(text) != 12 {
		return "", ErrReceipt
	}
	var symbols [12]byte
	for i := range 12 {
		c := text[i]
		switch c {
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		at := strings.IndexByte(crockford, c)
		if at < 0 {
			return "", ErrReceipt
		}
		symbols[i] = byte(at)
	}
	if check(symbols[:11]) != symbols[11] {
		return "", ErrReceipt
	}
	out := make([]byte, 12)
	for i, s := range symbols {
		out[i] = crockford[s]
	}
	return Receipt(out), nil
}

// String is the form people see.
func (r Receipt) String() string {
	if len(r) != 12 {
		return string(r)
	}
	return "LC-" + string(r[:4]) + "-" + string(r[4:8]) + "-" + string(r[8:])
}

func isSeparator(r rune) bool {
	switch r {
	case '-', ' ', '\t', '\n', '\u2010', '\u2011', '\u2013', '\u2014', '\uff0d', '\u3000', '\u200b':
		return true
	}
	return false
}

// check is a one-symbol Reed-Solomon code over GF(32): each place has a weight
// of its own, so no single error and no swap leaves the sum unchanged.
func check(symbols []byte) byte {
	var sum byte
	weight := byte(1)
	for _, s := range symbols {
		weight = times(weight, 2)
		sum ^= times(weight, s)
	}
	return sum
}

// times multiplies in GF(32) with the polynomial x^5+x^2+1.
func times(a, b byte) byte {
	var product byte
	for b > 0 {
		if b&1 == 1 {
			product ^= a
		}
		a <<= 1
		if a&32 != 0 {
			a ^= 0b100101
		}
		b >>= 1
	}
	return product
}

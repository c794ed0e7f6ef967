package linear

import "strings"

// overlap says whether one of the two stands in the other, or begins where the
// other ends by two characters or more: "电动车" and "动车进" tell the same.
func overlap(a, b string) bool {
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	ra, rb := []rune(a), []rune(b)
	return tails(ra, rb) || tails(rb, ra)
}

func tails(a, b []rune) bool {
	return len(a) > 2 && len(b) > 2 && string(a[len(a)-2:]) == string(b[:2])
}

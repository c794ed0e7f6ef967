package payload

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReceiptReadsWhatPeopleWrite(t *testing.T) {
	r := NewReceipt(0x5a5a5a5a5a5a5a)
	full := r.String()
	for _, written := range []string{
		full, strings.ToLower(full), string(r), strings.TrimPrefix(full, "LC-"),
		" " + strings.ReplaceAll(full, "-", " ") + "\n", strings.ReplaceAll(full, "-", "—"),
	} {
		if got, err := ParseReceipt(written); err != nil || got != r {
			t.Errorf("ParseReceipt(%q) = %q, %v, want %q", written, got, err, r)
		}
	}
	for _, written := range []string{"", "LC", "LC-", "LC-0000-0000-000", full + "0", "收据", strings.Repeat("0", 13)} {
		if got, err := ParseReceipt(written); err == nil {
			t.Errorf("ParseReceipt(%q) = %q, want an error", written, got)
		}
	}
}

func TestReceiptCheckCatchesSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := NewReceipt(rapid.Uint64Range(0, 1<<55-1).Draw(t, "random"))
		if got, err := ParseReceipt(r.String()); err != nil || got != r {
			t.Fatalf("%s does not read back: %q, %v", r, got, err)
		}
		wrong := []byte(r)
		i := rapid.IntRange(0, 11).Draw(t, "i")
		if rapid.Bool().Draw(t, "swap") {
			j := rapid.IntRange(0, 11).Draw(t, "j")
			wrong[i], wrong[j] = wrong[j], wrong[i]
		} else {
			wrong[i] = crockford[rapid.IntRange(0, 31).Draw(t, "symbol")]
		}
		if string(wrong) == string(r) {
			return
		}
		if got, err := ParseReceipt(string(wrong)); err == nil {
			t.Fatalf("%s mistyped as %s is taken for %s", r, wrong, got)
		}
	})
}

func TestReceiptsDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Uint64Range(0, 1<<55-1).Draw(t, "a")
		b := rapid.Uint64Range(0, 1<<55-1).Draw(t, "b")
		if (a == b) != (NewReceipt(a) == NewReceipt(b)) {
			t.Fatalf("%d and %d: %s and %s", a, b, NewReceipt(a), NewReceipt(b))
		}
	})
}

func FuzzParseReceipt(f *testing.F) {
	f.Add("LC-0000-0000-0000")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseReceipt(text)
		if err != nil {
			return
		}
		if again, err := ParseReceipt(r.String()); err != nil || again != r {
			t.Fatalf("%q reads as %q, which reads as %q, %v", text, r, again, err)
		}
	})
}

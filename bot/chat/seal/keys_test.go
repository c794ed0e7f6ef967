package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"secondbrother/storage/payload"
)

const (
	one = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	two = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"
)

func keys(t *testing.T, lines ...string) *Keys {
	t.Helper()
	k, err := Read(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealedOpensOnlyWhereItBelongs(t *testing.T) {
	k := keys(t, "# the bot's", "", one)
	sealed := k.Seal("people/x", []byte("王师傅"))
	if bytes.Contains(sealed, []byte("王师傅")) || bytes.Equal(sealed, k.Seal("people/x", []byte("王师傅"))) {
		t.Error("not sealed, or always the same")
	}
	if got, err := k.Open("people/x", sealed); err != nil || string(got) != "王师傅" {
		t.Errorf("%q %v", got, err)
	}
	damaged := bytes.Clone(sealed)
	damaged[len(damaged)-1] ^= 1
	for name, try := range map[string]func() ([]byte, error){
		"elsewhere":   func() ([]byte, error) { return k.Open("people/y", sealed) },
		"another key": func() ([]byte, error) { return keys(t, two).Open("people/x", sealed) },
		"damaged":     func() ([]byte, error) { return k.Open("people/x", damaged) },
		"cut":         func() ([]byte, error) { return k.Open("people/x", sealed[:20]) },
		"empty":       func() ([]byte, error) { return k.Open("people/x", nil) },
	} {
		if got, err := try(); !errors.Is(err, ErrOpen) || got != nil {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// A new key on top seals, the old one below still opens and still finds.
func TestKeysChange(t *testing.T) {
	before, after := keys(t, one), keys(t, two, one)
	if got, err := after.Open("p", before.Seal("p", []byte("x"))); err != nil || string(got) != "x" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := before.Open("p", after.Seal("p", []byte("x"))); !errors.Is(err, ErrOpen) {
		t.Errorf("the old key opens what the new one sealed: %v", err)
	}
	names := after.ChatNames("people", 4711)
	if len(names) != 2 || names[0] != after.Chat("people", 4711) || names[1] != before.Chat("people", 4711) {
		t.Errorf("%v", names)
	}
}

func TestNames(t *testing.T) {
	k := keys(t, one)
	seen := map[string]bool{}
	for _, name := range []string{
		k.Chat("people", 1), k.Chat("people", -1), k.Chat("tracked", 1), k.Name("input", "1"), k.Name("input", "", "1"), k.Name("input", "1", ""),
		keys(t, two).Chat("people", 1),
	} {
		if !payload.ValidID(name) || seen[name] {
			t.Errorf("%q", name)
		}
		seen[name] = true
	}
	if k.Seed("a") == k.Seed("b") {
		t.Error("two inputs have one seed")
	}
}

func TestKeyFilesThatAreNone(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "abc", one + "00", strings.Repeat("z", 64)} {
		if _, err := Read(strings.NewReader(text)); !errors.Is(err, ErrKeyFile) || strings.Contains(err.Error(), "zzz") {
			t.Errorf("%.10q: %v", text, err)
		}
	}
	if _, err := Load("/does/not/exist"); !errors.Is(err, ErrKeyFile) {
		t.Errorf("%v", err)
	}
}

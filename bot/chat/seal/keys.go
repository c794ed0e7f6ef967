// Package seal keeps what only the bot may know: it encrypts values and turns
// ids into keyed hashes, with the keys of the identity key file.
package seal

import (
	"bufio"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"secondbrother/storage/payload"

	"golang.org/x/crypto/chacha20poly1305"
)

// Keys seal with the first key of the file and open with all of them.
type Keys struct{ keys []key }

type key struct {
	id   byte
	aead cipher.AEAD
	hash []byte
}

var (
	// ErrKeyFile says that the key file is missing or not what it should be.
	ErrKeyFile = errors.New("identity key file")
	// ErrOpen says that a value was not sealed with any of the keys for this
	// purpose, or was changed since.
	ErrOpen = errors.New("cannot open what is sealed")
)

// Load reads a key file: one key a line, 64 hexadecimal digits, empty lines
// and lines that begin with # left out. To change the key put a new one on top
// and keep the old ones below until everything has been written again.
func Load(path string) (*Keys, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	defer f.Close()
	return Read(f)
}

// Read is Load from anywhere.
func Read(r io.Reader) (*Keys, error) {
	out := &Keys{}
	lines := bufio.NewScanner(io.LimitReader(r, 1<<20))
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		raw, err := hex.DecodeString(line)
		if err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("%w: line %d is not 64 hexadecimal digits", ErrKeyFile, number)
		}
		k, err := derive(raw)
		if err != nil {
			return nil, err
		}
		out.keys = append(out.keys, k)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	if len(out.keys) == 0 {
		return nil, fmt.Errorf("%w: it holds no key", ErrKeyFile)
	}
	return out, nil
}

// derive makes independent keys for each use of one secret.
func derive(secret []byte) (key, error) {
	part := func(use string, n int) ([]byte, error) {
		return hkdf.Key(sha256.New, secret, nil, "secondbrother "+use, n)
	}
	id, err1 := part("key id", 1)
	encrypt, err2 := part("seal", chacha20poly1305.KeySize)
	hash, err3 := part("hash", 32)
	if err := errors.Join(err1, err2, err3); err != nil {
		return key{}, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	aead, err := chacha20poly1305.NewX(encrypt)
	if err != nil {
		return key{}, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return key{id: id[0], aead: aead, hash: hash}, nil
}

// Seal encrypts a value for a purpose, such as the bucket and key it is
// written to: elsewhere it does not open. The result begins with the key's id.
func (k *Keys) Seal(purpose string, value []byte) []byte {
	first := k.keys[0]
	out := make([]byte, 1+chacha20poly1305.NonceSizeX, 1+chacha20poly1305.NonceSizeX+len(value)+chacha20poly1305.Overhead)
	out[0] = first.id
	_, _ = rand.Read(out[1:]) // never fails since Go 1.24
	return first.aead.Seal(out, out[1:], value, []byte(purpose))
}

// Open is the reverse of Seal.
func (k *Keys) Open(purpose string, sealed []byte) ([]byte, error) {
	const head = 1 + chacha20poly1305.NonceSizeX
	if len(sealed) < head {
		return nil, ErrOpen
	}
	for _, key := range k.keys {
		if key.id != sealed[0] {
			continue
		}
		if value, err := key.aead.Open(nil, sealed[1:head], sealed[head:], []byte(purpose)); err == nil {
			return value, nil
		}
	}
	return nil, ErrOpen
}

// Chat names a chat where its id must not stand: 26 characters that fit
// subjects and keys. Different purposes give names without a connection.
func (k *Keys) Chat(purpose string, chat int64) string {
	return name(k.keys[0].sum("chat", purpose, number(chat)))
}

// ChatNames lists the name by each key, the newest first: what was written
// before the key was changed is found by an older name.
func (k *Keys) ChatNames(purpose string, chat int64) []string {
	names := make([]string, len(k.keys))
	for i, key := range k.keys {
		names[i] = name(key.sum("chat", purpose, number(chat)))
	}
	return names
}

// Name is a keyed hash of parts, as 26 characters.
func (k *Keys) Name(purpose string, parts ...string) string {
	return name(k.keys[0].sum(append([]string{"name", purpose}, parts...)...))
}

// Seed is 32 bytes that only this bot can derive from an input's key.
func (k *Keys) Seed(input string) [32]byte { return k.keys[0].sum("seed", input) }

// sum keeps parts apart by their lengths.
func (k *key) sum(parts ...string) [32]byte {
	mac := hmac.New(sha256.New, k.hash)
	for _, p := range parts {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(p)))
		mac.Write(length[:])
		mac.Write([]byte(p))
	}
	return [32]byte(mac.Sum(nil))
}

func name(sum [32]byte) string { return payload.NewID([16]byte(sum[:16])) }

func number(n int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	return string(b[:])
}

// Package local gives tests a real PostgreSQL and a real nats-server on this
// machine: on free loopback ports, in a temporary folder, gone when the test
// binary ends however it ends.
//
// The shared servers start when the first test asks and serve every test of
// the binary; with TEST_DATABASE_URL or TEST_NATS_URL set (scripts/test does
// that) they are shared by all packages. The servers of OwnPostgres and
// OwnNATS belong to one test, which may kill and restart them.
//
// It drives programs (psql, postgres, nats-server) and speaks to NATS over a
// plain socket, so that it needs no driver.
package local

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"strconv"
)

// token returns n random bytes in lower-case hex: a name nobody else has, or
// a password nobody guesses.
func token(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return hex.EncodeToString(b)
}

// freePort returns a loopback port that nothing listens on. It stays below
// Linux's range for outgoing connections (32768): a client that reconnects to
// a killed server's port inside that range can end up connected to itself.
func freePort() (int, error) {
	for range 200 {
		port := 20000 + mathrand.IntN(12000)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		return port, l.Close()
	}
	return 0, fmt.Errorf("no free loopback port between 20000 and 32000 in 200 tries")
}

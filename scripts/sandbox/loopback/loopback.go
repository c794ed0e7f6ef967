// Package loopback keeps the sandbox on this machine: it holds chats and can
// act as anybody, so nobody else may reach it, not even through a web page of
// theirs that is open in a browser here.
package loopback

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// CheckListen refuses an address that others could reach.
func CheckListen(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listen address %q: %w", address, err)
	}
	if !IsLocal(host) {
		return fmt.Errorf("listen address %q: the sandbox listens on loopback only (127.0.0.1, ::1 or localhost)", address)
	}
	return nil
}

// IsLocal says whether a host name or address means this machine.
func IsLocal(host string) bool {
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Guard answers 403 to requests whose Host or Origin is not this machine: DNS
// rebinding and forms on foreign pages.
func Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !IsLocal(host) {
			http.Error(w, "the sandbox answers on loopback only", http.StatusForbidden)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			u, err := url.Parse(origin)
			if err != nil || !strings.EqualFold(u.Host, r.Host) {
				http.Error(w, "foreign origin", http.StatusForbidden)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

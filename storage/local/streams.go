package local

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Prefix returns a name no other test has, such as "T4F09A1C2B6_", to put in
// front of the names of streams and buckets and of subjects on the shared
// nats-server. It holds letters, digits and an underscore only. When the test
// ends, the streams and buckets that begin with it are deleted.
func Prefix(t testing.TB) string {
	t.Helper()
	prefix := "T" + strings.ToUpper(token(5)) + "_"
	t.Cleanup(func() {
		server, err := sharedNATS()
		if err != nil {
			return // NATS has told the test already
		}
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := deleteStreams(ctx, server, prefix); err != nil {
			t.Errorf("delete this test's streams: %v", err)
		}
	})
	return prefix
}

// deleteStreams deletes the streams, and those behind key-value buckets and
// object stores, whose name begins with the prefix.
func deleteStreams(ctx context.Context, server, prefix string) error {
	c, err := dialNATS(ctx, server)
	if err != nil {
		return err
	}
	defer c.close()
	var doomed []string
	for offset := 0; ; {
		var page struct {
			Streams []string `json:"streams"`
			Total   int      `json:"total"`
		}
		if err := c.request("$JS.API.STREAM.NAMES", fmt.Sprintf(`{"offset":%d}`, offset), &page); err != nil {
			return err
		}
		for _, name := range page.Streams {
			bare := strings.TrimPrefix(strings.TrimPrefix(name, "KV_"), "OBJ_")
			if strings.HasPrefix(bare, prefix) {
				doomed = append(doomed, name)
			}
		}
		offset += len(page.Streams)
		if len(page.Streams) == 0 || offset >= page.Total {
			break
		}
	}
	for _, name := range doomed {
		if err := c.request("$JS.API.STREAM.DELETE."+name, "", nil); err != nil {
			return err
		}
	}
	return nil
}

// natsConn speaks as much of NATS's client protocol as a greeting and a few
// requests need (https://docs.nats.io/reference/reference-protocols/nats-protocol).
type natsConn struct {
	conn  net.Conn
	in    *bufio.Reader
	inbox string
	info  struct {
		Name      string `json:"server_name"`
		JetStream bool   `json:"jetstream"`
	}
}

// dialNATS connects, signs in with the URL's user and password, and waits for
// the server's pong. The context's deadline holds for the whole conversation.
func dialNATS(ctx context.Context, server string) (*natsConn, error) {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the NATS URL cannot be read (want nats://host:port)")
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	c := &natsConn{conn: conn, in: bufio.NewReader(conn), inbox: "_INBOX." + token(8)}
	if err := c.greet(u.User); err != nil {
		c.close()
		return nil, fmt.Errorf("greet NATS: %w", err)
	}
	return c, nil
}

func (c *natsConn) close() { _ = c.conn.Close() }

func (c *natsConn) greet(user *url.Userinfo) error {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return err
	}
	info, ok := strings.CutPrefix(line, "INFO ")
	if !ok {
		return fmt.Errorf("expected INFO, got %.40q", line)
	}
	if err := json.Unmarshal([]byte(info), &c.info); err != nil {
		return fmt.Errorf("read INFO: %w", err)
	}
	hello := map[string]any{"verbose": false, "pedantic": false, "lang": "go", "version": "0", "protocol": 1}
	if user != nil {
		hello["user"] = user.Username()
		hello["pass"], _ = user.Password()
	}
	b, err := json.Marshal(hello)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.conn, "CONNECT %s\r\nSUB %s 1\r\nPING\r\n", b, c.inbox); err != nil {
		return err
	}
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(line, "PONG"):
			return nil
		case strings.HasPrefix(line, "-ERR"):
			return fmt.Errorf("refused: %s", strings.TrimSpace(line))
		}
	}
}

// request publishes body to the subject and reads one answer into answer
// (nil: only look for an error).
func (c *natsConn) request(subject, body string, answer any) error {
	if _, err := fmt.Fprintf(c.conn, "PUB %s %s %d\r\n%s\r\n", subject, c.inbox, len(body), body); err != nil {
		return err
	}
	payload, err := c.message()
	if err != nil {
		return fmt.Errorf("ask %s: %w", subject, err)
	}
	var failure struct {
		Error *struct {
			Description string `json:"description"`
		} `json:"error"`
	}
	if err := json.Unmarshal(payload, &failure); err != nil {
		return fmt.Errorf("read the answer of %s: %w", subject, err)
	}
	if failure.Error != nil {
		return fmt.Errorf("ask %s: %s", subject, failure.Error.Description)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(payload, answer)
}

// message returns the payload of the next MSG.
func (c *natsConn) message() ([]byte, error) {
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case fields[0] == "PING":
			if _, err := io.WriteString(c.conn, "PONG\r\n"); err != nil {
				return nil, err
			}
		case fields[0] == "-ERR":
			return nil, fmt.Errorf("refused: %s", strings.TrimSpace(line))
		case fields[0] == "MSG":
			size, err := strconv.Atoi(fields[len(fields)-1])
			if err != nil {
				return nil, fmt.Errorf("read MSG: %w", err)
			}
			payload := make([]byte, size+len("\r\n"))
			if _, err := io.ReadFull(c.in, payload); err != nil {
				return nil, err
			}
			return payload[:size], nil
		}
	}
}

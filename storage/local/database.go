package local

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// Migrate brings the empty database behind the URL to the schema a test
// wants, and closes its connections.
type Migrate func(ctx context.Context, url string) error

// Database makes a database for this test alone on the shared PostgreSQL
// server and returns its URL (postgres://…, for lib/pq); it is dropped when
// the test ends, whoever is still connected.
//
// It is a copy of a template that migrate builds once per key, so key must
// change whenever what migrate does changes: a hash of the migrations. With a
// nil migrate the database is empty.
func Database(t testing.TB, migrate Migrate, key string) string {
	t.Helper()
	c, err := sharedPostgres()
	if err != nil {
		t.Fatal(err)
	}
	return c.database(t, migrate, key)
}

// cluster is a PostgreSQL server that tests may create databases on.
type cluster struct {
	url string // of its maintenance database

	mu        sync.Mutex
	templates map[string]bool // known to exist
}

func (c *cluster) database(t testing.TB, migrate Migrate, key string) string {
	t.Helper()
	template := "template0"
	if migrate != nil {
		sum := sha256.Sum256([]byte(key))
		template = "test_template_" + hex.EncodeToString(sum[:8])
		if err := c.ensureTemplate(t.Context(), template, migrate); err != nil {
			t.Fatalf("build the template database: %v", err)
		}
	}
	name := databaseName(t.Name())
	if _, err := c.psql(t.Context(), fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s ENCODING 'UTF8'", name, template)); err != nil {
		t.Fatalf("create this test's database: %v", err)
	}
	t.Cleanup(func() {
		// t.Context() has ended by now.
		ctx, cancel := context.WithTimeout(context.Background(), startLimit)
		defer cancel()
		if _, err := c.psql(ctx, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil && !c.down(ctx) {
			t.Errorf("drop this test's database: %v", err)
		}
	})
	return c.databaseURL(name)
}

// ensureTemplate builds the template unless somebody has. Test binaries that
// come at the same moment both build, under names of their own; whoever
// renames first wins, so a template is never seen half built and a crash in
// the middle blocks nobody.
func (c *cluster) ensureTemplate(ctx context.Context, template string, migrate Migrate) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.templates[template] {
		return nil
	}
	exists := func() (bool, error) {
		out, err := c.psql(ctx, fmt.Sprintf("SELECT count(*) FROM pg_database WHERE datname = '%s'", template))
		return out == "1", err
	}
	there, err := exists()
	if err != nil {
		return err
	}
	if !there {
		building := "test_building_" + token(6)
		if _, err := c.psql(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", building)); err != nil {
			return err
		}
		if err := migrate(ctx, c.databaseURL(building)); err != nil {
			_, dropErr := c.psql(ctx, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", building))
			return errors.Join(err, dropErr)
		}
		// Nobody may be connected to a template while it is copied.
		_, err := c.psql(ctx,
			fmt.Sprintf("ALTER DATABASE %s WITH ALLOW_CONNECTIONS false", building),
			fmt.Sprintf("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'", building),
			fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", building, template))
		if err != nil {
			there, lookErr := exists()
			if lookErr != nil || !there {
				return errors.Join(err, lookErr)
			}
			if _, err := c.psql(ctx, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", building)); err != nil {
				return err
			}
		}
	}
	if c.templates == nil {
		c.templates = map[string]bool{}
	}
	c.templates[template] = true
	return nil
}

// down tells whether the server takes no connections, as after a test that
// killed it for good: then there is nothing to drop.
func (c *cluster) down(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_, err := c.psql(ctx, "SELECT 1")
	return err != nil
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// databaseName is recognisable in pg_stat_activity, unique, and needs no
// quotes; PostgreSQL cuts names at 63 bytes.
func databaseName(test string) string {
	name := strings.Trim(notInName.ReplaceAllString(strings.ToLower(test), "_"), "_")
	if len(name) > 40 {
		name = name[:40]
	}
	return "t_" + name + "_" + token(6)
}

// databaseURL is the cluster's URL with another database.
func (c *cluster) databaseURL(name string) string {
	u, err := url.Parse(c.url)
	if err != nil {
		return c.url // psql has refused it before anybody gets here
	}
	u.Path = "/" + name
	return u.String()
}

// psql runs the statements one by one on the maintenance database, each in its
// own transaction, and returns what they print without padding.
func (c *cluster) psql(ctx context.Context, statements ...string) (string, error) {
	bin, err := postgresFolder()
	if err != nil {
		return "", err
	}
	env, err := connectionEnvironment(c.url)
	if err != nil {
		return "", err
	}
	argv := []string{"--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"}
	for _, s := range statements {
		argv = append(argv, "--command="+s)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "psql"), argv...)
	cmd.Env = cleanEnvironment(env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimSpace(stdout.String()), nil
}

// connectionEnvironment turns a URL into psql's environment: its arguments,
// and so the password, would be everybody's to read. Settings that only lib/pq
// knows (binary_parameters) stay out.
func connectionEnvironment(raw string) ([]string, error) {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return nil, errors.New("the database URL cannot be read (want postgres://user:password@host:port/postgres)")
	}
	env := []string{"PGCONNECT_TIMEOUT=10", "PGAPPNAME=test-databases"}
	add := func(name, value string) {
		if value != "" {
			env = append(env, name+"="+value)
		}
	}
	password, _ := u.User.Password()
	query := u.Query()
	host := u.Hostname()
	if host == "" {
		host = query.Get("host")
	}
	add("PGHOST", host)
	add("PGPORT", u.Port())
	add("PGUSER", u.User.Username())
	add("PGPASSWORD", password)
	add("PGDATABASE", strings.TrimPrefix(u.Path, "/"))
	add("PGSSLMODE", query.Get("sslmode"))
	add("PGSSLROOTCERT", query.Get("sslrootcert"))
	return env, nil
}

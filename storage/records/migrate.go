package records

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrate brings the database behind url to this program's schema; on one that
// has it already it does nothing. Two at a time wait for each other.
func Migrate(ctx context.Context, url string) (err error) {
	db, err := connect(ctx, url, patient)
	if err != nil {
		return err
	}
	defer db.Close()
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return fmt.Errorf("read the embedded migrations: %w", err)
	}
	// Another migration may hold the lock for as long as a table takes to rewrite.
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("wait for another migration: %w", err)
	}
	defer func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	}()
	// Changes are numbered where they are made: one that lands after another of a
	// higher number is not to stop a database that has the other.
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// migrationLock is any number that nothing else in this database locks.
const migrationLock = 0x73656362726f74

// MigrationsHash changes whenever a migration does: the key of a template
// database for tests.
func MigrationsHash() string {
	sum := sha256.New()
	for _, name := range migrationNames() {
		body, err := migrationFiles.ReadFile("migrations/" + name)
		if err != nil {
			panic(err) // embedded: it cannot be missing
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(body))
		sum.Write(body)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func migrationNames() []string {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		panic(err) // embedded: it cannot be missing
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

var latestMigration = sync.OnceValue(func() int64 {
	names := migrationNames() // in the order of their names
	number, _, _ := strings.Cut(names[len(names)-1], "_")
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		panic(err) // a migration's name begins with its number
	}
	return version
})

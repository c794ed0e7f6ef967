// Package records keeps what must outlive everything else in PostgreSQL: the
// roster, reports, cases, their events, and what is owed to whom. Plain SQL
// beside plain functions, one file per table family.
//
// A statement that failed may be tried again: every write carries a key of its
// own, so that an error on commit that did commit after all does no harm.
package records

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Records is an open database. Safe for concurrent use.
type Records struct {
	db *sqlx.DB

	mu       sync.Mutex
	prepared map[string]*sqlx.Stmt
}

// Tx is one transaction. Its functions say which rows they lock.
type Tx struct {
	tx *sqlx.Tx
}

// Errors by which callers decide.
var (
	ErrNotFound = errors.New("no such record")
	ErrSchema   = errors.New("the database has not been migrated to this program's schema")
)

// In runs work in one transaction at READ COMMITTED: committed when work
// returns nil, else rolled back. After an error on commit the work may have
// been done; doing it again must be harmless.
func (r *Records) In(ctx context.Context, work func(*Tx) error) error {
	tx, err := r.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := work(&Tx{tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// prepare keeps a large statement parsed and planned in every connection that
// has used it.
func (r *Records) prepare(ctx context.Context, query string) (*sqlx.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.prepared[query]; s != nil {
		return s, nil
	}
	s, err := r.db.PreparexContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	if r.prepared == nil {
		r.prepared = map[string]*sqlx.Stmt{}
	}
	r.prepared[query] = s
	return s, nil
}

// Ping says whether the database answers and has the schema this program needs.
func (r *Records) Ping(ctx context.Context) error {
	var version int64
	err := r.db.GetContext(ctx, &version, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`)
	if err != nil {
		if isUndefined(err) {
			return ErrSchema
		}
		return fmt.Errorf("look at the schema's version: %w", err)
	}
	if version < latestMigration() {
		return fmt.Errorf("%w (at %d, want %d)", ErrSchema, version, latestMigration())
	}
	return nil
}

// Close closes every connection.
func (r *Records) Close() error { return r.db.Close() }

// IsData says whether err is the fault of a value that was to be written (out
// of range, not UTF-8, against a constraint), so that the same again must fail.
func IsData(err error) bool {
	if errors.Is(err, ErrReceipt) {
		return true
	}
	var e *pq.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code.Class() {
	case pqerror.ClassDataException, pqerror.ClassIntegrityConstraintViolation:
		return true
	}
	return e.Code == pqerror.ProgramLimitExceeded || e.Code == pqerror.UntranslatableCharacter
}

func isUndefined(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Code == pqerror.UndefinedTable
}

// notFound turns the driver's word for "no row" into ours.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// orNull is what an optional instant is stored as.
func orNull(at time.Time) sql.NullTime { return sql.NullTime{Time: at, Valid: !at.IsZero()} }

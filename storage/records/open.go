package records

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// limits bound what a connection may take. A server or a network that has gone
// silent must cost a bounded time, because a context does not unblock a read.
type limits struct {
	connect   time.Duration // for dialling and the handshake
	statement time.Duration // the server ends a statement after this
	socket    time.Duration // per read and per write; longer than statement
	life      time.Duration // a connection is replaced after this
	open      int           // connections at most
}

// usual serves batches of reports beside a handful of queries. Batches need two
// connections to saturate two cores; the rest are for actions and queries.
var usual = limits{
	connect:   10 * time.Second,
	statement: 30 * time.Second,
	socket:    40 * time.Second,
	life:      5 * time.Minute,
	open:      16,
}

// patient is for migrations, which may rewrite a large table.
var patient = limits{
	connect:   10 * time.Second,
	statement: 2 * time.Hour,
	socket:    2*time.Hour + time.Minute,
	life:      4 * time.Hour,
	open:      2,
}

// Open connects to the PostgreSQL database behind url (postgres://user:password@host:port/name)
// and checks that it answers. It does not migrate; see Migrate and Ping.
func Open(ctx context.Context, url string) (*Records, error) {
	db, err := connect(ctx, url, usual)
	if err != nil {
		return nil, err
	}
	return &Records{db: sqlx.NewDb(db, "postgres")}, nil
}

func connect(ctx context.Context, address string, l limits) (*sql.DB, error) {
	cfg, err := pq.NewConfig(address)
	if err != nil {
		// net/url repeats the whole address, password included.
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	cfg.ConnectTimeout = l.connect
	cfg.BinaryParameters = true // arrays travel in binary, and no statement is prepared that is used once
	if cfg.Runtime == nil {
		cfg.Runtime = map[string]string{}
	}
	cfg.Runtime["statement_timeout"] = fmt.Sprint(l.statement.Milliseconds())
	cfg.Runtime["timezone"] = "UTC"
	cfg.Runtime["application_name"] = "secondbrother"
	db := sql.OpenDB(&connector{cfg: cfg, limit: l.socket})
	db.SetMaxOpenConns(l.open)
	db.SetMaxIdleConns(l.open)
	db.SetConnMaxLifetime(l.life)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return db, nil
}

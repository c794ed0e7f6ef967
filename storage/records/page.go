package records

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// OfferPage keeps a link to the counts' page under the hash of its token.
func (r *Records) OfferPage(ctx context.Context, token string, person int64, until time.Time) error {
	hash := sha256.Sum256([]byte(token))
	_, err := r.db.ExecContext(ctx, `INSERT INTO page_links (hash, person, expires_at) VALUES ($1, $2, $3)`, hash[:], person, until)
	if err != nil {
		return fmt.Errorf("keep a link to the page: %w", err)
	}
	return nil
}

// EnterPage uses a link and opens a session under the hash of its own token.
// ErrNotFound: the link is unknown, was used, or is too old.
func (r *Records) EnterPage(ctx context.Context, token, session string, now, until time.Time) error {
	link, hash := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(session))
	err := r.In(ctx, func(t *Tx) error {
		for _, old := range []string{`DELETE FROM page_links WHERE expires_at < $1`, `DELETE FROM page_sessions WHERE expires_at < $1`} {
			if _, err := t.tx.ExecContext(ctx, old, now.Add(-time.Hour)); err != nil {
				return err
			}
		}
		var person int64
		err := t.tx.GetContext(ctx, &person, `
			UPDATE page_links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING person`, link[:], now)
		if err != nil {
			return notFound(err)
		}
		_, err = t.tx.ExecContext(ctx, `INSERT INTO page_sessions (hash, person, expires_at) VALUES ($1, $2, $3)`, hash[:], person, until)
		return err
	})
	if err != nil {
		return fmt.Errorf("enter the page: %w", err)
	}
	return nil
}

// PageVisitor is whose session it is. ErrNotFound: nobody's, or it is over.
func (r *Records) PageVisitor(ctx context.Context, session string, now time.Time) (person int64, err error) {
	hash := sha256.Sum256([]byte(session))
	err = r.db.GetContext(ctx, &person, `SELECT person FROM page_sessions WHERE hash = $1 AND expires_at > $2`, hash[:], now)
	if err != nil {
		return 0, fmt.Errorf("find a session: %w", notFound(err))
	}
	return person, nil
}

// LeavePage ends a session.
func (r *Records) LeavePage(ctx context.Context, session string) error {
	hash := sha256.Sum256([]byte(session))
	if _, err := r.db.ExecContext(ctx, `DELETE FROM page_sessions WHERE hash = $1`, hash[:]); err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}

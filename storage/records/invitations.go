package records

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// Invitation lets people join. Exactly one of Person (staff) and Area
// (volunteers) is set.
type Invitation struct {
	ID        int64     `db:"id"`
	Person    Number    `db:"person"`
	Area      string    `db:"area"`
	UsesLeft  int       `db:"uses_left"`
	Expires   time.Time `db:"expires_at"`
	Revoked   bool      `db:"revoked"`
	CreatedBy Number    `db:"created_by"`
}

// Invite keeps an invitation under the hash of its token. A token that is
// there already is left alone.
func (t *Tx) Invite(ctx context.Context, token string, i Invitation) error {
	hash := sha256.Sum256([]byte(token))
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO invitations (token_hash, person, area, uses_left, expires_at, created_by)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT ON CONSTRAINT invitations_token_hash_key DO NOTHING`,
		hash[:], i.Person, i.Area, i.UsesLeft, i.Expires, i.CreatedBy)
	if err != nil {
		return fmt.Errorf("keep an invitation: %w", err)
	}
	return nil
}

// LockInvitation finds the invitation of a token and locks it. ErrNotFound:
// there is none.
func (t *Tx) LockInvitation(ctx context.Context, token string) (Invitation, error) {
	hash := sha256.Sum256([]byte(token))
	var i Invitation
	err := t.tx.GetContext(ctx, &i, `
		SELECT id, person, area, uses_left, expires_at, revoked_at IS NOT NULL AS revoked, created_by
		FROM invitations WHERE token_hash = $1 FOR UPDATE`, hash[:])
	if err != nil {
		return Invitation{}, fmt.Errorf("find an invitation: %w", notFound(err))
	}
	return i, nil
}

// Redeem uses an invitation once.
func (t *Tx) Redeem(ctx context.Context, id int64) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE invitations SET uses_left = uses_left - 1 WHERE id = $1`, id); err != nil {
		return fmt.Errorf("redeem an invitation: %w", err)
	}
	return nil
}

// Revoke ends an invitation. Doing it again changes nothing.
func (t *Tx) Revoke(ctx context.Context, id int64, at time.Time) error {
	if _, err := t.tx.ExecContext(ctx, `UPDATE invitations SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`, id, at); err != nil {
		return fmt.Errorf("revoke an invitation: %w", err)
	}
	return nil
}

// OpenArea says whether volunteers of an area can still join by an invitation
// that nobody in chat made.
func (t *Tx) OpenArea(ctx context.Context, area string, now time.Time) (bool, error) {
	var open bool
	err := t.tx.GetContext(ctx, &open, `
		SELECT EXISTS (
			SELECT FROM invitations
			WHERE person IS NULL AND created_by IS NULL AND area = $1 AND uses_left > 0 AND revoked_at IS NULL AND expires_at > $2)`,
		area, now)
	if err != nil {
		return false, fmt.Errorf("look for an invitation: %w", err)
	}
	return open, nil
}

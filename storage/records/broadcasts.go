package records

import (
	"context"
	"fmt"
	"time"

	"secondbrother/storage/payload"
)

// Broadcast asks the volunteers of an area to look out for somebody.
type Broadcast struct {
	ID      int64                 `db:"id"`
	Person  Number                `db:"person"` // who asked; 0: is gone
	Unit    string                `db:"unit"`   // hears of every answer
	County  string                `db:"county"` // empty: the whole city
	Area    string                `db:"area"`   // official code; empty: everywhere
	Text    string                `db:"text"`
	Media   JSON[[]payload.Media] `db:"media"`
	Created time.Time             `db:"created_at"`
	Expires time.Time             `db:"expires_at"`
	Ended   Text                  `db:"ended"` // recalled, expired; empty: it runs
	Told    int                   `db:"told"`
	Answers int                   `db:"answers"` // only where listed
}

const selectBroadcasts = `SELECT id, person, unit, county, area, text, media, created_at, expires_at, ended, told FROM broadcasts `

// Broadcast keeps b and returns its number and the handles of the volunteers it
// is for: those who live within its area, or somewhere around it.
func (t *Tx) Broadcast(ctx context.Context, b Broadcast) (id int64, handles []string, err error) {
	err = t.tx.GetContext(ctx, &id, `
		INSERT INTO broadcasts (person, unit, county, area, text, media, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) RETURNING id`,
		b.Person, b.Unit, b.County, b.Area, b.Text, Text(b.Media.text()), b.Created, b.Expires)
	if err != nil {
		return 0, nil, fmt.Errorf("keep a broadcast: %w", err)
	}
	err = t.tx.SelectContext(ctx, &handles, `
		INSERT INTO broadcast_recipients (broadcast, handle)
		SELECT $1, handle FROM people
		WHERE role = 'volunteer' AND handle IS NOT NULL AND suspended_at IS NULL
		  AND ($2 = '' OR area LIKE $2 || '%' OR area <> '' AND $2 LIKE area || '%')
		RETURNING handle`, id, b.Area)
	if err != nil {
		return 0, nil, fmt.Errorf("find whom a broadcast is for: %w", err)
	}
	if _, err := t.tx.ExecContext(ctx, `UPDATE broadcasts SET told = $2 WHERE id = $1`, id, len(handles)); err != nil {
		return 0, nil, fmt.Errorf("count whom a broadcast is for: %w", err)
	}
	return id, handles, nil
}

// LastBroadcast is when a person broadcast last; zero: never.
func (t *Tx) LastBroadcast(ctx context.Context, person int64) (time.Time, error) {
	var last Moment
	if err := t.tx.GetContext(ctx, &last, `SELECT max(created_at) FROM broadcasts WHERE person = $1`, person); err != nil {
		return time.Time{}, fmt.Errorf("find the last broadcast: %w", err)
	}
	return last.Time, nil
}

// LockBroadcast reads a broadcast and locks it. ErrNotFound: there is none.
func (t *Tx) LockBroadcast(ctx context.Context, id int64) (Broadcast, error) {
	var b Broadcast
	if err := t.tx.GetContext(ctx, &b, selectBroadcasts+`WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Broadcast{}, fmt.Errorf("lock a broadcast: %w", notFound(err))
	}
	return b, nil
}

// LockExpired locks broadcasts whose time is over.
func (t *Tx) LockExpired(ctx context.Context, now time.Time, limit int) (over []Broadcast, err error) {
	err = t.tx.SelectContext(ctx, &over, selectBroadcasts+`
		WHERE ended IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED`, now, limit)
	if err != nil {
		return nil, fmt.Errorf("find broadcasts that are over: %w", err)
	}
	return over, nil
}

// EndBroadcast ends a broadcast, forgets its words and returns the handles of
// those from whom it is to be taken back.
func (t *Tx) EndBroadcast(ctx context.Context, id int64, why string, now time.Time) (handles []string, err error) {
	_, err = t.tx.ExecContext(ctx, `UPDATE broadcasts SET ended = $2, ended_at = $3, text = '', media = NULL WHERE id = $1`, id, why, now)
	if err != nil {
		return nil, fmt.Errorf("end a broadcast: %w", err)
	}
	if err := t.tx.SelectContext(ctx, &handles, `DELETE FROM broadcast_recipients WHERE broadcast = $1 RETURNING handle`, id); err != nil {
		return nil, fmt.Errorf("find from whom a broadcast is to be taken back: %w", err)
	}
	return handles, nil
}

// Broadcasts is a page of the broadcasts of a county bureau, "" for all, the
// newest first, with how many reports answer each.
func (r *Records) Broadcasts(ctx context.Context, county string, page, size int) (list []Broadcast, total int, err error) {
	if err := r.db.GetContext(ctx, &total, `SELECT count(*) FROM broadcasts WHERE $1 = '' OR county = $1`, county); err != nil {
		return nil, 0, fmt.Errorf("count broadcasts: %w", err)
	}
	err = r.db.SelectContext(ctx, &list, `
		SELECT id, person, unit, county, area, text, media, created_at, expires_at, ended, told,
		       (SELECT count(*) FROM reports AS r WHERE r.broadcast = b.id) AS answers
		FROM broadcasts AS b WHERE $1 = '' OR county = $1
		ORDER BY id DESC LIMIT $2 OFFSET $3`, county, size, page*size)
	if err != nil {
		return nil, 0, fmt.Errorf("list broadcasts: %w", err)
	}
	return list, total, nil
}

// BroadcastsOf reads broadcasts by their numbers. What is not there is left out.
func (r *Records) BroadcastsOf(ctx context.Context, ids []int64) (map[int64]Broadcast, error) {
	var list []Broadcast
	if err := r.db.SelectContext(ctx, &list, selectBroadcasts+`WHERE id = ANY ($1::bigint[])`, ints(ids, func(id *int64) int64 { return *id })); err != nil {
		return nil, fmt.Errorf("read broadcasts: %w", err)
	}
	out := make(map[int64]Broadcast, len(list))
	for _, b := range list {
		out[b.ID] = b
	}
	return out, nil
}

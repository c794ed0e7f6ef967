package pipeline

import (
	"context"
	"errors"
	"slices"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

var errLinksMoved = errors.New("cases were linked or parted meanwhile")

// lock locks the case that is acted on together with all those that the act may
// change or is decided by, before anything is decided: a case that was locked
// after the roster was compared might have been outdated in between.
func (d *deed) lock(ctx context.Context) (records.File, error) {
	receipts := []payload.Receipt{d.act.Case}
	var err error
	ties := slices.Contains([]payload.Verb{payload.VerbAdd, payload.VerbAnswer, payload.VerbWithdraw}, d.act.Verb)
	switch {
	case ties:
		if receipts, err = d.tx.Tied(ctx, d.act.Case); err != nil {
			return records.File{}, err
		}
	case d.act.Verb == payload.VerbLink && d.act.Other != "":
		receipts = append(receipts, d.act.Other)
	}
	if d.locked, err = d.tx.LockFiles(ctx, receipts); err != nil {
		return records.File{}, err
	}
	file, there := d.locked[d.act.Case]
	if !there {
		return records.File{}, records.ErrNotFound
	}
	if ties {
		// Whoever links locks both: from here on nothing new is tied to these.
		now, err := d.tx.Tied(ctx, d.act.Case)
		if err != nil {
			return records.File{}, err
		}
		if !slices.Equal(now, receipts) {
			return records.File{}, errLinksMoved
		}
	}
	return file, nil
}

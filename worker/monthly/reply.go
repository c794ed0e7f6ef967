package monthly

import (
	"context"
	"fmt"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
)

// Scope is the part of the city that is counted, and the lines of its table.
type Scope struct {
	Name    string
	County  string // a county bureau's unit code; empty: the whole city
	Station string // a station's unit code; empty: not one alone
	Lines   []Line // counties for the city; stations for a county or a station
}

// Reply counts month within scope, and its year up to then. categories are the
// dispute types' codes, in the order in which they are shown.
func Reply(ctx context.Context, r *records.Records, month Month, scope Scope, categories []string) (payload.MonthlyReply, error) {
	key := func(c records.Count) string { return c.County }
	if scope.County != "" || scope.Station != "" {
		key = func(c records.Count) string { return c.Station }
	}
	count := func(from, to time.Time) ([]records.Count, error) {
		return r.Counts(ctx, from, to, scope.County, scope.Station)
	}
	counts, err := count(month.Bounds())
	if err != nil {
		return payload.MonthlyReply{}, fmt.Errorf("count %s: %w", month, err)
	}
	toDate, err := count(month.YearToDate())
	if err != nil {
		return payload.MonthlyReply{}, fmt.Errorf("count the year up to %s: %w", month, err)
	}
	reply := payload.MonthlyReply{Month: month.String(), Area: scope.Name, Types: byType(counts, categories)}
	reply.Total, reply.Rows = fold(counts, scope.Lines, key)
	reply.Year, _ = fold(toDate, nil, key)
	if err := Reconcile(reply); err != nil {
		return payload.MonthlyReply{}, err
	}
	return reply, nil
}

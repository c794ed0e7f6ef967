// Package verify proves on live data that nothing that is kept was changed or
// lost: every case's log is a whole chain that tells how the case stands, what
// was added up ahead is what the events add up to, months that are closed are
// as they were signed, and everything reconciles.
package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/ledger"
	"secondbrother/worker/monthly"
)

// Fault is one thing that is wrong.
type Fault struct {
	What   string `json:"what"`             // chain, end, standing, stray, tally, closing, count
	Case   string `json:"case,omitempty"`   // receipt
	Month  string `json:"month,omitempty"`  // 2026-10
	Detail string `json:"detail,omitempty"` // codes and numbers, nothing personal
}

// Result is what was looked at and what is wrong with it.
type Result struct {
	Cases    int     `json:"cases"`
	Events   int     `json:"events"`
	Months   int     `json:"months"`
	Closings int     `json:"closings"`
	Faults   []Fault `json:"faults"` // at most maxFaults
	More     int     `json:"more"`   // faults beyond those
}

// maxFaults is how many faults are told one by one.
const maxFaults = 100

// batch is how many cases are read at once.
const batch = 500

func (r *Result) fault(f Fault) {
	if len(r.Faults) == maxFaults {
		r.More++
		return
	}
	r.Faults = append(r.Faults, f)
}

// Progress is told how much of a part is done; total is 0 where nobody knows.
type Progress func(part string, done, total int)

// Run looks at everything. The error says that it could not; what is wrong is
// in the result.
func Run(ctx context.Context, db *records.Records, progress Progress) (Result, error) {
	r := Result{Faults: []Fault{}}
	for _, part := range []func(context.Context, *records.Records, Progress) error{r.cases, r.strays, r.tallies, r.closings, r.months} {
		if err := part(ctx, db, progress); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (r *Result) cases(ctx context.Context, db *records.Records, progress Progress) error {
	total, err := db.Cases(ctx)
	if err != nil {
		return err
	}
	for after := int64(0); ; {
		chains, err := db.Chains(ctx, after, batch)
		if err != nil {
			return err
		}
		if len(chains) == 0 {
			return nil
		}
		for _, chain := range chains {
			r.Cases++
			r.Events += len(chain.Events)
			if f, ok := check(chain); !ok {
				f.Case = chain.Receipt
				r.fault(f)
			}
		}
		after = chains[len(chains)-1].Case.ID
		progress("cases", r.Cases, max(total, r.Cases))
	}
}

// check says what is first wrong with a case's log.
func check(chain records.Chain) (Fault, bool) {
	for i, e := range chain.Events {
		if e.Seq != i+1 {
			return Fault{What: "chain", Detail: fmt.Sprintf("event %d is missing", i+1)}, false
		}
	}
	var broken *casework.BrokenChain
	if err := casework.VerifyChain([32]byte{}, ledger.Links(chain.Receipt, chain.Events)); errors.As(err, &broken) {
		return Fault{What: "chain", Detail: fmt.Sprintf("event %d was changed", broken.At+1)}, false
	}
	c := chain.Case
	if len(chain.Events) == 0 || len(chain.Events) != c.Seq || string(chain.Events[len(chain.Events)-1].Hash) != string(c.LastHash) {
		return Fault{What: "end", Detail: fmt.Sprintf("%d events, the case knows of %d", len(chain.Events), c.Seq)}, false
	}
	last, outcome := chain.Events[len(chain.Events)-1], ""
	for _, e := range chain.Events {
		switch e.Type {
		case "closed", "recorded", "withdrawn":
			outcome = string(e.Outcome)
		case "reopened", "unlinked":
			outcome = ""
		}
	}
	says := [...]string{last.State, last.Kind, last.Category, last.Urgency, last.County, last.Township, last.Village, last.Station, outcome}
	is := [...]string{c.State, c.Kind, c.Category, c.Urgency, c.County, c.Township, c.Village, c.Station, c.Outcome}
	if says != is {
		return Fault{What: "standing", Detail: fmt.Sprintf("the log says %q, the case %q", says, is)}, false
	}
	if chain.Events[0].Type != "submitted" || last.Version != c.Version {
		return Fault{What: "standing", Detail: fmt.Sprintf("begins with %s, version %d, the case's is %d", chain.Events[0].Type, last.Version, c.Version)}, false
	}
	return Fault{}, true
}

func (r *Result) strays(ctx context.Context, db *records.Records, progress Progress) error {
	s, err := db.Strays(ctx)
	if err != nil {
		return err
	}
	if s != (records.Strays{}) {
		r.fault(Fault{What: "stray", Detail: fmt.Sprintf("%d reports, %d events and %d cases belong to nothing", s.Reports, s.Events, s.Cases)})
	}
	progress("strays", 1, 1)
	return nil
}

func (r *Result) tallies(ctx context.Context, db *records.Records, progress Progress) error {
	return db.Counting(ctx, func(c *records.Counter) error {
		months := c.Tallied()
		for i, m := range months {
			n, err := c.Untrue(ctx, m)
			if err != nil {
				return err
			}
			if n > 0 {
				r.fault(Fault{What: "tally", Month: monthly.MonthOf(m).String(), Detail: fmt.Sprintf("%d sums are not those of the events", n)})
			}
			progress("tallies", i+1, len(months))
		}
		return nil
	})
}

func (r *Result) closings(ctx context.Context, db *records.Records, progress Progress) error {
	return db.Counting(ctx, func(c *records.Counter) error {
		n, err := monthly.VerifyClosings(ctx, c)
		if errors.Is(err, records.ErrTampered) {
			r.fault(Fault{What: "closing", Detail: err.Error()})
			return nil
		}
		r.Closings = n
		progress("closings", n, n)
		return err
	})
}

// months makes every month's reports, which reconcile or say what does not.
func (r *Result) months(ctx context.Context, db *records.Records, progress Progress) error {
	if len(r.Faults) > 0 {
		return nil // what was counted from is wrong already
	}
	units, err := db.Units(ctx)
	if err != nil {
		return err
	}
	var first, last time.Time
	err = db.Counting(ctx, func(c *records.Counter) (err error) {
		first, last, err = c.Span(ctx)
		return err
	})
	if err != nil || first.IsZero() {
		return err
	}
	months := monthly.Between(first, last)
	for i, m := range months {
		for _, by := range []records.Level{records.LevelCounty, records.LevelStation} {
			scope, err := monthly.FindScope(units, "", by)
			if err != nil {
				return fmt.Errorf("look at the city: %w", err)
			}
			for _, basis := range []monthly.Basis{monthly.Received, monthly.Closed} {
				switch _, err := monthly.Count(ctx, db, m, basis, scope); {
				case errors.Is(err, monthly.ErrUnreconciled):
					r.fault(Fault{What: "count", Month: m.String(), Detail: err.Error()})
				case err != nil:
					return err
				}
			}
		}
		r.Months++
		progress("months", i+1, len(months))
	}
	return nil
}

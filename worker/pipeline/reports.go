package pipeline

import (
	"context"
	"errors"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/storage/stream"
	"secondbrother/worker/casework"
	"secondbrother/worker/intake"
	"secondbrother/worker/ledger"
)

// filing is a report on its way into a case, and which message it came in.
type filing struct {
	message int
	opening records.Opening
}

// reports files a batch: one statement for all of them. Where one of them
// cannot be stored, each is tried by itself, so that it keeps out no other.
func (p *Pipeline) reports(ctx context.Context, messages []stream.Message) []stream.Verdict {
	began := time.Now()
	verdicts := make([]stream.Verdict, len(messages))
	s, err := p.rosters.current(ctx)
	if err != nil {
		return p.again(verdicts, err)
	}
	filings, err := p.prepare(ctx, messages, verdicts, s)
	if err != nil {
		return p.again(verdicts, err)
	}
	if err := p.config.seam("prepared"); err != nil {
		return p.again(verdicts, err)
	}
	if err := p.file(ctx, filings); err == nil {
		p.measure.batch.Observe(time.Since(began).Seconds())
		return verdicts
	} else if !records.IsData(err) {
		return p.again(verdicts, err)
	}
	for _, f := range filings {
		switch err := p.file(ctx, []filing{f}); {
		case err == nil:
		case records.IsData(err):
			verdicts[f.message] = stream.Drop("rejected")
		default:
			p.log.Warn("report not filed yet", "error", err)
			verdicts[f.message] = stream.Retry(0)
		}
	}
	return verdicts
}

// again has the whole batch come back.
func (p *Pipeline) again(verdicts []stream.Verdict, err error) []stream.Verdict {
	p.log.Warn("reports not filed yet", "messages", len(verdicts), "error", err)
	for i := range verdicts {
		verdicts[i] = stream.Retry(0)
	}
	return verdicts
}

// prepare decides everything about the reports of a batch. A report that is
// in it twice is filed once.
func (p *Pipeline) prepare(ctx context.Context, messages []stream.Message, verdicts []stream.Verdict, s *snapshot) ([]filing, error) {
	ids, err := p.ids.take(ctx, len(messages))
	if err != nil {
		return nil, err
	}
	filings := make([]filing, 0, len(messages))
	seen := make(map[string]bool, len(messages))
	now := p.now()
	for i, m := range messages {
		r, reason, err := readReport(m)
		switch {
		case errors.Is(err, stream.ErrNewer):
			verdicts[i] = stream.Retry(time.Minute)
		case reason != "":
			verdicts[i] = stream.Drop(reason)
		case !seen[r.ID]:
			seen[r.ID] = true
			asked, err := p.answered(ctx, &r)
			if err != nil {
				return nil, err
			}
			opening, err := p.open(r, ids[i], s, now, asked)
			if err != nil {
				return nil, err
			}
			filings = append(filings, filing{i, opening})
		}
	}
	return filings, nil
}

// open begins the case of a report; asked is the broadcast that it answers, nil
// where it answers none.
func (p *Pipeline) open(r payload.Report, id int64, s *snapshot, now time.Time, asked *records.Broadcast) (records.Opening, error) {
	in, words := intake.Judge(p.config.Sorter, r, s.org, s.sites)
	reasons := telling(words)
	ch := casework.Open(in, s.org, now)
	ch.Case.ID = id
	events, last := ledger.Rows(id, nil, ch.Events)
	o := owing{cause: r.ID, at: now, s: s}
	show := shown{c: ch.Case, report: r, reasons: reasons, story: events}
	if err := o.change(ch, show, 0); err != nil {
		return records.Opening{}, err
	}
	if err := o.group(casework.Case{}, ch.Case, show); err != nil {
		return records.Opening{}, err
	}
	if asked != nil {
		if err := o.lead(ch.Case, r, *asked); err != nil {
			return records.Opening{}, err
		}
	}
	return records.Opening{
		Roster: s.version, Report: reportRow(r, id), Case: caseRow(ch.Case, r.ID, last, reasons), Events: events, Deliveries: o.rows,
	}, nil
}

// file stores openings, then publishes what is owed because of those that are
// new. What was there before is owed by whoever filed it first.
func (p *Pipeline) file(ctx context.Context, filings []filing) error {
	if len(filings) == 0 {
		return nil
	}
	openings := make([]records.Opening, len(filings))
	for i, f := range filings {
		openings[i] = f.opening
	}
	fresh, err := p.db.Open(ctx, openings)
	if err != nil && !errors.Is(err, records.ErrReceipt) {
		return err
	}
	clash := err
	if err := p.config.seam("committed"); err != nil {
		return err
	}
	var owed []records.Delivery
	for _, o := range openings {
		if fresh[o.Report.ID] {
			owed = append(owed, o.Deliveries...)
			p.measure.reports.WithLabelValues(o.Report.Kind, o.Case.State).Inc()
			p.measure.filed.Observe(p.config.Clock().Sub(o.Report.Submitted).Seconds())
		} else {
			p.measure.again.Inc()
		}
	}
	p.outbox.publish(ctx, owed)
	return errors.Join(clash, p.config.seam("published"))
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"secondbrother/storage/payload"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/hours"
	"secondbrother/worker/intake"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

// decided is what worker route says of a report.
type decided struct {
	At          time.Time       `json:"at"`
	Kind        payload.Kind    `json:"kind"`
	Category    string          `json:"category"` // empty: a coordinator decides
	Urgency     payload.Urgency `json:"urgency"`
	Area        string          `json:"area"`
	Place       string          `json:"place"`
	Project     string          `json:"project,omitempty"`
	MoneyMoving bool            `json:"money_moving,omitempty"`
	Triage      bool            `json:"triage"`
	Record      bool            `json:"record"` // settled or helped already: nobody is called
	Words       []string        `json:"words"`

	County     string           `json:"county"`
	Station    string           `json:"station"`
	Rule       string           `json:"rule"`
	Path       []string         `json:"path"`
	Owner      decidedPerson    `json:"owner"`
	Recipients []decidedPerson  `json:"recipients"`
	AcceptBy   time.Time        `json:"accept_by"`
	CloseBy    time.Time        `json:"close_by,omitzero"`
	Climbs     []decidedAnother `json:"climbs"`
}

type decidedPerson struct {
	Person int64     `json:"person,omitempty"` // 0: nobody can be reached
	Label  string    `json:"label"`
	Unit   string    `json:"unit"`
	Why    route.Why `json:"why,omitempty"`
	OnDuty bool      `json:"on_duty"`
}

// decidedAnother is who answers next, when nobody has accepted by then.
type decidedAnother struct {
	At     time.Time       `json:"at"`
	People []decidedPerson `json:"people"`
}

func (r *routing) decide(cmd *cobra.Command, rules route.Rules, at time.Time) error {
	report, err := r.readReport(cmd.InOrStdin(), at)
	if err != nil {
		return err
	}
	o, _, err := r.files.read(cmd.Context(), rules)
	if err != nil {
		return err
	}
	in, words := intake.Judge(classify.Embedded(), report, o.org, o.sites)
	if in.Against, err = accusedOf(r.against, o.org); err != nil {
		return err
	}
	out := decideFor(in, o.org, at)
	out.Words = orEmpty(words)
	if r.asJSON {
		encoder := json.NewEncoder(cmd.OutOrStdout())
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(out)
	}
	return writeDecided(cmd.OutOrStdout(), out)
}

// readReport reads a report as it travels, or a plain text.
func (r *routing) readReport(in io.Reader, at time.Time) (payload.Report, error) {
	if r.report != "-" {
		file, err := os.Open(r.report)
		if err != nil {
			return payload.Report{}, fmt.Errorf("打不开文件 · open the file: %w", err)
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxLine))
	if err != nil {
		return payload.Report{}, fmt.Errorf("读取上报 · read the report: %w", err)
	}
	raw = bytes.TrimSpace(raw)
	report := payload.Report{Kind: payload.Kind(r.kind), Text: string(raw), Place: payload.Place{Area: r.area}}
	if bytes.HasPrefix(raw, []byte("{")) {
		report = payload.Report{}
		if err := json.Unmarshal(raw, &report); err != nil {
			return payload.Report{}, fmt.Errorf("上报不是合格的 JSON · the report is not proper JSON: %w", err)
		}
	} else if report.Text == "" {
		return payload.Report{}, fmt.Errorf("上报是空的 · the report is empty")
	}
	if report.Kind == "" {
		report.Kind = payload.Kind(classify.Classify(report.Text, "").Kind)
	}
	if !report.Kind.Valid() {
		return payload.Report{}, fmt.Errorf("看不出是哪一种上报，请写 --kind tip、dispute 或 assist · say --kind tip, dispute or assist")
	}
	if !report.Urgency.Valid() {
		report.Urgency = payload.Routine
	}
	if _, known := place.Official().Area(report.Place.Area); report.Place.Area != "" && !known {
		return payload.Report{}, fmt.Errorf("没有区划代码 %q · no such area code", report.Place.Area)
	}
	if report.At.IsZero() || r.at != "" {
		report.At = at
	}
	return report, nil
}

// accusedOf reads a unit's code or unit/badge.
func accusedOf(text string, org *route.Org) (route.Accused, error) {
	unit, badge, person := strings.Cut(text, "/")
	_, known := org.Unit(unit)
	a := route.Accused{Unit: unit}
	if person && known {
		a.Person, known = org.PersonByBadge(unit, badge)
	}
	if text != "" && !known {
		return route.Accused{}, fmt.Errorf("--against %q：花名册里没有 · the roster has no such unit or person", text)
	}
	return a, nil
}

func decideFor(in casework.Intake, org *route.Org, at time.Time) decided {
	c := casework.Open(in, org, at).Case
	d := route.Decide(org, in.Facts(), at)
	out := decided{
		At: at, Kind: c.Kind, Category: c.Category, Urgency: c.Urgency, Area: in.Area, Place: place.Official().FullName(in.Area),
		Project: in.Project, MoneyMoving: in.MoneyMoving, Triage: d.Triage, Record: c.Recorded,
		County: d.County, Station: d.Station, Rule: d.Rule, Path: orEmpty(d.Path), AcceptBy: d.AcceptBy, CloseBy: d.CloseBy,
		Recipients: []decidedPerson{}, Climbs: []decidedAnother{},
	}
	now := org.At(at)
	out.Owner = personOf(now, d.Owner.Person, d.Owner.Unit)
	if c.Recorded {
		return out
	}
	for _, r := range d.Recipients {
		p := personOf(now, r.Person, "")
		p.Why = r.Why
		out.Recipients = append(out.Recipients, p)
	}
	held := c.Holders
	for next := casework.Next(c); !next.IsZero() && !next.Equal(c.CloseBy); next = casework.Next(c) {
		change, _ := casework.Tick(c, org, next)
		c = change.Case
		if len(c.Holders) > len(held) {
			step := decidedAnother{At: next}
			for _, id := range c.Holders {
				if !slices.Contains(held, id) {
					step.People = append(step.People, personOf(org.At(next), id, ""))
				}
			}
			out.Climbs = append(out.Climbs, step)
			held = c.Holders
		}
	}
	return out
}

func personOf(org *route.Org, id int64, unit string) decidedPerson {
	p, known := org.Person(id)
	if !known {
		u, _ := org.Unit(unit)
		return decidedPerson{Label: u.Name, Unit: unit}
	}
	return decidedPerson{Person: id, Label: p.Label, Unit: p.Unit, OnDuty: p.OnDuty}
}

func clockOf(t time.Time) string { return t.In(hours.Shanghai).Format("2006-01-02 15:04") }

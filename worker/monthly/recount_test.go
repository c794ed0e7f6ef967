package monthly

import (
	"slices"
	"strings"
	"time"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/casework"
	"secondbrother/worker/classify"
	"secondbrother/worker/histories"
	"secondbrother/worker/route"
)

// recount counts as somebody with the files on the desk would: case by case, by
// how each stood at the beginning and at the end. It shares nothing with the
// queries but the names of the numbers.
type recount struct {
	basis    Basis
	from, to time.Time
	place    records.Place
	f        Figures
	accept   map[payload.Kind][]time.Duration
	handle   map[payload.Kind][]time.Duration
}

func (r *recount) add(kind payload.Kind, name string, n int64) { r.f[string(kind)+"."+name] += n }

func (r *recount) in(at time.Time) bool { return !at.Before(r.from) && at.Before(r.to) }

func (r *recount) here(e casework.Event) bool {
	for level, code := range r.place {
		if map[records.Level]string{records.LevelCounty: e.County, records.LevelStation: e.Station, records.LevelTownship: e.Township, records.LevelVillage: e.Village}[level] != code {
			return false
		}
	}
	return true
}

func typeOf(e casework.Event) string {
	if e.Category == "" {
		return "undecided"
	}
	_, code, _ := strings.Cut(e.Category, ".")
	return code
}

// standing is a case's last event before a time; nil: it was not there yet.
func standing(s histories.Story, at time.Time) *casework.Event {
	var last *casework.Event
	for i := range s.Events {
		if s.Events[i].At.Before(at) {
			last = &s.Events[i]
		}
	}
	return last
}

func open(e *casework.Event) bool {
	return e.State != payload.StateClosed && e.State != payload.StateWithdrawn
}

func naive(stories []histories.Story, basis Basis, p Period, place records.Place) Figures {
	r := &recount{basis: basis, place: place, f: Figures{}, accept: map[payload.Kind][]time.Duration{}, handle: map[payload.Kind][]time.Duration{}}
	r.from, r.to = p.Bounds()
	for _, s := range stories {
		r.story(s)
	}
	r.derive()
	return r.f
}

func (r *recount) story(s histories.Story) {
	submitted := s.Events[0].At
	end := r.to
	if r.basis == Received {
		if !r.in(submitted) {
			return
		}
		end = time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	before, after := standing(s, r.from), standing(s, end)
	onHand := func(e *casework.Event, name string, n int64) {
		if e == nil || !r.here(*e) {
			return
		}
		r.add(e.Kind, name, n)
		if name != "pending" {
			r.add(e.Kind, "total", n)
			r.add(e.Kind, "type."+typeOf(*e), n)
		}
	}
	wasOpen := before != nil && open(before)
	if r.basis == Received {
		wasOpen, before = false, nil
	}
	switch {
	case after == nil:
		return
	case r.in(submitted) || r.basis == Received:
		onHand(after, "received", 1)
	case wasOpen || touched(s, r):
		// It came over from before, or was opened again; whatever codes it has
		// now, it left those it had.
		onHand(after, "moved", 1)
		onHand(before, "moved", -1)
	}
	if wasOpen {
		onHand(before, "carried", 1)
	}
	if open(after) {
		onHand(after, "pending", 1)
	}
	r.events(s)
}

// touched says whether anything happened to the case in the period.
func touched(s histories.Story, r *recount) bool {
	return slices.ContainsFunc(s.Events, func(e casework.Event) bool { return r.in(e.At) })
}

func (r *recount) events(s histories.Story) {
	var conclusion *casework.Event
	accepted, escalated := false, false
	for i := range s.Events {
		e := s.Events[i]
		counts := r.basis == Received || r.in(e.At)
		waited := e.At.Sub(s.Events[0].At)
		switch e.Type {
		case payload.EventClosed, payload.EventRecorded, payload.EventWithdrawn:
			conclusion = &s.Events[i]
			if counts {
				r.conclude(*conclusion, s.Events[0].At, 1)
			}
		case payload.EventReopened, payload.EventUnlinked:
			if counts {
				r.conclude(*conclusion, s.Events[0].At, -1)
			}
		case payload.EventAccepted:
			if counts && !accepted && r.here(e) {
				r.add(e.Kind, "accepted", 1)
				r.accept[e.Kind] = append(r.accept[e.Kind], waited)
				if limit, _ := route.Limits("", e.Urgency); e.Deadline == "kept" || e.Deadline == "" && waited <= limit {
					r.add(e.Kind, "in_time", 1)
				}
			}
			accepted = true
		case payload.EventEscalated:
			if counts && !escalated && r.here(e) {
				r.add(e.Kind, "late_accept", 1)
			}
			escalated = true
		case payload.EventReminded:
			if counts && e.Deadline == "close" && r.here(e) {
				r.add(e.Kind, "late_close", 1)
			}
		case payload.EventRated:
			if counts && r.here(e) {
				r.add(e.Kind, "rated", 1)
				if e.Satisfied {
					r.add(e.Kind, "rated_settled", 1)
				}
				if e.Stars >= 4 {
					r.add(e.Kind, "rated_content", 1)
				}
			}
		}
	}
}

func (r *recount) conclude(e casework.Event, submitted time.Time, n int64) {
	if !r.here(e) {
		return
	}
	k := e.Kind
	r.add(k, "concluded", n)
	r.add(k, "concluded_type."+typeOf(e), n)
	switch e.Outcome {
	case payload.OutcomeSettledOral, payload.OutcomeSettledWritten:
		r.add(k, "settled", n)
		r.add(k, strings.TrimPrefix(string(e.Outcome), "settled_"), n)
		r.add(k, "success_type."+typeOf(e), n)
	case payload.OutcomeActedOn, payload.OutcomeChecked:
		r.add(k, "valid", n)
		r.add(k, "success_type."+typeOf(e), n)
		r.add(k, string(e.Outcome), n)
	case payload.OutcomeHelped:
		r.add(k, "success_type."+typeOf(e), n)
		r.add(k, "helped", n)
	default:
		r.add(k, string(e.Outcome), n)
	}
	if valid := e.Outcome == payload.OutcomeActedOn || e.Outcome == payload.OutcomeChecked; valid && e.Category == classify.FireHazard {
		r.hazard(e, n)
	}
	if e.Outcome == payload.OutcomeActedOn {
		r.add(k, "acted_on_type."+typeOf(e), n)
	}
	if e.Help != nil {
		r.add(k, "people", n*int64(e.Help.People))
		r.add(k, "people_type."+typeOf(e), n*int64(e.Help.People))
	}
	if e.Type == payload.EventRecorded {
		r.add(k, "calls", -n)
	}
	if e.Type == payload.EventClosed && n > 0 {
		r.handle[k] = append(r.handle[k], e.At.Sub(submitted))
	}
	if k == payload.Dispute {
		r.mediation(e, n)
	}
}

func (r *recount) hazard(e casework.Event, n int64) {
	if e.Grade == "" {
		r.add(e.Kind, "grade.none", n)
		return
	}
	r.add(e.Kind, "grade."+string(e.Grade), n)
	if e.Premises == "" {
		e.Premises = "unknown"
	}
	r.add(e.Kind, "premises."+string(e.Premises), n)
}

func (r *recount) mediation(e casework.Event, n int64) {
	m := payload.Mediation{}
	if e.Mediation != nil {
		m = *e.Mediation
	}
	add := func(name string, n int64) { r.add(payload.Dispute, name, n) }
	orNone := func(word string) string {
		if word == "" {
			return "none"
		}
		return word
	}
	add("source."+orNone(m.Source), n)
	add("mediator."+orNone(m.Mediator), n)
	add("parties", n*int64(m.Parties))
	add("yuan", n*m.Yuan)
	band := "none"
	switch {
	case m.Parties == 0:
	case m.Parties < 50:
		band = "few"
	case m.Parties < 100:
		band = "50"
	case m.Parties <= 500:
		band = "100"
	default:
		band = "500"
	}
	add("band."+band, n)
	if m.Parties >= 3 {
		add("three", n)
	}
	if m.Confirmed {
		add("confirmed", n)
	}
	if m.Difficult {
		add("difficult", n)
	}
	if m.Prevented != "" {
		add("prevented."+m.Prevented, n)
		add("prevented_people."+m.Prevented, n*int64(m.PreventedPeople))
	}
	if m.Agreement != "" {
		add("performance."+orNone(m.Performance), n)
	}
}

// derive fills in what repeats other figures.
func (r *recount) derive() {
	for _, c := range classify.Taxonomy() {
		kind, code, _ := strings.Cut(c.Code, ".")
		if c.Kind == classify.Out {
			continue
		}
		if kind != "dispute" {
			r.add(payload.Kind(kind), "desk."+c.Desk, r.f[kind+".type."+code])
			r.add(payload.Kind(kind), "success_desk."+c.Desk, r.f[kind+".success_type."+code])
		}
	}
	for _, k := range []payload.Kind{payload.Tip, payload.Assist} {
		r.add(k, "desk.待定", r.f[string(k)+".type.undecided"])
	}
	for _, name := range []string{"type", "concluded_type", "success_type"} {
		d := "dispute." + name + "."
		r.f[d+"labour_all"] = r.f[d+"migrant_wages"] + r.f[d+"labour"]
		r.f[d+"consumer_all"] = r.f[d+"ecommerce"] + r.f[d+"consumer"]
	}
	for _, k := range []payload.Kind{payload.Tip, payload.Dispute, payload.Assist} {
		r.add(k, "calls", r.f[string(k)+".received"])
		r.times(k, "accept", r.accept[k])
		r.times(k, "handle", r.handle[k])
	}
}

func (r *recount) times(k payload.Kind, name string, all []time.Duration) {
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	for suffix, tenths := range map[string]int{"_median": 5, "_p90": 9} {
		rank := (len(all)*tenths + 9) / 10
		minutes := int64(longer)
		for _, m := range slices.Backward(records.Minutes) {
			if all[rank-1] <= time.Duration(m)*time.Minute {
				minutes = int64(m)
			}
		}
		r.f[string(k)+"."+name+suffix] = minutes
	}
}

package conversation

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"

	"secondbrother/storage/payload"
)

const (
	// twiceWithin is how long a report that says the same again is taken for
	// the same: people press twice, or send again when the net is slow.
	twiceWithin = 10 * time.Minute
	recentKept  = 5
	// sketchSize bounds what is kept of a text to compare others with: enough
	// to tell likeness, too little to read.
	sketchSize = 32
	alike      = 0.6 // share of common character pairs
)

// Recent is what is kept for a few minutes of a report that was filed, so that
// it is not filed again: hashes, no words.
type Recent struct {
	Receipt payload.Receipt `json:"receipt"`
	At      time.Time       `json:"at"`
	Kind    payload.Kind    `json:"kind"`
	Area    string          `json:"area,omitempty"`
	Text    uint64          `json:"text,omitempty"`   // hash of all; 0: there was none
	Sketch  []uint32        `json:"sketch,omitempty"` // the smallest hashes of its character pairs, ascending
	Media   []string        `json:"media,omitempty"`
	Record  bool            `json:"record,omitempty"`
}

func recentOf(d *Draft, r payload.Receipt, at time.Time) Recent {
	out := Recent{Receipt: r, At: at, Kind: d.Kind, Area: d.Place.Area, Record: d.Record}
	for _, m := range d.Media {
		out.Media = append(out.Media, markOf(m))
	}
	out.Text, out.Sketch = sketch(d.text())
	return out
}

// markOf is a short mark of which file it is.
func markOf(m payload.Media) string { return first(cmp.Or(m.Mark, m.ID), 10) }

// unmarked are files as they may leave the bot.
func unmarked(media []payload.Media) []payload.Media {
	out := slices.Clone(media)
	for i := range out {
		out[i].Mark = ""
	}
	return out
}

// sketch hashes a text without its blanks and punctuation.
func sketch(text string) (whole uint64, pairs []uint32) {
	letters := []rune(strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, text)))
	if len(letters) == 0 {
		return 0, nil
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(string(letters)))
	for i := range letters {
		p := fnv.New32a()
		_, _ = p.Write([]byte(string(letters[i:min(i+2, len(letters))])))
		pairs = append(pairs, p.Sum32())
	}
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	return max(h.Sum64(), 1), slices.Clone(pairs[:min(len(pairs), sketchSize)])
}

// likeness estimates which share of their pairs two texts have in common.
func likeness(a, b []uint32) float64 {
	all := slices.Concat(a, b)
	slices.Sort(all)
	all = slices.Compact(all)
	all = all[:min(len(all), sketchSize)]
	if len(all) == 0 {
		return 0
	}
	common := 0
	for _, h := range all {
		_, inA := slices.BinarySearch(a, h)
		_, inB := slices.BinarySearch(b, h)
		if inA && inB {
			common++
		}
	}
	return float64(common) / float64(len(all))
}

// filedAlready finds a report of the last minutes that the draft says again;
// same: word for word.
func (s *step) filedAlready() (r Recent, same, found bool) {
	d := s.p.Draft
	now := recentOf(d, "", s.in.At)
	for i := len(s.p.Recent) - 1; i >= 0; i-- {
		r := s.p.Recent[i]
		if s.in.At.Sub(r.At) > twiceWithin || r.Kind != now.Kind || r.Record != now.Record {
			continue
		}
		near := r.Area == now.Area || strings.HasPrefix(r.Area, now.Area) || strings.HasPrefix(now.Area, r.Area)
		switch {
		case !near:
		case r.Text != 0 && r.Text == now.Text:
			return r, true, true
		case likeness(r.Sketch, now.Sketch) >= alike,
			r.Text == 0 && now.Text == 0,
			slices.ContainsFunc(now.Media, func(id string) bool { return slices.Contains(r.Media, id) }):
			return r, false, true
		}
	}
	return Recent{}, false, false
}

// joinedTwice has a report that was filed minutes ago not filed again: it
// takes what is new into the first one, or asks when it is not sure.
func (s *step) joinedTwice() bool {
	d := s.p.Draft
	if d.Distinct {
		return false
	}
	r, same, found := s.filedAlready()
	switch {
	case !found:
		return false
	case same && !d.Record:
		s.joinTo(r)
	default:
		d.Twin = r.Receipt
		s.p.push(screenTwice)
		s.show()
	}
	return true
}

// joinTo adds what the draft has beyond the first report to that one.
func (s *step) joinTo(r Recent) {
	d := s.p.Draft
	own, mine := s.p.ownReceipt(r.Receipt)
	add := payload.Action{Verb: payload.VerbAdd, Case: r.Receipt, Actor: own.Handle}
	var added string
	if whole, _ := sketch(d.text()); whole != r.Text {
		add.Text = d.text()
	}
	for _, m := range d.Media {
		if !slices.Contains(r.Media, markOf(m)) {
			add.Media = append(add.Media, m)
		}
	}
	if mine && !d.Record && (add.Text != "" || len(add.Media) > 0) {
		s.act(add)
		added = s.t("twice.added")
	}
	s.p.Draft = nil
	s.p.Revision++
	receipt := string(r.Receipt)
	s.close(paragraphs(s.t("twice.joined", "receipt", r.Receipt.String()), added),
		row(s.lasting("button.add", familyOwn, "add", receipt), s.lasting("button.status", familyOwn, "status", receipt)))
}

func askTwice(s *step) question {
	d := s.p.Draft
	at := s.in.At
	if own, ok := s.p.ownReceipt(d.Twin); ok {
		at = own.At
	}
	same := "twice.same"
	if d.Record {
		same = "twice.same_record"
	}
	return question{
		text: s.t("twice.ask", "receipt", d.Twin.String(), "time", s.clock(at)),
		rows: grid([]Button{s.option(same, "same"), s.option("twice.other", "other")}, 1),
	}
}

func pressTwice(s *step, b pressedButton) bool {
	d := s.p.Draft
	switch b.action {
	case "same":
		i := slices.IndexFunc(s.p.Recent, func(r Recent) bool { return r.Receipt == d.Twin })
		if i < 0 { // it lay so long that the minutes are over
			s.joinTo(Recent{Receipt: d.Twin})
			return true
		}
		s.joinTo(s.p.Recent[i])
	case "other":
		d.Distinct = true
		s.submit()
	default:
		return false
	}
	return true
}

// remember keeps what is needed to know the report again.
func (s *step) remember(r Recent) {
	s.p.Recent = append(s.p.Recent, r)
	if n := len(s.p.Recent) - recentKept; n > 0 {
		s.p.Recent = slices.Delete(s.p.Recent, 0, n)
	}
}

// forgetRecent drops what is older than minutes.
func (p *Person) forgetRecent(now time.Time) {
	p.Recent = slices.DeleteFunc(p.Recent, func(r Recent) bool { return now.Sub(r.At) > twiceWithin })
	slices.SortStableFunc(p.Recent, func(a, b Recent) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
}

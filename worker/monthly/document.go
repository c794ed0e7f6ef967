package monthly

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"secondbrother/storage/records"
)

// summer is what reports are counted from: the events, or a closed month's document.
type summer interface {
	Sums(ctx context.Context, q records.Question) ([]records.Sum, error)
}

// document is what a closed month's reports are made of: the answers to every
// question that they ask, the organisation's names, and by how much months
// closed before have changed since they were last stated. Its text is the same
// for the same content.
type document struct {
	number  int
	month   Month
	day     string // when it was closed, Asia/Shanghai
	units   []records.Unit
	places  map[string]string        // names of townships and villages, by code; nil: closed when names were not kept
	answers map[string][]records.Sum // by the key of a question
	deltas  map[string][]records.Sum // by the key of another month's question
}

// keyOf names a question whatever place it asks about.
func keyOf(q records.Question) string {
	day := func(at time.Time) string {
		if at.IsZero() {
			return "-"
		}
		return at.In(shanghai).Format(time.DateOnly)
	}
	key := strings.Join([]string{"at", day(q.AtFrom), day(q.AtTo), "received", day(q.ReceivedFrom), day(q.ReceivedTo), "inside", day(q.InsideFrom)}, " ")
	if q.Balance {
		key += " balance"
	}
	return key
}

// errUnasked says that a closed month does not hold the answer: reports by what
// its document does not know are not made of it.
var errUnasked = errors.New("the closed month's document does not hold that")

// Sums answers from what was counted when the month was closed.
func (d *document) Sums(_ context.Context, q records.Question) ([]records.Sum, error) {
	answers, ok := d.answers[keyOf(q)]
	if !ok {
		return nil, fmt.Errorf("%s: %w", keyOf(q), errUnasked)
	}
	return regroup(answers, q.Place, q.By), nil
}

// regroup adds sums of a place up by coarser codes.
func regroup(sums []records.Sum, place records.Place, by []records.Level) []records.Sum {
	index := map[records.Sum]int64{}
	for _, s := range sums {
		if !lies(s, place) {
			continue
		}
		key := s
		key.N = 0
		for _, l := range records.Levels {
			if !slices.Contains(by, l) {
				key = without(key, l)
			}
		}
		index[key] += s.N
	}
	return sorted(index)
}

func lies(s records.Sum, place records.Place) bool {
	for level, code := range place {
		if s.Code(level) != code {
			return false
		}
	}
	return true
}

func without(s records.Sum, l records.Level) records.Sum {
	switch l {
	case records.LevelCounty:
		s.County = ""
	case records.LevelStation:
		s.Station = ""
	case records.LevelTownship:
		s.Township = ""
	case records.LevelVillage:
		s.Village = ""
	}
	return s
}

// sorted lists sums in one order, without those that are 0.
func sorted(index map[records.Sum]int64) []records.Sum {
	var out []records.Sum
	for s, n := range index {
		if n != 0 {
			s.N = n
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b records.Sum) int {
		inside := func(s records.Sum) int {
			if s.Inside {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.County, b.County), cmp.Compare(a.Station, b.Station), cmp.Compare(a.Township, b.Township),
			cmp.Compare(a.Village, b.Village), cmp.Compare(a.Measure, b.Measure), cmp.Compare(inside(a), inside(b)))
	})
	return out
}

// difference is now less then, by all codes.
func difference(now, then []records.Sum) []records.Sum {
	index := map[records.Sum]int64{}
	for i, sums := range [][]records.Sum{now, then} {
		for _, s := range sums {
			key := s
			key.N = 0
			index[key] += s.N * int64(1-2*i)
		}
	}
	return sorted(index)
}

// text writes the document: a line a fact, fields parted by tabs.
func (d *document) text() []byte {
	var b bytes.Buffer
	line := func(fields ...string) { b.WriteString(strings.Join(fields, "\t") + "\n") }
	line("closing/2", strconv.Itoa(d.number), d.month.String(), d.day)
	for _, u := range d.units {
		line("unit", u.Code, u.Kind, u.Name, string(u.Parent), strings.Join(u.Areas, ";"))
	}
	for _, code := range slices.Sorted(maps.Keys(d.places)) {
		line("place", code, d.places[code])
	}
	for _, part := range []struct {
		word string
		of   map[string][]records.Sum
	}{{"answer", d.answers}, {"delta", d.deltas}} {
		keys := make([]string, 0, len(part.of))
		for key := range part.of {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			line(part.word, key)
			for _, s := range part.of[key] {
				line("sum", s.County, s.Station, s.Township, s.Village, s.Measure, strconv.FormatBool(s.Inside), strconv.FormatInt(s.N, 10))
			}
		}
	}
	return b.Bytes()
}

// errDocument says that a document cannot be read.
var errDocument = errors.New("not a closed month's document")

// readDocument reads what text writes.
func readDocument(text []byte) (*document, error) {
	d := &document{answers: map[string][]records.Sum{}, deltas: map[string][]records.Sum{}}
	var into map[string][]records.Sum
	var key string
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		f := strings.Split(lines.Text(), "\t")
		var err error
		switch {
		case n == 1 && (f[0] == "closing/1" || f[0] == "closing/2") && len(f) == 4:
			if f[0] == "closing/2" {
				d.places = map[string]string{}
			}
			var at time.Time
			d.number, err = strconv.Atoi(f[1])
			if err == nil {
				at, err = time.ParseInLocation("2006-01", f[2], shanghai)
			}
			d.month, d.day = MonthOf(at), f[3]
		case n > 1 && f[0] == "unit" && len(f) == 6:
			u := records.Unit{Code: f[1], Kind: f[2], Name: f[3], Parent: records.Text(f[4])}
			if f[5] != "" {
				u.Areas = strings.Split(f[5], ";")
			}
			d.units = append(d.units, u)
		case n > 1 && d.places != nil && f[0] == "place" && len(f) == 3:
			d.places[f[1]] = f[2]
		case n > 1 && f[0] == "answer" && len(f) == 2:
			into, key = d.answers, f[1]
			into[key] = nil
		case n > 1 && f[0] == "delta" && len(f) == 2:
			into, key = d.deltas, f[1]
			into[key] = nil
		case into != nil && f[0] == "sum" && len(f) == 8:
			s := records.Sum{County: f[1], Station: f[2], Township: f[3], Village: f[4], Measure: f[5], Inside: f[6] == "true"}
			s.N, err = strconv.ParseInt(f[7], 10, 64)
			into[key] = append(into[key], s)
		default:
			err = errDocument
		}
		if err != nil {
			return nil, fmt.Errorf("line %d of a closed month: %w: %w", n, errDocument, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read a closed month: %w", err)
	}
	if d.number == 0 {
		return nil, fmt.Errorf("read a closed month: %w", errDocument)
	}
	return d, nil
}

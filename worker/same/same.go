// Package same says whether two reports likely tell of one event, and why. It
// is pure and compares events, never people: who reported is no part of it.
package same

import (
	"math"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"secondbrother/worker/classify"
	"secondbrother/worker/place"
)

// Account is what one report says of an event.
type Account struct {
	Text     string
	At       time.Time    // when it was reported
	Point    *place.Point // nil: none was shared
	Area     string       // official code of the county, township or village; empty: unknown
	Category string       // taxonomy code; empty: unknown
}

// Limits are where two accounts stop being of one event. Shares are of the
// shorter text's character pairs that the other has too.
type Limits struct {
	Apart    time.Duration // longest time between the two
	Metres   float64       // farthest apart, where both shared a position
	Near     float64       // least share where position or village agree
	Around   float64       // least share where only the township agrees
	Anywhere float64       // least share where a place is not known of both
	// Kinds is how much more is asked where the categories are of different kinds.
	Kinds float64
}

// DefaultLimits come from the pairs in testdata, not from real reports: they
// are a start, to be moved when officers undo links.
func DefaultLimits() Limits {
	return Limits{Apart: 3 * time.Hour, Metres: 400, Near: 0.26, Around: 0.34, Anywhere: 0.55, Kinds: 0.12}
}

// Closeness says how the places of two accounts compare.
type Closeness string

const (
	// Near: within Limits.Metres, or in one village.
	Near Closeness = "near"
	// Around: in one township, as far as is known.
	Around Closeness = "around"
	// Anywhere: a place is missing, or only the county is known.
	Anywhere Closeness = "anywhere"
	// Far: too far apart, or in different places by name.
	Far Closeness = "far"
)

// Verdict is the answer with what it rests on.
type Verdict struct {
	Same    bool      `json:"same"`
	Share   float64   `json:"share"`   // of the shorter text's character pairs
	Wanted  float64   `json:"wanted"`  // the share that was asked for; 0 where time or place settled it
	Words   []string  `json:"words"`   // in common, the longest first
	Place   Closeness `json:"place"`   // how the places compare
	Metres  float64   `json:"metres"`  // between the positions; -1 where one is missing
	Minutes float64   `json:"minutes"` // between the two
}

// Compare says whether two accounts likely tell of one event. The order of the
// two does not matter.
func Compare(a, b Account, limits Limits) Verdict {
	apart := a.At.Sub(b.At).Abs()
	v := Verdict{Minutes: apart.Minutes(), Metres: -1}
	v.Place, v.Metres = closeness(a, b, limits)
	x, y := classify.Normalise(a.Text), classify.Normalise(b.Text)
	v.Share, v.Words = share(x, y), common(x, y)
	if v.Place == Far || apart > limits.Apart {
		return v
	}
	switch v.Place {
	case Near:
		v.Wanted = limits.Near
	case Around:
		v.Wanted = limits.Around
	default:
		v.Wanted = limits.Anywhere
	}
	if kind(a.Category) != "" && kind(b.Category) != "" && kind(a.Category) != kind(b.Category) {
		v.Wanted += limits.Kinds
	}
	v.Same = v.Share >= v.Wanted && len(v.Words) > 0
	return v
}

func kind(category string) classify.Kind {
	c, _ := classify.Lookup(category)
	return c.Kind
}

// Digits of official codes.
const (
	townshipDigits = 9
	villageDigits  = 12
)

func closeness(a, b Account, limits Limits) (Closeness, float64) {
	metres := -1.0
	if a.Point != nil && b.Point != nil {
		metres = geo.DistanceHaversine(orb.Point{a.Point.Lon, a.Point.Lat}, orb.Point{b.Point.Lon, b.Point.Lat})
		if math.IsNaN(metres) {
			metres = -1
		}
	}
	// Two positions say more than two names.
	switch {
	case metres > limits.Metres:
		return Far, metres
	case metres >= 0:
		return Near, metres
	}
	known := min(len(a.Area), len(b.Area))
	switch {
	case known == 0:
		return Anywhere, metres
	case a.Area[:known] != b.Area[:known]:
		return Far, metres
	case known >= villageDigits:
		return Near, metres
	case known >= townshipDigits:
		return Around, metres
	}
	return Anywhere, metres
}

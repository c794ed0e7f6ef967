package place

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
)

// Point is a position in WGS-84 degrees, as Telegram sends it. Chinese maps
// show GCJ-02, some 500 m off; their coordinates must be converted first.
type Point struct{ Lat, Lon float64 }

// Site is something that serves a county or zone, of known position or ground
// or both: a station. County is its code.
type Site struct {
	Code   string
	County string
	Point  Point // NaN when only the ground is known
	Shape  Shape // its ground, where somebody has drawn it
}

// outsideMetres is how far beyond the coarse borders a position still counts as
// in the nearest county.
const outsideMetres = 1000

// metresPerDegree of latitude; of longitude times the cosine of the latitude.
const metresPerDegree = 111_195

// middle latitude of the city; the borders are laid flat there, which is off by
// less than 1 % at its edges.
var middle = math.Cos(36.45 * math.Pi / 180)

type border struct {
	county string
	shape  orb.MultiPolygon // metres, flat
	bound  orb.Bound
}

func loadBorders(tsv string) []border {
	var borders []border
	for row := range rows(tsv, 2) {
		shape, err := wkt.UnmarshalMultiPolygon(row[1])
		if err != nil {
			panic(fmt.Sprintf("place: the border of %s: %v", row[0], err))
		}
		for _, polygon := range shape {
			for _, ring := range polygon {
				for i, p := range ring {
					ring[i] = flat(Point{Lat: p[1], Lon: p[0]})
				}
			}
		}
		borders = append(borders, border{row[0], shape, shape.Bound().Pad(outsideMetres)})
	}
	return borders
}

func flat(p Point) orb.Point {
	return orb.Point{p.Lon * middle * metresPerDegree, p.Lat * metresPerDegree}
}

func (p Point) valid() bool {
	return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 // false for NaN too
}

// Locate gives the county a position lies in; false when it is outside the
// city. The borders know no development zones: a position in one gives the
// district around it (Nearest can tell by the zone's stations).
func (g *Gazetteer) Locate(p Point) (Area, bool) {
	if !p.valid() {
		return Area{}, false
	}
	at := flat(p)
	closest, county := float64(outsideMetres), ""
	for _, b := range g.borders {
		if !b.bound.Contains(at) {
			continue
		}
		if planar.MultiPolygonContains(b.shape, at) {
			return g.Area(b.county)
		}
		if d := planar.DistanceFrom(outline(b.shape), at); d < closest {
			closest, county = d, b.county
		}
	}
	return g.Area(county)
}

func outline(shape orb.MultiPolygon) orb.MultiLineString {
	var lines orb.MultiLineString
	for _, polygon := range shape {
		for _, ring := range polygon {
			lines = append(lines, orb.LineString(ring))
		}
	}
	return lines
}

// Nearest gives the site on whose ground a position lies, else the one nearest
// to it among those of the county it lies in (with the zones taken from that
// county), and how far that is. False when the position is outside the city or
// no site serves that county.
func (g *Gazetteer) Nearest(p Point, sites []Site) (nearest Site, metres float64, ok bool) {
	for _, s := range sites {
		if s.Shape.Holds(p) {
			return s, 0, true
		}
	}
	county, inside := g.Locate(p)
	if !inside {
		return Site{}, 0, false
	}
	metres = math.Inf(1)
	for _, s := range sites {
		if !s.Point.valid() || !g.sameDistrict(s.County, county.Code) {
			continue
		}
		if d := geo.DistanceHaversine(orb.Point{p.Lon, p.Lat}, orb.Point{s.Point.Lon, s.Point.Lat}); d < metres {
			nearest, metres, ok = s, d, true
		}
	}
	if !ok {
		return Site{}, 0, false
	}
	return nearest, metres, true
}

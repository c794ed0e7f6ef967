package place

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/planar"
)

// Shape is the ground that a station answers for; the zero Shape holds nothing.
type Shape struct {
	rings orb.MultiPolygon // WGS-84, longitude before latitude
	bound orb.Bound
}

// ErrShape says what is wrong with a shape.
var ErrShape = errors.New("not a shape")

// NewShape checks that every ring is closed, of four points or more, and lies
// in degrees that exist.
func NewShape(rings orb.MultiPolygon) (Shape, error) {
	if len(rings) == 0 {
		return Shape{}, fmt.Errorf("%w: no polygon", ErrShape)
	}
	for _, polygon := range rings {
		if len(polygon) == 0 {
			return Shape{}, fmt.Errorf("%w: an empty polygon", ErrShape)
		}
		for _, ring := range polygon {
			if len(ring) < 4 || !ring.Closed() {
				return Shape{}, fmt.Errorf("%w: a ring of %d points is not closed", ErrShape, len(ring))
			}
			for _, p := range ring {
				if at := (Point{Lat: p[1], Lon: p[0]}); !at.valid() {
					return Shape{}, fmt.Errorf("%w: %v, %v is no longitude and latitude", ErrShape, p[0], p[1])
				}
			}
		}
	}
	return Shape{rings, rings.Bound()}, nil
}

// ParseShape reads the WKT of a MULTIPOLYGON.
func ParseShape(text string) (Shape, error) {
	rings, err := wkt.UnmarshalMultiPolygon(text)
	if err != nil {
		return Shape{}, fmt.Errorf("%w: %w", ErrShape, err)
	}
	return NewShape(rings)
}

// WKT is what ParseShape reads.
func (s Shape) WKT() string { return wkt.MarshalString(s.rings) }

// FromGCJ02 is the shape in WGS-84 of one drawn on a Chinese map.
func (s Shape) FromGCJ02() Shape {
	rings := s.rings.Clone()
	for _, polygon := range rings {
		for _, ring := range polygon {
			for i, p := range ring {
				at := FromGCJ02(Point{Lat: p[1], Lon: p[0]})
				ring[i] = orb.Point{at.Lon, at.Lat}
			}
		}
	}
	return Shape{rings, rings.Bound()}
}

// Holds says whether p lies inside; the outline counts as inside.
func (s Shape) Holds(p Point) bool {
	at := orb.Point{p.Lon, p.Lat}
	return len(s.rings) > 0 && s.bound.Contains(at) && planar.MultiPolygonContains(s.rings, at)
}

// Inside says whether most corners lie in the city, whose own borders are coarse.
func (g *Gazetteer) Inside(s Shape) bool {
	in, all := 0, 0
	for _, polygon := range s.rings {
		for _, ring := range polygon {
			for _, p := range ring {
				all++
				if _, ok := g.Locate(Point{Lat: p[1], Lon: p[0]}); ok {
					in++
				}
			}
		}
	}
	return 2*in > all
}

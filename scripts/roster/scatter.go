package main

import (
	"math"
	"math/rand/v2"

	"secondbrother/worker/place"
)

// The rectangle around the city, degrees.
const (
	south, north = 35.78, 37.05
	west, east   = 115.25, 116.55
)

// candidates per station; the one farthest from all others so far is taken, so
// that stations spread over their county. Fixed seeds: the same files each time.
const candidates = 12

// scatter invents positions for stations. Where the real ones are is nobody's
// to guess; these only have to lie in the right county.
type scatter struct {
	g     *place.Gazetteer
	taken []place.Point
}

func (s *scatter) next(county string) *place.Point {
	random := rand.New(rand.NewPCG(371500, uint64(len(s.taken))))
	best, apart := place.Point{}, -1.0
	for found := 0; found < candidates; {
		p := place.Point{
			Lat: round(south + random.Float64()*(north-south)),
			Lon: round(west + random.Float64()*(east-west)),
		}
		if at, ok := s.g.Locate(p); !ok || at.Code != county {
			continue
		}
		found++
		if d := s.distance(p); d > apart {
			best, apart = p, d
		}
	}
	s.taken = append(s.taken, best)
	return &best
}

func (s *scatter) distance(p place.Point) float64 {
	nearest := math.Inf(1)
	for _, q := range s.taken {
		nearest = min(nearest, math.Hypot(p.Lat-q.Lat, (p.Lon-q.Lon)*0.8))
	}
	return nearest
}

func round(degrees float64) float64 { return math.Round(degrees*1e5) / 1e5 }

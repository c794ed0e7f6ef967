package place

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestLocate(t *testing.T) {
	g := Official()
	for _, c := range []struct {
		note     string
		lat, lon float64
		want     string
	}{
		// Town centres as any WGS-84 map shows them.
		{"光岳楼, 东昌府区", 36.4515, 115.9800, "371502"},
		{"茌平", 36.58, 116.25, "371503"},
		{"阳谷", 36.11, 115.79, "371521"},
		{"莘县", 36.24, 115.67, "371522"},
		{"东阿", 36.33, 116.25, "371524"},
		{"冠县", 36.48, 115.44, "371525"},
		{"高唐", 36.86, 116.23, "371526"},
		{"临清", 36.84, 115.71, "371581"},
		{"济南", 36.65, 117.00, ""},
		{"邯郸", 36.61, 114.49, ""},
		{"德州", 37.45, 116.30, ""},
		{"latitude and longitude swapped", 115.98, 36.45, ""},
		{"null island", 0, 0, ""},
		{"no number", math.NaN(), 116, ""},
		{"infinite", 36, math.Inf(1), ""},
	} {
		a, ok := g.Locate(Point{Lat: c.lat, Lon: c.lon})
		if a.Code != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q, want %q", c.note, a.Code, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	g := Official()
	tower := Point{Lat: 36.4515, Lon: 115.98}
	sites := []Site{
		{Code: "371503-01", County: "371503", Point: Point{Lat: 36.4516, Lon: 115.98}}, // nearer than all, of another county
		{Code: "371502-01", County: "371502", Point: Point{Lat: 36.50, Lon: 115.98}},
		{Code: "371593-01", County: "371593", Point: Point{Lat: 36.46, Lon: 115.98}}, // a zone within the district
		{Code: "371502-99", County: "371502", Point: Point{Lat: math.NaN()}},
	}
	s, metres, ok := g.Nearest(tower, sites)
	if !ok || s.Code != "371593-01" || metres < 900 || metres > 1000 {
		t.Errorf("got %s at %.0f m (%v), want 371593-01 at about 945 m", s.Code, metres, ok)
	}
	if s, _, ok := g.Nearest(tower, sites[:1]); ok {
		t.Errorf("got %s, which serves another county", s.Code)
	}
	if _, _, ok := g.Nearest(Point{Lat: 36.65, Lon: 117}, sites); ok {
		t.Error("a position in 济南 has a nearest station")
	}
}

func TestNearestIsNearest(t *testing.T) {
	g := Official()
	point := rapid.Custom(func(t *rapid.T) Point {
		return Point{Lat: rapid.Float64Range(35.6, 37.2).Draw(t, "lat"), Lon: rapid.Float64Range(115.1, 116.7).Draw(t, "lon")}
	})
	county := rapid.SampledFrom(g.Children(""))
	rapid.Check(t, func(t *rapid.T) {
		p := point.Draw(t, "position")
		sites := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Site {
			return Site{County: county.Draw(t, "county").Code, Point: point.Draw(t, "site")}
		})).Draw(t, "sites")
		at, inside := g.Locate(p)
		_, metres, ok := g.Nearest(p, sites)
		if ok && !inside {
			t.Fatal("a nearest site outside the city")
		}
		for _, s := range sites {
			one, d, serves := g.Nearest(p, []Site{s})
			if serves != (inside && g.sameDistrict(s.County, at.Code)) || serves && (d < metres || one.Code != s.Code) {
				t.Fatalf("site %+v at %f m (%v) beside the nearest at %f m", s, d, serves, metres)
			}
		}
	})
}

// On drawn ground the distance to an office says nothing.
func TestNearestKnowsDrawnGround(t *testing.T) {
	ground, err := ParseShape("MULTIPOLYGON(((115.97 36.44,115.99 36.44,115.99 36.46,115.97 36.46,115.97 36.44)))")
	if err != nil {
		t.Fatal(err)
	}
	sites := []Site{
		{Code: "near", County: "371502", Point: Point{Lat: 36.4515, Lon: 115.98}},
		{Code: "drawn", County: "371502", Point: Point{Lat: math.NaN(), Lon: math.NaN()}, Shape: ground},
	}
	g := Official()
	if site, metres, ok := g.Nearest(Point{Lat: 36.4515, Lon: 115.98}, sites); !ok || site.Code != "drawn" || metres != 0 {
		t.Errorf("inside: %s, %v m, %v", site.Code, metres, ok)
	}
	if site, _, ok := g.Nearest(Point{Lat: 36.47, Lon: 115.98}, sites); !ok || site.Code != "near" {
		t.Errorf("outside: %s, %v", site.Code, ok)
	}
	for _, text := range []string{"", "POINT(1 2)", "MULTIPOLYGON EMPTY", "MULTIPOLYGON(((1 2,3 4,1 2)))", "MULTIPOLYGON(((999 2,3 4,5 6,999 2)))"} {
		if s, err := ParseShape(text); err == nil || s.Holds(Point{Lat: 2, Lon: 1}) {
			t.Errorf("%q is a shape: %v", text, s)
		}
	}
}

package place

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The first three pairs are those that eviltransform and its ports test with.
func TestFromGCJ02(t *testing.T) {
	for _, c := range []struct {
		name     string
		gcj, wgs Point
	}{
		{"Shanghai", Point{Lat: 31.17530398364597, Lon: 121.531541859215}, Point{Lat: 31.1774276, Lon: 121.5272106}},
		{"Shenzhen", Point{Lat: 22.540796131694766, Lon: 113.9171764808363}, Point{Lat: 22.543847, Lon: 113.912316}},
		{"Beijing", Point{Lat: 39.91334545536069, Lon: 116.38404722455657}, Point{Lat: 39.911954, Lon: 116.377817}},
		{"Tokyo is not shifted", Point{Lat: 35.68, Lon: 139.76}, Point{Lat: 35.68, Lon: 139.76}},
	} {
		got := FromGCJ02(c.gcj)
		if math.Abs(got.Lat-c.wgs.Lat) > 2e-6 || math.Abs(got.Lon-c.wgs.Lon) > 2e-6 {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.wgs)
		}
	}
	if p := FromGCJ02(Point{Lat: math.NaN(), Lon: 116}); !math.IsNaN(p.Lat) {
		t.Errorf("NaN became %+v", p)
	}
}

// About 500 m east in Liaocheng, as measured between two sources of its county
// borders.
func TestTheShiftInLiaocheng(t *testing.T) {
	in := Point{Lat: 36.4567, Lon: 115.9855}
	out := toGCJ02(in)
	if lon := out.Lon - in.Lon; lon < .005 || lon > .0065 {
		t.Errorf("%v degrees east", lon)
	}
	if lat := out.Lat - in.Lat; math.Abs(lat) > .001 {
		t.Errorf("%v degrees north", lat)
	}
}

func TestFromGCJ02UndoesTheShift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Point{Lat: rapid.Float64Range(18, 50).Draw(t, "lat"), Lon: rapid.Float64Range(75, 134).Draw(t, "lon")}
		if q := FromGCJ02(toGCJ02(p)); math.Abs(p.Lat-q.Lat) > 1e-6 || math.Abs(p.Lon-q.Lon) > 1e-6 {
			t.Fatalf("%+v came back as %+v", p, q)
		}
	})
}

package roster

import (
	"errors"
	"strings"
	"testing"

	"secondbrother/worker/place"
)

func stationsOnly(code string) string {
	if strings.HasPrefix(code, "S") {
		return "station"
	}
	return ""
}

// square is a feature around the old town, a kilometre wide.
func square(code string) string {
	return `{"type":"Feature","properties":{"code":"` + code + `","name":"示例"},"geometry":{"type":"Polygon","coordinates":[[[115.975,36.445],[115.985,36.445],[115.985,36.455,12],[115.975,36.455],[115.975,36.445]]]}}`
}

func collectionOf(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func TestReadShapes(t *testing.T) {
	tower, east := place.Point{Lat: 36.4515, Lon: 115.98}, place.Point{Lat: 36.45, Lon: 115.9848}
	for datum, holdsEast := range map[string]bool{WGS84: true, GCJ02: false} {
		got, err := ReadShapes(strings.NewReader(collectionOf(square("S1"))), datum, stationsOnly)
		if err != nil || len(got) != 1 || got[0].Unit != "S1" {
			t.Fatalf("%s: %v, %v", datum, got, err)
		}
		again, err := place.ParseShape(got[0].Shape.WKT())
		if err != nil {
			t.Fatal(err)
		}
		if datum == WGS84 && !again.Holds(tower) || again.Holds(east) != holdsEast {
			t.Errorf("%s: the tower %v, its east %v", datum, again.Holds(tower), again.Holds(east))
		}
	}
}

func TestWhatIsWrongWithShapes(t *testing.T) {
	open := strings.Replace(square("S1"), ",[115.975,36.445]]]", "]]", 1)
	swapped := `{"type":"Feature","properties":{"code":"S1"},"geometry":{"type":"MultiPolygon","coordinates":[[[[36.445,85.9],[36.446,85.9],[36.446,85.8],[36.445,85.9]]]]}}`
	for name, c := range map[string]struct{ text, want string }{
		"no JSON":        {"a,b", "line 1: no GeoJSON"},
		"nothing":        {collectionOf(), "FeatureCollection"},
		"no station":     {collectionOf(square("S1"), square("LC")), "feature 2: the code \"LC\""},
		"a number":       {collectionOf(`{"properties":{"code":7}}`), "no station"},
		"twice":          {collectionOf(square("S1"), square("S1")), "feature 2: S1 stands at 1"},
		"open":           {collectionOf(open), "not closed"},
		"a point":        {collectionOf(`{"properties":{"code":"S1"},"geometry":{"type":"Point","coordinates":[115.98,36.45]}}`), "no polygon"},
		"half a point":   {collectionOf(strings.Replace(square("S1"), "[115.985,36.445]", "[115.985]", 1)), "no polygon"},
		"beside itself":  {collectionOf(swapped), "outside the city"},
		"no coordinates": {collectionOf(`{"properties":{"code":"S1"},"geometry":{"type":"Polygon"}}`), "no polygon"},
	} {
		got, err := ReadShapes(strings.NewReader(c.text), WGS84, stationsOnly)
		var problems Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v, want %q", name, got, err, c.want)
		}
	}
}

func FuzzReadShapes(f *testing.F) {
	f.Add(collectionOf(square("S1"), square("S2")), true)
	f.Fuzz(func(t *testing.T, text string, chinese bool) {
		datum := WGS84
		if chinese {
			datum = GCJ02
		}
		shapes, err := ReadShapes(strings.NewReader(text), datum, stationsOnly)
		if err != nil {
			return
		}
		for _, s := range shapes {
			if _, err := place.ParseShape(s.Shape.WKT()); err != nil {
				t.Fatalf("%q: what was written cannot be read: %v", text, err)
			}
		}
	})
}

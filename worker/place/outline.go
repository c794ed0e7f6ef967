package place

// Outline is the coarse border of a county: rings of points, in metres east and
// north of an arbitrary origin, laid flat as for Locate. Development zones have
// none.
type Outline struct {
	County string
	Rings  [][][2]float64
}

// Outlines gives the borders of all counties that have one, in code order.
func (g *Gazetteer) Outlines() []Outline {
	out := make([]Outline, 0, len(g.borders))
	for _, b := range g.borders {
		o := Outline{County: b.county}
		for _, polygon := range b.shape {
			for _, ring := range polygon {
				points := make([][2]float64, len(ring))
				for i, p := range ring {
					points[i] = [2]float64(p)
				}
				o.Rings = append(o.Rings, points)
			}
		}
		out = append(out, o)
	}
	return out
}

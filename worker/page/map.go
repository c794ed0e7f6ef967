package page

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"secondbrother/worker/monthly"
	"secondbrother/worker/place"
)

// shades of a county, from nothing to the most; text on the last ones is white.
var shades = []string{"#f1f5f4", "#d3e8e1", "#a3d2c4", "#63b1a0", "#2c8577", "#125a50"}

const mapWidth = 420.0

// drawMap lays the counties out as they lie, shaded by their disputes of the
// month, each a way to its own page. Zones without a border stand beside as
// boxes. Every county's number is in its title and in the table below the map.
func drawMap(r monthly.Report, a asked, english bool) template.HTML {
	type county struct{ name, count, code string }
	counties := map[string]county{}
	most := 0.0
	_, places := r.Places()
	for _, line := range places {
		if line.Code == "" || len(line.Figures) == 0 {
			continue
		}
		counties[line.Code] = county{line.Name, line.Figures[0].Text, line.Code}
		if n, err := strconv.ParseFloat(line.Figures[0].Text, 64); err == nil {
			most = math.Max(most, n)
		}
	}
	shade := func(c county) int {
		n, err := strconv.ParseFloat(c.count, 64)
		if err != nil || n <= 0 || most <= 0 {
			return 0
		}
		return min(1+int(n/most*float64(len(shades)-2)), len(shades)-1)
	}
	outlines := place.Official().Outlines()
	low, high := bounds(outlines)
	scale := mapWidth / (high[0] - low[0])
	height := (high[1] - low[1]) * scale
	var svg strings.Builder
	label := "各县（市、区）本月受理的纠纷，数字见下表"
	if english {
		label = "Disputes received this month by county; the numbers are in the table below"
	}
	width := mapWidth
	for code := range counties {
		if !slices.ContainsFunc(outlines, func(o place.Outline) bool { return o.County == code }) {
			width = mapWidth + 170
		}
	}
	fmt.Fprintf(&svg, `<svg viewBox="0 0 %.0f %.0f" role="group" aria-label="%s">`, width, math.Max(height, 60*float64(len(counties)-len(outlines))), html.EscapeString(label))
	begin := func(c county) {
		if c.code == "" { // not of this city's roster
			svg.WriteString("<g>")
			return
		}
		fmt.Fprintf(&svg, `<a href="%s"><title>%s: %s</title>`, html.EscapeString(a.address("", map[string]string{"area": c.code})), html.EscapeString(c.name), html.EscapeString(c.count))
	}
	end := func(c county) {
		if c.code == "" {
			svg.WriteString("</g>")
			return
		}
		svg.WriteString("</a>")
	}
	write := func(c county, x, y float64, level int) {
		ink := "#12312c"
		if level >= 4 {
			ink = "#ffffff"
		}
		short := strings.TrimSuffix(strings.TrimSuffix(c.name, "（示例）"), "分局")
		fmt.Fprintf(&svg, `<text x="%.0f" y="%.0f" text-anchor="middle" fill="%s"><tspan>%s</tspan><tspan x="%.0f" dy="15">%s</tspan></text>`,
			x, y, ink, html.EscapeString(short), x, html.EscapeString(c.count))
	}
	for _, o := range outlines {
		c, ok := counties[o.County]
		if !ok {
			named, _ := place.Official().Area(o.County)
			c = county{name: named.Name}
		}
		delete(counties, o.County)
		begin(c)
		var path strings.Builder
		for _, ring := range o.Rings {
			for i, p := range ring {
				fmt.Fprintf(&path, "%c%.1f %.1f", "ML"[min(i, 1)], (p[0]-low[0])*scale, (high[1]-p[1])*scale)
			}
			path.WriteString("Z")
		}
		fmt.Fprintf(&svg, `<path d="%s" fill="%s" stroke="#ffffff" stroke-width="1.5"/>`, path.String(), shades[shade(c)])
		x, y := middle(o)
		write(c, (x-low[0])*scale, (high[1]-y)*scale-6, shade(c))
		end(c)
	}
	rest := make([]county, 0, len(counties))
	for _, c := range counties {
		rest = append(rest, c)
	}
	slices.SortFunc(rest, func(a, b county) int { return cmp.Compare(a.code, b.code) })
	for i, c := range rest {
		y := 10 + 60*float64(i)
		begin(c)
		fmt.Fprintf(&svg, `<rect x="%.0f" y="%.0f" width="160" height="50" rx="6" fill="%s"/>`, mapWidth+5, y, shades[shade(c)])
		write(c, mapWidth+85, y+21, shade(c))
		end(c)
	}
	svg.WriteString("</svg>")
	return template.HTML(svg.String()) // every text in it is escaped above
}

func bounds(outlines []place.Outline) (low, high [2]float64) {
	low, high = [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, o := range outlines {
		for _, ring := range o.Rings {
			for _, p := range ring {
				for k := range 2 {
					low[k], high[k] = math.Min(low[k], p[k]), math.Max(high[k], p[k])
				}
			}
		}
	}
	return low, high
}

// middle is where a county's name goes: the middle of its largest ring's box.
func middle(o place.Outline) (x, y float64) {
	var best float64
	for _, ring := range o.Rings {
		low, high := bounds([]place.Outline{{Rings: [][][2]float64{ring}}})
		if size := (high[0] - low[0]) * (high[1] - low[1]); size > best {
			best, x, y = size, (low[0]+high[0])/2, (low[1]+high[1])/2
		}
	}
	return x, y
}

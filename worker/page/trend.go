package page

import (
	"net/http"

	"github.com/go-analyze/charts"

	"secondbrother/worker/monthly"
)

// trendMonths is how many months the trend looks back.
const trendMonths = 12

// trend draws the last twelve months. The same numbers stand in the tables of
// those months, for who cannot see it.
func (p *pages) trend(w http.ResponseWriter, r *http.Request, v visitor) {
	a, err := p.read(r, v)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	points, err := monthly.Trend(r.Context(), p.Records, a.month, trendMonths, a.basis, a.scope)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	picture, err := drawTrend(points, v.english)
	if err != nil {
		p.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write(picture) // the visitor is gone: nobody to tell
}

func drawTrend(points []monthly.Point, english bool) ([]byte, error) {
	values := make([][]float64, 4)
	labels := make([]string, len(points))
	for i, at := range points {
		labels[i] = at.Month.String()[2:]
		for k, n := range []int64{at.Disputes, at.Settled, at.Tips, at.Helped} {
			values[k] = append(values[k], float64(n))
		}
	}
	names := []string{"纠纷受理", "调解成功", "线索", "已救助"}
	if english {
		names = []string{"Disputes", "Settled", "Tips", "Helped"}
	}
	option := charts.NewLineChartOptionWithData(values)
	option.XAxis.Labels = labels
	option.Legend = charts.LegendOption{SeriesNames: names}
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: 760, Height: 300})
	if err := painter.LineChart(option); err != nil {
		return nil, err
	}
	return painter.Bytes()
}

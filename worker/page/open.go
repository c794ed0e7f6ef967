package page

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"

	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
)

// mostCases is how many cases a number is opened to at most; more are in the
// file and on the command line.
const mostCases = 500

// cell opens a number to the case numbers behind it.
func (p *pages) cell(w http.ResponseWriter, r *http.Request, v visitor) {
	cell, err := monthly.ParseCell(r.URL.Query().Get("cell"), p.Clock())
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	units, err := p.Records.Units(r.Context())
	if err != nil {
		p.failed(w, r, err)
		return
	}
	scope, err := scopeOf(units, cell.Area, v)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	var e monthly.Explanation
	err = p.Records.Counting(r.Context(), func(c *records.Counter) (err error) {
		e, err = monthly.Explain(r.Context(), c, cell, scope, mostCases)
		return err
	})
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	type line struct {
		Case, At string
		N        int64
	}
	shown, err := p.Records.Showable(r.Context(), e.Lines, records.Asker{Person: v.person, Unit: v.county, County: v.county})
	if err != nil {
		p.failed(w, r, err)
		return
	}
	lines := make([]line, len(shown))
	for i, l := range shown {
		lines[i] = line{l.Case.String(), monthly.Clock(l.At), l.N}
	}
	back := root + "?" + url.Values{"area": {scope.Code}, "month": {cell.Period.Last.String()}, "basis": {string(cell.Basis)}}.Encode()
	p.show(w, http.StatusOK, "cell.html", map[string]any{
		"English": v.english, "E": e, "Lines": lines, "Hidden": len(e.Lines) - len(shown), "Area": scope.Name, "Period": cell.Period.String(), "Back": back,
	})
}

// file hands out the report as a file.
func (p *pages) file(w http.ResponseWriter, r *http.Request, v visitor) {
	a, err := p.read(r, v)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	report, err := monthly.Count(r.Context(), p.Records, a.month, a.basis, a.scope)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	name := a.month.String() + "-" + a.scope.Code
	if r.URL.Query().Get("public") != "" {
		if report, err = monthly.Publish(report); err != nil {
			p.failed(w, r, err)
			return
		}
		name += "-public"
	}
	format, kind := "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if r.URL.Query().Get("format") == "csv" {
		format, kind = "csv", "text/csv; charset=utf-8"
	}
	var file bytes.Buffer
	if err := monthly.Write(&file, report, format); err != nil {
		p.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.%s"`, name, format))
	_, _ = w.Write(file.Bytes()) // the visitor is gone: nobody to tell
}

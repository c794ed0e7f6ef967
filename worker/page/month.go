package page

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"secondbrother/storage/payload"
	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
)

// asked is what an address asks for, within what the visitor may see.
type asked struct {
	month monthly.Month
	basis monthly.Basis
	scope monthly.Scope
	units []records.Unit
}

// errScope says that an area is another county's.
var errScope = errors.New("not the visitor's area")

// read reads an address. The errors are for why.
func (p *pages) read(r *http.Request, v visitor) (asked, error) {
	q := r.URL.Query()
	var a asked
	var err error
	if a.month, err = monthly.ParseMonth(q.Get("month"), p.Clock()); err != nil {
		return a, err
	}
	if a.basis, err = monthly.ParseBasis(cmp.Or(q.Get("basis"), string(monthly.Closed))); err != nil {
		return a, err
	}
	if a.units, err = p.Records.Units(r.Context()); err != nil {
		return a, err
	}
	a.scope, err = scopeOf(a.units, q.Get("area"), v)
	return a, err
}

// scopeOf is the scope of an area's code; empty: all that the visitor may see.
func scopeOf(units []records.Unit, area string, v visitor) (monthly.Scope, error) {
	scope, err := monthly.FindScope(units, cmp.Or(area, v.county), "")
	if err != nil {
		return scope, err
	}
	if v.county != "" && scope.County != v.county {
		return scope, errScope
	}
	return scope, nil
}

// why is the word for what is wrong with an address; empty: nothing that the
// visitor can mend.
func why(err error) string {
	switch {
	case errors.Is(err, errScope):
		return "scope"
	case errors.Is(err, monthly.ErrMonthFuture):
		return "future"
	case errors.Is(err, monthly.ErrArea):
		return "area"
	case errors.Is(err, monthly.ErrMonthForm), errors.Is(err, monthly.ErrCellForm), errors.Is(err, monthly.ErrColumn),
		errors.Is(err, monthly.ErrShare), errors.Is(err, monthly.ErrLevel), errors.Is(err, monthly.ErrBasis):
		return "address"
	case errors.Is(err, records.ErrTampered):
		return "tampered"
	}
	return ""
}

// refuse answers an address that cannot be shown.
func (p *pages) refuse(w http.ResponseWriter, r *http.Request, err error) {
	switch word := why(err); word {
	case "":
		p.failed(w, r, err)
	case "scope":
		p.sorry(w, r, http.StatusForbidden, word)
	case "tampered":
		p.Log.Error("a closed month was changed", "error", err)
		p.sorry(w, r, http.StatusConflict, word)
	default:
		p.sorry(w, r, http.StatusBadRequest, word)
	}
}

// monthView is what month.html shows.
type monthView struct {
	English  bool
	Report   monthly.Report
	Headline string
	Beside   []monthly.Beside
	Header   []monthly.Words
	Places   []placeLine
	Kinds    []kindView
	Remarks  []string
	Map      template.HTML
	City     bool

	Earlier, Later, Up, Other string // addresses; empty: nothing there
	Trend, Here               string
	XLSX, CSV, Public         string
}

type placeLine struct {
	monthly.Place
	Into string // address of the place's own page; empty: it has none
}

type kindView struct {
	Name   monthly.Words
	Header []monthly.Words
	Types  []monthly.Type
}

func (p *pages) month(w http.ResponseWriter, r *http.Request, v visitor) {
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
	view := monthView{English: v.english, Report: report, Headline: monthly.Headline(report.Year), Beside: report.Beside(), Remarks: report.Remarks()}
	var places []monthly.Place
	view.Header, places = report.Places()
	for _, line := range places {
		l := placeLine{Place: line}
		if line.Code != "" && (report.By == records.LevelCounty || report.By == records.LevelStation) && known(a.units, line.Code) {
			l.Into = a.address("", map[string]string{"area": line.Code})
		}
		view.Places = append(view.Places, l)
	}
	for _, k := range []struct {
		kind payload.Kind
		name monthly.Words
	}{{payload.Dispute, monthly.Words{ZH: "纠纷类型", EN: "Disputes by type"}}, {payload.Tip, monthly.Words{ZH: "线索类型", EN: "Tips by type"}}, {payload.Assist, monthly.Words{ZH: "求助类型", EN: "Assistance by type"}}} {
		header, types := report.Types(k.kind)
		view.Kinds = append(view.Kinds, kindView{k.name, header, types})
	}
	view.City = a.scope.County == ""
	if view.City {
		view.Map = drawMap(report, a, v.english)
	}
	p.addresses(&view, a, v)
	p.show(w, http.StatusOK, "month.html", view)
}

func known(units []records.Unit, code string) bool {
	for _, u := range units {
		if u.Code == code {
			return true
		}
	}
	return false
}

// addresses fills in where one can go from here.
func (p *pages) addresses(view *monthView, a asked, v visitor) {
	view.Here = a.address("", nil)
	view.Earlier = a.address("", map[string]string{"month": a.month.Previous().String()})
	if next := a.month.Next(); !next.After(p.Clock()) {
		view.Later = a.address("", map[string]string{"month": next.String()})
	}
	switch {
	case a.scope.Station != "":
		view.Up = a.address("", map[string]string{"area": a.scope.County})
	case a.scope.County != "" && v.county == "":
		view.Up = a.address("", map[string]string{"area": ""})
	}
	other := monthly.Received
	if a.basis == monthly.Received {
		other = monthly.Closed
	}
	view.Other = a.address("", map[string]string{"basis": string(other)})
	view.Trend = a.address("trend.svg", nil)
	view.XLSX = a.address("file", map[string]string{"format": "xlsx"})
	view.CSV = a.address("file", map[string]string{"format": "csv"})
	view.Public = a.address("file", map[string]string{"format": "xlsx", "public": "1"})
}

// address is a path below root with what is asked now, but for changes.
func (a asked) address(path string, changes map[string]string) string {
	q := url.Values{"month": {a.month.String()}, "area": {a.scope.Code}, "basis": {string(a.basis)}}
	for key, value := range changes {
		q.Set(key, value)
	}
	return fmt.Sprintf("%s%s?%s", root, path, q.Encode())
}

package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"secondbrother/storage/payload"
	"secondbrother/worker/monthly"
	"secondbrother/worker/place"
	"secondbrother/worker/route"
)

func (p *Pipeline) answerMonthly(ctx context.Context, q asked) (payload.Reply, error) {
	if q.by.Role != payload.RoleCoordinator {
		return refused(payload.ReasonRole)
	}
	month, err := monthly.ParseMonth(q.Month, p.now())
	if errors.Is(err, monthly.ErrMonthForm) || errors.Is(err, monthly.ErrMonthFuture) {
		return refused(payload.ReasonInvalid)
	}
	if err != nil {
		return payload.Reply{}, err
	}
	scope, why := q.counted()
	if why != "" {
		return refused(why)
	}
	report, err := monthly.Count(ctx, p.db, month, monthly.Closed, scope)
	if err != nil {
		return payload.Reply{}, err
	}
	reply := report.Reply()
	if q.Scope == "file" {
		var file bytes.Buffer
		if err := monthly.Write(&file, report, "xlsx"); err != nil {
			return payload.Reply{}, fmt.Errorf("write the counts' file: %w", err)
		}
		reply.File, reply.Name = file.Bytes(), fmt.Sprintf("%s-%s.xlsx", reply.Month, reply.Area)
	}
	return payload.Reply{Monthly: &reply}, nil
}

// counted is the part of the city whose counts the asker wants and may have.
func (q asked) counted() (monthly.Scope, payload.Reason) {
	area := q.Area
	if area == "" && q.by.County != "" {
		area = q.by.County
	}
	if area == "" || area == q.s.org.City().Code {
		if q.by.County != "" {
			return monthly.Scope{}, payload.ReasonNotYours
		}
		return monthly.Scope{Code: q.s.org.City().Code, Name: q.s.org.City().Name, Lines: lines(q.s.children(route.County, ""))}, ""
	}
	unit, known := q.s.org.Unit(area)
	if !known {
		if _, official := place.Official().Area(area); !official {
			return monthly.Scope{}, payload.ReasonInvalid
		}
		unit, known = q.s.org.Unit(q.s.org.CountyFor(area))
	}
	county := q.s.org.CountyOf(unit.Code)
	switch {
	case !known || county == "":
		return monthly.Scope{}, payload.ReasonInvalid
	case q.by.County != "" && county != q.by.County:
		return monthly.Scope{}, payload.ReasonNotYours
	case unit.Kind == route.Station:
		return monthly.Scope{Code: unit.Code, Name: unit.Name, County: county, Station: unit.Code}, ""
	}
	return monthly.Scope{Code: county, Name: unitName(county, q.s.org), County: county, Lines: lines(q.s.children(route.Station, county))}, ""
}

func lines(units []route.Unit) []monthly.Line {
	out := make([]monthly.Line, len(units))
	for i, u := range units {
		out[i] = monthly.Line{Code: u.Code, Name: u.Name}
	}
	return out
}

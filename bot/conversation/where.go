package conversation

import (
	"math"
	"strconv"
	"strings"

	"secondbrother/storage/payload"
)

const placeLimit = 200 // characters

func askWhere(s *step) question {
	d := s.p.Draft
	var buttons []Button
	for i, a := range d.Candidates {
		buttons = append(buttons, s.choice(a.Name, "place."+strconv.Itoa(i)))
	}
	if own, ok := s.r.area(s.p.Area); ok && !offered(d.Candidates, own.Code) {
		buttons = append(buttons, s.choice(s.plain("where.own", "area", own.Name), "own"))
	}
	buttons = append(buttons, s.option("where.position", "position"))
	text := s.t("where.ask")
	if now := s.placeText(d); now != "" {
		text = s.t("where.change", "place", now)
	}
	return question{text: text, rows: grid(buttons, 1)}
}

func offered(areas []Area, code string) bool {
	for _, a := range areas {
		if a.Code == code {
			return true
		}
	}
	return false
}

func pressWhere(s *step, b pressedButton) bool {
	d := s.p.Draft
	switch b.action {
	case "place":
		i, ok := b.number(0)
		if !ok || i >= len(d.Candidates) {
			return false
		}
		s.choosePlace(d.Candidates[i])
	case "own":
		own, ok := s.r.area(s.p.Area)
		if !ok {
			return false
		}
		s.choosePlace(own)
	case "position":
		s.p.Keyboard = true
		label := s.plain("where.send_position")
		s.reply(Reply{Text: s.t("where.how_position"), Keyboard: &Keyboard{Rows: [][]string{{label}}, Position: label}})
	default:
		return false
	}
	return true
}

func (s *step) choosePlace(a Area) {
	d := s.p.Draft
	d.Place.Area, d.PlaceName = a.Code, a.Name
	s.placed()
}

// placed goes on once the place is told.
func (s *step) placed(notices ...string) {
	d := s.p.Draft
	d.mark(screenWhere)
	if s.p.top() == screenPlaces {
		d.Trail = d.Trail[:len(d.Trail)-1]
	}
	s.proceed(notices...)
}

// tellWhere reads a place that was typed. Words that no official place is
// found in are kept as they are: the officer reads them.
func tellWhere(s *step, text string) {
	d := s.p.Draft
	if len([]rune(text)) > placeLimit {
		s.show(s.t("where.too_long", "n", placeLimit))
		return
	}
	found := s.r.find(text, s.p.Area)
	d.Place.Text, d.PlaceFrom = text, s.in.MessageID
	d.Place.Area, d.PlaceName = found.Area.Code, found.Area.Name
	switch {
	case found.Area.Code != "":
		s.placed()
	case len(found.Candidates) > 0:
		d.Candidates = found.Candidates[:min(len(found.Candidates), 6)]
		s.p.push(screenPlaces)
		s.show()
	case d.Place.HasPoint():
		s.placed()
	default:
		s.placed(s.t("where.kept_words"))
	}
}

// askPlaces asks which of several places of one name is meant.
func askPlaces(s *step) question {
	d := s.p.Draft
	var buttons []Button
	for i, a := range d.Candidates {
		buttons = append(buttons, s.choice(a.Name, "place."+strconv.Itoa(i)))
	}
	buttons = append(buttons, s.option("where.as_is", "as_is"))
	return question{text: s.t("where.which", "text", d.Place.Text), rows: grid(buttons, 1)}
}

func pressPlaces(s *step, b pressedButton) bool {
	if b.action == "as_is" {
		s.placed()
		return true
	}
	return b.action == "place" && pressWhere(s, b)
}

// pointWhere takes a shared position.
func pointWhere(s *step) {
	d := s.p.Draft
	if !validPoint(s.in.Lat, s.in.Lon) {
		s.show(s.t("where.bad_position"))
		return
	}
	found := s.r.locate(s.in.Lat, s.in.Lon)
	d.Place.Lat, d.Place.Lon = s.in.Lat, s.in.Lon
	d.Place.Area, d.PlaceName = found.Area.Code, found.Area.Name
	if at := s.p.top(); at != screenWhere && at != screenPlaces {
		d.mark(screenWhere)
		s.proceed(s.t("where.point_kept"))
		return
	}
	if found.Area.Code == "" {
		s.placed(s.t("where.outside"))
		return
	}
	s.placed()
}

func validPoint(lat, lon float64) bool {
	return !math.IsNaN(lat) && !math.IsNaN(lon) && math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && (lat != 0 || lon != 0)
}

func skipWhere(s *step) {
	s.p.Draft.Place, s.p.Draft.PlaceName = payload.Place{}, ""
	s.placed()
}

// placeText is the place as a summary shows it, empty when none was told.
func (s *step) placeText(d *Draft) string {
	var point string
	if d.Place.HasPoint() {
		point = s.plain("where.with_point")
	}
	words := d.Place.Text
	if strings.HasSuffix(d.PlaceName, words) {
		words = "" // the official name says it already
	}
	return strings.TrimSpace(joined(" ", d.PlaceName, words) + point)
}

func joined(between string, parts ...string) string {
	out := ""
	for _, part := range parts {
		switch {
		case part == "":
		case out == "":
			out = part
		default:
			out += between + part
		}
	}
	return out
}

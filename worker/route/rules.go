package route

import (
	"time"

	"secondbrother/storage/payload"
)

// rule is one row of who answers for a case.
type rule struct {
	name  string
	level Level
	who   func(o *Org, at spot) []Recipient
}

// spot is what the rules look at.
type spot struct {
	area    string // finest official code, may be empty
	station string // unit codes, may be empty
	county  string
	desk    string // unit code of the category's desk in the county
}

// calls says who answers for a case whose place and category are decided. The
// first row that finds somebody decides.
var calls = []rule{
	{"community", LevelOfficer, (*Org).communityOnDuty},
	{"station", LevelOfficer, (*Org).stationOnDuty},
	{"leader", LevelLeader, (*Org).leaders},
	{"county", LevelCounty, (*Org).countyStaff},
	{"city", LevelCity, (*Org).cityCoordinators},
	{"nobody", LevelCity, nobody},
}

// sorting says who answers for a case in triage.
var sorting = []rule{
	{"triage.county", LevelCounty, (*Org).countyCoordinators},
	{"triage.city", LevelCity, (*Org).sortingCity},
	{"triage.desk", LevelCounty, (*Org).countyStaff},
	{"triage.nobody", LevelCity, nobody},
}

// copies says who gets a card besides those who answer.
var copies = []struct {
	when func(payload.Urgency, bool) bool
	who  func(o *Org, at spot) []Recipient
}{
	// An emergency in triage cannot wait for a coordinator: whoever is on duty
	// where it may be sees it too.
	{emergencyInTriage, (*Org).officersOnDuty},
	{emergency, (*Org).leaders},
	{emergency, (*Org).countyStaff},
	{called, (*Org).deskStaff},
}

func emergency(u payload.Urgency, _ bool) bool              { return u == payload.Emergency }
func emergencyInTriage(u payload.Urgency, triage bool) bool { return triage && u == payload.Emergency }
func called(u payload.Urgency, triage bool) bool            { return !triage || u == payload.Emergency }

// limits are the deadlines by urgency, from submission on.
// Source: the design; the days are those of Beijing's 12345 draft.
var limits = map[payload.Urgency]struct{ accept, settle time.Duration }{
	payload.Emergency: {5 * time.Minute, 0}, // a machine sets no term for a life
	payload.Urgent:    {30 * time.Minute, 24 * time.Hour},
	payload.Routine:   {24 * time.Hour, 7 * 24 * time.Hour},
}

// settleComplex replaces the seven days for the categories of complex.
const settleComplex = 15 * 24 * time.Hour

// complex lists categories that several authorities, a survey or an expert
// opinion have to settle.
var complex = map[string]bool{
	"tip.economic":              true,
	"tip.food_drug_environment": true,
	"dispute.housing":           true,
	"dispute.contract":          true,
	"dispute.forest_land":       true,
	"dispute.expropriation":     true,
	"dispute.environment":       true,
	"dispute.migrant_wages":     true,
	"dispute.labour":            true,
	"dispute.medical":           true,
}

// Limits are the terms to accept and to close for a category and urgency; an
// unknown urgency counts as routine, a term to close of 0 means none.
func Limits(category string, u payload.Urgency) (accept, settle time.Duration) {
	l, ok := limits[u]
	if !ok {
		u = payload.Routine
		l = limits[u]
	}
	if u == payload.Routine && complex[category] {
		l.settle = settleComplex
	}
	return l.accept, l.settle
}

// ladder is the way up when a deadline to accept is missed.
var ladder = []rule{
	{"leader", LevelLeader, (*Org).leaders},
	{"county", LevelCounty, (*Org).countyStaff},
	{"city", LevelCity, (*Org).cityCoordinators},
}

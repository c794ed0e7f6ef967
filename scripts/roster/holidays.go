package main

import (
	"time"

	"secondbrother/worker/hours"
)

// holidays2027 are the days that are holidays by law (全国年节及纪念日放假办法,
// as of 2025): PRELIMINARY. Which days bridge them and which weekends are worked
// for that the State Council says in a notice of its own, and has not yet.
var holidays2027 = []string{
	"2027-01-01",                                           // 元旦
	"2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", // 除夕 and 春节
	"2027-04-05",               // 清明
	"2027-05-01", "2027-05-02", // 劳动节
	"2027-06-09",                             // 端午
	"2027-09-15",                             // 中秋
	"2027-10-01", "2027-10-02", "2027-10-03", // 国庆
}

// holidayRows say who is off on a holiday: those who keep office hours, where
// it falls on a day that they would work.
func holidayRows(people []person) [][]string {
	office, err := hours.Parse(officeHours)
	if err != nil {
		panic(err) // a constant pattern
	}
	rows := [][]string{{"date", "badge", "duty", "from", "to"}}
	for _, day := range holidays2027 {
		at, err := time.ParseInLocation(time.DateOnly, day, hours.Shanghai)
		if err != nil {
			panic(err) // likewise
		}
		if !office.At(at.Add(10 * time.Hour)) {
			continue // a Sunday
		}
		for _, p := range people {
			if p.duty == officeHours {
				rows = append(rows, []string{day, p.badge, "off", "", ""})
			}
		}
	}
	return rows
}

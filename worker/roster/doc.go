// Package roster reads roster files: who exists, what they cover, who works
// where. It is pure: files come as readers, problems go back as values, every
// problem of a file at once, so that a clerk mends them in one go.
//
// # Duty
//
// The column duty of officers.csv says when somebody works in an ordinary week.
// Every hour is Asia/Shanghai; an end is not part of it.
//
//	always, on   every hour 全天
//	off          never, but for shifts and what the person says 不值班
//	day          every day 08:00-20:00 白班
//	night        every day 20:00-02:00, the night patrol 夜班、夜巡
//	a weekly pattern, entries separated by commas: "[days] hours"
//	  days   Mon Tue Wed Thu Fri Sat Sun or 周一…周日, ranges Mon-Fri or 周一至周五,
//	         several with a slash Mon/Wed/Fri; daily, or left out: every day
//	  hours  08:30-17:30, day, night or always; hours that end before they begin
//	         run into the next day: "Fri 20:00-02:00" covers Saturday until 02:00
//	  e.g.   Mon-Fri 08:30-17:30, Sat 09:00-12:00
//	empty        the roster does not say: only the person does, with /duty
//
// A line of duty.csv (holidays, swaps, additional patrols) goes before the
// pattern for its hours. What a person says with /duty goes before both until
// the roster's own answer changes, twelve hours at most (route.SaidHolds).
package roster

import (
	"fmt"
	"strings"
	"time"
)

// Unit is a line of stations.csv.
type Unit struct {
	Line   int
	Code   string
	Kind   string // city, county, station, desk
	Name   string
	Parent string   // a unit's code; empty for the city
	Desk   string   // desks: the name that the taxonomy's categories use
	Areas  []string // official codes: county 6, township 9, village 12 digits
	Lat    float64  // WGS-84, with Lon; both 0: not given
	Lon    float64
}

// Person is a line of officers.csv. A line of role volunteer is no person but
// an invitation that several volunteers of an area may use.
type Person struct {
	Line  int
	Token string // of the invitation; empty: one is made
	Role  string // officer, leader, county, desk, coordinator, volunteer
	Unit  string // a unit's code; empty for volunteers
	Name  string // what others see
	Badge string // with Unit, what makes the line the same person again
	Areas []string
	Duty  string // pattern, as above
}

// Shift is a line of duty.csv: on a day, somebody works from Starts until Ends
// whatever the pattern says, or does not.
type Shift struct {
	Line   int
	Day    string // 2026-10-01
	Person int64  // as the caller's finder of badges has it
	On     bool
	Starts time.Time
	Ends   time.Time
}

// Project is a line of projects.csv: a key construction project 重点项目 and the
// officer to whom its reports go.
type Project struct {
	Line    int
	Name    string
	Aliases []string
	Area    string // official code; may be empty
	Person  int64
}

// FindBadge lists the people of a badge, of one unit or (unit empty) of any.
type FindBadge func(unit, badge string) []int64

// Problem is something wrong with a line, in Chinese and in English.
type Problem struct {
	Line   int  // 1 is the header
	Shape  bool // Line counts the features of a collection instead, from 1
	ZH, EN string
}

func (p Problem) String() string {
	if p.Shape {
		return fmt.Sprintf("第 %d 个图形：%s · feature %[1]d: %[3]s", p.Line, p.ZH, p.EN)
	}
	return fmt.Sprintf("第 %d 行：%s · line %[1]d: %[3]s", p.Line, p.ZH, p.EN)
}

// Problems is the error of a file that cannot be taken.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(line int, zh, en string, args ...any) {
	*p = append(*p, Problem{Line: line, ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)})
}

// orNil turns an empty list into no error.
func (p Problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Package roster reads roster files: who exists, what they cover, who works
// where. It is pure: files come as readers, problems go back as values, every
// problem of a file at once, so that a clerk mends them in one go.
package roster

import (
	"fmt"
	"strings"
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
	Duty  string // on or off
}

// Problem is something wrong with a line, in Chinese and in English.
type Problem struct {
	Line   int // 1 is the header
	ZH, EN string
}

func (p Problem) String() string {
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
	*p = append(*p, Problem{line, fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)})
}

// orNil turns an empty list into no error.
func (p Problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

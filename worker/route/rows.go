package route

import "secondbrother/storage/payload"

// UnitKind says where a unit stands in the organisation.
type UnitKind string

const (
	City    UnitKind = "city"    // the city bureau 市局; there is one
	County  UnitKind = "county"  // a county bureau 分局, parent the city
	Station UnitKind = "station" // 派出所, parent a county
	Desk    UnitKind = "desk"    // a specialised desk 专业队, parent a county
)

// Unit is one row of the organisation.
type Unit struct {
	Code   string // short, stable and unique, e.g. 371502, 371502-01
	Kind   UnitKind
	Name   string // as people read it
	Parent string // the parent's code; empty for the city
	Desk   string // Desk units: the desk's name as in the taxonomy, e.g. 反诈
}

// Cover says that a station or a county bureau answers for an area.
type Cover struct {
	Unit string
	Area string // official code: county 6, township 9 or village 12 digits
}

// Person is one member of staff. Leaders and officers belong to a station,
// county staff to a county, desk staff to a desk, coordinators to a county or
// the city.
type Person struct {
	ID        int64
	Role      payload.Role
	Unit      string   // unit code
	Badge     string   // unique within the unit; may be empty
	Areas     []string // officers: area codes of the communities covered
	OnDuty    bool     // what the person said last, or whether on duty at the time of Org.At
	Duty      Duty     // what the roster says; zero: nothing, OnDuty stands
	Reachable bool     // has not blocked the bot and is not suspended
	Joined    bool     // has a handle
	Label     string   // what other staff see, e.g. 古楼派出所 示例民警0012
}

// Available says whether a message would reach p.
func (p Person) Available() bool { return p.Joined && p.Reachable }

// Rows is everything an Org is built from. NewOrg keeps the slices' elements,
// so they must not be changed afterwards.
type Rows struct {
	Units    []Unit
	Covers   []Cover
	People   []Person
	Projects []Project
	Desks    map[string]string // the taxonomy: category code → desk name; also the list of known categories
	Rules    Rules             // zero: Default
}

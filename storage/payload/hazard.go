package payload

import "slices"

// Grade is how grave a fire hazard is: 红黄绿.
type Grade string

const (
	GradeRed    Grade = "red"    // people may die of it as it stands: at once
	GradeYellow Grade = "yellow" // to be put right within days
	GradeGreen  Grade = "green"  // looked at, nothing to put right
)

// Grades lists all, the gravest first.
var Grades = []Grade{GradeRed, GradeYellow, GradeGreen}

// Valid says whether g is a grade.
func (g Grade) Valid() bool { return slices.Contains(Grades, g) }

// Premises is the kind of place that a fire hazard lies in.
type Premises string

// Kinds of premises: the nine of 九小场所, in the order of the official list,
// and whatever is none of them, above all where people live.
const (
	PremisesSchool        Premises = "school"        // 小学校（幼儿园）
	PremisesHospital      Premises = "hospital"      // 小医院
	PremisesShop          Premises = "shop"          // 小商店
	PremisesRestaurant    Premises = "restaurant"    // 小餐饮场所
	PremisesHotel         Premises = "hotel"         // 小旅馆
	PremisesEntertainment Premises = "entertainment" // 小歌舞娱乐场所
	PremisesNetCafe       Premises = "netcafe"       // 小网吧
	PremisesBath          Premises = "bath"          // 小美容洗浴场所
	PremisesWorkshop      Premises = "workshop"      // 小生产加工企业
	PremisesOther         Premises = "other"
)

// AllPremises lists all kinds.
var AllPremises = []Premises{
	PremisesSchool, PremisesHospital, PremisesShop, PremisesRestaurant, PremisesHotel,
	PremisesEntertainment, PremisesNetCafe, PremisesBath, PremisesWorkshop, PremisesOther,
}

// Valid says whether p is a kind of premises.
func (p Premises) Valid() bool { return slices.Contains(AllPremises, p) }

// What an officer does with the grade, and what the log says of it.
const (
	VerbGrade   Verb  = "grade" // Grade as it really is; Premises too, where given
	EventGraded Event = "graded"
)

// Hazard is what a card says of a fire hazard. A grade that an officer has not
// set is the machine's proposal, with the words that led to it.
type Hazard struct {
	Premises Premises `json:"premises,omitempty"` // empty: not known
	Grade    Grade    `json:"grade,omitempty"`    // empty: none was proposed or set
	Set      bool     `json:"set,omitempty"`      // by an officer
	Reasons  []string `json:"reasons,omitempty"`
}

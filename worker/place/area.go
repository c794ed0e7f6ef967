package place

// Level says how deep an area lies: the city's counties (with the three
// development zones, which have police bureaus of their own), their townships
// and streets, and the villages and communities of those.
type Level string

const (
	County   Level = "county"
	Township Level = "township"
	Village  Level = "village"
)

// Area is one place of the gazetteer. Code has 6 digits for a county, 9 for a
// township, 12 for a village, as in the national register; the zones (371591 to
// 371593) and former villages (last three digits from 600) have codes of ours.
// ParentCode is empty for a county; for a township it is the county or zone
// whose police serve it, so it need not be a prefix of Code.
type Area struct {
	Code       string
	Level      Level
	Name       string
	ParentCode string
	Former     bool // only in earlier lists: people still say it, no official list has it
}

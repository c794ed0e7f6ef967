package conversation

import (
	"time"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
	"secondbrother/worker/place"
)

// Rules are what a conversation goes by besides its state: texts, the
// classifier, the gazetteer, limits. All of it is fixed for the life of a bot.
type Rules struct {
	Texts      *locale.Catalogue
	Categories []Category // in the taxonomy's order

	// Judge proposes what a text is about; chosen is the kind where it is known.
	Judge func(text string, chosen payload.Kind) Judgement
	// Find looks for a place in a text; near is the code of the area it probably lies in.
	Find func(text, near string) Found
	// Locate names the area of a position, WGS-84.
	Locate func(lat, lon float64) Found
	// Area is the area of a code.
	Area func(code string) (Area, bool)
	// Within lists the areas one level below a code; of "" the counties.
	Within func(code string) []Area

	OpenIntake bool   // everybody may file, invited or not
	Bot        string // the bot's user name, for invitation links

	Zone     *time.Location // of all times shown
	MaxText  int            // characters of a report's text
	MaxMedia int            // files of a report
	MaxBytes int64          // of all files of a report
	PerHour  int            // reports of one person
	Adds     int            // additions of one person an hour; 0: any number

	RemindAfter time.Duration // of what lies half told; 0: neither reminded nor ended
	NudgeAfter  time.Duration // of an emergency half told
	ExpireAfter time.Duration // until it is dropped
	Keep        time.Duration // how long after its end who reported is remembered; 0: for ever
}

// Category is one line of the taxonomy.
type Category struct {
	Code    string
	Kind    payload.Kind // "out" for what is not filed
	ZH, EN  string
	Hotline string
}

// Judgement is what the classifier thinks of a text.
type Judgement struct {
	Kind     payload.Kind    // empty: undecided
	Category string          // empty: undecided
	Urgency  payload.Urgency // empty: undecided
	Out      string          // code of what is not filed: out.municipal ...
	Hotline  string
	Moving   bool // a fraud's money is on its way
	Accuses  bool // the police
}

// Found is what the gazetteer thinks of a text or a position.
type Found struct {
	Area       Area   // empty code: unknown
	Candidates []Area // where several fit
}

// shanghai is China's one time zone; it knows no summer time since 1991.
var shanghai = time.FixedZone("CST", 8*60*60)

// NewRules are the rules of a deployment without settings of its own.
func NewRules() Rules {
	r := Rules{
		Texts:      locale.Load(),
		Categories: taxonomyLines(),
		Judge:      judge,
		Zone:       shanghai,
		MaxText:    3500,
		MaxMedia:   10,
		MaxBytes:   100 << 20,
		PerHour:    20,
		Adds:       60,

		RemindAfter: RemindAfter,
		NudgeAfter:  nudgeAfter,
		ExpireAfter: expireAfter,
		Keep:        Keep,
	}
	r.usePlaces(place.Official())
	return r
}

func (r *Rules) judge(text string, chosen payload.Kind) Judgement {
	if r.Judge == nil || text == "" {
		return Judgement{}
	}
	return r.Judge(text, chosen)
}

func (r *Rules) find(text, near string) Found {
	if r.Find == nil {
		return Found{}
	}
	return r.Find(text, near)
}

func (r *Rules) locate(lat, lon float64) Found {
	if r.Locate == nil {
		return Found{}
	}
	return r.Locate(lat, lon)
}

func (r *Rules) area(code string) (Area, bool) {
	if r.Area == nil || code == "" {
		return Area{}, false
	}
	return r.Area(code)
}

func (r *Rules) within(code string) []Area {
	if r.Within == nil {
		return nil
	}
	return r.Within(code)
}

// category is the taxonomy's line of a code.
func (r *Rules) category(code string) (Category, bool) {
	for _, c := range r.Categories {
		if c.Code == code {
			return c, true
		}
	}
	return Category{}, false
}

// ofKind lists the categories of a kind.
func (r *Rules) ofKind(k payload.Kind) []Category {
	var out []Category
	for _, c := range r.Categories {
		if c.Kind == k {
			out = append(out, c)
		}
	}
	return out
}

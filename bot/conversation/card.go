package conversation

import (
	"slices"
	"strconv"
	"strings"

	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

const (
	cardText    = 1500 // characters of the report that a card shows
	cardHistory = 6    // lines of the story
	cardEntry   = 80   // characters of each
)

// card shows a case to one of the staff. A later card of the same case takes
// its place without a sound, except where somebody must act now.
func (s *step) card(c *payload.Card) {
	c = copied(c)
	if e := s.p.Errand; e != nil && e.Case == c.Case && e.Version > 0 && e.Version < c.Version && slices.Contains(c.Verbs, e.Verb) && e.Verb != payload.VerbConfirm {
		// The person sees the case as it is now, and may still do what they are
		// about: answers given so far are not thrown away as stale. What is
		// confirmed is what was seen when that began.
		e.Version = c.Version
	}
	text, rows := s.cardText(c)
	waiting := c.State == payload.StateRouted || c.State == payload.StateTriage
	s.replies = append(s.replies, Reply{
		Text: text, Buttons: rows,
		Track: "case:" + string(c.Case), Version: c.Version, Protect: true,
		Fresh:    waiting && !c.Mine && (c.Urgency == payload.Emergency || c.Escalated),
		Priority: payload.PriorityOf(c.Urgency),
	})
	s.cardFiles(c)
}

// cardFiles sends the files and the position of a case, each once.
func (s *step) cardFiles(c *payload.Card) {
	if len(c.Media) == 0 && !c.Place.HasPoint() {
		return
	}
	seen := s.p.seen(c.Case)
	media := seen.unseen(c.Media)
	// Not before other emergencies: files take their time.
	r := Reply{Media: media, Otherwise: s.t("card.unshown"), Protect: true, Silent: true, Priority: max(payload.PriorityOf(c.Urgency), payload.PriorityAnswer)}
	if c.Place.HasPoint() && !seen.Point {
		r.Point = &Point{Lat: c.Place.Lat, Lon: c.Place.Lon}
		seen.Point = true
	}
	if len(r.Media) > 0 || r.Point != nil {
		r.Text = s.t("card.files", "case", c.Case.String())
		s.replies = append(s.replies, r)
	}
}

// seen is what the person was shown of a case; it makes room for a new one by
// forgetting the oldest.
func (p *Person) seen(r payload.Receipt) *CardSeen {
	i := slices.IndexFunc(p.Cards, func(c CardSeen) bool { return c.Case == r })
	if i < 0 {
		if n := len(p.Cards) + 1 - cardsKept; n > 0 {
			p.Cards = slices.Delete(p.Cards, 0, n)
		}
		p.Cards = append(p.Cards, CardSeen{Case: r})
		i = len(p.Cards) - 1
	}
	return &p.Cards[i]
}

// unseen gives the files not shown yet and notes them as shown.
func (c *CardSeen) unseen(media []payload.Media) []payload.Media {
	var out []payload.Media
	for _, m := range media {
		id := first(m.ID, 10)
		if !slices.Contains(c.Media, id) && len(c.Media) < 40 {
			c.Media = append(c.Media, id)
			out = append(out, m)
		}
	}
	return out
}

// cardText puts the facts in their fixed order: urgency, category, place,
// time, what happened, deadline; then who has it and its story.
func (s *step) cardText(c *payload.Card) (string, [][]Button) {
	c.Text = clean(c.Text)
	title := s.plain("kind.name_"+string(c.Kind)) + " · " + s.categoryName(c.Category)
	lines := []string{s.t("card.head", "urgency", s.plain("urgency."+string(c.Urgency)), "state", s.plain("state."+string(c.State)))}
	if c.Escalated {
		lines = append(lines, s.t("card.escalated"))
	}
	lines = append(lines, s.t("card.category", "category", title))
	lines = append(lines, s.cardHazard(c.Hazard)...)
	lines = append(lines, s.t("card.place", "place", s.cardPlace(c)))
	if c.Happened != "" {
		lines = append(lines, s.t("card.happened", "when", brief(c.Happened, 100), "time", s.clock(c.At)))
	} else {
		lines = append(lines, s.t("card.time", "time", s.clock(c.At)))
	}
	lines = append(lines, s.t("card.text", "text", brief(c.Text, cardText)))
	if m := c.Settled; m != nil {
		lines = append(lines, s.t("card.settled", "n", m.Parties, "yuan", thousands(m.Yuan)))
	}
	lines = append(lines, s.cardMediation(c.Mediating)...)
	if !c.Deadline.IsZero() {
		lines = append(lines, s.t("card.deadline", "time", s.clock(c.Deadline)))
	}
	if c.Outcome != "" {
		lines = append(lines, s.t("card.outcome", "outcome", s.outcomeName(c.Outcome)))
	}
	text := strings.Join(lines, "\n")
	guesses, quick := s.guessed(c)
	text = paragraphs(text, s.cardPeople(c), guesses, s.cardStory(c))
	return text, append(quick, s.cardButtons(c)...)
}

func (s *step) cardPlace(c *payload.Card) string {
	place := joined(" ", strings.Join(c.Area, ""), brief(c.Place.Text, placeLimit))
	if c.Place.HasPoint() {
		place = strings.TrimSpace(place + s.plain("where.with_point"))
	}
	if place == "" {
		return s.plain("summary.unsaid")
	}
	return place
}

func (s *step) cardPeople(c *payload.Card) string {
	lines := []string{s.t("case.number", "case", c.Case.String())}
	if c.Station != "" {
		lines = append(lines, s.t("card.station", "station", c.Station))
	}
	if c.Against != "" {
		lines = append(lines, s.t("card.against", "who", brief(c.Against, 150)))
	}
	if c.Here {
		lines = append(lines, s.t("card.against_here"))
	}
	if c.Owner != "" {
		lines = append(lines, s.t("card.owner", "owner", c.Owner))
	}
	if c.Broadcast > 0 {
		lines = append(lines, s.t("card.broadcast", "number", c.Broadcast))
	}
	if c.Volunteer > 0 {
		lines = append(lines, s.t("card.volunteer", "number", c.Volunteer))
	} else {
		lines = append(lines, s.t("card.confidential"))
	}
	if len(c.Reasons) > 0 {
		lines = append(lines, s.t("card.reasons", "words", brief(strings.Join(c.Reasons, s.plain("list.comma")), 80)))
	}
	return strings.Join(lines, "\n")
}

func (s *step) cardStory(c *payload.Card) string {
	history, most := c.History, cardHistory
	if len(c.Guesses) > 0 {
		most = 2 // what it may be is told instead, and a message has its limit
	}
	if n := len(history) - most; n > 0 {
		history = history[n:]
	}
	var lines []string
	for _, e := range history {
		who := e.Who
		switch {
		case e.Volunteer > 0:
			who = s.plain("card.mediator", "number", e.Volunteer)
		case who == "":
			who = s.plain("card.reporter")
		}
		line := s.t("card.entry", "time", s.clock(e.At), "what", s.eventName(e.What), "who", who)
		if e.Text != "" {
			line += s.t("card.entry_text", "text", brief(strings.ReplaceAll(e.Text, "\n", " "), cardEntry))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (s *step) eventName(e payload.Event) string {
	key := "event." + string(e)
	if !s.r.Texts.Has(locale.Chinese, key) {
		return string(e)
	}
	return s.plain(key)
}

// cardVerbs are those that a card has a button for.
var cardVerbs = []payload.Verb{
	payload.VerbAccept, payload.VerbTake, payload.VerbReturn, payload.VerbAsk, payload.VerbNote, payload.VerbTransfer, payload.VerbClose,
	payload.VerbGrade, payload.VerbCorrect, payload.VerbLink, payload.VerbUnlink, payload.VerbSort, payload.VerbBlock,
	payload.VerbConfirm, payload.VerbRedo, payload.VerbOffer, payload.VerbRecall,
}

// firstVerbs are those that count now where they may be done: their button has
// a row of its own.
var firstVerbs = []payload.Verb{payload.VerbAccept, payload.VerbConfirm}

// cardButtons offers what the recipient may do now. The version shown travels
// with each, so that a press on an old card is known for one.
func (s *step) cardButtons(c *payload.Card) [][]Button {
	version := strconv.Itoa(c.Version)
	var rows [][]Button
	var buttons []Button
	for _, v := range c.Verbs {
		b := s.lasting("verb."+string(v), append([]string{familyCard, string(v), string(c.Case), version, string(c.Kind)}, hazardArguments(v, c.Hazard)...)...)
		switch {
		case slices.Contains(firstVerbs, v):
			rows = append(rows, row(b))
		case slices.Contains(cardVerbs, v):
			buttons = append(buttons, b)
		}
	}
	rows = append(rows, grid(buttons, 3)...)
	if said, shown := mediatorSaid(c); first(said, shown) != said && !s.in.Group {
		rows = append(rows, row(s.lasting("card.said", familyCard, scopeSaid, string(c.Case), version)))
	}
	if first(c.Text, cardText) != c.Text && !s.in.Group {
		rows = append(rows, row(s.lasting("card.whole", familyCard, "text", string(c.Case), version)))
	}
	return rows
}

package conversation

const (
	screenConsent  Screen = "consent"
	screenResume   Screen = "resume"
	screenDanger   Screen = "danger"
	screenKind     Screen = "kind"
	screenWhat     Screen = "what"
	screenLong     Screen = "long"
	screenStop     Screen = "stop"
	screenWhere    Screen = "where"
	screenPlaces   Screen = "places"
	screenWhen     Screen = "when"
	screenUrgency  Screen = "urgency"
	screenNamed    Screen = "named"
	screenCategory Screen = "category"
	screenTwice    Screen = "twice"
	screenPremises Screen = "premises"
	screenAgainst  Screen = "against"
	screenSummary  Screen = "summary"

	screenParties     Screen = "parties"
	screenAgreement   Screen = "agreement"
	screenAmount      Screen = "amount"
	screenPerformance Screen = "performance"
	screenPeople      Screen = "people"

	screenBelongs  Screen = "belongs"
	screenAnswer   Screen = "answer"
	screenAdd      Screen = "add"
	screenWithdraw Screen = "withdraw"
	screenReopen   Screen = "reopen"
	screenForget   Screen = "forget"
	screenContact  Screen = "contact"

	screenWords     Screen = "words"
	screenTargets   Screen = "targets"
	screenWhy       Screen = "why"
	screenOutcome   Screen = "outcome"
	screenClosing   Screen = "closing"
	screenConfirm   Screen = "confirm"
	screenGrade     Screen = "grade"
	screenBar       Screen = "bar"
	screenInvite    Screen = "invite"
	screenUses      Screen = "uses"
	screenHours     Screen = "hours"
	screenSortKind  Screen = "sort_kind"
	screenSort      Screen = "sort"
	screenSortPlace Screen = "sort_place"

	screenBack           Screen = "give_back"
	screenCorrect        Screen = "correct"
	screenCorrectUrgency Screen = "correct_urgency"

	screenNear          Screen = "near"
	screenGiveUp        Screen = "give_up"
	screenReportWords   Screen = "report_words"
	screenReportConfirm Screen = "report_confirm"
	screenOffer         Screen = "offer"
	screenMediated      Screen = "mediated"
	screenRedo          Screen = "redo"
)

// screens is the table of all questions. It is filled in init because asking
// one may lead to any other.
var screens map[Screen]screen

func init() {
	screens = map[Screen]screen{
		// A report being told, in the order of asking.
		screenConsent:  {ask: askConsent, press: pressConsent, text: holdForConsent, help: "help.consent"},
		screenDanger:   {ask: askDanger, press: pressDanger, text: tellAnywhere, help: "help.danger"},
		screenKind:     {ask: askKind, press: pressKind, text: tellAnywhere, help: "help.kind"},
		screenWhat:     {ask: askWhat, press: pressWhat, text: tellWhat, media: showWhat, help: "help.what"},
		screenLong:     {ask: askLong, press: pressLong, text: tellLong, help: "help.long"},
		screenStop:     {ask: askStop, text: tellStop, skip: skipStop, help: "help.stop"},
		screenWhere:    {ask: askWhere, press: pressWhere, text: tellWhere, position: pointWhere, skip: skipWhere, help: "help.where"},
		screenPlaces:   {ask: askPlaces, press: pressPlaces, text: tellWhere, position: pointWhere, help: "help.where"},
		screenWhen:     {ask: askWhen, press: pressWhen, text: tellWhen, skip: skipWhen, help: "help.when"},
		screenUrgency:  {ask: askUrgency, press: pressUrgency, help: "help.urgency"},
		screenNamed:    {ask: askNamed, press: pressNamed, help: "help.named"},
		screenCategory: {ask: askCategory, press: pressCategory, help: "help.category"},
		screenSummary:  {ask: askSummary, press: pressSummary, help: "help.summary"},
		screenAgainst:  {ask: askAgainst, press: pressAgainst, text: tellAgainst, help: "help.against"},
		screenPremises: {ask: askPremises, press: pressPremises, skip: skipPremises, help: "help.premises"},
		screenTwice:    {ask: askTwice, press: pressTwice, help: "help.twice"},

		// What is settled already: while reporting and while closing.
		screenParties:     {ask: askParties, press: pressParties, text: tellParties, help: "help.parties"},
		screenAgreement:   {ask: askAgreement, press: pressAgreement, help: "help.agreement"},
		screenAmount:      {ask: askAmount, press: pressAmount, text: tellAmount, skip: skipAmount, help: "help.amount"},
		screenPerformance: {ask: askPerformance, press: pressPerformance, skip: skipPerformance, help: "help.performance"},
		screenPeople:      {ask: askPeople, press: pressPeople, text: tellPeople, help: "help.people"},

		// Beside a report being told.
		screenResume:   {ask: askResume, press: pressResume, text: holdMore, media: holdMedia, last: true, help: "help.resume"},
		screenBelongs:  {ask: askBelongs, press: pressBelongs, text: holdMore, media: holdMedia, last: true, help: "help.belongs"},
		screenAnswer:   {ask: askAnswer, text: tellAnswer, media: showAnswer, help: "help.answer"},
		screenAdd:      {ask: askAdd, press: pressAdd, text: tellAdd, media: showAdd, help: "help.add"},
		screenWithdraw: {ask: askWithdraw, press: pressWithdraw, text: tellWithdraw, help: "help.withdraw"},
		screenReopen:   {ask: askReopen, text: tellReopen, help: "help.reopen"},
		screenForget:   {ask: askForget, press: pressForget, help: "help.forget"},
		screenContact:  {ask: askContact, press: pressContact, text: tellContact, help: "help.contact"},

		// Staff on a case.
		screenWords:   {ask: askWords, text: tellWords, media: showWords, help: "help.words"},
		screenTargets: {ask: askTargets, press: pressTargets, help: "help.targets"},
		screenWhy:     {ask: askWhy, press: pressWhy, text: tellWhy, help: "help.why"},
		screenOutcome: {ask: askOutcome, press: pressOutcome, help: "help.outcome"},
		screenClosing: {ask: askClosing, text: tellClosing, skip: skipClosing, help: "help.closing"},
		screenGrade:   {ask: askGrade, press: pressGrade, help: "help.grade"},
		screenConfirm: {ask: askConfirm, press: pressConfirm, help: "help.confirm"},

		screenBack:           {ask: askBack, press: pressBack, text: tellBack, help: "help.why"},
		screenCorrect:        {ask: askCorrect, press: pressCorrect, help: "help.correct"},
		screenCorrectUrgency: {ask: askCorrectUrgency, press: pressCorrectUrgency, help: "help.correct"},

		// A volunteer who mediates, and the officer who asked for one.
		screenNear:          {ask: askNear, press: pressNear, text: tellNear, help: "help.near"},
		screenGiveUp:        {ask: askGiveUp, press: pressGiveUp, text: tellGiveUp, help: "help.give_up"},
		screenReportWords:   {ask: askReportWords, text: tellClosing, skip: skipClosing, help: "help.report"},
		screenReportConfirm: {ask: askReportConfirm, press: pressReportConfirm, help: "help.report"},
		screenOffer:         {ask: askOffer, text: tellOffer, help: "help.offer"},
		screenMediated:      {ask: askMediated, press: pressMediated, text: tellMediated, help: "help.confirm"},
		screenRedo:          {ask: askRedo, text: tellRedo, help: "help.redo"},

		// Coordinators.
		screenBar:         {ask: askBar, press: pressBar, help: "help.bar"},
		screenCast:        {ask: askCast, press: pressCast, text: tellCast, media: showCast, help: "help.cast"},
		screenCastArea:    {ask: askCastArea, press: pressCastArea, text: tellCastArea, help: "help.cast"},
		screenCastHours:   {ask: askCastHours, press: pressCastHours, help: "help.cast"},
		screenCastConfirm: {ask: askCastConfirm, press: pressCastConfirm, help: "help.cast"},

		screenRosterUnit:    {ask: askRosterUnit, press: pressRosterUnit, help: "help.roster"},
		screenRosterDuty:    {ask: askRosterDuty, press: pressRosterDuty, text: tellRosterDuty, help: "help.roster_duty"},
		screenRosterConfirm: {ask: askRosterConfirm, press: pressRosterConfirm, help: "help.roster"},

		screenInvite:    {ask: askInvite, press: pressInvite, text: tellInvite, help: "help.invite"},
		screenUses:      {ask: askUses, press: pressUses, text: tellUses, help: "help.invite"},
		screenHours:     {ask: askHours, press: pressHours, help: "help.invite"},
		screenSortKind:  {ask: askSortKind, press: pressSortKind, help: "help.sort"},
		screenSort:      {ask: askSort, press: pressSort, skip: skipSort, help: "help.sort"},
		screenSortPlace: {ask: askSortPlace, press: pressSortPlace, text: tellSortPlace, skip: skipSortPlace, help: "help.sort"},
	}
}

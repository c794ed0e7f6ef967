package conversation

import (
	"secondbrother/bot/locale"
	"secondbrother/storage/payload"
)

// Command is one line of the commands menu.
type Command struct {
	Name        string // without slash
	Description string
}

// Who may use a command.
type audience int

const (
	everybody audience = iota
	staff
	leaders
	coordinators
	volunteers
)

// commands lists all, in the order of the menu.
var commands = []struct {
	name string
	for_ audience
	run  func(*step, string)
}{
	{"tip", everybody, func(s *step, text string) { s.file(payload.Tip, text) }},
	{"dispute", everybody, func(s *step, text string) { s.file(payload.Dispute, text) }},
	{"assist", everybody, func(s *step, text string) { s.file(payload.Assist, text) }},
	{"my", everybody, func(s *step, _ string) { s.mine(0) }},
	{"status", everybody, (*step).statusCommand},
	{"mediate", volunteers, (*step).mediate},
	{"duty", staff, (*step).duty},
	{"cases", staff, func(s *step, _ string) { s.cases("mine", 0, true) }},
	{"case", staff, (*step).caseCommand},
	{"station", leaders, func(s *step, _ string) { s.stationLink() }},
	{"triage", coordinators, func(s *step, _ string) { s.triage(0, true) }},
	{"monthly", coordinators, (*step).monthly},
	{"invite", coordinators, (*step).invite},
	{"broadcast", coordinators, (*step).broadcast},
	{"roster", coordinators, func(s *step, text string) { s.roster(text, 0, true) }},
	{"cancel", everybody, func(s *step, _ string) { s.cancel() }},
	{"help", everybody, func(s *step, _ string) { s.help() }},
	{"privacy", everybody, func(s *step, _ string) { s.privacy() }},
	{"language", everybody, func(s *step, _ string) { s.chooseLanguage() }},
	{"forget", everybody, func(s *step, _ string) { s.forget() }},
	{"start", everybody, (*step).start},
}

func (a audience) includes(r payload.Role) bool {
	switch a {
	case staff:
		return r.Staff()
	case leaders:
		return r == payload.RoleLeader
	case coordinators:
		return r == payload.RoleCoordinator
	case volunteers:
		return r == payload.RoleVolunteer
	}
	return true
}

// Commands is the commands menu of a role in a language, in the order to show.
func Commands(language string, role payload.Role) []Command {
	texts := locale.Load()
	var out []Command
	for _, c := range commands {
		if c.for_.includes(role) && c.name != "start" {
			out = append(out, Command{Name: c.name, Description: texts.Plain(language, "command."+c.name)})
		}
	}
	return out
}

func (s *step) command() {
	for _, c := range commands {
		if c.name != s.in.Command {
			continue
		}
		switch {
		case c.for_.includes(s.p.Role):
			c.run(s, s.in.Text)
		case s.p.Role == payload.RoleNobody && !s.r.OpenIntake:
			s.uninvited()
		case c.for_ == coordinators:
			s.say(s.t("command.only_coordinators"))
		case c.for_ == volunteers:
			s.say(s.t("command.only_volunteers"))
		case c.for_ == leaders:
			s.say(s.t("command.only_leaders"))
		default:
			s.say(s.t("command.only_staff"))
		}
		return
	}
	s.say(s.t("command.unknown", "command", "/"+brief(s.in.Command, 32)))
}

// needed says whether the worker has to know that the person cannot be reached:
// cards must go elsewhere, and nobody waits for a mediator who is not there.
func (p *Person) needed() bool { return p.Role.Staff() || p.Willing }

// blocked notes that the person blocked the bot, or came back.
func (s *step) blocked() {
	if s.in.Group {
		s.groupGone(s.in.Text == "blocked")
		return
	}
	if s.in.Text != "blocked" {
		s.returned()
		return
	}
	if !s.p.Blocked && s.p.needed() {
		s.act(payload.Action{Verb: payload.VerbUnreachable})
	}
	s.p.Blocked = true
}

// returned notes that a person who had blocked the bot can be reached again:
// Telegram says so, or the person says anything at all.
func (s *step) returned() {
	if s.p.Blocked && s.p.needed() {
		s.act(payload.Action{Verb: payload.VerbReachable})
	}
	s.p.Blocked = false
}

package conversation

import (
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/payload"
)

// rules of the tests: the real catalogue, classifier and gazetteer, loaded once.
var testRules = func() Rules {
	r := NewRules()
	r.Bot = "LiaochengErgeBot"
	return r
}()

// screenMessage is a message as the person's phone shows it.
type shown struct {
	id      int
	text    string
	buttons [][]Button
}

// phone plays one chat against Step the way the bot does: it keeps what the
// phone shows, so that a test presses what a person could press.
type phone struct {
	t       testing.TB
	p       Person
	rules   Rules
	now     time.Time
	keys    int
	lastID  int
	shown   map[int]*shown
	tracked map[string]int
	effects []Effect
	replies []Reply // of the last step
	taps    int
	log     strings.Builder
	quiet   bool
	group   bool            // the chat is a group
	by      *Member         // who of it writes and presses
	visited map[Screen]bool // questions asked so far, where a test counts them
}

func newPhone(t testing.TB) *phone {
	return &phone{t: t, rules: testRules, now: time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC),
		p: Person{Schema: Schema}, shown: map[int]*shown{}, tracked: map[string]int{}}
}

// volunteer is a phone whose owner has joined and agreed.
func volunteer(t testing.TB) *phone {
	f := newPhone(t)
	f.quiet = true
	f.command("start", "token")
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: payload.RoleVolunteer, Unit: "古楼派出所", Area: "371502001", Number: 140}})
	f.press("同意")
	f.reset()
	return f
}

func member(t testing.TB, role payload.Role, area string) *phone {
	f := newPhone(t)
	f.quiet = true
	f.command("start", "token")
	f.deliver(payload.Delivery{Topic: payload.TopicJoined, Person: &payload.Person{Role: role, Unit: "古楼派出所", Area: area, Name: "王警官", OnDuty: true}})
	f.reset()
	return f
}

func (f *phone) reset() {
	f.effects, f.taps, f.quiet = nil, 0, false
	f.log.Reset()
}

func (f *phone) step(in Input) Result {
	f.t.Helper()
	f.keys++
	in.Key = fmt.Sprintf("key-%d", f.keys)
	return f.again(in)
}

// again handles an input under the key it has.
func (f *phone) again(in Input) Result {
	f.t.Helper()
	in.Seed = sha256.Sum256([]byte(in.Key))
	if in.At.IsZero() {
		f.now = f.now.Add(time.Second)
		in.At = f.now
	}
	in.Group, in.By = in.Group || f.group, f.by
	result := Step(f.p, in, f.rules)
	f.p = result.Person
	if f.visited != nil {
		f.visited[f.p.Screen] = true
	}
	f.replies = result.Replies
	for _, e := range result.Effects {
		f.effects = append(f.effects, e)
		f.write("  ⇒ %s\n", effectLine(e))
	}
	for _, r := range result.Replies {
		f.show(r)
	}
	f.write("\n")
	return result
}

// show does with a reply what the bot does with it.
func (f *phone) show(r Reply) {
	if r.Toast != "" {
		f.write("  （提示）%s\n", r.Toast)
	}
	if r.Strip != 0 && f.shown[r.Strip] != nil {
		f.shown[r.Strip].buttons = nil
	}
	if r.Text == "" && len(r.Media) == 0 && r.File == nil && r.Point == nil {
		return
	}
	id := r.Edit
	if id == 0 && r.Track != "" && !r.Fresh {
		id = f.tracked[r.Track]
	}
	how := "机器人"
	if f.shown[id] == nil {
		f.lastID++
		id = f.lastID
		if old := f.shown[f.tracked[r.Track]]; r.Track != "" && old != nil {
			old.buttons = nil
		}
	} else {
		how = "机器人（改上一条）"
	}
	f.shown[id] = &shown{id: id, text: r.Text, buttons: r.Buttons}
	if r.Track != "" {
		f.tracked[r.Track] = id
	}
	f.write("%s：\n%s", how, indent(r.Text))
	for _, line := range r.Buttons {
		var names []string
		for _, b := range line {
			names = append(names, "["+b.Text+"]")
		}
		f.write("    %s\n", strings.Join(names, " "))
	}
	if r.Keyboard != nil {
		f.write("    键盘：%v 收起=%v\n", r.Keyboard.Rows, r.Keyboard.Remove)
	}
	var extra []string
	if len(r.Media) > 0 {
		extra = append(extra, fmt.Sprintf("%d 个文件", len(r.Media)))
	}
	if r.Point != nil {
		extra = append(extra, "位置")
	}
	if r.File != nil {
		extra = append(extra, "文件 "+r.File.Name)
	}
	if r.Protect {
		extra = append(extra, "不可转发")
	}
	if len(extra) > 0 {
		f.write("    （%s）\n", strings.Join(extra, "，"))
	}
}

func indent(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	return b.String()
}

func effectLine(e Effect) string {
	switch {
	case e.Report != nil:
		r := e.Report
		return fmt.Sprintf("上报 %s %s %s %s 地点=%s%s 编号=%d 文件=%d 已解决=%v", r.Receipt, r.Kind, r.Category, r.Urgency, r.Place.Area, r.Place.Text, r.Volunteer, len(r.Media), r.Settled != nil || r.Helped != nil)
	case e.Action != nil:
		a := e.Action
		return fmt.Sprintf("操作 %s %s 版本=%d %s%s%s%s", a.Verb, a.Case, a.Version, a.Text, a.Target, a.Outcome, a.Category)
	case e.Ask != nil:
		return fmt.Sprintf("查询 %s %s %s 页=%d %s", e.Ask.Query, e.Ask.Case, e.Ask.Scope, e.Ask.Page, e.Ask.Month)
	case e.Keep != "":
		return "记住代号"
	case e.Wipe:
		return "删除此人"
	case len(e.Drop) > 0:
		return fmt.Sprintf("忘记 %d 个文件", len(e.Drop))
	}
	return fmt.Sprintf("忘记 %d 个代号", len(e.Forget))
}

func (f *phone) write(format string, args ...any) {
	if !f.quiet {
		fmt.Fprintf(&f.log, format, args...)
	}
}

func (f *phone) say(text string) Result {
	f.t.Helper()
	f.lastID++
	f.write("我：%s\n", brief(text, 80))
	return f.step(Input{Type: InputText, Text: text, MessageID: f.lastID})
}

func (f *phone) command(name, text string) Result {
	f.t.Helper()
	f.lastID++
	f.write("我：/%s %s\n", name, text)
	return f.step(Input{Type: InputCommand, Command: name, Text: text, MessageID: f.lastID})
}

func (f *phone) send(in Input) Result {
	f.t.Helper()
	f.lastID++
	if in.MessageID == 0 {
		in.MessageID = f.lastID
	}
	f.write("我：（%s）%s\n", in.Type, in.Text)
	return f.step(in)
}

func (f *phone) photo(ids ...string) Result {
	f.t.Helper()
	var media []payload.Media
	for _, id := range ids {
		media = append(media, payload.Media{ID: id, Type: payload.MediaPhoto, Bytes: 1000})
	}
	return f.send(Input{Type: InputMedia, Media: media})
}

func (f *phone) sticker() Result { return f.send(Input{Type: InputOther}) }

func (f *phone) deliver(d payload.Delivery) Result {
	f.t.Helper()
	if d.To == "" {
		d.To = f.p.Handle
	}
	f.write("系统：%s %s\n", d.Topic, d.Reason)
	return f.step(Input{Type: InputDelivery, Delivery: &d})
}

// reply answers the last question that was asked of the worker.
func (f *phone) reply(r *payload.Reply) Result {
	f.t.Helper()
	for i := len(f.effects) - 1; i >= 0; i-- {
		if q := f.effects[i].Ask; q != nil {
			f.write("系统：答复 %s\n", q.Query)
			return f.step(Input{Type: InputReply, Question: *q, Reply: r})
		}
	}
	f.t.Fatal("nothing was asked of the worker")
	return Result{}
}

// find looks for a button by its text on what the phone shows, newest first.
func (f *phone) find(text string) (int, Button, bool) {
	ids := make([]int, 0, len(f.shown))
	for id := range f.shown {
		ids = append(ids, id)
	}
	sort.Sort(sort.Reverse(sort.IntSlice(ids)))
	for _, exact := range []bool{true, false} {
		for _, id := range ids {
			for _, line := range f.shown[id].buttons {
				for _, b := range line {
					if b.Text == text || !exact && strings.Contains(b.Text, text) {
						return id, b, true
					}
				}
			}
		}
	}
	return 0, Button{}, false
}

func (f *phone) press(text string) Result {
	f.t.Helper()
	id, b, ok := f.find(text)
	if !ok {
		f.t.Fatalf("no button %q; the last answer was %q", text, f.text())
	}
	f.taps++
	f.write("我按：[%s]\n", b.Text)
	return f.step(Input{Type: InputButton, Button: b.Data, MessageID: id})
}

// text is all that the last step said.
func (f *phone) text() string {
	var parts []string
	for _, r := range f.replies {
		parts = append(parts, r.Toast, r.Text)
	}
	return strings.TrimSpace(strings.Join(parts, "\n"))
}

func (f *phone) hears(part string) {
	f.t.Helper()
	if !strings.Contains(f.text(), part) {
		f.t.Errorf("the answer lacks %q:\n%s", part, f.text())
	}
}

func (f *phone) at(s Screen) {
	f.t.Helper()
	if f.p.Screen != s {
		f.t.Fatalf("at screen %q, want %q; the last answer was %q", f.p.Screen, s, f.text())
	}
}

func (f *phone) report() *payload.Report {
	f.t.Helper()
	for i := len(f.effects) - 1; i >= 0; i-- {
		if r := f.effects[i].Report; r != nil {
			return r
		}
	}
	f.t.Fatal("nothing was reported")
	return nil
}

func (f *phone) action() *payload.Action {
	f.t.Helper()
	for i := len(f.effects) - 1; i >= 0; i-- {
		if a := f.effects[i].Action; a != nil {
			return a
		}
	}
	f.t.Fatal("nothing was done")
	return nil
}

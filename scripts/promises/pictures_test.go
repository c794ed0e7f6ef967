package promises

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"secondbrother/scripts/chromium"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/samples"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/storage/records"
	"secondbrother/worker/histories"
)

// go test ./scripts/promises -run Pictures -update-pictures
//
// It takes the fonts that are there: apt install fonts-noto-cjk fonts-noto-color-emoji;
// and for the workbook apt install libreoffice-calc poppler-utils.
var updatePictures = flag.Bool("update-pictures", false, "write the pictures that README.md shows")

const (
	pictures    = "../sandbox/pictures"
	mostPicture = 300 << 10 // bytes; README is read over slow lines too
)

// TestPictures plays a morning in the whole system and looks at it as a
// newcomer does: three chats side by side, and each on a phone.
func TestPictures(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	c.volunteer.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendPhoto(ctx, samples.Photo(3), "沙镇老粮库门口天天有人摆摊套圈赌钱")
	})
	c.volunteer.Sees("请核对", "赌博")
	look := open(t, s, c)
	look.phone("volunteer", c.volunteer, "请核对", "确认提交")
	c.volunteer.Presses("✅ 确认提交")
	number := receipt(t, c.volunteer)
	c.officer.PressesOn(card(c.officer, number, "waits", has("✅ 接警")), "✅ 接警")
	card(c.officer, number, "is mine", has("询问"))
	look.phone("officer", c.officer, "套圈赌钱", "办结")
	c.volunteer.Sees(number, "接警", "正在办理")
	months(t, s)
	c.coordinator.Says("/monthly")
	c.coordinator.Sees("线索", "纠纷", "调解成功")
	look.phone("coordinator", c.coordinator, "月", "导出")
	look.sideBySide("three-chats", map[*story.Actor]string{c.volunteer: "正在办理", c.officer: "办结", c.coordinator: "导出"})
	c.coordinator.Presses("查看案件")
	c.coordinator.Sees("点一个数字")
	press(t, c.coordinator, "调解成功 ")
	c.coordinator.Sees("调解成功：", "LC-")
	look.phone("cases", c.coordinator, "LC-", "下一页")
	workbook(t, s)
}

// months fills the last two months with what a busier city has behind it.
func months(t *testing.T, s *system) {
	t.Helper()
	db, err := records.Open(t.Context(), s.database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	now := time.Now()
	histories.Keep(t, db, histories.Of(7, 900, now.AddDate(0, -2, -now.Day()), now))
}

// press presses the button whose label begins so.
func press(t *testing.T, a *story.Actor, label string) {
	t.Helper()
	for _, row := range a.LastMessage().Keyboard {
		for _, b := range row {
			if strings.HasPrefix(b.Text, label) {
				a.Presses(b.Text)
				return
			}
		}
	}
	t.Fatalf("no button begins with %q", label)
}

// workbook is the upper left of the month's file as an office program prints it.
func workbook(t *testing.T, s *system) {
	t.Helper()
	if !*updatePictures {
		return // worker/monthly compares its cells
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "month.xlsx")
	if err := os.WriteFile(file, []byte(s.command("worker", "monthly", "--format", "xlsx")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range [][]string{
		{"soffice", "-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", "pdf", "--outdir", folder, file},
		{"pdftoppm", "-png", "-r", "170", "-x", "110", "-y", "150", "-W", "1500", "-H", "390", "-f", "1", "-l", "1", "-singlefile", filepath.Join(folder, "month.pdf"), filepath.Join(folder, "month")},
	} {
		if out, err := exec.CommandContext(t.Context(), step[0], step[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", step[0], err, out)
		}
	}
	data, err := os.ReadFile(filepath.Join(folder, "month.png"))
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "workbook", data)
}

// browser is a headless Chromium on the sandbox's page.
type browser struct {
	t    *testing.T
	ctx  context.Context
	url  string
	cast cast
}

func open(t *testing.T, s *system, c cast) *browser {
	t.Helper()
	return &browser{t, chromium.Open(t, 390, 844), s.stage.URL, c}
}

// page loads the page anew with columns open, left to right, as people leave it.
func (b *browser) page(width, height int64, columns ...*story.Actor) {
	b.t.Helper()
	var open, roles []string
	for _, a := range columns {
		open = append(open, fmt.Sprintf(`{person:%d,chat:%[1]d}`, a.Person.ID))
		role, area := "volunteer", "东昌府区"
		switch a {
		case b.cast.officer:
			role, area = "officer", station
		case b.cast.coordinator:
			role, area = "coordinator", "东昌府分局（示例）"
		}
		roles = append(roles, fmt.Sprintf(`%d:{role:%q,area:%q}`, a.Person.ID, role, area))
	}
	b.do(chromedp.EmulateViewport(width, height))
	b.do(chromedp.Navigate(b.url))
	script := fmt.Sprintf(`localStorage.setItem("columns", JSON.stringify([%s])); localStorage.setItem("roles", JSON.stringify({%s}))`,
		strings.Join(open, ","), strings.Join(roles, ","))
	b.value(script)
	b.do(chromedp.Reload())
}

// sees waits until somebody's column shows a text or a button.
func (b *browser) sees(a *story.Actor, parts ...string) {
	b.t.Helper()
	for _, part := range parts {
		column := fmt.Sprintf(`[data-testid="column-%s"] .log`, a.Person.Name)
		script := fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))`, column, part)
		poll := chromedp.Poll[bool](script, chromedp.WithPollingInterval(50*time.Millisecond))
		ctx, cancel := context.WithTimeout(b.ctx, story.Patience)
		_, err := chromedp.Run(ctx, poll)
		cancel()
		if err != nil {
			b.t.Fatalf("%s's column does not show %q: %v", a.Person.Name, part, err)
		}
	}
}

// phone is a picture of one chat on a phone.
func (b *browser) phone(name string, a *story.Actor, parts ...string) {
	b.t.Helper()
	b.page(390, 844, a)
	b.do(chromedp.Click(chromedp.CSS(fmt.Sprintf(`[data-testid="person-%s"]`, a.Person.Name))))
	b.sees(a, parts...)
	b.fits()
	b.picture(name)
}

// sideBySide is a picture of three chats at once.
func (b *browser) sideBySide(name string, shows map[*story.Actor]string) {
	b.t.Helper()
	b.page(1280, 800, b.cast.volunteer, b.cast.officer, b.cast.coordinator)
	for a, part := range shows {
		b.sees(a, part)
	}
	b.fits()
	b.picture(name)
}

// fits checks that nothing is wider than the screen and that all pictures are
// there.
func (b *browser) fits() {
	b.t.Helper()
	b.value(`Promise.all([...document.images].map(i => i.decode().catch(() => {}))).then(() => new Promise(r => setTimeout(r, 300)))`)
	if wide := b.value(`[...document.querySelectorAll(".bubble, .keys button, header")].filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.left < -1 || r.right > innerWidth + 1) }).length`); wide != 0.0 {
		b.t.Errorf("%v things stand out of the screen", wide)
	}
	if broken := b.value(`[...document.images].filter(i => i.offsetParent && !i.naturalWidth).length`); broken != 0.0 {
		b.t.Errorf("%v pictures are not shown", broken)
	}
}

func (b *browser) picture(name string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, story.Patience)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("take a picture: %v", err)
	}
	keep(b.t, name, data)
}

// keep writes a picture as small as it gets.
func keep(t *testing.T, name string, data []byte) {
	t.Helper()
	shown, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("read the picture %s: %v", name, err)
	}
	var small bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, plainer(shown)); err != nil {
		t.Fatalf("write the picture %s: %v", name, err)
	}
	if small.Len() > mostPicture {
		t.Errorf("the picture %s has %d bytes", name, small.Len())
	}
	if !*updatePictures {
		return
	}
	if err := os.MkdirAll(pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pictures, name+".png"), small.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// plainer keeps five bits of each colour: nobody sees it, and gradients take a
// third of the bytes.
func plainer(shown image.Image) image.Image {
	out := image.NewRGBA(shown.Bounds())
	draw.Draw(out, out.Bounds(), shown, shown.Bounds().Min, draw.Src)
	for i, v := range out.Pix {
		out.Pix[i] = uint8(int(v>>3) * 255 / 31)
	}
	return out
}

func (b *browser) do(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, story.Patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) value(script string) any {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, story.Patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[any](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return value
}

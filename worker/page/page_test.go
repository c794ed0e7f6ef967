package page

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"secondbrother/storage/records"
	"secondbrother/worker/histories"
)

var (
	since = time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	until = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
)

// office is a page over a small city with a history.
type office struct {
	t      *testing.T
	db     *records.Records
	server *httptest.Server
	county map[int64]string // coordinators and their county
	now    time.Time
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, db: histories.Fresh(t), now: until, county: map[int64]string{}}
	histories.Keep(t, o.db, histories.Of(4, 120, since, until))
	err := o.db.In(t.Context(), func(tx *records.Tx) error {
		for badge, unit := range map[records.Text]string{"city": "LC", "county": "371502"} {
			saved, err := tx.SaveStaff(t.Context(), records.Person{Role: "coordinator", Unit: records.Text(unit), Label: "示例", Badge: badge}, until)
			if err != nil {
				return err
			}
			o.county[saved.ID] = strings.TrimPrefix(unit, "LC")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	o.server = httptest.NewServer(Handler(Config{
		Records: o.db, Clock: func() time.Time { return o.now }, Log: slog.New(slog.DiscardHandler),
		Visitor: func(_ context.Context, person int64) (string, bool, error) {
			county, ok := o.county[person]
			return county, ok, nil
		},
	}))
	t.Cleanup(o.server.Close)
	return o
}

// coordinator is the person who is one of a county, or of the city.
func (o *office) coordinator(county string) int64 {
	for id, c := range o.county {
		if c == county {
			return id
		}
	}
	o.t.Fatalf("no coordinator of %q", county)
	return 0
}

func (o *office) link(person int64) string {
	o.t.Helper()
	token := Token()
	if err := o.db.OfferPage(o.t.Context(), token, person, o.now.Add(LinkHolds)); err != nil {
		o.t.Fatal(err)
	}
	return token
}

// browser keeps cookies and follows redirects.
type browser struct {
	o *office
	*http.Client
}

func (o *office) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return &browser{o, &http.Client{Jar: jar}}
}

func (b *browser) read(r *http.Response, err error) (int, string) {
	b.o.t.Helper()
	if err != nil {
		b.o.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.o.t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

func (b *browser) get(path string) (int, string) {
	b.o.t.Helper()
	return b.read(b.Get(b.o.server.URL + path))
}

func (b *browser) enter(token string) (int, string) {
	b.o.t.Helper()
	return b.read(b.PostForm(b.o.server.URL+root+"enter", url.Values{"t": {token}}))
}

func TestALinkLetsInOnce(t *testing.T) {
	o := newOffice(t)
	token := o.link(o.coordinator(""))
	b := o.browser()
	// A chat app's preview fetches the link: that must not use it up.
	for range 3 {
		if status, page := b.get(root + "enter?t=" + token); status != http.StatusOK || !strings.Contains(page, "进入") {
			t.Fatalf("%d: %s", status, page)
		}
	}
	if status, _ := b.get(root); status != http.StatusForbidden {
		t.Errorf("without entering: %d", status)
	}
	if status, page := b.enter(token); status != http.StatusOK || !strings.Contains(page, "市局") || !strings.Contains(page, "2026-10") {
		t.Fatalf("entering: %d: %s", status, page)
	}
	if status, page := o.browser().enter(token); status != http.StatusForbidden || !strings.Contains(page, "已经用过或过期") {
		t.Errorf("a second time: %d: %s", status, page)
	}
	if status, _ := o.browser().enter("made-up"); status != http.StatusForbidden {
		t.Errorf("a made-up link: %d", status)
	}
	o.now = o.now.Add(stay + time.Second)
	if status, _ := b.get(root); status != http.StatusForbidden {
		t.Errorf("after half an hour: %d", status)
	}
	late := o.link(o.coordinator(""))
	o.now = o.now.Add(LinkHolds + time.Second)
	if status, _ := o.browser().enter(late); status != http.StatusForbidden {
		t.Errorf("a link of long ago: %d", status)
	}
	b.enter(o.link(o.coordinator("")))
	if status, page := b.read(b.Post(o.server.URL+root+"leave", "", nil)); status != http.StatusOK || !strings.Contains(page, "已退出") {
		t.Errorf("leaving: %d: %s", status, page)
	}
	if status, _ := b.get(root); status != http.StatusForbidden {
		t.Errorf("after leaving: %d", status)
	}
}

func TestEverybodySeesOnlyTheOwnCounty(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	person := o.coordinator("371502")
	if status, page := b.enter(o.link(person)); status != http.StatusOK || !strings.Contains(page, "东昌府分局") || strings.Contains(page, "茌平") {
		t.Fatalf("%d: %s", status, page)
	}
	for path, want := range map[string]int{
		"?area=371502-01":                           http.StatusOK,
		"?area=371503":                              http.StatusForbidden,
		"?area=371503-01":                           http.StatusForbidden,
		"?area=LC":                                  http.StatusForbidden,
		"file?area=371503&format=csv":               http.StatusForbidden,
		"trend.svg?area=LC":                         http.StatusForbidden,
		"cell?cell=dispute.received@LC/2026-10":     http.StatusForbidden,
		"cell?cell=dispute.received@371503/2026-10": http.StatusForbidden,
		"cell?cell=dispute.received@371502/2026-10": http.StatusOK,
		"cell?cell=dispute.received@371502,county=371503/2026-10":     http.StatusBadRequest,
		"cell?cell=dispute.received@371502,station=371503-01/2026-10": http.StatusOK, // nothing of it lies in the own county
	} {
		if status, page := b.get(root + path); status != want {
			t.Errorf("%s: %d, want %d: %s", path, status, want, page)
		}
	}
	if _, page := b.get(root + "cell?cell=dispute.received@371502,station=371503-01/2026-10"); strings.Contains(page, "LC-") {
		t.Error("another county's cases are listed")
	}
	delete(o.county, person) // no coordinator any more
	if status, page := b.get(root); status != http.StatusForbidden || !strings.Contains(page, "协调员") {
		t.Errorf("who is no coordinator any more: %d: %s", status, page)
	}
}

func TestEveryNumberOpens(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	_, page := b.enter(o.link(o.coordinator("")))
	cells := regexp.MustCompile(`href="(/counts/cell\?cell=[^"]+)">(-?[0-9.]+)<`).FindAllStringSubmatch(page, -1)
	opened := 0
	for _, c := range cells {
		if c[2] == "0" || strings.Contains(c[2], ".") {
			continue
		}
		status, cell := b.get(strings.ReplaceAll(c[1], "&amp;", "&"))
		if status != http.StatusOK || !strings.Contains(cell, "<strong>"+c[2]+"</strong>") || !strings.Contains(cell, "LC-") {
			t.Errorf("%s: %d, not %s: %s", c[1], status, c[2], cell)
		}
		opened++
	}
	if opened < 30 {
		t.Errorf("only %d numbers can be opened", opened)
	}
	for _, file := range []string{"xlsx", "csv"} {
		if status, body := b.get(root + "file?month=2026-10&format=" + file); status != http.StatusOK || len(body) < 1000 {
			t.Errorf("%s: %d, %d bytes", file, status, len(body))
		}
	}
	if status, body := b.get(root + "trend.svg?month=2026-10"); status != http.StatusOK || !strings.HasPrefix(body, "<svg") {
		t.Errorf("trend: %d", status)
	}
}

func TestBadAddressesGetAClearAnswer(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	b.enter(o.link(o.coordinator("")))
	for path, want := range map[string]string{
		"?month=2027-01": "还没到", "?month=rubbish": "地址不对", "?area=999999": "没有这个地方", "?basis=x": "地址不对",
		"cell?cell=rubbish": "地址不对", "cell?cell=dispute.success@LC/2026-10": "地址不对",
	} {
		status, page := b.get(root + path)
		if status != http.StatusBadRequest || !strings.Contains(page, want) {
			t.Errorf("%s: %d: %s", path, status, page)
		}
	}
	for range 2 { // the language stays
		if status, page := b.get(root + "?lang=en&month=2027-01"); status != http.StatusBadRequest || !strings.Contains(page, "has not begun") {
			t.Errorf("in English: %d: %s", status, page)
		}
	}
	if _, page := b.get(root + "?month=2027-01"); !strings.Contains(page, "has not begun") {
		t.Errorf("the chosen language is forgotten: %s", page)
	}
}

func TestBrowsersAreHeldToOurOwn(t *testing.T) {
	o := newOffice(t)
	r, err := http.Get(o.server.URL + root + "enter?t=x")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, _ := io.ReadAll(r.Body)
	for header, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} {
		if !strings.Contains(r.Header.Get(header), want) {
			t.Errorf("%s: %q", header, r.Header.Get(header))
		}
	}
	if outside := regexp.MustCompile(`(src|href|action)="(https?:)?//`).FindString(string(body)); outside != "" {
		t.Errorf("loads from elsewhere: %s", outside)
	}
	if fmt.Sprint(r.StatusCode) != "200" {
		t.Error(r.Status)
	}
}

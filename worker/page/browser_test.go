package page

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"secondbrother/scripts/chromium"
)

// A coordinator opens the link, reads the month, opens a number and a county,
// with the keyboard where that is all there is.
func TestACoordinatorReadsTheCounts(t *testing.T) {
	o := newOffice(t)
	address := o.server.URL + root
	ctx := chromium.Open(t, 1100, 1400)
	do := func(what string, steps ...chromium.Step) {
		t.Helper()
		for _, s := range steps {
			if err := chromedp.Do(ctx, s); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
	}
	text := func(selector string) string {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector)))
		if err != nil {
			t.Fatalf("read %s: %v", selector, err)
		}
		return got
	}
	do("open the link", chromedp.Navigate(address+"enter?t="+o.link(o.coordinator(""))), chromedp.Click(chromedp.CSS(`button`)), chromium.Visible(`#main`))
	do("in Chinese", chromedp.Navigate(address+"?lang=zh"), chromium.Visible(`#main`), chromium.Shot("counts"))
	if got := text(`h1`); !strings.Contains(got, "市局") || !strings.Contains(got, "2026-10") {
		t.Errorf("the title is %q", got)
	}
	do("open a number", chromedp.Click(chromedp.CSS(`tbody tr td a`)), chromium.Visible(`tbody th`), chromium.Shot("counts-cell"))
	if got := text(`tbody th`); !strings.HasPrefix(got, "LC-") {
		t.Errorf("the first case is %q", got)
	}
	do("back, and into a county by the map", chromedp.Click(chromedp.CSS(`nav a`)), chromium.Visible(`.map svg`), chromedp.Click(chromedp.CSS(`.map a`)), chromium.Visible(`h1`))
	if got := text(`h1`); !strings.Contains(got, "分局") {
		t.Errorf("the county's page is %q", got)
	}
	do("on a phone", chromedp.EmulateViewport(390, 844), chromium.Shot("counts-phone"))
}

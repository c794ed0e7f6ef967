package page

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

type step = chromedp.Action[chromedp.Void]

// chromium opens a headless browser of the given size.
func chromium(t *testing.T, width, height int64) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("lang", "zh-CN"),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatalf("start Chromium (apt install chromium): %v", err)
	}
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// shot keeps a picture when SCREENSHOTS names a folder.
func shot(t *testing.T, name string) step {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		folder := os.Getenv("SCREENSHOTS")
		if folder == "" {
			return chromedp.Void{}, nil
		}
		data, err := chromedp.CaptureScreenshot()(ctx, target)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name+".png"), data, 0o644)
		}
		return chromedp.Void{}, err
	}
}

// A coordinator opens the link, reads the month, opens a number and a county,
// with the keyboard where that is all there is.
func TestACoordinatorReadsTheCounts(t *testing.T) {
	o := newOffice(t)
	address := o.server.URL + root
	ctx := chromium(t, 1100, 1400)
	do := func(what string, steps ...step) {
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
	do("open the link", chromedp.Navigate(address+"enter?t="+o.link(o.coordinator(""))), chromedp.Click(chromedp.CSS(`button`)), visible(`#main`))
	do("in Chinese", chromedp.Navigate(address+"?lang=zh"), visible(`#main`), shot(t, "counts"))
	if got := text(`h1`); !strings.Contains(got, "市局") || !strings.Contains(got, "2026-10") {
		t.Errorf("the title is %q", got)
	}
	do("open a number", chromedp.Click(chromedp.CSS(`tbody tr td a`)), visible(`tbody th`), shot(t, "counts-cell"))
	if got := text(`tbody th`); !strings.HasPrefix(got, "LC-") {
		t.Errorf("the first case is %q", got)
	}
	do("back, and into a county by the map", chromedp.Click(chromedp.CSS(`nav a`)), visible(`.map svg`), chromedp.Click(chromedp.CSS(`.map a`)), visible(`h1`))
	if got := text(`h1`); !strings.Contains(got, "分局") {
		t.Errorf("the county's page is %q", got)
	}
	do("on a phone", chromedp.EmulateViewport(390, 844), shot(t, "counts-phone"))
}

func visible(selector string) step {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.WaitVisible(chromedp.CSS(selector))(ctx, target)
		return chromedp.Void{}, err
	}
}

// Package chromium opens a headless Chromium for the tests of our web pages.
package chromium

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Step is one thing that is done on a page, or waited for.
type Step = chromedp.Action[chromedp.Void]

// life is how long a browser runs at most, its start included: one that hangs
// fails its test and does not hold up the others.
const life = 3 * time.Minute

// Open starts a browser of the given size. It ends with the test, which waits
// until the process is gone.
func Open(t testing.TB, width, height int64) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("lang", "zh-CN"),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("force-prefers-reduced-motion", true))
	bounded, cancel := context.WithTimeout(context.Background(), life)
	t.Cleanup(cancel)
	allocator, kill := chromedp.NewExecAllocator(bounded, options...)
	t.Cleanup(kill)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatalf("start Chromium (apt install chromium): %v", err)
	}
	return ctx
}

// Visible waits until something is to be seen.
func Visible(selector string) Step { return chromedp.WaitVisible(chromedp.CSS(selector)) }

// Shot keeps a picture when SCREENSHOTS names a folder.
func Shot(name string) Step {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		folder := os.Getenv("SCREENSHOTS")
		if folder == "" {
			return chromedp.Void{}, nil
		}
		data, err := chromedp.CaptureScreenshot()(ctx, target)
		if err != nil {
			return chromedp.Void{}, err
		}
		return chromedp.Void{}, os.WriteFile(filepath.Join(folder, name+".png"), data, 0o644)
	}
}

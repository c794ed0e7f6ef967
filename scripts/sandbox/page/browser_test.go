package page_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"secondbrother/scripts/chromium"
)

type step = chromium.Step

func id(name string) string { return fmt.Sprintf(`[data-testid="%s"]`, name) }

func run(t *testing.T, ctx context.Context, steps ...step) {
	t.Helper()
	for i, s := range steps {
		patience, cancel := context.WithTimeout(ctx, 20*time.Second)
		err := chromedp.Do(patience, s)
		cancel()
		if err != nil {
			seen, _ := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body")))
			t.Fatalf("step %d: %v; the page shows:\n%s", i+1, err, seen)
		}
	}
}

// press clicks once the page is at rest: what it draws anew in between would be
// found and gone before it is touched.
func press(selector string) step {
	rest := chromedp.Poll[bool](`(() => { const now = document.body.innerHTML, same = window.seenLast === now; window.seenLast = now; return same })()`,
		chromedp.WithPollingInterval(100*time.Millisecond))
	touch := chromedp.Click(chromedp.CSS(selector))
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		if _, err := rest(ctx, target); err != nil {
			return chromedp.Void{}, fmt.Errorf("waiting for the page to rest: %w", err)
		}
		return touch(ctx, target)
	}
}
func click(name string) step            { return press(id(name)) }
func typing(selector, text string) step { return chromedp.SendKeys(chromedp.CSS(selector), text) }

// within waits for a text inside an element.
func within(selector, text string) step {
	poll := chromedp.Poll[bool](fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))`, selector, text),
		chromedp.WithPollingInterval(40*time.Millisecond))
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		if _, err := poll(ctx, target); err != nil {
			return chromedp.Void{}, fmt.Errorf("looking for %q in %s: %w", text, selector, err)
		}
		return chromedp.Void{}, nil
	}
}

// atTheEnd waits until a log is scrolled down.
func atTheEnd(selector string) step {
	poll := chromedp.Poll[bool](fmt.Sprintf(`(e => e.scrollHeight > e.clientHeight + 100 && e.scrollHeight - e.scrollTop - e.clientHeight < 3)(document.querySelector(%q))`, selector),
		chromedp.WithPollingInterval(40*time.Millisecond))
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := poll(ctx, target)
		return chromedp.Void{}, err
	}
}

const sample = "label,role,area,link\n王师傅,volunteer,东昌府区 古楼街道,https://t.me/SecondBrotherBot?start=v1\n李警官,officer,古楼派出所,https://t.me/SecondBrotherBot?start=o1\n陈协调员,coordinator,聊城市,https://t.me/SecondBrotherBot?start=c1\n赵所长,leader,古楼派出所,https://t.me/SecondBrotherBot?start=l1\n"

func TestThreePeopleSideBySide(t *testing.T) {
	file := filepath.Join(t.TempDir(), "invitations.csv")
	if err := os.WriteFile(file, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := chromium.Open(t, 1440, 900)
	run(t, ctx, chromedp.Navigate(served(t, file)), chromium.Visible(id("welcome")), within("body", "机器人在线"), chromium.Shot("welcome"),
		click("play-all"), chromium.Visible(id("column-陈协调员")), within(id("column-陈协调员"), "我是二哥"), within(id("column-王师傅"), "我是二哥"))
	volunteer := id("column-王师傅") + " "
	run(t, ctx,
		press(volunteer+id("inline-button")), within(volunteer+id("toast"), "已选择"), within(volunteer+id("message-text"), "LC-7K2M"),
		press(volunteer+id("attach")), chromium.Visible(id("attach-location")), chromium.Shot("attach"), click("attach-photo"), chromium.Visible(volunteer+id("photo")),
		press(volunteer+id("attach")), click("attach-location"), chromium.Visible(id("spot-3")), chromium.Shot("spots"), click("spot-3"), within(volunteer+id("location"), "临清市"),
		press(volunteer+id("attach")), click("attach-voice"), chromium.Visible(volunteer+id("voice")),
		typing(volunteer+id("composer"), "金鼎小区3号楼有人把电动车推进楼道充电"), press(volunteer+id("send")), within(volunteer+id("message-text"), "金鼎小区"),
		chromium.Shot("side-by-side"))
	run(t, ctx, click("invitations"), chromium.Visible(id("invitation")), chromium.Shot("invitations"), click("dialog-close"))
	run(t, ctx, click("language"), within("body", "Volunteer"), within("body", "Bot is online"), chromium.Shot("english"))
}

func TestAPhone(t *testing.T) {
	ctx := chromium.Open(t, 390, 844)
	p := id("column-王师傅") + " "
	run(t, ctx, chromedp.Navigate(served(t, "")), chromium.Visible(id("add-person")), chromium.Shot("phone-empty"), click("add-person"), chromium.Visible(id("person-name")), chromium.Shot("phone-add"),
		typing(id("person-name"), "王师傅"), click("person-create"),
		chromium.Visible(p+id("start")), within(p, "随手上报"), chromium.Shot("phone-start"), press(p+id("start")), within(p+id("message-text"), "我是二哥"),
		press(p+id("attach")), chromium.Visible(id("attach-album")), chromium.Shot("phone-attach"), click("attach-album"), chromium.Visible(p+id("photo")),
		press(p+id("attach")), click("attach-sticker"), press(".pop button:nth-child(8)"), within(p, "🚓"),
		press(p+id("attach")), click("attach-big-file"), within(p+id("document"), "25.0 MB"), chromium.Shot("phone-chat"))
	run(t, ctx,
		typing(p+id("composer"), "写错了"), press(p+id("send")), within(p+`[data-mine="true"] `+id("message-text"), "写错了"),
		press(p+`[data-mine="true"]:has(`+id("message-text")+`) `+id("message-menu")), chromium.Visible(id("menu-edit")), chromium.Shot("phone-menu"))
	run(t, ctx, click("menu-reply"), press(p+id("commands")), chromium.Visible(id("command")), chromium.Shot("phone-commands"), click("command"), within(p+id("message-text"), "/tip"),
		press(p+id("chat-menu")), click("block-toggle"), chromium.Visible(p+id("unblock")), chromium.Shot("phone-blocked"),
		press(p+id("unblock")), chromium.Visible(p+id("composer")), press(p+id("back")), chromium.Visible(id("person-王师傅")), chromium.Shot("phone-list"))
	// A chat that is opened shows its end, also when it was drawn while it was hidden.
	run(t, ctx, chromedp.Reload(), within(p+id("message-text"), "写错了"), press(id("person-王师傅")), chromium.Visible(p+id("composer")), atTheEnd(p+".log"))
}

func TestOtherThingsPeopleDo(t *testing.T) {
	ctx := chromium.Open(t, 1280, 860)
	p := id("column-王师傅") + " "
	run(t, ctx, chromedp.Navigate(served(t, "")), chromium.Visible(id("welcome")), press(id("welcome")+" "+id("role-volunteer")), chromium.Visible(p+id("start")),
		press(p+id("chat-menu")), click("open-link"), chromium.Visible(id("link")), typing(id("link"), "https://t.me/OtherBot?start=x"), click("link-open"), within("dialog .error", "another bot"),
		press("dialog .plain"), press(p+id("chat-menu")), click("open-link"), chromium.Visible(id("link")), typing(id("link"), "https://t.me/SecondBrotherBot?start=v-1"), click("link-open"),
		within(p+id("message-text"), "/start v-1"), chromium.Visible(p+id("inline-button")))
	run(t, ctx, press(p+id("keyboard")+" > div:nth-child(2) button"), chromium.Visible(id("alert")), within(id("alert"), "已选择"), press("dialog.alert button"), within(p+id("message-text"), "已选择：help"))
	run(t, ctx, typing(p+id("composer"), "在哪里"), press(p+id("send")), within(p+id("reply-keyboard"), "跳过"), chromium.Shot("reply-keyboard"),
		press(p+id("reply-key")), chromium.Visible(id("send-position")), click("send-position"), within(p+id("location"), "36.45000, 115.98000"),
		press(p+id("reply-keyboard")+" > div:nth-child(2) button"), within(p+`[data-mine="true"]`, "跳过"))
	const newest = `[...document.querySelectorAll('[data-mine="true"] [data-testid="message-menu"]')].at(-1).click()`
	run(t, ctx, evaluate(newest), click("menu-edit"), typing(p+id("composer"), "这一步"), press(p+id("send")), within(p+id("message-text"), "跳过这一步"), chromium.Visible(p+id("edited")))
	run(t, ctx, click("add-person"), chromium.Visible(id("person-name")), typing(id("person-name"), "李警官"), click("person-create"), chromium.Visible(id("column-李警官")),
		click("add-group"), chromium.Visible(id("group-title")), typing(id("group-title"), "古楼所"), click("group-create"), within("header strong", "古楼所"), chromium.Visible(id("service")), chromium.Shot("group"))
	run(t, ctx, chromedp.Reload(), within(p+id("message-text"), "跳过这一步"), chromium.Visible(id("column-李警官")))
	run(t, ctx, press(p+id("close-column")), evaluate(`fetch("/sandbox/api/persons").then(r => r.json()).then(all => fetch("/sandbox/api/persons/" + all[0].id + "/text", {method: "POST", body: '{"text":"关着也能收到"}'}))`),
		within(id("person-王师傅")+" "+id("unread"), "1"), within("title", "(3)"), click("person-王师傅"), within(p+id("message-text"), "关着也能收到"),
		chromedp.WaitNotPresent(chromedp.CSS(id("person-王师傅")+" "+id("unread"))))
}

func evaluate(script string) step {
	do := chromedp.Evaluate[any](script)
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := do(ctx, target)
		return chromedp.Void{}, err
	}
}

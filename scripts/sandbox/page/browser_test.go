package page_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/page"
)

// served starts a sandbox with a page and a bot that answers everything with
// buttons, so that the page can be tested without the real one.
func served(t *testing.T, invitations string) string {
	t.Helper()
	api := botapi.New(botapi.Options{Limits: botapi.Limits{Off: true}, Seed: 7})
	server := httptest.NewServer(page.Handler(api, page.Options{Invitations: invitations}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		answering(ctx, server.URL+"/bot1000000:sandbox-token/")
	}()
	t.Cleanup(func() {
		cancel()
		server.CloseClientConnections()
		<-done
		server.Close()
		api.Close()
	})
	return server.URL
}

func call(ctx context.Context, base, method string, in map[string]string) (json.RawMessage, error) {
	form := url.Values{}
	for k, v := range in {
		form.Set(k, v)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+method, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var out struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return nil, err
	}
	if !out.OK {
		return nil, fmt.Errorf("%s: %s", method, out.Description)
	}
	return out.Result, nil
}

const buttons = `{"inline_keyboard":[[{"text":"📢 线索","callback_data":"tip"},{"text":"🤝 纠纷","callback_data":"dispute"}],[{"text":"🆘 求助","callback_data":"help"}],[{"text":"110 热线说明","url":"https://example.com/110"}]]}`

func answering(ctx context.Context, base string) {
	type chat struct {
		ID int64 `json:"id"`
	}
	type message struct {
		ID   int    `json:"message_id"`
		Text string `json:"text"`
		Chat chat   `json:"chat"`
	}
	_, _ = call(ctx, base, "setMyCommands", map[string]string{"commands": `[{"command":"tip","description":"报线索"},{"command":"my","description":"我的上报"}]`})
	_, _ = call(ctx, base, "setMyDescription", map[string]string{"description": "聊城二哥：线索、纠纷、求助，随手上报。\n紧急情况请先拨 110。"})
	offset := 0
	for ctx.Err() == nil {
		result, err := call(ctx, base, "getUpdates", map[string]string{"offset": fmt.Sprint(offset), "timeout": "20"})
		if err != nil {
			continue
		}
		var updates []struct {
			ID       int      `json:"update_id"`
			Message  *message `json:"message"`
			Callback *struct {
				ID      string  `json:"id"`
				Data    string  `json:"data"`
				Message message `json:"message"`
			} `json:"callback_query"`
		}
		if json.Unmarshal(result, &updates) != nil {
			continue
		}
		for _, u := range updates {
			offset = u.ID + 1
			switch {
			case u.Callback != nil:
				_, _ = call(ctx, base, "answerCallbackQuery", map[string]string{"callback_query_id": u.Callback.ID, "text": "已选择",
					"show_alert": fmt.Sprint(u.Callback.Data == "help")})
				_, _ = call(ctx, base, "editMessageText", map[string]string{"chat_id": fmt.Sprint(u.Callback.Message.Chat.ID), "message_id": fmt.Sprint(u.Callback.Message.ID),
					"text": "✅ 已选择：<b>" + u.Callback.Data + "</b>\n回执号 <code>LC-7K2M-Q9XD-4T3R</code>", "parse_mode": "HTML"})
			case u.Message != nil && u.Message.Text == "在哪里":
				_, _ = call(ctx, base, "sendMessage", map[string]string{"chat_id": fmt.Sprint(u.Message.Chat.ID), "text": "请发送位置",
					"reply_markup": `{"keyboard":[[{"text":"📍 发送我的位置","request_location":true}],["跳过","取消"]],"resize_keyboard":true,"input_field_placeholder":"小区、村庄或路口"}`})
			case u.Message != nil:
				_, _ = call(ctx, base, "sendMessage", map[string]string{"chat_id": fmt.Sprint(u.Message.Chat.ID), "parse_mode": "HTML",
					"text": "<b>您好，我是二哥。</b>\n请选择要上报的类型；随时可发 /my 查看。<blockquote>危险正在发生？请先拨 110 / 119 / 120。</blockquote>", "reply_markup": buttons})
			}
		}
	}
}

type step = chromedp.Action[chromedp.Void]

// browser opens a headless Chromium of the given size.
func browser(t *testing.T, width, height int64) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("force-prefers-reduced-motion", true),
		chromedp.Flag("lang", "zh-CN"))
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

func id(name string) string { return fmt.Sprintf(`[data-testid="%s"]`, name) }

// shot keeps a picture when SCREENSHOTS names a folder.
func shot(name string) step {
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
func click(name string) step { return press(id(name)) }
func visible(selector string) step {
	return chromedp.WaitVisible(chromedp.CSS(selector))
}
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
	ctx := browser(t, 1440, 900)
	run(t, ctx, chromedp.Navigate(served(t, file)), visible(id("welcome")), within("body", "机器人在线"), shot("welcome"),
		click("play-all"), visible(id("column-陈协调员")), within(id("column-陈协调员"), "我是二哥"), within(id("column-王师傅"), "我是二哥"))
	volunteer := id("column-王师傅") + " "
	run(t, ctx,
		press(volunteer+id("inline-button")), within(volunteer+id("toast"), "已选择"), within(volunteer+id("message-text"), "LC-7K2M"),
		press(volunteer+id("attach")), visible(id("attach-location")), shot("attach"), click("attach-photo"), visible(volunteer+id("photo")),
		press(volunteer+id("attach")), click("attach-location"), visible(id("spot-3")), shot("spots"), click("spot-3"), within(volunteer+id("location"), "临清市"),
		press(volunteer+id("attach")), click("attach-voice"), visible(volunteer+id("voice")),
		typing(volunteer+id("composer"), "金鼎小区3号楼有人把电动车推进楼道充电"), press(volunteer+id("send")), within(volunteer+id("message-text"), "金鼎小区"),
		shot("side-by-side"))
	run(t, ctx, click("invitations"), visible(id("invitation")), shot("invitations"), click("dialog-close"))
	run(t, ctx, click("language"), within("body", "Volunteer"), within("body", "Bot is online"), shot("english"))
}

func TestAPhone(t *testing.T) {
	ctx := browser(t, 390, 844)
	p := id("column-王师傅") + " "
	run(t, ctx, chromedp.Navigate(served(t, "")), visible(id("add-person")), shot("phone-empty"), click("add-person"), visible(id("person-name")), shot("phone-add"),
		typing(id("person-name"), "王师傅"), click("person-create"),
		visible(p+id("start")), within(p, "随手上报"), shot("phone-start"), press(p+id("start")), within(p+id("message-text"), "我是二哥"),
		press(p+id("attach")), visible(id("attach-album")), shot("phone-attach"), click("attach-album"), visible(p+id("photo")),
		press(p+id("attach")), click("attach-sticker"), press(".pop button:nth-child(8)"), within(p, "🚓"),
		press(p+id("attach")), click("attach-big-file"), within(p+id("document"), "25.0 MB"), shot("phone-chat"))
	run(t, ctx,
		typing(p+id("composer"), "写错了"), press(p+id("send")), within(p+`[data-mine="true"] `+id("message-text"), "写错了"),
		press(p+`[data-mine="true"]:has(`+id("message-text")+`) `+id("message-menu")), visible(id("menu-edit")), shot("phone-menu"))
	run(t, ctx, click("menu-reply"), press(p+id("commands")), visible(id("command")), shot("phone-commands"), click("command"), within(p+id("message-text"), "/tip"),
		press(p+id("chat-menu")), click("block-toggle"), visible(p+id("unblock")), shot("phone-blocked"),
		press(p+id("unblock")), visible(p+id("composer")), press(p+id("back")), visible(id("person-王师傅")), shot("phone-list"))
	// A chat that is opened shows its end, also when it was drawn while it was hidden.
	run(t, ctx, chromedp.Reload(), within(p+id("message-text"), "写错了"), press(id("person-王师傅")), visible(p+id("composer")), atTheEnd(p+".log"))
}

func TestOtherThingsPeopleDo(t *testing.T) {
	ctx := browser(t, 1280, 860)
	p := id("column-王师傅") + " "
	run(t, ctx, chromedp.Navigate(served(t, "")), visible(id("welcome")), press(id("welcome")+" "+id("role-volunteer")), visible(p+id("start")),
		press(p+id("chat-menu")), click("open-link"), visible(id("link")), typing(id("link"), "https://t.me/OtherBot?start=x"), click("link-open"), within("dialog .error", "another bot"),
		press("dialog .plain"), press(p+id("chat-menu")), click("open-link"), visible(id("link")), typing(id("link"), "https://t.me/SecondBrotherBot?start=v-1"), click("link-open"),
		within(p+id("message-text"), "/start v-1"), visible(p+id("inline-button")))
	run(t, ctx, press(p+id("keyboard")+" > div:nth-child(2) button"), visible(id("alert")), within(id("alert"), "已选择"), press("dialog.alert button"), within(p+id("message-text"), "已选择：help"))
	run(t, ctx, typing(p+id("composer"), "在哪里"), press(p+id("send")), within(p+id("reply-keyboard"), "跳过"), shot("reply-keyboard"),
		press(p+id("reply-key")), visible(id("send-position")), click("send-position"), within(p+id("location"), "36.45000, 115.98000"),
		press(p+id("reply-keyboard")+" > div:nth-child(2) button"), within(p+`[data-mine="true"]`, "跳过"))
	const newest = `[...document.querySelectorAll('[data-mine="true"] [data-testid="message-menu"]')].at(-1).click()`
	run(t, ctx, evaluate(newest), click("menu-edit"), typing(p+id("composer"), "这一步"), press(p+id("send")), within(p+id("message-text"), "跳过这一步"), visible(p+id("edited")))
	run(t, ctx, click("add-person"), visible(id("person-name")), typing(id("person-name"), "李警官"), click("person-create"), visible(id("column-李警官")),
		click("add-group"), visible(id("group-title")), typing(id("group-title"), "古楼所"), click("group-create"), within("header strong", "古楼所"), visible(id("service")), shot("group"))
	run(t, ctx, chromedp.Reload(), within(p+id("message-text"), "跳过这一步"), visible(id("column-李警官")))
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

package page_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

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

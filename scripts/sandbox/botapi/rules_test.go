package botapi_test

import (
	"strings"
	"testing"
	"time"

	"secondbrother/scripts/sandbox/samples"
)

func keyboard(rows ...any) map[string]any { return map[string]any{"inline_keyboard": rows} }
func button(label, data string) map[string]any {
	return map[string]any{"text": label, "callback_data": data}
}

// TestRefusals holds the sandbox to the words of the real server.
func TestRefusals(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("王师傅")
	stranger, err := r.api.AddPerson("没来过", "", "")
	if err != nil {
		t.Fatal(err)
	}
	blocker := r.person("屏蔽")
	if _, err := r.api.SetBlocked(blocker, true); err != nil {
		t.Fatal(err)
	}
	own := ok[sent](r, "sendMessage", text(p))
	keyed := ok[sent](r, "sendMessage", text(p, "reply_markup", map[string]any{"keyboard": [][]string{{"甲", "乙"}}}))
	photo := ok[sent](r, "sendLocation", map[string]any{"chat_id": p, "latitude": 36.4, "longitude": 115.9})
	row := []any{button("a", "1")}
	const notModified = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	for name, c := range map[string]struct {
		method string
		in     map[string]any
		want   string
	}{
		"no chat":            {"sendMessage", map[string]any{"text": "x"}, "Bad Request: chat_id is empty"},
		"unknown chat":       {"sendMessage", text(12), "Bad Request: chat not found"},
		"a username":         {"sendMessage", map[string]any{"chat_id": "@wang", "text": "x"}, "Bad Request: chat not found"},
		"never started":      {"sendMessage", text(stranger.ID), "Forbidden: bot can't initiate conversation with a user"},
		"blocked":            {"sendMessage", text(blocker), "Forbidden: bot was blocked by the user"},
		"no text":            {"sendMessage", map[string]any{"chat_id": p}, "Bad Request: message text is empty"},
		"blank text":         {"sendMessage", text(p, "text", " \n"), "Bad Request: message text is empty"},
		"only tags":          {"sendMessage", text(p, "text", "<b></b>", "parse_mode", "HTML"), "Bad Request: message text is empty"},
		"4097 units":         {"sendMessage", text(p, "text", repeated("a", 4097)), "Bad Request: message is too long"},
		"2049 emoji":         {"sendMessage", text(p, "text", repeated("😀", 2049)), "Bad Request: message is too long"},
		"40 kB":              {"sendMessage", text(p, "text", repeated("a", 40000)), "Bad Request: text is too long"},
		"broken tags":        {"sendMessage", text(p, "text", "你<b>x</i>", "parse_mode", "HTML"), `Bad Request: can't parse entities: Unmatched end tag at byte offset 7, expected "</b>", found "</i>"`},
		"MarkdownV2":         {"sendMessage", text(p, "parse_mode", "MarkdownV2"), "Bad Request: parse_mode MarkdownV2 is not supported by this sandbox, use HTML"},
		"unknown parse mode": {"sendMessage", text(p, "parse_mode", "BBCode"), "Bad Request: unsupported parse_mode"},
		"unknown parameter":  {"sendMessage", text(p, "tekst", "x"), `Bad Request: unknown parameter "tekst"`},
		"unknown sub-field":  {"sendMessage", text(p, "link_preview_options", map[string]any{"disabled": true}), `Bad Request: unknown field "disabled" of LinkPreviewOptions`},
		"entity past end":    {"sendMessage", text(p, "entities", []any{map[string]any{"type": "bold", "offset": 1, "length": 5}}), "Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 6"},
		"entity in emoji":    {"sendMessage", text(p, "text", "😀", "entities", []any{map[string]any{"type": "bold", "offset": 0, "length": 1}}), "Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol"},
		"no reply target":    {"sendMessage", text(p, "reply_parameters", map[string]any{"message_id": 999}), "Bad Request: message to be replied not found"},

		"null keyboard":        {"sendMessage", text(p, "reply_markup", nil), "Bad Request: object expected as reply markup"},
		"keyboard not JSON":    {"sendMessage", text(p, "reply_markup", "{"), "Bad Request: can't parse reply keyboard markup JSON object"},
		"keyboard not nested":  {"sendMessage", text(p, "reply_markup", keyboard(button("a", "1"))), `Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`},
		"65 bytes of data":     {"sendMessage", text(p, "reply_markup", keyboard([]any{button("a", repeated("你", 21)+"ab")})), "Bad Request: BUTTON_DATA_INVALID"},
		"no data":              {"sendMessage", text(p, "reply_markup", keyboard([]any{button("a", "")})), "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		"no label":             {"sendMessage", text(p, "reply_markup", keyboard([]any{button("", "1")})), `Bad Request: can't parse inline keyboard button: Field "text" must be non-empty`},
		"telephone button":     {"sendMessage", text(p, "reply_markup", keyboard([]any{map[string]any{"text": "打 110", "url": "tel:110"}})), "Bad Request: inline keyboard button URL 'tel:110' is invalid: Unsupported URL protocol"},
		"localhost button":     {"sendMessage", text(p, "reply_markup", keyboard([]any{map[string]any{"text": "x", "url": "http://localhost/"}})), "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"},
		"nine in a row":        {"sendMessage", text(p, "reply_markup", keyboard([]any{row[0], row[0], row[0], row[0], row[0], row[0], row[0], row[0], row[0]})), "Bad Request: reply markup is too long"},
		"unknown button field": {"sendMessage", text(p, "reply_markup", keyboard([]any{map[string]any{"text": "x", "callback": "1"}})), `Bad Request: unknown field "callback" of InlineKeyboardButton`},
		"empty reply button":   {"sendMessage", text(p, "reply_markup", map[string]any{"keyboard": [][]string{{""}}}), "Bad Request: keyboard button text must be non-empty"},

		"edit: no id":           {"editMessageText", text(p), "Bad Request: message identifier is not specified"},
		"edit: unknown":         {"editMessageText", text(p, "message_id", 999), "Bad Request: message to edit not found"},
		"edit: the person's":    {"editMessageText", text(p, "message_id", 1), "Bad Request: message can't be edited"},
		"edit: reply keyboard":  {"editMessageText", text(p, "message_id", keyed.ID, "text", "x"), "Bad Request: message can't be edited"},
		"edit: the same":        {"editMessageText", text(p, "message_id", own.ID), notModified},
		"edit: too long":        {"editMessageText", text(p, "message_id", own.ID, "text", repeated("a", 4097)), "Bad Request: MESSAGE_TOO_LONG"},
		"edit: keyboard kind":   {"editMessageText", text(p, "message_id", own.ID, "reply_markup", map[string]any{"remove_keyboard": true}), "Bad Request: inline keyboard expected"},
		"edit: no text there":   {"editMessageText", text(p, "message_id", photo.ID), "Bad Request: there is no text in the message to edit"},
		"edit: no caption":      {"editMessageCaption", map[string]any{"chat_id": p, "message_id": own.ID, "caption": "x"}, "Bad Request: there is no caption in the message to edit"},
		"edit: same keyboard":   {"editMessageReplyMarkup", map[string]any{"chat_id": p, "message_id": own.ID}, notModified},
		"delete: unknown":       {"deleteMessage", map[string]any{"chat_id": p, "message_id": 999}, "Bad Request: message to delete not found"},
		"copy: unknown":         {"copyMessage", map[string]any{"chat_id": p, "from_chat_id": p, "message_id": 999}, "Bad Request: message to copy not found"},
		"answer: unknown query": {"answerCallbackQuery", map[string]any{"callback_query_id": "77"}, "Bad Request: query is too old and response timeout expired or query ID is invalid"},

		"no such action":     {"sendChatAction", map[string]any{"chat_id": p, "action": "sleeping"}, "Bad Request: wrong parameter action in request"},
		"bad position":       {"sendLocation", map[string]any{"chat_id": p, "latitude": 91, "longitude": 1}, "Bad Request: location is invalid"},
		"unknown file":       {"sendPhoto", map[string]any{"chat_id": p, "photo": "AgAC1"}, "Bad Request: wrong file identifier/HTTP URL specified"},
		"file by URL":        {"sendPhoto", map[string]any{"chat_id": p, "photo": "https://example.com/a.jpg"}, "Bad Request: failed to get HTTP URL content"},
		"no file":            {"sendDocument", map[string]any{"chat_id": p}, "Bad Request: there is no document in the request"},
		"album of one":       {"sendMediaGroup", map[string]any{"chat_id": p, "media": []any{map[string]any{"type": "photo", "media": "x"}}}, "Bad Request: an album must have 2-10 items"},
		"album of 11":        {"sendMediaGroup", map[string]any{"chat_id": p, "media": make([]int, 11)}, "Bad Request: too many messages to send as an album"},
		"getFile unknown":    {"getFile", map[string]any{"file_id": "nope"}, "Bad Request: invalid file_id"},
		"bad command":        {"setMyCommands", map[string]any{"commands": []any{map[string]any{"command": "Tip", "description": "x"}}}, "Bad Request: BOT_COMMAND_INVALID"},
		"bad description":    {"setMyCommands", map[string]any{"commands": []any{map[string]any{"command": "tip", "description": ""}}}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		"bad webhook":        {"setWebhook", map[string]any{"url": "ftp://x"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
		"foreign webhook":    {"setWebhook", map[string]any{"url": "https://example.com/"}, "Bad Request: bad webhook: this sandbox delivers to loopback addresses only"},
		"bad webhook secret": {"setWebhook", map[string]any{"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "Bad Request: secret token contains unallowed characters"},
		"unknown method":     {"sendMesage", text(p), "Not Found"},
	} {
		t.Run(name, func(t *testing.T) {
			a := r.call(c.method, c.in)
			if a.OK || a.Description != c.want {
				t.Errorf("answered %v %d %q,\nwant %q", a.OK, a.Code, a.Description, c.want)
			}
		})
	}
}

func TestAtTheLimits(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("王师傅")
	for name, in := range map[string]map[string]any{
		"4096 units":        text(p, "text", repeated("a", 4096)),
		"2048 emoji":        text(p, "text", repeated("😀", 2048)),
		"tags do not count": text(p, "text", "<b>"+repeated("你", 4096)+"</b>", "parse_mode", "HTML"),
		"64 bytes":          text(p, "reply_markup", keyboard([]any{button("a", repeated("x", 64))})),
		"100 buttons":       text(p, "reply_markup", keyboard(hundred()...)),
		"everything else": text(p, "protect_content", true, "disable_notification", true, "message_effect_id", "5104841245755180586",
			"link_preview_options", map[string]any{"is_disabled": true}, "reply_parameters", map[string]any{"message_id": 999, "allow_sending_without_reply": true}),
		"an empty keyboard":      text(p, "reply_markup", keyboard()),
		"copy_text of a library": text(p, "reply_markup", keyboard([]any{map[string]any{"text": "a", "callback_data": "1", "copy_text": map[string]any{"text": ""}}})),
	} {
		if a := r.call("sendMessage", in); !a.OK {
			t.Errorf("%s: %s", name, a.Description)
		}
	}
	id := r.pressed(p, 1)
	if a := r.call("answerCallbackQuery", map[string]any{"callback_query_id": id, "text": repeated("你", 201)}); a.Description != "Bad Request: MESSAGE_TOO_LONG" {
		t.Errorf("toast of 201: %+v", a)
	}
	if a := r.call("answerCallbackQuery", map[string]any{"callback_query_id": id, "text": repeated("你", 200)}); !a.OK {
		t.Errorf("toast of 200: %s", a.Description)
	}
}

func hundred() []any {
	var rows []any
	for range 20 {
		rows = append(rows, []any{button("a", "1"), button("b", "2"), button("c", "3"), button("d", "4"), button("e", "5")})
	}
	return rows
}

func TestAPressIsAnsweredOnceAndInTime(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("王师傅")
	const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid"
	id := r.pressed(p, 1)
	if a := r.call("answerCallbackQuery", map[string]any{"callback_query_id": id, "text": "好", "show_alert": true}); !a.OK {
		t.Fatal(a.Description)
	}
	if a := r.call("answerCallbackQuery", map[string]any{"callback_query_id": id}); a.Description != tooOld {
		t.Errorf("second answer: %+v", a)
	}
	toasts := r.chat(p).Toasts
	if len(toasts) != 1 || toasts[0].Text != "好" || !toasts[0].Alert {
		t.Errorf("toasts %+v", toasts)
	}
	id = r.pressed(p, 1)
	if s := r.chat(p); len(s.Pending) != 1 {
		t.Errorf("pending presses %v, want one", s.Pending)
	}
	r.clock.Pass(61 * time.Second)
	if a := r.call("answerCallbackQuery", map[string]any{"callback_query_id": id}); a.Description != tooOld {
		t.Errorf("late answer: %+v", a)
	}
}

func TestFiles(t *testing.T) {
	r := newRig(t, unlimited)
	p := r.person("王师傅")
	chat := map[string]string{"chat_id": itoa(p)}
	for name, c := range map[string]struct {
		method string
		files  map[string][]byte
		want   string
	}{
		"not a picture":    {"sendPhoto", map[string][]byte{"photo": []byte("text")}, "Bad Request: IMAGE_PROCESS_FAILED"},
		"empty":            {"sendDocument", map[string][]byte{"document": {}}, "Bad Request: file must be non-empty"},
		"photo over 10 MB": {"sendPhoto", map[string][]byte{"photo": append(append([]byte{}, samples.Photo(1)...), make([]byte, 10<<20)...)}, "is too big for a photo; the maximum size is 10485760 bytes"},
		"over 50 MB":       {"sendDocument", map[string][]byte{"document": make([]byte, 50<<20+1)}, "Request Entity Too Large"},
		"fine":             {"sendVoice", map[string][]byte{"voice": samples.Voice(1)}, ""},
	} {
		a := r.form(c.method, chat, c.files)
		if a.OK != (c.want == "") || !strings.Contains(a.Description, c.want) {
			t.Errorf("%s: %v %q, want %q", name, a.OK, a.Description, c.want)
		}
	}
	must(t)(r.api.SendDocument(p, 0, "a.mp4", "video/mp4", nil, 20<<20, ""))
	must(t)(r.api.SendDocument(p, 0, "b.mp4", "video/mp4", nil, 20<<20+1, ""))
	messages := r.chat(p).Messages
	last := func(back int) string {
		return strings.TrimPrefix(messages[len(messages)-back].Document.URL, "/sandbox/files/")
	}
	if a := r.call("getFile", map[string]any{"file_id": last(2)}); !a.OK {
		t.Errorf("20 MB: %s", a.Description)
	}
	if a := r.call("getFile", map[string]any{"file_id": last(1)}); a.Description != "Bad Request: file is too big" {
		t.Errorf("over 20 MB: %+v", a)
	}
	if a := r.call("sendVoice", map[string]any{"chat_id": p, "voice": last(1)}); a.Description != "Bad Request: type of file mismatch" {
		t.Errorf("a document as voice: %+v", a)
	}
}

package botapi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/samples"
)

func TestASandboxRemembers(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "sandbox")
	open := func() *rig {
		t.Helper()
		r := newRig(t, unlimited)
		if err := r.api.Remember(folder); err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := open()
	p := first.person("王师傅")
	must(t)(first.api.SendPhoto(p, 0, samples.Photo(1), "楼道"))
	must(t)(first.api.SendDocument(p, 0, "big.mp4", "video/mp4", nil, 30<<20, ""))
	ok[sent](first, "sendMessage", text(p, "text", "<b>好</b>", "parse_mode", "HTML", "reply_markup", keyboard([]any{button("接警", "a:1")})))
	ok[bool](first, "setMyCommands", map[string]any{"commands": []any{map[string]any{"command": "tip", "description": "x"}}})
	group, err := first.api.CreateGroup("古楼所", []int64{p})
	if err != nil {
		t.Fatal(err)
	}
	before, pending := first.chat(p), first.updates(nil)
	first.api.Close()

	second := open()
	after := second.chat(p)
	before.Version, after.Version = 0, 0
	before.Person.Chats, after.Person.Chats = nil, nil
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the chat changed: %s", diff)
	}
	if again := second.updates(nil); len(again) != len(pending) || again[0].ID != pending[0].ID {
		t.Errorf("unconfirmed updates: %d, want %d", len(again), len(pending))
	}
	newest := pending[len(pending)-1].ID
	must(t)(second.api.Press(p, 0, 4, 0, 0))
	if us := second.updates(map[string]any{"offset": newest + 1}); len(us) != 1 || us[0].ID <= newest || us[0].Callback.Data != "a:1" {
		t.Errorf("a press after the restart: %+v", us)
	}
	id := strings.TrimPrefix(after.Messages[1].Photo.URL, "/sandbox/files/")
	if a := second.call("sendPhoto", map[string]any{"chat_id": p, "photo": id}); !a.OK {
		t.Errorf("an old file: %+v", a)
	}
	if a := second.call("sendMessage", text(group)); !a.OK {
		t.Errorf("an old group: %+v", a)
	}
	second.api.Close()

	if err := os.WriteFile(filepath.Join(folder, "state.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := botapi.New(botapi.Options{}).Remember(folder); err == nil || !strings.Contains(err.Error(), "remove the folder") {
		t.Errorf("a broken state: %v", err)
	}
}

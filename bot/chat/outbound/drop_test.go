package outbound

import (
	"fmt"
	"slices"
	"testing"

	"secondbrother/bot/conversation"
	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/view"
	"secondbrother/storage/payload"
)

// What is dropped is gone; to drop it again, or what never was, is no failure
// and holds up nobody.
func TestDroppedMessages(t *testing.T) {
	s := newStreet(t, 1, botapi.Limits{})
	q, stop := s.open()
	defer stop()
	for i, p := range []Piece{
		{Act: Text, Text: "寻人启事", Track: "cast"}, {Act: Text, Text: "照片", Track: "photo"},
		{Act: Drop, Track: "photo"}, {Act: Drop, Track: "photo"}, {Act: Drop, Track: "never"},
		{Act: Text, Text: "已撤回", Track: "cast"},
	} {
		p.Chat = s.id(0)
		if err := q.Put(t.Context(), fmt.Sprint("drop-", i), payload.PriorityRoutine, p); err != nil {
			t.Fatal(err)
		}
	}
	s.put(q, payload.PriorityRoutine, s.id(0), "到此")
	s.people[0].Until("all of it", func(v view.State) bool { return slices.Contains(botTexts(v), "到此") })
	if got := botTexts(s.people[0].Chat()); !slices.Equal(got, []string{"已撤回", "到此"}) {
		t.Errorf("got %q", got)
	}
	if len(s.aside) != 0 {
		t.Errorf("set aside: %v", s.aside)
	}
}

func TestAFileThatIsTakenBackLaterHasAName(t *testing.T) {
	photo := []payload.Media{{ID: "p", Type: payload.MediaPhoto}}
	shown := Render(1, conversation.Reply{Text: "寻人启事", Track: "cast", Also: "cast:photo", Media: photo}, "")
	if len(shown) != 2 || shown[0].Act != Text || shown[0].Track != "cast" || shown[1].Act != Single || shown[1].Track != "cast:photo" {
		t.Errorf("%+v", shown)
	}
	ended := Render(1, conversation.Reply{Text: "已撤回", Track: "cast", Drop: "cast:photo"}, "")
	if len(ended) != 2 || ended[0].Act != Drop || ended[0].Track != "cast:photo" || ended[1].Act != Text {
		t.Errorf("%+v", ended)
	}
}

package story_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"secondbrother/scripts/sandbox/botapi"
	"secondbrother/scripts/sandbox/person"
	"secondbrother/scripts/sandbox/samples"
	"secondbrother/scripts/sandbox/story"
	"secondbrother/scripts/sandbox/view"
)

// echo starts a bot made with the library the project uses; it polls the stage.
func echo(t *testing.T, stage *story.Stage, handle bot.HandlerFunc) *bot.Bot {
	t.Helper()
	b, err := bot.New(stage.Token, bot.WithServerURL(stage.URL), bot.WithDefaultHandler(handle), bot.WithNotAsyncHandlers(),
		bot.WithWorkers(1), bot.WithErrorsHandler(func(err error) {
			if !errors.Is(err, context.Canceled) && t.Context().Err() == nil {
				t.Errorf("bot: %v", err)
			}
		}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); b.Start(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return b
}

func TestALibraryBotTalksWithAPerson(t *testing.T) {
	stage := story.New(t, botapi.Options{})
	echo(t, stage, func(ctx context.Context, b *bot.Bot, u *models.Update) {
		switch {
		case u.CallbackQuery != nil:
			_, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "收到 " + u.CallbackQuery.Data})
			if err != nil {
				t.Errorf("answer: %v", err)
			}
			m := u.CallbackQuery.Message.Message
			_, err = b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID, Text: "已接警"})
			if err != nil {
				t.Errorf("edit: %v", err)
			}
		case u.Message != nil && u.Message.Text != "":
			_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "<b>" + u.Message.Text + "</b>",
				ParseMode: models.ParseModeHTML, ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
					{{Text: "✅ 接警", CallbackData: "a:1"}, {Text: "转派", CallbackData: "t:1"}}}}})
			if err != nil {
				t.Errorf("send: %v", err)
			}
		}
	})

	wang := stage.Add("王师傅", person.Username("wang_sf"))
	wang.Opens("https://t.me/SecondBrotherBot?start=abc_DEF-1")
	m := wang.Sees("/start abc_DEF-1")
	if len(m.Entities) == 0 || m.Entities[0].Type != "bold" || m.Entities[0].Length != len("/start abc_DEF-1") {
		t.Errorf("entities = %+v, want the whole text in bold first", m.Entities)
	}
	wang.Presses("接警")
	wang.SeesToast("收到 a:1")
	edited := wang.Sees("已接警")
	if edited.ID != m.ID || !edited.Edited || len(edited.Keyboard) != 0 {
		t.Errorf("edited message = %+v, want message %d edited and without buttons", edited, m.ID)
	}
	if s, err := wang.Person.Settled(t.Context()); err != nil || len(s.Pending) != 0 {
		t.Errorf("settled: %v, pending %v", err, s.Pending)
	}
}

// TestTheLibraryReadsEverythingPeopleSend decodes each kind of update with the
// library's models.
func TestTheLibraryReadsEverythingPeopleSend(t *testing.T) {
	stage := story.New(t, botapi.Options{})
	updates := make(chan *models.Update, 20)
	b := echo(t, stage, func(_ context.Context, _ *bot.Bot, u *models.Update) { updates <- u })
	p := stage.Add("李姐")
	next := func() *models.Update {
		t.Helper()
		select {
		case u := <-updates:
			return u
		case <-time.After(story.Patience):
			t.Fatal("no update came")
			return nil
		}
	}
	p.Photographs("楼道里有电动车 #隐患")
	photo := next().Message
	if len(photo.Photo) != 2 || photo.Photo[1].Width != 640 || photo.Caption == "" || photo.CaptionEntities[0].Type != "hashtag" {
		t.Errorf("photo = %+v", photo)
	}
	file, err := b.GetFile(t.Context(), &bot.GetFileParams{FileID: photo.Photo[1].FileID})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(b.FileDownloadLink(file))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || !bytes.Equal(data, samples.Photo(1)) {
		t.Errorf("download: %d bytes, %v; want the sample", len(data), err)
	}
	p.Speaks(3)
	if v := next().Message.Voice; v == nil || v.Duration != 3 {
		t.Errorf("voice = %+v", v)
	}
	p.Shares(36.4567, 115.9854)
	if l := next().Message.Location; l == nil || l.Latitude != 36.4567 {
		t.Errorf("location = %+v", l)
	}
	p.Does(func(ctx context.Context, p *person.Person) error { return p.SendSticker(ctx, "👍") })
	if s := next().Message.Sticker; s == nil || s.Emoji != "👍" {
		t.Errorf("sticker = %+v", s)
	}
	p.Does(func(ctx context.Context, p *person.Person) error {
		return p.SendDocumentOfSize(ctx, "监控.mp4", 30<<20)
	})
	big := next().Message.Document
	if _, err := b.GetFile(t.Context(), &bot.GetFileParams{FileID: big.FileID}); !errors.Is(err, bot.ErrorBadRequest) {
		t.Errorf("getFile of 30 MB: %v, want a bad request", err)
	}
	p.Does(func(ctx context.Context, p *person.Person) error { return p.SendAlbum(ctx, 3, "三张") })
	one, two, three := next().Message, next().Message, next().Message
	if one.MediaGroupID == "" || one.MediaGroupID != two.MediaGroupID || two.MediaGroupID != three.MediaGroupID {
		t.Errorf("album ids %q %q %q", one.MediaGroupID, two.MediaGroupID, three.MediaGroupID)
	}
	p.Does(func(ctx context.Context, p *person.Person) error {
		return p.Forward(ctx, "赵六", "转发的话", true)
	})
	if o := next().Message.ForwardOrigin; o == nil || o.MessageOriginHiddenUser == nil || o.MessageOriginHiddenUser.SenderUserName != "赵六" {
		t.Errorf("origin = %+v", o)
	}
	p.Says("你好")
	next()
	mine, _ := person.LastOwn(p.Chat())
	p.Does(func(ctx context.Context, p *person.Person) error { return p.Edit(ctx, mine, "您好") })
	if e := next().EditedMessage; e == nil || e.Text != "您好" || e.ID != mine.ID {
		t.Errorf("edited = %+v", e)
	}
	p.Does(func(ctx context.Context, p *person.Person) error { return p.Block(ctx, true) })
	if c := next().MyChatMember; c == nil || c.NewChatMember.Banned == nil {
		t.Errorf("member change = %+v, want kicked", c)
	}
	if _, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: p.Person.ID, Text: "在吗"}); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("send to a person who blocked the bot: %v", err)
	}
	p.Opens("")
	next() // unblocked
	next() // start
	p.Forges(4711, "case:1:accept")
	if q := next().CallbackQuery; q.Message.InaccessibleMessage == nil || q.Data != "case:1:accept" {
		t.Errorf("forged press = %+v", q)
	}
}

func TestTheLibrarySendsEveryKindOfFile(t *testing.T) {
	stage := story.New(t, botapi.Options{})
	b := echo(t, stage, func(context.Context, *bot.Bot, *models.Update) {})
	p := stage.Add("陈警官")
	p.Opens("")
	id := p.Person.ID
	upload := func(data []byte) models.InputFile {
		return &models.InputFileUpload{Filename: "a.jpg", Data: bytes.NewReader(data)}
	}
	ctx := t.Context()
	sent, err := b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: id, Photo: upload(samples.Photo(2)), Caption: "现场", ProtectContent: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: id, Photo: &models.InputFileString{Data: sent.Photo[1].FileID}}); err != nil {
		t.Errorf("photo by id: %v", err)
	}
	if _, err := b.SendVoice(ctx, &bot.SendVoiceParams{ChatID: id, Voice: upload(samples.Voice(2)), Duration: 2}); err != nil {
		t.Errorf("voice: %v", err)
	}
	if _, err := b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: id, Document: &models.InputFileUpload{Filename: "月报.xlsx", Data: bytes.NewReader([]byte("PK"))}}); err != nil {
		t.Errorf("document: %v", err)
	}
	_, err = b.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: id, Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://one.jpg", Caption: "两张", MediaAttachment: bytes.NewReader(samples.Photo(3))},
		&models.InputMediaPhoto{Media: sent.Photo[1].FileID}}})
	if err != nil {
		t.Errorf("album: %v", err)
	}
	if _, err := b.CopyMessage(ctx, &bot.CopyMessageParams{ChatID: id, FromChatID: id, MessageID: sent.ID}); err != nil {
		t.Errorf("copy: %v", err)
	}
	s := p.Until("all messages", func(s view.State) bool { return len(s.Messages) == 8 })
	if m := s.Messages[1]; m.Photo == nil || m.Text != "现场" || !m.Protected {
		t.Errorf("photo as seen: %+v", m)
	}
	if m := s.Messages[5]; m.Album == "" || m.Album != s.Messages[6].Album {
		t.Errorf("album as seen: %+v", m)
	}
	if err := stage.Sandbox.Order(ctx, botapi.Fault{Kind: botapi.FaultTooManyRequests, Method: "sendMessage", RetryAfter: 7}); err != nil {
		t.Fatal(err)
	}
	var slow *bot.TooManyRequestsError
	if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: id, Text: "x"}); !errors.As(err, &slow) || slow.RetryAfter != 7 {
		t.Errorf("ordered 429: %v", err)
	}
}

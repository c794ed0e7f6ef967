// Package chat is the bot: it takes updates from Telegram and deliveries from
// the worker, lets the conversation answer, and sends what is owed.
package chat

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"secondbrother/bot/conversation"
	"secondbrother/storage/stream"
)

// Config is all a bot needs to know.
type Config struct {
	Token         string
	APIURL        string // empty: Telegram's own server
	WebhookURL    string // empty: polling
	WebhookSecret string
	NATS          stream.Config
	IdentityKey   string        // path of the key file, see seal.Load
	Admins        []int64       // chats of the first coordinators
	Listen        string        // health, metrics and the webhook; empty: no listener
	OpenIntake    bool          // everybody may file, invited or not
	Keep          time.Duration // how long after a case's end who reported it is remembered; 0: 180 days
	Log           *slog.Logger

	Parallel int           // chats handled at a time; 0: 128
	Deadline time.Duration // of one update; 0: 20 s

	// Unlimited leaves Telegram's limits to the server: for measuring.
	Unlimited bool

	// Step replaces conversation.Step in tests.
	Step func(conversation.Person, conversation.Input, conversation.Rules) conversation.Result

	// seam is told how far an update has come, see seams; an error stops it
	// there, as if the process had ended.
	seam func(at string) error

	now       func() time.Time // for what waits for days
	wakeEvery time.Duration
}

// seams are the places at which the process may end while it handles an
// update, in their order: after one effect, after all, after one reply, after
// all, with the alarm set, and with the person saved but nothing confirmed.
var seams = []string{"effect", "effects", "reply", "published", "alarm", "saved"}

// ErrConfig says that a setting is missing or wrong; its text names it.
var ErrConfig = errors.New("settings")

// secrets are what Telegram takes (https://core.telegram.org/bots/api#setwebhook).
var (
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
	tokenForm  = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
)

// FromEnvironment reads the settings; get is os.Getenv.
func FromEnvironment(get func(string) string) (Config, error) {
	c := Config{
		Token:         get("TELEGRAM_TOKEN"),
		APIURL:        get("TELEGRAM_API_URL"),
		WebhookURL:    get("TELEGRAM_WEBHOOK_URL"),
		WebhookSecret: get("TELEGRAM_WEBHOOK_SECRET"),
		NATS:          stream.Config{URL: get("NATS_URL"), Creds: get("NATS_CREDS"), Name: "bot"},
		IdentityKey:   get("IDENTITY_KEY_FILE"),
		Listen:        get("LISTEN"),
	}
	for _, word := range strings.FieldsFunc(get("ADMIN_CHAT_IDS"), func(r rune) bool { return r == ',' || r == ' ' }) {
		id, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return c, fmt.Errorf("%w: ADMIN_CHAT_IDS 要填数字编号，用逗号隔开。Use chat ids, numbers separated by commas", ErrConfig)
		}
		c.Admins = append(c.Admins, id)
	}
	return c, c.check()
}

func (c *Config) check() error {
	wrong := func(text string) error { return fmt.Errorf("%w: %s", ErrConfig, text) }
	switch {
	case c.Token == "":
		return wrong("没有设置 TELEGRAM_TOKEN（向 @BotFather 申请）。TELEGRAM_TOKEN is not set (@BotFather gives one)")
	case !tokenForm.MatchString(c.Token):
		return wrong("TELEGRAM_TOKEN 的格式不对，应像 123456:ABC。TELEGRAM_TOKEN does not look like 123456:ABC")
	case c.IdentityKey == "":
		return wrong("没有设置 IDENTITY_KEY_FILE。生成密钥：openssl rand -hex 32 > 文件。IDENTITY_KEY_FILE is not set; make a key with: openssl rand -hex 32 > FILE")
	case !plainURL(c.APIURL, "http", "https"):
		return wrong("TELEGRAM_API_URL 不是网址。TELEGRAM_API_URL is no http(s) address")
	case !plainURL(c.WebhookURL, "http", "https"):
		return wrong("TELEGRAM_WEBHOOK_URL 不是网址。TELEGRAM_WEBHOOK_URL is no http(s) address")
	case c.WebhookURL != "" && !secretForm.MatchString(c.WebhookSecret):
		return wrong("用 TELEGRAM_WEBHOOK_URL 时必须设置 TELEGRAM_WEBHOOK_SECRET（字母、数字、_ 和 -）。TELEGRAM_WEBHOOK_URL needs a TELEGRAM_WEBHOOK_SECRET (letters, digits, _ and -)")
	case c.WebhookURL != "" && c.Listen == "":
		return wrong("用 TELEGRAM_WEBHOOK_URL 时必须设置 LISTEN。TELEGRAM_WEBHOOK_URL needs LISTEN")
	}
	return nil
}

func plainURL(text string, schemes ...string) bool {
	if text == "" {
		return true
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return false
	}
	for _, s := range schemes {
		if u.Scheme == s {
			return true
		}
	}
	return false
}

func (c *Config) fill() {
	if c.Keep == 0 {
		c.Keep = conversation.Keep
	}
	if c.Parallel == 0 {
		c.Parallel = 128
	}
	if c.Deadline == 0 {
		c.Deadline = 20 * time.Second
	}
	if c.Step == nil {
		c.Step = conversation.Step
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.wakeEvery == 0 {
		c.wakeEvery = wakeEvery
	}
	if c.seam == nil {
		c.seam = func(string) error { return nil }
	}
}

package promises

import (
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secondbrother/storage/local"
)

// TestWrongSettings: a program that cannot run says what to mend, in both
// languages, and shows no secret.
func TestWrongSettings(t *testing.T) {
	s := bare(t)
	s.command("roster", "--out", filepath.Join(s.folder, "roster"))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	file := func(name, content string) string {
		path := filepath.Join(s.folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const secret = "Jiandao7secret"
	for _, c := range []struct {
		name    string
		changed []string
		command string // with arguments
		says    []string
	}{
		{"a token that Telegram does not know", []string{"TELEGRAM_TOKEN=1000000:" + secret}, "bot", []string{"核对 TELEGRAM_TOKEN", "check TELEGRAM_TOKEN"}},
		{"a token of a wrong form", []string{"TELEGRAM_TOKEN=" + secret}, "bot", []string{"TELEGRAM_TOKEN 的格式不对，应像 123456:ABC", "does not look like"}},
		{"no token", []string{"TELEGRAM_TOKEN="}, "bot", []string{"没有设置 TELEGRAM_TOKEN", "is not set"}},
		{"Telegram cannot be reached", []string{"TELEGRAM_API_URL=http://127.0.0.1:1"}, "bot", []string{"连不上 Telegram", "cannot be reached"}},
		{"an address that is none", []string{"TELEGRAM_API_URL=telegram"}, "bot", []string{"TELEGRAM_API_URL 不是网址", "no http(s) address"}},
		{"a webhook without a secret", []string{"TELEGRAM_WEBHOOK_URL=https://example.org/hook"}, "bot", []string{"必须设置 TELEGRAM_WEBHOOK_SECRET", "needs a TELEGRAM_WEBHOOK_SECRET"}},
		{"no key file", []string{"IDENTITY_KEY_FILE=" + filepath.Join(s.folder, "nowhere")}, "bot", []string{"IDENTITY_KEY_FILE 不能用", "openssl rand -hex 32", "nowhere"}},
		{"a key file that holds something else", []string{"IDENTITY_KEY_FILE=" + file("wrong.key", "# a key\n"+secret+"\n")}, "bot", []string{"64 位十六进制", "line 2"}},
		{"an empty key file", []string{"IDENTITY_KEY_FILE=" + file("empty.key", "")}, "bot", []string{"IDENTITY_KEY_FILE 不能用", "holds no key"}},
		{"coordinators that are no numbers", []string{"ADMIN_CHAT_IDS=boss"}, "bot", []string{"ADMIN_CHAT_IDS 要填数字", "numbers separated by commas"}},
		{"no such log level", []string{"LOG_LEVEL=loud"}, "bot", []string{"LOG_LEVEL 只能是", "LOG_LEVEL is debug"}},
		{"no NATS for the bot", []string{"NATS_URL=nats://user:" + secret + "@127.0.0.1:1"}, "bot", []string{"连不上 NATS", "check that it runs"}},
		{"a port that the bot cannot have", []string{"LISTEN=" + taken.Addr().String()}, "bot", []string{"LISTEN 的地址不能用", "the port may be taken"}},
		{"an argument too many", nil, "bot run", []string{"bot --help"}},

		{"no database", []string{"DATABASE_URL=postgres://u:" + secret + "@127.0.0.1:1/x?sslmode=disable"}, "worker serve", []string{"连不上数据库，请检查 DATABASE_URL", "cannot be reached"}},
		{"a wrong database password", []string{"DATABASE_URL=" + strings.Replace(s.database, "@", secret+"@", 1)}, "worker serve", []string{"连不上数据库"}},
		{"a database URL that is none", []string{"DATABASE_URL=postgres://u:" + secret + "%zz@h/x"}, "worker serve", []string{"DATABASE_URL"}},
		{"no database URL", []string{"DATABASE_URL="}, "worker serve", []string{"请设置 DATABASE_URL", "set DATABASE_URL, like postgres://"}},
		{"a database that was not migrated", []string{"DATABASE_URL=" + local.Database(t, nil, "empty")}, "worker serve", []string{"请先运行 worker migrate", "run worker migrate first"}},
		{"nothing to import into", []string{"DATABASE_URL=" + local.Database(t, nil, "empty")}, "worker import stations " + filepath.Join(s.folder, "roster", "stations.csv"), []string{"run worker migrate first"}},
		{"no NATS for the worker", []string{"NATS_URL=nats://user:" + secret + "@127.0.0.1:1"}, "worker serve", []string{"连不上 NATS", "check that it runs"}},
		{"a port that the worker cannot have", []string{"LISTEN=" + taken.Addr().String()}, "worker serve", []string{"LISTEN 的地址不能用", "the port may be taken"}},
		{"no such log level", []string{"LOG_LEVEL=loud"}, "worker serve", []string{"LOG_LEVEL 只能是"}},
		{"no such command", nil, "worker swerve", []string{"没有 \"swerve\" 这个命令", "see worker --help"}},
		{"nothing of the kind to import", nil, "worker import dogs dogs.csv", []string{"没有 \"dogs\" 这个命令", "see worker import --help"}},
		{"no such flag", nil, "worker serve --loudly", []string{"参数不对", "worker serve --help"}},
		{"no such file", nil, "worker import stations " + filepath.Join(s.folder, "nowhere.csv"), []string{"打不开文件", "nowhere.csv"}},
	} {
		s.part(c.name, func(t *testing.T) {
			words := strings.Fields(c.command)
			out, err := s.tryWith(c.changed, words[0], words[1:]...)
			if err == nil {
				t.Fatalf("it ran and said %q", out)
			}
			for _, part := range c.says {
				if !strings.Contains(out, part) {
					t.Errorf("it does not say %q, but\n%s", part, out)
				}
			}
			if strings.Contains(out, secret) {
				t.Errorf("it shows a secret:\n%s", out)
			}
			if strings.Contains(out, "goroutine ") {
				t.Errorf("it panicked:\n%s", out)
			}
		})
	}
}

// A roster with many problems: all are told at once, each with its line, and
// nothing is imported.
func TestMalformedRoster(t *testing.T) {
	s := bare(t)
	db, err := sql.Open("postgres", s.database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, c := range []struct {
		file, rows string
		lines      []string // "line N" and a word of what is told there
	}{
		{"stations", `code,kind,name,parent,areas,lat,lon,desk
LC,city,市局,,,,,
371502,county,,LC,371502,,,
371502-01,station,古楼所,371502,371502001,91,181,
371502-02,station,柳园所,371599,371502001,,,
371502-01,station,又一个,371502,371502003,,,
castle,castle,城堡,LC,999999,,,
371502-fz,desk,专业队,371502,,,,
371502-03,station,少一格,371502
`, []string{"line 3: the unit's name", "line 4: the position", "line 5: no such parent", "line 6: the code", "line 7: the kind", "line 7: no such area", "line 8: the column desk", "line 9: 4 cells"}},
		{"officers", `token,role,unit,name,badge,areas,duty
,officer,LC-nowhere,示例甲,S1,,on
,general,,示例乙,S2,,
,officer,,,S1,371502,on
,volunteer,LC,示例丁,S4,,
`, []string{"line 2: no such unit", "line 3: the role", "line 4: the name", "line 5: an invitation"}},
		{"stations", "\xff\xfe不是文本", []string{"line 1: "}},
		{"stations", "", []string{"line 1: the header"}},
		{"officers", "姓名,单位\n甲,乙\n", []string{"line 1: unknown column", "line 1: column \"role\" is missing"}},
	} {
		path := filepath.Join(s.folder, "roster.csv")
		if err := os.WriteFile(path, []byte(c.rows), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, dry := range [][]string{nil, {"--dry-run"}} {
			out, err := s.try("worker", append([]string{"import", c.file, path}, dry...)...)
			if err == nil {
				t.Errorf("%q was imported: %s", c.rows, out)
			}
			for _, line := range append(c.lines, "什么也没有改", "nothing was changed") {
				if !strings.Contains(out, line) {
					t.Errorf("%s: it does not say %q, but\n%s", c.file, line, out)
				}
			}
		}
		for _, table := range []string{"units", "people", "invitations"} {
			if n := s.column(db, `SELECT count(*)::text FROM `+table); n[0] != "0" {
				t.Errorf("%s %s were imported", n[0], table)
			}
		}
	}
}

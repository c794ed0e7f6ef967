package promises

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/scripts/sandbox/story"
	"secondbrother/scripts/sandbox/view"
)

// pile is something that is searched: where it is from, and what stands there.
type pile struct {
	where string
	data  []byte
}

// spellings are the forms in which a text may stand somewhere: as it is, as
// JSON escapes it, in hexadecimal, and in base64 at each of three offsets.
func spellings(text string) [][]byte {
	all := [][]byte{[]byte(text), []byte(hex.EncodeToString([]byte(text)))}
	var escaped strings.Builder
	for _, r := range text {
		if r < 0x80 {
			escaped.WriteRune(r)
		} else {
			fmt.Fprintf(&escaped, `\u%04x`, r)
		}
	}
	all = append(all, []byte(escaped.String()))
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for offset := range 3 {
			whole := encoding.EncodeToString(append(make([]byte, offset), text...))
			// The first and last characters depend on what stands beside.
			all = append(all, []byte(whole[(offset*8+5)/6:len(whole)-1]))
		}
	}
	return all
}

// holds says whether a pile holds a text in any spelling.
func (p pile) holds(text string) bool {
	lower := bytes.ToLower(p.data)
	return slices.ContainsFunc(spellings(text), func(s []byte) bool {
		return bytes.Contains(p.data, s) || bytes.Contains(lower, bytes.ToLower(s))
	})
}

// none fails the test for every pile that holds any of the texts.
func none(t *testing.T, piles []pile, texts map[string]string) {
	t.Helper()
	for _, p := range piles {
		for what, text := range texts {
			if p.holds(text) {
				t.Errorf("%s holds %s", p.where, what)
			}
		}
	}
}

// some fails the test when no pile holds the text: then the search is blind.
func some(t *testing.T, what string, piles []pile, text string) {
	t.Helper()
	if !slices.ContainsFunc(piles, func(p pile) bool { return p.holds(text) }) {
		t.Errorf("%s does not hold %q, which must be there: the search is blind", what, text)
	}
}

func TestTheSearchSeesEverySpelling(t *testing.T) {
	const text = "卡纳里甲 7"
	quoted, err := json.Marshal(map[string][]byte{"raw": []byte("xy" + text + "z")})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{
		"a" + text + "b", `"\u5361\u7eb3\u91cc\u7532 7"`, `\u5361\u7EB3\u91CC\u7532 7`, hex.EncodeToString([]byte("q" + text)),
		strings.ToUpper(hex.EncodeToString([]byte(text))), string(quoted),
		base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte("a" + text + "bc")), base64.StdEncoding.EncodeToString([]byte("??" + text)),
	} {
		if !(pile{"", []byte(data)}).holds(text) {
			t.Errorf("blind to %q", data)
		}
	}
	if (pile{"", []byte("卡纳里乙 7")}).holds(text) {
		t.Error("sees what is not there")
	}
}

// tables are the rows of every table of the database.
func (s *system) tables() (piles []pile) {
	s.t.Helper()
	db, err := sql.Open("postgres", s.database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, table := range s.column(db, `SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'`) {
		rows := s.column(db, `SELECT t::text FROM `+table+` AS t`)
		piles = append(piles, pile{"table " + table, []byte(strings.Join(rows, "\n"))})
	}
	if len(piles) < 10 {
		s.t.Fatalf("only %d tables", len(piles))
	}
	return piles
}

func (s *system) column(db *sql.DB, query string) (all []string) {
	s.t.Helper()
	rows, err := db.QueryContext(s.t.Context(), query)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, text)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// streams are the messages of every stream and bucket, with their subjects and
// headers, by stream.
func (s *system) streams() map[string][]pile {
	s.t.Helper()
	conn, err := nats.Connect(s.nats.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string][]pile{}
	names := js.StreamNames(s.t.Context())
	for name := range names.Name() {
		stream, err := js.Stream(s.t.Context(), name)
		if err != nil {
			s.t.Fatal(err)
		}
		state := stream.CachedInfo().State
		for at := state.FirstSeq; at <= state.LastSeq && at > 0; at++ {
			m, err := stream.GetMsg(s.t.Context(), at)
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				continue // overwritten
			}
			if err != nil {
				s.t.Fatalf("read %s: %v", name, err)
			}
			all[name] = append(all[name], pile{
				fmt.Sprintf("stream %s, message %d", name, at),
				fmt.Appendf(nil, "%s\n%v\n%s", m.Subject, m.Header, m.Data),
			})
		}
	}
	if err := names.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// files are what nats-server has on disk, its log included.
func (s *system) files() (piles []pile) {
	s.t.Helper()
	folder := s.nats.Files()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // NATS tidied up meanwhile
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		piles = append(piles, pile{"file " + strings.TrimPrefix(path, folder), append([]byte(path+"\n"), data...)})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	log, err := os.ReadFile(folder + ".log")
	if err != nil {
		s.t.Fatal(err)
	}
	return append(piles, pile{"the log of nats-server", log})
}

// metrics are the pages for whoever watches over the programs.
func (s *system) metrics() (piles []pile) {
	s.t.Helper()
	for _, p := range []*program{s.bot, s.worker} {
		piles = append(piles, pile{"metrics of " + p.name, s.fetch("http://" + p.listen + "/metrics")})
	}
	return piles
}

func (s *system) fetch(url string) []byte {
	s.t.Helper()
	response, err := http.Get(url)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s, %v", url, response.Status, err)
	}
	return data
}

// screens are what people see: every message, and the files in it.
func (s *system) screens(people ...*story.Actor) (piles []pile) {
	s.t.Helper()
	for _, a := range people {
		chat := a.Chat()
		chat.Person = view.Person{} // the own account
		shown, err := json.Marshal(chat)
		if err != nil {
			s.t.Fatal(err)
		}
		piles = append(piles, pile{"what " + a.Person.Name + " saw", shown})
		for _, m := range chat.Messages {
			for _, f := range []*view.File{m.Photo, m.Document, m.Voice} {
				if f != nil && !m.Mine {
					piles = append(piles, pile{fmt.Sprintf("a file that %s got", a.Person.Name), s.fetch(s.stage.URL + f.URL)})
				}
			}
		}
	}
	return piles
}

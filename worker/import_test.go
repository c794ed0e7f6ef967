package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secondbrother/storage/local"
	"secondbrother/storage/records"
)

const (
	someUnits = "code,kind,name,parent,areas\nLC,city,市局,,\n371502,county,东昌府分局,LC,371502\n371502-01,station,古楼派出所,371502,371502001\n"
	someStaff = "role,unit,name,badge,areas,duty\nofficer,371502-01,民警一,P1,371502001,on\nleader,371502-01,所长一,P2,,on\nvolunteer,,志愿者,V1,371502,\n"
)

// worker runs the command line as a user does.
func worker(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := command()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func must(t *testing.T, args ...string) string {
	t.Helper()
	out, err := worker(t, args...)
	if err != nil {
		t.Fatalf("worker %s: %v", strings.Join(args, " "), err)
	}
	return out
}

func migrated(t *testing.T) {
	t.Helper()
	t.Setenv("DATABASE_URL", local.Database(t, records.Migrate, records.MigrationsHash()))
}

func TestImportGivesEverybodyOneInvitation(t *testing.T) {
	migrated(t)
	units, staff := file(t, "stations.csv", someUnits), file(t, "officers.csv", someStaff)
	links := filepath.Join(t.TempDir(), "links.csv")
	must(t, "import", "stations", units)
	must(t, "import", "officers", staff, "--links", links, "--bot-username", "SomeBot")
	if out := must(t, "import", "officers", staff, "--links", links, "--bot-username", "SomeBot"); !strings.Contains(out, "0 new invitations") {
		t.Errorf("importing again invites again: %s", out)
	}
	more := strings.Replace(someStaff, "leader,", "officer,371502-01,民警二,P3,,off\nleader,", 1)
	must(t, "import", "officers", file(t, "officers.csv", more), "--links", links, "--bot-username", "SomeBot")

	text, err := os.ReadFile(links)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, row[0]+" "+row[1]+" "+row[2])
		if row[0] != "label" && !strings.HasPrefix(row[3], "https://t.me/SomeBot?start=") {
			t.Errorf("%s is no link", row[3])
		}
	}
	want := "label role area|民警一 officer 古楼派出所|所长一 leader 古楼派出所|志愿者 volunteer 东昌府区|民警二 officer 古楼派出所"
	if strings.Join(got, "|") != want {
		t.Errorf("links are %s, want %s", strings.Join(got, "|"), want)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	migrated(t)
	must(t, "import", "stations", file(t, "stations.csv", someUnits))
	_, err := worker(t, "import", "stations", file(t, "stations.csv", someUnits+"371502-02,station,新所,371502,371502999\n,station,无名,371502,\n"))
	if err == nil || !strings.Contains(err.Error(), "2 problems") || !strings.Contains(err.Error(), "第 5 行") || !strings.Contains(err.Error(), "line 6") {
		t.Errorf("a bad file: %v", err)
	}
	if out := must(t, "import", "stations", file(t, "stations.csv", someUnits+"371502-02,station,新所,371502,371502002\n"), "--dry-run"); !strings.Contains(out, "4 units") {
		t.Errorf("a dry run says %s", out)
	}
	_, err = worker(t, "import", "officers", file(t, "officers.csv", "role,unit,name,badge\nofficer,371502-02,某,P9\n"))
	if err == nil || !strings.Contains(err.Error(), `no such unit "371502-02"`) {
		t.Errorf("a unit that only a dry run saw: %v", err)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"migrate"}, "set DATABASE_URL"},
		{[]string{"import", "stations", filepath.Join(t.TempDir(), "none.csv")}, "open the file"},
		{[]string{"import", "stations"}, "accepts 1 arg"},
		{[]string{"nonsense"}, "see worker --help"},
		{[]string{"classify", "--kind", "rumour"}, "use tip, dispute or assist"},
		{[]string{"place", "--home", "1"}, "no such area code"},
		{[]string{"train"}, `required flag(s) "model" not set`},
		{[]string{"classify", "--nonsense"}, "unknown flag"},
	} {
		if _, err := worker(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("worker %s: %v, want %q", strings.Join(c.args, " "), err, c.want)
		}
	}
	t.Setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none?sslmode=disable&connect_timeout=2")
	if _, err := worker(t, "import", "stations", file(t, "stations.csv", someUnits)); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("an unreachable database: %v", err)
	}
}

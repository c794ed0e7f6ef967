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
	"secondbrother/worker/organisation"
	"secondbrother/worker/place"
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

func TestImportShapes(t *testing.T) {
	migrated(t)
	must(t, "import", "stations", file(t, "stations.csv", someUnits))
	shape := `{"type":"FeatureCollection","features":[{"properties":{"code":"371502-01"},"geometry":{"type":"Polygon","coordinates":[[[115.97,36.44],[115.99,36.44],[115.99,36.46],[115.97,36.44]]]}}]}`
	path := file(t, "shapes.geojson", shape)
	if out, err := worker(t, "import", "shapes", path); err == nil || !strings.Contains(err.Error(), "gcj02") {
		t.Errorf("nobody said what it is measured by: %v %s", err, out)
	}
	must(t, "import", "shapes", path, "--datum", "wgs84")
	must(t, "import", "stations", file(t, "stations.csv", someUnits)) // leaves them alone
	db, err := openRecords(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	units, err := db.Units(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, site := range organisation.Sites(units) {
		if site.Code == "371502-01" && !site.Shape.Holds(place.Point{Lat: 36.4415, Lon: 115.98}) {
			t.Error("the station has no ground")
		}
	}
	if sites := organisation.Sites(units); len(sites) != 1 {
		t.Errorf("%d sites", len(sites))
	}
	bad := file(t, "bad.geojson", strings.Replace(shape, "371502-01", "LC", 1))
	if out, err := worker(t, "import", "shapes", bad, "--datum", "gcj02"); err == nil || !strings.Contains(err.Error(), "1 problems") {
		t.Errorf("a bureau has got a shape: %v %s", err, out)
	}
}

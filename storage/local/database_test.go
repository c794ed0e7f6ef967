package local

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// on is the cluster behind a database's URL, with that database to work in.
func on(url string) *cluster { return &cluster{url: url} }

func run(t *testing.T, url string, statements ...string) string {
	t.Helper()
	out, err := on(url).psql(t.Context(), statements...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryTestHasItsOwnCopyOfTheTemplate(t *testing.T) {
	built := 0
	migrate := func(ctx context.Context, url string) error {
		built++
		_, err := on(url).psql(ctx, "CREATE TABLE tips (id int PRIMARY KEY)")
		return err
	}
	key := "tips " + token(8)
	var first string
	t.Run("first", func(t *testing.T) {
		first = Database(t, migrate, key)
		second := Database(t, migrate, key)
		if first == second {
			t.Fatalf("both tests got %s", first)
		}
		run(t, first, "INSERT INTO tips VALUES (1)")
		if got := run(t, second, "SELECT count(*) FROM tips"); got != "0" {
			t.Errorf("the second database holds %s rows of the first", got)
		}
	})
	if built != 1 {
		t.Errorf("the template was built %d times, want once", built)
	}
	if _, err := on(first).psql(t.Context(), "SELECT 1"); err == nil {
		t.Error("the first database is still there after its test")
	}
}

func TestAFailedMigrationLeavesNothingBehind(t *testing.T) {
	c, err := sharedPostgres()
	if err != nil {
		t.Fatal(err)
	}
	template := "test_template_" + token(8)
	broken := errors.New("broken migration")
	var half string
	err = c.ensureTemplate(t.Context(), template, func(ctx context.Context, url string) error {
		half = url
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v, want the migration's error", err)
	}
	if _, err := on(half).psql(t.Context(), "SELECT 1"); err == nil {
		t.Error("the half-built database is still there")
	}
	if err := c.ensureTemplate(t.Context(), template, func(context.Context, string) error { return nil }); err != nil {
		t.Errorf("after the migration was mended: %v", err)
	}
}

// Each goroutine stands for a test binary: they share the server, not memory.
func TestBinariesThatBuildTheSameTemplateTogether(t *testing.T) {
	shared, err := sharedPostgres()
	if err != nil {
		t.Fatal(err)
	}
	template := "test_template_" + token(8)
	const binaries = 3
	var migrated, finished sync.WaitGroup
	migrated.Add(binaries)
	urls := make([]string, binaries)
	errs := make([]error, binaries)
	for i := range binaries {
		finished.Go(func() {
			errs[i] = (&cluster{url: shared.url}).ensureTemplate(t.Context(), template, func(ctx context.Context, url string) error {
				urls[i] = url
				_, err := on(url).psql(ctx, "CREATE TABLE tips (id int)")
				// All have built before any may rename.
				migrated.Done()
				migrated.Wait()
				return err
			})
		})
	}
	finished.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, url := range urls {
		if _, err := on(url).psql(t.Context(), "SELECT 1"); err == nil {
			t.Errorf("%s is left over", url[strings.LastIndex(url, "/"):])
		}
	}
	if got := run(t, shared.url, "SELECT count(*) FROM pg_database WHERE datname = '"+template+"'"); got != "1" {
		t.Errorf("there are %s templates, want 1", got)
	}
}

func TestDatabaseName(t *testing.T) {
	for test, want := range map[string]string{
		"TestReport":             "t_testreport_",
		"TestReport/two words":   "t_testreport_two_words_",
		"Test上报/夜里":              "t_test_",
		strings.Repeat("Ab", 60): "t_" + strings.Repeat("ab", 20) + "_",
	} {
		got := databaseName(test)
		if !strings.HasPrefix(got, want) || len(got) != len(want)+12 || len(got) > 63 {
			t.Errorf("databaseName(%q) = %q, want %q and 12 more", test, got, want)
		}
		if got == databaseName(test) {
			t.Errorf("databaseName(%q) gave %q twice", test, got)
		}
	}
}

func TestConnectionEnvironment(t *testing.T) {
	common := []string{"PGCONNECT_TIMEOUT=10", "PGAPPNAME=test-databases"}
	for url, want := range map[string][]string{
		"postgres://u:p%40ss@db.example:5433/main?sslmode=disable&binary_parameters=yes": {
			"PGHOST=db.example", "PGPORT=5433", "PGUSER=u", "PGPASSWORD=p@ss", "PGDATABASE=main", "PGSSLMODE=disable",
		},
		"postgresql:///main?host=/run/postgresql": {"PGHOST=/run/postgresql", "PGDATABASE=main"},
	} {
		got, err := connectionEnvironment(url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
		}
		if diff := cmp.Diff(append(common[:2:2], want...), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", url, diff)
		}
	}
	for _, url := range []string{"", "host=localhost dbname=main", "mysql://u@h/main", "postgres://%zz"} {
		if _, err := connectionEnvironment(url); err == nil {
			t.Errorf("connectionEnvironment(%q) took it", url)
		}
	}
}

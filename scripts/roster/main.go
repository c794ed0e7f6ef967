// Command roster writes a SAMPLE organisation over the official places of
// Liaocheng: 1 city bureau, 11 county bureaus, 149 stations and their people.
// No public list of the real stations exists; every name says 示例 (sample).
package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"secondbrother/worker/place"
)

const usage = `roster: write a sample roster: stations.csv, officers.csv, projects.csv, holidays.csv

Usage:
  go run ./scripts/roster [--out DIR] [--tokens]

Without --tokens the files are the same every time and the token column is
blank: worker import issues the invitations. With it every person gets a random
one.

stations.csv: code, kind (city, county, station, desk), name, parent,
  areas (codes it covers, separated by semicolons; a village's cover goes before
  its township's), lat, lon (WGS-84, invented), desk (as in the taxonomy)
officers.csv: token, role (officer, leader, county, desk, coordinator), unit,
  name, badge, areas (communities covered; blank: the whole unit), duty (always,
  day, night, or a weekly pattern)
projects.csv: name, aliases, area, badge of the named officer
holidays.csv: date, badge, duty, from, to: the holidays of 2027 by law, PRELIMINARY

Example:
  go run ./scripts/roster --out .run/roster
  go run ./worker import stations .run/roster/stations.csv
  go run ./worker import officers .run/roster/officers.csv
  go run ./worker import projects .run/roster/projects.csv
  go run ./worker import duty .run/roster/holidays.csv

Flags:
`

func main() {
	out := flag.String("out", ".", "folder to write the files to")
	tokens := flag.Bool("tokens", false, "give every person a random invitation token")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "roster: unknown argument %q, see --help\n", flag.Arg(0))
		os.Exit(2)
	}
	token := func() string { return "" }
	if *tokens {
		token = randomToken
	}
	if err := run(*out, token); err != nil {
		fmt.Fprintln(os.Stderr, "roster:", err)
		os.Exit(1)
	}
}

func run(out string, token func() string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	g := place.Official()
	units := organise(g)
	people := staff(units, token)
	if err := write(filepath.Join(out, "stations.csv"), 0o644, unitRows(units)); err != nil {
		return err
	}
	// Who holds a token can join as that person.
	if err := write(filepath.Join(out, "officers.csv"), 0o600, personRows(people)); err != nil {
		return err
	}
	if err := write(filepath.Join(out, "projects.csv"), 0o644, projectRows(units, people)); err != nil {
		return err
	}
	if err := write(filepath.Join(out, "holidays.csv"), 0o644, holidayRows(people)); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "wrote %s: %d units, %d people\n", out, len(units), len(people))
	return nil
}

func write(path string, mode os.FileMode, rows [][]string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return fmt.Errorf("writing the roster: %w", err)
	}
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("writing %s: %w", path, e)
		}
	}()
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// randomToken is 128 random bits in the alphabet of t.me start parameters.
func randomToken() string {
	var b [16]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b[:])
}

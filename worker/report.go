package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"secondbrother/worker/classify/assess"
	"secondbrother/worker/classify/linear"
)

// mostConfusions is how many confused pairs a report shows.
const mostConfusions = 15

func writeAssessment(w io.Writer, r assess.Report) error {
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	fmt.Fprintf(out, "texts\t%d\n", r.Texts)
	for _, part := range []struct {
		name   string
		report linear.Report
	}{{"kind", r.Kind}, {"category", r.Category}, {"urgency", r.Urgency}} {
		fmt.Fprintf(out, "%s\taccuracy %.4f\tmacro-F1 %.4f\n", part.name, part.report.Accuracy, part.report.MacroF1)
	}
	fmt.Fprintf(out, "emergencies\t%d of %d found\trecall %.4f\n", r.Found, r.Emergencies, r.Recall())
	fmt.Fprintf(out, "false alarms\t%d of %d others\t%.4f\n", r.FalseAlarms, r.Others, r.FalseAlarmRate())
	fmt.Fprintf(out, "decided\t%d of %d texts\t%d right\n", r.Decided, r.Texts, r.Right)
	writeReport(out, "category, ", r.Category)
	return out.Flush()
}

// writeReport writes a linear report's tables; errors come with the flush.
func writeReport(out io.Writer, what string, r linear.Report) {
	if what == "" {
		fmt.Fprintf(out, "texts\t%d\naccuracy\t%.4f\nmacro-F1\t%.4f\n", r.Texts, r.Accuracy, r.MacroF1)
	}
	fmt.Fprintf(out, "\n%scoverage\taccuracy\tconfidence from\n", what)
	for _, c := range r.Coverages {
		fmt.Fprintf(out, "%.0f %%\t%.4f\t%.3f\n", 100*c.Share, c.Accuracy, c.Floor)
	}
	fmt.Fprintln(out, "\nlabel\ttexts\tprecision\trecall\tF1")
	for _, s := range r.Scores {
		fmt.Fprintf(out, "%s\t%d\t%.3f\t%.3f\t%.3f\n", s.Label, s.Texts, s.Precision, s.Recall, s.F1)
	}
	if len(r.Confusions) > 0 {
		fmt.Fprintln(out, "\nwas\ttaken for\ttexts")
	}
	for _, c := range r.Confusions[:min(mostConfusions, len(r.Confusions))] {
		fmt.Fprintf(out, "%s\t%s\t%d\n", c.Was, c.Taken, c.Texts)
	}
}

func require(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // no such flag: a mistake in this file
		}
	}
}

// progress shows how far something is, on a terminal only.
func progress(w io.Writer, what string) func(done, total int) {
	file, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(file.Fd()) {
		return func(int, int) {}
	}
	last := -1
	return func(done, total int) {
		percent := 100 * done / max(total, 1)
		if percent == last {
			return
		}
		last = percent
		fmt.Fprintf(w, "\r%s %3d %%", what, percent)
		if done == total {
			fmt.Fprintln(w)
		}
	}
}

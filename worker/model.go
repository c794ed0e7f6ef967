package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"secondbrother/worker/classify/linear"
)

func trainCommand() *cobra.Command {
	var data, model string
	var options linear.Options
	cmd := &cobra.Command{
		Use:     "train --data FILE.tsv --model FILE",
		Short:   "用“标签<Tab>文字”训练分类模型 · train a model on label<TAB>text lines",
		Example: `  worker train --data messages.tsv --model messages.model`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			samples, err := readSamples(data)
			if err != nil {
				return err
			}
			options.Progress = progress(cmd.ErrOrStderr(), "训练 training")
			trained, err := linear.TrainCalibrated(cmd.Context(), samples, options)
			if err != nil {
				return fmt.Errorf("训练没有完成 · training did not finish: %w", err)
			}
			var file bytes.Buffer
			if err := trained.Save(&file); err != nil {
				return err
			}
			// Written whole beside its place first: an interrupted training
			// leaves the model that was there.
			if err := os.WriteFile(model+".new", file.Bytes(), 0o644); err != nil {
				return fmt.Errorf("写不了模型文件 · write the model: %w", err)
			}
			if err := os.Rename(model+".new", model); err != nil {
				return fmt.Errorf("写不了模型文件 · write the model: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d 条、%d 类，模型 %d 字节 · %[1]d texts, %[2]d labels, %[3]d bytes\n",
				len(samples), len(trained.Labels()), file.Len())
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&data, "data", "", "samples: label<TAB>text lines")
	flags.StringVar(&model, "model", "", "where the model goes")
	flags.Uint64Var(&options.Seed, "seed", 1, "the same seed and samples give the same model")
	flags.Float64Var(&options.C, "cost", 1, "how much an error costs")
	flags.IntVar(&options.MinTexts, "min-texts", 2, "leave out n-grams that stand in fewer texts")
	require(cmd, "data", "model")
	return cmd
}

func evaluateCommand() *cobra.Command {
	var data, model string
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "evaluate --data FILE.tsv --model FILE",
		Short:   "检验模型：准确率、各类得分、易混的类 · how well a model agrees with label<TAB>text lines",
		Example: `  worker evaluate --data heldout.tsv --model messages.model`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			samples, err := readSamples(data)
			if err != nil {
				return err
			}
			file, err := os.Open(model)
			if err != nil {
				return fmt.Errorf("打不开模型 · open the model: %w", err)
			}
			defer func() { _ = file.Close() }()
			loaded, err := linear.Load(file)
			if err != nil {
				return fmt.Errorf("%s 读不出模型 · is no model: %w", model, err)
			}
			report, err := assess(cmd.Context(), loaded, samples, progress(cmd.ErrOrStderr(), "检验 evaluating"))
			if err != nil {
				return err
			}
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetIndent("", "  ")
				return encoder.Encode(report)
			}
			return writeReport(cmd.OutOrStdout(), report)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&data, "data", "", "samples: label<TAB>text lines")
	flags.StringVar(&model, "model", "", "the model")
	flags.BoolVar(&asJSON, "json", false, "for programs")
	require(cmd, "data", "model")
	return cmd
}

func require(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // no such flag: a mistake in this file
		}
	}
}

func readSamples(path string) ([]linear.Sample, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("打不开样本 · open the samples: %w", err)
	}
	defer func() { _ = file.Close() }()
	samples, err := linear.ReadSamples(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return samples, nil
}

func assess(ctx context.Context, m *linear.Model, samples []linear.Sample, progress func(done, total int)) (linear.Report, error) {
	outcomes := make([]linear.Outcome, len(samples))
	for i, s := range samples {
		if err := ctx.Err(); err != nil {
			return linear.Report{}, err
		}
		outcomes[i] = linear.Outcome{Label: s.Label, Guess: m.Guess(s.Text, nil)}
		progress(i+1, len(samples))
	}
	return linear.Assess(outcomes), nil
}

// mostConfusions is how many confused pairs the report shows.
const mostConfusions = 15

func writeReport(w io.Writer, r linear.Report) error {
	out := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
	fmt.Fprintf(out, "texts\t%d\naccuracy\t%.4f\nmacro-F1\t%.4f\n\n", r.Texts, r.Accuracy, r.MacroF1)
	fmt.Fprintln(out, "coverage\taccuracy\tconfidence from")
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
	return out.Flush()
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

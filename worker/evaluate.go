package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/assess"
	"secondbrother/worker/classify/corpus"
	"secondbrother/worker/classify/linear"
)

const evaluateHelp = `不带 --model：检验自带的分类器；不带 --data：用自带语料的留出部分。
分类器的 --data 每行是“类别<Tab>紧急程度<Tab>文字”，普通模型的是“标签<Tab>文字”。
--cross 不碰留出部分：parts 把训练部分分五份轮流检验，writers 轮流把一位作者的留作检验；
专为难分的类写的句子只拿来学，不拿来检验，加 --hard 则只检验它们。
Without --model the classifier that came with the program; without --data the
held-out part of its corpus. A classifier's data are category<TAB>urgency<TAB>text
lines, a plain model's label<TAB>text. --cross leaves the held-out part alone:
parts has each fifth of the training part judged by models of the others, writers
each writer's messages by models of the others'. Messages written for the borders
of categories are learnt from and not judged; with --hard only they are.`

type evaluation struct {
	data, model, cross string
	seed               uint64
	hard, asJSON       bool
}

func evaluateCommand() *cobra.Command {
	var e evaluation
	cmd := &cobra.Command{
		Use:   "evaluate [--data FILE.tsv] [--model FILE] [--cross parts|writers]",
		Short: "检验模型：准确率、各类得分、易混的类 · how well a model agrees with labels",
		Long:  evaluateHelp,
		Example: `  worker evaluate
  worker evaluate --cross writers
  worker evaluate --data heldout.tsv --model messages.model`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&e.data, "data", "", "labelled texts; default: the held-out part of the corpus")
	flags.StringVar(&e.model, "model", "", "the model; default: the one that came with the program")
	flags.StringVar(&e.cross, "cross", "", "parts or writers: cross-validate on the training part")
	flags.Uint64Var(&e.seed, "seed", 1, "of --cross")
	flags.BoolVar(&e.hard, "hard", false, "with --cross: judge the messages written for the borders of categories")
	flags.BoolVar(&e.asJSON, "json", false, "for programs")
	cmd.MarkFlagsMutuallyExclusive("cross", "data")
	cmd.MarkFlagsMutuallyExclusive("cross", "model")
	return cmd
}

func (e *evaluation) run(ctx context.Context, out, err2 io.Writer) error {
	if e.cross != "" {
		answers, err := crossValidate(ctx, e.cross, e.seed, progress(err2, "训练 training"))
		if err != nil {
			return err
		}
		answers = slices.DeleteFunc(answers, func(u classify.Unseen) bool { return u.Hard != e.hard })
		return e.write(out, assess.Assess(answers))
	}
	if e.model != "" {
		m, plain, err := readLinear(e.model)
		if err != nil {
			return err
		}
		if plain {
			return e.plain(ctx, m, out, err2)
		}
	}
	s, err := readSorter(e.model)
	if err != nil {
		return err
	}
	messages := corpus.HeldOut()
	if e.data != "" {
		if messages, err = readMessages(e.data); err != nil {
			return err
		}
	}
	return e.write(out, assess.Assess(assess.Answers(s, messages)))
}

func (e *evaluation) write(out io.Writer, r assess.Report) error {
	if e.asJSON {
		return writeJSON(out, r)
	}
	return writeAssessment(out, r)
}

// plain evaluates a linear model.
func (e *evaluation) plain(ctx context.Context, m *linear.Model, out, err2 io.Writer) error {
	samples, err := readSamples(e.data)
	if err != nil {
		return err
	}
	show := progress(err2, "检验 evaluating")
	outcomes := make([]linear.Outcome, len(samples))
	for i, s := range samples {
		if err := ctx.Err(); err != nil {
			return err
		}
		outcomes[i] = linear.Outcome{Label: s.Label, Guess: m.Guess(s.Text)}
		show(i+1, len(samples))
	}
	report := linear.Assess(outcomes)
	if e.asJSON {
		return writeJSON(out, report)
	}
	table := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	writeReport(table, "", report)
	return table.Flush()
}

// crossValidate has messages of the training part judged by models that have
// not seen their part, or their writer.
func crossValidate(ctx context.Context, by string, seed uint64, progress func(done, total int)) ([]classify.Unseen, error) {
	lesson := classify.Lesson{Messages: corpus.Training(), Words: corpus.Words(), Seed: seed, Progress: progress}
	switch by {
	case "parts":
	case "writers":
		at := map[string]int{}
		for _, m := range lesson.Messages {
			if _, known := at[m.Source]; !known {
				at[m.Source] = len(at)
			}
		}
		lesson.Folds = len(at)
		lesson.Fold = func(m classify.Message) int { return at[m.Source] }
	default:
		return nil, fmt.Errorf("--cross %q：请用 parts 或 writers · use parts or writers", by)
	}
	_, answers, err := classify.Learn(ctx, lesson)
	return answers, err
}

func readSamples(path string) ([]linear.Sample, error) {
	if path == "" {
		return nil, fmt.Errorf("请用 --data 给出样本 · give the samples with --data")
	}
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

func readMessages(path string) ([]classify.Message, error) {
	samples, err := readSamples(path)
	if err != nil {
		return nil, err
	}
	messages, err := corpus.Messages(samples)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return messages, nil
}

func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

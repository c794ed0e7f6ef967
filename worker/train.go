package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
	"secondbrother/worker/classify"
	"secondbrother/worker/classify/assess"
	"secondbrother/worker/classify/corpus"
	"secondbrother/worker/classify/linear"
)

const trainHelp = `不带 --data：用自带语料（加上 --corrections 时，再加数据库里协调员改过的类别）训练整个分类器；
在留出的语料上与现有模型比较，不如现有的就不替换（--force 除外），旧文件留作 .previous。
带 --data：用任意“标签<Tab>文字”训练一个线性模型。
Without --data it trains the whole classifier on the corpus that came with the
program and, with --corrections, on what coordinators sorted; a classifier that
does worse on the held-out part does not replace the one in place unless forced.
With --data it trains a plain linear model on label<TAB>text lines of any labels.`

type training struct {
	data, model                 string
	corrections, force, restore bool
	options                     linear.Options
}

func trainCommand() *cobra.Command {
	var t training
	cmd := &cobra.Command{
		Use:   "train --model FILE [--data FILE.tsv | --corrections]",
		Short: "训练分类模型 · train a model",
		Long:  trainHelp,
		Example: `  worker train --model sorter.model
  DATABASE_URL=postgres://… worker train --model sorter.model --corrections
  worker train --model sorter.model --restore
  worker train --data messages.tsv --model messages.model`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case t.restore:
				if err := restore(t.model); err != nil {
					return err
				}
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "已换回上一个模型 · %s is the one before again\n", t.model)
				return err
			case t.data != "":
				return t.plain(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return t.sorter(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&t.data, "data", "", "samples: label<TAB>text lines")
	flags.StringVar(&t.model, "model", "", "where the model goes")
	flags.BoolVar(&t.corrections, "corrections", false, "learn from the database of DATABASE_URL too")
	flags.BoolVar(&t.force, "force", false, "replace a better classifier")
	flags.BoolVar(&t.restore, "restore", false, "put the model before this one back")
	flags.Uint64Var(&t.options.Seed, "seed", 1, "the same seed and samples give the same model")
	flags.Float64Var(&t.options.C, "cost", 1, "with --data: how much an error costs")
	flags.IntVar(&t.options.MinTexts, "min-texts", 2, "with --data: leave out n-grams that stand in fewer texts")
	flags.IntVar(&t.options.Longest, "longest", linear.MaxGram, "with --data: characters in the longest n-gram")
	flags.Float64Var(&t.options.Bayes, "bayes", 0, "with --data: how much of naive Bayes is averaged in")
	require(cmd, "model")
	cmd.MarkFlagsMutuallyExclusive("data", "corrections")
	cmd.MarkFlagsMutuallyExclusive("data", "restore")
	return cmd
}

// plain trains a linear model on a file of samples.
func (t *training) plain(ctx context.Context, out, err2 io.Writer) error {
	samples, err := readSamples(t.data)
	if err != nil {
		return err
	}
	t.options.Progress = progress(err2, "训练 training")
	trained, err := linear.TrainCalibrated(ctx, samples, t.options)
	if err != nil {
		return fmt.Errorf("训练没有完成 · training did not finish: %w", err)
	}
	size, err := replace(t.model, trained.Save)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d 条、%d 类，模型 %d 字节 · %[1]d texts, %[2]d labels, %[3]d bytes\n",
		len(samples), len(trained.Labels()), size)
	return err
}

// errWorse says that a classifier was not replaced.
var errWorse = errors.New("新的分类器不如现有的，没有替换；要替换请加 --force · the new classifier is worse and was not put in place; --force does it anyway")

// sorter trains the classifier, and puts it in place unless it is worse.
func (t *training) sorter(ctx context.Context, out, err2 io.Writer) error {
	lesson := classify.Lesson{
		Messages: corpus.Training(), Words: corpus.Words(), Seed: t.options.Seed,
		Progress: progress(err2, "训练 training"),
	}
	if t.corrections {
		more, err := corrections(ctx)
		if err != nil {
			return err
		}
		lesson.Messages = corpus.With(more)
	}
	trained, _, err := classify.Learn(ctx, lesson)
	if err != nil {
		return fmt.Errorf("训练没有完成 · training did not finish: %w", err)
	}
	old, err := sorterOr(t.model)
	if err != nil {
		return err
	}
	was := assess.Assess(assess.Answers(old, corpus.HeldOut()))
	now := assess.Assess(assess.Answers(trained, corpus.HeldOut()))
	fmt.Fprintf(out, "%d 条 · %[1]d texts\n", len(lesson.Messages))
	if err := writeComparison(out, was, now); err != nil {
		return err
	}
	if worse(was, now) && !t.force {
		return errWorse
	}
	size, err := replace(t.model, trained.Save)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s：%d 字节 · %[2]d bytes\n", t.model, size)
	return err
}

// noise is how much a score on the held-out part may fall by chance alone: half
// the standard error of a share near .8 over a thousand texts.
const noise = 0.006

// worse says whether a classifier must not replace another by itself.
func worse(was, now assess.Report) bool {
	return now.Category.MacroF1 < was.Category.MacroF1-noise || now.Kind.MacroF1 < was.Kind.MacroF1-noise ||
		now.Recall() < was.Recall()-noise
}

// corrections are the texts that coordinators sorted, as messages.
func corrections(ctx context.Context) ([]classify.Message, error) {
	url, err := databaseURL()
	if err != nil {
		return nil, err
	}
	db, err := records.Open(ctx, url)
	if err != nil {
		return nil, explain(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	messages := make([]classify.Message, 0, len(rows))
	for _, r := range rows {
		if _, known := classify.Lookup(r.Category); known {
			messages = append(messages, classify.Message{Category: r.Category, Urgency: classify.Urgency(r.Urgency), Text: r.Text, Source: "corrections"})
		}
	}
	return messages, nil
}

func writeComparison(w io.Writer, was, now assess.Report) error {
	var text bytes.Buffer
	row := func(what string, before, after float64) {
		fmt.Fprintf(&text, "%-24s%8.4f%8.4f\n", what, before, after)
	}
	fmt.Fprintf(&text, "%-24s%8s%8s\n", "held out", "old", "new")
	row("category macro-F1", was.Category.MacroF1, now.Category.MacroF1)
	row("kind macro-F1", was.Kind.MacroF1, now.Kind.MacroF1)
	row("emergency recall", was.Recall(), now.Recall())
	row("false alarms", was.FalseAlarmRate(), now.FalseAlarmRate())
	_, err := w.Write(text.Bytes())
	return err
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
	"secondbrother/worker/monthly"
)

// monthlyFlags are what the command line of monthly sets.
type monthlyFlags struct {
	month, area, by, basis, format, out string
	explain, close                      string
	limit                               int
	early, public                       bool
}

func monthlyCommand() *cobra.Command {
	var f monthlyFlags
	cmd := &cobra.Command{
		Use:   "monthly",
		Short: "每月统计：表格、文件，每个数都能点开 · the monthly counts: table, files, and the cases behind every number",
		Example: `  worker monthly --month 2026-10
  worker monthly --month 2026-10 --area 371502 --basis received --format xlsx --out 2026-10.xlsx
  worker monthly --month 2026-10 --area 371502-01 --by village
  worker monthly --explain dispute.settled@371502/2026-10
  worker monthly --close 2026-10`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runMonthly(cmd, f, time.Now())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.month, "month", "", "月份，如 2026-10，空为上个月 · the month; empty: the last full one")
	flags.StringVar(&f.area, "area", "", "分局、派出所或区划代码，空为全市 · code of a county bureau, a station or an area; empty: the city")
	flags.StringVar(&f.by, "by", "", "每行是 county、station、township 或 village，空为下一级 · what a row is; empty: the next level")
	flags.StringVar(&f.basis, "basis", string(monthly.Closed), "closed 按办结，received 按受理 · closed or received")
	flags.StringVar(&f.format, "format", "table", strings.Join(monthly.Formats, ", "))
	flags.StringVar(&f.out, "out", "", "写到这个文件，空为标准输出 · write to this file; empty: standard output")
	flags.StringVar(&f.explain, "explain", "", "列出一个数背后的案件 · list the cases behind a number")
	flags.StringVar(&f.close, "close", "", "关账：这个月的数从此不变 · close a month: its numbers stay as they are")
	flags.BoolVar(&f.early, "early", false, "不等到下月 5 日就关账 · close before the 5th")
	flags.BoolVar(&f.public, "public", false, "公开版：隐去小于 3 的数 · the version to publish, without counts under 3")
	flags.IntVar(&f.limit, "limit", 1000, "最多列出多少行 · list at most so many lines")
	return cmd
}

func runMonthly(cmd *cobra.Command, f monthlyFlags, now time.Time) error {
	if !slices.Contains(monthly.Formats, f.format) {
		return fmt.Errorf("--format %q：请用 · use %s", f.format, strings.Join(monthly.Formats, ", "))
	}
	ctx := cmd.Context()
	db, err := openRecords(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	units, err := db.Units(ctx)
	if err != nil {
		return err
	}
	if f.explain != "" {
		return explainCell(cmd, db, units, f, now)
	}
	if f.close != "" {
		return closeMonth(cmd, db, f, now)
	}
	month, err := monthly.ParseMonth(f.month, now)
	if err != nil {
		return worded(err)
	}
	basis, err := monthly.ParseBasis(f.basis)
	if err != nil {
		return worded(err)
	}
	scope, err := monthly.FindScope(units, f.area, records.Level(f.by))
	if err != nil {
		return worded(err)
	}
	report, err := monthly.Count(ctx, db, month, basis, scope)
	if err != nil {
		return worded(fmt.Errorf("统计没有完成 · the counts were not made: %w", err))
	}
	if f.public {
		if report, err = monthly.Publish(report); err != nil {
			return worded(err)
		}
	}
	return output(cmd, f.out, func(w io.Writer) error { return monthly.Write(w, report, f.format) })
}

// output writes to a file as a whole, or to standard output.
func output(cmd *cobra.Command, path string, write func(io.Writer) error) error {
	if path == "" {
		return write(cmd.OutOrStdout())
	}
	var body bytes.Buffer
	if err := write(&body); err != nil {
		return err
	}
	// Counts of small places are for those who are to see them.
	if err := os.WriteFile(path, body.Bytes(), 0o600); err != nil {
		return fmt.Errorf("写不了文件 · write the file: %w", err)
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "已写入 · written: %s\n", path)
	return err
}

// explainCell lists the cases behind a number.
func explainCell(cmd *cobra.Command, db *records.Records, units []records.Unit, f monthlyFlags, now time.Time) error {
	cell, err := monthly.ParseCell(f.explain, now)
	if err != nil {
		return worded(err)
	}
	scope, err := monthly.FindScope(units, cell.Area, "")
	if err != nil {
		return worded(err)
	}
	var found monthly.Explanation
	err = db.Counting(cmd.Context(), func(c *records.Counter) (err error) {
		found, err = monthly.Explain(cmd.Context(), c, cell, scope, f.limit)
		return err
	})
	if err != nil {
		return fmt.Errorf("这个数没有打开 · the number was not opened: %w", err)
	}
	return output(cmd, f.out, func(w io.Writer) error { return monthly.WriteExplanation(w, found, f.format) })
}

// closeMonth freezes a month and says under which number and digest.
func closeMonth(cmd *cobra.Command, db *records.Records, f monthlyFlags, now time.Time) error {
	month, err := monthly.ParseMonth(f.close, now)
	if err != nil {
		return worded(err)
	}
	stamp, err := monthly.Close(cmd.Context(), db, month, now, f.early)
	if err != nil {
		return worded(err)
	}
	return output(cmd, f.out, func(w io.Writer) error {
		if f.format == "json" {
			return json.NewEncoder(w).Encode(struct {
				Month string `json:"month"`
				monthly.Stamp
			}{month.String(), stamp})
		}
		_, err := fmt.Fprintf(w, "%s 已关账，第 %d 号，%s · closed as no. %[2]d on %[3]s\nSHA-256 %[4]s\n", month, stamp.Number, stamp.Day, stamp.Digest)
		return err
	})
}

// worded says in both languages what is wrong with an argument of monthly.
func worded(err error) error {
	for _, w := range []struct {
		is  error
		say string
	}{
		{monthly.ErrMonthForm, "月份要写成 2026-10，几个月写成 2026-01..2026-10 · write a month like 2026-10, several like 2026-01..2026-10"},
		{monthly.ErrMonthFuture, "这个月还没有开始 · that month has not begun"},
		{monthly.ErrArea, "没有这个单位或区划，代码见 stations.csv · no such unit or area; the codes are those of stations.csv"},
		{monthly.ErrLevel, "--by 要用比 --area 更细的 county、station、township 或 village · --by takes a level finer than --area"},
		{monthly.ErrBasis, "--basis 请用 closed（按办结）或 received（按受理） · --basis is closed or received"},
		{monthly.ErrPublic, "公开版只有全市按县、按办结的一张，别的表会把隐去的数漏出来 · only the city by counties, by closing, is published: other tables would give hidden counts away"},
		{monthly.ErrNotOver, "这个月还没有过完，不能关账 · the month is not over yet"},
		{monthly.ErrTooEarly, "下月 5 日才能关账，确实要提前请加 --early · a month closes on the 5th of the next; add --early to do it before"},
		{records.ErrClosed, "这个月或者更晚的月份已经关账 · this month or a later one is closed already"},
		{records.ErrTampered, "关账以后的数据被改动过，请运行 worker verify 并找人核查 · what was closed has been changed; run worker verify and have it looked into"},
		{monthly.ErrCellForm, "一个数写成 dispute.settled@371502/2026-10 · write a number like dispute.settled@371502/2026-10"},
		{monthly.ErrColumn, "没有这个数，名字见 --format csv 的表头 · no number has that name; the header of --format csv lists them"},
		{monthly.ErrShare, "比率和用时没有自己的案件，请打开它的分子、分母 · a share or a time has no cases of its own; open what it is made of"},
	} {
		if errors.Is(err, w.is) {
			return fmt.Errorf("%s: %w", w.say, err)
		}
	}
	return err
}

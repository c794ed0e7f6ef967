package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"secondbrother/worker/verify"
)

// errFaults ends verify with a code of its own; what is wrong has been printed.
var errFaults = errors.New("数据有问题，见上 · something is wrong with the data, see above")

func verifyCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "核对全部数据：流转记录的哈希链、统计、关账 · check everything: the log's chains, the counts, closed months",
		Long: `逐案核对流转记录的哈希链和案件现状，核对预先汇总的数、已关账的月份，以及每个月的各项合计。只读不改。
Checks every case's chain of events against how the case stands, what was added up ahead, closed months, and that every month reconciles. Changes nothing.

有问题时退出码为 1。The exit code is 1 when something is wrong.`,
		Example: `  worker verify
  worker verify --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			db, err := openRecords(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = db.Close() }()
			last := ""
			result, err := verify.Run(ctx, db, func(part string, done, total int) {
				if last != "" && last != part {
					fmt.Fprintln(cmd.ErrOrStderr())
				}
				last = part
				fmt.Fprintf(cmd.ErrOrStderr(), "\r%s %d/%d", part, done, total)
			})
			fmt.Fprintln(cmd.ErrOrStderr())
			if err != nil {
				return fmt.Errorf("没有核对完 · the check did not finish: %w", err)
			}
			if err := sayVerified(cmd, result, asJSON); err != nil {
				return err
			}
			if len(result.Faults) > 0 {
				return errFaults
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "输出 JSON · print JSON")
	return cmd
}

func sayVerified(cmd *cobra.Command, r verify.Result, asJSON bool) error {
	out := cmd.OutOrStdout()
	if asJSON {
		return json.NewEncoder(out).Encode(r)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(out, "✗ %s %s%s %s\n", f.What, f.Case, f.Month, f.Detail)
	}
	if r.More > 0 {
		fmt.Fprintf(out, "✗ 还有 %d 处 · and %[1]d more\n", r.More)
	}
	_, err := fmt.Fprintf(out, "案件 %d 件、流转记录 %d 条、月份 %d 个、关账 %d 个，问题 %d 处 · %[1]d cases, %[2]d events, %[3]d months, %[4]d closings, %[5]d faults\n",
		r.Cases, r.Events, r.Months, r.Closings, len(r.Faults)+r.More)
	return err
}

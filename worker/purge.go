package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
)

// purgedAtOnce is how many cases one transaction purges.
const purgedAtOnce = 500

func purgeCommand() *cobra.Command {
	var days int
	var dry bool
	cmd := &cobra.Command{
		Use:   "purge",
		Short: "保留期满，抹去上报内容和句柄，只留统计 · erase what people wrote once retention ends; the counts stay",
		Example: `  worker purge --days 180 --dry-run
  worker purge --days 180`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if days < 30 {
				return errors.New("--days 至少 30 天：重新打开和评价要用到内容 · at least 30: reopening and rating need the texts until then")
			}
			ctx := cmd.Context()
			db, err := openRecords(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = db.Close() }()
			before := time.Now().AddDate(0, 0, -days)
			due, err := db.PurgeDue(ctx, before)
			if err != nil {
				return err
			}
			if dry {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "到期的案件 %d 件，没有改动 · %[1]d cases are due, nothing was changed\n", due)
				return err
			}
			return purge(ctx, cmd, db, before, due)
		},
	}
	cmd.Flags().IntVar(&days, "days", 180, "办结多少天以后 · how many days after closing")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "只数一数 · only count")
	return cmd
}

func purge(ctx context.Context, cmd *cobra.Command, db *records.Records, before time.Time, due int) error {
	done := 0
	for {
		n, err := db.Purge(ctx, before, time.Now(), purgedAtOnce)
		if err != nil {
			return fmt.Errorf("已抹去 %d 件，再次运行会继续 · %[1]d done, run again to go on: %w", done, err)
		}
		done += n
		fmt.Fprintf(cmd.ErrOrStderr(), "\r%d/%d", done, max(due, done))
		if n < purgedAtOnce {
			break
		}
	}
	fmt.Fprintln(cmd.ErrOrStderr())
	for {
		n, err := db.PurgeLeftovers(ctx, before, 10*purgedAtOnce)
		if err != nil {
			return fmt.Errorf("旧的投递记录没有清完，再次运行会继续 · old notes are left, run again to go on: %w", err)
		}
		if n == 0 {
			break
		}
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "已抹去 · erased: %d\n", done)
	return err
}

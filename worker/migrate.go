package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
)

func migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "migrate",
		Short:   "把数据库升到本程序的表结构 · bring the database to this program's schema",
		Example: `  DATABASE_URL=postgres://user@127.0.0.1/secondbrother worker migrate`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			url, err := databaseURL()
			if err != nil {
				return err
			}
			if err := records.Migrate(cmd.Context(), url); err != nil {
				return fmt.Errorf("数据库没有升级 · the database was not migrated: %w", err)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "数据库已是最新结构 · the database has the current schema")
			return err
		},
	}
}

func databaseURL() (string, error) {
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		return "", errors.New("请设置 DATABASE_URL · set DATABASE_URL, like postgres://user:password@127.0.0.1:5432/secondbrother")
	}
	return url, nil
}

// openRecords opens a database that has been migrated.
func openRecords(ctx context.Context) (*records.Records, error) {
	url, err := databaseURL()
	if err != nil {
		return nil, err
	}
	db, err := records.Open(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("连不上数据库，请检查 DATABASE_URL 和数据库是否在运行 · the database of DATABASE_URL cannot be reached: %w", err)
	}
	if err := db.Ping(ctx); err != nil {
		_ = db.Close()
		if errors.Is(err, records.ErrSchema) {
			return nil, fmt.Errorf("请先运行 worker migrate · run worker migrate first: %w", err)
		}
		return nil, err
	}
	return db, nil
}

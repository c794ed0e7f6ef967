package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
	"secondbrother/worker/roster"
)

func importDutyCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "duty FILE.csv",
		Short: "假日、换班、加班：date,badge,duty,from,to · holidays, swaps and additional shifts",
		Long: `一份文件说尽它写到的那些日子：这些日子以前导入的排班都换掉，别的日子不动。
A file says everything for the days it names: earlier shifts of those days are replaced, other days stay.

date,badge,duty,from,to
2026-10-01,S00012,off,,
2026-10-01,S00013,on,20:00,02:00`,
		Example: `  worker import duty october.csv --dry-run`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return importFile(cmd, args[0], dry, func(ctx context.Context, db *records.Records, tx *records.Tx, file io.Reader) (string, error) {
				staff, err := db.Roster(ctx)
				if err != nil {
					return "", err
				}
				shifts, err := roster.ReadDuty(file, badgesOf(staff.Staff))
				if err != nil {
					return "", err
				}
				rows := make([]records.Shift, len(shifts))
				days := make(map[string]bool)
				for i, s := range shifts {
					rows[i] = records.Shift{Person: s.Person, Day: s.Day, OnDuty: s.On, Starts: s.Starts, Ends: s.Ends}
					days[s.Day] = true
				}
				return fmt.Sprintf("%d 天 %d 班 · %[2]d shifts on %[1]d days", len(days), len(shifts)), tx.ReplaceShifts(ctx, rows)
			})
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "列出所有问题，什么也不改 · list every problem, change nothing")
	return cmd
}

func importProjectsCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "projects FILE.csv",
		Short: "重点项目和联系民警：name,aliases,area,badge · key projects and their officers",
		Long: `文件就是全部重点项目：以前导入的都换掉。上报里提到项目名或别名，先派给它的联系民警。
The file is the whole list and replaces the one before. A report that names a project goes to its officer first.

name,aliases,area,badge
聊城新城站房（示例）,高铁站;新城站房,371502001,S00012`,
		Example: `  worker import projects projects.csv --dry-run`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return importFile(cmd, args[0], dry, func(ctx context.Context, db *records.Records, tx *records.Tx, file io.Reader) (string, error) {
				staff, err := db.Roster(ctx)
				if err != nil {
					return "", err
				}
				projects, err := roster.ReadProjects(file, badgesOf(staff.Staff), officialArea)
				if err != nil {
					return "", err
				}
				rows := make([]records.Project, len(projects))
				for i, p := range projects {
					rows[i] = records.Project{Name: p.Name, Aliases: p.Aliases, Area: p.Area, Person: p.Person}
				}
				return fmt.Sprintf("%d 个重点项目 · %[1]d key projects", len(projects)), tx.ReplaceProjects(ctx, rows)
			})
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "列出所有问题，什么也不改 · list every problem, change nothing")
	return cmd
}

func badgesOf(staff []records.Person) roster.FindBadge {
	byBadge := make(map[string][]records.Person, len(staff))
	for _, p := range staff {
		byBadge[string(p.Badge)] = append(byBadge[string(p.Badge)], p)
	}
	return func(unit, badge string) (ids []int64) {
		for _, p := range byBadge[badge] {
			if badge != "" && (unit == "" || unit == string(p.Unit)) {
				ids = append(ids, p.ID)
			}
		}
		return ids
	}
}

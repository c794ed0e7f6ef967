package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"secondbrother/storage/records"
	"secondbrother/worker/organisation"
	"secondbrother/worker/place"
	"secondbrother/worker/roster"
	"secondbrother/worker/route"
)

// rosterFiles are the flags that name roster files.
type rosterFiles struct {
	stations, officers, duty, projects string

	planned bool // everybody of the database counts as joined
}

func (f *rosterFiles) flags(flags *pflag.FlagSet) {
	flags.StringVar(&f.stations, "stations", "", "stations.csv，代替数据库 · instead of the database")
	flags.StringVar(&f.officers, "officers", "", "officers.csv，和 --stations 一起写 · together with --stations")
	flags.StringVar(&f.duty, "duty", "", "duty.csv，可不写 · optional")
	flags.StringVar(&f.projects, "projects", "", "projects.csv，可不写 · optional")
	flags.BoolVar(&f.planned, "planned", false, "数据库里还没加入的人也算上 · count who has not joined yet, too")
}

// given says whether a roster can be had without asking for one.
func (f *rosterFiles) given() bool {
	return f.stations+f.officers != "" || os.Getenv("DATABASE_URL") != ""
}

// organised is a roster ready to decide by.
type organised struct {
	org   *route.Org
	sites []place.Site
}

// read builds the organisation; the problems are rows that were left out.
func (f *rosterFiles) read(ctx context.Context, rules route.Rules) (organised, []route.Problem, error) {
	staff, err := f.roster(ctx)
	if err != nil {
		return organised{}, nil, err
	}
	rows, problems := organisation.Rows(staff)
	rows.Rules = rules
	for i := range rows.People {
		rows.People[i].Joined = rows.People[i].Joined || f.planned
	}
	org, more := route.NewOrg(rows)
	return organised{org, organisation.Sites(staff.Units)}, append(problems, more...), nil
}

func (f *rosterFiles) roster(ctx context.Context) (records.Roster, error) {
	if f.stations+f.officers+f.duty+f.projects == "" {
		db, err := openRecords(ctx)
		if err != nil {
			return records.Roster{}, err
		}
		defer func() { _ = db.Close() }()
		return db.Roster(ctx)
	}
	if f.stations == "" || f.officers == "" {
		return records.Roster{}, errors.New("--stations 和 --officers 要一起写 · --stations and --officers go together")
	}
	var files organisation.Files
	for _, file := range []struct {
		path string
		into *io.Reader
	}{{f.stations, &files.Stations}, {f.officers, &files.Officers}, {f.duty, &files.Duty}, {f.projects, &files.Projects}} {
		if file.path == "" {
			continue
		}
		opened, err := os.Open(file.path)
		if err != nil {
			return records.Roster{}, fmt.Errorf("打不开文件 · open the file: %w", err)
		}
		defer func() { _ = opened.Close() }()
		*file.into = opened
	}
	out, err := organisation.Read(files)
	var problems roster.Problems
	if errors.As(err, &problems) {
		return records.Roster{}, fmt.Errorf("花名册有 %d 个问题 · the roster has %[1]d problems: %[2]w", len(problems), err)
	}
	return out, err
}

package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"secondbrother/storage/records"
	"secondbrother/worker/organisation"
	"secondbrother/worker/place"
	"secondbrother/worker/roster"
)

// errDryRun rolls an import back that was only tried.
var errDryRun = errors.New("dry run")

// How long, and how often, the invitations of a roster file may be used.
const (
	staffInvitation     = 90 * 24 * time.Hour
	volunteerInvitation = 365 * 24 * time.Hour
	volunteerUses       = 200
)

func importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import stations|officers|duty|projects|shapes FILE",
		Short: "载入单位、人员、排班、重点项目和辖区图形，一行有错就整份不动 · load units, people, shifts, key projects and shapes, all or nothing",
		Example: `  worker import stations stations.csv --dry-run
  worker import officers officers.csv --links links.csv --bot-username YourBot
  worker import duty duty.csv
  worker import projects projects.csv
  worker import shapes stations.geojson --datum gcj02`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(importStationsCommand(), importOfficersCommand(), importDutyCommand(), importProjectsCommand(), importShapesCommand())
	return cmd
}

func importStationsCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:     "stations FILE.csv",
		Short:   "市局、分局、派出所、专业队 · the city, county bureaus, stations, desks",
		Example: `  worker import stations stations.csv --dry-run`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return importFile(cmd, args[0], dry, func(ctx context.Context, db *records.Records, tx *records.Tx, file io.Reader) (string, error) {
				units, err := roster.ReadUnits(file, officialArea)
				if err != nil {
					return "", err
				}
				return fmt.Sprintf("%d 个单位 · %[1]d units", len(units)), tx.SaveUnits(ctx, organisation.Units(units))
			})
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "列出所有问题，什么也不改 · list every problem, change nothing")
	return cmd
}

func importOfficersCommand() *cobra.Command {
	var dry bool
	var links, username string
	cmd := &cobra.Command{
		Use:     "officers FILE.csv",
		Short:   "民警、所长、协调员，并发邀请链接 · officers, leaders, coordinators, and their invitation links",
		Example: `  worker import officers officers.csv --links links.csv --bot-username YourBot`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (links == "") != (username == "") {
				return errors.New("--links 和 --bot-username 要一起写 · --links and --bot-username go together")
			}
			var issued []issuedLink
			err := importFile(cmd, args[0], dry, func(ctx context.Context, db *records.Records, tx *records.Tx, file io.Reader) (string, error) {
				units, err := db.Units(ctx)
				if err != nil {
					return "", err
				}
				people, err := roster.ReadPeople(file, kindsOf(units), officialArea)
				if err != nil {
					return "", err
				}
				issued, err = savePeople(ctx, tx, people, namesOf(units), links != "", time.Now())
				return fmt.Sprintf("%d 人，%d 个新邀请 · %[1]d people, %[2]d new invitations", len(people), len(issued)), err
			})
			if err != nil || dry || links == "" {
				return err
			}
			return writeLinks(links, username, issued)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&dry, "dry-run", false, "列出所有问题，什么也不改 · list every problem, change nothing")
	flags.StringVar(&links, "links", "", "把新的邀请链接写到这个文件 · write new invitation links to this file")
	flags.StringVar(&username, "bot-username", "", "链接里的机器人用户名 · the bot's name in the links")
	return cmd
}

// importFile runs save in one transaction; a dry run rolls it back.
func importFile(cmd *cobra.Command, path string, dry bool, save func(context.Context, *records.Records, *records.Tx, io.Reader) (string, error)) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("打不开文件 · open the file: %w", err)
	}
	defer func() { _ = file.Close() }()
	ctx := cmd.Context()
	db, err := openRecords(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var done string
	err = db.In(ctx, func(tx *records.Tx) error {
		if done, err = save(ctx, db, tx, file); err != nil {
			return err
		}
		if dry {
			return errDryRun
		}
		return tx.OutdateAll(ctx, time.Now()) // open cases may lie with somebody else now
	})
	var problems roster.Problems
	switch {
	case errors.As(err, &problems):
		return fmt.Errorf("%s 有 %d 个问题，什么也没有改 · %[2]d problems, nothing was changed:\n%[3]w", path, len(problems), err)
	case errors.Is(err, errDryRun):
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "没有问题，试运行没有改动任何数据 · no problems, nothing was changed: %s\n", done)
		return err
	case err != nil:
		return fmt.Errorf("没有导入 · nothing was imported: %w", err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "已导入 · imported: %s\n", done)
	return err
}

func officialArea(code string) bool {
	_, ok := place.Official().Area(code)
	return ok
}

func kindsOf(units []records.Unit) func(string) string {
	kinds := make(map[string]string, len(units))
	for _, u := range units {
		kinds[u.Code] = u.Kind
	}
	return func(unit string) string { return kinds[unit] }
}

func namesOf(units []records.Unit) map[string]string {
	names := make(map[string]string, len(units))
	for _, u := range units {
		names[u.Code] = u.Name
	}
	return names
}

// issuedLink is a line of the links file.
type issuedLink struct{ label, role, area, token string }

// savePeople saves everybody and, with invite, gives an invitation to whoever
// has neither joined nor one that still holds.
func savePeople(ctx context.Context, tx *records.Tx, people []roster.Person, unitNames map[string]string, invite bool, now time.Time) ([]issuedLink, error) {
	var issued []issuedLink
	for _, p := range people {
		link := issuedLink{label: p.Name, role: p.Role, area: unitNames[p.Unit], token: p.Token}
		invitation := records.Invitation{UsesLeft: 1, Expires: now.Add(staffInvitation)}
		var needless bool
		if p.Role == "volunteer" {
			open, err := tx.OpenArea(ctx, p.Areas[0], now)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", p.Line, err)
			}
			needless = open
			link.area = place.Official().FullName(p.Areas[0])
			invitation = records.Invitation{Area: p.Areas[0], UsesLeft: volunteerUses, Expires: now.Add(volunteerInvitation)}
		} else {
			saved, err := tx.SaveStaff(ctx, records.Person{
				Role: p.Role, Unit: records.Text(p.Unit), Label: p.Name, Badge: records.Text(p.Badge),
				Areas: p.Areas, Duty: p.Duty, OnDuty: p.Duty != "off",
			}, now)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", p.Line, err)
			}
			needless = saved.Joined || saved.Invited
			invitation.Person = records.Number(saved.ID)
		}
		if p.Token == "" && (needless || !invite) {
			continue
		}
		if link.token == "" {
			link.token = newToken()
		}
		if err := tx.Invite(ctx, link.token, invitation); err != nil {
			return nil, fmt.Errorf("line %d: %w", p.Line, err)
		}
		issued = append(issued, link)
	}
	return issued, nil
}

// newToken is 128 random bits in the letters a start link may carry.
func newToken() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// writeLinks adds new links to what an earlier import wrote: the tokens are
// kept nowhere else.
func writeLinks(path, username string, issued []issuedLink) (err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("写不了链接文件 · write the links: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	at, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("写不了链接文件 · write the links: %w", err)
	}
	out := csv.NewWriter(file)
	if at == 0 {
		_ = out.Write([]string{"label", "role", "area", "link"}) // an error stays for Error below
	}
	for _, l := range issued {
		_ = out.Write([]string{l.label, l.role, l.area, "https://t.me/" + username + "?start=" + l.token})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("写不了链接文件 · write the links: %w", err)
	}
	return nil
}

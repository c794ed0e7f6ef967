package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"secondbrother/worker/hours"
	"secondbrother/worker/route"
)

const routeHelp = `一件上报会派给谁，凭哪条规则，几时之前要接、要结；或者查一遍有没有人管不到的地方、类别和钟点。
Who would get a report, by which rule and by when; or whether there are places, categories and hours that nobody answers for.

花名册从 DATABASE_URL 读；写了 --stations 和 --officers 就只看文件，当作人人都已加入，不需要数据库。
The roster comes from DATABASE_URL, where only who has joined gets anything (--planned: everybody);
with --stations and --officers from those files, as if everybody had joined.

规则是一个 YAML 文件，不写 --rules 用内置的。The rules are a YAML file, without --rules the embedded one:
  worker route --print-rules`

const routeExamples = `  echo '许营镇李庄村口有人酒驾' | worker route --report - --kind tip --at 21:30
  worker route --report report.json --at '2026-11-25 21:30' --json
  worker route --check --stations stations.csv --officers officers.csv
  worker route --rules my-rules.yaml`

// routing is what the flags of worker route say.
type routing struct {
	report, at, rules       string
	kind, area, against     string
	check, asJSON, printing bool
	files                   rosterFiles
}

func routeCommand() *cobra.Command {
	var r routing
	cmd := &cobra.Command{
		Use:     "route --report FILE|- | --check | --rules FILE",
		Short:   "会派给谁、有没有空档 · who would get a report, and whether there are gaps",
		Long:    routeHelp,
		Example: routeExamples,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return r.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&r.report, "report", "", "上报：JSON 或纯文字，- 是标准输入 · a report as JSON or plain text; - is standard input")
	flags.StringVar(&r.at, "at", "", "什么时候（北京时间），默认现在 · when, Beijing time: 21:30, 2026-11-25 21:30; the default is now")
	flags.StringVar(&r.kind, "kind", "", "纯文字的上报是 tip、dispute 还是 assist · what a plain text is")
	flags.StringVar(&r.area, "area", "", "纯文字的上报在哪（区划代码） · where a plain text is, an area code")
	flags.StringVar(&r.against, "against", "", "投诉哪个单位，或 单位/编号 那个人 · complains of a unit, or of the person unit/badge")
	flags.BoolVar(&r.check, "check", false, "找出一周里没人管的地方、类别和钟点 · find places, categories and hours of a week that nobody answers for")
	flags.StringVar(&r.rules, "rules", "", "规则文件；单独写就只检查它 · a rules file; alone it is only checked")
	flags.BoolVar(&r.printing, "print-rules", false, "打印内置规则 · print the embedded rules")
	flags.BoolVar(&r.asJSON, "json", false, "给程序用 · for programs")
	r.files.flags(flags)
	cmd.MarkFlagsMutuallyExclusive("report", "check", "print-rules")
	return cmd
}

func (r *routing) run(cmd *cobra.Command) error {
	if r.printing {
		_, err := cmd.OutOrStdout().Write(route.DefaultText())
		return err
	}
	at, err := readMoment(r.at, time.Now())
	if err != nil {
		return err
	}
	rules := route.Default()
	if r.rules != "" {
		raw, err := os.ReadFile(r.rules)
		if err != nil {
			return fmt.Errorf("打不开规则文件 · open the rules: %w", err)
		}
		if rules, err = route.Parse(r.rules, raw); err != nil {
			return fmt.Errorf("规则文件有错 · the rules have mistakes:\n%w", err)
		}
	}
	switch {
	case r.report != "":
		return r.decide(cmd, rules, at)
	case r.check:
		return r.survey(cmd, rules, at)
	case r.rules != "":
		return r.checkRules(cmd, rules)
	}
	return errors.New("要写 --report、--check 或 --rules · say --report, --check or --rules; see worker route --help")
}

// checkRules says that a file can be read and, with a roster, what of it the
// roster does not have.
func (r *routing) checkRules(cmd *cobra.Command, rules route.Rules) error {
	if r.files.given() {
		o, _, err := r.files.read(cmd.Context(), rules)
		if err != nil {
			return err
		}
		if unknown := rules.Unknown(o.org); len(unknown) > 0 {
			return &route.RuleProblems{File: r.rules, List: unknown}
		}
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s：没有问题 · no problems\n", r.rules)
	return err
}

// readMoment reads a time of Beijing; a time of day is today's.
func readMoment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if at, err := time.ParseInLocation("15:04", text, hours.Shanghai); err == nil {
		today := now.In(hours.Shanghai)
		return time.Date(today.Year(), today.Month(), today.Day(), at.Hour(), at.Minute(), 0, 0, hours.Shanghai), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", time.RFC3339} {
		if at, err := time.ParseInLocation(layout, text, hours.Shanghai); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("--at %q 不是时间，应如 21:30 或 2026-11-25 21:30 · is no time; write 21:30 or 2026-11-25 21:30", text)
}

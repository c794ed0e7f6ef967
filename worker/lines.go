package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"secondbrother/worker/classify"
	"secondbrother/worker/place"
)

// maxLine bounds one text on standard input, in bytes.
const maxLine = 1 << 20

func classifyCommand() *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use:     "classify [--kind tip|dispute|assist]",
		Short:   "一行一条文字，判断类别和紧急程度 · sort texts, one a line, into JSON lines",
		Example: `  echo '俺家楼下有人打架动刀了' | worker classify`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			chosen := classify.Kind(kind)
			switch chosen {
			case "", classify.Tip, classify.Dispute, classify.Assist:
			default:
				return fmt.Errorf("--kind %q：请用 tip、dispute 或 assist · use tip, dispute or assist", kind)
			}
			return eachLine(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), func(text string) any {
				return classify.Classify(text, chosen)
			})
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "what the volunteer chose")
	return cmd
}

// placeLine is what place writes for a text; all but words are empty where no
// place was found.
type placeLine struct {
	County     string   `json:"county"`
	Township   string   `json:"township"`
	Village    string   `json:"village"`
	Code       string   `json:"code"`
	Level      string   `json:"level"`
	Name       string   `json:"name"`
	Ambiguous  bool     `json:"ambiguous"`
	Candidates []string `json:"candidates"`
	Words      []string `json:"words"`
}

func placeCommand() *cobra.Command {
	var home string
	cmd := &cobra.Command{
		Use:     "place [--home CODE]",
		Short:   "一行一条文字，找出是哪里 · find the place in texts, one a line, into JSON lines",
		Example: `  echo '许营镇李庄村口有人酒驾' | worker place`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			official := place.Official()
			if _, known := official.Area(home); home != "" && !known {
				return fmt.Errorf("--home %q：没有这个区划代码 · no such area code", home)
			}
			return eachLine(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), func(text string) any {
				found, ok := official.Find(text, home)
				if !ok {
					return placeLine{Candidates: []string{}, Words: []string{}}
				}
				return placeLine{
					County: found.County, Township: found.Township, Village: found.Village,
					Code: found.Code, Level: string(found.Level), Name: official.FullName(found.Code),
					Ambiguous: found.Ambiguous, Candidates: orEmpty(found.Candidates), Words: orEmpty(found.Words),
				}
			})
		},
	}
	cmd.Flags().StringVar(&home, "home", "", "the reporter's own area code, as a prior")
	return cmd
}

func orEmpty(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}

// eachLine writes one JSON object for each line of in, at once, so that a
// program may talk to it line by line.
func eachLine(ctx context.Context, in io.Reader, out io.Writer, answer func(text string) any) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := encoder.Encode(answer(lines.Text())); err != nil {
			return fmt.Errorf("write the answer to line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("读取输入 · read the input: %w", err)
	}
	return nil
}

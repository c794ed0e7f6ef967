// Command worker sorts reports, keeps cases and owes the right people the
// right messages. See worker --help.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "worker: %v\n", err)
		os.Exit(1)
	}
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:   "worker",
		Short: "聊城二哥的后台：分类、派单、办理、统计 · sorts, routes, keeps and counts reports",
		Example: `  worker migrate && worker import stations stations.csv && worker import officers officers.csv
  worker serve
  echo '有人在楼道里给电动车充电' | worker classify`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w\n参数不对，请看 %s --help · see %[2]s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		serveCommand(), migrateCommand(), importCommand(), purgeCommand(),
		classifyCommand(), placeCommand(), routeCommand(),
		trainCommand(), evaluateCommand(),
		monthlyCommand(), verifyCommand(),
	)
	return root
}

// noSuchCommand refuses what is none of a command's own commands.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("没有 %q 这个命令，请看 %s --help · no such command, see %[2]s --help", args[0], cmd.CommandPath())
}

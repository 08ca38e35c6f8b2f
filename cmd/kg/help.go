package main

import (
	"strings"

	"github.com/spf13/cobra"
)

func newHelpCmd() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Explain a command", GroupID: "other",
		Long: "Explains a command, its flags and its exit codes." + exits(exitDone, exitUsage),
		ValidArgsFunction: func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return commandNames(c), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			cmd, rest, err := c.Root().Find(args)
			if err != nil || cmd == nil || len(rest) > 0 {
				return unknownCommand(c.Root(), strings.Join(args, " "))
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

func commandNames(c *cobra.Command) []string {
	var names []string
	for _, cmd := range c.Root().Commands() {
		if cmd.IsAvailableCommand() {
			names = append(names, cmd.Name()+"\t"+cmd.Short)
		}
	}
	return names
}

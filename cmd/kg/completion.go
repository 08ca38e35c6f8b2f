package main

import (
	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletionCmd(env *environ) *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print the completion script of a shell", GroupID: "other",
		Long: `Prints a script that completes commands, flags, question names and articles in
bash, zsh, fish or PowerShell.` + exits(exitDone, exitUsage),
		Example: "  source <(kg completion bash)\n  kg completion fish > ~/.config/fish/completions/kg.fish",
		Args:    argCount(1, 1, "a shell"), ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(env.Stdout, true)
			case "zsh":
				return root.GenZshCompletion(env.Stdout)
			case "fish":
				return root.GenFishCompletion(env.Stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(env.Stdout)
			}
			return withHint(usagef("no completion for %q", args[0]), "%s", didYouMean(nearest(args[0], shells), "shells are bash, zsh, fish and powershell"))
		},
	}
}

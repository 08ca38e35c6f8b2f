package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

// global holds the flags that all commands share.
type global struct{ DB string }

// newRoot builds the tree of commands.
func newRoot(env *environ) *cobra.Command {
	g := &global{}
	root := &cobra.Command{
		Use:   "kg",
		Short: "Read news articles into a knowledge graph and ask it who did what to whom",
		Long: `kg reads English news articles, keeps who did what to whom, who says so, when and
where as a knowledge graph, and answers questions about it with the sentences
that prove the answers.

  kg load articles/            read articles into the store
  kg query supporters Assad    ask a question
  kg ui                        look at the graph in the browser`,
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	root.PersistentFlags().StringVar(&g.DB, "db", "", "the `store`: a folder, or a database, postgres://USER@HOST/NAME (default $KG_DB, or kg.db)")
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.SetHelpTemplate(helpTemplate)
	root.AddGroup(&cobra.Group{ID: "read", Title: "Reading articles:"}, &cobra.Group{ID: "ask", Title: "Asking:"},
		&cobra.Group{ID: "keep", Title: "Keeping the store:"}, &cobra.Group{ID: "other", Title: "Other:"})
	root.SetHelpCommand(newHelpCmd())
	root.AddCommand(
		newLoadCmd(env, g), newExtractCmd(env), newParseCmd(env),
		newQueryCmd(env, g), newGizmoCmd(env, g), newShowCmd(env, g), newUICmd(env, g), newExploreCmd(env, g),
		newArticlesCmd(env, g), newRemoveCmd(env, g), newStatsCmd(env, g), newCheckCmd(env, g), newExportCmd(env, g),
		newVersionCmd(env), newCompletionCmd(env), newWorkerCmd(env, g),
	)
	return root
}

const helpTemplate = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{if or .Runnable .HasSubCommands}}{{.UsageString}}{{end}}`

// unknownCommand says which commands there are.
func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return withHint(usagef("no command is called %q", name), "%s", didYouMean(nearest(name, names), "kg help lists the commands"))
}

// flagError turns cobra's words about flags into the project's.
func flagError(cmd *cobra.Command, err error) error {
	hint := fmt.Sprintf("kg help %s lists the flags", cmd.Name())
	if _, name, found := strings.Cut(err.Error(), "unknown flag: --"); found {
		var names []string
		for _, line := range strings.Split(cmd.Flags().FlagUsages()+cmd.InheritedFlags().FlagUsages(), "\n") {
			if _, flag, ok := strings.Cut(line, "--"); ok {
				flag, _, _ = strings.Cut(flag, " ")
				names = append(names, flag)
			}
		}
		if near := nearest(name, names); len(near) > 0 {
			hint = "did you mean --" + strings.Join(near, " or --") + "?"
		}
	}
	return withHint(usageError{err}, "%s", hint)
}

// exits writes the part of a help text that lists the exit codes.
func exits(codes ...int) string {
	words := map[int]string{
		exitDone: "done", exitFailed: "failed", exitUsage: "wrong usage",
		exitPartly:  "some sources failed and the others are in",
		exitNoStore: "no such store", exitInUse: "the store is in use by another process",
		exitInterrupted: "interrupted",
	}
	var b strings.Builder
	b.WriteString("\n\nExit codes:\n")
	for _, code := range codes {
		fmt.Fprintf(&b, "  %-4d %s\n", code, words[code])
	}
	return strings.TrimRight(b.String(), "\n")
}

// storeExits are the exit codes of a command that reads a store.
func storeExits() string {
	return exits(exitDone, exitFailed, exitUsage, exitNoStore, exitInUse, exitInterrupted)
}

// argCount takes between least and most arguments (most < 0: any number).
func argCount(least, most int, missing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return withHint(usagef("%s is missing", missing), "%s", "usage: "+cmd.UseLine())
		case most >= 0 && len(args) > most:
			return withHint(usagef("%q is one argument too many", args[most]), "%s", "usage: "+cmd.UseLine())
		}
		return nil
	}
}

// addFormat declares --format.
func addFormat(cmd *cobra.Command, format *string, known ...string) {
	if len(known) == 0 {
		known = formats
	}
	cmd.Flags().StringVar(format, "format", "", "`one` of "+strings.Join(known, ", ")+" (default table on a terminal, tsv in a pipe)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(known, cobra.ShellCompDirectiveNoFileComp))
	check := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if *format != "" {
			if err := checkFormat(*format, known); err != nil {
				return err
			}
		}
		if check != nil {
			return check(cmd, args)
		}
		return nil
	}
}

// path gives where the store lies: --db, $KG_DB or kg.db.
func (g *global) path(env *environ) string {
	if g.DB != "" {
		return g.DB
	}
	if db := env.Getenv("KG_DB"); db != "" {
		return db
	}
	return "kg.db"
}

// open opens the store. Only a command that adds to it makes one.
func (g *global) open(ctx context.Context, env *environ, opts graph.OpenOptions) (*graph.Store, error) {
	path := g.path(env)
	if strings.Contains(path, "://") && !graph.IsAddress(path) {
		return nil, withHint(usagef("--db %s: no store has such an address", graph.Redact(path)), databaseHint)
	}
	store, err := graph.Open(ctx, path, opts)
	if err != nil {
		if name := graph.Redact(path); !strings.Contains(err.Error(), name) {
			err = fmt.Errorf("%s: %w", name, err)
		}
		if graph.IsAddress(path) {
			err = hintDatabase(err)
		}
		return nil, err
	}
	return store, nil
}

// reading opens the store, lets use read it and closes it.
func (g *global) reading(ctx context.Context, env *environ, use func(*graph.Store) error) error {
	return g.with(ctx, env, graph.OpenOptions{ReadOnly: true}, use)
}

// with opens the store, lets use have it and closes it.
func (g *global) with(ctx context.Context, env *environ, opts graph.OpenOptions, use func(*graph.Store) error) (err error) {
	store, err := g.open(ctx, env, opts)
	if err != nil {
		return err
	}
	defer func() {
		if closed := store.Close(); err == nil {
			err = closed
		}
	}()
	return use(store)
}

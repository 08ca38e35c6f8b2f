package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newCheckCmd(env *environ, g *global) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use: "check", Short: "Verify every index of the store", GroupID: "keep",
		Long: `Compares every index of the store with every other, with the dictionary of terms
and with the counts. It changes nothing; what it finds it lists, with what to do
about it.` + storeExits(),
		Args: argCount(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return g.reading(cmd.Context(), env, func(s *graph.Store) error { return runCheck(cmd.Context(), env, s, format) })
		},
	}
	addFormat(cmd, &format)
	return cmd
}

func runCheck(ctx context.Context, env *environ, store *graph.Store, format string) error {
	report, err := store.Check(ctx)
	if err != nil {
		return err
	}
	if !report.OK() || format != "" {
		list := &sheet{Columns: []string{"where", "what", "remedy"}}
		for _, p := range report.Problems {
			list.add(p.Where, p.What, p.Remedy)
		}
		if format == "json" || format == "jsonl" {
			list.JSON, list.One = []any{report}, true
		}
		if err := env.print(list, format); err != nil {
			return err
		}
	}
	if !report.OK() {
		return withHint(fmt.Errorf("the store has %s", count(int(report.Total), "problem")),
			"loading the articles into a new store mends all of them: kg load --db NEW SOURCE…")
	}
	fmt.Fprintf(env.Stderr, "the store is whole: %s, %s\n", count(int(report.Quads), "quad"), count(int(report.Terms), "term"))
	return nil
}

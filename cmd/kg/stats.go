package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newStatsCmd(env *environ, g *global) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use: "stats", Short: "Say how much the store holds", GroupID: "keep",
		Long: `Says how many articles, entities, statements and quads the store holds. A plain
fact is a statement that an article makes in its own voice: not denied, hedged,
planned or said by somebody else.` + storeExits(),
		Args: argCount(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return g.reading(cmd.Context(), env, func(s *graph.Store) error { return runStats(cmd.Context(), env, s, format) })
		},
	}
	addFormat(cmd, &format)
	return cmd
}

func runStats(ctx context.Context, env *environ, store *graph.Store, format string) error {
	stats, err := store.Stats(ctx)
	if err != nil {
		return err
	}
	list := &sheet{Columns: []string{"what", "count"}, JSON: []any{stats}, One: true}
	for _, line := range []struct {
		what string
		n    int64
	}{
		{"articles", stats.Articles}, {"entities", stats.Entities}, {"statements", stats.Statements}, {"plain facts", stats.PlainFacts},
		{"quads", stats.Quads}, {"terms", stats.Terms}, {"predicates", stats.Predicates}, {"bytes on disk", stats.Bytes},
	} {
		list.add(line.what, number(line.n, format, env))
	}
	return env.print(list, format)
}

// number writes commas for people and none for programs.
func number(n int64, format string, env *environ) string {
	if env.isTable(format) {
		return thousands(n)
	}
	return strconv.FormatInt(n, 10)
}

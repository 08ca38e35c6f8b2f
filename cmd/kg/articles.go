package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newArticlesCmd(env *environ, g *global) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use: "articles", Short: "List the articles in the store", GroupID: "keep",
		Long:    "Lists the articles in the store by date, with how many statements each gave." + storeExits(),
		Example: "  kg articles\n  kg articles --format csv > articles.csv",
		Args:    argCount(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return g.reading(cmd.Context(), env, func(s *graph.Store) error { return runArticles(cmd.Context(), env, s, format) })
		},
	}
	addFormat(cmd, &format)
	return cmd
}

func runArticles(ctx context.Context, env *environ, store *graph.Store, format string) error {
	articles, err := store.Articles(ctx)
	if err != nil {
		return err
	}
	list := &sheet{Columns: []string{"published", "title", "publisher", "source", "statements", "id"}, JSON: []any{}}
	for _, a := range articles {
		id := string(a.ID)
		if env.isTable(format) {
			id = shortID(a.ID)
		}
		list.add(a.Published, a.Title, a.Publisher, a.Source, fmt.Sprint(a.Statements), id)
		list.JSON = append(list.JSON, a)
	}
	return env.print(list, format)
}

// shownDigits is how many digits of an article's id a table shows.
const shownDigits = 8

// shortID gives the beginning of an article's id, which names it as well.
func shortID(id graph.IRI) string {
	digits := strings.TrimPrefix(string(id), "kg:article/")
	return digits[:min(shownDigits, len(digits))]
}

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newRemoveCmd(env *environ, g *global) *cobra.Command {
	return &cobra.Command{
		Use: "remove ARTICLE…", Short: "Take articles and what they say out of the store", GroupID: "keep",
		Long: `Takes articles out of the store with their statements, and nothing else. An
article is named by its id, by the beginning of its id or by its source, as
kg articles shows them. All are looked up before the first is removed.` + exits(exitDone, exitFailed, exitUsage, exitNoStore, exitInUse, exitInterrupted),
		Example: "  kg remove testdata/articles/vienna.txt\n  kg remove kg:article/9c1e5b",
		Args:    argCount(1, -1, "an article"), ValidArgsFunction: completeArticles(env, g),
		RunE: func(cmd *cobra.Command, args []string) error {
			return g.with(cmd.Context(), env, graph.OpenOptions{}, func(s *graph.Store) error {
				return runRemove(cmd.Context(), env, s, args)
			})
		},
	}
}

func runRemove(ctx context.Context, env *environ, store *graph.Store, names []string) error {
	articles, err := store.Articles(ctx)
	if err != nil {
		return err
	}
	var chosen []graph.ArticleInfo
	taken := map[graph.IRI]bool{}
	for _, name := range names {
		a, err := findArticle(articles, name)
		if err != nil {
			return err
		}
		if !taken[a.ID] {
			taken[a.ID] = true
			chosen = append(chosen, *a)
		}
	}
	statements := 0
	for _, a := range chosen {
		if err := store.Remove(ctx, a.ID); err != nil {
			return fmt.Errorf("remove %s: %w", a.Source, err)
		}
		statements += a.Statements
	}
	fmt.Fprintf(env.Stderr, "removed %s with %s\n", count(len(chosen), "article"), count(statements, "statement"))
	return nil
}

var errNoArticle = errors.New("no such article in the store")

// shortestID is how many digits of an id are needed to name an article.
const shortestID = 4

// findArticle finds an article by its id, the beginning of its id, its source
// or its source's file name.
func findArticle(articles []graph.ArticleInfo, name string) (*graph.ArticleInfo, error) {
	digits := strings.TrimPrefix(strings.TrimPrefix(strings.Trim(name, "<>"), "kg:"), "article/")
	var found, byFile []*graph.ArticleInfo
	for i := range articles {
		a := &articles[i]
		id := strings.TrimPrefix(string(a.ID), "kg:article/")
		switch {
		case a.Source == name || a.Source == filepath.ToSlash(filepath.Clean(name)) || id == digits:
			return a, nil
		case len(digits) >= shortestID && strings.HasPrefix(id, digits):
			found = append(found, a)
		case filepath.Base(a.Source) == name:
			byFile = append(byFile, a)
		}
	}
	if len(found) == 0 {
		found = byFile
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		var sources []string
		for _, a := range articles {
			sources = append(sources, a.Source)
		}
		return nil, withHint(fmt.Errorf("%s: %w", name, errNoArticle), "%s", didYouMean(nearest(name, sources), "kg articles lists them"))
	}
	return nil, withHint(fmt.Errorf("%s: %d articles go by this", name, len(found)), "name one by its id: kg articles lists them")
}

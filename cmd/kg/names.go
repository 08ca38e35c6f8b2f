package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

// namedEntity is an entity with its name, for completion.
type namedEntity struct {
	id   graph.IRI
	name string
}

// maxNames bounds how many names are read for completion.
const maxNames = 200_000

// entityNames gives the entities with names of their own, sorted by IRI.
func entityNames(ctx context.Context, store *graph.Store) []namedEntity {
	var out []namedEntity
	label := graph.NewIRI("http://www.w3.org/2000/01/rdf-schema#label")
	for q, err := range store.TriplesMatching(ctx, graph.Pattern{Predicate: label}) {
		if err != nil || len(out) == maxNames {
			break
		}
		if id := q.Subject.IRI(); id != "" && !strings.Contains(string(id), "#") {
			out = append(out, namedEntity{id, q.Object.Value})
		}
	}
	slices.SortFunc(out, func(a, b namedEntity) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.name, b.name)) })
	return slices.CompactFunc(out, func(a, b namedEntity) bool { return a.id == b.id })
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// completeEntities completes names of entities on the shell's command line.
func completeEntities(env *environ, g *global) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
		var out []string
		_ = g.reading(cmd.Context(), env, func(s *graph.Store) error {
			for _, e := range entityNames(cmd.Context(), s) {
				if hasPrefixFold(e.name, prefix) {
					out = append(out, sanitize(e.name)+"\t"+string(e.id))
				}
			}
			return nil
		})
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeArticles completes sources of articles on the shell's command line.
func completeArticles(env *environ, g *global) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
		var out []string
		_ = g.reading(cmd.Context(), env, func(s *graph.Store) error {
			articles, err := s.Articles(cmd.Context())
			for _, a := range articles {
				if strings.HasPrefix(a.Source, prefix) {
					out = append(out, sanitize(a.Source)+"\t"+sanitize(a.Title))
				}
			}
			return err
		})
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

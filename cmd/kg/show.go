package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newShowCmd(env *environ, g *global) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use: "show NAME", Short: "Show an entity, a statement or an article with its evidence", GroupID: "ask",
		Long: `Shows what the store knows of an entity, a statement or an article, with the
sentences it was read off. An entity is named as you would write it ("Assad",
"the US"), by its IRI (kg:Russia) or an alias; a statement by the
digits that the tables show; an article by its id or its source.` + storeExits(),
		Example: "  kg show Assad\n  kg show kg:statement/7f3a…\n  kg show vienna.txt",
		Args:    argCount(1, -1, "a name"), ValidArgsFunction: completeEntities(env, g),
		RunE: func(cmd *cobra.Command, args []string) error {
			return g.reading(cmd.Context(), env, func(s *graph.Store) error {
				return runShow(cmd.Context(), env, s, strings.Join(args, " "), format)
			})
		},
	}
	addFormat(cmd, &format)
	return cmd
}

// statementDigits are the end of a statement's IRI, as tables show it.
var statementDigits = regexp.MustCompile(`^[0-9a-f]{24}$`)

func runShow(ctx context.Context, env *environ, store *graph.Store, name, format string) error {
	iri := graph.IRI(strings.Trim(name, "<>"))
	if statementDigits.MatchString(name) {
		iri = "kg:statement/" + iri
	}
	if strings.HasPrefix(string(iri), "kg:statement/") || strings.HasPrefix(string(iri), "statement/") {
		return showStatement(ctx, env, store, "kg:"+graph.IRI(strings.TrimPrefix(string(iri), "kg:")), format)
	}
	articles, err := store.Articles(ctx)
	if err != nil {
		return err
	}
	if !strings.Contains(name, "#") {
		if a, err := findArticle(articles, name); err == nil {
			return showArticle(ctx, env, store, a, format)
		} else if !errors.Is(err, errNoArticle) || strings.HasPrefix(name, "kg:article/") {
			return err
		}
	}
	return showEntity(ctx, env, store, name, format)
}

// showStatement prints every field of a statement.
func showStatement(ctx context.Context, env *environ, store *graph.Store, id graph.IRI, format string) error {
	st, err := store.Statement(ctx, id)
	if errors.Is(err, graph.ErrNotFound) {
		return withHint(fmt.Errorf("%s: no such statement in the store", id), "kg query evidence and kg show NAME list statements with their ids")
	}
	if err != nil {
		return err
	}
	list := &sheet{Columns: []string{"field", "value"}, JSON: []any{st}, One: true}
	for _, f := range statementFields(st) {
		if f[1] != "" {
			list.add(f[0], f[1])
		}
	}
	for _, e := range st.Evidence {
		list.add("sentence", e.Text)
		list.add("evidence", string(e.ID))
	}
	if a, err := store.Article(ctx, st.Article); err == nil {
		list.add("article", describeArticle(a))
	}
	return env.print(list, format)
}

func statementFields(s *graph.StatementInfo) [][2]string {
	confidence := ""
	if s.Confidence > 0 {
		confidence = fmt.Sprintf("%.2f", s.Confidence)
	}
	return [][2]string{
		{"statement", string(s.ID)}, {"subject", s.Subject.Short()}, {"relation", graph.Vocab().Label(s.Relation)}, {"object", s.Object.Short()},
		{"known", knownInfo(s)}, {"says so", s.AttributedTo.Short()}, {"in the words", s.Cue},
		{"time", firstOf(s.Time, s.TimeText)}, {"place", s.Place.Short()}, {"quantity", s.Quantity}, {"by means of", s.Instrument},
		{"words", s.Trigger}, {"rule", s.Rule}, {"confidence", confidence}, {"event", string(s.Event)},
	}
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// knownInfo says how a stored statement is known, as known does.
func knownInfo(s *graph.StatementInfo) string {
	var parts []string
	if s.Polarity == graph.Negative {
		parts = append(parts, "not so")
	}
	if s.Modality != "" && s.Modality != graph.Actual {
		parts = append(parts, string(s.Modality))
	}
	if !s.AttributedTo.IsZero() {
		parts = append(parts, "says "+readable(s.AttributedTo))
	} else if s.Cue != "" {
		parts = append(parts, "said to be so ("+s.Cue+")")
	}
	if len(parts) == 0 {
		return "fact"
	}
	return strings.Join(parts, ", ")
}

// readable writes a term for people: an entity by the words of its IRI.
func readable(t graph.Term) string {
	s := t.Short()
	if !t.IsIRI() {
		return s
	}
	if _, words, found := strings.Cut(s, "#"); found && strings.HasPrefix(s, "kg:article/") {
		s = words
	}
	return strings.ReplaceAll(strings.TrimPrefix(s, "kg:"), "_", " ")
}

func describeArticle(a *graph.ArticleInfo) string {
	var parts []string
	for _, p := range []string{a.Title, a.Publisher, a.Published, a.Source} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// showArticle prints an article and what it says.
func showArticle(ctx context.Context, env *environ, store *graph.Store, a *graph.ArticleInfo, format string) error {
	ids, err := articleStatements(ctx, store, a.ID)
	if err != nil {
		return err
	}
	infos, err := statements(ctx, store, ids)
	if err != nil {
		return err
	}
	env.head(format, fmt.Sprintf("%s\n%s, %s", describeArticle(a), a.ID, count(a.Statements, "statement")))
	list := statementSheet(infos)
	list.whole(format, articleWhole{a, infos})
	return env.print(list, format)
}

// articleStatements lists an article's statements.
func articleStatements(ctx context.Context, store *graph.Store, article graph.IRI) ([]graph.IRI, error) {
	var ids []graph.IRI
	pattern := graph.Pattern{
		Predicate: graph.NewIRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
		Object:    graph.NewIRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement"), Graph: graph.NewIRI(article),
	}
	for q, err := range store.QuadsMatching(ctx, pattern) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, q.Subject.IRI())
	}
	return ids, nil
}

// showEntity prints an entity and every statement about it.
func showEntity(ctx context.Context, env *environ, store *graph.Store, name, format string) error {
	id, err := resolve(ctx, store, name)
	if err != nil {
		return err
	}
	e, err := store.Entity(ctx, id)
	if err != nil {
		return err
	}
	infos, err := statements(ctx, store, e.Statements)
	if err != nil {
		return err
	}
	env.head(format, describeEntity(e))
	list := statementSheet(infos)
	list.whole(format, entityWhole{e, infos})
	return env.print(list, format)
}

// entityWhole is an entity with its statements, for JSON.
type entityWhole struct {
	*graph.EntityInfo
	Statements []*graph.StatementInfo `json:"statements"`
}

// articleWhole is an article with its statements, for JSON.
type articleWhole struct {
	Article    *graph.ArticleInfo     `json:"article"`
	Statements []*graph.StatementInfo `json:"statements"`
}

// whole has JSON print one value in place of the rows.
func (s *sheet) whole(format string, value any) {
	if format == "json" {
		s.JSON, s.One = []any{value}, true
	}
}

// head prints what stands above a table; where programs read the rows, it is
// a message.
func (e *environ) head(format, words string) {
	switch {
	case e.isTable(format):
		fmt.Fprintf(e.Stdout, "%s\n\n", lines(words))
	case format == "":
		fmt.Fprintln(e.Stderr, lines(words))
	}
}

func describeEntity(e *graph.EntityInfo) string {
	var types []string
	for _, t := range e.Types {
		types = append(types, strings.TrimPrefix(string(t), "kg:class/"))
	}
	lines := []string{fmt.Sprintf("%s (%s), %s", e.Name, strings.Join(types, ", "), e.ID)}
	if len(e.Aliases) > 0 {
		lines = append(lines, "also: "+strings.Join(e.Aliases, ", "))
	}
	for _, same := range e.SameAs {
		lines = append(lines, "same as: "+string(same))
	}
	if e.At != nil {
		lines = append(lines, fmt.Sprintf("at: %g, %g", e.At.Lat, e.At.Lon))
	}
	lines = append(lines, fmt.Sprintf("%s in %s", count(len(e.Statements), "statement"), count(len(e.Articles), "article")))
	return strings.Join(lines, "\n")
}

// resolve finds the one entity that a name means.
func resolve(ctx context.Context, store *graph.Store, name string) (graph.IRI, error) {
	matches, suggestions, err := store.FindEntity(ctx, name)
	if err != nil && !errors.Is(err, graph.ErrNotFound) {
		return "", err
	}
	switch {
	case len(matches) == 1:
		return matches[0].ID, nil
	case len(matches) > 1:
		var ids []string
		for _, m := range matches[:min(len(matches), 8)] {
			ids = append(ids, string(m.ID))
		}
		return "", withHint(fmt.Errorf("%q may mean any of %d", name, len(matches)), "name one of them: %s", strings.Join(ids, ", "))
	}
	var near []string
	for _, s := range suggestions[:min(len(suggestions), 3)] {
		near = append(near, fmt.Sprintf("%q", s.Name))
	}
	return "", withHint(fmt.Errorf("%q: %w", name, graph.ErrNotFound), "%s", didYouMean(near, "kg query profile and kg articles show what is in it"))
}

// statements fetches statements, in the order of the text.
func statements(ctx context.Context, store *graph.Store, ids []graph.IRI) ([]*graph.StatementInfo, error) {
	infos := []*graph.StatementInfo{}
	for _, id := range ids {
		st, err := store.Statement(ctx, id)
		if err != nil {
			return nil, err
		}
		infos = append(infos, st)
	}
	sortStatements(infos)
	return infos, nil
}

// statementSheet lists statements with their sentences.
func statementSheet(infos []*graph.StatementInfo) *sheet {
	list := &sheet{Columns: []string{"subject", "relation", "object", "known", "time", "sentence", "statement"}, Below: []string{"sentence"}, JSON: []any{}}
	for _, st := range infos {
		sentence := ""
		if len(st.Evidence) > 0 {
			sentence = st.Evidence[0].Text
		}
		list.add(readable(st.Subject), graph.Vocab().Label(st.Relation), readable(st.Object), knownInfo(st), firstOf(st.Time, st.TimeText),
			sentence, strings.TrimPrefix(string(st.ID), "kg:statement/"))
		list.JSON = append(list.JSON, st)
	}
	return list
}

// sortStatements orders statements by article, place in the text and id.
func sortStatements(list []*graph.StatementInfo) {
	begin := func(s *graph.StatementInfo) int {
		if len(s.Evidence) == 0 {
			return 0
		}
		return s.Evidence[0].Span.Begin
	}
	slices.SortFunc(list, func(a, b *graph.StatementInfo) int {
		return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(begin(a), begin(b)), cmp.Compare(a.ID, b.ID))
	})
}

package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"kg/graph"
	"kg/queries"
)

// homePage is what is in the store.
type homePage struct {
	Title     string          `json:"-"`
	Self      string          `json:"-"`
	Stats     graph.Stats     `json:"stats"`
	Articles  []articleRow    `json:"articles"`
	Busiest   []ref           `json:"busiest"` // the entities with the most edges
	Questions []queries.Query `json:"-"`
	CanRead   bool            `json:"-"` // an article can be pasted
}

type articleRow struct {
	Article   ref    `json:"article"`
	Published string `json:"published,omitempty"`
	Publisher string `json:"publisher,omitempty"`
}

func (p *homePage) table() ([]string, [][]string) {
	rows := make([][]string, len(p.Articles))
	for i, a := range p.Articles {
		rows[i] = []string{a.Article.Name, a.Published, a.Publisher, a.Article.ID}
	}
	return []string{"title", "published", "publisher", "article"}, rows
}

func (s *server) loadHome(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	stats, err := s.store.Stats(ctx)
	if err != nil {
		return nil, err
	}
	p := &homePage{Title: "What is in the graph", Self: "/explore", Stats: stats, Busiest: []ref{}, Articles: []articleRow{}, Questions: queries.All()}
	p.CanRead = s.opts.Extractor != nil
	if p.Articles, err = s.listArticles(ctx, n); err != nil {
		return nil, err
	}
	for _, id := range s.openers.busiest(ctx) {
		p.Busiest = append(p.Busiest, n.ref(ctx, graph.NewIRI(id)))
	}
	return p, nil
}

// The home page lists so many articles, the latest of those looked at.
const (
	articlesListed = 100
	articlesSeen   = 2000
)

// listArticles lists the articles, the latest first.
func (s *server) listArticles(ctx context.Context, n *namer) ([]articleRow, error) {
	rows := []articleRow{}
	seen := map[string]bool{}
	for _, p := range []graph.Pattern{
		{Predicate: graph.NewIRI(graph.SchemaPublished)},
		{Predicate: graph.NewIRI(graph.RDFType), Object: graph.NewIRI(graph.SchemaArticle)}, // those without a date too
	} {
		most := len(rows) + articlesSeen
		for quad, err := range s.store.QuadsMatching(ctx, p) {
			if err != nil {
				return nil, err
			}
			if id := quad.Subject.Value; !seen[id] {
				seen[id] = true
				row := articleRow{Article: ref{ID: id}}
				if quad.Predicate.IRI() == graph.SchemaPublished {
					row.Published = quad.Object.Value
				}
				rows = append(rows, row)
			}
			if len(rows) >= most {
				break
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b articleRow) int {
		return cmp.Or(cmp.Compare(b.Published, a.Published), cmp.Compare(a.Article.ID, b.Article.ID))
	})
	rows = rows[:min(len(rows), articlesListed)]
	for i := range rows {
		row := &rows[i]
		id := graph.IRI(row.Article.ID)
		row.Article.Name, row.Article.Href = n.articleTitle(ctx, id), articleHref(id)
		row.Published, _, _ = strings.Cut(row.Published, "T")
		row.Publisher = n.value(ctx, id, graph.SchemaPublisher)
	}
	return rows, nil
}

// searchPage is what a name may mean.
type searchPage struct {
	Title       string     `json:"-"`
	Self        string     `json:"-"`
	Query       string     `json:"query"`
	Matches     []matchRow `json:"matches"`
	Suggestions []matchRow `json:"suggestions"`
}

type matchRow struct {
	Entity ref    `json:"entity"`
	Types  string `json:"types"`
	By     string `json:"by"`
}

func (p *searchPage) table() ([]string, [][]string) {
	var rows [][]string
	for _, m := range append(slices.Clone(p.Matches), p.Suggestions...) {
		rows = append(rows, []string{m.Entity.Name, m.Types, m.By, m.Entity.ID})
	}
	return []string{"name", "types", "found by", "entity"}, rows
}

func (s *server) loadSearch(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	name := strings.TrimSpace(r.URL.Query().Get("q"))
	p := &searchPage{Title: "Search", Self: r.URL.RequestURI(), Query: name, Matches: []matchRow{}, Suggestions: []matchRow{}}
	if name == "" {
		return p, nil
	}
	matches, suggestions, err := s.store.FindEntity(ctx, name)
	if err != nil && !errors.Is(err, graph.ErrNotFound) {
		return nil, err
	}
	p.Matches, p.Suggestions = matchRows(matches), matchRows(suggestions)
	if len(matches) == 1 && !strings.Contains(r.URL.Path, ".") {
		return nil, &redirect{entityHref(matches[0].ID)}
	}
	return p, nil
}

func matchRows(list []graph.EntityMatch) []matchRow {
	rows := make([]matchRow, 0, len(list))
	for _, m := range list {
		rows = append(rows, matchRow{ref{string(m.ID), m.Name, entityHref(m.ID)}, typeNames(m.Types), m.By})
	}
	return rows
}

func typeNames(types []graph.IRI) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = strings.TrimPrefix(string(t), "kg:class/")
	}
	return strings.Join(names, ", ")
}

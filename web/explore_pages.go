package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kg/graph"
	"kg/queries"
)

// pageRows is how many statements one page shows.
const pageRows = 100

var exploreFuncs = template.FuncMap{
	"twin": func(form, href string) string { // the JSON or CSV twin of a page
		path, query, found := strings.Cut(href, "?")
		if found {
			query = "?" + query
		}
		return path + "." + form + query
	},
}

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

// listArticles lists articles by headline, the latest first.
func (s *server) listArticles(ctx context.Context, n *namer) ([]articleRow, error) {
	rows := []articleRow{}
	ids := graph.Pattern{Predicate: graph.NewIRI(graph.RDFType), Object: graph.NewIRI(graph.SchemaArticle)}
	for quad, err := range s.store.QuadsMatching(ctx, ids) {
		if err != nil {
			return nil, err
		}
		id := quad.Subject.IRI()
		rows = append(rows, articleRow{
			Article:   ref{string(id), n.articleTitle(ctx, id), articleHref(id)},
			Published: n.value(ctx, id, graph.SchemaPublished),
			Publisher: n.value(ctx, id, graph.SchemaPublisher),
		})
		if len(rows) == articlesSeen {
			break
		}
	}
	slices.SortStableFunc(rows, func(a, b articleRow) int {
		return cmp.Or(cmp.Compare(b.Published, a.Published), cmp.Compare(a.Article.Name, b.Article.Name))
	})
	return rows[:min(len(rows), articlesListed)], nil
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

// entityPage is all that is said of an entity.
type entityPage struct {
	Title    string         `json:"-"`
	Self     string         `json:"-"`
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Types    string         `json:"types"`
	Aliases  []string       `json:"aliases"`
	SameAs   []graph.IRI    `json:"sameAs"`
	Does     []statementRow `json:"does"`
	Done     []statementRow `json:"done"`   // what is done to it
	Claims   []statementRow `json:"claims"` // what it says of others
	Total    int            `json:"total"`
	From     int            `json:"from"` // the first statement on this page, from 0
	Next     string         `json:"-"`
	Previous string         `json:"-"`
	Picture  template.HTML  `json:"-"` // SVG
}

func (p *entityPage) table() ([]string, [][]string) {
	return statementHeader, statementTable(slices.Concat(p.Does, p.Done, p.Claims))
}

func (s *server) loadEntity(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	id := graph.IRI(r.URL.Query().Get("id"))
	e, err := s.store.Entity(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	from = max(0, min(from, len(e.Statements)))
	to := min(from+pageRows, len(e.Statements))
	p := &entityPage{
		Title: e.Name, Self: r.URL.RequestURI(), ID: string(id), Name: e.Name, Types: typeNames(e.Types),
		Aliases: append([]string{}, e.Aliases...), SameAs: append([]graph.IRI{}, e.SameAs...), Total: len(e.Statements), From: from,
		Does: []statementRow{}, Done: []statementRow{}, Claims: []statementRow{},
	}
	for _, sid := range e.Statements[from:to] {
		info, err := s.store.Statement(ctx, sid)
		if err != nil {
			return nil, err
		}
		p.place(n.row(ctx, info))
	}
	for _, list := range [][]statementRow{p.Does, p.Done, p.Claims} {
		sortRows(list)
	}
	if to < len(e.Statements) {
		p.Next = entityHref(id) + "&from=" + strconv.Itoa(to)
	}
	if from > 0 {
		p.Previous = entityHref(id) + "&from=" + strconv.Itoa(max(0, from-pageRows))
	}
	p.Picture = drawAround(p)
	return p, nil
}

// place puts a statement where the page shows it.
func (p *entityPage) place(row statementRow) {
	switch p.ID {
	case row.Subject.ID:
		p.Does = append(p.Does, row)
	case row.Object.ID:
		p.Done = append(p.Done, row)
	default:
		p.Claims = append(p.Claims, row)
	}
}

// sortRows puts facts first, then what is alike together, earliest first.
func sortRows(rows []statementRow) {
	slices.SortStableFunc(rows, func(a, b statementRow) int {
		facts := 0
		if a.Fact != b.Fact {
			if facts = 1; a.Fact {
				facts = -1
			}
		}
		return cmp.Or(facts, cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Time, b.Time), cmp.Compare(a.Object.Name, b.Object.Name))
	})
}

// statementPage is one statement with its sentence and how it was read.
type statementPage struct {
	Title    string         `json:"-"`
	Self     string         `json:"-"`
	Row      statementRow   `json:"statement"`
	Trigger  string         `json:"trigger"`
	Before   string         `json:"-"` // of the sentence, before the trigger
	After    string         `json:"-"`
	Fields   []fieldRow     `json:"fields"`
	Evidence []evidenceText `json:"evidence"`
}

type fieldRow struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type evidenceText struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func (p *statementPage) table() ([]string, [][]string) {
	return statementHeader, statementTable([]statementRow{p.Row})
}

func (s *server) loadStatement(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	id := graph.IRI(r.URL.Query().Get("id"))
	info, err := s.store.Statement(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	p := &statementPage{Self: r.URL.RequestURI(), Row: n.row(ctx, info), Trigger: info.Trigger, Evidence: []evidenceText{}}
	p.Title = strings.Join(nonEmpty(p.Row.Subject.Name, p.Row.Relation, p.Row.Object.Name), " ")
	for _, e := range info.Evidence {
		p.Evidence = append(p.Evidence, evidenceText{string(e.ID), e.Text})
	}
	p.Before, p.After = p.Row.Sentence, ""
	if before, after, ok := strings.Cut(p.Row.Sentence, info.Trigger); ok && info.Trigger != "" {
		p.Before, p.After = before, after
	} else {
		p.Trigger = ""
	}
	for _, f := range info.Properties {
		p.Fields = append(p.Fields, fieldRow{graph.NewIRI(f.Predicate).Short(), f.Value.Short()})
	}
	return p, nil
}

// articlePage is what was read off one article.
type articlePage struct {
	Title      string         `json:"title"`
	Self       string         `json:"-"`
	ID         string         `json:"id"`
	Published  string         `json:"published"`
	Publisher  string         `json:"publisher"`
	Source     string         `json:"source"`
	Statements []statementRow `json:"statements"`
	More       bool           `json:"more"` // there are more than these
}

func (p *articlePage) table() ([]string, [][]string) {
	return statementHeader, statementTable(p.Statements)
}

func (s *server) loadArticle(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	id := graph.IRI(r.URL.Query().Get("id"))
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	p := &articlePage{Title: a.Title, Self: r.URL.RequestURI(), ID: string(id), Published: a.Published, Publisher: a.Publisher, Source: a.Source}
	statements := map[graph.IRI]bool{}
	pattern := graph.Pattern{Predicate: graph.NewIRI(graph.RDFPredicate), Graph: graph.NewIRI(id)}
	for quad, err := range s.store.QuadsMatching(ctx, pattern) {
		if err != nil {
			return nil, err
		}
		if p.More = len(statements) >= 2*pageRows; p.More {
			break
		}
		statements[quad.Subject.IRI()] = true
	}
	infos := make([]*graph.StatementInfo, 0, len(statements))
	for _, sid := range slices.Sorted(maps.Keys(statements)) {
		info, err := s.store.Statement(ctx, sid)
		if err != nil {
			return nil, err
		}
		infos = append(infos, info)
	}
	slices.SortStableFunc(infos, func(a, b *graph.StatementInfo) int { return cmp.Compare(beginOf(a), beginOf(b)) })
	p.Statements = make([]statementRow, len(infos))
	for i, info := range infos {
		p.Statements[i] = n.row(ctx, info)
	}
	return p, nil
}

// beginOf is where a statement's sentence begins.
func beginOf(s *graph.StatementInfo) int {
	if len(s.Evidence) == 0 {
		return 0
	}
	return s.Evidence[0].Span.Begin
}

package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kg/graph"
)

// statementPage is one statement with its sentence, in its place in the
// article, and how it was read.
type statementPage struct {
	Title      string       `json:"-"`
	Self       string       `json:"-"`
	Row        statementRow `json:"statement"`
	Trigger    string       `json:"trigger"`
	Cue        string       `json:"cue,omitempty"`
	Rule       string       `json:"rule"`
	Confidence float64      `json:"confidence"`
	Passages   []passage    `json:"passages"` // the sentence between those around it
	Fields     []fieldRow   `json:"fields"`
}

type fieldRow struct {
	Name  string `json:"name"`
	Value string `json:"value"`
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
	p := &statementPage{
		Self: r.URL.RequestURI(), Row: n.row(ctx, info), Trigger: info.Trigger, Cue: info.Cue, Rule: info.Rule, Confidence: info.Confidence,
		Fields: []fieldRow{},
	}
	p.Title = strings.Join(nonEmpty(p.Row.Subject.Name, p.Row.Relation, p.Row.Object.Name), " ")
	if p.Row.Negated {
		p.Title = "Not so: " + p.Title
	}
	if p.Passages, err = s.around(ctx, info); err != nil {
		return nil, err
	}
	for _, f := range info.Properties {
		p.Fields = append(p.Fields, fieldRow{graph.NewIRI(f.Predicate).Short(), f.Value.Short()})
	}
	return p, nil
}

// around gives the sentence of a statement, marked, with the one before it and
// the one after it that the store keeps.
func (s *server) around(ctx context.Context, info *graph.StatementInfo) ([]passage, error) {
	if len(info.Evidence) == 0 {
		return []passage{}, nil
	}
	evidence := info.Evidence[0]
	all, err := s.passages(ctx, info.Article)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(p passage) bool { return p.ID == string(evidence.ID) })
	if i < 0 {
		return []passage{{ID: string(evidence.ID), Begin: evidence.Span.Begin, End: evidence.Span.End, Text: evidence.Text, Parts: partsOf(info)}}, nil
	}
	all[i].Parts = partsOf(info)
	return all[max(0, i-1):min(len(all), i+2)], nil
}

// betweenPage is what one entity does to another.
type betweenPage struct {
	Title      string         `json:"title"`
	Self       string         `json:"-"`
	From       ref            `json:"from"`
	To         ref            `json:"to"`
	Filter     filter         `json:"filter"`
	Total      int            `json:"total"`
	Statements []statementRow `json:"statements"`
}

func (p *betweenPage) table() ([]string, [][]string) {
	return statementHeader, statementTable(p.Statements)
}

// loadBetween reads the statements with the subject a and the object b, where
// b is not given those with either to any other; the filter chooses of them.
func (s *server) loadBetween(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	a, b := graph.NewIRI(graph.IRI(values.Get("a"))), graph.NewIRI(graph.IRI(values.Get("b")))
	p := &betweenPage{Self: r.URL.RequestURI(), From: n.ref(ctx, a), To: n.ref(ctx, b), Filter: readFilter(values), Statements: []statementRow{}}
	c, err := s.catalogue.get(ctx)
	if err != nil {
		return nil, err
	}
	from, to := c.number(a), c.number(b)
	if from < 0 || to < 0 {
		return nil, fmt.Errorf("nothing is said of %s and %s: %w", p.From.Name, p.To.Name, graph.ErrNotFound)
	}
	words := "and"
	if len(p.Filter.Relations) == 1 {
		words = graph.Vocab().Label(p.Filter.Relations[0])
	}
	p.Title = p.From.Name + " " + words + " " + p.To.Name
	var found []*entry
	for _, i := range c.touching[from] {
		e := &c.entries[i]
		there := e.subject == from && e.object == to
		back := e.subject == to && e.object == from && (values.Get("ways") == "both" || words == "and")
		if (there || back) && p.Filter.takes(c, e) {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b *entry) int {
		one := c.date(a)
		two := c.date(b)
		return cmp.Or(compareBool(b.plain(), a.plain()), cmp.Compare(two, one), cmp.Compare(a.id, b.id))
	})
	p.Total = len(found)
	for _, e := range found[:min(len(found), pageRows)] {
		info, err := s.store.Statement(ctx, graph.IRI(e.id))
		if err != nil {
			return nil, err
		}
		p.Statements = append(p.Statements, n.row(ctx, info))
	}
	return p, nil
}

// articlePage is what was read off one article, beside its sentences.
type articlePage struct {
	Title      string         `json:"title"`
	Self       string         `json:"-"`
	ID         string         `json:"id"`
	Published  string         `json:"published"`
	Publisher  string         `json:"publisher"`
	Source     string         `json:"source"`
	Link       string         `json:"-"` // Source, where it is an address of the web
	Passages   []passage      `json:"passages"`
	Statements []statementRow `json:"-"`    // of all passages
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
	p := &articlePage{Title: cmp.Or(a.Title, "Untitled article"), Self: r.URL.RequestURI(), ID: string(id), Published: a.Published, Publisher: a.Publisher, Source: a.Source}
	if strings.HasPrefix(a.Source, "http://") || strings.HasPrefix(a.Source, "https://") {
		p.Link = a.Source
	}
	if p.Passages, err = s.passages(ctx, id); err != nil {
		return nil, err
	}
	infos, more, err := s.articleStatements(ctx, id)
	if err != nil {
		return nil, err
	}
	p.More = more
	p.Statements = make([]statementRow, len(infos))
	for i, info := range infos {
		p.Statements[i] = n.row(ctx, info)
		at, _ := slices.BinarySearchFunc(p.Passages, beginOf(info), func(q passage, begin int) int { return cmp.Compare(q.End, begin+1) })
		if at < len(p.Passages) {
			p.Passages[at].Statements = append(p.Passages[at].Statements, p.Statements[i])
		}
	}
	return p, nil
}

// articleStatements reads the statements of an article in the order of its text.
func (s *server) articleStatements(ctx context.Context, id graph.IRI) (infos []*graph.StatementInfo, more bool, err error) {
	var ids []graph.IRI
	pattern := graph.Pattern{Predicate: graph.NewIRI(graph.RDFPredicate), Graph: graph.NewIRI(id)}
	for quad, err := range s.store.QuadsMatching(ctx, pattern) {
		if err != nil {
			return nil, false, err
		}
		if more = len(ids) >= articleRows; more {
			break
		}
		ids = append(ids, quad.Subject.IRI())
	}
	slices.Sort(ids)
	for _, sid := range slices.Compact(ids) {
		info, err := s.store.Statement(ctx, sid)
		if err != nil {
			return nil, false, err
		}
		infos = append(infos, info)
	}
	slices.SortStableFunc(infos, func(a, b *graph.StatementInfo) int { return cmp.Compare(beginOf(a), beginOf(b)) })
	return infos, more, nil
}

// articleRows is how many statements the page of an article shows.
const articleRows = 400

// beginOf is where a statement's sentence begins.
func beginOf(s *graph.StatementInfo) int {
	if len(s.Evidence) == 0 {
		return 0
	}
	return s.Evidence[0].Span.Begin
}

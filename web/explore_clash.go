package web

import (
	"context"
	"net/http"
	"strings"

	"kg/graph"
	"kg/queries"
)

// clashPage shows statements that cannot both hold, side by side.
type clashPage struct {
	Title     string  `json:"title"`
	Self      string  `json:"-"`
	X         string  `json:"x,omitempty"` // only what is about it
	Problem   string  `json:"problem,omitempty"`
	Choices   []ref   `json:"choices,omitempty"`
	Pairs     []clash `json:"pairs"`
	Total     int     `json:"total"`
	Truncated bool    `json:"truncated"`
}

// clash is a pair of statements that cannot both hold.
type clash struct {
	Kind  string       `json:"kind"` // "said and denied", "for and against"
	One   statementRow `json:"one"`
	Other statementRow `json:"other"`
}

func (p *clashPage) table() ([]string, [][]string) {
	rows := make([][]string, len(p.Pairs))
	for i, c := range p.Pairs {
		rows[i] = []string{c.Kind}
		for _, s := range []*statementRow{&c.One, &c.Other} {
			rows[i] = append(rows[i], s.Subject.Name+" "+s.Relation+" "+s.Object.Name, s.Known, s.Time, s.Sentence, s.Article.Name, s.ID)
		}
	}
	header := []string{"kind"}
	for _, which := range []string{"", " too"} {
		for _, name := range []string{"statement", "known", "time", "sentence", "article", "id"} {
			header = append(header, name+which)
		}
	}
	return header, rows
}

// clashesShown is how many pairs the page shows.
const clashesShown = 100

// loadClashes asks the canned query for contradictions, about X where the
// address names one.
func (s *server) loadClashes(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	p := &clashPage{Title: "Contradictions", Self: r.URL.RequestURI(), X: strings.TrimSpace(values.Get("X")), Pairs: []clash{}}
	q, ok, _ := queries.Find("contradictions")
	if !ok {
		return p, nil
	}
	args := queries.Args{}
	if p.X != "" {
		args["X"] = p.X
	}
	answer, err := s.ask(ctx, r, q, args, askRows)
	if err != nil {
		ask := &askPage{}
		if err := ask.explain(err, values); err != nil {
			return nil, err
		}
		p.Problem, p.Choices = ask.Problem, ask.Choices
		return p, nil
	}
	column := map[string]int{}
	for i, c := range answer.Columns {
		column[c.Name] = i
	}
	p.Total, p.Truncated = len(answer.Rows), answer.Truncated
	for _, row := range answer.Rows[:min(len(answer.Rows), clashesShown)] {
		pair := clash{Kind: row[column["kind"]].Text}
		for name, into := range map[string]*statementRow{"statement": &pair.One, "statement too": &pair.Other} {
			info, err := s.store.Statement(ctx, graph.IRI(row[column[name]].IRI))
			if err != nil {
				return nil, err
			}
			*into = n.row(ctx, info)
		}
		p.Pairs = append(p.Pairs, pair)
	}
	return p, nil
}

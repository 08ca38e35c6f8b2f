package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"kg/graph"
)

// queryPage is a query that the reader writes, with its answer.
type queryPage struct {
	Title     string     `json:"-"`
	Self      string     `json:"-"`
	Lang      string     `json:"lang"`
	Langs     []string   `json:"-"`
	Text      string     `json:"query"`
	Asked     bool       `json:"-"`
	Problem   string     `json:"problem,omitempty"`
	Header    []string   `json:"header"`
	Cells     [][]ref    `json:"rows"`
	Truncated bool       `json:"truncated"`
	Took      string     `json:"-"`
	Examples  []opener   `json:"-"`
	Words     []wordHelp `json:"-"` // that the editor completes
}

// wordHelp is a word of the graph's vocabulary.
type wordHelp struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

func (p *queryPage) table() ([]string, [][]string) {
	rows := make([][]string, len(p.Cells))
	for i, row := range p.Cells {
		for _, cell := range row {
			rows[i] = append(rows[i], cmp.Or(cell.ID, cell.Name))
		}
	}
	return p.Header, rows
}

// loadQuery runs the query of the address, q in the language lang.
func (s *server) loadQuery(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	p := &queryPage{
		Title: "Query", Self: r.URL.RequestURI(), Lang: cmp.Or(values.Get("lang"), "gizmo"), Langs: graph.Languages(),
		Text: values.Get("q"), Header: []string{}, Cells: [][]ref{},
	}
	made := s.openers.list(ctx)
	p.Examples = made.Examples
	for _, v := range graph.Vocab().Relations() {
		p.Words = append(p.Words, wordHelp{"<" + string(v.IRI) + ">", v.Description})
	}
	if strings.TrimSpace(p.Text) == "" {
		p.Text = made.First[p.Lang]
		return p, nil
	}
	p.Asked = true
	start := time.Now()
	if !slices.Contains(p.Langs, p.Lang) {
		p.Problem = "no such query language: choose one of " + strings.Join(p.Langs, ", ")
		return p, nil
	}
	result, err := s.query(ctx, p.Lang, p.Text, 0)
	switch {
	case errors.Is(err, errBusy) || errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		_, p.Problem = statusOf(err)
		return p, nil
	}
	p.Took = fmt.Sprintf("%.1f ms", float64(time.Since(start).Microseconds())/1000)
	p.Truncated = result.Truncated
	list := make([]any, len(result.Rows))
	for i, row := range result.Rows {
		list[i] = row.JSON()
	}
	p.fill(ctx, n, list)
	return p, nil
}

// fill makes a table of rows: a column for each tag, values that are no object
// in one of their own.
func (p *queryPage) fill(ctx context.Context, n *namer, rows []any) {
	columns := map[string]bool{}
	for _, row := range rows {
		if m, ok := row.(map[string]any); ok {
			for name := range m {
				columns[name] = true
			}
		} else {
			columns["value"] = true
		}
	}
	p.Header = slices.Sorted(maps.Keys(columns))
	for _, row := range rows {
		m, ok := row.(map[string]any)
		if !ok {
			m = map[string]any{"value": row}
		}
		cells := make([]ref, len(p.Header))
		for i, name := range p.Header {
			cells[i] = n.valueRef(ctx, m[name])
		}
		p.Cells = append(p.Cells, cells)
	}
}

// valueRef names a value of an answer.
func (n *namer) valueRef(ctx context.Context, v any) ref {
	switch v := v.(type) {
	case nil:
		return ref{}
	case string:
		if strings.HasPrefix(v, "<") && strings.HasSuffix(v, ">") {
			return n.ref(ctx, parseTerm(v))
		}
		return ref{Name: v}
	case json.Number, bool, float64, int:
		return ref{Name: fmt.Sprint(v)}
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ref{Name: fmt.Sprint(v)}
	}
	return ref{Name: string(text)}
}

package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kg/graph"
	"kg/queries"
)

// askPage is a canned query: its form and, once it is asked, its answer.
type askPage struct {
	Title     string          `json:"-"`
	Self      string          `json:"-"`
	Query     queries.Query   `json:"-"`
	Fields    []askField      `json:"-"`
	Asked     bool            `json:"-"`
	Command   string          `json:"command"`
	Script    string          `json:"-"` // as a program for Cayley's editor
	Editor    string          `json:"-"` // where it can be changed as a query
	Answer    *queries.Table  `json:"answer"`
	Header    []string        `json:"-"` // of the columns that the page shows
	Cells     [][]ref         `json:"-"`
	Problem   string          `json:"problem,omitempty"`
	Choices   []ref           `json:"choices,omitempty"` // what a name may have meant
	Questions []queries.Query `json:"-"`
}

// askRows is how many rows of an answer the page shows; its twins hold all.
const askRows = 500

// longestAddress is how many bytes of a query an address may hold.
const longestAddress = maxHeader / 2

// askField is an input of the form.
type askField struct {
	queries.Param
	Value  string
	Check  bool // a box to tick
	IsName bool // the name of an entity
}

func (p *askPage) table() ([]string, [][]string) {
	if p.Answer == nil {
		return []string{"problem"}, [][]string{{p.Problem}}
	}
	header := make([]string, len(p.Answer.Columns))
	for i, c := range p.Answer.Columns {
		header[i] = c.Name
	}
	rows := make([][]string, len(p.Answer.Rows))
	for i, row := range p.Answer.Rows {
		rows[i] = make([]string, len(row))
		for j, cell := range row {
			rows[i][j] = cell.Text
		}
	}
	return header, rows
}

// routeQuestions adds the canned queries, a page each with its twins.
func (s *server) routeQuestions(mux *http.ServeMux, templates *template.Template) {
	for _, q := range queries.All() {
		load := func(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
			return s.loadAnswer(ctx, q, r)
		}
		s.route(mux, templates, exploreRoute{"/explore/ask/" + q.Name, "ask.html", load, false})
	}
}

// loadAnswer reads the arguments from the address and asks, once those that the
// query needs are there.
func (s *server) loadAnswer(ctx context.Context, q queries.Query, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	p := &askPage{Title: q.Question, Self: r.URL.RequestURI(), Query: q, Questions: queries.All()}
	args := queries.Args{}
	missing := false
	for _, param := range q.Params {
		value := strings.TrimSpace(values.Get(param.Name))
		if value != "" {
			args[param.Name] = value
		}
		missing = missing || value == "" && param.Required
		p.Fields = append(p.Fields, askField{Param: param, Value: value, Check: param.Kind == queries.FlagParam, IsName: param.Kind == queries.EntityParam})
	}
	if missing {
		return p, nil
	}
	p.Asked, p.Command = true, commandLine(q, args)
	p.Title = named(q.Question, args)
	table, err := s.ask(ctx, r, q, args, askRows)
	if err != nil {
		return p, p.explain(err, values)
	}
	p.Answer = table
	if p.Script, err = q.Script(ctx, s.store, args); err != nil {
		return p, err
	}
	if len(url.QueryEscape(p.Script)) < longestAddress {
		p.Editor = "/explore/query?" + url.Values{"q": {p.Script}}.Encode()
	}
	p.show(table)
	return p, nil
}

// named puts the arguments into a question: "Who supports Assad?"
func named(question string, args queries.Args) string {
	words := strings.Fields(question)
	for i, word := range words {
		bare := strings.TrimRight(word, "?,.")
		if value := args[bare]; value != "" && bare == strings.ToUpper(bare) {
			words[i] = value + word[len(bare):]
		}
	}
	return strings.Join(words, " ")
}

// explain turns names that could not be resolved into links to what they may
// have meant; other errors come back.
func (p *askPage) explain(err error, values url.Values) error {
	var ambiguous *queries.AmbiguousError
	var unknown *queries.UnknownError
	param, matches := "", []graph.EntityMatch(nil)
	switch {
	case errors.As(err, &ambiguous):
		param, matches = ambiguous.Param, ambiguous.Candidates
		p.Problem = "“" + ambiguous.Name + "” may mean one of these."
	case errors.As(err, &unknown):
		param, matches = unknown.Param, unknown.Suggestions
		p.Problem = "Nothing is known about “" + unknown.Name + "”."
	case errors.Is(err, queries.ErrUsage):
		p.Problem = err.Error()
	default:
		return err
	}
	for _, m := range matches {
		changed := url.Values{}
		for name, list := range values {
			changed[name] = slices.Clone(list)
		}
		changed.Set(param, string(m.ID))
		p.Choices = append(p.Choices, ref{ID: string(m.ID), Name: m.Name, Href: "?" + changed.Encode()})
	}
	return nil
}

// show makes the cells of the page, details left out: links of those that stand
// for nodes, the relation leading to the statement.
func (p *askPage) show(table *queries.Table) {
	for _, c := range table.Columns {
		if !c.Detail {
			p.Header = append(p.Header, c.Name)
		}
	}
	for _, row := range table.Rows[:min(len(table.Rows), askRows)] {
		statement := ""
		for _, cell := range row {
			if strings.HasPrefix(cell.IRI, "kg:statement/") {
				statement = cell.IRI
			}
		}
		var cells []ref
		for j, cell := range row {
			if table.Columns[j].Detail {
				continue
			}
			iri := cell.IRI
			if isRelation(iri) {
				iri = statement
			}
			cells = append(cells, ref{ID: iri, Name: cell.Text, Href: hrefOf(iri)})
		}
		p.Cells = append(p.Cells, cells)
	}
}

// isRelation tells a relation, which begins small, from an entity.
func isRelation(iri string) bool {
	rest, ok := strings.CutPrefix(iri, "kg:")
	return ok && (strings.HasPrefix(rest, "rel/") || rest != "" && rest[0] >= 'a' && rest[0] <= 'z' && !strings.ContainsAny(rest, "/#"))
}

// hrefOf is the page for a node, "" where it has none.
func hrefOf(iri string) string {
	switch {
	case strings.HasPrefix(iri, "kg:statement/"):
		return statementHref(graph.IRI(iri))
	case strings.HasPrefix(iri, "kg:article/") && !strings.Contains(iri, "#"):
		return articleHref(graph.IRI(iri))
	case strings.HasPrefix(iri, "kg:"):
		return entityHref(graph.IRI(iri))
	}
	return ""
}

// commandLine is how to ask the same on the command line.
func commandLine(q queries.Query, args queries.Args) string {
	words := []string{"kg", "query", q.Name}
	for _, p := range q.Params {
		value, given := args[p.Name]
		switch {
		case !given:
		case p.Kind == queries.FlagParam:
			words = append(words, "--"+p.Name)
		case p.Flag:
			words = append(words, "--"+p.Name, shellWord(value))
		default:
			words = append(words, shellWord(value))
		}
	}
	return strings.Join(words, " ")
}

// shellWord quotes a word for a POSIX shell where it needs it.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,+@%", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

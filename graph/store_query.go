package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/graphql" // registers the language
	_ "github.com/cayleygraph/cayley/query/mql"     // registers the language
	"github.com/cayleygraph/quad"

	"kg/graph/quadstore"
)

// QueryOptions bound a query.
type QueryOptions struct {
	Limit   int             // rows at most; 0 for DefaultRows
	Timeout time.Duration   // 0 for DefaultTimeout
	Memory  int64           // bytes that a Gizmo script may take; 0 for DefaultMemory
	Params  map[string]Term // bound to JavaScript variables of these names, for Gizmo
}

// The bounds of a query that names none.
const (
	DefaultRows    = 100_000
	DefaultTimeout = 30 * time.Second
	DefaultMemory  = 1 << 30
)

func (o QueryOptions) withDefaults() QueryOptions {
	if o.Limit <= 0 {
		o.Limit = DefaultRows
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Memory <= 0 {
		o.Memory = DefaultMemory
	}
	return o
}

// Result is a query's answer.
type Result struct {
	Columns   []string // every tag of the rows, "id" first, then by name
	Rows      []Row
	Truncated bool // there were more rows than the limit
}

// Binding is one tag of a row with its term.
type Binding struct {
	Tag  string
	Term Term
}

// Row is one answer: its tags, "id" first and then by name; or, when the
// query gave a value of its own (g.Emit, GraphQL, MQL), that Value as JSON
// has it.
type Row struct {
	Bindings []Binding
	Value    any
}

// Get gives the term of a tag; the zero Term when the row has none.
func (r Row) Get(tag string) Term {
	for _, b := range r.Bindings {
		if b.Tag == tag {
			return b.Term
		}
	}
	return Term{}
}

// JSON gives the row as Cayley's HTTP API writes it: the value that the query
// gave, or a map from tag to term, with IRIs short and in brackets.
func (r Row) JSON() any {
	if r.Bindings == nil {
		return r.Value
	}
	m := make(map[string]any, len(r.Bindings))
	for _, b := range r.Bindings {
		m[b.Tag] = b.Term.JSON()
	}
	return m
}

// Languages are the query languages that Query knows.
func Languages() []string { return []string{"gizmo", "graphql", "mql"} }

// Query runs a query in one of Languages over one state of the store. It
// fails with ErrQuery, or with context.DeadlineExceeded when time runs out.
// IRIs may be written with the prefixes rdf:, rdfs:, owl:, xsd:, skos:,
// geo:, prov:, schema: and so on.
func (s *Store) Query(ctx context.Context, lang, text string, opts QueryOptions) (*Result, error) {
	if !slices.Contains(Languages(), lang) {
		return nil, fmt.Errorf("%w: there is no language %q", ErrQuery, lang)
	}
	opts = opts.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, opts.Timeout)
	defer cancel()
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	q := &queryRun{view: v, opts: opts}
	if lang == "gizmo" {
		err = q.gizmo(ctx, text)
	} else {
		err = q.other(ctx, lang, text)
		v.Close()
	}
	if err == nil {
		err = q.err
	}
	if err != nil {
		return nil, queryError(ctx, err)
	}
	q.result.Columns = columns(q.result.Rows)
	return &q.result, nil
}

// queryError puts an error into words of this package.
func queryError(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil && !errors.Is(err, ErrQuery) {
		return fmt.Errorf("query: %w", cause)
	}
	if errors.Is(err, ErrQuery) || errors.Is(err, ErrDamaged) || errors.Is(err, ErrClosed) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrQuery, err)
}

// queryRun is a query on its way.
type queryRun struct {
	view   view
	opts   QueryOptions
	result Result
	err    error

	room   []Binding // for the next rows
	pieces int       // of memory that room was taken of
}

// namedView is a view that knows the prefixes of IRIs.
type namedView struct{ view }

// ValueOf finds a value as it is written, or else with its prefixes in full.
func (v namedView) ValueOf(val quad.Value) cayley.Ref {
	if r := v.view.ValueOf(val); r != nil {
		return r
	}
	switch t := val.(type) {
	case quad.IRI:
		if full := expandIRI(string(t)); full != string(t) {
			return v.view.ValueOf(quad.IRI(full))
		}
	case quad.TypedString:
		if full := expandIRI(string(t.Type)); full != string(t.Type) {
			return v.view.ValueOf(quad.TypedString{Value: t.Value, Type: quad.IRI(full)})
		}
	}
	return nil
}

// other runs GraphQL and MQL, which answer in this goroutine.
func (q *queryRun) other(ctx context.Context, lang, text string) (err error) {
	defer recoverQuery(&err)
	it, err := query.NewSession(namedView{q.view}, lang).Execute(ctx, text, query.Options{Collation: query.JSON})
	if err != nil {
		return err
	}
	defer it.Close()
	for it.Next(ctx) {
		if !q.add(Row{Value: plainJSON(it.Result())}) {
			return nil
		}
	}
	return errors.Join(ctx.Err(), it.Err(), q.view.Err())
}

// recoverQuery makes an error of a panic in Cayley's code.
func recoverQuery(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", ErrQuery, r)
	}
}

// add adds a row; it is false when the limit is reached.
func (q *queryRun) add(r Row) bool {
	if len(q.result.Rows) == q.opts.Limit {
		q.result.Truncated = true
		return false
	}
	q.result.Rows = append(q.result.Rows, r)
	return true
}

// row reads the terms of tags.
func (q *queryRun) row(tags map[string]cayley.Ref) (r Row, err error) {
	r.Bindings = q.bindings(len(tags))
	for tag, ref := range tags {
		val := q.view.NameOf(ref)
		if val == nil {
			continue
		}
		term, err := termOfValue(val)
		if err != nil {
			return r, err
		}
		r.Bindings = append(r.Bindings, Binding{tag, term})
	}
	if len(r.Bindings) > 1 {
		slices.SortFunc(r.Bindings, func(a, b Binding) int { return compareTags(a.Tag, b.Tag) })
	}
	return r, q.view.Err()
}

// mostBindings is how many bindings of rows lie together in memory.
const mostBindings = 512

// bindings gives room for n bindings, out of a larger piece of memory.
func (q *queryRun) bindings(n int) []Binding {
	if len(q.room) < n {
		q.pieces++
		q.room = make([]Binding, max(n, min(1<<q.pieces, mostBindings)))
	}
	b := q.room[:0:n]
	q.room = q.room[n:]
	return b
}

func termOfValue(val quad.Value) (Term, error) {
	switch val := val.(type) { // those that are no more than their text
	case quad.IRI:
		return Term{Kind: IRITerm, Value: string(val)}, nil
	case quad.BNode:
		return Term{Kind: BlankTerm, Value: string(val)}, nil
	case quad.String:
		return Term{Kind: LiteralTerm, Value: string(val)}, nil
	}
	b, err := quadstore.Value(val)
	if err != nil {
		return Term{}, err
	}
	return termFromBytes(b)
}

// compareTags puts "id", where a path ends, before all others.
func compareTags(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "id" || (b != "id" && a < b):
		return -1
	}
	return 1
}

func columns(rows []Row) (tags []string) {
	seen := make(map[string]bool)
	for _, r := range rows {
		for _, b := range r.Bindings {
			if !seen[b.Tag] {
				seen[b.Tag] = true
				tags = append(tags, b.Tag)
			}
		}
	}
	slices.SortFunc(tags, compareTags)
	return tags
}

// QueryShape gives the shape of a query's iterators, for Cayley's "Query
// Shape" page: a map with "nodes" and "links".
func (s *Store) QueryShape(ctx context.Context, lang, text string) (shape any, err error) {
	l := query.GetLanguage(lang)
	if l == nil || l.HTTP == nil {
		return nil, fmt.Errorf("%w: %q has no shapes", ErrQuery, lang)
	}
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	defer recoverQuery(&err)
	session := l.HTTP(plainView{namedView{v}})
	stop := interruptAt(ctx, session)
	defer stop()
	if shape, err = session.ShapeOf(text); err != nil {
		return nil, queryError(ctx, err)
	}
	return shape, nil
}

// plainView hides what a view knows of optimising: a shape is drawn of
// Cayley's own iterators.
type plainView struct{ cayley.QuadStore }

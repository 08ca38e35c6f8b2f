package queries

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kg/graph"
)

// maxRows bounds an answer.
const maxRows = 10_000

//go:embed gizmo/prelude.js
var prelude string

// Run asks the store for the whole answer, up to 10,000 rows. It fails with
// ErrUsage, *AmbiguousError or *UnknownError where the arguments don't fit, and
// as Store.Query does.
func (q Query) Run(ctx context.Context, store *graph.Store, args Args) (*Table, error) {
	return q.RunFirst(ctx, store, args, 0)
}

// RunFirst asks as Run does but looks no further once it has so many
// statements, so that it is quick however often articles name somebody; what it
// leaves out is any, not the least. The answer is then Truncated. Without a
// number (0) it looks at all.
func (q Query) RunFirst(ctx context.Context, store *graph.Store, args Args, most int) (*Table, error) {
	ctx, end, err := store.Freeze(ctx) // the answer is of one state
	if err != nil {
		return nil, err
	}
	defer end()
	params, notes, err := q.bind(ctx, store, args)
	if err != nil {
		return nil, err
	}
	addVocabulary(params)
	params["MOST"] = graph.NewString(strconv.Itoa(most))
	limit := maxRows
	if most > 0 {
		limit = most
	}
	result, err := store.Query(ctx, "gizmo", prelude+q.Gizmo, graph.QueryOptions{Limit: limit, Params: params})
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Name, err)
	}
	source := newFacts(ctx, store)
	if err := source.load(result.Rows); err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Name, err)
	}
	rows, err := q.rows(source, result.Rows)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Name, err)
	}
	more := slices.ContainsFunc(result.Rows, func(e graph.Row) bool { return !tagsOf(e)["more"].IsZero() })
	folded, err := source.folded(result.Rows)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Name, err)
	}
	notes = append(notes, folded...)
	if q.omit && params["negated"].Value == "" {
		rows = slices.DeleteFunc(rows, func(r *row) bool { return r.statement("statement").negated() })
	}
	q.sort(rows)
	if q.group != nil {
		rows = q.merge(rows)
	}
	t := &Table{Query: q.Name, Columns: q.Columns, Notes: notes, Truncated: result.Truncated || more}
	for _, r := range rows {
		t.Rows = append(t.Rows, r.cells)
	}
	if q.vertical {
		t.transpose()
	}
	return t, nil
}

// addVocabulary binds lists of relations, so that a program need not repeat
// the vocabulary.
func addVocabulary(params map[string]graph.Term) {
	vocab := graph.Vocab()
	lists := map[string][]graph.IRI{
		"RELATIONS_FOR":       vocab.WithStance(graph.StanceFor),
		"RELATIONS_AGAINST":   vocab.WithStance(graph.StanceAgainst),
		"RELATIONS_STANDING":  vocab.OfKind(graph.KindStanding),
		"RELATIONS_SYMMETRIC": nil,
	}
	var table []string
	for _, r := range vocab.Relations() {
		if r.Symmetric {
			lists["RELATIONS_SYMMETRIC"] = append(lists["RELATIONS_SYMMETRIC"], r.IRI)
		}
		table = append(table, strings.Join([]string{"<" + string(r.IRI) + ">", string(r.Kind), r.Label, r.Inverse}, "\t"))
	}
	for name, iris := range lists {
		var lines []string
		for _, iri := range iris {
			lines = append(lines, "<"+string(iri)+">")
		}
		params[name] = graph.NewString(strings.Join(lines, "\n"))
	}
	params["RELATIONS"] = graph.NewString(strings.Join(table, "\n"))
}

// row is an answer on its way to the table.
type row struct {
	section    int                   // the place of its @section
	tags       map[string]graph.Term // what the program emitted
	statements map[string]*fact      // those of the tags that are statements
	cells      []Cell
	count      int    // rows merged into this one
	key        string // tells equal rows: their tags, sorted
}

// statement is the fact of a tag; nil, which stands for nothing, where it has none.
func (r *row) statement(tag string) *fact { return r.statements[tag] }

func (q Query) rows(source *facts, emitted []graph.Row) ([]*row, error) {
	seen := map[string]bool{}
	sections := map[string]int{}
	var rows []*row
	for _, e := range emitted {
		r := &row{tags: tagsOf(e), statements: map[string]*fact{}, count: 1}
		r.key = r.makeKey()
		if isNote(r.tags) || seen[r.key] {
			continue
		}
		seen[r.key] = true
		for _, tag := range statementTags {
			if t := r.tags[tag]; t.IsIRI() {
				r.statements[tag] = source.statements[t.IRI()]
			}
		}
		section := r.tags["section"].Value
		if _, ok := sections[section]; !ok {
			sections[section] = len(sections)
		}
		r.section = sections[section]
		for _, c := range q.Columns {
			cell, err := source.cell(r, c.source)
			if err != nil {
				return nil, err
			}
			r.cells = append(r.cells, cell)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// tagsOf reads an emitted row: tags of a path, or a JavaScript object.
func tagsOf(e graph.Row) map[string]graph.Term {
	tags := map[string]graph.Term{}
	for _, b := range e.Bindings {
		tags[b.Tag] = b.Term
	}
	if object, ok := e.Value.(map[string]any); ok && len(e.Bindings) == 0 {
		for tag, v := range object {
			tags[tag] = termOf(v)
		}
	}
	delete(tags, "id") // where a path ended
	return tags
}

// termOf reads a JavaScript value; a string in angle brackets is an IRI.
func termOf(v any) graph.Term {
	switch v := v.(type) {
	case nil:
		return graph.Term{}
	case string:
		if iri, ok := strings.CutPrefix(v, "<"); ok && strings.HasSuffix(iri, ">") && !strings.ContainsAny(iri, " \n\"") {
			return graph.NewIRI(graph.IRI(strings.TrimSuffix(iri, ">")))
		}
		return graph.NewString(v)
	case float64:
		return graph.NewString(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return graph.NewString(fmt.Sprint(v))
}

// isNote tells what a program says about its answer from a row of it.
func isNote(tags map[string]graph.Term) bool {
	return !tags["includes"].IsZero() || !tags["more"].IsZero()
}

func (r *row) makeKey() string {
	var parts []string
	for tag, t := range r.tags {
		parts = append(parts, tag+"\x00"+t.String())
	}
	slices.Sort(parts)
	return strings.Join(parts, "\x01")
}

// The orders of rows.
const (
	byStrength = "strength" // facts before claims before plans, what is negated last
	byFirst    = "first"    // by the first column, then by strength
	byTime     = "time"
	bySection  = "section" // sections as emitted, each by strength
	asEmitted  = "emitted"
)

var orders = map[string]bool{byStrength: true, byFirst: true, byTime: true, bySection: true, asEmitted: true}

func (q Query) sort(rows []*row) {
	if q.order == asEmitted {
		return
	}
	slices.SortStableFunc(rows, func(a, b *row) int {
		var c int
		switch q.order {
		case byFirst:
			c = compareText(a.cells[0].Text, b.cells[0].Text)
		case byTime:
			c = cmp.Compare(a.statement("statement").when(), b.statement("statement").when())
		case bySection:
			c = cmp.Compare(a.section, b.section)
		}
		return cmp.Or(c, compareStrength(a, b), compareCells(a.cells, b.cells), cmp.Compare(a.key, b.key))
	})
}

func compareStrength(a, b *row) int {
	return cmp.Or(
		cmp.Compare(a.statement("statement").weakness(), b.statement("statement").weakness()),
		cmp.Compare(a.statement("other").weakness(), b.statement("other").weakness()),
	)
}

// compareText sorts names without regard to case, and nothing behind all.
func compareText(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(b, a)
	}
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}

func compareCells(a, b []Cell) int {
	return slices.CompareFunc(a, b, func(x, y Cell) int {
		return cmp.Or(compareText(x.Text, y.Text), cmp.Compare(x.IRI, y.IRI))
	})
}

// merge makes one row of those that agree in the columns of the header's
// group: the first, with the count of them all and the texts of its "all."
// columns joined.
func (q Query) merge(rows []*row) []*row {
	groups := map[string]*row{}
	var merged []*row
	for _, r := range rows {
		var key strings.Builder
		for _, i := range q.group {
			fmt.Fprintf(&key, "%s\x00%s\x00", r.cells[i].Text, r.cells[i].IRI)
		}
		first, ok := groups[key.String()]
		if !ok {
			groups[key.String()] = r
			merged = append(merged, r)
			continue
		}
		first.count++
		for i, c := range q.Columns {
			if strings.HasPrefix(c.source, "all.") {
				first.cells[i].Text = joinOnce(first.cells[i].Text, r.cells[i].Text)
				first.cells[i].IRI = ""
			}
		}
	}
	for _, r := range merged {
		for i, c := range q.Columns {
			if c.source == "count" {
				r.cells[i].Text = strconv.Itoa(r.count)
			}
		}
	}
	return merged
}

func joinOnce(list, word string) string {
	if word == "" || slices.Contains(strings.Split(list, ", "), word) {
		return list
	}
	return list + ", " + word
}

// transpose makes a row of each column that holds something.
func (t *Table) transpose() {
	var rows [][]Cell
	for _, cells := range t.Rows {
		for i, c := range cells {
			if c.Text != "" {
				rows = append(rows, []Cell{{Text: t.Columns[i].Name}, c})
			}
		}
	}
	t.Rows = rows
	t.Columns = []Column{{Name: "field"}, {Name: "value"}}
}

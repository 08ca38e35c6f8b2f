package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// places are the columns of kg_quads, in the order of a quadKey.
var places = [4]string{"s", "p", "o", "g"}

// selection is a SELECT whose rows are the results of a part of a query: a
// node, or a whole quad, with the nodes that are tagged. The parts that make
// up a path are merged into one selection, so that PostgreSQL joins them.
type selection struct {
	src    source
	from   []relation
	where  []condition
	result column
	whole  bool                 // the result is the quad of result's relation
	tags   []tag                // sorted by name, each once
	fixed  map[string]graph.Ref // tags that do not come from a row
}

// column is a column of one of a selection's relations.
type column struct {
	relation int
	name     string
}

// tag names a column for the query.
type tag struct {
	name string
	column
}

// relation is what a selection reads from; the zero value is kg_quads.
type relation struct {
	terms bool         // kg_terms
	nodes []node       // these nodes
	union []*selection // all rows of these, see unionTags
	once  bool         // of the rows of a node only one
	apart bool         // the union is read by itself, before anything is joined to it
}

// condition is a part of WHERE.
type condition interface {
	sql(b *builder, aliases []string) string
	moved(by int) condition
}

type (
	is struct { // a column has a node
		column
		node node
	}
	among struct { // a column has one of some nodes
		column
		nodes []node
	}
	same    struct{ a, b column } // two columns have the same node
	present struct{ column }      // a column has a node at all: not every quad has a label
	without struct {              // no row of another selection has the column's node
		column
		other *selection
	}
)

func (c column) moved(by int) column { c.relation += by; return c }

func (c is) moved(by int) condition      { c.column = c.column.moved(by); return c }
func (c among) moved(by int) condition   { c.column = c.column.moved(by); return c }
func (c same) moved(by int) condition    { c.a, c.b = c.a.moved(by), c.b.moved(by); return c }
func (c present) moved(by int) condition { c.column = c.column.moved(by); return c }
func (c without) moved(by int) condition { c.column = c.column.moved(by); return c }

// builder collects the arguments of a statement and numbers its relations.
type builder struct {
	args    []any
	aliases int
	given   bool // results are given, which are best looked for from the inside
}

func (b *builder) arg(v any) string {
	b.args = append(b.args, v)
	return fmt.Sprintf("$%d", len(b.args))
}

func (b *builder) node(n node) string { return b.arg(append([]byte(nil), n[:]...)) }

func (b *builder) nodes(nodes []node) string {
	list := make([][]byte, len(nodes))
	for i := range nodes {
		list[i] = append([]byte(nil), nodes[i][:]...)
	}
	return b.arg(list)
}

func (c column) in(aliases []string) string { return aliases[c.relation] + "." + c.name }

func (c is) sql(b *builder, aliases []string) string {
	return c.in(aliases) + " = " + b.node(c.node)
}

func (c among) sql(b *builder, aliases []string) string {
	return c.in(aliases) + " = ANY(" + b.nodes(c.nodes) + ")"
}

func (c same) sql(b *builder, aliases []string) string {
	return c.a.in(aliases) + " = " + c.b.in(aliases)
}

func (c present) sql(b *builder, aliases []string) string {
	return c.in(aliases) + " <> " + b.node(noNode)
}

func (c without) sql(b *builder, aliases []string) string {
	from, others := c.other.tables(b)
	conditions := append(c.other.conditions(b, others), c.other.result.in(others)+" = "+c.in(aliases))
	return "NOT EXISTS (SELECT 1 FROM " + from + " WHERE " + strings.Join(conditions, " AND ") + ")"
}

// columns are what the rows of a selection have: the result and the tags.
func (s *selection) columns() []column {
	var list []column
	if s.whole {
		for _, name := range places {
			list = append(list, column{s.result.relation, name})
		}
	} else {
		list = append(list, s.result)
	}
	for _, t := range s.tags {
		list = append(list, t.column)
	}
	return list
}

// tables writes what stands behind FROM.
func (s *selection) tables(b *builder) (sql string, aliases []string) {
	var parts []string
	for _, r := range s.from {
		b.aliases++
		alias := fmt.Sprintf("r%d", b.aliases)
		aliases = append(aliases, alias)
		switch {
		case r.terms:
			parts = append(parts, "kg_terms AS "+alias)
		case r.nodes != nil:
			parts = append(parts, "unnest("+b.nodes(r.nodes)+"::bytea[]) AS "+alias+"(c0)")
		case r.union != nil:
			parts = append(parts, "("+r.sql(b)+") AS "+alias)
		default:
			parts = append(parts, "kg_quads AS "+alias)
		}
	}
	return strings.Join(parts, ", "), aliases
}

func (s *selection) conditions(b *builder, aliases []string) []string {
	var parts []string
	for _, c := range s.where {
		parts = append(parts, c.sql(b, aliases))
	}
	return parts
}

// unionTags are the names of the tags that some part of a union has.
func (r relation) unionTags() (names []string) {
	for _, s := range r.union {
		for _, t := range s.tags {
			names = append(names, t.name)
		}
		for name := range s.fixed {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// sql writes a union: c0 is the result, c1 and so on are unionTags, null
// where a part has no such tag.
func (r relation) sql(b *builder) string {
	names := r.unionTags()
	var parts []string
	for _, s := range r.union {
		from, aliases := s.tables(b)
		list := []string{s.result.in(aliases) + " AS c0"}
		for i, name := range names {
			value := "NULL::bytea"
			if n, ok := s.fixed[name].(node); ok {
				value = b.node(n) + "::bytea"
			}
			for _, t := range s.tags {
				if t.name == name {
					value = t.column.in(aliases)
				}
			}
			list = append(list, fmt.Sprintf("%s AS c%d", value, i+1))
		}
		part := "SELECT " + strings.Join(list, ", ") + " FROM " + from
		if where := s.conditions(b, aliases); len(where) > 0 {
			part += " WHERE " + strings.Join(where, " AND ")
		}
		parts = append(parts, part)
	}
	sql := strings.Join(parts, " UNION ALL ")
	switch {
	case r.apart && !b.given:
		b.aliases++
		return fmt.Sprintf("WITH r%[1]d AS MATERIALIZED (%[2]s) SELECT * FROM r%[1]d", b.aliases, sql)
	case !r.once:
		return sql
	}
	b.aliases++
	order := []string{"c0"}
	for i := range names {
		order = append(order, fmt.Sprintf("c%d", i+1))
	}
	return fmt.Sprintf("SELECT DISTINCT ON (c0) %s FROM (%s) AS r%d ORDER BY %[1]s", strings.Join(order, ", "), sql, b.aliases)
}

// sql writes the selection with more conditions. Its rows have a fixed order:
// that of an index where one relation is read, else that of their nodes.
func (s *selection) sql(more []condition, ordered bool) (string, []any) {
	b := &builder{given: len(more) > 0}
	from, aliases := s.tables(b)
	var list []string
	for _, c := range s.columns() {
		list = append(list, c.in(aliases))
	}
	parts := []string{"SELECT", strings.Join(list, ", "), "FROM", from}
	where := s.conditions(b, aliases)
	for _, c := range more {
		where = append(where, c.sql(b, aliases))
	}
	if len(where) > 0 {
		parts = append(parts, "WHERE", strings.Join(where, " AND "))
	}
	if ordered {
		parts = append(parts, "ORDER BY", s.order(more, aliases))
	}
	return strings.Join(parts, " "), b.args
}

// indexes are the orders in which kg_quads is kept.
var indexes = [4]string{"spog", "posg", "ospg", "gspo"}

func (s *selection) order(more []condition, aliases []string) string {
	if len(s.from) == 1 && s.from[0].union == nil && s.from[0].nodes == nil && !s.from[0].terms {
		return s.indexOrder(more, aliases[0])
	}
	var list []string
	for i := range s.columns() {
		list = append(list, fmt.Sprint(i+1))
	}
	return strings.Join(list, ", ")
}

// indexOrder is the order of the index that covers what is known best.
func (s *selection) indexOrder(more []condition, alias string) string {
	known := ""
	for _, c := range append(slices.Clip(s.where), more...) {
		if c, ok := c.(is); ok {
			known += c.name
		}
	}
	best, cover := indexes[0], -1
	for _, x := range indexes {
		n := 0
		for n < 4 && strings.Contains(known, x[n:n+1]) {
			n++
		}
		if n > cover {
			best, cover = x, n
		}
	}
	var list []string
	for _, name := range best {
		if !strings.ContainsRune(known, name) {
			list = append(list, alias+"."+string(name))
		}
	}
	if len(list) == 0 {
		return alias + ".s"
	}
	return strings.Join(list, ", ")
}

// add makes another selection part of this one and gives its columns' shift.
func (s *selection) add(o *selection) (shift int) {
	shift = len(s.from)
	s.from = append(s.from, o.from...)
	for _, c := range o.where {
		s.where = append(s.where, c.moved(shift))
	}
	for _, t := range o.tags {
		s.tag(t.name, t.column.moved(shift))
	}
	for name, r := range o.fixed {
		s.fix(name, r)
	}
	return shift
}

// tag names a column; an earlier tag of the name gives way.
func (s *selection) tag(name string, c column) {
	delete(s.fixed, name)
	s.tags = slices.DeleteFunc(s.tags, func(t tag) bool { return t.name == name })
	s.tags = append(s.tags, tag{name, c})
	slices.SortFunc(s.tags, func(a, b tag) int { return strings.Compare(a.name, b.name) })
}

func (s *selection) fix(name string, r graph.Ref) {
	s.tags = slices.DeleteFunc(s.tags, func(t tag) bool { return t.name == name })
	if s.fixed == nil {
		s.fixed = make(map[string]graph.Ref)
	}
	s.fixed[name] = r
}

// clone copies what add, tag and fix change.
func (s *selection) clone() *selection {
	c := *s
	c.from, c.where, c.tags = slices.Clone(s.from), slices.Clone(s.where), slices.Clone(s.tags)
	c.fixed = nil
	for name, r := range s.fixed {
		c.fix(name, r)
	}
	return &c
}

func allQuads(src source) *selection {
	return &selection{src: src, from: []relation{{}}, result: column{0, "s"}, whole: true}
}

func allNodes(src source) *selection {
	return &selection{src: src, from: []relation{{terms: true}}, result: column{0, "node"}}
}

// quadsWith selects the quads that have a node in a place, nil for a node of
// another store.
func quadsWith(src source, d quad.Direction, r graph.Ref) *selection {
	n, ok := r.(node)
	p := place(d)
	if !ok || p < 0 {
		return nil
	}
	sel := allQuads(src)
	sel.where = append(sel.where, is{column{0, places[p]}, n})
	return sel
}

// countedRows is up to how many rows a selection's size is exact.
const countedRows = 1000

// count counts the rows of a selection, not further than limit; 0 is no limit.
func (v *View) count(ctx context.Context, s *selection, limit int) (n int64, err error) {
	sql, args := s.sql(nil, false)
	if limit > 0 {
		sql = fmt.Sprintf("%s LIMIT %d", sql, limit)
	}
	err = v.each(ctx, func(row [][]byte) error { n = int64Of(row[0]); return nil },
		"SELECT count(*) FROM ("+sql+") AS counted", args...)
	return n, err
}

// size tells how many rows a selection has: exactly where they are few.
func (v *View) size(ctx context.Context, s *selection) (graph.Size, error) {
	if len(s.from) == 1 && len(s.where) == 0 {
		switch r := s.from[0]; {
		case r.terms:
			return graph.Size{Size: v.nodes, Exact: true}, nil
		case r.nodes != nil:
			return graph.Size{Size: int64(len(r.nodes)), Exact: true}, nil
		case r.union == nil:
			return graph.Size{Size: v.quads, Exact: true}, nil
		}
	}
	sql, args := s.sql(nil, false)
	key := fmt.Sprintf("%s %x", sql, args)
	v.mu.Lock()
	size, ok := v.sizes[key]
	v.mu.Unlock()
	if ok {
		return size, nil
	}
	n, err := v.count(ctx, s, countedRows+1)
	if err != nil {
		return graph.Size{}, err
	}
	size = graph.Size{Size: n, Exact: true}
	if n > countedRows {
		size = graph.Size{Size: max(n, v.quads/16)}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sizes[key] = size
	return size, nil
}

func int64Of(b []byte) int64 {
	if len(b) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b))
}

package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"

	"kg/graph/quadstore"
)

// View is one state of the store, as a graph.QuadStore that cannot be
// written: a transaction that only reads. It is safe for concurrent use until
// it is closed; its statements take turns on one connection.
type View struct {
	s   *Store
	ctx context.Context // bounds the reads that are given none
	tx  querier
	end func() // nil where somebody else ends the transaction

	commit       uint64
	quads, nodes int64

	talking sync.Mutex // held while a statement is on the connection

	mu      sync.Mutex
	seen    map[node]struct{} // nodes of this state that were read
	unnamed []node            // of them, lately, those whose term is not in the cache
	sizes   map[string]graph.Size
	warm    map[node][]quadKey // the quads of subjects, see Warm
	cursors int
	err     error
	closed  bool
}

// querier is a transaction, or a connection that is in one.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func newView(ctx context.Context, s *Store, tx querier) *View {
	return &View{s: s, ctx: ctx, tx: tx, seen: make(map[node]struct{}), sizes: make(map[string]graph.Size)}
}

// Commit tells states of the store apart, on all machines: it grows with
// every transaction.
func (v *View) Commit() uint64 { return v.commit }

// Sizes gives the exact number of quads and of terms.
func (v *View) Sizes() (quads, terms int64) { return v.quads, v.nodes }

// Close ends the transaction; nothing may be read from the view afterwards.
func (v *View) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.closed && v.end != nil {
		v.talking.Lock()
		defer v.talking.Unlock()
		v.end()
	}
	v.closed = true
	return nil
}

// Err is the first error of a read that had no other way to tell it.
func (v *View) Err() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.err
}

func (v *View) fail(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.err == nil && err != nil {
		v.err = v.s.explain(err)
	}
}

// each runs a statement and calls f with each row in PostgreSQL's binary
// form, which holds until the next one.
func (v *View) each(ctx context.Context, f func(row [][]byte) error, sql string, args ...any) error {
	v.talking.Lock()
	defer v.talking.Unlock()
	if v.isClosed() {
		return quadstore.ErrClosed
	}
	rows, err := v.tx.Query(ctx, sql, args...)
	if err != nil {
		return v.s.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.RawValues()); err != nil {
			return err
		}
	}
	return v.s.explain(rows.Err())
}

func (v *View) isClosed() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.closed
}

// readRows appends the nodes of a statement's rows to dst. Empty places give
// the zero node.
func (v *View) readRows(ctx context.Context, dst []node, sql string, args ...any) ([]node, error) {
	from := len(dst)
	err := v.each(ctx, func(row [][]byte) error {
		for _, b := range row {
			var n node
			if b != nil && copy(n[:], b) != len(n) {
				return fmt.Errorf("%w: a node of %d bytes", quadstore.ErrDamaged, len(b))
			}
			dst = append(dst, n)
		}
		return nil
	}, sql, args...)
	v.note(dst[from:])
	return dst, err
}

const (
	maxSeen    = 1 << 19 // nodes that a view remembers to have read
	maxUnnamed = 2048    // nodes that are named in one statement
)

// note remembers nodes that quads of this state have.
func (v *View) note(nodes []node) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, n := range nodes {
		if n == noNode {
			continue
		}
		if _, ok := v.seen[n]; ok {
			continue
		}
		if len(v.seen) >= maxSeen {
			clear(v.seen)
		}
		v.seen[n] = struct{}{}
		if _, ok := v.s.terms.get(n); !ok {
			v.unnamed = append(v.unnamed, n)
		}
	}
	if len(v.unnamed) > 2*maxUnnamed {
		v.unnamed = append(v.unnamed[:0], v.unnamed[len(v.unnamed)-maxUnnamed:]...)
	}
}

// has tells whether some quad names a node.
func (v *View) has(ctx context.Context, n node) (found bool, err error) {
	v.mu.Lock()
	_, ok := v.seen[n]
	v.mu.Unlock()
	if ok {
		return true, nil
	}
	err = v.each(ctx, func([][]byte) error { found = true; return nil }, `SELECT 1 FROM kg_terms WHERE node = $1`, n[:])
	if found {
		v.note([]node{n})
	}
	return found, err
}

// term gives a term; it is empty when the store has no such node. What was
// read lately and has no term yet is read with it.
func (v *View) term(ctx context.Context, n node) (term, error) {
	if n == noNode {
		return term{}, nil
	}
	if t, ok := v.s.terms.get(n); ok {
		return t, nil
	}
	want := [][]byte{append([]byte(nil), n[:]...)}
	v.mu.Lock()
	from := max(0, len(v.unnamed)-maxUnnamed)
	for _, other := range v.unnamed[from:] {
		if other != n {
			want = append(want, append([]byte(nil), other[:]...))
		}
	}
	v.unnamed = v.unnamed[:from]
	v.mu.Unlock()
	if err := v.loadTerms(ctx, want); err != nil {
		return term{}, err
	}
	t, _ := v.s.terms.get(n)
	return t, nil
}

// loadTerms reads terms into the cache.
func (v *View) loadTerms(ctx context.Context, nodes [][]byte) error {
	if len(nodes) == 0 {
		return nil
	}
	return v.each(ctx, func(row [][]byte) error {
		if len(row[0]) != len(noNode) {
			return fmt.Errorf("%w: a node of %d bytes", quadstore.ErrDamaged, len(row[0]))
		}
		b := append(make([]byte, 0, len(row[1])), row[1]...)
		value, err := quadstore.ParseValue(b)
		if err != nil {
			return errors.Join(quadstore.ErrDamaged, err)
		}
		v.s.terms.put(node(row[0]), term{b, value})
		return nil
	}, `SELECT node, term FROM kg_terms WHERE node = ANY($1)`, nodes)
}

// termBytes gives the bytes of a term that must be there.
func (v *View) termBytes(ctx context.Context, n node) ([]byte, error) {
	t, err := v.term(ctx, n)
	if err == nil && t.bytes == nil {
		err = fmt.Errorf("%w: no term for %x", quadstore.ErrDamaged, n)
	}
	return t.bytes, err
}

// ValueOf gives the node of a value that some quad names, else nil.
func (v *View) ValueOf(val quad.Value) graph.Ref {
	if val == nil {
		return nil
	}
	b, err := quadstore.Value(val)
	if err != nil {
		return nil // no quad can name it
	}
	n := nodeOf(b)
	ok, err := v.has(v.ctx, n)
	if err != nil {
		v.fail(err)
	}
	if !ok {
		return nil
	}
	return n
}

// NameOf gives the value of a node, nil when it is none of this store.
func (v *View) NameOf(r graph.Ref) quad.Value {
	switch r := r.(type) {
	case node:
		t, err := v.term(v.ctx, r)
		if err != nil {
			v.fail(err)
		}
		return t.value
	case graph.PreFetchedValue:
		return r.NameOf()
	}
	return nil
}

// ValuesOf names many nodes.
func (v *View) ValuesOf(ctx context.Context, refs []graph.Ref) ([]quad.Value, error) {
	var want [][]byte
	for _, r := range refs {
		if n, ok := r.(node); ok {
			if _, known := v.s.terms.get(n); !known {
				want = append(want, append([]byte(nil), n[:]...))
			}
		}
	}
	if err := v.loadTerms(ctx, want); err != nil {
		return nil, err
	}
	values := make([]quad.Value, len(refs))
	for i, r := range refs {
		values[i] = v.NameOf(r)
	}
	return values, v.Err()
}

// RefsOf finds the nodes of many values; every one must be there.
func (v *View) RefsOf(ctx context.Context, values []quad.Value) ([]graph.Ref, error) {
	refs := make([]graph.Ref, len(values))
	for i, val := range values {
		if refs[i] = v.ValueOf(val); refs[i] == nil {
			return nil, graph.ErrNodeNotExists
		}
	}
	return refs, nil
}

// quadKey is a quad as nodes: subject, predicate, object, label.
type quadKey [4]node

// Key makes quadKey a graph.Ref.
func (q quadKey) Key() any { return q }

// place gives the place of a direction in a quadKey, -1 for none.
func place(d quad.Direction) int {
	switch d {
	case quad.Subject:
		return 0
	case quad.Predicate:
		return 1
	case quad.Object:
		return 2
	case quad.Label:
		return 3
	}
	return -1
}

// Quad gives the quad of a reference to one.
func (v *View) Quad(r graph.Ref) quad.Quad {
	q, ok := r.(quadKey)
	if !ok {
		return quad.Quad{}
	}
	return quad.Quad{Subject: v.NameOf(q[0]), Predicate: v.NameOf(q[1]), Object: v.NameOf(q[2]), Label: v.NameOf(q[3])}
}

// QuadDirection gives the node in one place of a quad, nil for no label.
func (v *View) QuadDirection(r graph.Ref, d quad.Direction) graph.Ref { return quadDirection(r, d) }

func quadDirection(r graph.Ref, d quad.Direction) graph.Ref {
	q, ok := r.(quadKey)
	p := place(d)
	if !ok || p < 0 || q[p] == noNode {
		return nil
	}
	return q[p]
}

// QuadIterator runs through the quads that have a node in a place.
func (v *View) QuadIterator(d quad.Direction, r graph.Ref) graph.Iterator {
	return quadIterator(v, d, r)
}

// QuadIteratorSize is how many quads QuadIterator gives.
func (v *View) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (graph.Size, error) {
	sel := quadsWith(v, d, r)
	if sel == nil {
		return graph.Size{Exact: true}, nil
	}
	return v.size(ctx, sel)
}

// NodesAllIterator runs through all terms.
func (v *View) NodesAllIterator() graph.Iterator { return allNodes(v).legacy() }

// QuadsAllIterator runs through all quads.
func (v *View) QuadsAllIterator() graph.Iterator { return allQuads(v).legacy() }

// Stats gives the number of terms and of quads, always exact.
func (v *View) Stats(ctx context.Context, exact bool) (graph.Stats, error) {
	return graph.Stats{Nodes: graph.Size{Size: v.nodes, Exact: true}, Quads: graph.Size{Size: v.quads, Exact: true}}, nil
}

// ApplyDeltas fails: a view is for reading.
func (v *View) ApplyDeltas([]graph.Delta, graph.IgnoreOpts) error { return quadstore.ErrReadOnly }

// NewQuadWriter fails: a view is for reading.
func (v *View) NewQuadWriter() (quad.WriteCloser, error) { return nil, quadstore.ErrReadOnly }

var (
	_ graph.QuadStore      = (*View)(nil)
	_ graph.BatchQuadStore = (*View)(nil)
)

// pattern makes a selection of quads of a pattern.
func (v *View) pattern(p quadstore.Pattern) *selection {
	sel := allQuads(v)
	for i, t := range p.Terms {
		if t != nil {
			sel.where = append(sel.where, is{column{0, places[i]}, nodeOf(t)})
		}
	}
	if p.NoLabel {
		sel.where = append(sel.where, is{column{0, "g"}, noNode})
	}
	return sel
}

// Match runs through the quads of a pattern, in the order of an index. Their
// bytes must not be changed. It ends after the first error.
func (v *View) Match(ctx context.Context, p quadstore.Pattern) iter.Seq2[quadstore.Terms, error] {
	if quads, ok := v.warmed(p); ok {
		return v.quadsIn(ctx, quads)
	}
	return v.quadsOf(ctx, v.pattern(p), false)
}

// Warm reads all quads of some subjects, with their terms, in a few
// statements. Match then finds them in memory.
func (v *View) Warm(ctx context.Context, subjects [][]byte) error {
	const most = 4096 // subjects in a statement
	for len(subjects) > 0 {
		n := min(most, len(subjects))
		if err := v.warmSome(ctx, subjects[:n]); err != nil {
			return err
		}
		subjects = subjects[n:]
	}
	return nil
}

func (v *View) warmSome(ctx context.Context, subjects [][]byte) error {
	sel := allQuads(v)
	nodes := make([]node, len(subjects))
	for i, s := range subjects {
		nodes[i] = nodeOf(s)
	}
	sel.where = append(sel.where, among{column{0, "s"}, nodes})
	sql, args := sel.sql(nil, true)
	rows, err := v.readRows(ctx, nil, sql, args...)
	if err != nil {
		return err
	}
	if err := v.loadTerms(ctx, v.unknown(rows)); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.warm == nil {
		v.warm = make(map[node][]quadKey)
	}
	for _, n := range nodes {
		v.warm[n] = nil
	}
	for ; len(rows) > 0; rows = rows[4:] {
		v.warm[rows[0]] = append(v.warm[rows[0]], quadKey(rows[:4]))
	}
	return nil
}

// unknown gives the nodes whose terms are not in the cache, each once.
func (v *View) unknown(nodes []node) (want [][]byte) {
	seen := map[node]bool{noNode: true}
	for i := range nodes {
		n := nodes[i]
		if seen[n] {
			continue
		}
		seen[n] = true
		if _, known := v.s.terms.get(n); !known {
			want = append(want, append([]byte(nil), n[:]...))
		}
	}
	return want
}

// warmed gives the quads of a pattern whose subject is warm.
func (v *View) warmed(p quadstore.Pattern) (quads []quadKey, ok bool) {
	if p.Terms[0] == nil {
		return nil, false
	}
	v.mu.Lock()
	all, ok := v.warm[nodeOf(p.Terms[0])]
	v.mu.Unlock()
	var want quadKey
	for i, t := range p.Terms {
		if t != nil {
			want[i] = nodeOf(t)
		}
	}
	for _, q := range all {
		matches := !p.NoLabel || q[3] == noNode
		for i, t := range p.Terms {
			matches = matches && (t == nil || q[i] == want[i])
		}
		if matches {
			quads = append(quads, q)
		}
	}
	return quads, ok
}

func (v *View) quadsIn(ctx context.Context, quads []quadKey) iter.Seq2[quadstore.Terms, error] {
	return func(yield func(quadstore.Terms, error) bool) {
		for i := range quads {
			t, err := v.quadTerms(ctx, &quads[i])
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// Triples runs through the quads of a pattern without their labels, each
// triple once. Their bytes must not be changed.
func (v *View) Triples(ctx context.Context, p quadstore.Pattern) iter.Seq2[quadstore.Terms, error] {
	return v.quadsOf(ctx, v.pattern(p), true)
}

func (v *View) quadsOf(ctx context.Context, sel *selection, triples bool) iter.Seq2[quadstore.Terms, error] {
	return func(yield func(quadstore.Terms, error) bool) {
		r := rowReader{src: v, sel: sel}
		defer r.close()
		var last quadKey
		for n := 0; ; n++ {
			row, ok := r.next(ctx)
			if !ok {
				break
			}
			q := quadKey(row)
			if triples {
				q[3] = noNode
				if n > 0 && q == last { // all but the index of labels end with them
					continue
				}
				last = q
			}
			t, err := v.quadTerms(ctx, &q)
			if !yield(t, err) || err != nil {
				return
			}
		}
		if r.err != nil {
			yield(quadstore.Terms{}, r.err)
		}
	}
}

func (v *View) quadTerms(ctx context.Context, q *quadKey) (t quadstore.Terms, err error) {
	for i, n := range q {
		if n == noNode {
			continue
		}
		if t[i], err = v.termBytes(ctx, n); err != nil {
			return t, err
		}
	}
	return t, nil
}

// Group runs through the terms that the quads of a pattern have in a place,
// each once, with the number of those quads, in the order of their hashes.
func (v *View) Group(ctx context.Context, p quadstore.Pattern, place int) iter.Seq2[quadstore.Group, error] {
	return func(yield func(quadstore.Group, error) bool) {
		sel := v.pattern(p)
		sel.whole, sel.result = false, column{0, places[place]}
		sel.where = append(sel.where, present{sel.result})
		sql, args := sel.sql(nil, false)
		var groups []quadstore.Group
		err := v.each(ctx, func(row [][]byte) error {
			groups = append(groups, quadstore.Group{Term: append([]byte(nil), row[0]...), Quads: int64Of(row[1])})
			return nil
		}, `SELECT t.term, n.quads FROM (SELECT `+places[place]+` AS node, count(*) AS quads FROM (`+sql+`) AS q GROUP BY 1) AS n
			JOIN kg_terms AS t ON t.node = n.node ORDER BY n.node`, args...)
		for _, g := range groups {
			if !yield(g, nil) {
				return
			}
		}
		if err != nil {
			yield(quadstore.Group{}, err)
		}
	}
}

// Count counts the quads of a pattern, exactly.
func (v *View) Count(ctx context.Context, p quadstore.Pattern) (int64, error) {
	return v.count(ctx, v.pattern(p), 0)
}

// Has tells whether some quad names the term.
func (v *View) Has(term []byte) (bool, error) { return v.has(v.ctx, nodeOf(term)) }

// Predicates gives the number of quads and of subjects of each predicate.
func (v *View) Predicates(ctx context.Context) iter.Seq2[quadstore.PredicateCount, error] {
	return func(yield func(quadstore.PredicateCount, error) bool) {
		var counts []quadstore.PredicateCount
		err := v.each(ctx, func(row [][]byte) error {
			counts = append(counts, quadstore.PredicateCount{
				Term: append([]byte(nil), row[0]...), Quads: int64Of(row[1]), Subjects: int64Of(row[2]),
			})
			return nil
		}, `SELECT t.term, c.quads, c.subjects FROM kg_predicates c JOIN kg_terms t ON t.node = c.node ORDER BY c.node`)
		for _, c := range counts {
			if !yield(c, nil) {
				return
			}
		}
		if err != nil {
			yield(quadstore.PredicateCount{}, err)
		}
	}
}

// ClassCount gives the number of rdf:type quads that name a class.
func (v *View) ClassCount(class []byte) (n int64, err error) {
	node := nodeOf(class)
	err = v.each(v.ctx, func(row [][]byte) error { n = int64Of(row[0]); return nil },
		`SELECT quads FROM kg_classes WHERE node = $1`, node[:])
	return n, err
}

// Lines runs through all quads as lines, as quadstore.SortedLines does.
func (v *View) Lines(ctx context.Context, end string, text func(dst, term []byte) ([]byte, error)) iter.Seq2[[]byte, error] {
	return quadstore.SortedLines(lineSource{ctx, v}, quadstore.LinePart, end, text)
}

// lineSource gives all terms and quads.
type lineSource struct {
	ctx context.Context
	v   *View
}

func (l lineSource) Sizes() (quads, terms int64) { return l.v.Sizes() }

func (l lineSource) EachTerm(nodes [][quadstore.HashSize]byte, f func(n [quadstore.HashSize]byte, term []byte) error) error {
	use := func(row [][]byte) error {
		if len(row[0]) != len(noNode) {
			return fmt.Errorf("%w: a node of %d bytes", quadstore.ErrDamaged, len(row[0]))
		}
		return f(node(row[0]), row[1])
	}
	if nodes == nil {
		return l.v.each(l.ctx, use, `SELECT node, term FROM kg_terms ORDER BY node`)
	}
	for some := range slices.Chunk(nodes, termsAtOnce) {
		list := make([][]byte, len(some))
		for i := range some {
			list[i] = some[i][:]
		}
		if err := l.v.each(l.ctx, use, `SELECT node, term FROM kg_terms WHERE node = ANY($1) ORDER BY node`, list); err != nil {
			return err
		}
	}
	return nil
}

// EachQuad reads through a cursor: between two of its steps other statements
// may be on the connection.
func (l lineSource) EachQuad(f func(q *[4][quadstore.HashSize]byte) error) error {
	r := rowReader{src: l.v, sel: allQuads(l.v)}
	defer r.close()
	for {
		row, ok := r.next(l.ctx)
		if !ok {
			return r.err
		}
		if err := f(&[4][quadstore.HashSize]byte{row[0], row[1], row[2], row[3]}); err != nil {
			return err
		}
	}
}

// termsAtOnce is how many terms one statement asks for.
const termsAtOnce = 1 << 14

package quadstore

import (
	"context"
	"errors"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

// View is one state of the store, as a graph.QuadStore that cannot be
// written. It is safe for concurrent use until it is closed.
type View struct {
	s    *Store
	snap *pebble.Snapshot
	refs int // guarded by Store.viewing

	mu    sync.Mutex
	free  []*pebble.Iterator // ready to be positioned anew
	sizes map[string]size    // of runs of keys, by prefix
	err   error              // the first one that could not be returned

	quads, terms int64
	commit       uint64
}

// Commit tells states of one open store apart: it grows with every
// transaction.
func (v *View) Commit() uint64 { return v.commit }

// source is where iterators read: a View, or the Store, whose current state
// each batch of keys is read from.
type source interface {
	acquire() (*View, error)
	release(*View)
}

// View gives the state after the last commit. It must be closed.
func (s *Store) View() (*View, error) { return s.acquire() }

// Close gives the view back; nothing may be read from it afterwards.
func (v *View) Close() error {
	v.s.release(v)
	return nil
}

func (s *Store) acquire() (*View, error) {
	s.viewing.Lock()
	defer s.viewing.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	if s.current == nil {
		v, err := s.newView()
		if err != nil {
			return nil, err
		}
		s.current = v
	}
	s.current.refs++
	s.views.Add(1)
	return s.current, nil
}

func (s *Store) release(v *View) {
	s.viewing.Lock()
	defer s.viewing.Unlock()
	v.unref()
	s.views.Done()
}

func (v *View) acquire() (*View, error) { return v, nil }
func (v *View) release(*View)           {}

func (s *Store) newView() (*View, error) {
	v := &View{s: s, snap: s.db.NewSnapshot(), refs: 1, sizes: make(map[string]size), commit: s.commits.Load()}
	var err error
	if v.quads, err = getCount(v.snap, quadsKey); err == nil {
		v.terms, err = getCount(v.snap, termsKey)
	}
	if err != nil {
		return nil, errors.Join(err, v.snap.Close())
	}
	return v, nil
}

// outdate is called after a commit: the next acquire sees the new state.
func (s *Store) outdate() {
	s.viewing.Lock()
	defer s.viewing.Unlock()
	s.commits.Add(1)
	if s.current != nil {
		s.current.unref()
		s.current = nil
	}
}

// unref is called with Store.viewing held.
func (v *View) unref() {
	v.refs--
	if v.refs > 0 {
		return
	}
	for _, it := range v.free {
		it.Close()
	}
	v.free = nil
	v.snap.Close()
}

// iter lends an iterator over all keys, to be given back with put.
func (v *View) iter() (*pebble.Iterator, error) {
	v.mu.Lock()
	if n := len(v.free); n > 0 {
		it := v.free[n-1]
		v.free = v.free[:n-1]
		v.mu.Unlock()
		return it, nil
	}
	v.mu.Unlock()
	it, err := v.snap.NewIter(nil)
	return it, readError(err)
}

func (v *View) put(it *pebble.Iterator) {
	if it.Error() != nil {
		it.Close()
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.free = append(v.free, it)
}

// fail keeps an error that the interface of Cayley leaves no way to return.
func (v *View) fail(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.err == nil {
		v.err = err
	}
}

// Err is the first error of a read that had no other way to tell it.
func (v *View) Err() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.err
}

func (v *View) has(key []byte) (bool, error) {
	_, c, err := v.snap.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, readError(err)
	}
	return true, c.Close()
}

// Key makes node a graph.Ref.
func (n node) Key() any { return n }

// Key makes quadKey a graph.Ref.
func (q quadKey) Key() any { return q }

// ref is n as a graph.Ref, nil for the label of a quad that has none.
func ref(n node) graph.Ref {
	if n == noNode {
		return nil
	}
	return n
}

// ValueOf gives the node of a value that some quad names, else nil.
func (v *View) ValueOf(val quad.Value) graph.Ref {
	n, ok, err := v.nodeOf(val)
	if err != nil {
		v.fail(err)
	}
	if !ok {
		return nil
	}
	return n
}

func (v *View) nodeOf(val quad.Value) (node, bool, error) {
	if val == nil {
		return noNode, false, nil
	}
	term, err := appendTerm(nil, val)
	if err != nil {
		return noNode, false, nil //nolint:nilerr // no quad can name it
	}
	n := nodeOf(term)
	ok, err := v.has(nodeKey(termPrefix, n))
	return n, ok, err
}

// NameOf gives the value of a node, nil when it is none of this store.
func (v *View) NameOf(r graph.Ref) quad.Value {
	switch r := r.(type) {
	case node:
		val, err := v.value(r)
		if err != nil {
			v.fail(err)
		}
		return val
	case graph.PreFetchedValue:
		return r.NameOf()
	}
	return nil
}

// value reads a term; it is nil when the store has no such node.
func (v *View) value(n node) (quad.Value, error) {
	t, err := v.term(n)
	return t.value, err
}

// term reads a term; it is empty when the store has no such node.
func (v *View) term(n node) (t cachedTerm, err error) {
	if n == noNode {
		return t, nil
	}
	if t, ok := v.s.terms.get(n); ok {
		return t, nil
	}
	b, c, err := v.snap.Get(nodeKey(termPrefix, n))
	if errors.Is(err, pebble.ErrNotFound) {
		return t, nil
	}
	if err != nil {
		return t, readError(err)
	}
	defer c.Close()
	t.bytes = append(make([]byte, 0, len(b)), b...)
	if t.value, err = parseTerm(t.bytes); err != nil {
		return t, errors.Join(ErrDamaged, err)
	}
	v.s.terms.put(n, t)
	return t, nil
}

// ValuesOf names many nodes.
func (v *View) ValuesOf(ctx context.Context, refs []graph.Ref) ([]quad.Value, error) {
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

// Quad gives the quad of a reference to one.
func (v *View) Quad(r graph.Ref) quad.Quad {
	q, ok := r.(quadKey)
	if !ok {
		return quad.Quad{}
	}
	return quad.Quad{
		Subject:   v.NameOf(q[subject]),
		Predicate: v.NameOf(q[predicate]),
		Object:    v.NameOf(q[object]),
		Label:     v.NameOf(q[label]),
	}
}

// QuadDirection gives the node in one place of a quad, nil for no label.
func (v *View) QuadDirection(r graph.Ref, d quad.Direction) graph.Ref { return quadDirection(r, d) }

func quadDirection(r graph.Ref, d quad.Direction) graph.Ref {
	q, ok := r.(quadKey)
	p := place(d)
	if !ok || p == noPlace {
		return nil
	}
	return ref(q[p])
}

// QuadIterator runs through the quads that have a node in a place.
func (v *View) QuadIterator(d quad.Direction, r graph.Ref) graph.Iterator {
	return quadIterator(v, d, r)
}

// QuadIteratorSize is how many quads QuadIterator gives.
func (v *View) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (graph.Size, error) {
	n, ok := r.(node)
	if !ok {
		return graph.Size{Exact: true}, nil
	}
	var f filter
	f.set(place(d), n)
	sz, err := v.size(ctx, &f)
	return graph.Size{Size: sz.n, Exact: sz.exact}, err
}

// NodesAllIterator runs through all terms.
func (v *View) NodesAllIterator() graph.Iterator { return allNodes(v) }

// QuadsAllIterator runs through all quads.
func (v *View) QuadsAllIterator() graph.Iterator {
	return legacy(&quadScan{src: v})
}

// Stats gives the number of terms and of quads, always exact.
func (v *View) Stats(ctx context.Context, exact bool) (graph.Stats, error) {
	return graph.Stats{
		Nodes: graph.Size{Size: v.terms, Exact: true},
		Quads: graph.Size{Size: v.quads, Exact: true},
	}, nil
}

// SizeOf counts the quads that name a node, in each place.
func (v *View) SizeOf(r graph.Ref) int64 {
	n, ok := r.(node)
	if !ok {
		return 0
	}
	var total int64
	for p := range 4 {
		var f filter
		f.set(p, n)
		sz, err := v.size(context.Background(), &f)
		if err != nil {
			v.fail(err)
		}
		total += sz.n
	}
	return total
}

// ApplyDeltas fails: a view is for reading.
func (v *View) ApplyDeltas([]graph.Delta, graph.IgnoreOpts) error { return ErrReadOnly }

// NewQuadWriter fails: a view is for reading.
func (v *View) NewQuadWriter() (quad.WriteCloser, error) { return nil, ErrReadOnly }

var (
	_ graph.QuadStore      = (*View)(nil)
	_ graph.BatchQuadStore = (*View)(nil)
)

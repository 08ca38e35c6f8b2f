package quadstore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Name is what the store is registered as with Cayley.
const Name = "kg"

func init() {
	graph.RegisterQuadStore(Name, graph.QuadStoreRegistration{
		IsPersistent: true,
		NewFunc: func(path string, _ graph.Options) (graph.QuadStore, error) {
			return Open(path, Options{})
		},
		InitFunc: func(path string, _ graph.Options) error {
			s, err := Open(path, Options{Create: true})
			if err != nil {
				return err
			}
			return s.Close()
		},
	})
}

var (
	_ graph.QuadStore      = (*Store)(nil)
	_ graph.BatchQuadStore = (*Store)(nil)
)

// The reading methods of graph.QuadStore on Store answer from the state after
// the last commit, each call anew. A query wants the single state of a View.

// view calls f with the current state; it does not when the store is closed.
func (s *Store) view(f func(*View)) {
	v, err := s.acquire()
	if err != nil {
		return
	}
	defer s.release(v)
	f(v)
}

// ValueOf gives the node of a value, nil when no quad names it.
func (s *Store) ValueOf(val quad.Value) (r graph.Ref) {
	s.view(func(v *View) { r = v.ValueOf(val) })
	return r
}

// NameOf gives the value of a node.
func (s *Store) NameOf(r graph.Ref) (val quad.Value) {
	s.view(func(v *View) { val = v.NameOf(r) })
	return val
}

// ValuesOf names many nodes.
func (s *Store) ValuesOf(ctx context.Context, refs []graph.Ref) (values []quad.Value, err error) {
	err = ErrClosed
	s.view(func(v *View) { values, err = v.ValuesOf(ctx, refs) })
	return values, err
}

// RefsOf finds the nodes of many values.
func (s *Store) RefsOf(ctx context.Context, values []quad.Value) (refs []graph.Ref, err error) {
	err = ErrClosed
	s.view(func(v *View) { refs, err = v.RefsOf(ctx, values) })
	return refs, err
}

// Quad gives the quad of a reference to one.
func (s *Store) Quad(r graph.Ref) (q quad.Quad) {
	s.view(func(v *View) { q = v.Quad(r) })
	return q
}

// QuadDirection gives the node in one place of a quad.
func (s *Store) QuadDirection(r graph.Ref, d quad.Direction) graph.Ref { return quadDirection(r, d) }

// QuadIterator runs through the quads that have a node in a place.
func (s *Store) QuadIterator(d quad.Direction, r graph.Ref) graph.Iterator {
	return quadIterator(s, d, r)
}

// QuadIteratorSize is how many quads QuadIterator gives.
func (s *Store) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (sz graph.Size, err error) {
	err = ErrClosed
	s.view(func(v *View) { sz, err = v.QuadIteratorSize(ctx, d, r) })
	return sz, err
}

// NodesAllIterator runs through all terms.
func (s *Store) NodesAllIterator() graph.Iterator { return allNodes(s) }

// QuadsAllIterator runs through all quads.
func (s *Store) QuadsAllIterator() graph.Iterator { return legacy(&quadScan{src: s}) }

// Stats gives the number of terms and of quads, always exact.
func (s *Store) Stats(ctx context.Context, exact bool) (st graph.Stats, err error) {
	err = ErrClosed
	s.view(func(v *View) { st, err = v.Stats(ctx, exact) })
	return st, err
}

// SizeOf counts the quads that name a node, in each place.
func (s *Store) SizeOf(r graph.Ref) (n int64) {
	s.view(func(v *View) { n = v.SizeOf(r) })
	return n
}

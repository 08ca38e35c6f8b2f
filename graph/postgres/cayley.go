package postgres

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/graph/quadstore"
)

var (
	_ graph.QuadStore      = (*Store)(nil)
	_ graph.BatchQuadStore = (*Store)(nil)
)

// The reading methods of graph.QuadStore on Store answer from the state after
// the last commit, each call anew. A query wants the single state of a View.

func (s *Store) view(f func(*View) error) error {
	v, err := s.View(context.Background())
	if err != nil {
		return err
	}
	defer v.Close()
	return f(v)
}

// ValueOf gives the node of a value, nil when no quad names it.
func (s *Store) ValueOf(val quad.Value) (r graph.Ref) {
	_ = s.view(func(v *View) error { r = v.ValueOf(val); return nil })
	return r
}

// NameOf gives the value of a node.
func (s *Store) NameOf(r graph.Ref) (val quad.Value) {
	_ = s.view(func(v *View) error { val = v.NameOf(r); return nil })
	return val
}

// ValuesOf names many nodes.
func (s *Store) ValuesOf(ctx context.Context, refs []graph.Ref) (values []quad.Value, err error) {
	err = s.view(func(v *View) (err error) { values, err = v.ValuesOf(ctx, refs); return err })
	return values, err
}

// RefsOf finds the nodes of many values.
func (s *Store) RefsOf(ctx context.Context, values []quad.Value) (refs []graph.Ref, err error) {
	err = s.view(func(v *View) (err error) { refs, err = v.RefsOf(ctx, values); return err })
	return refs, err
}

// Quad gives the quad of a reference to one.
func (s *Store) Quad(r graph.Ref) (q quad.Quad) {
	_ = s.view(func(v *View) error { q = v.Quad(r); return nil })
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
	err = s.view(func(v *View) (err error) { sz, err = v.QuadIteratorSize(ctx, d, r); return err })
	return sz, err
}

// NodesAllIterator runs through all terms.
func (s *Store) NodesAllIterator() graph.Iterator { return allNodes(s).legacy() }

// QuadsAllIterator runs through all quads.
func (s *Store) QuadsAllIterator() graph.Iterator { return allQuads(s).legacy() }

// Stats gives the number of terms and of quads, always exact.
func (s *Store) Stats(ctx context.Context, exact bool) (st graph.Stats, err error) {
	err = s.view(func(v *View) (err error) { st, err = v.Stats(ctx, exact); return err })
	return st, err
}

// ApplyDeltas adds and deletes quads in one transaction. Unless opts says
// otherwise it fails with a graph.DeltaError, and changes nothing, when a
// quad to add is there or one to delete is not.
func (s *Store) ApplyDeltas(deltas []graph.Delta, opts graph.IgnoreOpts) error {
	_, err := s.Change(context.Background(), func(v *View) (add, del []quadstore.Terms, err error) {
		return v.net(deltas, opts)
	})
	return err
}

// net gives what deltas come to.
func (v *View) net(deltas []graph.Delta, opts graph.IgnoreOpts) (add, del []quadstore.Terms, err error) {
	there := make(map[quadKey]bool)
	now := make(map[quadKey]bool)
	terms := make(map[quadKey]quadstore.Terms)
	var order []quadKey
	for _, d := range deltas {
		fail := func(err error) error { return &graph.DeltaError{Delta: d, Err: err} }
		if d.Action != graph.Add && d.Action != graph.Delete {
			return nil, nil, fail(graph.ErrInvalidAction)
		}
		t, q, err := termsOf(d.Quad)
		if err != nil {
			return nil, nil, fail(err)
		}
		if _, known := there[q]; !known {
			n, err := v.Count(v.ctx, quadstore.Pattern{Terms: t, NoLabel: t[3] == nil})
			if err != nil {
				return nil, nil, err
			}
			there[q], now[q], terms[q] = n > 0, n > 0, t
			order = append(order, q)
		}
		switch want := d.Action == graph.Add; {
		case want != now[q]:
			now[q] = want
		case want && !opts.IgnoreDup:
			return nil, nil, fail(graph.ErrQuadExists)
		case !want && !opts.IgnoreMissing:
			return nil, nil, fail(graph.ErrQuadNotExist)
		}
	}
	for _, q := range order {
		switch {
		case now[q] && !there[q]:
			add = append(add, terms[q])
		case !now[q] && there[q]:
			del = append(del, terms[q])
		}
	}
	return add, del, nil
}

func termsOf(q quad.Quad) (t quadstore.Terms, k quadKey, err error) {
	for p, val := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if val == nil && p == 3 {
			continue
		}
		if t[p], err = quadstore.Value(val); err != nil {
			return t, k, err
		}
		k[p] = nodeOf(t[p])
	}
	return t, k, nil
}

// NewQuadWriter gives a writer each of whose calls is one transaction.
func (s *Store) NewQuadWriter() (quad.WriteCloser, error) {
	if s.opts.ReadOnly {
		return nil, quadstore.ErrReadOnly
	}
	return &quadWriter{s: s}, nil
}

type quadWriter struct {
	s     *Store
	added int
}

func (w *quadWriter) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w *quadWriter) WriteQuads(quads []quad.Quad) (int, error) {
	add := make([]quadstore.Terms, len(quads))
	for i, q := range quads {
		var err error
		if add[i], _, err = termsOf(q); err != nil {
			return 0, err
		}
	}
	c, err := w.s.Change(context.Background(), func(*View) (_, del []quadstore.Terms, err error) { return add, nil, nil })
	if err != nil {
		return 0, err
	}
	w.added += c.Added
	return len(quads), nil
}

func (w *quadWriter) Close() error {
	w.s.analyze(context.Background(), w.added)
	w.added = 0
	return nil
}

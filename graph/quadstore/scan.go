package quadstore

import (
	"bytes"
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// quadReader runs through the quads that match a filter. It reads keys in
// batches and holds no iterator in between, since Cayley does not close
// every iterator that it opens.
type quadReader struct {
	src source
	x   *index // nil until the first read, which chooses it
	f   filter
	n   int // places of f that begin the keys of x

	keys   []byte // of the batch
	at     int    // offset of the next key in keys
	prefix []byte // of all keys
	from   []byte // where the next batch begins, empty at the start
	batch  int    // keys in the last batch; the next one is larger
	done   bool
	err    error
}

const (
	firstBatch = 8
	scanBatch  = 16 // before the first batch of a scan, which will want more
	largeBatch = 1024
)

// begin begins anew with another filter, in the memory that is there.
func (r *quadReader) begin(src source, f *filter, batch int) {
	*r = quadReader{src: src, f: *f, batch: batch, keys: r.keys[:0], prefix: r.prefix[:0], from: r.from[:0]}
}

func (r *quadReader) close() { r.keys, r.at, r.done = nil, 0, true }

// next gives the next quad that matches.
func (r *quadReader) next(ctx context.Context) (q quadKey, ok bool) {
	for {
		if r.at == len(r.keys) {
			if r.done || r.err != nil || !r.fill(ctx) {
				return q, false
			}
		}
		q = r.x.quad(r.keys[r.at:])
		r.at += quadKeySize
		if r.f.matches(&q) {
			return q, true
		}
	}
}

// fill reads a batch; it is false at the end or after an error.
func (r *quadReader) fill(ctx context.Context) bool {
	if r.err = ctx.Err(); r.err != nil {
		return false
	}
	v, err := r.src.acquire()
	if err != nil {
		r.err = err
		return false
	}
	defer r.src.release(v)
	if r.x == nil {
		if r.x, r.n, r.err = v.plan(ctx, &r.f); r.err != nil {
			return false
		}
	}
	r.err = r.read(v)
	return r.err == nil && len(r.keys) > 0
}

func (r *quadReader) read(v *View) error {
	it, err := v.iter()
	if err != nil {
		return err
	}
	defer v.put(it)
	if len(r.from) == 0 {
		r.prefix = r.x.appendPrefix(r.prefix[:0], &r.f, r.n)
		r.from = append(r.from, r.prefix...)
	}
	r.batch = min(max(r.batch*8, firstBatch), largeBatch)
	r.keys, r.at = r.keys[:0], 0
	ok := it.SeekGE(r.from)
	for ; ok && bytes.HasPrefix(it.Key(), r.prefix); ok = it.Next() {
		key := it.Key()
		if len(key) != quadKeySize {
			return fmt.Errorf("%w: a key of %d bytes in index %c", ErrDamaged, len(key), r.x.prefix)
		}
		r.keys = append(r.keys, key...)
		if len(r.keys) == r.batch*quadKeySize {
			r.from = append(append(r.from[:0], key...), 0)
			return nil
		}
	}
	r.done = true
	return readError(it.Error())
}

// quadScan is the plan of an iterator over quads: all that match a filter.
type quadScan struct {
	src source
	f   filter
}

func quadIterator(src source, d quad.Direction, r graph.Ref) graph.Iterator {
	s := &quadScan{src: src}
	n, ok := r.(node)
	p := place(d)
	if !ok || p == noPlace {
		return legacy(&emptyScan{})
	}
	s.f.set(p, n)
	return legacy(s)
}

// legacy wraps a plan for the older of Cayley's two kinds of iterators.
func legacy(s graph.IteratorShape) graph.Iterator { return graph.NewLegacy(s, nil) }

func (s *quadScan) String() string                                       { return "QuadScan" }
func (s *quadScan) SubIterators() []graph.IteratorShape                  { return nil }
func (s *quadScan) Optimize(context.Context) (graph.IteratorShape, bool) { return s, false }

func (s *quadScan) Iterate() graph.Scanner {
	return &quadScanner{quadReader: quadReader{src: s.src, f: s.f}}
}

func (s *quadScan) Lookup() graph.Index { return &quadLookup{f: s.f} }

// Costs of a read, in units of one step of a run.
const (
	stepCost = 1
	seekCost = 4
)

func (s *quadScan) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	v, err := s.src.acquire()
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer s.src.release(v)
	sz, err := v.size(ctx, &s.f)
	return graph.IteratorCosts{
		ContainsCost: stepCost, // a quad carries its nodes: nothing is read
		NextCost:     stepCost,
		Size:         graph.Size{Size: sz.n, Exact: sz.exact},
	}, err
}

type quadScanner struct {
	quadReader
	result graph.Ref
}

func (s *quadScanner) String() string                  { return "QuadScanner" }
func (s *quadScanner) TagResults(map[string]graph.Ref) {}
func (s *quadScanner) Result() graph.Ref               { return s.result }
func (s *quadScanner) NextPath(context.Context) bool   { return false }
func (s *quadScanner) Err() error                      { return s.err }

func (s *quadScanner) Close() error {
	s.close()
	return nil
}

func (s *quadScanner) Next(ctx context.Context) bool {
	q, ok := s.next(ctx)
	if !ok {
		s.result = nil
		return false
	}
	s.result = q
	return true
}

// quadLookup tells whether a quad matches. Quads come from this store's own
// iterators, so that they need not be looked up.
type quadLookup struct {
	f      filter
	result graph.Ref
}

func (l *quadLookup) String() string                  { return "QuadLookup" }
func (l *quadLookup) TagResults(map[string]graph.Ref) {}
func (l *quadLookup) Result() graph.Ref               { return l.result }
func (l *quadLookup) NextPath(context.Context) bool   { return false }
func (l *quadLookup) Err() error                      { return nil }
func (l *quadLookup) Close() error                    { return nil }

func (l *quadLookup) Contains(_ context.Context, r graph.Ref) bool {
	q, ok := r.(quadKey)
	if !ok || !l.f.matches(&q) {
		return false
	}
	l.result = r
	return true
}

// emptyScan finds nothing: its node is of another store.
type emptyScan struct{ quadScan }

func (s *emptyScan) Iterate() graph.Scanner {
	return &quadScanner{quadReader: quadReader{done: true}}
}
func (s *emptyScan) Lookup() graph.Index { return emptyLookup{&quadLookup{}} }
func (s *emptyScan) Optimize(context.Context) (graph.IteratorShape, bool) {
	return s, false
}
func (s *emptyScan) Stats(context.Context) (graph.IteratorCosts, error) {
	return graph.IteratorCosts{ContainsCost: 1, NextCost: 1, Size: graph.Size{Exact: true}}, nil
}

type emptyLookup struct{ *quadLookup }

func (emptyLookup) Contains(context.Context, graph.Ref) bool { return false }

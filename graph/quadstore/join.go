package quadstore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
)

// join is the plan of an iterator over the nodes in one place of quads whose
// node in another place is given by an iterator: a step of a path. For each
// of those nodes it seeks the filters, where Cayley would read all quads of
// the node.
type join struct {
	links
	via int // place of the given nodes
	sub graph.IteratorShape
}

func (s *join) String() string                      { return "Join" }
func (s *join) SubIterators() []graph.IteratorShape { return []graph.IteratorShape{s.sub} }

func (s *join) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	sub, changed := s.sub.Optimize(ctx)
	if !changed {
		return s, false
	}
	if iterator.IsNull2(sub) {
		return sub, true
	}
	better := *s
	better.sub = sub
	return &better, true
}

func (s *join) Iterate() graph.Scanner {
	return &joinReader{join: s, sub: s.sub.Iterate(), r: filtersReader{src: s.src, batch: scanBatch}}
}
func (s *join) Lookup() graph.Index { return &joinLookup{join: s, sub: s.sub.Lookup()} }

func (s *join) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	sub, err := s.sub.Stats(ctx)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	v, err := s.src.acquire()
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer s.src.release(v)
	there, err := v.fanOut(ctx, s.filters, s.via)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	back, err := v.fanOut(ctx, s.filters, s.result)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	all, err := v.sizeOfAny(ctx, s.filters)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	seeks := seekCost * int64(len(s.filters))
	size := min(int64(float64(sub.Size.Size)*there)+1, all.n)
	return s.uniqueCosts(graph.IteratorCosts{
		NextCost:     stepCost + int64(float64(seeks+sub.NextCost)/max(there, 0.1)),
		ContainsCost: seeks + int64(back*float64(stepCost+sub.ContainsCost)),
		Size:         graph.Size{Size: size},
	}), nil
}

// fanOut tells how many quads of the filters a node in a place has, on the
// average over the nodes that have any.
func (v *View) fanOut(ctx context.Context, filters []filter, place int) (float64, error) {
	total := 0.0
	for i := range filters {
		f, err := v.fanOutOf(&filters[i], place)
		if err != nil {
			return 0, err
		}
		total += f
	}
	return total, nil
}

// guessedFanOut stands in where nothing is measured: no predicate is known.
const guessedFanOut = 8

func (v *View) fanOutOf(f *filter, place int) (float64, error) {
	if f.known[place] {
		return 1, nil
	}
	if f.count() == 1 && f.known[predicate] && place == subject {
		quads, subjects, err := v.predicateCounts(f.nodes[predicate])
		return float64(quads) / float64(max(subjects, 1)), err
	}
	for _, x := range indexes { // an index in which the place follows what is known
		if n := x.covered(f); n == f.count() && n > 0 && x.order[n] == place {
			return v.sampleFanOut(x, f, n)
		}
	}
	return guessedFanOut, nil
}

// sampleFanOut reads the first keys of a run and counts the values of its
// next place: since nodes are hashes, they are a fair sample.
func (v *View) sampleFanOut(x *index, f *filter, n int) (float64, error) {
	prefix := x.appendPrefix(make([]byte, 0, quadKeySize), f, n)
	key := "f" + string(prefix)
	v.mu.Lock()
	sz, ok := v.sizes[key]
	v.mu.Unlock()
	if !ok {
		it, err := v.iter()
		if err != nil {
			return 0, err
		}
		defer v.put(it)
		if sz.n, err = sampleRun(it, prefix); err != nil {
			return 0, err
		}
		v.mu.Lock()
		v.sizes[key] = sz
		v.mu.Unlock()
	}
	return float64(sz.n) / fanOutScale, nil
}

// fanOutScale keeps a fan-out with its fraction in a size.
const fanOutScale = 256

// joinReader runs through the given nodes and the quads of each.
type joinReader struct {
	*join
	sub   graph.Scanner
	r     filtersReader
	given map[node]struct{} // those that came, where each result is given once
	found found
	err   error
}

func (s *joinReader) String() string     { return "JoinReader" }
func (s *joinReader) Result() graph.Ref  { return s.found.ref(&s.links) }
func (s *joinReader) node() (node, bool) { return s.found.quad[s.result], s.found.any }

func (s *joinReader) Err() error {
	if s.err != nil {
		return s.err
	}
	return s.sub.Err()
}

func (s *joinReader) Close() error {
	s.r.close()
	return s.sub.Close()
}

func (s *joinReader) TagResults(dst map[string]graph.Ref) {
	s.sub.TagResults(dst)
	s.found.tag(&s.links, dst)
}

// NextPath gives the other ways to the given node; the quad stays.
func (s *joinReader) NextPath(ctx context.Context) bool { return !s.once && s.sub.NextPath(ctx) }

func (s *joinReader) Next(ctx context.Context) bool {
	for s.err == nil {
		for {
			q, ok := s.r.next(ctx)
			if !ok {
				break
			}
			if s.accepts(&q) && s.found.take(&s.links, &q) {
				return true
			}
		}
		if s.err = s.r.r.err; s.err != nil || !s.sub.Next(ctx) {
			return false
		}
		if n, ok := nodeAt(s.sub); ok && s.isNew(n) {
			s.r.narrow(s.filters, s.via, n)
		}
	}
	return false
}

// isNew tells whether the quads of a given node may have results that are to
// be given.
func (s *joinReader) isNew(n node) bool {
	if !s.once {
		return true
	}
	if _, ok := s.given[n]; ok {
		return false
	}
	if s.given == nil {
		s.given = make(map[node]struct{})
	}
	s.given[n] = struct{}{}
	return true
}

// nodeAt gives the node that a scanner has come to.
func nodeAt(s graph.Scanner) (n node, ok bool) {
	if own, mine := s.(interface{ node() (node, bool) }); mine {
		return own.node()
	}
	n, ok = s.Result().(node)
	return n, ok
}

// joinLookup looks a node up among the results: it reads the quads that have
// it, and looks for their other node among the given ones.
type joinLookup struct {
	*join
	sub   graph.Index
	r     filtersReader
	found found
	err   error
}

func (l *joinLookup) String() string    { return "JoinLookup" }
func (l *joinLookup) Result() graph.Ref { return l.found.ref(&l.links) }
func (l *joinLookup) Close() error      { return l.sub.Close() }

func (l *joinLookup) Err() error {
	if l.err != nil {
		return l.err
	}
	return l.sub.Err()
}

func (l *joinLookup) TagResults(dst map[string]graph.Ref) {
	l.sub.TagResults(dst)
	l.found.tag(&l.links, dst)
}

func (l *joinLookup) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok || l.err != nil {
		return false
	}
	l.r.src = l.src
	l.r.narrow(l.filters, l.join.result, n)
	return l.nextQuad(ctx)
}

// nextQuad goes to the next quad whose other node is given.
func (l *joinLookup) nextQuad(ctx context.Context) bool {
	for {
		q, ok := l.r.next(ctx)
		if !ok {
			l.err = l.r.r.err
			return false
		}
		if l.accepts(&q) && l.sub.Contains(ctx, q[l.via]) {
			l.found.quad, l.found.any = q, true
			return true
		}
		if l.sub.Err() != nil {
			return false
		}
	}
}

func (l *joinLookup) NextPath(ctx context.Context) bool {
	if l.once || !l.found.any || l.err != nil {
		return false
	}
	return l.sub.NextPath(ctx) || l.sub.Err() == nil && l.nextQuad(ctx)
}

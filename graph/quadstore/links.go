package quadstore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
)

// links is the plan of an iterator over the nodes in one place of the quads
// that match any of a few filters: Cayley's HasA over LinksTo in one pass
// over an index. It gives a node once for each quad.
type links struct {
	src     source
	filters []filter // disjoint
	result  int      // place of the nodes
	save    []savedTag
	once    bool // gives each node once, by the first way to it
}

// savedTag tells to tag the node in a place. The place must have one.
type savedTag struct {
	place int
	tags  []string
}

func (s *links) String() string                      { return "Links" }
func (s *links) SubIterators() []graph.IteratorShape { return nil }
func (s *links) Optimize(context.Context) (graph.IteratorShape, bool) {
	return s, false
}
func (s *links) Iterate() graph.Scanner {
	return &linksReader{links: s, r: filtersReader{src: s.src, filters: s.filters, batch: scanBatch}}
}
func (s *links) Lookup() graph.Index { return &linksLookup{links: s} }

func (s *links) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	v, err := s.src.acquire()
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer s.src.release(v)
	sz, err := v.sizeOfAny(ctx, s.filters)
	return s.uniqueCosts(graph.IteratorCosts{
		ContainsCost: seekCost * int64(len(s.filters)),
		NextCost:     stepCost,
		Size:         graph.Size{Size: sz.n, Exact: sz.exact},
	}), err
}

// uniqueCosts makes costs those of giving each node once, as Cayley takes them.
func (s *links) uniqueCosts(c graph.IteratorCosts) graph.IteratorCosts {
	const factor = 2
	if s.once {
		c.NextCost *= factor
		c.Size = graph.Size{Size: c.Size.Size / factor}
	}
	return c
}

// sizeOfAny tells how many quads match one of the filters.
func (v *View) sizeOfAny(ctx context.Context, filters []filter) (size, error) {
	total := size{exact: true}
	for i := range filters {
		sz, err := v.size(ctx, &filters[i])
		if err != nil {
			return total, err
		}
		total.n += sz.n
		total.exact = total.exact && sz.exact
	}
	return total, nil
}

// filtersReader runs through the quads of one filter after the other.
type filtersReader struct {
	src     source
	filters []filter
	batch   int // see quadReader
	at      int
	r       quadReader
	begun   bool
}

// narrow begins anew with filters that have a node in a place, leaving out
// those that ask for another one there.
func (r *filtersReader) narrow(filters []filter, place int, n node) {
	r.filters = r.filters[:0]
	for i := range filters {
		if f := &filters[i]; !f.known[place] || f.nodes[place] == n {
			r.filters = append(r.filters, *f)
			r.filters[len(r.filters)-1].set(place, n)
		}
	}
	r.at, r.begun = 0, false
}

func (r *filtersReader) next(ctx context.Context) (q quadKey, ok bool) {
	for {
		if r.begun {
			if q, ok = r.r.next(ctx); ok || r.r.err != nil {
				return q, ok
			}
			r.at++
		}
		if r.at >= len(r.filters) {
			r.begun = false
			return q, false
		}
		r.r.begin(r.src, &r.filters[r.at], r.batch)
		r.begun = true
	}
}

func (r *filtersReader) close() { r.r.close(); r.at = len(r.filters) }

// accepts tells whether every place that is asked for has a node: a quad
// without a label has none to tag.
func (s *links) accepts(q *quadKey) bool {
	for _, t := range s.save {
		if q[t.place] == noNode {
			return false
		}
	}
	return q[s.result] != noNode
}

func (s *links) tag(q *quadKey, dst map[string]graph.Ref) {
	for _, t := range s.save {
		for _, tag := range t.tags {
			dst[tag] = q[t.place]
		}
	}
}

// found is the quad that a reader has come to.
type found struct {
	quad quadKey
	any  bool
	seen map[node]struct{} // results, where each is given once
}

// take makes q the quad, unless its result has been given already.
func (f *found) take(s *links, q *quadKey) bool {
	if s.once {
		if _, ok := f.seen[q[s.result]]; ok {
			return false
		}
		if f.seen == nil {
			f.seen = make(map[node]struct{})
		}
		f.seen[q[s.result]] = struct{}{}
	}
	f.quad, f.any = *q, true
	return true
}

func (f *found) ref(s *links) graph.Ref {
	if !f.any {
		return nil
	}
	return f.quad[s.result]
}

func (f *found) tag(s *links, dst map[string]graph.Ref) {
	if f.any {
		s.tag(&f.quad, dst)
	}
}

// linksReader runs through the quads.
type linksReader struct {
	*links
	r     filtersReader
	found found
}

func (s *linksReader) String() string                      { return "LinksReader" }
func (s *linksReader) Result() graph.Ref                   { return s.found.ref(s.links) }
func (s *linksReader) node() (node, bool)                  { return s.found.quad[s.result], s.found.any }
func (s *linksReader) NextPath(context.Context) bool       { return false }
func (s *linksReader) Err() error                          { return s.r.r.err }
func (s *linksReader) TagResults(dst map[string]graph.Ref) { s.found.tag(s.links, dst) }

func (s *linksReader) Close() error {
	s.r.close()
	return nil
}

func (s *linksReader) Next(ctx context.Context) bool {
	for {
		q, ok := s.r.next(ctx)
		if !ok {
			return false
		}
		if s.accepts(&q) && s.found.take(s.links, &q) {
			return true
		}
	}
}

// linksLookup looks a node up among the results: it seeks the filters with
// the node in its place. Each quad is a path of its own.
type linksLookup struct {
	*links
	r     filtersReader
	found found
	err   error
}

func (l *linksLookup) String() string                      { return "LinksLookup" }
func (l *linksLookup) Result() graph.Ref                   { return l.found.ref(l.links) }
func (l *linksLookup) Err() error                          { return l.err }
func (l *linksLookup) Close() error                        { return nil }
func (l *linksLookup) TagResults(dst map[string]graph.Ref) { l.found.tag(l.links, dst) }

// Contains leaves the tags of the last node that was found when it finds none.
func (l *linksLookup) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok || l.err != nil {
		return false
	}
	l.r.src = l.src
	l.r.narrow(l.filters, l.links.result, n)
	return l.next(ctx)
}

func (l *linksLookup) next(ctx context.Context) bool {
	for {
		q, ok := l.r.next(ctx)
		if !ok {
			l.err = l.r.r.err
			return false
		}
		if l.accepts(&q) {
			l.found.quad, l.found.any = q, true
			return true
		}
	}
}

func (l *linksLookup) NextPath(ctx context.Context) bool {
	return !l.once && l.found.any && l.err == nil && l.next(ctx)
}

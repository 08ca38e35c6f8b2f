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
	return &linksReader{links: s, r: filtersReader{src: s.src, filters: s.filters}}
}
func (s *links) Lookup() graph.Index { return &linksLookup{links: s} }

func (s *links) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	v, err := s.src.acquire()
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer s.src.release(v)
	sz, err := v.sizeOfAny(ctx, s.filters)
	return graph.IteratorCosts{
		ContainsCost: seekCost * int64(len(s.filters)),
		NextCost:     stepCost,
		Size:         graph.Size{Size: sz.n, Exact: sz.exact},
	}, err
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
	at      int
	r       quadReader
	begun   bool
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
		r.r = quadReader{src: r.src, f: r.filters[r.at]}
		r.begun = true
	}
}

func (r *filtersReader) close() { r.r.close(); r.at = len(r.filters) }

// narrow gives the filters with a node in a place, leaving out those that ask
// for another one there.
func narrow(filters []filter, place int, n node) []filter {
	out := make([]filter, 0, len(filters))
	for _, f := range filters {
		if f.known[place] && f.nodes[place] != n {
			continue
		}
		f.set(place, n)
		out = append(out, f)
	}
	return out
}

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

// linksReader runs through the quads.
type linksReader struct {
	*links
	r    filtersReader
	quad quadKey
	at   graph.Ref
}

func (s *linksReader) String() string                { return "LinksReader" }
func (s *linksReader) Result() graph.Ref             { return s.at }
func (s *linksReader) NextPath(context.Context) bool { return false }
func (s *linksReader) Err() error                    { return s.r.r.err }

func (s *linksReader) TagResults(dst map[string]graph.Ref) {
	if s.at != nil {
		s.tag(&s.quad, dst)
	}
}

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
		if s.accepts(&q) {
			s.quad, s.at = q, q[s.result]
			return true
		}
	}
}

// linksLookup looks a node up among the results: it seeks the filters with
// the node in its place. Each quad is a path of its own.
type linksLookup struct {
	*links
	found linksReader
	err   error
}

func (l *linksLookup) String() string    { return "LinksLookup" }
func (l *linksLookup) Result() graph.Ref { return l.found.at }
func (l *linksLookup) Err() error        { return l.err }
func (l *linksLookup) Close() error      { return nil }

func (l *linksLookup) TagResults(dst map[string]graph.Ref) {
	if l.found.links != nil {
		l.found.TagResults(dst)
	}
}

func (l *linksLookup) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok || l.err != nil {
		return false
	}
	found := linksReader{links: l.links, r: filtersReader{src: l.src, filters: narrow(l.filters, l.links.result, n)}}
	if found.Next(ctx) {
		l.found = found
		return true
	}
	l.err = found.Err()
	return false // and the tags stay those of the last node that was found
}

func (l *linksLookup) NextPath(ctx context.Context) bool {
	if l.found.links == nil || l.err != nil {
		return false
	}
	ok := l.found.Next(ctx)
	l.err = l.found.Err()
	return ok
}

package postgres

import (
	"bytes"
	"context"
	"fmt"
	"maps"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"
)

func compareNodes(a, b node) int { return bytes.Compare(a[:], b[:]) }

func unionColumn(i int) string { return fmt.Sprintf("c%d", i+1) }

// join is a selection one of whose columns has the results of a part that
// PostgreSQL cannot give: an iterator of Cayley's. Its results are looked up
// many in a statement.
type join struct {
	*selection
	via column
	sub shape.Shape
}

// BuildIterator makes the iterator.
func (j *join) BuildIterator(qs graph.QuadStore) graph.Iterator {
	return graph.NewLegacy(&joinPlan{j.selection, j.via, graph.AsShape(j.sub.BuildIterator(qs))}, nil)
}

// Optimize has nothing left to do: what it is made of was optimised before.
func (j *join) Optimize(shape.Optimizer) (shape.Shape, bool) { return j, false }

// joinPlan is the plan of a join's iterator.
type joinPlan struct {
	*selection
	via column
	sub graph.IteratorShape
}

func (p *joinPlan) String() string                      { return "PostgreSQLJoin" }
func (p *joinPlan) SubIterators() []graph.IteratorShape { return []graph.IteratorShape{p.sub} }

func (p *joinPlan) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	sub, changed := p.sub.Optimize(ctx)
	if !changed {
		return p, false
	}
	if iterator.IsNull2(sub) {
		return sub, true
	}
	return &joinPlan{p.selection, p.via, sub}, true
}

func (p *joinPlan) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	sub, err := p.sub.Stats(ctx)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	v, err := p.src.acquire(ctx)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer p.src.release(v)
	all, err := v.size(ctx, p.selection)
	return graph.IteratorCosts{
		NextCost:     2*rowCost + sub.NextCost,
		ContainsCost: statementCost + sub.ContainsCost,
		Size:         graph.Size{Size: min(all.Size, guessedFanOut*sub.Size.Size+1)},
	}, err
}

// guessedFanOut is how many rows a result of the iterator is taken to have.
const guessedFanOut = 8

func (p *joinPlan) Iterate() graph.Scanner { return &joinScanner{joinPlan: p, sub: p.sub.Iterate()} }
func (p *joinPlan) Lookup() graph.Index    { return &joinLookup{joinPlan: p, sub: p.sub.Lookup()} }

// given is a result of the iterator with the tags of each path to it.
type given struct {
	node  node
	paths []map[string]graph.Ref
}

// Numbers of the iterator's results that are looked up in one statement.
const (
	firstGiven = 8
	mostGiven  = 1024
)

// joinScanner runs through the iterator's results and the rows of each, in
// their order.
type joinScanner struct {
	*joinPlan
	sub graph.Scanner

	batch int
	given []given
	rows  map[node][]node // of the given, by the column
	at    int             // in given
	row   int             // in rows of that one
	path  int
	begun bool
	done  bool
	now   []node
	err   error
}

func (s *joinScanner) String() string { return "PostgreSQLJoinScanner" }

func (s *joinScanner) Close() error {
	s.given, s.rows, s.done = nil, nil, true
	return s.sub.Close()
}

func (s *joinScanner) Err() error {
	if s.err != nil {
		return s.err
	}
	return s.sub.Err()
}

func (s *joinScanner) Result() graph.Ref {
	if s.now == nil {
		return nil
	}
	return s.resultOf(s.now)
}

func (s *selection) resultOf(row []node) graph.Ref {
	if s.whole {
		return quadKey(row[:4])
	}
	return row[0]
}

func (s *joinScanner) TagResults(dst map[string]graph.Ref) {
	if s.now == nil {
		return
	}
	maps.Copy(dst, s.given[s.at].paths[s.path])
	s.tagRow(s.now, dst)
}

// NextPath gives the other ways to the given node; the row stays.
func (s *joinScanner) NextPath(context.Context) bool {
	if s.now == nil || s.path+1 >= len(s.given[s.at].paths) {
		return false
	}
	s.path++
	return true
}

func (s *joinScanner) Next(ctx context.Context) bool {
	for s.err == nil {
		if s.begun && s.at < len(s.given) {
			rows := s.rows[s.given[s.at].node]
			if width := s.width(); s.row+width <= len(rows) {
				s.now, s.path = rows[s.row:s.row+width], 0
				s.row += width
				return true
			}
			s.at, s.row = s.at+1, 0
			continue
		}
		if s.done || !s.fill(ctx) {
			break
		}
	}
	s.now = nil
	return false
}

func (s *joinScanner) width() int { return len(s.columns()) }

// fill takes the next results of the iterator and reads their rows.
func (s *joinScanner) fill(ctx context.Context) bool {
	s.begun = true
	s.batch = min(max(8*s.batch, firstGiven), mostGiven)
	s.given, s.at, s.row = s.given[:0], 0, 0
	for len(s.given) < s.batch {
		if !s.sub.Next(ctx) {
			s.done = true
			break
		}
		n, ok := s.sub.Result().(node)
		if !ok {
			continue
		}
		g := given{node: n}
		for ok := true; ok; ok = s.sub.NextPath(ctx) {
			tags := make(map[string]graph.Ref)
			s.sub.TagResults(tags)
			g.paths = append(g.paths, tags)
		}
		s.given = append(s.given, g)
	}
	if s.err = s.sub.Err(); s.err != nil || len(s.given) == 0 {
		return false
	}
	s.err = s.readRows(ctx)
	return s.err == nil
}

// readRows reads the rows of all that is given: their columns, then the one
// that is given, by which they are kept.
func (s *joinScanner) readRows(ctx context.Context) error {
	nodes := make([]node, 0, len(s.given))
	s.rows = make(map[node][]node, len(s.given))
	for _, g := range s.given {
		if _, twice := s.rows[g.node]; !twice {
			s.rows[g.node] = nil
			nodes = append(nodes, g.node)
		}
	}
	sel := s.selection.clone()
	sel.tags = append(sel.tags, tag{"\xff", s.via}) // last of the columns
	r := rowReader{src: s.src, sel: sel, more: []condition{among{s.via, nodes}}}
	defer r.close()
	for {
		row, ok := r.next(ctx)
		if !ok {
			return r.err
		}
		last := len(row) - 1
		s.rows[row[last]] = append(s.rows[row[last]], row[:last]...)
	}
}

// joinLookup looks a node up among the results: it reads the rows that have
// it, and looks for their other node among the iterator's.
type joinLookup struct {
	*joinPlan
	sub graph.Index
	r   rowReader
	row []node
	at  graph.Ref
	err error
}

func (l *joinLookup) String() string    { return "PostgreSQLJoinLookup" }
func (l *joinLookup) Result() graph.Ref { return l.at }
func (l *joinLookup) Close() error      { return l.sub.Close() }

func (l *joinLookup) Err() error {
	if l.err != nil {
		return l.err
	}
	return l.sub.Err()
}

func (l *joinLookup) TagResults(dst map[string]graph.Ref) {
	l.sub.TagResults(dst)
	if l.at != nil {
		l.tagRow(l.row, dst)
	}
}

func (l *joinLookup) Contains(ctx context.Context, r graph.Ref) bool {
	more, ok := l.having(r)
	if !ok || l.err != nil {
		return false
	}
	sel := l.selection.clone()
	sel.tags = append(sel.tags, tag{"\xff", l.via})
	l.r = rowReader{src: l.src, sel: sel, more: more}
	return l.nextRow(ctx)
}

// nextRow goes to the next row whose other node the iterator has.
func (l *joinLookup) nextRow(ctx context.Context) bool {
	for {
		row, ok := l.r.next(ctx)
		if !ok {
			l.err = l.r.err
			return false
		}
		last := len(row) - 1
		if l.sub.Contains(ctx, row[last]) {
			l.row, l.at = row[:last], l.resultOf(row)
			return true
		}
		if l.sub.Err() != nil {
			return false
		}
	}
}

func (l *joinLookup) NextPath(ctx context.Context) bool {
	if l.at == nil || l.err != nil {
		return false
	}
	return l.sub.NextPath(ctx) || l.sub.Err() == nil && l.nextRow(ctx)
}

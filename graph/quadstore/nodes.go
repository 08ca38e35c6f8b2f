package quadstore

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
)

// nodesAll is the plan of an iterator over all terms.
type nodesAll struct{ src source }

func allNodes(src source) graph.Iterator { return legacy(&nodesAll{src: src}) }

func (s *nodesAll) String() string                      { return "AllNodes" }
func (s *nodesAll) SubIterators() []graph.IteratorShape { return nil }
func (s *nodesAll) Optimize(context.Context) (graph.IteratorShape, bool) {
	return s, false
}
func (s *nodesAll) Iterate() graph.Scanner { return &nodesScanner{src: s.src} }
func (s *nodesAll) Lookup() graph.Index    { return &nodesLookup{src: s.src} }

func (s *nodesAll) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	v, err := s.src.acquire()
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer s.src.release(v)
	return graph.IteratorCosts{
		ContainsCost: seekCost,
		NextCost:     stepCost,
		Size:         graph.Size{Size: v.terms, Exact: true},
	}, nil
}

// nodesScanner reads the keys of terms in batches, like quadReader.
type nodesScanner struct {
	src    source
	nodes  []node
	at     int
	from   []byte
	batch  int
	done   bool
	result graph.Ref
	err    error
}

func (s *nodesScanner) String() string                  { return "AllNodesScanner" }
func (s *nodesScanner) TagResults(map[string]graph.Ref) {}
func (s *nodesScanner) Result() graph.Ref               { return s.result }
func (s *nodesScanner) NextPath(context.Context) bool   { return false }
func (s *nodesScanner) Err() error                      { return s.err }

func (s *nodesScanner) Close() error {
	s.nodes, s.at, s.done = nil, 0, true
	return nil
}

func (s *nodesScanner) Next(ctx context.Context) bool {
	if s.at == len(s.nodes) && (s.done || s.err != nil || !s.fill(ctx)) {
		s.result = nil
		return false
	}
	s.result = s.nodes[s.at]
	s.at++
	return true
}

func (s *nodesScanner) fill(ctx context.Context) bool {
	if s.err = ctx.Err(); s.err != nil {
		return false
	}
	v, err := s.src.acquire()
	if err != nil {
		s.err = err
		return false
	}
	defer s.src.release(v)
	s.err = s.read(v)
	return s.err == nil && len(s.nodes) > 0
}

func (s *nodesScanner) read(v *View) error {
	it, err := v.iter()
	if err != nil {
		return err
	}
	defer v.put(it)
	if s.from == nil {
		s.from = []byte{termPrefix}
	}
	s.batch = min(max(s.batch*8, firstBatch), largeBatch)
	s.nodes, s.at = s.nodes[:0], 0
	ok := it.SeekGE(s.from)
	for ; ok && it.Key()[0] == termPrefix; ok = it.Next() {
		key := it.Key()
		if len(key) != termKeySize {
			return fmt.Errorf("%w: a key of %d bytes among the terms", ErrDamaged, len(key))
		}
		s.nodes = append(s.nodes, node(key[1:]))
		if len(s.nodes) == s.batch {
			s.from = append(append(s.from[:0], key...), 0)
			return nil
		}
	}
	s.done = true
	return readError(it.Error())
}

// nodesLookup tells whether the store has a term.
type nodesLookup struct {
	src    source
	result graph.Ref
	err    error
}

func (l *nodesLookup) String() string                  { return "AllNodesLookup" }
func (l *nodesLookup) TagResults(map[string]graph.Ref) {}
func (l *nodesLookup) Result() graph.Ref               { return l.result }
func (l *nodesLookup) NextPath(context.Context) bool   { return false }
func (l *nodesLookup) Err() error                      { return l.err }
func (l *nodesLookup) Close() error                    { return nil }

func (l *nodesLookup) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok || l.err != nil {
		return false
	}
	v, err := l.src.acquire()
	if err != nil {
		l.err = err
		return false
	}
	defer l.src.release(v)
	ok, l.err = v.has(nodeKey(termPrefix, n))
	if ok {
		l.result = r
	}
	return ok
}

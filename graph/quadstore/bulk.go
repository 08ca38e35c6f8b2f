package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"unsafe"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2"
)

// A Loader adds many quads fast: it sorts them and hands Pebble finished
// tables, all in one atomic step. Memory is bounded: what goes beyond a run
// is written to files and merged at the end. It is for one goroutine. Once
// the first run is full, other writers wait for the end of the load.
type Loader struct {
	s     *Store
	ctx   context.Context
	total Change

	quads []quadKey
	terms dictionary
	spill *spill // runs in files, nil while there are none
}

const (
	runQuads  = 1 << 20   // quads in a run
	runTerms  = 128 << 20 // bytes of terms in a run
	smallRun  = 20_000    // quads that an ordinary transaction takes
	tableSize = 64 << 20  // bytes in a table, before it is compressed
)

// NewLoader begins to load. Close or Abort ends it.
func (s *Store) NewLoader(ctx context.Context) (*Loader, error) {
	if s.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	return &Loader{s: s, ctx: ctx, terms: newDictionary()}, nil
}

// Add adds a quad; its bytes may be used again afterwards. After an error
// only Abort may be called.
func (l *Loader) Add(q *Terms) error {
	if err := q.check(); err != nil {
		return err
	}
	var k quadKey
	for p, term := range q {
		if len(term) > 0 {
			var err error
			if k[p], err = l.terms.add(term); err != nil {
				return err
			}
		}
	}
	l.quads = append(l.quads, k)
	if len(l.quads) < runQuads && l.terms.bytes() < runTerms {
		return nil
	}
	return l.spillRun()
}

// Close stores what was added and tells how many quads were new. After an
// error nothing is stored.
func (l *Loader) Close() (_ Change, err error) {
	defer l.Abort()
	if err := l.ctx.Err(); err != nil {
		return Change{}, err
	}
	switch {
	case l.spill != nil:
		if err = l.spillRun(); err == nil {
			err = l.spill.store(l)
		}
	case len(l.quads) <= smallRun:
		err = l.transaction()
	default:
		err = l.s.exclusively(l.ingest)
	}
	if err != nil {
		return Change{}, err
	}
	return l.total, nil
}

// Abort forgets what was added. After Close it does nothing.
func (l *Loader) Abort() {
	l.quads, l.terms = nil, dictionary{}
	if l.spill != nil {
		l.spill.end()
		l.spill = nil
	}
}

// transaction stores a small run like any other change.
func (l *Loader) transaction() error {
	c, err := l.s.apply(func(t *tx) error {
		for _, k := range l.quads {
			for _, n := range k {
				if n != noNode && t.terms[n] == nil {
					t.terms[n] = l.terms.get(n)
				}
			}
			if _, err := t.note(k, graph.Add); err != nil {
				return err
			}
		}
		return nil
	})
	l.total.Added += c.Added
	return err
}

// exclusively calls f as the only writer, over the current state.
func (s *Store) exclusively(f func(v *View) error) (err error) {
	v, end, err := s.beginExclusive()
	if err != nil {
		return err
	}
	defer end()
	return f(v)
}

// beginExclusive keeps other writers out until end is called.
func (s *Store) beginExclusive() (v *View, end func(), err error) {
	s.writing.Lock()
	v, err = s.acquire()
	if err == nil {
		if err = s.failure.get(); err != nil {
			s.release(v)
		}
	}
	if err != nil {
		s.writing.Unlock()
		return nil, nil, err
	}
	return v, func() {
		s.release(v)
		s.writing.Unlock()
	}, nil
}

// ingest stores the only run.
func (l *Loader) ingest(v *View) (err error) {
	sortQuads(l.quads)
	l.quads = slices.Compact(l.quads)
	if err := l.dropKnown(v); err != nil || len(l.quads) == 0 {
		return err
	}
	c, err := newLoadCounts(v)
	if err != nil {
		return err
	}
	defer c.close()
	terms, err := l.newTerms(v)
	if err != nil {
		return err
	}
	order := &spog
	quads := func(t *tables, x *index) error {
		if order != x {
			reorder(l.quads, order, x)
			order = x
			sortQuads(l.quads)
		}
		for i := range l.quads {
			if err := t.quad(c, x, quadBytes(&l.quads[i])); err != nil {
				return err
			}
		}
		return l.ctx.Err()
	}
	dictionary := func(t *tables) error {
		for _, n := range terms {
			if err := t.term(c, n, l.terms.get(n)); err != nil {
				return err
			}
		}
		return nil
	}
	return l.writeTables(c, quads, dictionary)
}

// dropKnown leaves the quads that the store does not have.
func (l *Loader) dropKnown(v *View) error {
	if v.quads == 0 {
		return nil
	}
	it, err := v.iter()
	if err != nil {
		return err
	}
	defer v.put(it)
	key := make([]byte, 0, quadKeySize)
	kept := l.quads[:0]
	for i := range l.quads {
		key = spog.appendKey(key[:0], &l.quads[i])
		if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
			kept = append(kept, l.quads[i])
		}
	}
	l.quads = kept
	return readError(it.Error())
}

// newTerms gives the nodes of the run whose terms the store does not have,
// sorted. Terms of known quads are all known.
func (l *Loader) newTerms(v *View) ([]node, error) {
	nodes := l.terms.nodes()
	slices.SortFunc(nodes, func(a, b node) int { return bytes.Compare(a[:], b[:]) })
	if v.terms == 0 {
		return nodes, nil
	}
	it, err := v.iter()
	if err != nil {
		return nil, err
	}
	defer v.put(it)
	kept := nodes[:0]
	for _, n := range nodes {
		key := nodeKey(termPrefix, n)
		if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
			kept = append(kept, n)
			continue
		}
		old, err := it.ValueAndErr()
		if err != nil {
			return nil, readError(err)
		}
		if term := l.terms.get(n); !bytes.Equal(old, term) {
			return nil, collision(old, term)
		}
	}
	return kept, readError(it.Error())
}

// loadCounts counts what a load adds, from its quads in the order of spog,
// each once.
type loadCounts struct {
	*counts
	it    *pebble.Iterator
	last  [2]node
	quads int64
	terms int64
}

func newLoadCounts(v *View) (*loadCounts, error) {
	it, err := v.iter()
	return &loadCounts{counts: newCounts(v), it: it}, err
}

func (c *loadCounts) close() { c.v.put(c.it) }

func (c *loadCounts) quad(q *quadKey) error {
	c.counts.quad(q, 1)
	c.quads++
	pair := [2]node{q[subject], q[predicate]}
	if pair == c.last && c.quads > 1 {
		return nil
	}
	c.last = pair
	if c.v.quads > 0 {
		if n, err := countUpTo(c.it, pair, 1); err != nil || n > 0 {
			return err
		}
	}
	c.of(pair[1])[1]++
	return nil
}

// writeTables writes all keys of a load and gives them to Pebble. quads writes
// those of an index, and dictionary the terms.
func (l *Loader) writeTables(c *loadCounts, quads func(*tables, *index) error, dictionary func(*tables) error) (err error) {
	t := &tables{s: l.s}
	defer func() { err = errors.Join(err, t.remove()) }()
	for _, x := range indexes { // spog first, which is counted
		if err := errors.Join(quads(t, x), t.finish()); err != nil {
			return fmt.Errorf("load: %w", err)
		}
	}
	if c.quads == 0 {
		return nil
	}
	for _, step := range []func() error{
		func() error { return dictionary(t) },
		t.finish,
		func() error { return t.counts(c, predicatePrefix) },
		t.finish, // the keys of an index lie between
		func() error { return t.counts(c, classPrefix) },
		func() error { return t.counts(c, metaPrefix) },
		t.finish,
		func() error { return l.s.db.Ingest(l.ctx, t.paths) },
		l.s.failure.get,
	} {
		if err := step(); err != nil {
			return fmt.Errorf("load: %w", err)
		}
	}
	l.total.Added += int(c.quads)
	l.s.sizes = c.sizes()
	l.s.outdate()
	return nil
}

// sizes are those of the store after the load.
func (c *loadCounts) sizes() sizes {
	return sizes{quads: c.v.quads + c.quads, terms: c.v.terms + c.terms}
}

// quadBytes is the memory of a quad, whose nodes follow one another.
func quadBytes(q *quadKey) []byte { return unsafe.Slice(&q[0][0], 4*nodeSize) }

// quadOf undoes quadBytes.
func quadOf(nodes []byte) *quadKey {
	return (*quadKey)(unsafe.Pointer(unsafe.SliceData(nodes[:4*nodeSize])))
}

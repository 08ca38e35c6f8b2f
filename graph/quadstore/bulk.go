package quadstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2"
)

// A Loader adds many quads fast: it sorts them and hands Pebble finished
// tables, all in one atomic step. Memory is bounded: texts of terms beyond
// runTexts, and quads beyond a part, are written to files as sorted runs and
// merged at the end. It is for one goroutine. Once the first file is written,
// other writers wait for the end of the load.
type Loader struct {
	s      *Store
	ctx    context.Context
	limits limits
	total  Change

	part  *part
	texts termTexts // that are in no run
	spill *spill    // runs in files, nil while there are none

	sorted []words // of spillTexts
}

// limits bound the memory of a load.
type limits struct {
	quads, terms int // of a part: 16 bytes each, and 44
	texts        int // bytes of terms
}

var loadLimits = limits{quads: 12 << 20, terms: 6 << 20, texts: 48 << 20}

const (
	smallLoad = 20_000   // quads that an ordinary transaction takes
	tableSize = 64 << 20 // bytes in a table, before it is compressed
)

// NewLoader begins to load. Close or Abort ends it.
func (s *Store) NewLoader(ctx context.Context) (*Loader, error) {
	if s.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	return &Loader{s: s, ctx: ctx, limits: loadLimits, part: newPart()}, nil
}

// Add adds a quad; its bytes may be used again afterwards. After an error
// only Abort may be called.
func (l *Loader) Add(q *Terms) error {
	if err := q.check(); err != nil {
		return err
	}
	var numbers words
	for p, term := range q {
		if len(term) == 0 {
			continue
		}
		number, fresh, err := l.part.terms.add(p, term)
		if err != nil {
			return err
		}
		if numbers[p] = number; fresh {
			l.texts.add(number, term)
		}
	}
	l.part.add(numbers, l.limits.quads)
	if len(l.part.quads) >= l.limits.quads || l.part.terms.n >= l.limits.terms {
		return l.spillPart()
	}
	if l.texts.size >= l.limits.texts {
		return l.spillTexts()
	}
	return nil
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
		err = l.store(l.spill.v)
	case len(l.part.quads) <= smallLoad:
		err = l.transaction()
	default:
		err = l.s.exclusively(l.store)
	}
	if err != nil {
		return Change{}, err
	}
	return l.total, nil
}

// Abort forgets what was added. After Close it does nothing.
func (l *Loader) Abort() {
	l.part, l.texts = &part{}, termTexts{}
	if l.spill != nil {
		l.spill.end()
		l.spill = nil
	}
}

// transaction stores a small load like any other change.
func (l *Loader) transaction() error {
	c, err := l.s.apply(func(t *tx) error {
		for _, numbers := range l.part.quads {
			var k quadKey
			for p, number := range numbers {
				if number == 0 {
					continue
				}
				k[p] = l.part.terms.hash(number).node()
				if t.terms[k[p]] == nil {
					t.terms[k[p]] = l.texts.get(number)
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

// store writes the whole load over the state v: from memory when all of it is
// there, else by merging the runs.
func (l *Loader) store(v *View) error {
	if l.spill != nil {
		if err := l.spillTexts(); err != nil {
			return err
		}
		l.texts, l.sorted = termTexts{}, nil
	}
	inFiles := l.spill != nil && len(l.spill.quads) > 0
	if inFiles {
		if err := l.spillPart(); err != nil {
			return err
		}
	} else if err := l.part.rank(v); err != nil || len(l.part.quads) == 0 {
		return err
	}
	c, err := newLoadCounts(v)
	if err != nil {
		return err
	}
	defer c.close()
	quads := func(ctx context.Context, t *tables, x *index) error {
		use := func(key []byte) error { return t.quad(c, x, key) }
		if inFiles {
			return l.spill.mergeQuads(ctx, x, use)
		}
		return l.part.each(ctx, x, use)
	}
	return l.writeTables(c, quads)
}

// eachTerm calls use with each term that the store lacks, in the order of
// their nodes.
func (l *Loader) eachTerm(ctx context.Context, v *View, use func(n node, term []byte) error) error {
	missing, err := v.newTerms()
	if err != nil {
		return err
	}
	defer missing.close()
	useNew := func(n node, term []byte) error {
		isNew, err := missing.isNew(n, term)
		if err != nil || !isNew {
			return err
		}
		return use(n, term)
	}
	if l.spill != nil {
		return l.spill.mergeTerms(ctx, useNew)
	}
	var texts [atOnce][]byte // see part.each
	for begin := 1; begin < len(l.part.nodes); begin += atOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		nodes := l.part.nodes[begin:min(begin+atOnce, len(l.part.nodes))]
		for i := range nodes {
			texts[i] = l.texts.get(l.part.texts[begin+i])
		}
		for i, n := range nodes {
			if err := useNew(n, texts[i]); err != nil {
				return err
			}
		}
	}
	return nil
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
// those of an index.
func (l *Loader) writeTables(c *loadCounts, quads func(context.Context, *tables, *index) error) (err error) {
	if err := l.s.fs.MkdirAll(l.s.loadFolder(), 0o755); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	// those that Pebble took have a link of its own
	defer func() { err = errors.Join(err, l.s.fs.RemoveAll(l.s.loadFolder())) }()
	var all []*tables
	step := func(write func(context.Context, *tables) error) func(context.Context) error {
		t := &tables{s: l.s, number: len(all)}
		all = append(all, t)
		return func(ctx context.Context) error { return errors.Join(write(ctx, t), t.finish()) }
	}
	var steps []func(context.Context) error
	for _, x := range indexes {
		steps = append(steps, step(func(ctx context.Context, t *tables) error { return quads(ctx, t, x) }))
	}
	steps = append(steps, step(func(ctx context.Context, t *tables) error {
		return l.eachTerm(ctx, c.v, func(n node, term []byte) error { return t.term(c, n, term) })
	}))
	counts := step(func(_ context.Context, t *tables) error { return t.allCounts(c) })
	if err := together(l.ctx, steps); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	if c.quads == 0 {
		return nil
	}
	if err := counts(l.ctx); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	var paths []string
	for _, t := range all {
		paths = append(paths, t.paths...)
	}
	if err := errors.Join(l.s.db.Ingest(l.ctx, paths), l.s.failure.get()); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	l.total.Added += int(c.quads)
	l.s.sizes = c.sizes()
	l.s.outdate()
	return nil
}

// loadWorkers is how many steps of a load are done at a time. Each takes up to
// 8 bytes a quad and 4 a term.
const loadWorkers = 2

// together does steps, some at a time. After the first error the context of
// the others ends, and those that have not begun are left out.
func together(ctx context.Context, steps []func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range loadWorkers {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(steps) {
					return
				}
				if err := steps[i](ctx); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// sizes are those of the store after the load.
func (c *loadCounts) sizes() sizes {
	return sizes{quads: c.v.quads + c.quads, terms: c.v.terms + c.terms}
}

package postgres

import (
	"context"

	"kg/graph/quadstore"
)

// A Loader adds many quads in one transaction. Its memory is bounded: what it
// collects goes to the server in parts, which nobody sees before Close. Once
// the first part went, other writers wait for the end of the load. It is for
// one goroutine.
type Loader struct {
	s     *Store
	ctx   context.Context
	w     *writer // nil before the first part
	quads []quadstore.Terms
	block []byte
}

const (
	loadPart  = 10_000  // quads that go to the server at once
	loadBlock = 1 << 18 // bytes of terms that are kept together
	analyzed  = 4_000   // new quads after which the planner's figures are made anew
)

// NewLoader begins to load. Close or Abort ends it.
func (s *Store) NewLoader(ctx context.Context) (*Loader, error) {
	if s.opts.ReadOnly {
		return nil, quadstore.ErrReadOnly
	}
	return &Loader{s: s, ctx: ctx}, nil
}

// Add adds a quad; its bytes may be used again afterwards. After an error
// only Abort may be called.
func (l *Loader) Add(q *quadstore.Terms) error {
	var kept quadstore.Terms
	for p, t := range q {
		if len(t) > 0 {
			kept[p] = l.keep(t)
		}
	}
	if l.quads = append(l.quads, kept); len(l.quads) < loadPart {
		return nil
	}
	return l.send()
}

func (l *Loader) keep(t []byte) []byte {
	if cap(l.block)-len(l.block) < len(t) {
		l.block = make([]byte, 0, max(loadBlock, len(t)))
	}
	from := len(l.block)
	l.block = append(l.block, t...)
	return l.block[from:len(l.block):len(l.block)]
}

func (l *Loader) send() (err error) {
	if l.w == nil {
		if l.w, err = l.s.begin(l.ctx); err != nil {
			return l.s.explain(err)
		}
	}
	err = l.w.apply(l.quads, nil)
	l.quads = l.quads[:0]
	return l.s.explain(err)
}

// Close stores what was added and tells how many quads were new. After an
// error nothing is stored.
func (l *Loader) Close() (c quadstore.Change, err error) {
	defer l.Abort()
	if err := l.ctx.Err(); err != nil {
		return c, err
	}
	if l.w == nil { // one part, which may be tried again
		c, err = l.s.Change(l.ctx, func(*View) (add, del []quadstore.Terms, err error) { return l.quads, nil, nil })
	} else if err = l.send(); err == nil {
		c, err = l.w.Change, l.s.explain(l.w.commit())
	}
	if err != nil {
		return quadstore.Change{}, err
	}
	l.Abort() // gives the connection back
	l.s.analyze(l.ctx, c.Added)
	return c, nil
}

// analyze has the planner's figures made anew after many new quads. The server
// does so by itself in time, and until then plans as if there were few.
func (s *Store) analyze(ctx context.Context, added int) {
	if added < analyzed {
		return
	}
	for _, table := range []string{"kg_quads", "kg_terms"} {
		_, _ = s.pool.Exec(ctx, "ANALYZE "+table)
	}
}

// Abort forgets what was added. After Close it does nothing.
func (l *Loader) Abort() {
	l.quads, l.block = nil, nil
	if l.w != nil {
		l.w.rollback()
		l.w = nil
	}
}

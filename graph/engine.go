package graph

import (
	"context"
	"iter"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"

	"kg/graph/postgres"
	"kg/graph/quadstore"
)

// engine is where a Store keeps its quads: a folder kept by quadstore, or a
// PostgreSQL database. Terms, patterns and changes are quadstore's in both.
type engine interface {
	// View gives one state of the quads. ctx bounds what is read from it.
	View(ctx context.Context) (view, error)
	// Change deletes and then adds quads in one transaction that no other
	// writer comes between: decide sees the state that it changes. Readers see
	// the change when Change returns, and it is durable when wait does.
	Change(ctx context.Context, decide func(view) (add, del []quadstore.Terms, err error)) (c quadstore.Change, wait func() error, err error)
	// NewLoader begins to add many quads.
	NewLoader(ctx context.Context) (loader, error)
	// Checkpoint is as Store.Checkpoint.
	Checkpoint() (path string, commit uint64, err error)
	// Bytes is the size on the disk.
	Bytes() int64
	Close() error
}

// view is one state of the quads, for Cayley's query languages and for kg. It
// is safe for concurrent use until it is closed.
type view interface {
	cayley.QuadStore
	cayley.BatchQuadStore
	shape.Optimizer

	Commit() uint64 // grows with every change
	Err() error     // the first error of a read that had no other way to tell it
	Sizes() (quads, terms int64)
	Match(ctx context.Context, p quadstore.Pattern) iter.Seq2[quadstore.Terms, error]
	Triples(ctx context.Context, p quadstore.Pattern) iter.Seq2[quadstore.Terms, error]
	Group(ctx context.Context, p quadstore.Pattern, place int) iter.Seq2[quadstore.Group, error]
	Count(ctx context.Context, p quadstore.Pattern) (int64, error)
	Has(term []byte) (bool, error)
	Predicates(ctx context.Context) iter.Seq2[quadstore.PredicateCount, error]
	ClassCount(class []byte) (int64, error)
	Lines(ctx context.Context, end string, text func(dst, term []byte) ([]byte, error)) iter.Seq2[[]byte, error]
	Check(ctx context.Context, report func(where, what string)) error
}

// warmer is a view that reads all quads of many subjects at once.
type warmer interface {
	Warm(ctx context.Context, subjects [][]byte) error
}

// warm lets a view read what is going to be asked about subjects.
func warm(ctx context.Context, v view, subjects []IRI) error {
	w, ok := v.(warmer)
	if !ok {
		return nil
	}
	terms := make([][]byte, len(subjects))
	for i, id := range subjects {
		terms[i] = termBytes(NewIRI(id))
	}
	return w.Warm(ctx, terms)
}

// loader adds many quads in one step; nothing is stored after an error.
type loader interface {
	Add(q *quadstore.Terms) error
	Close() (quadstore.Change, error)
	Abort()
}

// embedded is the engine in a folder.
type embedded struct{ *quadstore.Store }

func openEmbedded(path string, opts OpenOptions) (engine, error) {
	qs, err := quadstore.Open(path, quadstore.Options{ReadOnly: opts.ReadOnly, Create: opts.Create})
	if err != nil {
		return nil, err
	}
	return embedded{qs}, nil
}

func (e embedded) View(context.Context) (view, error) {
	v, err := e.Store.View()
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Change is called by one goroutine at a time: Store.putting is held.
func (e embedded) Change(ctx context.Context, decide func(view) (add, del []quadstore.Terms, err error)) (c quadstore.Change, wait func() error, err error) {
	add, del, err := e.decide(ctx, decide)
	if err != nil {
		return c, nil, err
	}
	pending, err := e.Begin(add, del)
	if err != nil {
		return c, nil, err
	}
	return pending.Change, pending.Wait, nil
}

func (e embedded) decide(ctx context.Context, decide func(view) (add, del []quadstore.Terms, err error)) (add, del []quadstore.Terms, err error) {
	v, err := e.View(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer v.Close()
	return decide(v)
}

func (e embedded) NewLoader(ctx context.Context) (loader, error) {
	l, err := e.Store.NewLoader(ctx)
	if err != nil {
		return nil, err
	}
	return l, nil
}

// shared is the engine in a PostgreSQL database.
type shared struct{ *postgres.Store }

func openShared(ctx context.Context, address string, opts OpenOptions) (engine, error) {
	qs, err := postgres.Open(ctx, address, postgres.Options{ReadOnly: opts.ReadOnly, Create: opts.Create})
	if err != nil {
		return nil, err
	}
	return shared{qs}, nil
}

func (e shared) View(ctx context.Context) (view, error) {
	v, err := e.Store.View(ctx)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Change has stored the change when it returns.
func (e shared) Change(ctx context.Context, decide func(view) (add, del []quadstore.Terms, err error)) (c quadstore.Change, wait func() error, err error) {
	c, err = e.Store.Change(ctx, func(v *postgres.View) (add, del []quadstore.Terms, err error) { return decide(v) })
	return c, func() error { return nil }, err
}

func (e shared) NewLoader(ctx context.Context) (loader, error) {
	l, err := e.Store.NewLoader(ctx)
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Checkpoint fails: other processes may open the database themselves.
func (e shared) Checkpoint() (string, uint64, error) { return "", 0, ErrReadOnly }

// IsAddress tells the address of a PostgreSQL database from a folder.
func IsAddress(path string) bool { return postgres.IsAddress(path) }

// Redact gives an address without its password; a folder stays as it is.
func Redact(path string) string {
	if strings.Contains(path, "://") {
		return postgres.Redact(path)
	}
	return path
}

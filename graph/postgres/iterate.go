package postgres

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"
)

// source is where iterators read: a View, or the Store, whose current state
// each iterator reads at once.
type source interface {
	acquire(context.Context) (*View, error)
	release(*View)
	lasting() bool // what is acquired again is the same state
}

func (v *View) acquire(context.Context) (*View, error) { return v, nil }
func (v *View) release(*View)                          {}
func (v *View) lasting() bool                          { return true }

func (s *Store) acquire(ctx context.Context) (*View, error) { return s.View(ctx) }
func (s *Store) release(v *View)                            { v.Close() }
func (s *Store) lasting() bool                              { return false }

// firstRows is how many rows are read before a cursor is opened for the rest,
// cursorRows how many are then read at once.
const (
	firstRows  = 1000
	cursorRows = 8192
)

// rowReader runs through the rows of a selection: the first by themselves,
// since most answers are small, and the others through a cursor.
type rowReader struct {
	src  source
	sel  *selection
	more []condition

	width  int // nodes in a row
	rows   []node
	at     int
	cursor string
	begun  bool
	done   bool
	err    error
}

func (r *rowReader) close() { r.rows, r.at, r.done = nil, 0, true }

// next gives the next row, which holds until the one after it.
func (r *rowReader) next(ctx context.Context) ([]node, bool) {
	for r.at == len(r.rows) {
		if r.done || r.err != nil {
			return nil, false
		}
		r.err = r.fill(ctx)
	}
	row := r.rows[r.at : r.at+r.width]
	r.at += r.width
	return row, true
}

func (r *rowReader) fill(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	v, err := r.src.acquire(ctx)
	if err != nil {
		return err
	}
	defer r.src.release(v)
	r.at = 0
	switch {
	case r.begun && r.cursor == "":
		return r.open(ctx, v)
	case r.begun:
		return r.fetch(ctx, v)
	}
	r.begun = true
	r.width = len(r.sel.columns())
	sql, args := r.sel.sql(r.more, true)
	if r.src.lasting() {
		sql = fmt.Sprintf("%s LIMIT %d", sql, firstRows)
	}
	r.rows, err = v.readRows(ctx, r.rows[:0], sql, args...)
	r.done = !r.src.lasting() || len(r.rows) < firstRows*r.width
	return err
}

// open makes a cursor behind the rows that were read.
func (r *rowReader) open(ctx context.Context, v *View) error {
	v.mu.Lock()
	v.cursors++
	r.cursor = fmt.Sprintf("kg%d", v.cursors)
	v.mu.Unlock()
	sql, args := r.sel.sql(r.more, true)
	args = append([]any{pgx.QueryExecModeDescribeExec}, args...)
	if err := v.each(ctx, nil, "DECLARE "+r.cursor+" NO SCROLL CURSOR FOR "+sql, args...); err != nil {
		return err
	}
	if err := v.each(ctx, nil, fmt.Sprintf("MOVE FORWARD %d FROM %s", firstRows, r.cursor), pgx.QueryExecModeSimpleProtocol); err != nil {
		return err
	}
	return r.fetch(ctx, v)
}

func (r *rowReader) fetch(ctx context.Context, v *View) (err error) {
	r.rows, err = v.readRows(ctx, r.rows[:0], fmt.Sprintf("FETCH FORWARD %d FROM %s", cursorRows, r.cursor), pgx.QueryExecModeDescribeExec)
	if r.done = len(r.rows) < cursorRows*r.width; r.done && err == nil {
		err = v.each(ctx, nil, "CLOSE "+r.cursor, pgx.QueryExecModeSimpleProtocol)
	}
	return err
}

// Costs of reads, in units of one row: each statement goes to the server and
// back.
const (
	rowCost       = 1
	statementCost = 60
)

// BuildIterator makes the iterator.
func (s *selection) BuildIterator(graph.QuadStore) graph.Iterator { return s.legacy() }

// legacy wraps the selection for the older of Cayley's two kinds of iterators.
func (s *selection) legacy() graph.Iterator { return graph.NewLegacy(plan{s}, nil) }

// plan is a selection among Cayley's plans of iterators.
type plan struct{ *selection }

func (p plan) String() string                      { return "PostgreSQL" }
func (p plan) SubIterators() []graph.IteratorShape { return nil }
func (p plan) Optimize(context.Context) (graph.IteratorShape, bool) {
	return p, false
}
func (p plan) Iterate() graph.Scanner {
	return &scanner{found{selection: p.selection, r: rowReader{src: p.src, sel: p.selection}}}
}
func (p plan) Lookup() graph.Index { return &lookup{selection: p.selection} }

func (p plan) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	v, err := p.src.acquire(ctx)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	defer p.src.release(v)
	size, err := v.size(ctx, p.selection)
	return graph.IteratorCosts{NextCost: rowCost, ContainsCost: statementCost, Size: size}, err
}

// found are the rows of a selection with the one that was reached.
type found struct {
	*selection
	r   rowReader
	row []node
	at  graph.Ref
}

func (f *found) next(ctx context.Context) bool {
	row, ok := f.r.next(ctx)
	if !ok {
		f.at = nil
		return false
	}
	f.row = row
	if f.whole {
		f.at = quadKey(row[:4])
	} else {
		f.at = row[0]
	}
	return true
}

// tagRow gives the tags of a row.
func (s *selection) tagRow(row []node, dst map[string]graph.Ref) {
	first := 1
	if s.whole {
		first = 4
	}
	for name, r := range s.fixed {
		dst[name] = r
	}
	for i, t := range s.tags {
		if n := row[first+i]; n != noNode {
			dst[t.name] = n
		}
	}
}

// scanner runs through a selection; each row is a result of its own.
type scanner struct{ found }

func (s *scanner) String() string                { return "PostgreSQLScanner" }
func (s *scanner) Result() graph.Ref             { return s.at }
func (s *scanner) NextPath(context.Context) bool { return false }
func (s *scanner) Err() error                    { return s.r.err }
func (s *scanner) Next(ctx context.Context) bool { return s.next(ctx) }

func (s *scanner) Close() error {
	s.r.close()
	return nil
}

func (s *scanner) TagResults(dst map[string]graph.Ref) {
	if s.at != nil {
		s.tagRow(s.row, dst)
	}
}

// lookup looks a result up; its other rows are other paths to it.
type lookup struct {
	*selection
	last found
	err  error
}

func (l *lookup) String() string    { return "PostgreSQLLookup" }
func (l *lookup) Result() graph.Ref { return l.last.at }
func (l *lookup) Err() error        { return l.err }
func (l *lookup) Close() error      { return nil }

func (l *lookup) TagResults(dst map[string]graph.Ref) {
	if l.last.at != nil {
		l.tagRow(l.last.row, dst)
	}
}

// having is the condition that a result is r; ok is false where it cannot be.
func (s *selection) having(r graph.Ref) (list []condition, ok bool) {
	switch r := r.(type) {
	case node:
		return []condition{is{s.result, r}}, !s.whole
	case quadKey:
		for i, n := range r {
			list = append(list, is{column{s.result.relation, places[i]}, n})
		}
		return list, s.whole
	}
	return nil, false
}

func (l *lookup) Contains(ctx context.Context, r graph.Ref) bool {
	more, ok := l.having(r)
	if !ok || l.err != nil {
		return false
	}
	f := found{selection: l.selection, r: rowReader{src: l.src, sel: l.selection, more: more}}
	if f.next(ctx) {
		l.last = f
		return true
	}
	l.err = f.r.err
	return false // and the tags stay those of the last result that was found
}

func (l *lookup) NextPath(ctx context.Context) bool {
	if l.last.at == nil || l.err != nil {
		return false
	}
	before := l.last
	if l.last.next(ctx) {
		return true
	}
	l.err = l.last.r.err
	l.last.at, l.last.row = before.at, before.row // whose tags still stand
	return false
}

func quadIterator(src source, d quad.Direction, r graph.Ref) graph.Iterator {
	sel := quadsWith(src, d, r)
	if sel == nil {
		sel = allQuads(src)
		sel.where = append(sel.where, among{column{0, "s"}, []node{}})
	}
	return sel.legacy()
}

// Optimize has nothing left to do.
func (s *selection) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

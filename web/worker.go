package web

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"kg/graph"
)

// A worker is a process that runs the queries that people write. A script can
// be stopped between its steps only, and some steps take very long or much
// memory (a backtracking regular expression, joining an array of a thousand
// million). A process can be ended at any time, and its memory bounded.

// request is what a worker is asked: a query or, with Shape, the shape of one.
type request struct {
	Shape      bool
	Lang, Text string
	Options    graph.QueryOptions
}

// answer is what a worker answers: what it did, or what went wrong.
type answer struct {
	Columns   []string
	Rows      []sentRow
	Truncated bool
	Shape     []byte // JSON

	Error string
	Kind  int // place of the error in errorKinds, from 1
}

// sentRow is a graph.Row with its value as JSON.
type sentRow struct {
	Bindings []graph.Binding
	Value    []byte
}

// errorKinds are the errors that are told apart on both sides.
var errorKinds = []error{context.DeadlineExceeded, graph.ErrQuery, graph.ErrDamaged}

// workerError is an error of a worker with its words.
type workerError struct {
	text string
	kind error
}

// Error gives the words.
func (e *workerError) Error() string { return e.text }

// Unwrap gives the kind, one of errorKinds or nil.
func (e *workerError) Unwrap() error { return e.kind }

// RunWorker does the work of a worker process: it reads requests from r and
// answers them on w until r ends. The store should be open for reading only.
// Memory beyond limit bytes ends the process, where the system can bound it; 0
// sets no bound.
func RunWorker(ctx context.Context, store *graph.Store, r io.Reader, w io.Writer, limit int64) error {
	if limit > 0 {
		debug.SetMemoryLimit(limit * 3 / 4) // collect before it is too late
		limitMemory(limit)
	}
	in, out := gob.NewDecoder(r), gob.NewEncoder(w)
	for {
		var req request
		if err := in.Decode(&req); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("read a request: %w", err)
		}
		if err := out.Encode(req.do(ctx, store)); err != nil {
			return fmt.Errorf("write an answer: %w", err)
		}
	}
}

// do does what is asked.
func (r *request) do(ctx context.Context, store *graph.Store) (a answer) {
	var err error
	if r.Shape {
		a.Shape, err = shapeJSON(ctx, store, r)
	} else {
		err = a.query(ctx, store, r)
	}
	if err != nil {
		a = answer{Error: err.Error()}
		for i, kind := range errorKinds {
			if errors.Is(err, kind) {
				a.Kind = i + 1
			}
		}
	}
	return a
}

func (a *answer) query(ctx context.Context, store *graph.Store, r *request) error {
	result, err := store.Query(ctx, r.Lang, r.Text, r.Options)
	if err != nil {
		return err
	}
	a.Columns, a.Truncated = result.Columns, result.Truncated
	for _, row := range result.Rows {
		sent := sentRow{Bindings: row.Bindings}
		if row.Bindings == nil {
			if sent.Value, err = json.Marshal(row.Value); err != nil {
				return fmt.Errorf("%w: %w", graph.ErrQuery, err)
			}
		}
		a.Rows = append(a.Rows, sent)
	}
	return nil
}

func shapeJSON(ctx context.Context, store *graph.Store, r *request) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Options.Timeout)
	defer cancel()
	shape, err := store.QueryShape(ctx, r.Lang, r.Text)
	if err != nil {
		return nil, err
	}
	return json.Marshal(wholeShape(shape))
}

// err is what went wrong, nil where nothing did.
func (a *answer) err() error {
	switch {
	case a.Error == "":
		return nil
	case a.Kind > 0 && a.Kind <= len(errorKinds):
		return &workerError{a.Error, errorKinds[a.Kind-1]}
	}
	return &workerError{a.Error, nil}
}

// result gives the rows of an answer. Numbers of values are json.Number.
func (a *answer) result() (*graph.Result, error) {
	out := &graph.Result{Columns: a.Columns, Truncated: a.Truncated, Rows: make([]graph.Row, len(a.Rows))}
	for i, sent := range a.Rows {
		out.Rows[i].Bindings = sent.Bindings
		if sent.Bindings != nil {
			continue
		}
		values := json.NewDecoder(bytes.NewReader(sent.Value))
		values.UseNumber()
		if err := values.Decode(&out.Rows[i].Value); err != nil {
			return nil, fmt.Errorf("read an answer: %w", err)
		}
	}
	return out, nil
}

package web

import (
	"context"
	"errors"
	"time"

	"kg/graph"
)

// work is a query or the shape of one, as somebody wrote it: text that nobody
// vouches for.
type work struct {
	Shape   bool          `json:"shape,omitempty"` // draw it instead of running it
	Lang    string        `json:"lang"`
	Text    string        `json:"text"`
	Limit   int           `json:"limit,omitempty"`
	Timeout time.Duration `json:"timeout"`
	Memory  int64         `json:"memory"` // bytes
}

// worked is what came of it: rows, or a shape.
type worked struct {
	Rows      []any `json:"rows,omitempty"`
	Shape     any   `json:"shape,omitempty"`
	Truncated bool  `json:"truncated,omitempty"`
}

// do does work in this process.
func (w *work) do(ctx context.Context, store *graph.Store) (*worked, error) {
	ctx, cancel := context.WithTimeout(ctx, w.Timeout)
	defer cancel()
	if w.Shape {
		shape, err := store.QueryShape(ctx, w.Lang, w.Text)
		if err != nil {
			return nil, err
		}
		return &worked{Shape: wholeShape(shape)}, nil
	}
	result, err := store.Query(ctx, w.Lang, w.Text, graph.QueryOptions{Limit: w.Limit, Timeout: w.Timeout, Memory: w.Memory})
	if err != nil {
		return nil, err
	}
	done := &worked{Rows: make([]any, 0, len(result.Rows)), Truncated: result.Truncated}
	for _, row := range result.Rows {
		done.Rows = append(done.Rows, row.JSON())
	}
	return done, nil
}

// errBusy is returned when too many queries run.
var errBusy = errors.New("too many queries are running: try again in a moment")

// run does work within the bounds of the options, in a worker process where the
// options name one.
func (s *server) run(ctx context.Context, w *work) (*worked, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	if !s.takeSlot(ctx) {
		return nil, errBusy
	}
	defer func() { <-s.slots }()
	if w.Limit <= 0 || w.Limit > s.opts.Rows {
		w.Limit = s.opts.Rows
	}
	w.Timeout, w.Memory = s.opts.Timeout, s.opts.Memory
	if s.workers != nil {
		return s.workers.do(ctx, w)
	}
	return w.do(ctx, s.store)
}

// takeSlot waits for its turn, two seconds at most.
func (s *server) takeSlot(ctx context.Context) bool {
	select {
	case s.slots <- struct{}{}:
		return true
	default:
	}
	wait := time.NewTimer(2 * time.Second)
	defer wait.Stop()
	select {
	case s.slots <- struct{}{}:
		return true
	case <-wait.C:
	case <-ctx.Done():
	}
	return false
}

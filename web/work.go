package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"time"

	"kg/graph"
	"kg/queries"
)

// errBusy is returned when too many queries run.
var errBusy = errors.New("too many queries are running: try again in a moment")

// query runs a query that somebody wrote, text that nobody vouches for, within
// the bounds of the options and limit rows.
func (s *server) query(ctx context.Context, lang, text string, limit int) (*graph.Result, error) {
	ctx, cancel, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer cancel()
	if limit <= 0 || limit > s.opts.Rows {
		limit = s.opts.Rows
	}
	opts := graph.QueryOptions{Limit: limit, Timeout: s.opts.Timeout, Memory: s.opts.Memory}
	if s.workers != nil {
		return s.workers.Query(ctx, lang, text, opts)
	}
	return s.store.Query(ctx, lang, text, opts)
}

// shape gives the shape of a query as JSON.
func (s *server) shape(ctx context.Context, lang, text string) (json.RawMessage, error) {
	ctx, cancel, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer cancel()
	req := &request{Shape: true, Lang: lang, Text: text, Options: graph.QueryOptions{Timeout: s.opts.Timeout}}
	if s.workers == nil {
		return shapeJSON(ctx, s.store, req)
	}
	a, err := s.workers.do(ctx, req)
	if err != nil {
		return nil, err
	}
	return a.Shape, nil
}

// begin waits for its turn; the context that it gives ends with the time of a
// query, and cancel ends the turn.
func (s *server) begin(parent context.Context) (ctx context.Context, cancel func(), err error) {
	ctx, stop := context.WithTimeout(parent, s.opts.Timeout)
	if !s.takeSlot(ctx) {
		stop()
		return nil, nil, errBusy
	}
	return ctx, func() { stop(); <-s.slots }, nil
}

// ask asks a canned query: a page looks at as many statements as it can show,
// its twins for machines at all.
func (s *server) ask(ctx context.Context, r *http.Request, q queries.Query, args queries.Args, most int) (*queries.Table, error) {
	if twin := path.Ext(r.URL.Path); twin == ".json" || twin == ".csv" {
		most = 0
	}
	return q.RunFirst(ctx, s.store, args, most)
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

package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"

	"kg/graph"
)

// A worker is a process that runs the queries that people write. A script can
// be stopped between its steps only, and some steps take very long or much
// memory (a backtracking regular expression, joining an array of a thousand
// million). A process can be ended at any time, and its memory bounded.

// message is what a worker answers: what it did, or what went wrong.
type message struct {
	worked
	Error   string `json:"error,omitempty"`
	Timeout bool   `json:"late,omitempty"` // the error is that time ran out
}

// RunWorker does the work of a worker process: it reads requests from r and
// answers them on w until r ends. The store should be open for reading only.
// Memory beyond limit bytes ends the process, where the system can bound it; 0
// sets no bound.
func RunWorker(ctx context.Context, store *graph.Store, r io.Reader, w io.Writer, limit int64) error {
	if limit > 0 {
		limitMemory(limit)
	}
	in, out := json.NewDecoder(r), json.NewEncoder(w)
	for {
		var req work
		if err := in.Decode(&req); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("read a request: %w", err)
		}
		var answer message
		done, err := req.do(ctx, store)
		if err != nil {
			answer.Error, answer.Timeout = err.Error(), errors.Is(err, context.DeadlineExceeded)
		} else {
			answer.worked = *done
		}
		if err := out.Encode(answer); err != nil {
			return fmt.Errorf("write an answer: %w", err)
		}
	}
}

// workers is a pool of worker processes. Safe for concurrent use.
type workers struct {
	start func() *exec.Cmd
	mu    sync.Mutex
	idle  []*worker
	ended bool
}

// worker is one process.
type worker struct {
	cmd *exec.Cmd
	in  *json.Encoder
	out *json.Decoder
	end func() // closes its input, which ends it when it is idle
}

// maxIdle is how many workers wait for work.
const maxIdle = 2

// grace is how long a worker may take to notice that time is out.
const grace = 300 * time.Millisecond

// errMemory is returned when a worker died, which is what too much memory does.
var errMemory = errors.New("the query took more memory than it may and was stopped")

// do has work done by a worker. A worker that doesn't answer in time is ended.
func (p *workers) do(ctx context.Context, req *work) (*worked, error) {
	w, err := p.take()
	if err != nil {
		return nil, err
	}
	answers := make(chan *message, 1)
	go func() { answers <- w.ask(req) }()
	late := time.NewTimer(req.Timeout + grace)
	defer late.Stop()
	select {
	case answer := <-answers:
		if answer == nil {
			w.kill()
			return nil, errMemory
		}
		p.give(w)
		return answer.result()
	case <-late.C:
		w.kill()
		return nil, context.DeadlineExceeded
	case <-ctx.Done():
	}
	// Time is out, or nobody waits for the answer: a moment for a clean end.
	select {
	case answer := <-answers:
		if answer == nil {
			w.kill()
			return nil, ctx.Err()
		}
		p.give(w)
		return answer.result()
	case <-time.After(grace):
		w.kill()
		return nil, ctx.Err()
	}
}

func (m *message) result() (*worked, error) {
	switch {
	case m.Timeout:
		return nil, context.DeadlineExceeded
	case m.Error != "":
		return nil, errors.New(m.Error)
	}
	if m.Rows == nil {
		m.Rows = []any{}
	}
	return &m.worked, nil
}

// ask sends a request and waits for the answer, nil when the worker is gone.
func (w *worker) ask(req *work) *message {
	var answer message
	if w.in.Encode(req) != nil || w.out.Decode(&answer) != nil {
		return nil
	}
	return &answer
}

// take gives an idle worker, or starts one.
func (p *workers) take() (*worker, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return w, nil
	}
	p.mu.Unlock()
	cmd := p.start()
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	endWithParent(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	decoder := json.NewDecoder(out)
	decoder.UseNumber()
	return &worker{cmd: cmd, in: json.NewEncoder(in), out: decoder, end: func() { _ = in.Close() }}, nil
}

// give takes a worker back.
func (p *workers) give(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || len(p.idle) == maxIdle {
		go w.leave()
		return
	}
	p.idle = append(p.idle, w)
}

// close ends all that wait; those that work end with their work.
func (p *workers) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.ended = nil, true
	p.mu.Unlock()
	for _, w := range idle {
		w.leave()
	}
}

// leave lets an idle worker end.
func (w *worker) leave() {
	w.end()
	_ = w.cmd.Wait()
}

// kill ends a worker at once.
func (w *worker) kill() {
	_ = w.cmd.Process.Kill()
	go func() { _ = w.cmd.Wait() }()
}

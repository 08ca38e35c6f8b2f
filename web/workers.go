package web

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"kg/graph"
)

// Workers runs queries on a store in processes of their own, each of which
// runs RunWorker. Whatever a query does, it is gone when its time is out. Safe
// for concurrent use.
type Workers struct {
	store *graph.Store
	start func(path string) *exec.Cmd

	mu    sync.Mutex
	live  map[*worker]bool // true while it works
	idle  []*worker
	base  *base // what new workers open
	ended bool
	left  sync.WaitGroup // of those that live
}

// NewWorkers gives workers for a store: start makes the process (not yet
// started) that opens the folder path, for reading only, and calls RunWorker
// on its standard input and output. A store that is open for writing is read
// through checkpoints. Nothing runs before the first query.
func NewWorkers(store *graph.Store, start func(path string) *exec.Cmd) *Workers {
	return &Workers{store: store, start: start, live: map[*worker]bool{}}
}

// base is the folder that workers open: the store's own, or a checkpoint of it.
type base struct {
	path       string
	commit     uint64
	users      int  // workers that have it open
	checkpoint bool // to be removed when nobody uses it
}

// worker is one process.
type worker struct {
	cmd    *exec.Cmd
	base   *base
	in     *gob.Encoder
	out    *gob.Decoder
	budget *bounded
	words  *headWriter // what it wrote to standard error
	leave  func()      // closes its input, on which it ends
}

// The bounds of workers.
const (
	maxIdle   = 2                      // that wait for work
	grace     = 300 * time.Millisecond // to notice that time is out
	maxAnswer = 64 << 20               // bytes
)

// What can end a worker before its time.
var (
	errMemory = fmt.Errorf("%w: it takes more memory than it may", graph.ErrQuery)
	errAnswer = fmt.Errorf("%w: its answer is longer than %d MB", graph.ErrQuery, maxAnswer>>20)
)

// Query runs a query as Store.Query does, but for numbers in values, which are
// of type json.Number.
func (p *Workers) Query(ctx context.Context, lang, text string, opts graph.QueryOptions) (*graph.Result, error) {
	a, err := p.do(ctx, &request{Lang: lang, Text: text, Options: opts})
	if err != nil {
		return nil, err
	}
	return a.result()
}

// do has work done by a worker, which is killed when it does not answer in time
// or nobody waits for the answer.
func (p *Workers) do(ctx context.Context, req *request) (*answer, error) {
	if req.Options.Timeout <= 0 {
		req.Options.Timeout = graph.DefaultTimeout
	}
	if deadline, ok := ctx.Deadline(); ok {
		req.Options.Timeout = min(req.Options.Timeout, max(time.Until(deadline), time.Millisecond))
	}
	late := time.NewTimer(req.Options.Timeout + grace)
	defer late.Stop()
	w, err := p.take()
	if err != nil {
		return nil, err
	}
	type reply struct {
		answer *answer
		err    error
	}
	replies := make(chan reply, 1)
	go func() {
		a, err := w.ask(req)
		replies <- reply{a, err}
	}()
	gone := ctx.Done()
	for {
		select {
		case r := <-replies:
			if r.err != nil {
				return nil, p.lost(w, r.err)
			}
			p.give(w)
			return r.answer, r.answer.err()
		case <-late.C:
			p.kill(w)
			return nil, fmt.Errorf("query: %w", context.DeadlineExceeded)
		case <-gone:
			if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				p.kill(w)
				return nil, fmt.Errorf("query: %w", ctx.Err())
			}
			gone = nil // a moment for a clean end, and the worker serves again
		}
	}
}

// ask sends a request and waits for the answer.
func (w *worker) ask(req *request) (*answer, error) {
	w.budget.left = maxAnswer
	if err := w.in.Encode(req); err != nil {
		return nil, err
	}
	var a answer
	if err := w.out.Decode(&a); err != nil {
		return nil, err
	}
	return &a, nil
}

// take gives an idle worker on the store as it is now, or starts one.
func (p *Workers) take() (*worker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return nil, graph.ErrClosed
	}
	if err := p.renew(); err != nil {
		return nil, err
	}
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.live[w] = true
		return w, nil
	}
	w, err := newWorker(p.start(p.base.path))
	if err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	w.base = p.base
	w.base.users++
	p.live[w] = true
	p.left.Add(1)
	return w, nil
}

// renew makes a checkpoint where the store has changed since the last one, and
// ends the workers that wait on that. Called with mu held.
func (p *Workers) renew() error {
	if p.store.Shared() {
		if p.base == nil {
			p.base = &base{path: p.store.Location()}
		}
		return nil
	}
	commit, err := p.store.Commit()
	if err != nil || p.base != nil && p.base.commit == commit {
		return err
	}
	path, commit, err := p.store.Checkpoint()
	if err != nil {
		return err
	}
	old, idle := p.base, p.idle
	p.base, p.idle = &base{path: path, commit: commit, checkpoint: true}, nil
	for _, w := range idle {
		go p.dismiss(w)
	}
	p.drop(old)
	return nil
}

// drop removes a checkpoint that is out of date and of no use to anybody.
// Called with mu held.
func (p *Workers) drop(b *base) {
	if b != nil && b.checkpoint && b.users == 0 && (b != p.base || p.ended) {
		_ = os.RemoveAll(b.path) // else the store removes it when it is opened again
	}
}

func newWorker(cmd *exec.Cmd) (*worker, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w := &worker{cmd: cmd, words: &headWriter{left: 4 << 10}, leave: func() { _ = in.Close() }}
	cmd.Stderr = w.words
	endWithParent(cmd)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w.budget = &bounded{r: out}
	w.in, w.out = gob.NewEncoder(in), gob.NewDecoder(w.budget)
	return w, nil
}

// give takes a worker back.
func (p *Workers) give(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live[w] = false
	if p.ended || w.base != p.base || len(p.idle) == maxIdle {
		go p.dismiss(w)
		return
	}
	p.idle = append(p.idle, w)
}

// Close ends all workers, and with them what they work at.
func (p *Workers) Close() error {
	p.mu.Lock()
	p.ended = true
	for _, w := range p.idle {
		go p.dismiss(w)
	}
	p.idle = nil
	for w, works := range p.live {
		if works {
			_ = w.cmd.Process.Kill() // whoever waits for its answer buries it
		}
	}
	p.mu.Unlock()
	p.left.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(p.base)
	return nil
}

// dismiss lets an idle worker end.
func (p *Workers) dismiss(w *worker) {
	w.leave()
	p.bury(w)
}

// kill ends a worker at once.
func (p *Workers) kill(w *worker) {
	_ = w.cmd.Process.Kill()
	go p.bury(w)
}

// bury waits for the end of a worker.
func (p *Workers) bury(w *worker) {
	_ = w.cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.live, w)
	w.base.users--
	p.drop(w.base)
	p.left.Done()
}

// lost says why a worker gave no answer.
func (p *Workers) lost(w *worker, err error) error {
	_ = w.cmd.Process.Kill()
	p.bury(w)
	const crashed = 2 // how a Go program ends that the system gives no more memory
	switch code := w.cmd.ProcessState.ExitCode(); {
	case errors.Is(err, errAnswer):
		return errAnswer
	case code == crashed || code == -1: // or was killed, which the system does then too
		return errMemory
	}
	return fmt.Errorf("the process of the query ended: %s", strings.TrimSpace(w.words.String()))
}

// bounded reads up to a number of bytes and then fails with errAnswer.
type bounded struct {
	r    io.Reader
	left int64
}

// Read reads what is left at most.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errAnswer
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// headWriter keeps the first bytes that are written to it.
type headWriter struct {
	bytes.Buffer
	left int
}

// Write keeps what there is room for.
func (h *headWriter) Write(p []byte) (int, error) {
	keep := p[:min(len(p), h.left)]
	h.left -= len(keep)
	h.Buffer.Write(keep)
	return len(p), nil
}

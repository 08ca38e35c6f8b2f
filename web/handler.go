package web

import (
	"net/http"
	"os/exec"
	"time"

	"kg/graph"
	"kg/loaders"
)

// Options tell what the pages may do. The zero value reads only and has
// defaults for all bounds.
type Options struct {
	Write   bool          // let requests change the store
	Hosts   []string      // names to answer to, beside loopback names and plain addresses
	Timeout time.Duration // of one query; 0 for 10 seconds
	Queries int           // that run at a time; 0 for 4
	Rows    int           // of an answer at most; 0 for 1000
	Memory  int64         // bytes that a query may take; 0 for 384 MB

	// Worker makes a process that calls RunWorker on the store in a folder, for
	// the queries that people write (see NewWorkers). Without one they run in this
	// process, where some cannot be stopped at once.
	Worker func(path string) *exec.Cmd

	// Extractor reads articles that are pasted into a page; without one there is
	// no such page.
	Extractor loaders.Extractor
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Queries <= 0 {
		o.Queries = 4
	}
	if o.Rows <= 0 {
		o.Rows = 1000
	}
	if o.Memory <= 0 {
		o.Memory = 384 << 20
	}
	return o
}

// server answers the requests for one store.
type server struct {
	store     *graph.Store
	opts      Options
	slots     chan struct{} // one for each query that runs
	ui        *cayleyUI
	openers   *openers
	names     *completer
	catalogue *cataloguer
	workers   *Workers // nil where queries run in this process
	handler   http.Handler
}

// ServeHTTP answers a request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the worker processes.
func (s *server) Close() error {
	if s.workers != nil {
		return s.workers.Close()
	}
	return nil
}

// Handler serves the store: Cayley's web UI at /, its API under /api and the
// explorer at /explore. It is an io.Closer too: closing it, which Serve does,
// ends the worker processes that it has started.
func Handler(store *graph.Store, opts Options) http.Handler {
	opts = opts.withDefaults()
	s := &server{
		store: store, opts: opts,
		slots:     make(chan struct{}, opts.Queries),
		ui:        newCayleyUI(cayleyFiles()),
		openers:   newOpeners(store),
		names:     &completer{store: store},
		catalogue: &cataloguer{store: store, most: maxCatalogue},
	}
	if opts.Worker != nil {
		s.workers = NewWorkers(store, opts.Worker)
	}
	mux := http.NewServeMux()
	s.routePages(mux)
	s.routeAPI(mux)
	s.routeExplorer(mux)
	s.handler = s.guard(mux)
	return s
}

// changed forgets what was made for the store as it was.
func (s *server) changed() {
	s.openers.forget()
	s.names.forget()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"kg/extract"
	"kg/graph"
	"kg/web"
)

// uiOptions are what kg ui and kg explore were asked for.
type uiOptions struct {
	Addr   string
	NoOpen bool
	Write  bool
	Page   string // the page to open: "/" or "/explore"
}

// defaultAddr is Cayley's own port, on this machine only.
const defaultAddr = "127.0.0.1:64210"

func newUICmd(env *environ, g *global) *cobra.Command {
	return serveCmd(env, g, "/", &cobra.Command{
		Use: "ui", Short: "Open the graph in Cayley's web UI",
		Long: `Serves the web pages from this binary and opens Cayley's own web UI in the
browser. The store is only read, unless --write is given. Ctrl-C ends it.` + storeExits(),
		Example: "  kg ui\n  kg ui --addr 127.0.0.1:8080 --no-open",
	})
}

// serveCmd completes a command that serves the web pages and opens one of them.
func serveCmd(env *environ, g *global, page string, cmd *cobra.Command) *cobra.Command {
	opts := &uiOptions{Page: page}
	cmd.GroupID = "ask"
	cmd.Args = argCount(0, 0, "")
	f := cmd.Flags()
	f.StringVar(&opts.Addr, "addr", defaultAddr, "the `address` to listen on; port 0 takes a free one")
	f.BoolVar(&opts.NoOpen, "no-open", false, "don't open the browser")
	f.BoolVar(&opts.Write, "write", false, "let the pages change the store")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return g.with(cmd.Context(), env, graph.OpenOptions{ReadOnly: !opts.Write}, func(s *graph.Store) error {
			return runUI(cmd.Context(), env, s, opts)
		})
	}
	return cmd
}

// runUI serves until the context ends, which is no error.
func runUI(ctx context.Context, env *environ, store *graph.Store, opts *uiOptions) error {
	listener, err := net.Listen("tcp", opts.Addr)
	if err != nil {
		return listenError(opts.Addr, err)
	}
	address := "http://" + listener.Addr().String() + opts.Page
	fmt.Fprintf(env.Stderr, "serving %s at %s, Ctrl-C ends it\n", store.Path(), address)
	if !opts.NoOpen && env.StderrTTY {
		if err := env.OpenBrowser(address); err != nil {
			fmt.Fprintln(env.Stderr, "no browser could be opened: open the address yourself")
		}
	}
	if err := web.Serve(ctx, listener, web.Handler(store, webOptions(env, opts))); err != nil {
		return err
	}
	fmt.Fprintln(env.Stderr, "stopped")
	return nil
}

// webOptions says what the pages may do. The queries that people write run in
// worker processes, so that one that runs wild can be ended.
func webOptions(env *environ, opts *uiOptions) web.Options {
	out := web.Options{Write: opts.Write}
	if host, _, err := net.SplitHostPort(opts.Addr); err == nil && host != "" && net.ParseIP(host) == nil {
		out.Hosts = []string{host}
	}
	if opts.Write {
		out.Extractor = &lazyExtractor{open: sync.OnceValues(newExtractor)}
	}
	if env.Self != "" {
		out.Worker = workerOf(env, pageMemory)
	}
	return out
}

// lazyExtractor loads the language model when the first article comes.
type lazyExtractor struct {
	open func() (*extract.Extractor, error)
}

func (l *lazyExtractor) Extract(ctx context.Context, a graph.Article) (*graph.Reading, error) {
	x, err := l.open()
	if err != nil {
		return nil, err
	}
	return x.Extract(ctx, a)
}

func listenError(addr string, err error) error {
	err = fmt.Errorf("listen on %s: %w", addr, err)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return withHint(err, "another program has this port: kg ui --addr 127.0.0.1:0 takes a free one")
	case errors.Is(err, syscall.EACCES):
		return withHint(err, "ports under 1024 are the system's: take a higher one")
	}
	return withHint(err, "an address is HOST:PORT, such as %s", defaultAddr)
}

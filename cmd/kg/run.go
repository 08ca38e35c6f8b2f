package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"kg/graph"
	"kg/loaders"
)

// The exit codes, which each command's help lists.
const (
	exitDone        = 0   // done; an empty answer too
	exitFailed      = 1   // failed
	exitUsage       = 2   // wrong usage
	exitPartly      = 3   // some sources failed and the others are in
	exitNoStore     = 10  // no such store
	exitInUse       = 11  // the store is in use by another process
	exitInterrupted = 130 // interrupted
)

// run runs one command and gives the exit code of the process.
func run(ctx context.Context, env *environ, args []string) int {
	root := newRoot(env)
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = context.Canceled
	}
	return report(env, err)
}

// interruptible gives a context that ends at the first Ctrl-C (or SIGTERM); the
// second one ends the process.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		os.Exit(exitInterrupted)
	}()
	return ctx, func() { signal.Stop(signals); cancel() }
}

// usageError is a wrong use of the command line.
type usageError struct{ error }

// Unwrap gives the cause.
func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// hinted is an error with advice.
type hinted struct {
	error
	hint string
}

// Unwrap gives the cause.
func (e hinted) Unwrap() error { return e.error }

func withHint(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, args...)}
}

// coded is an error with an exit code of its own. Its message was printed
// already where silent.
type coded struct {
	error
	code   int
	silent bool
}

// Unwrap gives the cause.
func (e coded) Unwrap() error { return e.error }

// report prints an error as "kg: cause" and "hint: …" and gives its exit code.
func report(env *environ, err error) int {
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return exitDone // whoever read the pipe has enough
	}
	code := codeOf(err)
	var c coded
	if errors.As(err, &c) && c.silent {
		return code
	}
	if code == exitInterrupted {
		fmt.Fprintln(env.Stderr, "kg: interrupted")
		return code
	}
	fmt.Fprintln(env.Stderr, "kg: "+lines(err.Error()))
	if hint := hintOf(err); hint != "" {
		fmt.Fprintln(env.Stderr, "hint: "+lines(hint))
	}
	return code
}

// lines keeps the line breaks of a message and drops all else that a terminal
// would take for orders.
func lines(s string) string {
	parts := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i := range parts {
		parts[i] = sanitize(parts[i])
	}
	return strings.Join(parts, "\n")
}

func codeOf(err error) int {
	var c coded
	switch {
	case errors.As(err, &c):
		return c.code
	case errors.As(err, new(usageError)):
		return exitUsage
	case errors.Is(err, graph.ErrNoStore):
		return exitNoStore
	case errors.Is(err, graph.ErrInUse):
		return exitInUse
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitFailed
}

// hintOf gives what a person can do about an error.
func hintOf(err error) string {
	var h hinted
	if errors.As(err, &h) {
		return h.hint
	}
	var source *loaders.SourceError
	if errors.As(err, &source) {
		return source.Hint
	}
	switch {
	case errors.Is(err, graph.ErrNoStore):
		return "make one by loading articles: kg load FILE…; or name another with --db PATH"
	case errors.Is(err, graph.ErrInUse):
		return "stop the other kg (a running \"kg ui\" holds its store), or use another store with --db PATH"
	case errors.Is(err, graph.ErrNotAStore):
		return "name the store's folder with --db PATH, or an unused path to make a new one"
	case errors.Is(err, graph.ErrUnreachable):
		return "nothing of what was being stored is in; the same command goes on once the server is there again"
	case errors.Is(err, graph.ErrReadOnly):
		return "the store's folder has to be writable: check its owner and permissions"
	case errors.Is(err, graph.ErrDamaged):
		return "kg check says what is wrong; loading the articles into a new store mends it"
	case errors.Is(err, syscall.ENOSPC):
		return "free some space on the disk and run it again: what was stored is whole"
	case errors.Is(err, fs.ErrPermission):
		return "check the owner and the permissions of the path"
	case errors.Is(err, context.DeadlineExceeded):
		return "ask for less (a narrower start, .GetLimit(100)) or allow more with --timeout"
	}
	return ""
}

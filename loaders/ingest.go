package loaders

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"sync/atomic"
	"syscall"

	"kg/graph"
)

// Extractor reads statements off an article; *extract.Extractor is one.
type Extractor interface {
	Extract(ctx context.Context, a graph.Article) (*graph.Reading, error)
}

// Store keeps what was read; *graph.Store is one.
type Store interface {
	PutAll(ctx context.Context, rs []*graph.Reading) ([]graph.PutResult, error)
	LoadNQuads(ctx context.Context, r io.Reader, name string) (int, error)
}

// IngestOptions tell how to ingest.
type IngestOptions struct {
	Workers  int                  // articles parsed at a time; at least 1
	Progress func(Progress)       // called after each source, from one goroutine; may be nil
	Each     func(*graph.Reading) // called with each reading that was stored, in order; may be nil
}

// Progress is how far an ingest has come.
type Progress struct {
	Done, Total int
	Source      string // the one just finished
}

// Summary is what an ingest did.
type Summary struct {
	Sources    int     // named, or found in folders, feeds and archives
	Articles   int     // read
	Added      int     // of these, new to the store
	Unchanged  int     // of these, known word for word
	Replaced   int     // of these, known with another text
	Entities   int     // of the articles, each counted once
	Statements int     // of the articles
	Plain      int     // of these, facts in the articles' own voice
	QuadFiles  int     // files of N-Quads
	Quads      int     // new quads that they held
	Failed     []error // a *SourceError each
}

// batch is how many articles are put into the store at once at most.
const batch = 64

// Ingest reads the sources, extracts and stores, articles in the order of the
// sources, each all in or not at all. What is wrong with a source stands in
// the summary's Failed and ends nothing; the error is the store's or the
// context's, and the summary then tells what was stored before it. A nil
// store stores nothing.
func Ingest(ctx context.Context, store Store, x Extractor, l *Loader, sources []string, opts IngestOptions) (*Summary, error) {
	in := &ingest{ctx: ctx, store: store, loader: l, opts: opts, entities: map[graph.IRI]bool{}}
	items := Expand(ctx, sources)
	in.total.Store(int64(len(items)))
	members := 0
	Read(ctx, l, x, func(yield func(Item) bool) {
		for item := range l.unpack(ctx, items) {
			if members++; members > len(items) {
				in.total.Store(int64(members))
			}
			if !yield(item) {
				return
			}
		}
	}, opts.Workers, in.take)
	if in.err == nil {
		in.ctx = context.WithoutCancel(ctx) // what is read is kept, also after Ctrl-C
		in.flush()
	}
	if in.err == nil {
		in.err = ctx.Err()
	}
	in.summary.Entities = len(in.entities)
	return &in.summary, in.err
}

type ingest struct {
	ctx      context.Context
	store    Store
	loader   *Loader
	opts     IngestOptions
	total    atomic.Int64 // sources known of: grows while archives are read
	done     int
	pending  []*graph.Reading
	entities map[graph.IRI]bool
	summary  Summary
	err      error
}

// take takes one outcome, in order.
func (in *ingest) take(o Outcome) bool {
	switch {
	case o.Item.Kind == NQuads && o.Err == nil:
		if in.flush(); in.err == nil {
			in.quads(o.Item)
		}
	case o.Err != nil:
		in.summary.Failed = append(in.summary.Failed, o.Err)
	default:
		in.pending = append(in.pending, o.Reading)
		if len(in.pending) >= batch || !o.More {
			in.flush()
		}
	}
	in.done++
	in.summary.Sources++
	if in.opts.Progress != nil {
		in.opts.Progress(Progress{Done: in.done, Total: int(in.total.Load()), Source: o.Item.Name})
	}
	return in.err == nil && in.ctx.Err() == nil
}

// flush stores the readings that wait.
func (in *ingest) flush() {
	if len(in.pending) == 0 {
		return
	}
	readings := in.pending
	in.pending = nil
	if in.store == nil {
		for _, r := range readings {
			in.count(r, graph.PutResult{Added: true})
		}
		return
	}
	results, err := in.store.PutAll(in.ctx, readings)
	for i, result := range results {
		if result.Added || result.Unchanged || result.Replaced {
			in.count(readings[i], result)
		}
	}
	if err != nil {
		in.err = fmt.Errorf("store the article %s: %w", readings[min(len(results), len(readings)-1)].Article.Source, err)
	}
}

func (in *ingest) count(r *graph.Reading, result graph.PutResult) {
	s := &in.summary
	s.Articles++
	switch {
	case result.Unchanged:
		s.Unchanged++
	case result.Replaced:
		s.Replaced++
	default:
		s.Added++
	}
	for _, e := range r.Entities {
		in.entities[e.ID] = true
	}
	s.Statements += len(r.Statements)
	for i := range r.Statements {
		if r.Statements[i].Plain() {
			s.Plain++
		}
	}
	if in.opts.Each != nil {
		in.opts.Each(r)
	}
}

// quads loads a file of N-Quads, or only judges it where nothing is stored. A file that is not well formed is a failed
// source.
func (in *ingest) quads(item Item) {
	r, closer, err := in.loader.contents(item)
	if err != nil {
		in.summary.Failed = append(in.summary.Failed, err)
		return
	}
	defer closer()
	var n int
	if in.store != nil {
		n, err = in.store.LoadNQuads(in.ctx, r, item.Name)
	} else {
		n, err = graph.CheckNQuads(in.ctx, r, item.Name)
	}
	in.summary.Quads += n
	switch {
	case err == nil:
		in.summary.QuadFiles++
	case in.ctx.Err() != nil || errors.Is(err, graph.ErrReadOnly) || errors.Is(err, graph.ErrDamaged) || errors.Is(err, syscall.ENOSPC):
		in.err = err
	default:
		hint := ""
		if errors.As(err, new(*graph.SyntaxError)) || errors.Is(err, graph.ErrLineTooLong) {
			hint = "mend the line and load the file again: nothing of it is in the store"
		}
		in.summary.Failed = append(in.summary.Failed, &SourceError{Source: item.Name, Err: err, Hint: hint})
	}
}

// Outcome is what became of one item: a reading or an error; neither for
// N-Quads, which hold nothing to read.
type Outcome struct {
	Item    Item
	Reading *graph.Reading
	Err     error // a *SourceError
	More    bool  // the next outcome is ready or nearly so
}

// Read reads and extracts the items with workers in parallel and yields the
// outcomes in the order of the items, until yield returns false or the context
// ends.
func Read(ctx context.Context, l *Loader, x Extractor, items iter.Seq[Item], workers int, yield func(Outcome) bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers = max(1, workers)
	type job struct {
		item   Item
		result chan Outcome
	}
	jobs := make(chan job)
	order := make(chan job, 4*workers) // bounds what waits for a slow article
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for j := range jobs {
				j.result <- l.outcome(ctx, x, j.item)
			}
		})
	}
	wg.Go(func() {
		defer close(jobs)
		defer close(order)
		for item := range items {
			j := job{item, make(chan Outcome, 1)}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	})
	defer wg.Wait()
	defer cancel()
	for j := range order {
		select {
		case o := <-j.result:
			o.More = len(order) > 0
			if ctx.Err() != nil || !yield(o) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// outcome reads and extracts one item. A panic of the extractor is an error of
// this one source.
func (l *Loader) outcome(ctx context.Context, x Extractor, item Item) (o Outcome) {
	defer func() {
		if p := recover(); p != nil {
			o = Outcome{Item: item, Err: wrong(item.Name, ErrUnreadable, fmt.Sprintf("internal error: %v", p), "please report it with the text")}
		}
	}()
	o.Item = item
	if item.Kind == NQuads && item.Err == nil {
		return o
	}
	article, err := l.Read(ctx, item)
	if err != nil {
		o.Err = err
		return o
	}
	if o.Reading, err = x.Extract(ctx, article); err != nil {
		o.Err = &SourceError{Source: item.Name, Err: err}
	}
	return o
}

// settle tells a source of unknown kind by its first bytes, where that decides
// how it is taken apart: N-Quads on standard input, feeds.
func (l *Loader) settle(item Item) Item {
	if item.Kind != Unknown || item.Err != nil {
		return item
	}
	var head []byte
	if item.Name == Stdin {
		if l.opts.Stdin == nil {
			return item
		}
		in := bufio.NewReaderSize(l.opts.Stdin, headBytes)
		l.opts.Stdin = in
		head, _ = in.Peek(headBytes)
	} else {
		in, closer, err := l.contents(item)
		if err != nil {
			return item // reading it will tell
		}
		defer closer()
		head = make([]byte, headBytes)
		n, _ := io.ReadFull(in, head)
		head = head[:n]
	}
	switch {
	case sniffFeed(head):
		item.Kind = Feed
	case item.Name == Stdin && sniffQuads(head):
		item.Kind = NQuads
	}
	return item
}

// headBytes is how much of a source is looked at to tell what it is.
const headBytes = 4096

// sniffQuads tells N-Quads by their first line.
func sniffQuads(head []byte) bool {
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		return (line[0] == '<' || bytes.HasPrefix(line, []byte("_:"))) && bytes.HasSuffix(line, []byte(".")) &&
			bytes.Contains(line, []byte("> ")) && !sniffHTML(head)
	}
	return false
}

package loaders

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
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
	Sources    int     // named, or found in folders
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
	items := Expand(ctx, sources)
	in := &ingest{ctx: ctx, store: store, loader: l, opts: opts, total: len(items), entities: map[graph.IRI]bool{}}
	in.summary.Sources = len(items)
	Read(ctx, l, x, items, opts.Workers, in.take)
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
	total    int
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
	if in.opts.Progress != nil {
		in.opts.Progress(Progress{Done: in.done, Total: in.total, Source: o.Item.Name})
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

// quads loads a file of N-Quads. A file that is not well formed is a failed
// source.
func (in *ingest) quads(item Item) {
	r, closer, err := in.loader.openQuads(item)
	if err != nil {
		in.summary.Failed = append(in.summary.Failed, err)
		return
	}
	defer closer()
	n := 0
	if in.store != nil {
		n, err = in.store.LoadNQuads(in.ctx, r, item.Name)
	} else {
		_, err = io.Copy(io.Discard, r)
	}
	in.summary.Quads += n
	switch {
	case err == nil:
		in.summary.QuadFiles++
	case in.ctx.Err() != nil || errors.Is(err, graph.ErrReadOnly) || errors.Is(err, graph.ErrDamaged) || errors.Is(err, syscall.ENOSPC):
		in.err = err
	default:
		in.summary.Failed = append(in.summary.Failed, &SourceError{Source: item.Name, Err: err,
			Hint: "mend the line; what stood before it is in the store, and loading the file again adds only what is missing"})
	}
}

// openQuads opens N-Quads, unpacked where they are gzip.
func (l *Loader) openQuads(item Item) (io.Reader, func(), error) {
	if item.Name == Stdin {
		return l.opts.Stdin, func() {}, nil
	}
	file, err := os.Open(item.Name)
	if err != nil {
		return nil, nil, openError(item.Name, err)
	}
	if !strings.HasSuffix(strings.ToLower(item.Name), ".gz") {
		return file, func() { file.Close() }, nil
	}
	unpacked, err := gzip.NewReader(bufio.NewReaderSize(file, 1<<16))
	if err != nil {
		file.Close()
		return nil, nil, wrong(item.Name, ErrUnreadable, err.Error(), "is it gzip?")
	}
	return unpacked, func() { unpacked.Close(); file.Close() }, nil
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
func Read(ctx context.Context, l *Loader, x Extractor, items []Item, workers int, yield func(Outcome) bool) {
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
		for _, item := range items {
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
	item = l.settle(item)
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

// settle tells N-Quads on standard input by their first line.
func (l *Loader) settle(item Item) Item {
	if item.Name != Stdin || item.Kind != Unknown || l.opts.Stdin == nil {
		return item
	}
	in := bufio.NewReaderSize(l.opts.Stdin, 4096)
	l.opts.Stdin = in
	head, _ := in.Peek(4096)
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if (line[0] == '<' || bytes.HasPrefix(line, []byte("_:"))) && bytes.HasSuffix(line, []byte(".")) && bytes.Contains(line, []byte("> ")) && !sniffHTML(head) {
			item.Kind = NQuads
		}
		break
	}
	return item
}

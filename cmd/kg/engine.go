package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"kg/extract"
	"kg/graph"
	"kg/loaders"
	"kg/nlp"
)

// reader is how sources are read, shared by load and extract.
type reader struct {
	Date, Publisher, Encoding string
	AnyLanguage               bool
	Workers                   int
}

func (r *reader) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.Date, "date", "", "the articles' `date` (2015-10-30), in place of the one they state")
	f.StringVar(&r.Publisher, "publisher", "", "the articles' publisher, in place of the `name` they state")
	f.StringVar(&r.Encoding, "encoding", "", "the text `encoding` of the sources (windows-1252), in place of the one found")
	f.BoolVar(&r.AnyLanguage, "any-language", false, "read a text even where it does not seem to be English")
	f.IntVar(&r.Workers, "workers", runtime.GOMAXPROCS(0), "the `number` of articles to read at once")
}

// loader makes the loader that the flags ask for.
func (r *reader) loader(env *environ) (*loaders.Loader, error) {
	if r.Workers < 1 {
		return nil, withHint(usagef("--workers is %d", r.Workers), "give 1 or more; without the flag it is the number of processors")
	}
	if r.Date != "" {
		if _, err := loaders.ParseDate(r.Date); err != nil {
			return nil, withHint(usagef("--date: %v", err), "a day is best: relative times (\"on Friday\") are resolved against it")
		}
	}
	return loaders.New(loaders.Options{
		Stdin: env.Stdin, Published: r.Date, Publisher: r.Publisher, Encoding: r.Encoding, AnyLanguage: r.AnyLanguage,
	})
}

// newExtractor loads the language model and the lexicons.
func newExtractor() (*extract.Extractor, error) {
	e, err := newExplainer(extract.Options{})
	if err != nil {
		return nil, err
	}
	return e.extractor, nil
}

// explainer is an extractor that keeps how each statement was read.
type explainer struct {
	pipeline  *nlp.Pipeline
	extractor *extract.Extractor

	mu  sync.Mutex
	why map[graph.IRI]string
}

func newExplainer(opts extract.Options) (*explainer, error) {
	pipeline, err := nlp.New()
	if err != nil {
		return nil, fmt.Errorf("load the language model: %w", err)
	}
	extractor, err := extract.New(pipeline, opts)
	if err != nil {
		return nil, fmt.Errorf("load the lexicons: %w", err)
	}
	return &explainer{pipeline: pipeline, extractor: extractor, why: map[graph.IRI]string{}}, nil
}

// Extract reads an article and keeps how.
func (e *explainer) Extract(ctx context.Context, a graph.Article) (*graph.Reading, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	reading, why := e.extractor.Explain(e.pipeline.Parse(a.Text), a)
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, w := range why {
		e.why[w.Statement] = w.Text
	}
	return reading, nil
}

// explain gives how a statement was read, some lines.
func (e *explainer) explain(statement graph.IRI) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.why[statement]
}

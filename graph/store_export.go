package graph

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"kg/graph/quadstore"
)

// ExportOptions tell how to export.
type ExportOptions struct {
	Base    string // written in place of the scheme "kg:", when not empty
	Article IRI    // only this article and its statements, when not empty
}

// Export writes the quads as N-Quads, sorted by the bytes of the line: the
// same quads give the same bytes, in whatever order they were loaded.
func (s *Store) Export(ctx context.Context, w io.Writer, opts ExportOptions) error {
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	defer v.Close()
	e := &exporter{ctx: ctx, v: v, base: opts.Base, out: bufio.NewWriterSize(w, 1<<16)}
	if opts.Article != "" {
		err = e.article(opts.Article)
	} else {
		err = e.all()
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return e.out.Flush()
}

type exporter struct {
	ctx   context.Context
	v     view
	base  string
	out   *bufio.Writer
	lines [][]byte
	block []byte
}

func (e *exporter) article(id IRI) error {
	if _, err := readArticle(e.ctx, e.v, id); err != nil {
		return err
	}
	quads, err := articleQuads(e.ctx, e.v, id)
	if err != nil {
		return err
	}
	for _, q := range quads {
		if err := e.add(q); err != nil {
			return err
		}
	}
	return e.flush()
}

func (e *exporter) all() error {
	for line, err := range e.v.Lines(e.ctx, ".\n", e.appendText) {
		if err == nil {
			_, err = e.out.Write(line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// appendText appends a term as N-Quads write it.
func (e *exporter) appendText(dst, term []byte) ([]byte, error) {
	t, err := termFromBytes(term)
	if err != nil {
		return dst, err
	}
	return AppendTerm(dst, e.rebase(t))
}

func (e *exporter) add(terms quadstore.Terms) error {
	q, err := quadFromBytes(terms)
	if err != nil {
		return err
	}
	if e.base != "" {
		q = Quad{e.rebase(q.Subject), e.rebase(q.Predicate), e.rebase(q.Object), e.rebase(q.Graph)}
	}
	from := len(e.block)
	if e.block, err = AppendQuad(e.block, q); err != nil {
		return err
	}
	e.block = append(e.block, '\n')
	e.lines = append(e.lines, e.block[from:len(e.block):len(e.block)])
	return nil
}

// rebase writes an IRI of the scheme kg: under the base.
func (e *exporter) rebase(t Term) Term {
	if e.base == "" {
		return t
	}
	if rest, ok := strings.CutPrefix(t.Value, Scheme); ok && t.Kind == IRITerm {
		t.Value = e.base + rest
	}
	if rest, ok := strings.CutPrefix(string(t.Datatype), Scheme); ok {
		t.Datatype = IRI(e.base + rest)
	}
	return t
}

func (e *exporter) flush() error {
	slices.SortFunc(e.lines, bytes.Compare)
	for _, line := range e.lines {
		if _, err := e.out.Write(line); err != nil {
			return err
		}
	}
	e.lines, e.block = e.lines[:0], e.block[:0]
	return nil
}

package loaders

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"kg/graph"
)

// slowReader is an Extractor that takes longer for the first article, and fails
// for one whose title says so.
type slowReader struct{ delay time.Duration }

func (x slowReader) Extract(ctx context.Context, a graph.Article) (*graph.Reading, error) {
	switch {
	case strings.Contains(a.Title, "panic"):
		panic("no such leaf")
	case strings.Contains(a.Title, "fail"):
		return nil, errors.New("cannot read it")
	case strings.Contains(a.Source, "a0"):
		time.Sleep(x.delay)
	}
	return &graph.Reading{Article: a, Entities: []graph.Entity{{ID: "kg:Russia"}}, Statements: []graph.Statement{{}}}, nil
}

// memory is a Store that notes what is put into it.
type memory struct {
	log  []string
	fail int // PutAll fails at this article; -1 never
	full error
}

func (m *memory) PutAll(_ context.Context, rs []*graph.Reading) ([]graph.PutResult, error) {
	var out []graph.PutResult
	for _, r := range rs {
		if m.fail >= 0 && len(m.log) == m.fail {
			return out, m.full
		}
		m.log = append(m.log, r.Article.Source)
		out = append(out, graph.PutResult{Added: true})
	}
	return out, nil
}

func (m *memory) LoadNQuads(_ context.Context, r io.Reader, name string) (int, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return 0, err
	}
	if bytes.Contains(data, []byte("bad")) {
		return 0, fmt.Errorf("%s:1:1: not a quad", name)
	}
	m.log = append(m.log, name)
	return bytes.Count(data, []byte("\n")), nil
}

func sources(t *testing.T, n int) []string {
	t.Helper()
	t.Chdir(t.TempDir())
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("a%d.txt", i))
		write(t, ".", names[i], []byte(fmt.Sprintf("Article number %d\n%s", i, english)))
	}
	return names
}

func TestIngestKeepsTheOrder(t *testing.T) {
	names := sources(t, 30)
	for _, workers := range []int{0, 1, 2, 8} {
		store := &memory{fail: -1}
		steps := 0
		s, err := Ingest(context.Background(), store, slowReader{5 * time.Millisecond}, newLoader(t, Options{}), names,
			IngestOptions{Workers: workers, Progress: func(p Progress) { steps++ }})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(store.log, " "), strings.Join(names, " "); got != want {
			t.Errorf("%d workers stored %s, want %s", workers, got, want)
		}
		if s.Articles != 30 || s.Added != 30 || s.Entities != 1 || s.Statements != 30 || steps != 30 {
			t.Errorf("summary %+v after %d steps", s, steps)
		}
	}
}

func TestIngestGoesOnAfterBadSources(t *testing.T) {
	names := sources(t, 3)
	write(t, ".", "panic.txt", []byte("panic here\n"+english))
	write(t, ".", "fail.txt", []byte("fail here\n"+english))
	write(t, ".", "bad.nq", []byte("bad\n"))
	write(t, ".", "good.nq", []byte("a\nb\n"))
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	zip.Write([]byte("c\n"))
	zip.Close()
	write(t, ".", "good.nq.gz", packed.Bytes())
	write(t, ".", "cut.nq.gz", packed.Bytes()[:12])
	store := &memory{fail: -1}
	all := []string{names[0], "missing.txt", "panic.txt", "good.nq", names[1], "bad.nq", "fail.txt", "good.nq.gz", "cut.nq.gz", names[2]}
	s, err := Ingest(context.Background(), store, slowReader{}, newLoader(t, Options{}), all, IngestOptions{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(store.log, " "), "a0.txt good.nq a1.txt good.nq.gz a2.txt"; got != want {
		t.Errorf("stored %s, want %s", got, want)
	}
	if len(s.Failed) != 5 || s.Quads != 3 || s.QuadFiles != 2 {
		t.Errorf("summary %+v", s)
	}
	for i, name := range []string{"missing.txt", "panic.txt", "bad.nq", "fail.txt", "cut.nq.gz"} {
		if i < len(s.Failed) && !strings.HasPrefix(s.Failed[i].Error(), name+": ") {
			t.Errorf("failure %d is %v, want one of %s", i, s.Failed[i], name)
		}
	}
}

func TestIngestStopsWithTheStore(t *testing.T) {
	names := sources(t, 5)
	full := errors.New("no space left")
	store := &memory{fail: 2, full: full}
	s, err := Ingest(context.Background(), store, slowReader{}, newLoader(t, Options{}), names, IngestOptions{Workers: 2})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "a2.txt") || s.Articles != 2 {
		t.Errorf("summary %+v, error %v", s, err)
	}
}

func TestIngestEndsWithTheContext(t *testing.T) {
	names := sources(t, 20)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	store := &memory{fail: -1}
	s, err := Ingest(ctx, store, slowReader{}, newLoader(t, Options{}), names,
		IngestOptions{Workers: 2, Progress: func(p Progress) {
			if p.Done == 5 {
				cancel()
			}
		}})
	if !errors.Is(err, context.Canceled) || s.Articles != len(store.log) || s.Articles >= 20 {
		t.Errorf("summary %+v, stored %d, error %v", s, len(store.log), err)
	}
}

func TestIngestQuadsFromStdin(t *testing.T) {
	store := &memory{fail: -1}
	l := newLoader(t, Options{Stdin: strings.NewReader("# quads\n<a:b> <a:c> \"d\" .\n")})
	s, err := Ingest(context.Background(), store, slowReader{}, l, []string{Stdin}, IngestOptions{})
	if err != nil || s.QuadFiles != 1 || len(s.Failed) > 0 {
		t.Errorf("summary %+v, error %v", s, err)
	}
}

func TestDryRunStoresNothing(t *testing.T) {
	s, err := Ingest(context.Background(), nil, slowReader{}, newLoader(t, Options{}), sources(t, 3), IngestOptions{Workers: 2})
	if err != nil || s.Articles != 3 || s.Statements != 3 {
		t.Errorf("summary %+v, error %v", s, err)
	}
}

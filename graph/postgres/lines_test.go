package postgres

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"kg/graph/postgres/pgtest"
	"kg/graph/quadstore"
)

// TestLinesInParts compares lines that are put together of files with those
// that are made in memory.
func TestLinesInParts(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, pgtest.Database(t), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	l, err := s.NewLoader(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Abort()
	for i := range 3000 {
		iri := func(n int) []byte { return quadstore.AppendIRI(nil, fmt.Sprint("a:", n)) }
		if err := l.Add(&quadstore.Terms{iri(i % 700), iri(i % 3), iri(i), iri(i % 50)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Close(); err != nil {
		t.Fatal(err)
	}
	v, err := s.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	lines := func(part int64) (lines []string) {
		text := func(dst, term []byte) ([]byte, error) { return append(dst, term...), nil }
		for line, err := range quadstore.SortedLines(lineSource{ctx, v}, part, ".\n", text) {
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, string(line))
		}
		return lines
	}
	want := lines(quadstore.LinePart)
	if len(want) != 3000 || !slices.IsSorted(want) {
		t.Fatalf("%d lines, sorted: %t", len(want), slices.IsSorted(want))
	}
	for _, part := range []int64{7, 400} {
		if got := lines(part); !slices.Equal(got, want) {
			t.Errorf("in parts of %d quads, the lines are others: %d of %d", part, len(got), len(want))
		}
	}
}

package quadstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plainText writes a term by its bytes, which suits terms without spaces.
func plainText(dst, term []byte) ([]byte, error) { return append(dst, term...), nil }

// lineQuads are quads among few terms, one subject having many of them, some
// terms beginning others, some quads without a label.
func lineQuads(n int) []Terms {
	random := rand.New(rand.NewPCG(5, 6))
	term := func(names int) []byte {
		return AppendIRI[string](nil, strings.Repeat("a", 1+random.IntN(3))+":"+fmt.Sprint(random.IntN(names)))
	}
	quads := make([]Terms, n)
	for i := range quads {
		quads[i] = Terms{term(200), term(3), AppendLiteral(nil, fmt.Sprint(random.IntN(500)), "", ""), term(20)}
		if i%3 == 0 {
			quads[i][0] = AppendIRI[string](nil, "the:hub")
		}
		if i%5 == 0 {
			quads[i][3] = nil
		}
	}
	return quads
}

// TestLinesInParts compares lines that are put together of files with those
// that are made in memory.
func TestLinesInParts(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := open(t, filepath.Join(t.TempDir(), "kg.db"), Options{Create: true})
	if _, err := s.Apply(lineQuads(3000), nil); err != nil {
		t.Fatal(err)
	}
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	lines := func(part int64) (lines []string) {
		for line, err := range SortedLines(viewLines{context.Background(), v}, part, ".\n", plainText) {
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, string(line))
		}
		return lines
	}
	want := lines(LinePart)
	if quads, _ := v.Sizes(); int64(len(want)) != quads || !slices.IsSorted(want) {
		t.Fatalf("%d lines of %d quads, sorted: %t", len(want), quads, slices.IsSorted(want))
	}
	for _, part := range []int64{1, 7, 100, 1000, 1400} {
		if got := lines(part); !slices.Equal(got, want) {
			t.Errorf("in parts of %d quads, the lines are others: %d of %d", part, len(got), len(want))
		}
	}
	for range SortedLines(viewLines{context.Background(), v}, 7, ".\n", plainText) {
		break
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("files are left behind: %v, %v", left, err)
	}
}

// TestLinesWithoutRoom has no folder for the parts.
func TestLinesWithoutRoom(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/is/not/there")
	s := open(t, filepath.Join(t.TempDir(), "kg.db"), Options{Create: true})
	if _, err := s.Apply(lineQuads(100), nil); err != nil {
		t.Fatal(err)
	}
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for _, err = range SortedLines(viewLines{context.Background(), v}, 7, ".\n", plainText) {
	}
	if err == nil || !strings.Contains(err.Error(), "is/not/there") {
		t.Errorf("without a folder for the parts: %v", err)
	}
}

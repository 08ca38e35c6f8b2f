package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRemoveLeavesTheRest takes each article out of a store of all, and puts it
// back: what is left are the quads of the others, to the byte.
func TestRemoveLeavesTheRest(t *testing.T) {
	if testing.Short() {
		t.Skip("loads all articles")
	}
	t.Chdir(filepath.Join("..", ".."))
	sources, err := filepath.Glob(filepath.Join("testdata", "articles", "*.txt"))
	if err != nil || len(sources) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	db := filepath.Join(t.TempDir(), "kg.db")
	kg := func(args ...string) string {
		t.Helper()
		code, out, stderr := runKG(t, "", append(args, "--db", db)...)
		if code != exitDone {
			t.Fatalf("kg %v exits with %d: %s", args, code, stderr)
		}
		return out
	}
	quads := map[string][]string{}
	for _, source := range sources {
		code, out, stderr := runKG(t, "", "extract", "--format", "nquads", source)
		if code != exitDone {
			t.Fatal(stderr)
		}
		quads[source] = strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	}
	kg(append([]string{"load"}, sources...)...)
	if got, want := kg("export"), union(quads, ""); got != want {
		t.Fatal("all: ", firstDifference(got, want))
	}
	for _, source := range sources {
		kg("remove", source)
		if got, want := kg("export"), union(quads, source); got != want {
			t.Errorf("without %s: %s", source, firstDifference(got, want))
		}
		kg("load", source)
	}
	if got, want := kg("export"), union(quads, ""); got != want {
		t.Error("all, put back: ", firstDifference(got, want))
	}
	kg("check")
}

// union gives the quads of all sources but one, sorted.
func union(quads map[string][]string, without string) string {
	var all []string
	for source, lines := range quads {
		if source != without {
			all = append(all, lines...)
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "\n") + "\n"
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGoldenArticles compares what each article of testdata/articles yields
// with testdata/golden/NAME.tsv: subject, relation, object, how it is known,
// time and place. After a change of the reading, run with -update and read the
// difference: every new line has to be true of its article.
func TestGoldenArticles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all articles")
	}
	sources := goldenSources(t)
	if len(sources) < 14 {
		t.Fatalf("%d articles in testdata/articles, want 14 or more", len(sources))
	}
	for _, source := range sources {
		name := strings.ReplaceAll(strings.TrimPrefix(filepath.ToSlash(source), "../../testdata/articles/"), "/", "-") + ".tsv"
		t.Run(name, func(t *testing.T) {
			code, got, stderr := runKG(t, "", "extract", "--format", "tsv", source)
			if code != exitDone {
				t.Fatalf("exit code %d: %s", code, stderr)
			}
			golden(t, filepath.Join("testdata", "golden", name), []byte(got))
		})
	}
}

func goldenSources(t *testing.T) []string {
	t.Helper()
	var sources []string
	for _, pattern := range []string{"*.txt", "*.html", "*/*.html", "*/*.txt"} {
		found, err := filepath.Glob(filepath.Join("..", "..", "testdata", "articles", pattern))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, found...)
	}
	return sources
}

// golden compares bytes with a golden file, or writes it with -update.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("not as in %s; %s", path, firstDifference(string(got), string(want)))
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) {
			return "missing: " + w[i]
		}
		if i >= len(w) {
			return "new: " + g[i]
		}
		if g[i] != w[i] {
			return "got " + g[i] + ", want " + w[i]
		}
	}
	return "they are the same"
}

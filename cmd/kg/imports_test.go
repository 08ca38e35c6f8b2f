package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the direction of the flow (ARCHITECTURE.md): what each part may
// import of the others. Files of a part's own folders are always open to it.
var mayImport = map[string][]string{
	"graph":   {},
	"nlp":     {},
	"extract": {"graph", "nlp"},
	"loaders": {"graph", "extract"},
	"queries": {"graph"},
	"web":     {"graph", "queries", "loaders"},
	"cmd":     {"graph", "nlp", "extract", "loaders", "queries", "web"},
}

// onlyIn names libraries that one part alone may import.
var onlyIn = map[string]string{
	"github.com/cayleygraph/": "graph",
	"github.com/cockroachdb/": "graph",
	"github.com/spf13/cobra":  "cmd",
}

func TestImportDirection(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		part, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if entry.IsDir() {
			if rel != "." && mayImport[part] == nil {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || mayImport[part] == nil {
			return nil
		}
		files++
		for _, imported := range importsOf(t, path) {
			if reason := forbidden(part, imported, strings.HasSuffix(path, "_test.go")); reason != "" {
				t.Errorf("%s imports %s: %s", rel, imported, reason)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files of Go were found", files)
	}
}

func importsOf(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	return out
}

// forbidden says why a part may not import a package, "" where it may. Tests
// may look further, for they build no cycle and reach no binary.
func forbidden(part, imported string, test bool) string {
	for library, owner := range onlyIn {
		if strings.HasPrefix(imported, library) && part != owner {
			return "only " + owner + " knows it"
		}
	}
	inner, own := strings.CutPrefix(imported, "kg/")
	if !own || test {
		return ""
	}
	to, _, _ := strings.Cut(inner, "/")
	if to == part {
		return ""
	}
	for _, allowed := range mayImport[part] {
		if to == allowed {
			return ""
		}
	}
	return "the flow goes the other way (ARCHITECTURE.md)"
}

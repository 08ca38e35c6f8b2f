package quadstore

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
)

// emptyStore makes a store for Cayley's own suite.
func emptyStore(t testing.TB) (graph.QuadStore, graph.Options, func()) {
	s, err := Open(t.TempDir(), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	return s, nil, func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

// inCayley makes the suite find its data files, which lie in Cayley's module.
func inCayley(t testing.TB) {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Skipf("the data of Cayley's suite lies in its module, which go list does not find: %v", err)
	}
	t.Chdir(filepath.Join(strings.TrimSpace(string(dir)), "graph", "graphtest"))
}

func TestCayleySuite(t *testing.T) {
	inCayley(t)
	graphtest.TestAll(t, emptyStore, &graphtest.Config{AlwaysRunIntegration: !testing.Short()})
}

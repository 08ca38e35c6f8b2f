package postgres

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"

	"kg/graph/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// emptyStore makes a store for Cayley's own suite.
func emptyStore(t testing.TB) (graph.QuadStore, graph.Options, func()) {
	s, err := Open(context.Background(), pgtest.Database(t), Options{Create: true})
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
	pgtest.Server(t)
	inCayley(t)
	graphtest.TestAll(t, emptyStore, &graphtest.Config{AlwaysRunIntegration: !testing.Short()})
}

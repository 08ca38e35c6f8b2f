package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kg/graph"
)

// workerStore is the environment variable that makes the test's own program a
// worker on the store that it names.
const workerStore = "KG_TEST_WORKER"

func TestMain(m *testing.M) {
	if path := os.Getenv(workerStore); path != "" {
		if err := testWorker(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func testWorker(path string) error {
	ctx := context.Background()
	store, err := graph.Open(ctx, path, graph.OpenOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer store.Close()
	return RunWorker(ctx, store, os.Stdin, os.Stdout, 512<<20)
}

// handlerWithWorkers serves the sample, open for reading, with worker processes.
func handlerWithWorkers(t *testing.T, opts Options) http.Handler {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "kg.db")
	store, err := graph.Open(ctx, path, graph.OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Put(ctx, sample()); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if store, err = graph.Open(ctx, path, graph.OpenOptions{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	opts.Worker = func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), workerStore+"="+path)
		cmd.Stderr = io.Discard
		return cmd
	}
	h := Handler(store, opts)
	t.Cleanup(func() { _ = h.(io.Closer).Close(); _ = store.Close() })
	return h
}

// TestWorkers runs the ordinary calls of the API in worker processes.
func TestWorkers(t *testing.T) {
	h := handlerWithWorkers(t, Options{})
	tests := []struct{ path, text, want string }{
		{"/api/v1/query/gizmo", `g.V("` + iri("Russia") + `").Out("<kg:supports>").All()`, iri("Bashar al-Assad")},
		{"/api/v1/query/gizmo", `g.Emit(1234567890123456)`, "1234567890123456"},
		{"/api/v1/query/gizmo", `g.V("<kg:Nowhere>").All()`, `{"result":[`},
		{"/api/v1/query/gizmo", `g.V(`, `"error"`},
		{"/api/v1/query/gizmo?limit=1", `g.V().All()`, `"truncated":true`},
		{"/api/v1/query/graphql", "{ nodes(id: " + iri("Russia") + "){ id } }", `{"data":`},
		{"/api/v1/shape/gizmo", `g.V("` + iri("Russia") + `").Out("<kg:supports>").All()`, `"links":[`},
	}
	for _, test := range tests {
		if body := bodyOf(t, call(t, h, "POST", test.path, test.text)); !strings.Contains(body, test.want) {
			t.Errorf("%s: no %q in %s", test.text, test.want, body)
		}
	}
}

// TestHostileSteps sends queries with a single step that takes for ever or all
// memory. A second after the limit they are gone, with all they took.
func TestHostileSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	h := handlerWithWorkers(t, Options{Timeout: time.Second})
	for _, text := range []string{
		`/^(?=(a+)+b)\1c$/.test(new Array(40).join("a"))`,
		`new Array(1 << 30).join("xy").length`,
		`"x".repeat(1 << 30).length`,
		`var a = []; a.length = 4e9; a.indexOf(5)`,
		`var a = new Array(5e7); a.fill(1); a.sort(function (x, y) { return x - y }); a.length`,
		`var s = "x"; while (true) { s += s }`,
		`while (true) {}`,
	} {
		begin := time.Now()
		resp := call(t, h, "POST", "/api/v1/query/gizmo", text)
		body := bodyOf(t, resp)
		if took := time.Since(begin); took > 5*time.Second || resp.StatusCode == http.StatusOK {
			t.Errorf("%s: %d after %v: %.100s", text, resp.StatusCode, took, body)
		}
	}
	if body := bodyOf(t, call(t, h, "POST", "/api/v1/query/gizmo", `g.Emit(1)`)); !strings.Contains(body, "[1]") {
		t.Errorf("after them an ordinary query gives %s", body)
	}
	_ = h.(io.Closer).Close()
	before := processorTime(t)
	time.Sleep(time.Second)
	if used := processorTime(t) - before; used > 0.5 {
		t.Errorf("%.2f s of processor time are used in a second in which nothing runs", used)
	}
}

// processorTime is what this process and its children that ended have used, in
// seconds.
func processorTime(t *testing.T) float64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		t.Skip("this system does not tell the time that a process takes")
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	sum := 0.0
	for _, f := range fields[11:15] {
		ticks, err := strconv.ParseFloat(f, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += ticks / 100
	}
	return sum
}

// TestHostileQueries sends queries that would never end or take all memory.
func TestHostileQueries(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	h := Handler(openSample(t), Options{Timeout: time.Second, Queries: 2})
	tests := []struct {
		name, text string
		status     int // 0 is any that says it failed
	}{
		{"endless loop", `while (true) {}`, http.StatusGatewayTimeout},
		{"endless recursion", `function f() { return f() + 1 } f()`, 0},
		{"array bomb", `var a = []; while (true) { a.push(new Array(1000).fill(a.length)) }`, 0},
		{"string doubling", `var s = "x"; while (true) { s += s }`, 0},
		{"endless emit", `while (true) { g.Emit("x") }`, http.StatusOK}, // truncated
		{"all pairs", `var n = g.V().ToArray(); n.forEach(function (a) { n.forEach(function (b) { n.forEach(function () { g.V(a).Both().Both().Both().Both().ToArray() }) }) })`, 0}, // the memory or the time runs out first
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			begin := time.Now()
			resp := call(t, h, "POST", "/api/v1/query/gizmo", test.text)
			if took := time.Since(begin); took > 5*time.Second { // one second and the load of the machine
				t.Errorf("took %v", took)
			}
			body := bodyOf(t, resp)
			if test.status != 0 && resp.StatusCode != test.status || test.status == 0 && resp.StatusCode == http.StatusOK {
				t.Errorf("%d: %.200s", resp.StatusCode, body)
			}
			t.Logf("%d in %v: %.100s", resp.StatusCode, time.Since(begin).Round(time.Millisecond), body)
		})
	}
	if resp := call(t, h, "POST", "/api/v1/query/gizmo", `g.Emit(1)`); resp.StatusCode != http.StatusOK {
		t.Errorf("after them an ordinary query gets %d: %s", resp.StatusCode, bodyOf(t, resp))
	}
}

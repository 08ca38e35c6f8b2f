package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kg/graph"
)

// workerStore is the environment variable that makes the test's own program a
// worker on the store that it names.
const workerStore = "KG_TEST_WORKER"

// workerPeaks is the one that names the folder where it notes its memory.
const workerPeaks = "KG_TEST_WORKER_PEAKS"

// workerMemory is what the tests' workers may take, in bytes.
const workerMemory = 480 << 20

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
	go notePeak(filepath.Join(os.Getenv(workerPeaks), strconv.Itoa(os.Getpid())))
	return RunWorker(ctx, store, os.Stdin, os.Stdout, workerMemory)
}

// notePeak writes to a file the most memory that this process has had, again and
// again, where the system tells. What the parent hears of its end (Maxrss) would
// hold the parent's own memory too.
func notePeak(path string) {
	last := 0
	for {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			return
		}
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		if f := strings.Fields(rest); len(f) > 0 {
			if kb, _ := strconv.Atoi(f[0]); kb > last+1024 {
				last = kb
				_ = os.WriteFile(path, []byte(f[0]), 0o600)
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// processes are the workers that a test has started.
type processes struct {
	mu    sync.Mutex
	all   []*exec.Cmd
	peaks string // folder where they note their memory
}

// wantModest fails where a worker took more than 512 MB.
func (p *processes) wantModest(t *testing.T) {
	t.Helper()
	files, err := os.ReadDir(p.peaks)
	if err != nil || len(files) == 0 && runtime.GOOS == "linux" {
		t.Fatalf("no worker noted its memory: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(p.peaks, f.Name()))
		if kb, _ := strconv.Atoi(string(text)); err != nil || kb > 512<<10 {
			t.Errorf("process %s took %d MB (%v)", f.Name(), kb>>10, err)
		}
	}
}

func (p *processes) start(path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), workerStore+"="+path, workerPeaks+"="+p.peaks)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, cmd)
	return cmd
}

func (p *processes) list() []*exec.Cmd {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]*exec.Cmd(nil), p.all...)
}

// patience is what a test waits for what should take a moment, since the
// machine may be busy with other things.
const patience = 30 * time.Second

// wantGone waits until every worker has ended.
func (p *processes) wantGone(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for _, cmd := range p.list() {
		for cmd.Process != nil && !errors.Is(cmd.Process.Signal(syscall.Signal(0)), os.ErrProcessDone) {
			if time.Now().After(deadline) {
				t.Fatalf("process %d still runs", cmd.Process.Pid)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// handlerWithWorkers serves the sample with worker processes: open for reading,
// or for writing where the options say so.
func handlerWithWorkers(t *testing.T, opts Options) (http.Handler, *processes) {
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
	if !opts.Write {
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		if store, err = graph.Open(ctx, path, graph.OpenOptions{ReadOnly: true}); err != nil {
			t.Fatal(err)
		}
	}
	started := &processes{peaks: t.TempDir()}
	opts.Worker = started.start
	h := Handler(store, opts)
	t.Cleanup(func() {
		_ = h.(io.Closer).Close()
		started.wantGone(t)
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return h, started
}

// TestWorkers runs the ordinary calls of the API in worker processes.
func TestWorkers(t *testing.T) {
	h, started := handlerWithWorkers(t, Options{})
	tests := []struct{ path, text, want string }{
		{"/api/v1/query/gizmo", `g.V("` + iri("Russia") + `").Out("<kg:supports>").All()`, iri("Bashar al-Assad")},
		{"/api/v1/query/gizmo", `g.V("` + iri("Russia") + `").Out("<rdfs:label>").All()`, `{"result":[{"id":"Russia"}]}`},
		{"/api/v1/query/gizmo", `g.Emit(1234567890123456)`, "1234567890123456"},
		{"/api/v1/query/gizmo", `g.Emit({ a: [1.5, "b", null, true] })`, `{"a":[1.5,"b",null,true]}`},
		{"/api/v1/query/gizmo", `g.V("<kg:Nowhere>").All()`, `{"result":[]`},
		{"/api/v1/query/gizmo", `g.V(`, `"error"`},
		{"/api/v1/query/gizmo?limit=1", `g.V().All()`, `"truncated":true`},
		{"/api/v1/query/graphql", "{ nodes(id: " + iri("Russia") + "){ id } }", `{"data":`},
		{"/api/v1/query/mql", `[{"id": "` + iri("Russia") + `"}]`, `{"result":[{"id":"`},
		{"/api/v1/shape/gizmo", `g.V("` + iri("Russia") + `").Out("<kg:supports>").All()`, `"links":[`},
		{"/api/v1/shape/mql", `[{"id": "` + iri("Russia") + `"}]`, `"nodes":[`},
	}
	for _, test := range tests {
		if body := bodyOf(t, call(t, h, "POST", test.path, test.text)); !strings.Contains(body, test.want) {
			t.Errorf("%s: no %q in %s", test.text, test.want, body)
		}
	}
	if n := len(started.list()); n != 1 {
		t.Errorf("%d processes ran for queries one after the other", n)
	}
}

// TestWorkersSeeWrites asks before and after a write: a worker reads a
// checkpoint of a store that is open for writing, and the next one a new one.
func TestWorkersSeeWrites(t *testing.T) {
	h, started := handlerWithWorkers(t, Options{Write: true})
	const query = `g.V("<kg:A>").Out("<kg:p>").All()`
	for i, want := range []string{`{"result":[]}`, `"<kg:B0>"`, `"<kg:B1>"`, `"<kg:B2>"`} {
		if i > 0 {
			quad := fmt.Sprintf(`[{"subject": "<kg:A>", "predicate": "<kg:p>", "object": "<kg:B%d>"}]`, i-1)
			if resp := call(t, h, "POST", "/api/v1/write", quad, "Content-Type", "application/json"); resp.StatusCode != http.StatusOK {
				t.Fatalf("write: %s", bodyOf(t, resp))
			}
		}
		for range 2 {
			if body := bodyOf(t, call(t, h, "POST", "/api/v1/query/gizmo", query)); !strings.Contains(body, want) {
				t.Errorf("after %d writes: no %s in %s", i, want, body)
			}
		}
	}
	if n := len(started.list()); n != 4 {
		t.Errorf("%d processes ran for 4 states of the store", n)
	}
}

// A step that takes for ever or all memory cannot be stopped from within, nor
// can the writing of an answer.
var hostileSteps = []struct{ name, text string }{
	{"backtracking regular expression", `/^(?=(a+)+b)\1c$/.test(new Array(40).join("a"))`},
	{"array joined", `new Array(1 << 30).join("xy").length`},
	{"string repeated", `"x".repeat(1 << 30).length`},
	{"array searched", `var a = []; a.length = 4e9; a.indexOf(5)`},
	{"array sorted", `var a = new Array(5e7); a.fill(1); a.sort(function (x, y) { return x - y }); a.length`},
	{"long answer", `var s = "x".repeat(1 << 20), a = []; for (var i = 0; i < 1 << 10; i++) a.push(s); g.Emit(a)`},
	{"string doubling", `var s = "x"; while (true) { s += s }`},
}

// Each step of these takes a moment, and there is no end of them.
var hostileLoops = []struct{ name, text string }{
	{"endless loop", `while (true) {}`},
	{"endless recursion", `function f() { return f() + 1 } f()`},
	{"array bomb", `var a = []; while (true) { a.push(new Array(1000).fill(a.length)) }`},
	{"object bomb", `var o = {}; for (var i = 0; ; i++) { o["k" + i] = { i: i } }`},
	{"all pairs", `var n = g.V().ToArray(); n.forEach(function (a) { n.forEach(function (b) { n.forEach(function () { g.V(a).Both().Both().Both().Both().ToArray() }) }) })`},
}

// TestHostileQueries sends queries that would never end or take all memory. Each
// is answered with an error, and nothing of it is left: its process has ended or
// is fit for the next query, and never had more than 512 MB.
func TestHostileQueries(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	h, started := handlerWithWorkers(t, Options{Timeout: time.Second})
	for _, test := range append(hostileSteps, hostileLoops...) {
		t.Run(test.name, func(t *testing.T) {
			begin := time.Now()
			resp := call(t, h, "POST", "/api/v1/query/gizmo", test.text)
			took, body := time.Since(begin), bodyOf(t, resp)
			if resp.StatusCode == http.StatusOK || took > patience {
				t.Errorf("%d after %v: %.200s", resp.StatusCode, took, body)
			}
			t.Logf("%d after %v: %.100s", resp.StatusCode, took.Round(time.Millisecond), body)
		})
		if resp := call(t, h, "POST", "/api/v1/query/gizmo", `g.Emit(1)`); resp.StatusCode != http.StatusOK {
			t.Errorf("after %s an ordinary query gets %d: %s", test.name, resp.StatusCode, bodyOf(t, resp))
		}
	}
	resp := call(t, h, "POST", "/api/v1/query/gizmo", `while (true) { g.Emit("x") }`)
	if body := bodyOf(t, resp); resp.StatusCode != http.StatusOK || !strings.Contains(body, `"truncated":true`) {
		t.Errorf("endless answers: %d %.200s", resp.StatusCode, body)
	}
	_ = h.(io.Closer).Close()
	started.wantGone(t)
	started.wantModest(t)
}

// TestHostileLoops runs in this process, where loops end too.
func TestHostileLoops(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	h := Handler(openSample(t), Options{Timeout: time.Second, Queries: 2})
	for _, test := range hostileLoops {
		if resp := call(t, h, "POST", "/api/v1/query/gizmo", test.text); resp.StatusCode == http.StatusOK {
			t.Errorf("%s: %.200s", test.name, bodyOf(t, resp))
		}
	}
	if resp := call(t, h, "POST", "/api/v1/query/gizmo", `g.Emit(1)`); resp.StatusCode != http.StatusOK {
		t.Errorf("after them an ordinary query gets %d: %s", resp.StatusCode, bodyOf(t, resp))
	}
}

// TestWorkerThatCannotStart names the reason.
func TestWorkerThatCannotStart(t *testing.T) {
	for want, start := range map[string]func(string) *exec.Cmd{
		"start a worker": func(string) *exec.Cmd { return exec.Command(filepath.Join(t.TempDir(), "nothing")) },
		"no such store":  func(string) *exec.Cmd { return (&processes{}).start(filepath.Join(t.TempDir(), "nothing")) },
	} {
		store := openSample(t)
		workers := NewWorkers(store, start)
		if _, err := workers.Query(context.Background(), "gizmo", "g.Emit(1)", graph.QueryOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		if err := workers.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestClientGone goes away before the answer: the query's process ends.
func TestClientGone(t *testing.T) {
	h, started := handlerWithWorkers(t, Options{Timeout: 10 * time.Minute})
	ctx, leave := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		callWith(ctx, t, h, "POST", "/api/v1/query/gizmo", `while (true) {}`)
	}()
	deadline := time.Now().Add(patience)
	for len(started.list()) == 0 && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond) // until it runs; before that it ends as well
	leave()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("the query goes on without its client")
	}
	started.wantGone(t)
}

// BenchmarkHostile tells how long after a limit of 100 ms the answer comes.
func BenchmarkHostile(b *testing.B) {
	store := openSample(b)
	started := &processes{peaks: b.TempDir()}
	h := Handler(store, Options{Timeout: 100 * time.Millisecond, Worker: started.start})
	defer h.(io.Closer).Close()
	for _, test := range append(hostileSteps, hostileLoops...) {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				if resp := call(b, h, "POST", "/api/v1/query/gizmo", test.text); resp.StatusCode == http.StatusOK {
					b.Fatal("it was answered")
				}
			}
		})
	}
}

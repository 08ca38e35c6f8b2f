package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"kg/graph"
)

// browser finds a Chromium and opens a tab in it, or skips the test.
func browser(t *testing.T) (context.Context, *complaints) {
	t.Helper()
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed: apt-get install chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 860), chromedp.WSURLReadTimeout(time.Minute))
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(func() { stop(); stopAlloc() })
	c := &complaints{}
	if err := chromedp.Listen(ctx, c.note); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return ctx, c
}

// complaints are what a browser had to say: errors of scripts, policies that
// were broken, requests that left the machine.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) note(event any) {
	text := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text = fmt.Sprintf("exception: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *log.EventEntryAdded:
		// jQuery sets an attribute to see whether events bubble: the policy may refuse that
		if e.Entry.Level == log.EntryLevelError && !strings.HasSuffix(e.Entry.URL, "/jquery.min.js") {
			text = "error: " + e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err == nil && u.Host != "" && u.Hostname() != "127.0.0.1" {
			text = "request to " + e.Request.URL
		}
	}
	if text != "" {
		c.mu.Lock()
		c.list = append(c.list, text)
		c.mu.Unlock()
	}
}

// fail reports what the browser complained of since the last call.
func (c *complaints) fail(t *testing.T, page string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, text := range c.list {
		t.Errorf("%s: %s", page, text)
	}
	c.list = nil
}

// serveStore serves a store as kg ui does and returns its address: the one that
// KG_UI_DB names, for pictures of real articles, or the sample.
func serveStore(t *testing.T) string { return serveStoreWith(t, Options{}) }

func serveStoreWith(t *testing.T, opts Options) string {
	t.Helper()
	store := (*graph.Store)(nil)
	if path := os.Getenv("KG_UI_DB"); path != "" {
		var err error
		if store, err = graph.Open(context.Background(), path, graph.OpenOptions{ReadOnly: true}); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
	} else {
		store = openSample(t)
	}
	return serveHandler(t, Handler(store, opts))
}

func serveHandler(t *testing.T, h http.Handler) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, listener, h) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return "http://" + listener.Addr().String()
}

// picture writes a screenshot to the folder that KG_SHOTS names, if it does.
func picture(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		dir := os.Getenv("KG_SHOTS")
		if dir == "" {
			return nil
		}
		png, err := chromedp.CaptureScreenshot()(ctx, target)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	})
}

// until waits until a JavaScript expression is true, 20 seconds at most.
func until(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		last := error(nil)
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			ok, err := chromedp.Evaluate[bool]("!!("+expression+")")(ctx, target)
			if last = err; err == nil && ok {
				return nil
			}
		}
		return fmt.Errorf("never true: %s: %w", expression, cmp.Or(last, errors.New("it is false")))
	})
}

// script runs JavaScript and drops its value.
func script(code string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](code)
}

func TestBrowser(t *testing.T) {
	if newCayleyUI(cayleyFiles()).absent {
		t.Skip("Cayley's files are not in this build: run go generate ./web")
	}
	base := serveStore(t)
	ctx, complained := browser(t)
	steps := []struct {
		name, path string
		ready      string // JavaScript that is true once the page shows what it should
	}{
		{"query", "/", `output_editor && output_editor.getValue().indexOf('"source"') > 0 && !/Hello World/.test(editor.getValue())`},
		{"visualize", "/ui/visualize", `window.sigmaGraph && sigmaGraph.graph.nodes().length > 2 && sigmaGraph.graph.nodes().every(function (n) { return n.label.indexOf("<") !== 0 })`},
		{"query-shape", "/ui/query_shape", `document.querySelectorAll("#viz svg circle").length > 1`},
		{"write", "/ui/write", `document.querySelector("#add_quad") && $("#sbWrite").hasClass("active")`},
		{"docs", "/docs/GizmoAPI", `document.querySelectorAll("h2, h3").length > 5`},
	}
	for _, step := range steps {
		err := chromedp.Do(ctx,
			chromedp.Navigate(base+step.path),
			until(step.ready),
			chromedp.Sleep(1500*time.Millisecond), // what moves comes to rest
			picture(step.name),
		)
		if err != nil {
			t.Errorf("%s: %v", step.path, err)
		}
		complained.fail(t, step.path)
	}
}

func TestBrowserExamples(t *testing.T) {
	if newCayleyUI(cayleyFiles()).absent {
		t.Skip("Cayley's files are not in this build: run go generate ./web")
	}
	base := serveStore(t)
	ctx, complained := browser(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/"),
		until(`document.querySelectorAll("#kg-examples li a").length > 3`),
		script(`$("#kg-examples .dropdown-toggle").click()`),
		chromedp.Sleep(300*time.Millisecond),
		picture("examples"),
	)
	if err != nil {
		t.Fatal(err)
	}
	titles, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`Array.from(document.querySelectorAll("#kg-examples li a")).map(function (a) { return a.textContent })`))
	if err != nil {
		t.Fatal(err)
	}
	err = chromedp.Do(ctx, script(`$("#kg-examples li a").eq(1).click()`), until(`output_editor.getValue().indexOf('"source"') > 0`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(titles, "\n"), "Who is for whom") {
		t.Errorf("examples: %q", titles)
	}
	complained.fail(t, "/")
}

// TestBrowserWrite adds and deletes a quad and loads a file through the Write
// page, and is told where nothing may be written.
func TestBrowserWrite(t *testing.T) {
	if newCayleyUI(cayleyFiles()).absent {
		t.Skip("Cayley's files are not in this build: run go generate ./web")
	}
	store := openSample(t)
	file := filepath.Join(t.TempDir(), "more.nq")
	if err := os.WriteFile(file, []byte("<kg:A> <kg:p> <kg:C> .\n<kg:A> <kg:p> <kg:D> .\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	quads := func() (n int) {
		for _, err := range store.QuadsMatching(context.Background(), graph.Pattern{Subject: graph.NewIRI("kg:A")}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	fill := func(prefix string) chromedp.Action[chromedp.Void] {
		return script(`$("#` + prefix + `subject").val("<kg:A>"); $("#` + prefix + `predicate").val("<kg:p>"); $("#` + prefix + `object").val("<kg:B>")`)
	}
	told := func(text string) chromedp.Action[chromedp.Void] {
		return until(`/alert-(success|danger)/.test($("#alertBox").attr("class")) && $("#alertBox").text().indexOf("` + text + `") >= 0`)
	}
	ctx, complained := browser(t)
	writing := serveHandler(t, Handler(store, Options{Write: true}))
	if err := chromedp.Do(ctx, chromedp.Navigate(writing+"/ui/write"), until(`window.group && group[18]`), fill(""), script(`$("#add_quad").click()`), told("Wrote a quad")); err != nil {
		t.Fatal(err)
	}
	if n := quads(); n != 1 {
		t.Errorf("%d quads after adding one", n)
	}
	err := chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.CSS("#nquad_file"), []string{file}), script(`$("#write_file").click()`), told("Successfully wrote 2 quads"))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(writing+"/ui/write"), until(`window.group && group[18]`), fill("r"), script(`$("#delete_quad").click()`), told("Deleted a quad")); err != nil {
		t.Fatal(err)
	}
	if n := quads(); n != 2 {
		t.Errorf("%d quads after loading two and deleting the first", n)
	}
	complained.fail(t, "/ui/write")
	reading := serveHandler(t, Handler(store, Options{}))
	if err := chromedp.Do(ctx, chromedp.Navigate(reading+"/ui/write"), until(`window.group && group[18]`), fill(""), script(`$("#add_quad").click()`), told("--write")); err != nil {
		t.Fatal(err)
	}
}

// TestPictures draws the pictures of the README into the folder KG_SHOTS, off
// the store KG_UI_DB with the articles of testdata.
func TestPictures(t *testing.T) {
	if os.Getenv("KG_UI_DB") == "" || os.Getenv("KG_SHOTS") == "" {
		t.Skip("draws pictures where KG_UI_DB names a store and KG_SHOTS a folder")
	}
	base := serveStore(t)
	ctx, complained := browser(t)
	query := "// Who stands with Assad, and who against him?\n" +
		"g.V(\"<kg:Bashar_al-Assad>\").Tag(\"target\")\n" +
		"  .In([\"<kg:supports>\", \"<kg:aids>\", \"<kg:opposes>\", \"<kg:fights>\", \"<kg:meets>\"], \"relation\")\n" +
		"  .Tag(\"source\").All()\n"
	ask := fmt.Sprintf(`editor.setValue(%q); $("#run_button").click()`, query)
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/"),
		until(`window.group && output_editor.getValue()`),
		script(`output_editor.setValue("")`),
		script(ask),
		until(`output_editor.getValue().indexOf("relation") > 0`),
		picture("ui-query"),
		chromedp.Navigate(base+"/ui/visualize"),
		until(`window.group && window.sigmaGraph`),
		script(ask),
		until(`sigmaGraph.graph.nodes().some(function (n) { return n.label === "Bashar al-Assad" })`),
		chromedp.Sleep(4*time.Second),
		picture("ui-graph"),
	)
	if err != nil {
		t.Fatal(err)
	}
	complained.fail(t, base)
}

// TestHalfSentRequests holds many connections open without finishing a request.
func TestHalfSentRequests(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	base := serveStore(t)
	addr := strings.TrimPrefix(base, "http://")
	halves := []string{
		"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
		"POST /api/v1/query/gizmo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ng.V(",
	}
	var conns []net.Conn
	begin := time.Now()
	for i := range 300 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Write([]byte(halves[i%len(halves)])); err != nil {
			t.Fatal(err)
		}
		conns = append(conns, c)
	}
	resp, err := http.Get(base + "/explore.json")
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("another client gets %v, %v", resp, err)
	}
	_ = resp.Body.Close()
	for _, c := range conns {
		_ = c.SetReadDeadline(begin.Add(patience))
		if _, err := io.Copy(io.Discard, c); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatalf("a half-sent request is still open after %v", patience)
			}
		}
	}
	t.Logf("all are closed after %v", time.Since(begin).Round(time.Millisecond))
}

// TestLongHeader sends more header than a request may have.
func TestLongHeader(t *testing.T) {
	req, err := http.NewRequest("GET", serveStore(t)+"/explore.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Long", strings.Repeat("x", 2*maxHeader))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("it is answered with %d", resp.StatusCode)
	}
}

// TestTimesOfConnections holds the times that a client may take to the ten
// seconds after which a request that is half sent has to be gone.
func TestTimesOfConnections(t *testing.T) {
	s := NewServer(nil)
	for _, limit := range []time.Duration{s.ReadHeaderTimeout, s.ReadTimeout} {
		if limit <= 0 || limit >= 10*time.Second {
			t.Errorf("%v", limit)
		}
	}
}

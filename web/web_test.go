package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"kg/graph"
	"kg/queries"
)

// sample is a reading with facts, a claim, a denial, a plan and hostile names.
var sampleAt = map[string]*graph.Coordinates{
	"Moscow": {Lat: 55.75, Lon: 37.62}, "Russia": {Lat: 60, Lon: 100}, "Turkey": {Lat: 39, Lon: 35}, "United States": {Lat: 38, Lon: -97},
}

func sample() *graph.Reading {
	text := "Russia supports Bashar al-Assad. The United States opposes Assad. Putin met Assad in Moscow. " +
		"Putin said Turkey supports rebels. Turkey denied that it supports rebels. Russia will meet Turkey."
	r := &graph.Reading{Article: graph.Article{
		Title: "Powers <b>meet</b>", Source: "sample.txt", Published: "2015-10-22", Language: "en", Text: text,
	}}
	r.Article.ID = graph.ArticleID(r.Article.Source, text)
	for name, kind := range map[string]graph.EntityType{
		"Russia": graph.Country, "Bashar al-Assad": graph.Person, "United States": graph.Country, "Vladimir Putin": graph.Person,
		"Turkey": graph.Country, "Moscow": graph.Place, `<script>alert(1)</script>`: graph.Person, "rebels": graph.Group,
	} {
		r.Entities = append(r.Entities, graph.Entity{ID: graph.EntityID(name), Name: name, Type: kind, At: sampleAt[name]})
	}
	add := func(sentence, subject, relation, object string, change func(*graph.Statement)) {
		begin := strings.Index(text, sentence)
		trigger := graph.Span{} // where the sentence has other words for it
		if at := strings.Index(sentence, relation); at >= 0 {
			trigger = graph.Span{Begin: begin + at, End: begin + at + len(relation)}
		}
		s := graph.Statement{
			Relation: graph.IRI("kg:" + relation), Subject: argument(subject), Object: argument(object),
			Trigger:  graph.Passage{Text: relation, Span: trigger},
			Polarity: graph.Positive, Modality: graph.Actual, Confidence: 0.9, Rule: "test",
			Sentence: graph.Span{Begin: begin, End: begin + len(sentence)},
		}
		if change != nil {
			change(&s)
		}
		s.ID = graph.StatementID(r.Article.ID, &s)
		s.Event = s.ID
		r.Statements = append(r.Statements, s)
	}
	add("Russia supports Bashar al-Assad.", "Russia", "supports", "Bashar al-Assad", nil)
	add("The United States opposes Assad.", "United States", "opposes", "Bashar al-Assad", nil)
	add("Putin met Assad in Moscow.", "Vladimir Putin", "meets", "Bashar al-Assad", func(s *graph.Statement) { s.Place = argument("Moscow") })
	add("Russia supports Bashar al-Assad.", "<script>alert(1)</script>", "praises", "Russia", nil)
	add("Putin said Turkey supports rebels.", "Turkey", "supports", "rebels", func(s *graph.Statement) {
		s.AttributedTo = &graph.Source{Argument: *argument("Vladimir Putin")}
		s.Cue = &graph.Passage{Text: "said"}
	})
	add("Turkey denied that it supports rebels.", "Turkey", "supports", "rebels", func(s *graph.Statement) {
		s.Polarity = graph.Negative
		s.AttributedTo = &graph.Source{Argument: *argument("Turkey")}
	})
	add("Russia will meet Turkey.", "Russia", "meets", "Turkey", func(s *graph.Statement) { s.Modality = graph.Planned })
	return r
}

func argument(name string) *graph.Argument {
	return &graph.Argument{ID: graph.EntityID(name), Name: name}
}

// openSample opens a store that holds the sample.
func openSample(t testing.TB) *graph.Store {
	t.Helper()
	ctx := context.Background()
	store, err := graph.Open(ctx, filepath.Join(t.TempDir(), "kg.db"), graph.OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Put(ctx, sample()); err != nil {
		t.Fatal(err)
	}
	return store
}

// call asks a handler; body "" makes a GET request.
func call(t testing.TB, h http.Handler, method, path, body string, header ...string) *http.Response {
	t.Helper()
	return callWith(context.Background(), t, h, method, path, body, header...)
}

func callWith(ctx context.Context, t testing.TB, h http.Handler, method, path, body string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(ctx, method, "http://localhost"+path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t testing.TB, resp *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func iri(name string) string { return "<" + string(graph.EntityID(name)) + ">" }

func TestAPI(t *testing.T) {
	h := Handler(openSample(t), Options{})
	assad := iri("Bashar al-Assad")
	tests := []struct {
		name, method, path, body string
		status                   int
		contentType              string
		want                     []string // each stands in the answer
	}{
		{"gizmo", "POST", "/api/v1/query/gizmo", `g.V("` + iri("Russia") + `").Out("<kg:supports>").All()`, 200, "text/plain", []string{`{"result":[`, assad}},
		{"claims are no facts", "POST", "/api/v1/query/gizmo", `g.V("` + iri("Turkey") + `").Out("<kg:supports>").All()`, 200, "text/plain", []string{`{"result":[]}`}},
		{"no rows are a list", "POST", "/api/v1/query/gizmo", `g.V("<kg:Nowhere>").Out("<kg:supports>").All()`, 200, "text/plain", []string{`{"result":[]}`}},
		{"emitted value", "POST", "/api/v1/query/gizmo", `g.Emit("Hello World")`, 200, "text/plain", []string{`{"result":["Hello World"]}`}},
		{"mistake", "POST", "/api/v1/query/gizmo", `g.V(`, 400, "application/json", []string{`"error":`}},
		{"empty", "POST", "/api/v1/query/gizmo", " ", 400, "application/json", []string{"the query is empty"}},
		{"language", "POST", "/api/v1/query/sql", "SELECT 1", 400, "application/json", []string{"gizmo, graphql, mql"}},
		{"graphql", "POST", "/api/v1/query/graphql", "{ nodes(id: " + iri("Russia") + "){ id } }", 200, "text/plain", []string{`{"data":`, iri("Russia")}},
		{"mql", "POST", "/api/v1/query/mql", `[{"id": "` + iri("Russia") + `"}]`, 200, "text/plain", []string{`{"result":[`, iri("Russia")}},
		{"shape", "POST", "/api/v1/shape/gizmo", `g.V("` + iri("Russia") + `").Out("<kg:supports>").All()`, 200, "text/plain", []string{`"links":[`, `"nodes":[`}},
		{"limit", "POST", "/api/v1/query/gizmo?limit=1", `g.V().All()`, 200, "text/plain", []string{`"truncated":true`}},
		{"v2", "POST", "/api/v2/query?lang=gizmo", `g.Emit(1)`, 200, "application/json", []string{`{"result":[1]}`}},
		{"v2 get", "GET", "/api/v2/query?lang=gizmo&qu=g.Emit(1)", "", 200, "application/json", []string{`{"result":[1]}`}},
		{"v2 read", "GET", "/api/v2/read?pred=%3Ckg:supports%3E", "", 200, "application/n-quads", []string{iri("Russia") + " <kg:supports> " + assad}},
		{"v2 formats", "GET", "/api/v2/formats", "", 200, "application/json", []string{`"nquads"`}},
		{"write refused", "POST", "/api/v1/write", `[]`, 403, "application/json", []string{"--write"}},
		{"delete refused", "POST", "/api/v1/delete", `[]`, 403, "application/json", []string{"--write"}},
		{"upload refused", "POST", "/api/v1/write/file/nquad", ``, 403, "application/json", []string{"--write"}},
		{"v2 write refused", "POST", "/api/v2/write", ``, 403, "application/json", []string{"--write"}},
		{"no such call", "POST", "/api/v1/drop", ``, 404, "application/json", []string{"no such call"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			resp := call(t, h, test.method, test.path, test.body)
			body := bodyOf(t, resp)
			if resp.StatusCode != test.status || !strings.HasPrefix(resp.Header.Get("Content-Type"), test.contentType) {
				t.Fatalf("got %d %s: %s", resp.StatusCode, resp.Header.Get("Content-Type"), body)
			}
			for _, want := range test.want {
				if !strings.Contains(body, want) {
					t.Errorf("no %q in %s", want, body)
				}
			}
		})
	}
}

func TestGuard(t *testing.T) {
	h := Handler(openSample(t), Options{Write: true, Hosts: []string{"graph.example"}})
	quad := `[{"subject": "<kg:A>", "predicate": "<kg:p>", "object": "<kg:B>"}]`
	tests := []struct {
		name, method, path, body string
		header                   []string
		status                   int
	}{
		{"localhost", "GET", "/explore", "", []string{"Host", "localhost:64210"}, 200},
		{"loopback", "GET", "/explore", "", []string{"Host", "127.0.0.1:64210"}, 200},
		{"loopback 6", "GET", "/explore", "", []string{"Host", "[::1]:64210"}, 200},
		{"known name", "GET", "/explore", "", []string{"Host", "graph.example"}, 200},
		{"foreign name", "GET", "/explore", "", []string{"Host", "evil.example"}, 421},
		{"foreign name that begins well", "GET", "/explore", "", []string{"Host", "localhost.evil.example"}, 421},
		{"no name", "GET", "/explore", "", []string{"Host", ""}, 421},
		{"foreign origin", "POST", "/api/v1/write", quad, []string{"Content-Type", "application/json", "Origin", "http://evil.example"}, 403},
		{"foreign query", "POST", "/api/v1/query/gizmo", "g.V().All()", []string{"Origin", "http://evil.example"}, 403},
		{"cross-site", "POST", "/api/v1/write", quad, []string{"Content-Type", "application/json", "Sec-Fetch-Site", "cross-site"}, 403},
		{"text", "POST", "/api/v1/write", quad, []string{"Content-Type", "text/plain"}, 415},
		{"no type", "POST", "/api/v1/write", quad, nil, 415},
		{"bare form", "POST", "/api/v1/write", quad, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"form of the UI", "POST", "/api/v1/write", quad, []string{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8", "X-Requested-With", "XMLHttpRequest"}, 200},
		{"json", "POST", "/api/v1/write", quad, []string{"Content-Type", "application/json"}, 200},
		{"same origin", "POST", "/api/v1/write", quad, []string{"Content-Type", "application/json", "Origin", "http://localhost"}, 200},
		{"long query", "POST", "/api/v1/query/gizmo", strings.Repeat(" ", maxQuery+1), nil, 413},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			resp := call(t, h, test.method, test.path, test.body, test.header...)
			if resp.StatusCode != test.status {
				t.Fatalf("got %d, want %d: %s", resp.StatusCode, test.status, bodyOf(t, resp))
			}
			if resp.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("another site may read the answer")
			}
		})
	}
}

func TestWrite(t *testing.T) {
	h := Handler(openSample(t), Options{Write: true})
	count := func() int {
		body := bodyOf(t, call(t, h, "POST", "/api/v1/query/gizmo", `g.V("<kg:A>").Out("<kg:p>").All()`))
		return strings.Count(body, `"id"`)
	}
	json := []string{"Content-Type", "application/json"}
	steps := []struct {
		path, body string
		header     []string
		status     int
		rows       int
	}{
		{"/api/v1/write", `[{"subject": "<kg:A>", "predicate": "<kg:p>", "object": "<kg:B>", "label": "<kg:g>"}]`, json, 200, 1},
		{"/api/v1/write", `[{"subject": "kg:A", "predicate": "kg:p", "object": "a word"}]`, json, 200, 2},
		{"/api/v1/write", `[{"subject": "a word", "predicate": "<kg:p>", "object": "<kg:B>"}]`, json, 400, 2},
		{"/api/v1/write", `[{"subject": "<kg:A> <kg:p> <kg:C> .\n<kg:A", "predicate": "<kg:p>", "object": "<kg:B>"}]`, json, 400, 2},
		{"/api/v1/write", `no JSON`, json, 400, 2},
		{"/api/v1/delete", `[{"subject": "kg:A", "predicate": "kg:p", "object": "a word"}]`, json, 200, 1},
		{"/api/v2/write", "<kg:A> <kg:p> <kg:D> .\n", []string{"Content-Type", nquadsType}, 200, 2},
		{"/api/v2/delete", "<kg:A> <kg:p> <kg:D> .\n", []string{"Content-Type", nquadsType}, 200, 1},
		{"/api/v1/write/file/nquad", "--x\r\nContent-Disposition: form-data; name=\"NQuadFile\"; filename=\"a.nq\"\r\n\r\n<kg:A> <kg:p> <kg:E> .\n\r\n--x--\r\n",
			[]string{"Content-Type", "multipart/form-data; boundary=x"}, 200, 2},
		{"/api/v1/write/file/nquad", "--x\r\nContent-Disposition: form-data; name=\"NQuadFile\"; filename=\"a.nq\"\r\n\r\n<kg:A> <kg:p> .\n\r\n--x--\r\n",
			[]string{"Content-Type", "multipart/form-data; boundary=x"}, 400, 2},
		{"/api/v1/write/file/nquad", "--x--\r\n", []string{"Content-Type", "multipart/form-data; boundary=x"}, 400, 2},
		{"/api/v2/node/delete", `"<kg:A>"`, json, 200, 0},
	}
	for i, step := range steps {
		resp := call(t, h, "POST", step.path, step.body, step.header...)
		if body := bodyOf(t, resp); resp.StatusCode != step.status {
			t.Fatalf("step %d: got %d, want %d: %s", i, resp.StatusCode, step.status, body)
		}
		if got := count(); got != step.rows {
			t.Fatalf("step %d: %d rows, want %d", i, got, step.rows)
		}
	}
}

func TestFirstQueriesRun(t *testing.T) {
	store := openSample(t)
	h := Handler(store, Options{})
	list := newOpeners(store).list(context.Background())
	if !strings.Contains(list.First["gizmo"], iri("Bashar al-Assad")) {
		t.Errorf("the first query is not about the entity with the most facts:\n%s", list.First["gizmo"])
	}
	offered := list.Examples
	for lang, text := range list.First {
		offered = append(offered, opener{"first " + lang, lang, text})
	}
	canned := 0
	for _, q := range offered {
		resp := call(t, h, "POST", "/api/v1/query/"+q.Lang, q.Text)
		body := bodyOf(t, resp)
		mayBeEmpty := strings.Contains(q.Title, "(kg query ")
		if mayBeEmpty {
			canned++
		}
		if resp.StatusCode != 200 || !mayBeEmpty && strings.HasPrefix(body, `{"result":[]`) || strings.Contains(body, "errors") {
			t.Errorf("%s: %d %s\n%s", q.Title, resp.StatusCode, body, q.Text)
		}
	}
	if canned != len(cannedExamples) {
		t.Errorf("%d canned queries are offered, and %d are wanted", canned, len(cannedExamples))
	}
}

// TestCannedScripts puts each canned query into the API as the program that it
// is printed as, and wants the statements of its table.
func TestCannedScripts(t *testing.T) {
	ctx, store := context.Background(), openSample(t)
	h := Handler(store, Options{})
	for _, q := range queries.All() {
		args := queries.Args{}
		for _, p := range q.Params {
			switch {
			case p.Kind == queries.EntityParam && p.Required:
				args[p.Name] = []string{"Russia", "Turkey"}[len(args)%2]
			case p.Kind == queries.StatementParam:
				args[p.Name] = string(sample().Statements[0].ID)
			case p.Name == "negated":
				args[p.Name] = "true"
			}
		}
		table, err := q.Run(ctx, store, args)
		if err != nil {
			t.Fatal(q.Name, err)
		}
		script, err := q.Script(ctx, store, args)
		if err != nil {
			t.Fatal(q.Name, err)
		}
		body := bodyOf(t, call(t, h, "POST", "/api/v1/query/gizmo", script))
		for _, row := range table.Rows {
			for _, cell := range row {
				if strings.HasPrefix(cell.IRI, "kg:statement/") && !strings.Contains(body, cell.IRI) {
					t.Errorf("%s: no %s in %s", q.Name, cell.IRI, body)
				}
			}
		}
		if len(table.Rows) > 0 && strings.HasPrefix(body, `{"result":[]`) {
			t.Errorf("%s: nothing comes of\n%s", q.Name, script)
		}
	}
}

func TestVisualizeIsLabelled(t *testing.T) {
	h := Handler(openSample(t), Options{})
	query := `g.V("` + iri("Bashar al-Assad") + `").Tag("target").In(["<kg:supports>", "<kg:opposes>"], "relation").Tag("source").All()`
	body := bodyOf(t, call(t, h, "POST", "/api/v1/query/gizmo", query, "Referer", "http://localhost/ui/visualize"))
	for _, want := range []string{"United States → opposes", "Russia → supports", `"target_label":"Bashar al-Assad"`, againstColour, forColour} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %s", want, body)
		}
	}
	if body := bodyOf(t, call(t, h, "POST", "/api/v1/query/gizmo", query)); strings.Contains(body, "_label") {
		t.Errorf("the Query page gets labels: %s", body)
	}
}

func TestPages(t *testing.T) {
	h := Handler(openSample(t), Options{})
	tests := []struct {
		path   string
		status int
		want   string
	}{
		{"/explore", 200, "Powers &lt;b&gt;meet&lt;/b&gt;"},
		{"/kg/ui.js", 200, "kgOpeners"},
		{"/kg/../handler.go", 307, ""},
		{"/kg/nothing.js", 404, ""},
	}
	for _, test := range tests {
		resp := call(t, h, "GET", test.path, "")
		body := bodyOf(t, resp)
		if resp.StatusCode != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d, no %q in %s", test.path, resp.StatusCode, test.want, body)
		}
		if strings.Contains(resp.Header.Get("Content-Type"), "html") && strings.Contains(body, "<script>alert") {
			t.Errorf("%s: markup of an article gets through: %s", test.path, body)
		}
		if policy := resp.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %s", test.path, policy)
		}
	}
}

func TestCayleyPages(t *testing.T) {
	h := Handler(openSample(t), Options{})
	if newCayleyUI(cayleyFiles()).absent {
		resp := call(t, h, "GET", "/", "")
		if body := bodyOf(t, resp); resp.StatusCode != 501 || !strings.Contains(body, "make ui") {
			t.Fatalf("%d %s", resp.StatusCode, body)
		}
		t.Skip("Cayley's files are not in this build: run go generate ./web")
	}
	for path, want := range map[string]string{
		"/": "cayley_query.js", "/ui/query_shape": "cayley_shape.js", "/ui/visualize": "cayley_visualize.js", "/ui/write": "cayley_write.js",
		"/docs/GizmoAPI": "<h1>", "/docs/HTTP": "<h1>", "/docs/MQL": "<h1>", "/docs/Configuration": "<h1>", "/docs/Quickstart-As-Application": "<h1>",
		"/static/js/cayley_main.js": "CodeMirror",
	} {
		resp := call(t, h, "GET", path, "")
		body := bodyOf(t, resp)
		if resp.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %q", path, resp.StatusCode, want)
		}
		if strings.HasSuffix(path, ".js") || strings.HasPrefix(path, "/docs") {
			continue
		}
		if !strings.Contains(body, `name="kg-openers"`) || strings.Index(body, "/kg/first.js") > strings.Index(body, "/static/js/cayley_main.js") {
			t.Errorf("%s: our first query does not come before Cayley's", path)
		}
		policy := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "'sha256-") || strings.Contains(policy, "script-src 'self' 'unsafe") {
			t.Errorf("%s: policy %s", path, policy)
		}
	}
	for _, path := range []string{"/ui/nothing", "/static/", "/static/js", "/static/../LICENSE", "/docs/..%2FLICENSE"} {
		if resp := call(t, h, "GET", path, ""); resp.StatusCode == 200 {
			t.Errorf("%s is served", path)
		}
	}
}

func TestAbsentUI(t *testing.T) {
	ui := newCayleyUI(assetsFS) // any folder without the templates
	if !ui.absent {
		t.Fatal("templates found where there are none")
	}
}

// fakeExtractor reads one statement off any article.
type fakeExtractor struct{}

func (fakeExtractor) Extract(_ context.Context, a graph.Article) (*graph.Reading, error) {
	r := sample()
	r.Article = a
	r.Statements = r.Statements[:1]
	s := &r.Statements[0]
	s.Sentence = graph.Span{Begin: 0, End: len(a.Text)}
	s.ID = graph.StatementID(a.ID, s)
	return r, nil
}

func TestLoadPage(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	text := "text=" + url.QueryEscape("Russia backs Assad\r\n\r\nThe Russian government said on Thursday that it supports the president of Syria and will continue to do so.")
	reading := Handler(openSample(t), Options{Extractor: fakeExtractor{}})
	writing := Handler(openSample(t), Options{Extractor: fakeExtractor{}, Write: true})
	tests := []struct {
		name   string
		h      http.Handler
		body   string
		kind   string
		status int
		want   string
	}{
		{"read", reading, text, form, 200, "and not stored"},
		{"not stored", reading, text + "&do=store", form, 403, "--write"},
		{"stored", writing, text + "&do=store&source=http://a.b/c", form, 303, ""},
		{"no text", writing, "text=&do=store", form, 400, "role=\"alert\""},
		{"bad date", reading, text + "&date=someday", form, 400, "is no date"},
		{"other type", reading, text, "text/plain", 415, "form"},
	}
	for _, test := range tests {
		resp := call(t, test.h, "POST", "/explore/load", test.body, "Content-Type", test.kind)
		if body := bodyOf(t, resp); resp.StatusCode != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d, no %q in %s", test.name, resp.StatusCode, test.want, body)
		}
	}
	body := bodyOf(t, call(t, writing, "GET", "/explore.json", ""))
	if !strings.Contains(body, "Russia backs Assad") {
		t.Errorf("the article is not in the store: %s", body)
	}
	if resp := call(t, Handler(openSample(t), Options{}), "GET", "/explore/load", ""); resp.StatusCode != 404 {
		t.Errorf("without an extractor the page gives %d", resp.StatusCode)
	}
}

func TestTooManyQueries(t *testing.T) {
	s := &server{opts: Options{Queries: 1}.withDefaults(), slots: make(chan struct{}, 1)}
	if !s.takeSlot(context.Background()) {
		t.Fatal("the first query does not run")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if s.takeSlot(ctx) {
		t.Fatal("a second query runs beside the first")
	}
}

func TestMarkdown(t *testing.T) {
	tests := []struct{ text, want string }{
		{"# A <b>", "<h1>A &lt;b&gt;</h1>\n"},
		{"one\ntwo", "<p>one\ntwo\n</p>\n"},
		{"* a\n* `b`", "<ul><li>a</li>\n<li><code>b</code></li>\n</ul>\n"},
		{"```js\na < b\n\n# c\n```", "<pre tabindex=\"0\">a &lt; b\n\n# c\n</pre>\n"},
		{"[x](http://a.b)", `<p><a href="http://a.b" rel="noreferrer">x</a>` + "\n</p>\n"},
		{"[x](javascript:alert)", "<p>x\n</p>\n"},
	}
	for _, test := range tests {
		if got := string(renderMarkdown([]byte(test.text))); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func TestParseTerm(t *testing.T) {
	tests := []struct{ text, want string }{
		{"<kg:A>", "<kg:A>"}, {"kg:A", "<kg:A>"}, {`"a"@en`, `"a"@en`}, {"_:b", "_:b"}, {"a word", `"a word"`}, {"", ""},
		{`"a" <kg:g>`, `"\"a\" <kg:g>"`}, {"<kg:A> . <kg:B>", `"<kg:A> . <kg:B>"`},
	}
	for _, test := range tests {
		if got := parseTerm(test.text).String(); got != test.want {
			t.Errorf("%q: got %s, want %s", test.text, got, test.want)
		}
	}
}

func ExampleHandler() {
	// A store that is served for reading only, as kg ui does without --write:
	//
	//	store, err := graph.Open(ctx, "kg.db", graph.OpenOptions{ReadOnly: true})
	//	listener, err := net.Listen("tcp", "127.0.0.1:64210")
	//	err = web.Serve(ctx, listener, web.Handler(store, web.Options{}))
	answer, _ := json.Marshal(rows{Result: []any{"Hello World"}})
	fmt.Println(string(answer))
	// Output: {"result":["Hello World"]}
}

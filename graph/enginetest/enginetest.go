// Package enginetest is the conformance suite for the engines that a
// graph.Store may keep its quads in: what holds of one holds of all, and each
// gives the answers that the embedded one gives.
package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kg/graph"
)

// Engine is a kind of store to test.
type Engine struct {
	New    func(testing.TB) string // gives the path of a store that is not there yet
	Shared bool                    // several processes may write
}

// Embedded is the engine in a folder.
var Embedded = Engine{New: func(t testing.TB) string { return t.TempDir() + "/kg.db" }}

// Run runs the suite.
func Run(t *testing.T, e Engine) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Engine)
	}{
		{"Open", testOpen},
		{"Terms", testTerms},
		{"NoOps", testNoOps},
		{"Ghosts", testGhosts},
		{"AllOrNothing", testAllOrNothing},
		{"Articles", testArticles},
		{"LargeLoad", testLargeLoad},
		{"Snapshot", testSnapshot},
		{"Freeze", testFreeze},
		{"Writers", testWriters},
		{"Closed", testClosed},
		{"Queries", testQueries},
		{"Reads", testReads},
		{"Bounds", testBounds},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, e) })
	}
}

var background = context.Background()

func open(t testing.TB, path string, opts graph.OpenOptions) *graph.Store {
	t.Helper()
	s, err := graph.Open(background, path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func (e Engine) empty(t testing.TB) *graph.Store {
	t.Helper()
	return open(t, e.New(t), graph.OpenOptions{Create: true})
}

func load(t testing.TB, s *graph.Store, text string) int {
	t.Helper()
	n, err := s.LoadNQuads(background, strings.NewReader(text), "test.nq")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func export(t testing.TB, s *graph.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(background, &b, graph.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func stats(t testing.TB, s *graph.Store) graph.Stats {
	t.Helper()
	st, err := s.Stats(background)
	if err != nil {
		t.Fatal(err)
	}
	st.Bytes = 0
	return st
}

// whole checks the store.
func whole(t testing.TB, s *graph.Store) {
	t.Helper()
	report, err := s.Check(background)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Errorf("check: %s: %s", p.Where, p.What)
	}
}

func put(t testing.TB, s *graph.Store, r *graph.Reading) graph.PutResult {
	t.Helper()
	result, err := s.Put(background, r)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// ask gives the rows of a query as text, sorted.
func ask(t testing.TB, s *graph.Store, lang, text string) []string {
	t.Helper()
	rows, err := rowsOf(s, lang, text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return rows
}

func rowsOf(s *graph.Store, lang, text string) ([]string, error) {
	result, err := s.Query(background, lang, text, graph.QueryOptions{})
	if err != nil {
		return nil, err
	}
	var rows []string
	for _, r := range result.Rows {
		row := fmt.Sprintf("%v", r.Value)
		for _, b := range r.Bindings {
			row += " " + b.Tag + "=" + b.Term.String()
		}
		rows = append(rows, row)
	}
	slices.Sort(rows)
	return rows, nil
}

func testOpen(t *testing.T, e Engine) {
	path := e.New(t)
	if _, err := graph.Open(background, path, graph.OpenOptions{}); !errors.Is(err, graph.ErrNoStore) {
		t.Fatalf("a store that is not there opens: %v", err)
	}
	if _, err := graph.Open(background, path, graph.OpenOptions{ReadOnly: true, Create: true}); !errors.Is(err, graph.ErrNoStore) {
		t.Fatalf("reading makes a store: %v", err)
	}
	s := open(t, path, graph.OpenOptions{Create: true})
	if st := stats(t, s); st != (graph.Stats{}) {
		t.Errorf("an empty store has %+v", st)
	}
	load(t, s, "<a:a> <a:b> <a:c> .\n")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	reader := open(t, path, graph.OpenOptions{ReadOnly: true})
	if got := export(t, reader); got != "<a:a> <a:b> <a:c> .\n" {
		t.Errorf("opened again it has %q", got)
	}
	if _, err := reader.Put(background, Article(1, "x")); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("Put on a reader: %v", err)
	}
	if _, err := reader.LoadNQuads(background, strings.NewReader(""), ""); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("LoadNQuads on a reader: %v", err)
	}
	if err := reader.Remove(background, "kg:article/1"); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("Remove on a reader: %v", err)
	}
}

// hostile are terms that stores have been seen to change, in canonical form.
var hostile = []string{
	`"007"^^<http://www.w3.org/2001/XMLSchema#integer>`, `"7"^^<http://www.w3.org/2001/XMLSchema#integer>`, `"7"`,
	`"+7"^^<http://www.w3.org/2001/XMLSchema#integer>`, `"99999999999999999999999"^^<http://www.w3.org/2001/XMLSchema#integer>`,
	`"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>`, `"1.5E0"^^<http://www.w3.org/2001/XMLSchema#double>`, `"1.5"^^<http://www.w3.org/2001/XMLSchema#double>`,
	`"NaN"^^<http://www.w3.org/2001/XMLSchema#double>`, `"-INF"^^<http://www.w3.org/2001/XMLSchema#double>`, `"1.5"^^<http://www.w3.org/2001/XMLSchema#float>`,
	`"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`, `"1"^^<http://www.w3.org/2001/XMLSchema#boolean>`, `"True"^^<http://www.w3.org/2001/XMLSchema#boolean>`,
	`"2015-10-30T12:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`, `"2015-10-30T12:00:00+05:30"^^<http://www.w3.org/2001/XMLSchema#dateTime>`,
	`"2015-10-30T12:00:00.123456789Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`, `"2015-10-30T12:00:00.100Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`,
	`"2015-10-30T12:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>`, `"24:00:00"^^<http://www.w3.org/2001/XMLSchema#time>`,
	`"2015-10-30"^^<http://www.w3.org/2001/XMLSchema#date>`, `"2015-10-30+14:00"^^<http://www.w3.org/2001/XMLSchema#date>`, `"2015"^^<http://www.w3.org/2001/XMLSchema#gYear>`,
	`"P1Y2M"^^<http://www.w3.org/2001/XMLSchema#duration>`, `"AAEC"^^<http://www.w3.org/2001/XMLSchema#base64Binary>`, `"00ff"^^<http://www.w3.org/2001/XMLSchema#hexBinary>`,
	`" "`, `""`, `"\t \b \n \r \f \\ \" '"`, `"\u0000"`, `"\\u0000"`, `"\\x00"`, `"a\u0000b"`, `"é"`, "\"e\u0301\"", `"日本"@ja`, `"colour"@en-GB`, `"colour"@en-gb`, `"colour"@en`, `"colour"`,
	`"<http://evil/s> <p> <o> ."`, `"'; DROP TABLE kg_quads; --"`, `"$1"`, `"%s"`, `"😀"`, `"x"^^<http://example.org/a%20type>`,
	`<http://example.org/%22%3E>`, `<http://example.org/é>`, `<urn:x:'>`, `<kg:X>`, `_:b0`, `_:B.0`, `"_:b0"`, `"<kg:X>"`,
}

func testTerms(t *testing.T, e Engine) {
	var lines []string
	for i, term := range hostile {
		lines = append(lines, fmt.Sprintf("<a:s> <a:p> %s .", term), fmt.Sprintf("<a:s> <a:p> %s <a:g%d> .", term, i))
	}
	lines = append(lines, "_:b0 <a:p> _:b0 _:b0 .", `<a:s> <a:p> "`+strings.Repeat("long ", 100_000)+`" .`)
	slices.Sort(lines)
	want := strings.Join(lines, "\n") + "\n"
	path := e.New(t)
	s := open(t, path, graph.OpenOptions{Create: true})
	if n := load(t, s, want); n != len(lines) {
		t.Fatalf("%d quads are new, want %d", n, len(lines))
	}
	if got := export(t, s); got != want {
		t.Errorf("exported %s\nwant %s", difference(got, want), difference(want, got))
	}
	whole(t, s)
	s.Close()
	s = open(t, path, graph.OpenOptions{ReadOnly: true})
	found := map[string]int{}
	for q, err := range s.QuadsMatching(background, graph.Pattern{Subject: graph.NewIRI("a:s")}) {
		if err != nil {
			t.Fatal(err)
		}
		for of, err := range s.QuadsMatching(background, graph.Pattern{Object: q.Object, InDefaultGraph: true, Subject: graph.NewIRI("a:s")}) {
			if err != nil || of.Object != q.Object {
				t.Errorf("by %v one finds %v, %v", q.Object, of.Object, err)
			}
			found[q.Object.Value]++
		}
	}
	if len(found) == 0 {
		t.Error("no quads match")
	}
	if got := ask(t, s, "gizmo", `g.V("<a:s>").Out("<a:p>").All()`); len(got) != 2*len(hostile)+1 {
		t.Errorf("Gizmo finds %d objects, want %d", len(got), 2*len(hostile)+1)
	}
}

// difference gives the first lines of a that b lacks.
func difference(a, b string) string {
	have := strings.Split(b, "\n")
	var out []string
	for _, line := range strings.Split(a, "\n") {
		if !slices.Contains(have, line) && len(out) < 5 {
			out = append(out, line[:min(len(line), 200)])
		}
	}
	return strings.Join(out, "\n")
}

func testNoOps(t *testing.T, e Engine) {
	s := e.empty(t)
	const quads = "<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:c> <a:g> .\n<a:a> <a:b> \"c\" .\n"
	if n := load(t, s, quads+quads); n != 3 {
		t.Errorf("%d quads are new, want 3", n)
	}
	before, commit := stats(t, s), commitOf(t, s)
	if n := load(t, s, quads); n != 0 {
		t.Errorf("again %d quads are new", n)
	}
	if n, err := s.DeleteNQuads(background, strings.NewReader("<a:a> <a:b> <a:d> .\n<a:z> <a:z> <a:z> .\n<a:a> <a:b> \"c\"@en .\n"), ""); n != 0 || err != nil {
		t.Errorf("deleting what is not there: %d, %v", n, err)
	}
	if after := stats(t, s); after != before {
		t.Errorf("sizes %+v, before %+v", after, before)
	}
	if again := commitOf(t, s); again != commit {
		t.Errorf("no change makes state %d of %d", again, commit)
	}
	if n, err := s.DeleteNQuads(background, strings.NewReader("<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:c> .\n"), ""); n != 1 || err != nil {
		t.Errorf("deleting one: %d, %v", n, err)
	}
	if got := export(t, s); got != "<a:a> <a:b> \"c\" .\n<a:a> <a:b> <a:c> <a:g> .\n" {
		t.Errorf("left: %s", got)
	}
	whole(t, s)
}

func commitOf(t testing.TB, s *graph.Store) uint64 {
	t.Helper()
	n, err := s.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func testGhosts(t *testing.T, e Engine) {
	s := e.empty(t)
	const kept = "<a:a> <a:b> <a:c> .\n"
	var gone strings.Builder
	for i := range 50 {
		fmt.Fprintf(&gone, "<a:s%d> <a:b> \"%d\" <a:g> .\n<a:a> <a:p%d> <a:c> .\n", i, i, i%5)
	}
	load(t, s, kept+gone.String())
	ask(t, s, "gizmo", "g.V().All()") // what is cached must not come back
	if _, err := s.DeleteNQuads(background, strings.NewReader(gone.String()), ""); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, s, "gizmo", "g.V().All()"); len(got) != 3 {
		t.Errorf("nodes are left: %v", got)
	}
	if got := ask(t, s, "gizmo", `g.V("<a:s1>").All()`); len(got) != 0 {
		t.Errorf("a node that is gone is found: %v", got)
	}
	if st := stats(t, s); st != (graph.Stats{Quads: 1, Terms: 3, Predicates: 1}) {
		t.Errorf("sizes are %+v", st)
	}
	whole(t, s)
	if _, err := s.DeleteNQuads(background, strings.NewReader(kept), ""); err != nil {
		t.Fatal(err)
	}
	if st := stats(t, s); st != (graph.Stats{}) {
		t.Errorf("the empty store has %+v", st)
	}
	if n := load(t, s, kept); n != 1 || export(t, s) != kept {
		t.Errorf("%d quads come back: %q", n, export(t, s))
	}
	whole(t, s)
}

func testAllOrNothing(t *testing.T, e Engine) {
	s := e.empty(t)
	load(t, s, "<a:a> <a:b> <a:c> .\n")
	before := export(t, s)
	var many strings.Builder
	for i := range 25_000 {
		fmt.Fprintf(&many, "<a:s%d> <a:b> \"%d\" <a:g> .\n", i, i)
	}
	if _, err := s.LoadNQuads(background, strings.NewReader(many.String()+"<a:a> <a:b> oops .\n"), "bad.nq"); err == nil || !strings.Contains(err.Error(), "bad.nq:25001") {
		t.Errorf("a mistake in the last line: %v", err)
	}
	if got := export(t, s); got != before {
		t.Errorf("after a mistake the store has %d bytes more", len(got)-len(before))
	}
	ctx, cancel := context.WithCancel(background)
	in := io.MultiReader(strings.NewReader(many.String()), readerFunc(func([]byte) (int, error) { cancel(); return 0, io.EOF }))
	if _, err := s.LoadNQuads(ctx, in, "cut.nq"); !errors.Is(err, context.Canceled) {
		t.Errorf("a load that is cancelled: %v", err)
	}
	if got := export(t, s); got != before {
		t.Errorf("after a cancelled load the store has %d bytes more", len(got)-len(before))
	}
	whole(t, s)
	if n := load(t, s, many.String()); n != 25_000 {
		t.Errorf("then %d quads load", n)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// Article makes a reading of an article with three statements.
func Article(n int, text string) *graph.Reading {
	a := graph.Article{Title: fmt.Sprintf("Article %d", n), Source: fmt.Sprintf("news/%d.txt", n), Published: fmt.Sprintf("2015-10-%02d", 1+n%28),
		Publisher: "The Example", Language: "en", Text: text}
	a.ID = graph.ArticleID(a.Source, a.Text)
	one, two := people[n%len(people)], people[(n/3+n*7+1)%len(people)]
	group := graph.UnnamedID(a.ID, "rebel groups")
	r := &graph.Reading{Article: a, Entities: []graph.Entity{
		{ID: group, Name: "rebel groups", Type: graph.Group},
		{ID: graph.EntityID(one), Name: one, Type: graph.Country, Aliases: []string{"The " + one, one + "ia"}},
	}}
	if one != two {
		r.Entities = append(r.Entities, graph.Entity{ID: graph.EntityID(two), Name: two, Type: graph.Person, SameAs: []graph.IRI{graph.IRI("http://www.wikidata.org/entity/Q" + fmt.Sprint(n%7))}})
	}
	slices.SortFunc(r.Entities, func(a, b graph.Entity) int { return strings.Compare(string(a.ID), string(b.ID)) })
	state := func(relation graph.IRI, object graph.Argument, by *graph.Source) {
		s := graph.Statement{Relation: relation, Subject: &graph.Argument{ID: graph.EntityID(one), Name: one}, Object: &object,
			Polarity: graph.Positive, Modality: graph.Actual, AttributedTo: by, Sentence: graph.Span{Begin: 0, End: min(len(text), 20)}, Rule: "test", Confidence: 0.5}
		s.ID = graph.StatementID(a.ID, &s)
		r.Statements = append(r.Statements, s)
	}
	state("kg:supports", graph.Argument{ID: group, Name: "rebel groups"}, nil)
	state("kg:opposes", graph.Argument{ID: graph.EntityID(two), Name: two}, nil)
	state("kg:attacks", graph.Argument{ID: graph.EntityID(two), Name: two}, &graph.Source{Argument: graph.Argument{Name: "activists"}})
	return r
}

var people = []string{"Arland", "Borduria", "Carpania", "Drachia", "Eastmark", "Florin", "Guilder", "Hav", "Illyria", "Jotun", "Kundu", "Latveria"}

func testArticles(t *testing.T, e Engine) {
	s := e.empty(t)
	first := Article(1, "Borduria backs rebel groups against Illyria.")
	if r := put(t, s, first); !r.Added || r.Statements != 3 || r.Quads == 0 {
		t.Errorf("first: %+v", r)
	}
	if r := put(t, s, first); !r.Unchanged {
		t.Errorf("again: %+v", r)
	}
	alone := export(t, s)
	changed := Article(1, "Borduria now backs other rebel groups.")
	if r := put(t, s, changed); !r.Replaced {
		t.Errorf("another text under its source: %+v", r)
	}
	if strings.Contains(export(t, s), string(first.Article.ID)) {
		t.Error("quads of the text that was replaced are left")
	}
	if r := put(t, s, first); !r.Replaced || export(t, s) != alone {
		t.Errorf("and back: %+v", r)
	}
	var rest []*graph.Reading
	for i := range 20 {
		rest = append(rest, Article(2+i, fmt.Sprint("Text ", i)))
	}
	results, err := s.PutAll(background, rest)
	if err != nil || len(results) != len(rest) {
		t.Fatalf("PutAll: %d results, %v", len(results), err)
	}
	if st := stats(t, s); st.Articles != 21 || st.Statements != 63 || st.PlainFacts != 42 {
		t.Errorf("sizes: %+v", st)
	}
	whole(t, s)
	for _, r := range rest {
		if err := s.Remove(background, r.Article.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Remove(background, rest[0].Article.ID); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("removing it again: %v", err)
	}
	if export(t, s) != alone {
		t.Error("removing articles leaves or takes something")
	}
	whole(t, s)
}

// testLargeLoad loads more than one part of a load, over what is there.
func testLargeLoad(t *testing.T, e Engine) {
	s := e.empty(t)
	var b strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&b, "<a:s%d> <a:p%d> <a:o%d> <a:g%d> .\n", i%5000, i%7, i%900, i%3)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	slices.Sort(lines)
	lines = slices.Compact(lines)
	half := strings.Join(lines[:len(lines)/2], "\n") + "\n"
	if n := load(t, s, half); n != len(lines)/2 {
		t.Errorf("%d are new, want %d", n, len(lines)/2)
	}
	if n := load(t, s, b.String()); n != len(lines)-len(lines)/2 {
		t.Errorf("%d are new, want %d", n, len(lines)-len(lines)/2)
	}
	if want := strings.Join(lines, "\n") + "\n"; export(t, s) != want {
		t.Error("the export differs from what was loaded")
	}
	whole(t, s)
	seen := 0
	for _, err := range s.QuadsMatching(background, graph.Pattern{Predicate: graph.NewIRI("a:p1")}) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	want := 0
	for _, line := range lines {
		if strings.Contains(line, "<a:p1>") {
			want++
		}
	}
	if seen != want {
		t.Errorf("%d quads have a predicate, want %d", seen, want)
	}
	if n, err := s.DeleteNQuads(background, strings.NewReader(b.String()), ""); err != nil || n != len(lines) {
		t.Errorf("deleting all: %d, %v", n, err)
	}
	if st := stats(t, s); st != (graph.Stats{}) {
		t.Errorf("then there are %+v", st)
	}
}

// testSnapshot reads while another goroutine writes: each run through the
// quads sees whole articles only.
func testSnapshot(t *testing.T, e Engine) {
	s := e.empty(t)
	put(t, s, Article(0, "first"))
	each := len(quadsOf(t, s))
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			for {
				select {
				case <-done:
					return
				default:
				}
				articles := map[graph.IRI]int{}
				for q, err := range s.QuadsMatching(background, graph.Pattern{Predicate: graph.NewIRI(graph.RDFType)}) {
					if err != nil {
						t.Error(err)
						return
					}
					articles[q.Graph.IRI()]++
				}
				for id, n := range articles {
					if n < 6 { // the article, three statements and two entities at least
						t.Errorf("article %s has %d types", id, n)
					}
				}
				if rows, err := rowsOf(s, "gizmo", `const all = g.V().Has("<rdf:type>", "<rdf:Statement>").ToArray().length;
					g.Emit(all - g.V().Has("<rdf:type>", "<rdf:Statement>").ToArray().length)`); err != nil || rows[0] != "0" {
					t.Errorf("a query sees two states: %v, %v", rows, err)
				}
			}
		}()
	}
	for i := range 40 {
		put(t, s, Article(i%20, fmt.Sprint("text ", i)))
	}
	close(done)
	readers.Wait()
	if each == 0 {
		t.Error("no quads")
	}
	// a run that has begun goes on in its own state
	n := 0
	for _, err := range s.QuadsMatching(background, graph.Pattern{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			if err := s.Remove(background, mustArticles(t, s)[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		n++
	}
	if after := len(quadsOf(t, s)); after >= n {
		t.Errorf("a run saw %d quads, and after it there are %d", n, after)
	}
	whole(t, s)
}

func quadsOf(t testing.TB, s *graph.Store) (quads []graph.Quad) {
	t.Helper()
	for q, err := range s.QuadsMatching(background, graph.Pattern{}) {
		if err != nil {
			t.Fatal(err)
		}
		quads = append(quads, q)
	}
	return quads
}

func mustArticles(t testing.TB, s *graph.Store) []graph.ArticleInfo {
	t.Helper()
	articles, err := s.Articles(background)
	if err != nil {
		t.Fatal(err)
	}
	return articles
}

// testFreeze reads many things from one state.
func testFreeze(t *testing.T, e Engine) {
	s := e.empty(t)
	for i := range 10 {
		put(t, s, Article(i, fmt.Sprint("text ", i)))
	}
	before := mustArticles(t, s)
	entity, err := s.Entity(background, graph.EntityID(people[1]))
	if err != nil {
		t.Fatal(err)
	}
	ids := append([]graph.IRI{"kg:statement/none"}, entity.Statements...)
	want := make([]*graph.StatementInfo, len(ids))
	for i, id := range ids[1:] {
		if want[i+1], err = s.Statement(background, id); err != nil {
			t.Fatal(err)
		}
	}
	ctx, end, err := s.Freeze(background)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range before {
		if err := s.Remove(background, a.ID); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		got, err := s.Statements(ctx, ids)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Statements: %v, %+v", err, got)
		}
	}
	if got, err := s.Articles(ctx); err != nil || !reflect.DeepEqual(got, before) {
		t.Errorf("%d articles, %v", len(got), err)
	}
	if result, err := s.Query(ctx, "gizmo", `g.V("<rdf:Statement>").In("<rdf:type>").All()`, graph.QueryOptions{}); err != nil || len(result.Rows) != 30 {
		t.Errorf("a query of the frozen state: %v, %v", result, err)
	}
	if st := stats(t, s); st != (graph.Stats{}) {
		t.Errorf("the present state has %+v", st)
	}
	end()
	end()
	if st, err := s.Stats(ctx); err != nil || st.Articles != 0 {
		t.Errorf("after the end: %+v, %v", st, err)
	}
}

// testWriters writes from many goroutines, and from many stores where they
// can share: the last text of each source is whole and alone.
func testWriters(t *testing.T, e Engine) {
	path := e.New(t)
	stores := []*graph.Store{open(t, path, graph.OpenOptions{Create: true})}
	for range 3 {
		if e.Shared {
			stores = append(stores, open(t, path, graph.OpenOptions{}))
		} else {
			stores = append(stores, stores[0])
		}
	}
	var writers sync.WaitGroup
	for w, s := range stores {
		writers.Add(1)
		go func() {
			defer writers.Done()
			for i := range 15 {
				if _, err := s.Put(background, Article(i%5, fmt.Sprintf("Text %d of writer %d", i, w))); err != nil {
					t.Error(err)
				}
				if i%5 == 4 {
					text := fmt.Sprintf("<a:w%d> <a:p> <a:x> .\n<a:all> <a:p> <a:x> .\n", w)
					if _, err := s.LoadNQuads(background, strings.NewReader(text), ""); err != nil {
						t.Error(err)
					}
				}
			}
		}()
	}
	writers.Wait()
	s := stores[0]
	articles := mustArticles(t, s)
	if len(articles) != 5 {
		t.Errorf("%d articles under 5 sources", len(articles))
	}
	for _, a := range articles {
		if a.Statements != 3 {
			t.Errorf("article %s has %d statements", a.ID, a.Statements)
		}
	}
	whole(t, s)
}

// testClosed runs many queries that end early and looks for what they leave.
func testClosed(t *testing.T, e Engine) {
	s := e.empty(t)
	for i := range 30 {
		put(t, s, Article(i, fmt.Sprint("text ", i)))
	}
	ask(t, s, "gizmo", "g.V().All()")
	before := runtime.NumGoroutine()
	for i := range 60 {
		for q, err := range s.QuadsMatching(background, graph.Pattern{}) {
			if err != nil {
				t.Fatal(err)
			}
			_ = q
			break
		}
		if _, err := s.Query(background, "gizmo", "g.V().Both().All()", graph.QueryOptions{Limit: 1 + i%3}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Query(background, "gizmo", "g.V(", graph.QueryOptions{}); !errors.Is(err, graph.ErrQuery) {
			t.Fatalf("a mistake: %v", err)
		}
		if _, err := s.Query(background, "gizmo", "g.V().ForEach(function(x) { throw 'enough' })", graph.QueryOptions{}); !errors.Is(err, graph.ErrQuery) {
			t.Fatalf("a throw: %v", err)
		}
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before+4; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, before %d", runtime.NumGoroutine(), before)
		}
	}
	put(t, s, Article(99, "and it can be written"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Stats(background); !errors.Is(err, graph.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// testBounds ends queries by time and by rows.
func testBounds(t *testing.T, e Engine) {
	s := e.empty(t)
	for i := range 30 {
		put(t, s, Article(i, fmt.Sprint("text ", i)))
	}
	begin := time.Now()
	_, err := s.Query(background, "gizmo", "while (true) { g.V().Both().Count() }", graph.QueryOptions{Timeout: 300 * time.Millisecond})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a query without end: %v", err)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	r, err := s.Query(background, "gizmo", "g.V().All()", graph.QueryOptions{Limit: 7})
	if err != nil || len(r.Rows) != 7 || !r.Truncated {
		t.Errorf("a limit of 7: %v, %v", r, err)
	}
	if rows := ask(t, s, "gizmo", "g.V().GetLimit(3)"); len(rows) != 3 {
		t.Errorf("GetLimit(3) gives %d", len(rows))
	}
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := s.Query(ctx, "gizmo", "g.V().All()", graph.QueryOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a query that is cancelled: %v", err)
	}
	if rows := ask(t, s, "gizmo", "g.V().GetLimit(3)"); len(rows) != 3 {
		t.Errorf("and then GetLimit(3) gives %d", len(rows))
	}
}

// reference is an embedded store with the same articles as s.
func reference(t testing.TB, s *graph.Store) *graph.Store {
	t.Helper()
	ref := Embedded.empty(t)
	for i := range 60 {
		r := Article(i, fmt.Sprint("text ", i))
		put(t, s, r)
		put(t, ref, r)
	}
	load(t, s, extra)
	load(t, ref, extra)
	return ref
}

// extra are quads of other forms than articles have.
const extra = `<a:alice> <a:follows> <a:bob> .
<a:bob> <a:follows> <a:fred> .
<a:bob> <a:status> "cool" <a:status_graph> .
<a:charlie> <a:follows> <a:bob> .
<a:charlie> <a:follows> <a:dani> .
<a:dani> <a:follows> <a:bob> .
<a:dani> <a:follows> <a:greg> <a:g> .
<a:dani> <a:follows> <a:greg> .
<a:dani> <a:status> "cool" .
<a:emily> <a:follows> <a:fred> .
<a:fred> <a:follows> <a:greg> .
<a:greg> <a:status> "cool" .
<a:greg> <a:age> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<a:fred> <a:age> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .
<a:bob> <a:name> "Bob"@en .
<a:follows> <a:status> "relation" .
`

// queries are asked of both stores. What depends on the order in which nodes
// come is not among them.
var queries = []struct{ lang, text string }{
	{"gizmo", `g.V("<kg:Arland>").Out("<kg:supports>").All()`},
	{"gizmo", `g.V("<kg:Arland>").Out().All()`},
	{"gizmo", `g.V("<kg:Arland>").In("<rdf:subject>").Tag("s").Out("<rdf:object>").All()`},
	{"gizmo", `g.V("<kg:Arland>").In("<rdf:subject>").Tag("s").Has("<rdf:predicate>", "<kg:opposes>").Out("<rdf:object>").Tag("o").Out("<rdf:type>").All()`},
	{"gizmo", `g.V("<kg:Arland>", "<kg:Hav>", "<kg:Nowhere>").Tag("x").Out(["<kg:supports>", "<kg:opposes>"], "how").All()`},
	{"gizmo", `g.V("<kg:Arland>").LabelContext(g.V(), "statement").Out("<kg:opposes>").Tag("who").All()`},
	{"gizmo", `g.V("<kg:Arland>").Both("<kg:opposes>").All()`},
	{"gizmo", `g.V("<kg:Arland>").Both("<kg:opposes>").Unique().All()`},
	{"gizmo", `g.V("<kg:Arland>").Out("<kg:opposes>").In("<kg:opposes>").Unique().All()`},
	{"gizmo", `g.V("<kg:Arland>").Out("<kg:opposes>").Intersect(g.V("<kg:Hav>").In("<kg:opposes>")).All()`},
	{"gizmo", `g.V("<kg:Arland>").Out("<kg:opposes>").Union(g.V("<kg:Hav>").Out("<kg:opposes>")).All()`},
	{"gizmo", `g.V("<kg:Arland>").Out("<kg:opposes>").Union(g.V("<kg:Hav>").Tag("h").Out("<kg:opposes>")).Tag("x").Out("<rdf:type>").All()`},
	{"gizmo", `g.V().Has("<rdf:type>", "<kg:class/Country>").Except(g.V("<kg:Arland>").Out("<kg:opposes>")).Unique().All()`},
	{"gizmo", `g.V().Has("<rdf:type>", "<kg:class/Country>").Except(g.V("<kg:Hav>")).Tag("c").Out("<kg:opposes>").All()`},
	{"gizmo", `g.V().Has("<rdf:predicate>", "<kg:attacks>").Save("<rdf:subject>", "s").Save("<rdf:object>", "o").All()`},
	{"gizmo", `g.V().Has("<rdf:type>", "<rdf:Statement>").SaveOpt("<kg:attributedTo>", "by").All()`},
	{"gizmo", `g.V().Has("<rdf:type>", "<schema:NewsArticle>").Save("<schema:headline>", "title").Save("<schema:datePublished>", "date").All()`},
	{"gizmo", `g.Emit(g.V().Has("<rdf:type>", "<kg:class/Country>").Unique().Count())`},
	{"gizmo", `g.Emit(g.V().Count())`},
	{"gizmo", `g.V().All()`},
	{"gizmo", `g.V("<a:dani>").Out("<a:follows>").All()`},
	{"gizmo", `g.V("<a:alice>").FollowRecursive("<a:follows>").All()`},
	{"gizmo", `g.V("<a:alice>").FollowRecursive("<a:follows>").Out("<a:status>").Unique().All()`},
	{"gizmo", `g.V("<a:alice>").FollowRecursive(g.M().Out("<a:follows>")).Has("<a:status>", "cool").All()`},
	{"gizmo", `g.V("cool").In("<a:status>").All()`},
	{"gizmo", `g.V("<a:bob>").LabelContext("<a:status_graph>").Out("<a:status>").All()`},
	{"gizmo", `g.V("<a:dani>").LabelContext("<a:g>").Out("<a:follows>").All()`},
	{"gizmo", `g.V("<a:dani>").Labels().All()`},
	{"gizmo", `g.V("<a:dani>").InPredicates().All()`},
	{"gizmo", `g.V("<a:dani>").OutPredicates().All()`},
	{"gizmo", `g.V("<a:dani>").SaveOutPredicates("p").All()`},
	{"gizmo", `g.V().Has("<a:age>", g.V("<a:x>")).All()`},
	{"gizmo", `g.V("<a:fred>", "<a:greg>").Out("<a:age>").All()`},
	{"gizmo", `g.V().Out("<a:age>").Filter(gt(5)).All()`},
	{"gizmo", `g.V().Filter(regex("^a:[a-d]", true)).All()`},
	{"gizmo", `g.V().Filter(like("%oo%")).All()`},
	{"gizmo", `g.V("<a:charlie>", "<a:alice>").Out("<a:follows>").Filter(regex("bob", true)).In("<a:follows>").All()`},
	{"gizmo", `g.V("<a:bob>").Out("<a:name>").All()`},
	{"gizmo", `g.V("<a:alice>").Follow(g.M().Out("<a:follows>").Out("<a:follows>")).All()`},
	{"gizmo", `g.V("<a:greg>").FollowR(g.M().Out("<a:follows>").Out("<a:follows>")).All()`},
	{"gizmo", `g.V("<a:dani>").Tag("start").Out("<a:follows>").Back("start").Out("<a:status>").All()`},
	{"gizmo", `g.V("<a:alice>").Out("<a:follows>").ForEach(function(d) { g.Emit(d.id) })`},
	{"gizmo", `g.Emit(g.V("<a:dani>").Out("<a:follows>").ToArray().sort())`},
	{"gizmo", `g.Emit(g.V("<a:dani>").Tag("t").Out("<a:follows>").TagArray().map(r => r.t + r.id).sort())`},
	{"gizmo", `g.V("<a:alice>", "<a:alice>").Out("<a:follows>").All()`},
	{"gizmo", `g.V("<a:nobody>").Out("<a:follows>").All()`},
	{"gizmo", `g.V("<a:bob>").In("<a:nothing>").All()`},
	{"graphql", `{ nodes(id: <a:dani>) { id, <a:follows> { id, <a:status> } } }`},
	{"graphql", `{ nodes(id: <kg:Arland>) { id, <kg:opposes> { id } } }`},
	{"mql", `[{"id": "<a:alice>", "<a:follows>": null}]`},
	{"mql", `[{"id": null, "<a:status>": "cool"}]`},
}

func testQueries(t *testing.T, e Engine) {
	s := e.empty(t)
	ref := reference(t, s)
	answered := 0
	for _, q := range queries {
		want, wantErr := rowsOf(ref, q.lang, q.text)
		got, err := rowsOf(s, q.lang, q.text)
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: error %v, want %v", q.text, err, wantErr)
			continue
		}
		if len(want) > 0 {
			answered++
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %d rows: %s\nwant %d rows: %s", q.text, len(got), difference(strings.Join(got, "\n"), strings.Join(want, "\n")),
				len(want), difference(strings.Join(want, "\n"), strings.Join(got, "\n")))
		}
		if again := ask2(s, q.lang, q.text); again != ask2(s, q.lang, q.text) {
			t.Errorf("%s: the rows come in another order", q.text)
		}
	}
	if answered < len(queries)*3/4 {
		t.Errorf("only %d of %d queries have an answer", answered, len(queries))
	}
}

// ask2 gives the rows of a query in their order.
func ask2(s *graph.Store, lang, text string) string {
	result, err := s.Query(background, lang, text, graph.QueryOptions{})
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(result.Rows)
}

func testReads(t *testing.T, e Engine) {
	s := e.empty(t)
	ref := reference(t, s)
	if got, want := export(t, s), export(t, ref); got != want {
		t.Errorf("the export differs: %s", difference(got, want))
	}
	if got, want := stats(t, s), stats(t, ref); got != want {
		t.Errorf("sizes %+v, want %+v", got, want)
	}
	equal := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
		}
	}
	articles := mustArticles(t, ref)
	equal("Articles", mustArticles(t, s), articles)
	a, err := s.Article(background, articles[3].ID)
	if err != nil {
		t.Fatal(err)
	}
	equal("Article", *a, articles[3])
	if _, err := s.Article(background, "kg:article/none"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("no article: %v", err)
	}
	for _, name := range people {
		got, err := s.Entity(background, graph.EntityID(name))
		if err != nil {
			t.Fatal(err)
		}
		want, err := ref.Entity(background, graph.EntityID(name))
		if err != nil {
			t.Fatal(err)
		}
		equal("Entity", got, want)
		for _, id := range want.Statements[:2] {
			got, err := s.Statement(background, id)
			if err != nil {
				t.Fatal(err)
			}
			want, err := ref.Statement(background, id)
			if err != nil {
				t.Fatal(err)
			}
			equal("Statement", got, want)
		}
	}
	for _, name := range []string{"Arland", "arland", "The Hav", "Havia", "illyri", "kg:Hav", "<kg:Hav>", "rebel", "Bordurla", "zzz"} {
		matches, near, err := s.FindEntity(background, name)
		if err != nil {
			t.Fatal(err)
		}
		wantMatches, wantNear, err := ref.FindEntity(background, name)
		if err != nil {
			t.Fatal(err)
		}
		equal("FindEntity "+name, matches, wantMatches)
		equal("FindEntity near "+name, near, wantNear)
	}
	for _, p := range []graph.Pattern{
		{}, {InDefaultGraph: true}, {Subject: graph.NewIRI("a:dani")}, {Predicate: graph.NewIRI("a:follows"), InDefaultGraph: true},
		{Object: graph.NewIRI("kg:Hav"), Predicate: graph.NewIRI("kg:opposes")}, {Graph: graph.NewIRI("a:g")}, {Subject: graph.NewIRI("a:none")},
		{Subject: graph.NewIRI("a:dani"), Object: graph.NewIRI("a:greg"), Predicate: graph.NewIRI("a:follows"), Graph: graph.NewIRI("a:g")},
	} {
		equal(fmt.Sprintf("QuadsMatching %+v", p), matching(t, s, p), matching(t, ref, p))
	}
}

// matching gives the quads of a pattern, sorted.
func matching(t testing.TB, s *graph.Store, p graph.Pattern) (lines []string) {
	t.Helper()
	for q, err := range s.QuadsMatching(background, p) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprint(q))
	}
	slices.Sort(lines)
	return lines
}

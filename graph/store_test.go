package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// newStore gives an empty store that ends with the test and is checked then.
func newStore(t testing.TB) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "kg.db"), OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		wantClean(t, s)
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func wantClean(t testing.TB, s *Store) {
	t.Helper()
	report, err := s.Check(context.Background())
	if err != nil {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("check: %v", err)
		}
		return
	}
	for _, p := range report.Problems {
		t.Errorf("check: %s: %s", p.Where, p.What)
	}
}

// storeReading makes a reading of a small article: a plain fact and a claim.
func storeReading(n int, text string) *Reading {
	a := Article{Title: fmt.Sprintf("Article %d", n), Source: fmt.Sprintf("news/%d.txt", n), Published: "2015-10-30", Publisher: "The Example", Language: "en", Text: text}
	a.ID = ArticleID(a.Source, a.Text)
	turkey, rebels := EntityID("Turkey"), UnnamedID(a.ID, "rebel groups")
	r := &Reading{Article: a, Entities: []Entity{
		{ID: rebels, Name: "rebel groups", Type: Group},
		{ID: EntityID("Bashar al-Assad"), Name: "Bashar al-Assad", Type: Person, Aliases: []string{"Assad", "the Syrian president"}, SameAs: []IRI{"http://www.wikidata.org/entity/Q44329"}},
		{ID: turkey, Name: "Turkey", Type: Country, Aliases: []string{"Türkiye", "Ankara"}},
	}}
	statement := func(relation string, object Argument, by *Source) {
		s := Statement{Relation: IRI("kg:" + relation), Subject: &Argument{ID: turkey, Name: "Turkey"}, Object: &object,
			Polarity: Positive, Modality: Actual, AttributedTo: by, Sentence: Span{0, min(len(text), 20)}, Rule: "test", Confidence: 0.5}
		s.ID = StatementID(a.ID, &s)
		r.Statements = append(r.Statements, s)
	}
	statement("supports", Argument{ID: rebels, Name: "rebel groups"}, nil)
	statement("opposes", Argument{ID: EntityID("Bashar al-Assad"), Name: "Assad"}, nil)
	statement("attacks", Argument{ID: EntityID("Bashar al-Assad"), Name: "Assad"}, &Source{Argument: Argument{Name: "activists"}})
	return r
}

func export(t testing.TB, s *Store, opts ExportOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(context.Background(), &b, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPut(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	first := storeReading(1, "Turkey backs rebel groups against Assad.")
	put := func(r *Reading) PutResult {
		t.Helper()
		result, err := s.Put(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	if r := put(first); !r.Added || r.Statements != 3 {
		t.Errorf("first: %+v", r)
	}
	before := export(t, s, ExportOptions{})
	if r := put(first); !r.Unchanged {
		t.Errorf("again: %+v", r)
	}
	if after := export(t, s, ExportOptions{}); after != before {
		t.Error("putting the same again changed the store")
	}
	if r := put(storeReading(2, "Turkey backs rebel groups against Assad.")); !r.Added {
		t.Errorf("second: %+v", r)
	}
	if r := put(storeReading(1, "Turkey supports rebel groups against Assad, it says.")); !r.Replaced {
		t.Errorf("other text: %+v", r)
	}
	articles, err := s.Articles(ctx)
	if err != nil || len(articles) != 2 || articles[0].Statements != 3 {
		t.Errorf("articles: %+v, %v", articles, err)
	}
	if r := put(first); !r.Replaced {
		t.Errorf("the first text again: %+v", r)
	}
	if err := s.Remove(ctx, storeReading(2, "Turkey backs rebel groups against Assad.").Article.ID); err != nil {
		t.Error(err)
	}
	if after := export(t, s, ExportOptions{}); after != before {
		t.Errorf("after removing what was added:\n%s", cmp.Diff(before, after))
	}
	if err := s.Remove(ctx, "kg:article/none"); !errors.Is(err, ErrNotFound) {
		t.Errorf("removing what is not there: %v", err)
	}
	if err := s.Remove(ctx, first.Article.ID); err != nil {
		t.Error(err)
	}
	st, err := s.Stats(ctx)
	st.Bytes = 0
	if err != nil || st != (Stats{}) {
		t.Errorf("emptied store: %+v, %v", st, err)
	}
}

func TestExportDoesNotDependOnOrder(t *testing.T) {
	ctx := context.Background()
	var want string
	for round := range 4 {
		s := newStore(t)
		var rs []*Reading
		for n := range 20 {
			rs = append(rs, storeReading(n, fmt.Sprintf("Text %d of Turkey and rebel groups and Assad.", n)))
		}
		rand.New(rand.NewPCG(uint64(round), 1)).Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
		if round == 0 {
			for _, r := range rs {
				if _, err := s.Put(ctx, r); err != nil {
					t.Fatal(err)
				}
			}
		} else if _, err := s.PutAll(ctx, rs); err != nil {
			t.Fatal(err)
		}
		got := export(t, s, ExportOptions{})
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("round %d exports other bytes", round)
		}
		loaded := newStore(t)
		n, err := loaded.LoadNQuads(ctx, strings.NewReader(got), "export.nq")
		if err != nil || n != strings.Count(got, "\n") {
			t.Fatalf("loaded %d quads: %v", n, err)
		}
		if again := export(t, loaded, ExportOptions{}); again != got {
			t.Fatal("loaded and exported again, the bytes are others")
		}
		if n, err := loaded.LoadNQuads(ctx, strings.NewReader(got), "export.nq"); n != 0 || err != nil {
			t.Fatalf("loading it again added %d quads: %v", n, err)
		}
	}
	lines := strings.SplitAfter(strings.TrimSuffix(want, "\n"), "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i-1] >= lines[i] {
			t.Fatalf("not sorted: %q before %q", lines[i-1], lines[i])
		}
	}
}

func TestExportOptions(t *testing.T) {
	s := newStore(t)
	r := storeReading(1, "Turkey backs rebel groups against Assad.")
	if _, err := s.PutAll(context.Background(), []*Reading{r, storeReading(2, "x")}); err != nil {
		t.Fatal(err)
	}
	based := export(t, s, ExportOptions{Base: "https://example.org/kg/"})
	if strings.Contains(based, "<kg:") || !strings.Contains(based, "<https://example.org/kg/Turkey>") {
		t.Error("the base is not in the place of kg:")
	}
	one := export(t, s, ExportOptions{Article: r.Article.ID})
	quads, _ := Quads(r)
	if got := strings.Count(one, "\n"); got != len(quads) {
		t.Errorf("one article: %d lines for %d quads", got, len(quads))
	}
}

func TestRead(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	r := storeReading(1, "Turkey backs rebel groups against Assad.")
	if _, err := s.Put(ctx, r); err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		relation IRI
		plain    bool
	}{{"kg:supports", true}, {"kg:opposes", true}, {"kg:attacks", false}} {
		st, err := s.Statement(ctx, r.Statements[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		if st.Relation != want.relation || st.Plain != want.plain || st.Article != r.Article.ID {
			t.Errorf("statement %d: %+v", i, st)
		}
		if len(st.Evidence) != 1 || st.Evidence[0].Text != "Turkey backs rebel g" || st.Evidence[0].Span != (Span{0, 20}) {
			t.Errorf("evidence %d: %+v", i, st.Evidence)
		}
	}
	e, err := s.Entity(ctx, "kg:Turkey")
	if err != nil || e.Name != "Turkey" || len(e.Statements) != 3 || !cmp.Equal(e.Aliases, []string{"Ankara", "Türkiye"}) {
		t.Errorf("entity: %+v, %v", e, err)
	}
	for _, err := range []error{
		second(s.Entity(ctx, "kg:Nobody")), second(s.Statement(ctx, "kg:statement/0")), second(s.Article(ctx, "kg:article/0")), second(s.Evidence(ctx, "kg:Turkey")),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("what is not there: %v", err)
		}
	}
	st, err := s.Stats(ctx)
	st.Bytes, st.Terms, st.Predicates, st.Quads = 0, 0, 0, 0
	if want := (Stats{Articles: 1, Entities: 3, Statements: 3, PlainFacts: 2}); err != nil || st != want {
		t.Errorf("stats: %+v, %v", st, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestFindEntity(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	if _, err := s.Put(ctx, storeReading(1, "Turkey backs rebel groups against Assad.")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, want, by string }{
		{"kg:Turkey", "kg:Turkey", "iri"},
		{"<kg:Turkey>", "kg:Turkey", "iri"},
		{"Turkey", "kg:Turkey", "name"},
		{"Ankara", "kg:Turkey", "alias"},
		{"turkiye", "kg:Turkey", "folded"},
		{"TURKEY", "kg:Turkey", "folded"},
		{"assad", "kg:Bashar_al-Assad", "folded"},
		{"al-Assad", "kg:Bashar_al-Assad", "words"},
		{"bashar", "kg:Bashar_al-Assad", "words"},
		{"Turky", "kg:Turkey", "near"},
		{"Asad", "kg:Bashar_al-Assad", "near"},
		{"Wellington", "", ""},
		{"", "", ""},
	} {
		matches, suggestions, err := s.FindEntity(ctx, c.name)
		if err != nil {
			t.Fatal(err)
		}
		all := append(matches, suggestions...)
		got := EntityMatch{}
		if len(all) > 0 {
			got = all[0]
		}
		if string(got.ID) != c.want || got.By != c.by || (c.by == "near") != (len(suggestions) > 0) {
			t.Errorf("%q: %+v", c.name, all)
		}
	}
}

func TestQuery(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	r := storeReading(1, "Turkey backs rebel groups against Assad.")
	if _, err := s.Put(ctx, r); err != nil {
		t.Fatal(err)
	}
	rebels := "<" + string(UnnamedID(r.Article.ID, "rebel groups")) + ">"
	for _, c := range []struct{ lang, text, want string }{
		{"gizmo", `g.V("<kg:Turkey>").Out("<kg:supports>").All()`, "id=" + rebels},
		{"gizmo", `g.V("<kg:Turkey>").Out("<kg:attacks>").All()`, ""},
		{"gizmo", `g.V("<kg:Turkey>").Out("<rdf:type>").All()`, "id=<kg:class/Country>"},
		{"gizmo", `g.V("<kg:Turkey>").Out("<rdfs:label>").All()`, `id="Turkey"`},
		{"gizmo", `g.V("<kg:Turkey>").LabelContext(g.V(), "by").Out("<kg:supports>").All()`, "id=" + rebels + " by=<" + string(r.Statements[0].ID) + ">"},
		{"gizmo", `g.V("<kg:Turkey>").Tag("who").Out(["<kg:supports>","<kg:opposes>"], "how").Count()`, "2"},
		{"gizmo", `g.Emit({a: 1, b: [g.V("<kg:Turkey>").ToValue()]})`, `map[a:1 b:[<kg:Turkey>]]`},
		{"gizmo", `const f = (x) => g.V(x).Out("<kg:opposes>"); f(who).All()`, "id=<kg:Bashar_al-Assad>"},
		{"gizmo", `g.V(label).In("<rdfs:label>").All()`, "id=<kg:Turkey>"},
		{"gizmo", `1 + n`, "8"},
		{"gizmo", `g.V("<kg:statement/x>").All()`, ""},
		{"graphql", `{ nodes(id: <kg:Turkey>) { id, <kg:opposes> { id } } }`, "map[nodes:map[<kg:opposes>:map[id:<kg:Bashar_al-Assad>] id:<kg:Turkey>]]"},
		{"mql", `[{"id": "<kg:Turkey>", "<kg:opposes>": null}]`, "map[<kg:opposes>:<kg:Bashar_al-Assad> id:<kg:Turkey>]"},
	} {
		result, err := s.Query(ctx, c.lang, c.text, QueryOptions{Params: map[string]Term{
			"who": NewIRI("kg:Turkey"), "label": NewString("Turkey"), "n": {Kind: LiteralTerm, Value: "7", Datatype: XSDInteger},
		}})
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := showRows(result); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func showRows(r *Result) string {
	var rows []string
	for _, row := range r.Rows {
		var cells []string
		for _, b := range row.Bindings {
			cells = append(cells, b.Tag+"="+b.Term.String())
		}
		if row.Bindings == nil {
			cells = append(cells, fmt.Sprint(row.Value))
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	return strings.Join(rows, "; ")
}

func TestQueryFaults(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	if _, err := s.Put(ctx, storeReading(1, "Turkey backs rebel groups against Assad.")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang, text string
		want       error
		words      string
	}{
		{"gizmo", `g.V(`, ErrQuery, "1:5"},
		{"gizmo", "\n\nnosuch.All()", ErrQuery, "nosuch is not defined at query:3:1"},
		{"gizmo", `throw new Error("mine")`, ErrQuery, "mine"},
		{"gizmo", `g.V().Out({}).All()`, ErrQuery, "unsupported type"},
		{"gizmo", `while(true){}`, context.DeadlineExceeded, ""},
		{"graphql", `{`, ErrQuery, ""},
		{"mql", `{`, ErrQuery, ""},
		{"sparql", `SELECT`, ErrQuery, "sparql"},
	} {
		_, err := s.Query(ctx, c.lang, c.text, QueryOptions{Timeout: 700 * time.Millisecond, Memory: 64 << 20, Limit: 1_000_000})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v, want %v %q", c.text, err, c.want, c.words)
		}
	}
	// Which bound a loop over results meets first is up to the machine's speed.
	_, err := s.Query(ctx, "gizmo", `for(;;) g.V().All()`, QueryOptions{Timeout: 700 * time.Millisecond, Memory: 64 << 20, Limit: 1_000_000})
	if !errors.Is(err, context.DeadlineExceeded) && !(errors.Is(err, ErrQuery) && strings.Contains(err.Error(), "memory")) {
		t.Errorf("a loop over results: %v", err)
	}
	_, err = s.Query(ctx, "gizmo", `var a = []; while(true) a.push(new Array(1000).fill("x" + a.length))`, QueryOptions{Memory: 64 << 20})
	if !errors.Is(err, ErrQuery) || !strings.Contains(err.Error(), "memory") {
		t.Errorf("a bomb: %v", err)
	}
	result, err := s.Query(ctx, "gizmo", `g.V().All()`, QueryOptions{Limit: 3})
	if err != nil || len(result.Rows) != 3 || !result.Truncated {
		t.Errorf("limit: %+v, %v", result, err)
	}
	if _, err := s.QueryShape(ctx, "gizmo", `g.V("<kg:Turkey>").Out("<kg:supports>").All()`); err != nil {
		t.Error(err)
	}
}

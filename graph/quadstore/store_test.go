package quadstore

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// open opens a store that is checked and closed with the test.
func open(t testing.TB, path string, opts Options) *Store {
	t.Helper()
	s, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if v, err := s.View(); err == nil {
			wantClean(t, v)
			v.Close()
		}
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func wantClean(t testing.TB, v *View) {
	t.Helper()
	err := v.Check(context.Background(), func(where, what string) { t.Errorf("check: %s: %s", where, what) })
	if err != nil {
		t.Errorf("check: %v", err)
	}
}

// terms makes a quad of IRIs; an empty label is none.
func terms(s, p, o, g string) Terms {
	t := Terms{AppendIRI(nil, s), AppendIRI(nil, p), AppendIRI(nil, o)}
	if g != "" {
		t[label] = AppendIRI(nil, g)
	}
	return t
}

// content gives all quads as text, sorted.
func content(t testing.TB, s *Store) []string {
	t.Helper()
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	var all []string
	for q, err := range v.Match(context.Background(), Pattern{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s", q))
	}
	slices.Sort(all)
	return all
}

func TestTermsComeBack(t *testing.T) {
	const xs = "http://www.w3.org/2001/XMLSchema#"
	now := time.Date(2015, 10, 30, 12, 0, 0, 123456789, time.UTC)
	values := []quad.Value{
		quad.IRI("kg:Russia"), quad.IRI("rdf:type"), quad.BNode("b"), quad.String(""), quad.String("a\x00\n\"\\"), quad.String("\xff\xfe"),
		quad.LangString{Value: "Wien", Lang: "de"}, quad.LangString{Value: "Wien", Lang: "de-AT"}, quad.LangString{Value: "Wien", Lang: "DE"},
		quad.Int(0), quad.Int(-1), quad.Int(math.MaxInt64), quad.Int(math.MinInt64), quad.Float(0), quad.Float(math.Copysign(0, -1)), quad.Float(1.5), quad.Float(1e300),
		quad.Float(5e-324), quad.Float(math.Inf(1)), quad.Float(-1e-7), quad.Bool(true), quad.Bool(false), quad.Time(now), quad.Time(now.Truncate(time.Second)),
		quad.TypedString{Value: "007", Type: xs + "integer"}, quad.TypedString{Value: "7", Type: xs + "int"}, quad.TypedString{Value: "1.50", Type: xs + "decimal"},
		quad.TypedString{Value: "1.5", Type: xs + "double"}, quad.TypedString{Value: "NaN", Type: xs + "double"}, quad.TypedString{Value: "1", Type: xs + "boolean"},
		quad.TypedString{Value: "True", Type: xs + "boolean"}, quad.TypedString{Value: "2015-10-30T12:00:00+01:00", Type: xs + "dateTime"},
		quad.TypedString{Value: "2015-10-30T12:00:00.000Z", Type: xs + "dateTime"}, quad.TypedString{Value: "2015-10-30T12:00:00", Type: xs + "dateTime"},
		quad.TypedString{Value: "2015-10-30", Type: xs + "date"}, quad.TypedString{Value: "x", Type: "kg:type"}, quad.TypedString{Value: "7", Type: "xsd:integer"},
	}
	s := open(t, t.TempDir(), Options{Create: true})
	w, err := s.NewQuadWriter()
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range values {
		if _, err := w.WriteQuads([]quad.Quad{{Subject: quad.Int(1000 + i), Predicate: quad.IRI("kg:is"), Object: v}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for i, want := range values {
		r := s.ValueOf(want)
		if r == nil {
			t.Errorf("%#v is not there", want)
			continue
		}
		if got := s.NameOf(r); !same(got, want) {
			t.Errorf("%d: %#v came back as %#v", i, want, got)
		}
	}
	if st, _ := s.Stats(context.Background(), true); st.Nodes.Size != int64(2*len(values)+1) {
		t.Errorf("%d terms", st.Nodes.Size)
	}
	// xsd:string is the datatype of every plain string
	if s.NameOf(s.ValueOf(quad.TypedString{Value: "", Type: xs + "string"})) != quad.String("") {
		t.Error("a string typed as xsd:string is another term")
	}
}

func same(a, b quad.Value) bool {
	if e, ok := b.(quad.Equaler); ok {
		return e.Equal(a)
	}
	if f, ok := b.(quad.Float); ok {
		g, ok := a.(quad.Float)
		return ok && math.Float64bits(float64(f)) == math.Float64bits(float64(g))
	}
	return a == b
}

// TestAgainstModel makes random changes, by every way in, and compares the
// store with a set of quads.
func TestAgainstModel(t *testing.T) {
	for seed := range rounds(3) {
		random := rand.New(rand.NewPCG(seed, 3))
		opts := Options{Create: true, MemTableBytes: 256 << 10, FS: vfs.NewMem()}
		s, err := Open("kg.db", opts)
		if err != nil {
			t.Fatal(err)
		}
		model := make(map[string]Terms)
		draw := func() Terms {
			name := func(kind string, n int) string { return fmt.Sprintf("kg:%s%d", kind, random.IntN(n)) }
			g := ""
			if random.IntN(4) > 0 {
				g = name("g", 20)
			}
			p := name("p", 6)
			if random.IntN(3) == 0 {
				p = rdfType
			}
			return terms(name("s", 40), p, name("o", 30), g)
		}
		for range 40 {
			var add, del []Terms
			for range random.IntN(80) {
				add = append(add, draw())
			}
			for range random.IntN(80) {
				del = append(del, draw())
			}
			before := len(model)
			var c Change
			switch random.IntN(4) {
			case 0:
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if s, err = Open("kg.db", opts); err != nil {
					t.Fatal(err)
				}
				fallthrough
			case 1:
				c, err = s.Apply(add, del)
			default:
				del = nil
				c, err = bulk(s, add)
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range del {
				delete(model, fmt.Sprintf("%s", q))
			}
			for _, q := range add {
				model[fmt.Sprintf("%s", q)] = q
			}
			if c.Added-c.Deleted != len(model)-before {
				t.Fatalf("seed %d: %+v, and the model went from %d to %d", seed, c, before, len(model))
			}
		}
		compareModel(t, s, model)
		var all []Terms
		for _, q := range model {
			all = append(all, q)
		}
		if c, err := s.Apply(nil, all); err != nil || c.Deleted != len(all) {
			t.Errorf("emptying: %+v, %v", c, err)
		}
		if st, _ := s.Stats(context.Background(), true); st.Nodes.Size != 0 || st.Quads.Size != 0 {
			t.Errorf("emptied store: %+v", st)
		}
		compareModel(t, s, nil)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// bulk adds quads as one load, through tables.
func bulk(s *Store, add []Terms) (Change, error) {
	l, err := s.NewLoader(context.Background())
	if err != nil {
		return Change{}, err
	}
	for i := range add {
		if err := l.Add(&add[i]); err != nil {
			return Change{}, err
		}
		if i%30 == 11 {
			if err := l.spillTexts(); err != nil {
				return Change{}, err
			}
		}
		if i > 0 && i%30 == 0 { // in several parts
			if err := l.spillPart(); err != nil {
				return Change{}, err
			}
		}
	}
	if len(add) > 0 && l.spill == nil { // all in memory, but as tables
		if err := s.exclusively(l.store); err != nil {
			return Change{}, err
		}
		return l.total, nil
	}
	return l.Close()
}

func compareModel(t *testing.T, s *Store, model map[string]Terms) {
	t.Helper()
	var want []string
	for q := range model {
		want = append(want, q)
	}
	slices.Sort(want)
	if got := content(t, s); !slices.Equal(got, want) {
		t.Errorf("%d quads in the store, %d in the model", len(got), len(want))
	}
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	wantClean(t, v)
	ctx := context.Background()
	for mask := range 16 { // every combination of known places
		for _, q := range firstOf(model, 5) {
			p := Pattern{}
			for i := range 4 {
				if mask>>i&1 == 1 {
					p.Terms[i] = q[i]
				}
			}
			p.NoLabel = mask>>label&1 == 1 && q[label] == nil
			n := 0
			for _, m := range model {
				if matches(m, p) {
					n++
				}
			}
			got := 0
			for m, err := range v.Match(ctx, p) {
				if err != nil || !matches(m, p) {
					t.Fatalf("%s does not match %s: %v", m, p.Terms, err)
				}
				got++
			}
			if c, err := v.Count(ctx, p); got != n || c != int64(n) || err != nil {
				t.Errorf("places %b: %d found, %d counted, %d in the model: %v", mask, got, c, n, err)
			}
		}
	}
}

func matches(q Terms, p Pattern) bool {
	for i, term := range p.Terms {
		if term != nil && !slices.Equal(term, q[i]) {
			return false
		}
	}
	return !p.NoLabel || q[label] == nil
}

func firstOf(model map[string]Terms, n int) []Terms {
	var keys []string
	for k := range model {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var out []Terms
	for _, k := range keys[:min(n, len(keys))] {
		out = append(out, model[k])
	}
	return out
}

func TestWhatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign")
	if err := os.Mkdir(foreign, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(foreign, "CURRENT"), []byte("MANIFEST-000001\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	future := filepath.Join(dir, "future")
	if err := os.Mkdir(future, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(future, formatFile), []byte("kg-store 99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	hollow := filepath.Join(dir, "hollow") // its data is gone
	if err := os.Mkdir(hollow, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(hollow, formatFile), []byte(formatText), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		opts Options
		want error
	}{
		{filepath.Join(dir, "none"), Options{}, ErrNoStore},
		{filepath.Join(dir, "none"), Options{ReadOnly: true, Create: true}, ErrNoStore},
		{empty, Options{}, ErrNoStore},
		{file, Options{Create: true}, ErrNotAStore},
		{foreign, Options{Create: true}, ErrNotAStore},
		{foreign, Options{}, ErrNotAStore},
		{future, Options{}, ErrNotAStore},
		{hollow, Options{}, ErrDamaged},
		{hollow, Options{Create: true}, ErrDamaged},
	} {
		s, err := Open(c.path, c.opts)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", filepath.Base(c.path), err, c.want)
		}
		if err == nil {
			s.Close()
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("a store that was not to be created has a folder")
	}
	left, err := os.ReadDir(foreign)
	if err != nil || len(left) != 1 {
		t.Errorf("a foreign folder now holds %v", left)
	}
	open(t, empty, Options{Create: true})
}

func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{Create: true})
	if _, err := s.Apply([]Terms{terms("kg:a", "kg:b", "kg:c", "")}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	first := open(t, dir, Options{ReadOnly: true})
	second := open(t, dir, Options{ReadOnly: true})
	for _, s := range []*Store{first, second} {
		if got := content(t, s); len(got) != 1 {
			t.Errorf("%d quads", len(got))
		}
		if _, err := s.Apply([]Terms{terms("kg:a", "kg:b", "kg:d", "")}, nil); !errors.Is(err, ErrReadOnly) {
			t.Errorf("apply: %v", err)
		}
		if err := s.ApplyDeltas(nil, graph.IgnoreOpts{}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("apply deltas: %v", err)
		}
		if _, err := s.NewLoader(context.Background()); !errors.Is(err, ErrReadOnly) {
			t.Errorf("load: %v", err)
		}
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("a writer beside readers: %v", err)
	}
}

func TestClosed(t *testing.T) {
	s, err := Open(t.TempDir(), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	it := s.QuadsAllIterator()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := s.View(); !errors.Is(err, ErrClosed) {
		t.Errorf("view: %v", err)
	}
	if _, err := s.Apply(nil, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("apply: %v", err)
	}
	if it.Next(context.Background()) || !errors.Is(it.Err(), ErrClosed) {
		t.Errorf("iterator: %v", it.Err())
	}
	if s.ValueOf(quad.IRI("a")) != nil || s.NameOf(node{1}) != nil {
		t.Error("a closed store knows terms")
	}
}

// TestReadersSeeWholeTransactions reads while a writer keeps the store at an
// even number of quads for each subject.
func TestReadersSeeWholeTransactions(t *testing.T) {
	s := open(t, t.TempDir(), Options{Create: true, MemTableBytes: 256 << 10})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for ctx.Err() == nil {
				v, err := s.View()
				if err != nil {
					t.Error(err)
					return
				}
				quads, _ := v.Sizes()
				n, err := v.Count(context.Background(), Pattern{Terms: Terms{1: AppendIRI(nil, "kg:p")}})
				scanned := int64(0)
				for range v.Match(context.Background(), Pattern{}) {
					scanned++
				}
				if err != nil || n != quads || scanned != quads || quads%10 != 0 {
					t.Errorf("%d quads, %d counted, %d read: %v", quads, n, scanned, err)
				}
				v.Close()
			}
		})
	}
	for i := 0; ctx.Err() == nil; i++ {
		var add, del []Terms
		for j := range 10 {
			add = append(add, terms(fmt.Sprintf("kg:s%d", i), "kg:p", fmt.Sprintf("kg:o%d", j), "kg:g"))
			if i >= 20 {
				del = append(del, terms(fmt.Sprintf("kg:s%d", i-20), "kg:p", fmt.Sprintf("kg:o%d", j), "kg:g"))
			}
		}
		if _, err := s.Apply(add, del); err != nil {
			t.Fatal(err)
		}
	}
	group.Wait()
}

// TestReadersBesideLoads reads while loads of 1,000 quads, through runs and
// tables, add to the store.
func TestReadersBesideLoads(t *testing.T) {
	s := open(t, t.TempDir(), Options{Create: true})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for ctx.Err() == nil {
				v, err := s.View()
				if err != nil {
					t.Error(err)
					return
				}
				quads, _ := v.Sizes()
				n, err := v.Count(context.Background(), Pattern{Terms: Terms{1: AppendIRI(nil, "kg:p")}})
				hub, _ := v.Count(context.Background(), Pattern{Terms: Terms{2: AppendIRI(nil, "kg:hub")}})
				if err != nil || n != quads || hub != quads/10 || quads%1000 != 0 {
					t.Errorf("%d quads, %d counted, %d of the hub: %v", quads, n, hub, err)
				}
				v.Close()
			}
		})
	}
	for i := 0; ctx.Err() == nil; i++ {
		l, err := s.NewLoader(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		l.limits = limits{quads: 300, terms: 1000, texts: 2000}
		for j := range 1000 {
			object := "kg:hub"
			if j%10 > 0 {
				object = fmt.Sprintf("kg:o%d", j)
			}
			q := terms(fmt.Sprintf("kg:s%d_%d", i, j), "kg:p", object, "kg:g")
			if err := l.Add(&q); err != nil {
				t.Fatal(err)
			}
		}
		if c, err := l.Close(); err != nil || c.Added != 1000 {
			t.Fatalf("%d quads: %v", c.Added, err)
		}
	}
	group.Wait()
}

func TestLoaderAbort(t *testing.T) {
	s := open(t, t.TempDir(), Options{Create: true})
	l, err := s.NewLoader(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		q := terms(fmt.Sprintf("kg:s%d", i), "kg:p", "kg:o", "")
		if err := l.Add(&q); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.spillPart(); err != nil {
		t.Fatal(err)
	}
	l.Abort()
	if got := content(t, s); len(got) != 0 {
		t.Errorf("%d quads after a load that was given up", len(got))
	}
	if _, err := s.Apply([]Terms{terms("kg:a", "kg:b", "kg:c", "")}, nil); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(s.Path(), loadFolder)); err == nil {
		t.Error("the files of the load are still there")
	}
	bad := Terms{AppendIRI(nil, "kg:a"), nil, AppendIRI(nil, "kg:a")}
	l, _ = s.NewLoader(context.Background())
	defer l.Abort()
	if err := l.Add(&bad); err == nil {
		t.Error("a quad without a predicate was taken")
	}
}

func TestSizesOfLongRuns(t *testing.T) {
	s := open(t, t.TempDir(), Options{Create: true})
	l, err := s.NewLoader(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	const n = 30_000
	for i := range n {
		for _, q := range []Terms{
			terms(fmt.Sprintf("kg:s%d", i), "kg:p", "kg:hub", fmt.Sprintf("kg:g%d", i)),
			terms("kg:hub", fmt.Sprintf("kg:p%d", i%7), fmt.Sprintf("kg:o%d", i), ""),
		} {
			if err := l.Add(&q); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		d    quad.Direction
		node string
	}{{"object, subjects spread", quad.Object, "kg:hub"}, {"subject with few predicates", quad.Subject, "kg:hub"}, {"predicate", quad.Predicate, "kg:p"}} {
		sz, err := s.QuadIteratorSize(context.Background(), c.d, s.ValueOf(quad.IRI(c.node)))
		if err != nil || math.Abs(float64(sz.Size)/n-1) > 0.2 {
			t.Errorf("%s: %+v for %d, %v", c.name, sz, n, err)
		}
	}
}

func FuzzParseTerm(f *testing.F) {
	for _, v := range []quad.Value{quad.IRI("kg:a"), quad.LangString{Value: "x", Lang: "en"}, quad.Int(7), quad.Time(time.Unix(0, 1))} {
		b, _ := appendTerm(nil, v)
		f.Add(b)
	}
	f.Add([]byte{kindTyped, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := parseTerm(b)
		if _, perr := ParseTerm(b); len(b) > 0 && (err == nil) != (perr == nil) {
			t.Fatalf("one reads it, the other does not: %v, %v", err, perr)
		}
		if err != nil {
			return
		}
		again, err := appendTerm(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		if w, err := parseTerm(again); err != nil || (!same(w, v) && !strings.Contains(fmt.Sprint(v), "NaN")) {
			t.Fatalf("%#v came back as %#v, %v", v, w, err)
		}
	})
}

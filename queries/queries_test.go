package queries

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"kg/graph"
)

var update = flag.Bool("update", false, "write the expected tables")

// TestCases asks what stands behind each "$" in testdata/cases and compares
// the tables below it.
func TestCases(t *testing.T) {
	store := world(t)
	for _, q := range All() {
		t.Run(q.Name, func(t *testing.T) {
			file := filepath.Join("testdata", "cases", q.Name+".txt")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			n := 0
			for _, line := range strings.Split(string(data), "\n") {
				words, ok := strings.CutPrefix(line, "$ ")
				if !ok {
					continue
				}
				n++
				fmt.Fprintf(&got, "$ %s\n%s\n", words, answer(store, q, split(words)))
			}
			if n < 3 {
				t.Errorf("%d cases, and three are wanted", n)
			}
			if *update {
				if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got.String() != string(data) {
				t.Errorf("%s (go test -update writes it)\n%s", file, got.String())
			}
		})
	}
}

// answer gives a table as text, a row a line, or the error.
func answer(store *graph.Store, q Query, words []string) string {
	args, err := q.ParseArgs(words)
	var table *Table
	if err == nil {
		table, err = q.Run(context.Background(), store, args)
	}
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, note := range table.Notes {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	for _, row := range table.Rows {
		var cells []string
		for i, c := range row {
			if !table.Columns[i].Detail {
				cells = append(cells, c.Text)
			}
		}
		fmt.Fprintln(&b, strings.TrimRight(strings.Join(cells, " | "), " "))
	}
	return b.String()
}

// split reads words as a shell does, with double quotes.
func split(line string) []string {
	var words []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}

func TestExamplesParse(t *testing.T) {
	for _, q := range All() {
		for _, example := range q.Examples {
			if _, err := q.ParseArgs(split(example)); err != nil {
				t.Errorf("%s: %v", q.Name, err)
			}
		}
	}
}

// TestRelationsAreOfTheVocabulary finds a misspelt relation in a program.
func TestRelationsAreOfTheVocabulary(t *testing.T) {
	known := map[graph.IRI]bool{}
	for _, f := range []graph.IRI{graph.FieldEvidence, graph.FieldAttributedTo, graph.FieldCue, graph.FieldPolarity, graph.FieldModality, graph.FieldTime, graph.FieldActsFor} {
		known[f] = true
	}
	check := func(name, text string) {
		for _, part := range strings.Split(text, `"<kg:`)[1:] {
			word, _, _ := strings.Cut(part, ">")
			iri := graph.IRI("kg:" + strings.TrimSuffix(word, `"`))
			if _, ok := graph.Vocab().Relation(iri); !ok && !known[iri] && !strings.Contains(word, `" + `) && !strings.HasPrefix(word, "class/") {
				t.Errorf("%s: no relation %s", name, iri)
			}
		}
	}
	check("prelude", prelude)
	for _, q := range All() {
		check(q.Name, q.Gizmo)
	}
}

func TestFind(t *testing.T) {
	if q, ok, _ := Find("supporters"); !ok || q.Title != "Supporters" {
		t.Errorf("%v %+v", ok, q)
	}
	for name, want := range map[string]string{"suporters": "supporters", "attack": "attacks", "xyzzy": "", "": ""} {
		if _, ok, near := Find(name); ok || strings.Join(near, " ") != want {
			t.Errorf("%q: %v", name, near)
		}
	}
}

const goodHeader = "//: title T\n//: question Q?\n//: param X entity required who\n//: column a = subject\n//: example Assad\n"

func TestHeaderErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{goodHeader + "g.V()", ""},
		{goodHeader, "x.gizmo: there is no Gizmo behind the header"},
		{"g.V()", "x.gizmo: the header lacks a title or a question"},
		{goodHeader + "//: colour red\n", `x.gizmo:6: "colour" is no field of a header`},
		{goodHeader + "//: title\n", `x.gizmo:6: "title" has nothing behind it`},
		{goodHeader + "//: column b = colour\n", `x.gizmo:6: column b: "colour" is no field`},
		{goodHeader + "//: column a = object\n", "x.gizmo:6: column a stands here twice"},
		{goodHeader + "//: column b\n", "x.gizmo:6: a column is NAME = SOURCE"},
		{goodHeader + "//: param Y entity\n", "x.gizmo:6: a parameter needs"},
		{goodHeader + "//: param Y person required who\n", `x.gizmo:6: "person" is no kind of parameter`},
		{goodHeader + "//: param Y entity always who\n", "x.gizmo:6: parameter Y is neither required nor optional"},
		{goodHeader + "//: param X entity required who\n", "x.gizmo:6: parameter X stands here twice"},
		{goodHeader + "//: flag f flag words\n//: param Y entity required who\n", "x.gizmo:7: parameter Y has to stand before"},
		{goodHeader + "//: order colour\n", `x.gizmo:6: "colour" is no order`},
		{goodHeader + "//: group b\n", `x.gizmo:6: "b" is no column above`},
	} {
		_, err := Parse("x.gizmo", c.text)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestReadNamesTheLineOfTheList(t *testing.T) {
	fsys := fstest.MapFS{"g/list.txt": {Data: []byte("# all\none\ntwo\n")}, "g/one.gizmo": {Data: []byte(goodHeader + "g.V()")}}
	if _, err := Read(fsys, "g"); err == nil || !strings.HasPrefix(err.Error(), "g/list.txt:3: ") {
		t.Error(err)
	}
}

func TestUsageErrors(t *testing.T) {
	q, _, _ := Find("attacks")
	p, _, _ := Find("path")
	for _, c := range []struct {
		q     Query
		words string
		want  string
	}{
		{q, "Russia", `"Russia" is one argument too many`},
		{q, "--with Russia", "attacks has no --with"},
		{q, "--by", "--by needs a value"},
		{p, "Russia", "Y is missing"},
		{p, "Russia Syria --most none", "--most is \"none\""},
		{p, "Russia Syria --most=0", "--most is \"0\""},
	} {
		store := world(t)
		args, err := c.q.ParseArgs(split(c.words))
		if err == nil {
			_, err = c.q.Run(context.Background(), store, args)
		}
		if !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %s", c.q.Name, c.words, err, c.want)
		}
	}
}

// TestArgumentsAreNeverCode asks with names that would end a string or a
// statement of the program.
func TestArgumentsAreNeverCode(t *testing.T) {
	store := world(t)
	q, _, _ := Find("supporters")
	for _, name := range []string{`"); g.V().All(); ("`, "`${g.V().All()}`", "Russia\n<kg:Turkey>", "<kg:Russia>;", "'", "\x00", "</script>", "\xff"} {
		table, err := q.Run(context.Background(), store, Args{"X": name})
		var unknown *UnknownError
		if !errors.As(err, &unknown) {
			t.Errorf("%q: %v %v", name, table, err)
		}
	}
}

func TestEdtfKey(t *testing.T) {
	in := []string{"../2010", "2010", "2010-03-05", "2010-21", "2010-05", "2011/..", "2011-01-01", "201X-02~", ""}
	want := []string{"2010 ", "2010", "2010-03-05", "2010-03", "2010-05", "2011", "2011-01-01", "2010-02", ""}
	for i, value := range in {
		if got := edtfKey(value); got != want[i] {
			t.Errorf("%q: %q, want %q", value, got, want[i])
		}
	}
}

// TestAnEmptyStoreHasNoAnswers asks what can be asked without a name.
func TestAnEmptyStoreHasNoAnswers(t *testing.T) {
	ctx := context.Background()
	store, err := graph.Open(ctx, filepath.Join(t.TempDir(), "kg.db"), graph.OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, q := range All() {
		if len(q.Params) > 0 && q.Params[0].Required {
			continue
		}
		table, err := q.Run(ctx, store, nil)
		if err != nil || len(table.Rows) != 0 || len(table.Columns) == 0 {
			t.Errorf("%s: %+v, %v", q.Name, table, err)
		}
	}
}

// TestARemovedArticleIsForgotten asks again after an article has gone.
func TestARemovedArticleIsForgotten(t *testing.T) {
	ctx := context.Background()
	store := world(t)
	q, _, _ := Find("supporters")
	count := func() int {
		table, err := q.Run(ctx, store, Args{"X": "Bashar al-Assad"})
		if err != nil {
			t.Fatal(err)
		}
		return len(table.Rows)
	}
	before := count()
	if err := store.Remove(ctx, readWorld(t)[0].Article.ID); err != nil {
		t.Fatal(err)
	}
	if after := count(); before != 3 || after != 1 {
		t.Errorf("%d rows, then %d", before, after)
	}
}

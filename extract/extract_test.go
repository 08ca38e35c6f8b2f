package extract

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"kg/graph"
	"kg/nlp"
)

func newTestExtractor(t *testing.T) (*Extractor, *nlp.Pipeline) {
	t.Helper()
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x, p
}

func TestSameBytesFromManyWorkers(t *testing.T) {
	x, _ := newTestExtractor(t)
	as := articles(t)
	read := func() []string {
		out := make([]string, len(as))
		var wg sync.WaitGroup
		for i := range as {
			wg.Add(1)
			go func() {
				defer wg.Done()
				r, err := x.Extract(context.Background(), as[i])
				if err != nil {
					t.Error(err)
					return
				}
				b, err := json.Marshal(r)
				if err != nil {
					t.Error(err)
				}
				out[i] = string(b)
			}()
		}
		wg.Wait()
		return out
	}
	first, second := read(), read()
	for i := range as {
		if first[i] != second[i] {
			t.Errorf("%s: two readings differ", as[i].Source)
		}
	}
}

func TestStatementsAreWellFormed(t *testing.T) {
	x, _ := newTestExtractor(t)
	for _, a := range articles(t) {
		r, err := x.Extract(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		entities := map[graph.IRI]bool{}
		for _, e := range r.Entities {
			entities[e.ID] = true
		}
		ids := map[graph.IRI]bool{}
		for i := range r.Statements {
			st := &r.Statements[i]
			if st.ID == "" || ids[st.ID] {
				t.Errorf("%s: statement %q has no ID of its own: %s", a.Source, st.Trigger.Text, st.ID)
			}
			ids[st.ID] = true
			if st.Rule == "" || st.Relation == "" || st.Event == "" {
				t.Errorf("%s: %q lacks rule, relation or event", a.Source, st.Trigger.Text)
			}
			if got := a.Text[st.Trigger.Begin:st.Trigger.End]; got != st.Trigger.Text {
				t.Errorf("%s: trigger is %q, its span says %q", a.Source, st.Trigger.Text, got)
			}
			for _, arg := range []*graph.Argument{st.Subject, st.Object, st.Place, st.Addressee} {
				if arg == nil {
					continue
				}
				if arg.ID != "" && !entities[arg.ID] {
					t.Errorf("%s: argument %s is not among the entities", a.Source, arg.ID)
				}
				if arg.Begin < 0 || arg.End > len(a.Text) || arg.Begin >= arg.End {
					t.Errorf("%s: argument %q has the span %d,%d", a.Source, arg.Name, arg.Begin, arg.End)
				}
			}
		}
	}
}

func TestExplain(t *testing.T) {
	x, p := newTestExtractor(t)
	text := "Iran denied that it would support Serbia."
	r, why := x.Explain(p.Parse(text), graph.Article{Source: "x", Text: text})
	if len(r.Statements) == 0 || len(why) == 0 {
		t.Fatalf("%d statements, %d explanations", len(r.Statements), len(why))
	}
	found := false
	for _, w := range why {
		found = found || strings.Contains(w.Text, "lexicon_verbs.tsv:") && strings.Contains(w.Text, "scope: deny")
	}
	if !found {
		t.Errorf("no explanation names its line of the lexicon and the scope: %+v", why)
	}
}

func TestOddTexts(t *testing.T) {
	x, _ := newTestExtractor(t)
	for name, text := range map[string]string{
		"empty":    "",
		"quotes":   strings.Repeat(`" `, 500),
		"brackets": strings.Repeat("(", 2000),
		"nested":   strings.Repeat("The man said that ", 500),
		"list":     strings.Repeat("Russia, ", 800) + "attacked France.",
		"hyphens":  strings.Repeat("pro-x-", 500),
		// a last name that looks like the adjective of another name
		"last name": "Amneh Jafari, a friend of Jafar, visited Rome. Jafari criticized Leibniz. Then Amneh Jafari attacked Jafar.",
	} {
		if _, err := x.Extract(context.Background(), graph.Article{Source: name, Text: text}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSpeakersInACircle holds that a "they" whose own words name it as their
// speaker is not looked up without end.
func TestSpeakersInACircle(t *testing.T) {
	x, p := newTestExtractor(t)
	d := p.Parse("They said that the rebels had left.")
	r := x.newReader(d, &graph.Article{Source: "circle", Text: d.Text})
	they := 0
	said := r.t.tok[they].Head
	if said < 0 || r.t.lemma(they) != "they" {
		t.Fatalf("the sentence is read otherwise: %+v", r.t.tok[they])
	}
	sp := &speech{speakers: []int{they}, verb: said, first: said, last: said + 1, addressee: -1}
	r.scopes[said] = &scope{source: sp}
	r.args(they, true)
}

package graph

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// vienna is a small reading with one of each: a plain fact, a denial, a
// claim with a nested source, a role, a report without an agent.
func vienna() *Reading {
	text := `Russia supports Assad, but activists told Reuters that Russia will not attack "rebel groups" in Syria on Friday. Twelve people were killed.`
	at := func(words string) Span {
		i := strings.Index(text, words)
		return Span{i, i + len(words)}
	}
	arg := func(id IRI, words string) *Argument { return &Argument{ID: id, Name: words, Span: at(words)} }
	said := func(words string) *Passage { return &Passage{words, at(words)} }
	article := Article{ID: ArticleID("https://example.org/vienna", text), Title: "Talks in “Vienna”", Source: "https://example.org/vienna",
		Published: "2015-10-29", Publisher: "The Project", Language: "en", Text: text}
	rebels := UnnamedID(article.ID, "rebel groups")
	first, second := Span{0, 112}, Span{113, len(text)}
	r := &Reading{Article: article, Entities: []Entity{
		{ID: rebels, Name: "rebel groups", Type: Group},
		{ID: "kg:Bashar_al-Assad", Name: "Bashar al-Assad", Type: Person, Aliases: []string{"Assad", "Bashar al-Assad"}, SameAs: []IRI{"http://www.wikidata.org/entity/Q44329"}},
		{ID: "kg:Russia", Name: "Russia", Type: Country, Aliases: []string{"Moscow"}, At: &Coordinates{Lat: 60, Lon: 100.25}},
	}, Statements: []Statement{
		{Relation: "kg:supports", Subject: arg("kg:Russia", "Russia"), Object: arg("kg:Bashar_al-Assad", "Assad"), Trigger: *said("supports"),
			Polarity: Positive, Modality: Actual, Sentence: first, Rule: "verb", Confidence: 0.9},
		{Relation: "kg:attacks", Subject: arg("kg:Russia", "Russia"), Object: arg(rebels, "rebel groups"), Trigger: *said("attack"),
			Polarity: Negative, Modality: Planned, AttributedTo: &Source{Argument{Name: "activists"}, &Source{Argument: Argument{ID: "kg:Reuters", Name: "Reuters"}}},
			Cue: said("told"), Time: &Time{*said("on Friday"), "2015-10-30"}, Place: arg("kg:Syria", "Syria"), Sentence: first, Rule: "verb", Confidence: 0.75},
		{Relation: "kg:kills", Object: &Argument{Name: "Twelve people", Span: at("Twelve people")}, Trigger: *said("killed"), Quantity: said("Twelve"),
			Polarity: Positive, Modality: Actual, Sentence: second, Rule: "passive", Confidence: 1},
		{Relation: "kg:holdsRole", Subject: arg("kg:Bashar_al-Assad", "Assad"), Object: &Argument{Name: "president"},
			Polarity: Positive, Modality: Actual, Sentence: first, Rule: "title", Confidence: 1},
	}}
	for i := range r.Statements {
		s := &r.Statements[i]
		s.Event = EventID(article.ID, s.Trigger.Span)
		s.ID = StatementID(article.ID, s)
	}
	return r
}

func TestQuadsGolden(t *testing.T) {
	quads, err := Quads(vienna())
	if err != nil {
		t.Fatal(err)
	}
	got := canonicalLines(t, quads)
	file := filepath.Join("testdata", "vienna.nq")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%v: the quads are not those of %s (go test -update writes them):\n%s", err, file, got)
	}
}

func TestOnlyPlainFactsAreEdges(t *testing.T) {
	quads, err := Quads(vienna())
	if err != nil {
		t.Fatal(err)
	}
	article := NewIRI(vienna().Article.ID)
	var edges []string
	for _, q := range quads {
		if q.Graph != article {
			edges = append(edges, q.Subject.Short()+" "+q.Predicate.Short()+" "+q.Object.Short())
		}
	}
	if got := strings.Join(edges, "|"); got != "kg:Russia kg:supports kg:Bashar_al-Assad|kg:Bashar_al-Assad kg:holdsRole president" {
		t.Error(got)
	}
}

func TestQuadsAndBack(t *testing.T) {
	r := vienna()
	quads, err := Quads(r)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(quads) // a store gives them in an order of its own
	for i, s := range r.Statements {
		info, ok := statementInfo(s.ID, quads)
		if !ok || info.Article != r.Article.ID || info.Relation != s.Relation || info.Plain != s.Plain() || info.Confidence != s.Confidence ||
			info.Polarity != s.Polarity || info.Modality != s.Modality || info.Trigger != s.Trigger.Text || info.Event != s.Event ||
			len(info.Evidence) != 1 || info.Evidence[0].Span != s.Sentence || info.Evidence[0].Article != r.Article.ID {
			t.Errorf("statement %d: %v %+v", i, ok, info)
		}
	}
	claim, _ := statementInfo(r.Statements[1].ID, quads)
	if claim.AttributedTo != NewString("activists") || claim.Cue != "told" || claim.Time != "2015-10-30" || claim.TimeText != "on Friday" || claim.Place.IRI() != "kg:Syria" {
		t.Errorf("%+v", claim)
	}
	e, ok := entityInfo("kg:Bashar_al-Assad", quads)
	if !ok || e.Name != "Bashar al-Assad" || strings.Join(e.Aliases, "|") != "Assad" || len(e.SameAs) != 1 || len(e.Articles) != 1 || e.Types[0] != "kg:class/Person" {
		t.Errorf("%v %+v", ok, e)
	}
	if e, ok := entityInfo("kg:Saudi_Arabia", quads); ok || e.Name != "Saudi Arabia" {
		t.Errorf("%v %+v", ok, e)
	}
	a, ok := articleInfo(r.Article.ID, quads)
	if !ok || a.Title != r.Article.Title || a.Source != r.Article.Source || a.Published != "2015-10-29" || a.Publisher != "The Project" {
		t.Errorf("%v %+v", ok, a)
	}
	if _, ok := statementInfo(r.Article.ID, quads); ok {
		t.Error("an article is a statement")
	}
}

func TestQuadsOfUnrulyReadings(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Reading)
		bad    string // part of the error, "" for none
	}{
		{"a relative IRI", func(r *Reading) { r.Entities[0].ID = "Russia" }, "not absolute"},
		{"an IRI that carries a quad", func(r *Reading) { r.Statements[0].Object.ID = "kg:a> .\n<kg:b" }, "holds '>'"},
		{"a hostile article", func(r *Reading) { r.Article.ID = "kg:a b" }, "holds ' '"},
		{"a hostile relation", func(r *Reading) { r.Statements[0].Relation = "kg:a\nb" }, "holds '\\n'"},
		{"a hostile statement", func(r *Reading) { r.Statements[0].ID = "" }, "not absolute"},
		{"no polarity", func(r *Reading) { r.Statements[0].Polarity = "" }, "no polarity"},
		{"text that is not UTF-8", func(r *Reading) { r.Article.Text = "\xff" + r.Article.Text[1:] }, ""},
		{"a span behind the text", func(r *Reading) { r.Statements[0].Sentence = Span{5, 1 << 40} }, ""},
		{"a span before the text", func(r *Reading) { r.Statements[0].Sentence = Span{-5, -2} }, ""},
		{"a source that is no URL", func(r *Reading) { r.Article.Source = "https://a b/<c>" }, ""},
	} {
		r := vienna()
		c.change(r)
		quads, err := Quads(r)
		if c.bad == "" && (err != nil || len(quads) == 0) || c.bad != "" && (err == nil || !strings.Contains(err.Error(), c.bad)) {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, q := range quads {
			if _, err := AppendQuad(nil, q); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
}

func TestAClaimWithoutWordsStaysAClaim(t *testing.T) {
	for _, change := range []func(*Statement){
		func(s *Statement) { s.AttributedTo = &Source{} },
		func(s *Statement) { s.Cue = &Passage{} },
	} {
		r := vienna()
		change(&r.Statements[0])
		quads, err := Quads(r)
		info, ok := statementInfo(r.Statements[0].ID, quads)
		if err != nil || !ok || info.Plain {
			t.Errorf("%v %+v", err, info)
		}
	}
}

func TestDateTerm(t *testing.T) {
	for date, want := range map[string]IRI{
		"2015-10-29": XSDDate, "2015-10": XSDYearMonth, "2015": XSDYear, "2015-10-29T10:00:00Z": XSDDateTime,
		"2015-10-29T10:00:00.250+03:00": XSDDateTime, "2011/..": EDTFDatatype, "": "",
	} {
		if got := dateTerm(date); got.Datatype != want || got.Value != date {
			t.Errorf("%q: %+v", date, got)
		}
	}
}

func BenchmarkQuads(b *testing.B) {
	r := vienna()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		quads, err := Quads(r)
		if err != nil {
			b.Fatal(err)
		}
		n = len(quads)
	}
	b.ReportMetric(float64(n), "quads")
}

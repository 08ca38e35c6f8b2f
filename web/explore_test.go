package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"strings"
	"testing"

	"kg/graph"
)

func TestExplorePages(t *testing.T) {
	h := Handler(openSample(t), Options{})
	id := func(name string) string { return strings.ReplaceAll(string(graph.EntityID(name)), "#", "%23") }
	r := sample()
	tests := []struct {
		path   string
		status int
		want   string
	}{
		{"/explore", 200, "Powers &lt;b&gt;meet&lt;/b&gt;"},
		{"/explore/search?q=Assad", 303, "/explore/entity?id=kg%3ABashar_al-Assad"},
		{"/explore/search.json?q=Assad", 200, `"name":"Bashar al-Assad"`},
		{"/explore/search?q=Nobody+Whatever", 200, "Nothing is called"},
		{"/explore/search?q=%3Cscript%3Ex", 200, "&lt;script&gt;"},
		{"/explore/entity?id=" + id("Russia"), 200, `Russia <mark class="trigger">supports</mark> Bashar al-Assad.`},
		{"/explore/entity?id=" + id("Russia"), 200, "&lt;script&gt;alert(1)"},
		{"/explore/entity?id=" + id("Turkey"), 200, "denied"},
		{"/explore/entity?id=kg:Nowhere", 404, "not in the store"},
		{"/explore/entity.json?id=" + id("Russia"), 200, `"known":"fact"`},
		{"/explore/entity.csv?id=" + id("Russia"), 200, "Russia,supports,Bashar al-Assad,fact"},
		{"/explore/statement?id=" + string(r.Statements[0].ID), 200, `<mark class="trigger">supports</mark>`},
		{"/explore/article?id=" + string(r.Article.ID), 200, "The United States opposes Assad."},
		{"/explore/complete?q=ass", 200, `["Bashar al-Assad"]`},
		{"/explore/complete?q=R", 200, `["Russia","rebels"]`},
		{"/explore/complete?q=zz", 200, `[]`},
		{"/explore/complete", 200, `[]`},
		{"/explore/ask/supporters", 200, "Who supports X?"},
		{"/explore/ask/supporters?X=Assad", 200, "Russia supports Bashar al-Assad."},
		{"/explore/ask/supporters?X=Assad", 200, "<h1>Who supports Assad?</h1>"},
		{"/explore/ask/supporters?X=Assad", 200, "kg query supporters Assad"},
		{"/explore/ask/supporters?X=%3Cscript%3Ealert(2)", 200, "Nothing is known about"},
		{"/explore/ask/supporters.json?X=Assad", 200, `"command":"kg query supporters Assad"`},
		{"/explore/ask/supporters.csv?X=Assad", 200, "Russia,"},
		{"/explore/ask/stances", 200, "opposes"},
		{"/explore/ask/nothing", 404, ""},
		{"/explore/stances", 200, `title="supports"`},
		{"/explore/stances.csv", 200, "United States,against,Bashar al-Assad,opposes"},
		{"/explore.json", 200, `"articles":1`},
		{"/explore/entity.json?known=fact&id=" + id("Turkey"), 200, `"total":0`},
		{"/explore/entity.json?stance=for&id=" + id("Russia"), 200, `"total":2`},
		{"/explore/entity.json?rel=meets&id=" + id("Russia"), 200, `"total":1`},
		{"/explore/entity.json?to=2014&id=" + id("Russia"), 200, `"total":0`},
		{"/explore/graph?id=" + id("Russia"), 200, "Graph around Russia"},
		{"/explore/graph?id=kg:Nowhere", 404, "not in the store"},
		{"/explore/graph.csv?id=" + id("Russia"), 200, "Russia,supports,Bashar al-Assad,for,fact,1,2015-10-22"},
		{"/explore/graph?article=" + url.QueryEscape(string(r.Article.ID)), 200, "Graph of “Powers"},
		{"/explore/between?rel=supports&a=" + id("Russia") + "&b=" + id("Bashar al-Assad"), 200, "Russia supports Bashar al-Assad</h1>"},
		{"/explore/between?a=kg:Nowhere&b=kg:Russia", 404, "nothing is said"},
		{"/explore/timeline", 200, "All time: 7 statements"},
		{"/explore/timeline?from=2016", 200, "from 2016: 0 statements"},
		{"/explore/timeline?name=Russia", 303, "/explore/timeline?id=kg%3ARussia"},
		{"/explore/timeline?id=" + id("Russia"), 200, "22 Oct 2015 (day of the article)"},
		{"/explore/timeline.csv", 200, "Vladimir Putin,meets,Bashar al-Assad"},
		{"/explore/map", 200, "Moscow"},
		{"/explore/map?place=" + id("Moscow"), 200, "1 statement</h2>"},
		{"/explore/map.csv", 200, "Moscow,55.75,37.62,1,0,kg:Moscow"},
		{"/explore/contradictions", 200, "said and denied"},
		{"/explore/contradictions?X=Nobody+Whatever", 200, "Nothing is known about"},
		{"/explore/contradictions.csv", 200, "said and denied,Turkey supports rebels"},
		{"/explore/query", 200, "<textarea"},
		{"/explore/query?q=" + url.QueryEscape(`g.V("`+iri("Russia")+`").Out("<kg:supports>").All()`), 200, `">Bashar al-Assad</a>`},
		{"/explore/query.csv?q=" + url.QueryEscape(`g.V("`+iri("Russia")+`").Out("<kg:supports>").All()`), 200, "id\nkg:Bashar_al-Assad\n"},
		{"/explore/query?q=" + url.QueryEscape(`g.V(`), 200, `role="alert"`},
	}
	for _, test := range tests {
		resp := call(t, h, "GET", test.path, "")
		body := bodyOf(t, resp)
		if resp.StatusCode != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d, no %q in %s", test.path, resp.StatusCode, test.want, body)
		}
		if kind := resp.Header.Get("Content-Type"); strings.Contains(kind, "html") && strings.Contains(body, "<script>alert") {
			t.Errorf("%s: markup of an article gets through: %s", test.path, body)
		} else if strings.Contains(kind, "json") && !json.Valid([]byte(body)) {
			t.Errorf("%s: no JSON: %s", test.path, body)
		}
		if policy := resp.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %s", test.path, policy)
		}
	}
}

func TestGraphOf(t *testing.T) {
	h := Handler(openSample(t), Options{})
	ask := func(address string) (p graphPage) {
		t.Helper()
		if err := json.Unmarshal([]byte(bodyOf(t, call(t, h, "GET", "/explore/graph.json?"+address, ""))), &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	edges := func(p graphPage) string {
		var list []string
		for _, e := range p.Edges {
			list = append(list, strings.TrimPrefix(e.ID, "kg:"))
		}
		return strings.Join(list, " ")
	}
	tests := []struct{ address, nodes, edges string }{
		{"id=kg:Bashar_al-Assad", "Bashar al-Assad*, Russia, Vladimir Putin, United States",
			"Russia|kg:supports|kg:Bashar_al-Assad|fact United_States|kg:opposes|kg:Bashar_al-Assad|fact Vladimir_Putin|kg:meets|kg:Bashar_al-Assad|fact"},
		{"id=kg:Bashar_al-Assad&stance=against", "Bashar al-Assad*, United States", "United_States|kg:opposes|kg:Bashar_al-Assad|fact"},
		{"id=kg:Bashar_al-Assad&most=1", "Bashar al-Assad*, Russia", "Russia|kg:supports|kg:Bashar_al-Assad|fact"},
		{"id=kg:Turkey", "Turkey*, Russia, rebels", "Russia|kg:meets|kg:Turkey|claim Turkey|kg:supports|kg:Rebels|claim Turkey|kg:supports|kg:Rebels|denied"},
		{"id=kg:Turkey&known=fact", "Turkey*", ""},
		{"id=kg:Moscow", "Moscow*", ""},
	}
	for _, test := range tests {
		p := ask(test.address)
		var nodes []string
		for _, n := range p.Nodes {
			name := n.Name
			if n.Open {
				name += "*"
			}
			nodes = append(nodes, name)
		}
		if got := strings.Join(nodes, ", "); got != test.nodes || edges(p) != test.edges {
			t.Errorf("%s:\n%s\n%s", test.address, got, edges(p))
		}
	}
	if p := ask("id=kg:Bashar_al-Assad&most=1"); p.Nodes[0].Hidden != 2 {
		t.Errorf("%d neighbours are hidden", p.Nodes[0].Hidden)
	}
}

// TestLargeStore holds that a store of more statements than the explorer
// overlooks is shown in part, and that the pages say so.
func TestLargeStore(t *testing.T) {
	h := Handler(openSample(t), Options{}).(*server)
	all := len(sample().Statements)
	for _, most := range []int{all, 2} {
		h.catalogue.most, h.catalogue.made = most, nil
		page := bodyOf(t, call(t, h, "GET", "/explore/stances", ""))
		want := fmt.Sprintf("%d statements are left out", all-most)
		if said := strings.Contains(page, want); said != (most < all) {
			t.Errorf("at most %d of %d statements: the page says that %q: %v", most, all, want, said)
		}
	}
}

func TestDaySpan(t *testing.T) {
	for value, want := range map[string]string{
		"2015-10-22": "2015-10-22 2015-10-22", "2015-10": "2015-10-01 2015-10-31", "2015": "2015-01-01 2015-12-31", "201X": "2010-01-01 2019-12-31",
		"2015-21": "2015-03-01 2015-05-31", "2015-36~": "2015-10-01 2015-12-31", "2011/..": "2011-01-01 2011-12-31", "../2011-02": "2011-02-01 2011-02-31",
		"2011-03/2012": "2011-03-01 2012-12-31", "2015-10-22T10:00:00Z": "2015-10-22 2015-10-22", "soon": " ", "": " ",
	} {
		if begin, end := daySpan(value); begin+" "+end != want {
			t.Errorf("%q: %s %s, not %s", value, begin, end, want)
		}
	}
}

func TestPartsOf(t *testing.T) {
	article := graph.IRI("kg:article/1")
	at := func(field graph.IRI, begin, end int) graph.Property {
		return graph.Property{Predicate: field, Value: graph.NewIRI(graph.EvidenceID(article, graph.Span{Begin: begin, End: end}))}
	}
	s := &graph.StatementInfo{
		Trigger: "backs", Cue: "said", Evidence: []graph.Evidence{{Span: graph.Span{Begin: 100, End: 130}, Text: "He said Russia backs the Assads"}},
		Properties: []graph.Property{at(graph.FieldSubjectAt, 108, 114), at(graph.FieldTriggerAt, 115, 120), at(graph.FieldObjectAt, 121, 131)},
	}
	got := ""
	for _, p := range partsOf(s) {
		got += p.Role + "[" + p.Text + "]"
	}
	if want := "[He ]cue[said][ ]subject[Russia][ ]trigger[backs][ ]object[the Assads]"; got != want {
		t.Errorf("%s", got)
	}
}

// TestBundle holds the scripts to their size.
func TestBundle(t *testing.T) {
	needBundle(t)
	size := 0
	err := fs.WalkDir(distFS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(distFS, name)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(text); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		size += out.Len()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if size > 600<<10 {
		t.Errorf("the scripts take %d bytes compressed", size)
	}
	t.Logf("%d bytes compressed", size)
}

// TestAskInEditor follows the link of a canned query into the editor, where it
// gives the same.
func TestAskInEditor(t *testing.T) {
	h := Handler(openSample(t), Options{})
	body := bodyOf(t, call(t, h, "GET", "/explore/ask/supporters?X=Assad", ""))
	_, rest, ok := strings.Cut(body, `href="/explore/query?`)
	query, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Fatal("there is no link")
	}
	answer := bodyOf(t, call(t, h, "GET", "/explore/query?"+html.UnescapeString(query), ""))
	if strings.Contains(answer, `role="alert"`) || !strings.Contains(answer, url.QueryEscape(string(sample().Statements[0].ID))) {
		t.Errorf("the editor answers %s", answer)
	}
}

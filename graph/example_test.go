package graph_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"kg/graph"
)

// A reading goes into a store, and a question comes back with its sentence.
func Example() {
	dir, err := os.MkdirTemp("", "kg")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	store, err := graph.Open(ctx, filepath.Join(dir, "kg.db"), graph.OpenOptions{Create: true})
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()

	text := "Germany supports France."
	article := graph.Article{ID: graph.ArticleID("paris.txt", text), Source: "paris.txt", Text: text}
	germany, france := graph.EntityID("Germany"), graph.EntityID("France")
	statement := graph.Statement{
		Relation: "kg:supports",
		Subject:  &graph.Argument{ID: germany, Name: "Germany"},
		Object:   &graph.Argument{ID: france, Name: "France"},
		Polarity: graph.Positive, Modality: graph.Actual,
		Sentence: graph.Span{Begin: 0, End: len(text)},
	}
	statement.ID = graph.StatementID(article.ID, &statement)
	if _, err := store.Put(ctx, &graph.Reading{Article: article, Statements: []graph.Statement{statement}}); err != nil {
		log.Fatal(err)
	}

	result, err := store.Query(ctx, "gizmo", `g.V("<kg:Germany>").Out("<kg:supports>").All()`, graph.QueryOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range result.Rows {
		fmt.Println(row.Get("id"))
	}
	evidence, err := store.Evidence(ctx, statement.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(evidence[0].Text)
	// Output:
	// <kg:France>
	// Germany supports France.
}

// The relations carry labels for both directions.
func ExampleVocab() {
	r, _ := graph.Vocab().Relation("kg:supports")
	fmt.Println(r.Label, "/", r.Inverse, "/", r.Plover)
	// Output: supports / is supported by / SUPPORT
}

// Names are spelt so that the IRI is legal whatever they hold.
func ExampleEntityID() {
	fmt.Println(graph.EntityID("Bashar al-Assad"))
	fmt.Println(graph.EntityID("al-Shabaab"))
	fmt.Println(graph.EntityID(`"100% Club" <Paris>`))
	// Output:
	// kg:Bashar_al-Assad
	// kg:Al-Shabaab
	// kg:100%25_Club%22_%3CParis%3E
}

// A term that N-Quads cannot say is refused rather than written wrong.
func ExampleAppendQuad() {
	q := graph.Quad{
		Subject:   graph.NewIRI("kg:Russia"),
		Predicate: graph.NewIRI("kg:says"),
		Object:    graph.NewString("a \"line\"\nand another"),
	}
	line, err := graph.AppendQuad(nil, q)
	fmt.Println(string(line), err)
	q.Subject = graph.NewIRI("kg:Russia> <kg:says> <kg:evil")
	_, err = graph.AppendQuad(nil, q)
	fmt.Println(err)
	// Output:
	// <kg:Russia> <kg:says> "a \"line\"\nand another" . <nil>
	// the subject of a quad: the IRI "kg:Russia> <kg:says> <kg:evil" holds '>'
}

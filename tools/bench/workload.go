package main

import (
	"bufio"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"kg/graph/synthetic"
)

// workload is what every engine does: load File, answer Draws, and store
// articles of ArticleQuads lines.
type workload struct {
	File     string
	Quads    int
	Bytes    int64
	Kinds    []string // of draws, in the order of the table
	Draws    []draw
	Articles []string // N-Quads of 25 quads each
}

// draw is one query of a kind; every term is as N-Quads write it.
type draw struct {
	Kind            string
	Shape           string // see the shape constants
	A, B            string // entities
	P, Q            string // predicates
	Class, Label    string
	rowsForOrdering int
}

// Shapes of queries. Rows are distinct terms.
const (
	oneHop       = "one hop"           // A P ?x
	twoHops      = "two hops"          // ?m P A . ?m Q ?x
	withType     = "relation and type" // A P ?x . ?x rdf:type Class
	intersection = "intersection"      // A P ?x . ?x Q B
	byLabel      = "by label"          // ?s P ?x in the graph Label
	hub          = "hub"               // ?x P A
)

const (
	rdf          = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	drawn        = 200 // of each kind
	articleQuads = 25
)

// newWorkload writes the quads to a file and draws the queries.
func newWorkload(file string, quads int) (*workload, error) {
	w := &workload{File: file, Quads: quads}
	edges, statements, err := w.write()
	if err != nil {
		return nil, err
	}
	g := synthetic.New(quads, 2)
	for _, who := range []struct {
		name string
		draw func() string
	}{{"", g.AnyEntity}, {", as named", g.Entity}} {
		for _, shape := range []string{oneHop, twoHops, withType, intersection} {
			for range drawn {
				w.add(draw{Kind: shape + who.name, Shape: shape, A: who.draw(), B: who.draw(), P: g.Relation(), Q: g.Relation(), Class: g.Class()})
			}
		}
	}
	for _, e := range edges {
		w.add(draw{Kind: byLabel, Shape: byLabel, P: e[1], Label: e[3]})
	}
	var hubs []draw
	for entity, n := range statements {
		hubs = append(hubs, draw{Kind: "hub of about 1,000 rows", Shape: hub, A: entity, P: "<" + rdf + "subject>", rowsForOrdering: max(n-1000, 1000-n)})
	}
	slices.SortFunc(hubs, func(a, b draw) int {
		return cmp.Or(cmp.Compare(a.rowsForOrdering, b.rowsForOrdering), cmp.Compare(a.A, b.A))
	})
	for i := range drawn {
		w.add(hubs[i%min(len(hubs), 5)])
	}
	w.articles()
	return w, nil
}

func (w *workload) add(d draw) {
	if !slices.Contains(w.Kinds, d.Kind) {
		w.Kinds = append(w.Kinds, d.Kind)
	}
	w.Draws = append(w.Draws, d)
}

// write gives some plain edges, and how many statements each entity is the
// subject of.
func (w *workload) write() (edges [][]string, statements map[string]int, err error) {
	f, err := os.Create(w.File)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	random := rand.New(rand.NewPCG(3, 3))
	statements = make(map[string]int)
	seen := 0
	lines := bufio.NewScanner(synthetic.New(w.Quads, 1))
	for lines.Scan() {
		line := lines.Text()
		n, err := out.WriteString(line + "\n")
		if err != nil {
			return nil, nil, err
		}
		w.Bytes += int64(n)
		fields := strings.Fields(line)
		switch {
		case fields[1] == "<"+rdf+"subject>":
			statements[fields[2]]++
		case len(fields) == 5 && strings.HasPrefix(fields[3], "<kg:statement/"):
			seen++
			if len(edges) < drawn {
				edges = append(edges, fields)
			} else if i := random.IntN(seen); i < drawn {
				edges[i] = fields
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, nil, err
	}
	if err := out.Flush(); err != nil {
		return nil, nil, err
	}
	return edges, statements, f.Close()
}

// articles makes texts to store one by one, and as many again to store in groups.
func (w *workload) articles() {
	const articles = 200 + 3200
	lines := bufio.NewScanner(synthetic.New(articles*articleQuads, 4))
	for range articles {
		var text strings.Builder
		for range articleQuads {
			lines.Scan()
			fmt.Fprintln(&text, lines.Text())
		}
		w.Articles = append(w.Articles, text.String())
	}
}

// gizmo says a draw in Cayley's language.
func (d *draw) gizmo() string {
	switch d.Shape {
	case oneHop:
		return fmt.Sprintf("g.V(%q).Out(%q).Unique().All()", d.A, d.P)
	case twoHops:
		return fmt.Sprintf("g.V(%q).In(%q).Out(%q).Unique().All()", d.A, d.P, d.Q)
	case withType:
		return fmt.Sprintf("g.V(%q).Out(%q).Has(%q, %q).Unique().All()", d.A, d.P, "<"+rdf+"type>", d.Class)
	case intersection:
		return fmt.Sprintf("g.V(%q).Out(%q).Intersect(g.V(%q).In(%q)).Unique().All()", d.A, d.P, d.B, d.Q)
	case byLabel:
		return fmt.Sprintf("g.V().LabelContext(%q).Out(%q).Unique().All()", d.Label, d.P)
	}
	return fmt.Sprintf("g.V(%q).In(%q).Unique().All()", d.A, d.P)
}

package graph

import (
	"context"
	"fmt"
	"testing"

	"kg/graph/synthetic"
)

// TestUnique asks for each node once and compares with all ways to it: the
// same nodes come, each once, and each by one of the ways.
func TestUnique(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	if _, err := s.LoadNQuads(ctx, synthetic.New(20_000, 1), "synthetic"); err != nil {
		t.Fatal(err)
	}
	draws := synthetic.New(20_000, 2)
	repeated := 0
	for range 40 {
		a, b, p, q := draws.Entity(), draws.Entity(), draws.Relation(), draws.Relation()
		for _, path := range []string{
			fmt.Sprintf(`g.V(%q).Out(%q)`, a, p),
			fmt.Sprintf(`g.V(%q).In("<rdf:subject>").Out("<rdf:object>")`, a),
			fmt.Sprintf(`g.V(%q).In(%q).Tag("by").Out(%q)`, a, p, q),
			fmt.Sprintf(`g.V(%q).In(%q).Unique().Tag("by").Out(%q).Tag("end")`, a, p, q),
			fmt.Sprintf(`g.V(%q).Both(%q).Out(%q)`, a, p, q),
			fmt.Sprintf(`g.V(%q).Out(%q).Intersect(g.V(%q).In(%q))`, a, p, b, q),
			fmt.Sprintf(`g.V(%q).In("<rdf:subject>").Out("<rdf:object>").And(g.V(%q).In("<rdf:subject>").Out("<rdf:object>").Unique())`, a, b),
			fmt.Sprintf(`g.V(%q).LabelContext(g.V(), "statement").Out(%q)`, a, p),
		} {
			repeated += compareUnique(t, s, path)
		}
	}
	if repeated < 100 {
		t.Errorf("only %d nodes have more than one way to them: the test shows nothing", repeated)
	}
}

// compareUnique gives how many rows of a path repeat a node.
func compareUnique(t *testing.T, s *Store, path string) int {
	t.Helper()
	ask := func(text string) []Row {
		r, err := s.Query(context.Background(), "gizmo", text, QueryOptions{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return r.Rows
	}
	all := ask(path + ".All()")
	ways, nodes := make(map[string]bool), make(map[Term]bool)
	for _, r := range all {
		ways[fmt.Sprint(r.Bindings)], nodes[r.Get("id")] = true, true
	}
	for _, r := range ask(path + ".Unique().All()") {
		if !ways[fmt.Sprint(r.Bindings)] {
			t.Errorf("%s: %v is none of the ways", path, r.Bindings)
		}
		if !nodes[r.Get("id")] {
			t.Errorf("%s: %v comes twice, or should not", path, r.Get("id"))
		}
		delete(nodes, r.Get("id"))
	}
	if len(nodes) > 0 {
		t.Errorf("%s: %d nodes are missing", path, len(nodes))
	}
	return len(all) - len(ask(path+".Unique().All()"))
}

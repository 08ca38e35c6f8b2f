package main

import (
	"math"
	"strings"
	"testing"

	"kg/graph"
)

func TestMatchTuples(t *testing.T) {
	tests := []struct {
		name              string
		gold, system      tuple
		precision, recall float64
	}{
		{"same", tuple{"sold", []string{"Ann", "a boat"}, 1}, tuple{"sold", []string{"Ann", "a boat"}, 1}, 1, 1},
		{"longer argument", tuple{"sold", []string{"Ann", "a boat"}, 1}, tuple{"sold", []string{"Ann", "a boat in May"}, 1}, 4.0 / 6, 1},
		{"arguments behind the subject are one", tuple{"sold", []string{"Ann", "a boat", "in May"}, 1}, tuple{"sold", []string{"Ann", "a boat in May"}, 1}, 1, 1},
		{"another verb is no match", tuple{"sold", []string{"Ann", "a boat"}, 1}, tuple{"bought", []string{"Ann", "a boat"}, 1}, 0, 0},
		{"be stands for its forms", tuple{"was", []string{"Ann", "ill"}, 1}, tuple{"be", []string{"Ann", "ill"}, 1}, 1, 1},
		{"no argument where gold has one", tuple{"sold", []string{"Ann", "a boat"}, 1}, tuple{"sold", []string{"Ann"}, 1}, 0, 0},
		{"more than gold asks for is not counted", tuple{"slept", []string{"Ann"}, 1}, tuple{"slept", []string{"Ann", "well"}, 1}, 1, 1},
		{"what is said stands on either side", tuple{"said", []string{"it rains", "Ann"}, 1}, tuple{"said", []string{"Ann", "it rains"}, 1}, 1, 1},
	}
	for _, tt := range tests {
		got := matchTuples(&tt.gold, &tt.system)
		if math.Abs(got.precision-tt.precision) > 1e-9 || math.Abs(got.recall-tt.recall) > 1e-9 {
			t.Errorf("%s: precision %.3f recall %.3f, want %.3f %.3f", tt.name, got.precision, got.recall, tt.precision, tt.recall)
		}
	}
}

// One gold tuple is no proof of two tuples of the system's: precision pairs
// them, recall does not. The best point leaves the unsure one out.
func TestScoreCarb(t *testing.T) {
	gold := map[string][]tuple{"Ann sold a boat": {{"sold", []string{"Ann", "a boat"}, 1}}}
	system := map[string][]tuple{"Ann sold a boat": {
		{"sold", []string{"Ann", "a boat"}, 0.9}, {"sold", []string{"Ann", "a boat"}, 0.5},
	}}
	precision, recall := scoreSentence(gold["Ann sold a boat"], system["Ann sold a boat"])
	if precision != 1 || recall != 1 {
		t.Errorf("sums %.2f %.2f, want 1 and 1", precision, recall)
	}
	best, auc, n := scoreCarb(gold, []string{"Ann sold a boat"}, system)
	if best.f1() != 1 || auc != 1 || n != 2 {
		t.Errorf("f1 %.2f auc %.2f of %d tuples, want 1, 1 and 2", best.f1(), auc, n)
	}
}

func TestRootOf(t *testing.T) {
	weis := rootTable(weisTable)
	for code, want := range map[string]string{"041": "SUPPORT", "066": "YIELD", "064": "COOPERATE", "023": "", "1717": "THREATEN", "903": "", "345": ""} {
		if got := rootOf(weis, code); got != want {
			t.Errorf("WEIS %s: %q, want %q", code, got, want)
		}
	}
}

func TestActors(t *testing.T) {
	actors := map[string][]string{}
	err := readActorFile(strings.NewReader("# states\nFREEDONIA_ [FRE]\n+FREEDONIAN_\n+GLORIA_CITY\n\nRUFUS_FIREFLY_ # president\n\t[FREGOV 330101-340101]\n\t[FREELI]\n"), actors)
	if err != nil {
		t.Fatal(err)
	}
	r := &graph.Reading{Article: graph.Article{Text: "Freedonian troops"}, Entities: []graph.Entity{{ID: "kg:X", Name: "X", Aliases: []string{"Gloria City"}}}}
	tests := []struct {
		arg  graph.Argument
		code string
		want bool
	}{
		{graph.Argument{Name: "troops", Span: graph.Span{Begin: 0, End: 17}}, "FRE", true},
		{graph.Argument{Name: "Rufus Firefly"}, "FREGOV", true},
		{graph.Argument{Name: "Freedonia"}, "FREMIL", true},
		{graph.Argument{ID: "kg:X", Name: "X"}, "FRE", true},
		{graph.Argument{Name: "Sylvania"}, "FRE", false},
		{graph.Argument{Name: "Minister Bob Roland"}, `"BOB ROLAND"`, true},
	}
	for _, tt := range tests {
		if got := codes(r, &tt.arg, tt.code, actors); got != tt.want {
			t.Errorf("%s as %s: %v", tt.arg.Name, tt.code, got)
		}
	}
}

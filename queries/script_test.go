package queries

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kg/graph"
)

// TestScript runs each query's script as it stands and wants what the query
// itself emits.
func TestScript(t *testing.T) {
	ctx, store := context.Background(), world(t)
	for _, q := range All() {
		for _, example := range q.Examples {
			args, err := q.ParseArgs(split(example))
			if err != nil {
				t.Fatal(err)
			}
			script, err := q.Script(ctx, store, args)
			var unknown *UnknownError
			if errors.As(err, &unknown) {
				continue // the little world knows nobody of that name
			}
			if err != nil {
				t.Fatalf("%s %s: %v", q.Name, example, err)
			}
			params, _, err := q.bind(ctx, store, args)
			if err != nil {
				t.Fatal(err)
			}
			addVocabulary(params)
			params["MOST"] = graph.NewString("0")
			want, err := store.Query(ctx, "gizmo", prelude+q.Gizmo, graph.QueryOptions{Params: params})
			if err != nil {
				t.Fatal(err)
			}
			got, err := store.Query(ctx, "gizmo", script, graph.QueryOptions{})
			if err != nil {
				t.Errorf("%s %s: %v\n%s", q.Name, example, err, script)
				continue
			}
			if a, b := emitted(got), emitted(want); a != b {
				t.Errorf("%s %s: the script gives\n%sand the query\n%s", q.Name, example, a, b)
			}
		}
	}
}

func emitted(r *graph.Result) string {
	var b strings.Builder
	for _, row := range r.Rows {
		fmt.Fprintln(&b, row.JSON())
	}
	return b.String()
}

// TestScriptIsShort leaves out what a program does not need.
func TestScriptIsShort(t *testing.T) {
	q, _, _ := Find("supporters")
	script, err := q.Script(context.Background(), world(t), Args{"X": "Russia"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"VOCABULARY", "doubts", "var RELATIONS ="} {
		if strings.Contains(script, name) {
			t.Errorf("%s is of no use:\n%s", name, script)
		}
	}
	if !strings.Contains(script, `var X = "<kg:Russia>";`) {
		t.Errorf("no argument in\n%s", script)
	}
}

// TestRunFirst asks for a few rows about those that many articles name, and
// wants rows of the whole answer.
func TestRunFirst(t *testing.T) {
	ctx := context.Background()
	store, err := graph.Open(ctx, filepath.Join(t.TempDir(), "kg.db"), graph.OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := store.PutAll(ctx, synthetic(60)); err != nil {
		t.Fatal(err)
	}
	picks := []string{"common", "path", "contradictions", "stances"} // which statement stands for many depends on how many are seen
	for _, q := range All() {
		args := Args{}
		for i, p := range q.Params {
			if p.Required && p.Kind == EntityParam {
				args[p.Name] = fmt.Sprintf("Entity %d", i)
			}
		}
		if q.Name == "evidence" {
			continue
		}
		all, err := q.Run(ctx, store, args)
		if err != nil {
			t.Fatal(err)
		}
		const most = 10
		first, err := q.RunFirst(ctx, store, args, most)
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Rows) > most || len(all.Rows) > most && !first.Truncated {
			t.Errorf("%s: %d rows of %d, truncated: %v", q.Name, len(first.Rows), len(all.Rows), first.Truncated)
		}
		same := func(a, b []Cell) bool { return slices.Equal(a, b) }
		for _, row := range first.Rows {
			if !slices.Contains(picks, q.Name) && !slices.ContainsFunc(all.Rows, func(r []Cell) bool { return same(r, row) }) {
				t.Errorf("%s: the whole answer has no row %v", q.Name, row)
			}
		}
		if whole, err := q.RunFirst(ctx, store, args, 100_000); err != nil || whole.Truncated || len(whole.Rows) != len(all.Rows) {
			t.Errorf("%s: with room for all, %d rows of %d, %v", q.Name, len(whole.Rows), len(all.Rows), err)
		}
	}
}

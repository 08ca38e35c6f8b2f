package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"kg/graph"
)

const promptQuads = `<kg:Turkey> <http://www.w3.org/2000/01/rdf-schema#label> "Turkey" .
<kg:Rebels> <http://www.w3.org/2000/01/rdf-schema#label> "Rebels" .
<kg:Turkey> <kg:supports> <kg:Rebels> .
`

func TestPromptAnswers(t *testing.T) {
	ctx := context.Background()
	db := filepath.Join(t.TempDir(), "kg.db")
	if code, _, stderr := runKG(t, promptQuads, "load", "--db", db, "-"); code != exitDone {
		t.Fatal(stderr)
	}
	store, err := graph.Open(ctx, db, graph.OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, test := range []struct {
		line, stdout, stderr string
		quit                 bool
	}{
		{`g.V("<kg:Turkey>").Out("<kg:supports>").All()`, "kg:Rebels", "", false},
		{":find turkey", "<kg:Turkey>", "", false},
		{":find Turky", "<kg:Turkey>", "nobody goes by", false},
		{":find", "", "a name is missing", false},
		{":help", ":find NAME", "", false},
		{":nope", "", "no command", false},
		{"nonsense", "", "hint: a query begins with g", false},
		{"", "", "", false},
		{":quit", "", "", true},
	} {
		t.Run(test.line, func(t *testing.T) {
			var out, errs bytes.Buffer
			env := &environ{Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }, Width: func() int { return 80 }}
			quit := answer(ctx, env, store, store, &gizmoOptions{Lang: "gizmo", Timeout: graph.DefaultTimeout}, test.line)
			if quit != test.quit || !strings.Contains(out.String(), test.stdout) || !strings.Contains(errs.String(), test.stderr) ||
				(test.stdout == "" && out.Len() > 0) || (test.stderr == "" && errs.Len() > 0) {
				t.Errorf("quit %v, stdout %q, stderr %q; want %v, %q, %q", quit, out.String(), errs.String(), test.quit, test.stdout, test.stderr)
			}
		})
	}
	if got := entityNames(ctx, store); len(got) != 2 || got[0].id != "kg:Rebels" {
		t.Errorf("names %v", got)
	}
}

func TestHistoryFile(t *testing.T) {
	home := t.TempDir()
	for _, vars := range []map[string]string{{"HOME": home}, {"XDG_CONFIG_HOME": filepath.Join(home, ".config")}} {
		env := &environ{Getenv: func(name string) string { return vars[name] }}
		if got, want := historyFile(env), filepath.Join(home, ".config", "kg", "gizmo_history"); got != want {
			t.Errorf("%v: %q, want %q", vars, got, want)
		}
	}
	if got := historyFile(&environ{Getenv: func(string) string { return "" }}); got != "" {
		t.Errorf("without a home: %q", got)
	}
}

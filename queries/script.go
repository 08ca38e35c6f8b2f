package queries

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"kg/graph"
)

// Script gives the query with its arguments as one program, which runs as it
// stands wherever Gizmo does: in the editor of Cayley's web UI, in kg gizmo. It
// emits what Run reads, before statements are looked up, negated ones are left
// out and rows are sorted. It fails as Run does.
func (q Query) Script(ctx context.Context, store *graph.Store, args Args) (string, error) {
	params, _, err := q.bind(ctx, store, args)
	if err != nil {
		return "", err
	}
	addVocabulary(params)
	params["MOST"] = graph.NewString("0")
	parts := q.parts()
	var b strings.Builder
	fmt.Fprintf(&b, "// %s (kg query %s)\n", q.Question, q.Usage())
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if _, asked := q.param(name); !asked && !uses(parts, name) {
			continue
		}
		fmt.Fprintf(&b, "var %s = %s;\n", name, quoted(params[name].Value))
	}
	for _, part := range parts {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(part))
	}
	return b.String(), nil
}

// quoted writes a string of JavaScript, as JSON does but with < and > as they are.
func quoted(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string can always be written
	return strings.TrimSpace(b.String())
}

// parts gives the parts of the prelude that the program needs, in their order,
// and the program.
func (q Query) parts() []string {
	all := preludeParts()
	needed := make([]bool, len(all))
	text := []string{q.Gizmo}
	for again := true; again; {
		again = false
		for i, part := range all {
			if !needed[i] && slices.ContainsFunc(declared(part), func(name string) bool { return uses(text, name) }) {
				needed[i], again = true, true
				text = append(text, part)
			}
		}
	}
	var parts []string
	for i, part := range all {
		if needed[i] {
			parts = append(parts, part)
		}
	}
	return append(parts, q.Gizmo)
}

// preludeParts are the declarations of the prelude, each with its comment: what
// stands between empty lines.
func preludeParts() []string { return strings.Split(strings.TrimSpace(prelude), "\n\n") }

var declaration = regexp.MustCompile(`(?m)^(?:const|let|function) (\w+)`)

// declared are the names that a part of the prelude declares.
func declared(part string) (names []string) {
	for _, m := range declaration.FindAllStringSubmatch(part, -1) {
		names = append(names, m[1])
	}
	return names
}

// uses tells whether some text has a name as a word.
func uses(texts []string, name string) bool {
	word := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`)
	return slices.ContainsFunc(texts, word.MatchString)
}

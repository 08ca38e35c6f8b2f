package web

import (
	"strings"

	"kg/graph"
)

// parseTerm reads a term as N-Quads write it. What is none is taken as people
// type it: a name that begins with kg: or http is an IRI, all else a string.
// The zero Term stands for no text.
func parseTerm(s string) graph.Term {
	s = strings.TrimSpace(s)
	if s == "" {
		return graph.Term{}
	}
	if q, err := graph.NewNQuadsReader(strings.NewReader("<x:s> <x:p> " + s + " .")).Read(); err == nil && q.Graph.IsZero() {
		return q.Object
	}
	for _, scheme := range []string{"kg:", "http://", "https://"} {
		if strings.HasPrefix(s, scheme) {
			return graph.NewIRI(graph.IRI(s))
		}
	}
	return graph.NewString(s)
}

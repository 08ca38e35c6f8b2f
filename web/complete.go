package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"kg/graph"
)

// The bounds of completion.
const (
	maxNames       = 200_000 // names that are kept for it
	maxCompletions = 12
)

// completer knows the beginnings of names, and of each word in them. Safe for
// concurrent use.
type completer struct {
	store *graph.Store
	mu    sync.Mutex
	keys  []nameKey // sorted by text
}

// nameKey is a name from one of its words on, in lower case.
type nameKey struct {
	text, name string
	first      bool // from its first word
}

// complete gives names that have a word which begins so: those that begin with
// it first, shorter before longer.
func (c *completer) complete(ctx context.Context, begin string) ([]string, error) {
	begin = strings.ToLower(strings.TrimSpace(begin))
	if begin == "" {
		return []string{}, nil
	}
	keys, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	i, _ := slices.BinarySearchFunc(keys, begin, func(k nameKey, s string) int { return cmp.Compare(k.text, s) })
	var found []nameKey
	for ; i < len(keys) && len(found) < 500 && strings.HasPrefix(keys[i].text, begin); i++ {
		found = append(found, keys[i])
	}
	slices.SortStableFunc(found, func(a, b nameKey) int {
		return cmp.Or(compareBool(b.first, a.first), cmp.Compare(len(a.name), len(b.name)), cmp.Compare(a.name, b.name))
	})
	names := []string{}
	for _, k := range found {
		if !slices.Contains(names, k.name) {
			if names = append(names, k.name); len(names) == maxCompletions {
				break
			}
		}
	}
	return names, nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// load gathers the names, once.
func (c *completer) load(ctx context.Context) ([]nameKey, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keys != nil {
		return c.keys, nil
	}
	seen := map[string]bool{}
	keys := []nameKey{}
	for _, field := range []graph.IRI{graph.RDFSLabel, graph.SKOSAltLabel} {
		for quad, err := range c.store.TriplesMatching(ctx, graph.Pattern{Predicate: graph.NewIRI(field)}) {
			if err != nil {
				return nil, err
			}
			name := quad.Object.Value
			if seen[name] || len(name) > 80 || !isEntity(quad.Subject) {
				continue
			}
			if seen[name] = true; len(seen) > maxNames {
				break
			}
			keys = appendKeys(keys, name)
		}
	}
	slices.SortFunc(keys, func(a, b nameKey) int { return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.name, b.name)) })
	c.keys = keys
	return keys, nil
}

// appendKeys adds a key for each word of a name.
func appendKeys(keys []nameKey, name string) []nameKey {
	lower := strings.ToLower(name)
	for i := range len(lower) {
		if i == 0 || strings.IndexByte(" -'", lower[i-1]) >= 0 {
			keys = append(keys, nameKey{text: lower[i:], name: name, first: i == 0})
		}
	}
	return keys
}

// forget has the names gathered anew: the store has changed.
func (c *completer) forget() {
	c.mu.Lock()
	c.keys = nil
	c.mu.Unlock()
}

// serveCompletions answers what the reader may be about to type.
func (s *server) serveCompletions(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), s.opts.Timeout)
	defer cancel()
	names, err := s.names.complete(ctx, r.URL.Query().Get("q"))
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, jsonType, names)
}

package postgres

import (
	"sync"

	"github.com/cayleygraph/quad"

	"kg/graph/quadstore"
)

// node stands for a term: its hash.
type node [quadstore.HashSize]byte

// Key makes node a graph.Ref.
func (n node) Key() any { return n }

var noNode node

func nodeOf(term []byte) node { return node(quadstore.Hash(term)) }

// term is a term in its two forms.
type term struct {
	bytes []byte // not to be changed
	value quad.Value
}

// terms keeps the terms that were read lately. A node's term never changes,
// so nothing in it can be out of date.
type terms struct {
	mu       sync.Mutex
	new, old map[node]term
}

// maxTerms is how many terms a half of the cache holds.
const maxTerms = 1 << 17

func (c *terms) get(n node) (term, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t, ok := c.new[n]; ok {
		return t, true
	}
	t, ok := c.old[n]
	return t, ok
}

func (c *terms) put(n node, t term) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.new == nil || len(c.new) >= maxTerms {
		c.old, c.new = c.new, make(map[node]term)
	}
	c.new[n] = t
}

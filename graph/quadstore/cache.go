package quadstore

import (
	"sync"

	"github.com/cayleygraph/quad"
)

// termCache keeps the terms of nodes that were named lately. A node's term
// never changes, so nothing in it can be out of date.
type termCache struct {
	shards [16]struct {
		mu       sync.Mutex
		new, old map[node]cachedTerm
		bytes    int
	}
}

// cachedTerm is a term in its two forms.
type cachedTerm struct {
	bytes []byte // not to be changed
	value quad.Value
}

// shardBytes is how much of terms a half of a shard holds: 32 MB in all.
const shardBytes = 1 << 20

func (c *termCache) get(n node) (cachedTerm, bool) {
	s := &c.shards[n[0]%16]
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.new[n]; ok {
		return v, true
	}
	v, ok := s.old[n]
	return v, ok
}

func (c *termCache) put(n node, t cachedTerm) {
	s := &c.shards[n[0]%16]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.new == nil || s.bytes > shardBytes {
		s.old, s.new, s.bytes = s.new, make(map[node]cachedTerm), 0
	}
	s.new[n] = t
	s.bytes += 2*len(t.bytes) + 96
}

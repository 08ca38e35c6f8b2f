package quadstore

import (
	"bytes"
	"hash/maphash"
)

// dictionary keeps the terms of a run by node. Hashing is the dear part, so
// it remembers the nodes of terms that came lately.
type dictionary struct {
	seed   maphash.Seed
	recent []recentTerm
	byNode map[node]span
	text   [][]byte // blocks of terms
	size   int
}

type recentTerm struct {
	term []byte
	node node
}

// span is where a term lies: block, offset, length.
type span struct{ block, from, length uint32 }

const (
	recentTerms = 1 << 15
	textBlock   = 1 << 20
)

func newDictionary() dictionary {
	return dictionary{seed: maphash.MakeSeed(), recent: make([]recentTerm, recentTerms), byNode: make(map[node]span)}
}

func (d *dictionary) reset() {
	clear(d.recent)
	clear(d.byNode)
	d.text, d.size = nil, 0
}

func (d *dictionary) bytes() int { return d.size }

// add gives the node of a term and keeps the term.
func (d *dictionary) add(term []byte) (node, error) {
	slot := &d.recent[maphash.Bytes(d.seed, term)%recentTerms]
	if bytes.Equal(slot.term, term) {
		return slot.node, nil
	}
	n := nodeOf(term)
	at, ok := d.byNode[n]
	if !ok {
		at = d.keep(term)
		d.byNode[n] = at
	}
	kept := d.text[at.block][at.from : at.from+at.length]
	if ok && !bytes.Equal(kept, term) {
		return n, collision(kept, term)
	}
	slot.term, slot.node = kept, n
	return n, nil
}

func (d *dictionary) keep(term []byte) span {
	last := len(d.text) - 1
	if last < 0 || cap(d.text[last])-len(d.text[last]) < len(term) {
		d.text = append(d.text, make([]byte, 0, max(textBlock, len(term))))
		last++
	}
	from := len(d.text[last])
	d.text[last] = append(d.text[last], term...)
	d.size += len(term) + 48
	return span{uint32(last), uint32(from), uint32(len(term))}
}

func (d *dictionary) get(n node) []byte {
	at := d.byNode[n]
	return d.text[at.block][at.from : at.from+at.length]
}

func (d *dictionary) nodes() []node {
	nodes := make([]node, 0, len(d.byNode))
	for n := range d.byNode {
		nodes = append(nodes, n)
	}
	return nodes
}

package quadstore

import (
	"bytes"
	"fmt"
	"hash/maphash"
)

// dictionary numbers the terms of a load, from 1, as they come. It keeps no
// texts: a term is known by its node and 32 bits more of its hash, so that two
// terms of one node are told apart.
type dictionary struct {
	seed   maphash.Seed
	recent []recentTerm   // hashing is the dear part
	last   [4]*recentTerm // of them the latest in each place of a quad
	slots  []uint32       // a hash table of numbers; 0 is free
	hashes [][]words      // the node of each term and the bits behind
	n      int
}

// recentTerm is a term that came lately.
type recentTerm struct {
	term   []byte
	number uint32
}

const (
	recentTerms   = 1 << 15 // power of two
	recentLongest = 256     // bytes of a term to remember
	hashBlock     = 1 << 16
)

func newDictionary() dictionary {
	return dictionary{seed: maphash.MakeSeed(), recent: make([]recentTerm, recentTerms), slots: make([]uint32, 1<<10)}
}

// add gives the number of a term, and whether it is a new one. Quads often
// have the term in a place that the quad before had there.
func (d *dictionary) add(place int, term []byte) (number uint32, fresh bool, err error) {
	if len(term) > recentLongest {
		return d.find(term)
	}
	if slot := d.last[place]; slot != nil && bytes.Equal(slot.term, term) {
		return slot.number, false, nil
	}
	slot := &d.recent[maphash.Bytes(d.seed, term)%recentTerms]
	d.last[place] = slot
	if slot.number != 0 && bytes.Equal(slot.term, term) {
		return slot.number, false, nil
	}
	if number, fresh, err = d.find(term); err == nil {
		slot.term, slot.number = append(slot.term[:0], term...), number
	}
	return number, fresh, err
}

func (d *dictionary) find(term []byte) (number uint32, fresh bool, err error) {
	h := hashWords(term)
	if 4*d.n >= 3*len(d.slots) {
		d.grow()
	}
	mask := uint32(len(d.slots) - 1)
	for at := h[0] & mask; ; at = (at + 1) & mask {
		number := d.slots[at]
		if number == 0 {
			d.n++
			d.slots[at] = uint32(d.n)
			d.keep(h)
			return uint32(d.n), true, nil
		}
		if old := d.hash(number); old[0] == h[0] && old[1] == h[1] && old[2] == h[2] {
			if old[3] != h[3] {
				return 0, false, fmt.Errorf("%w: %q and one before it", ErrCollision, clip(term))
			}
			return number, false, nil
		}
	}
}

func (d *dictionary) hash(number uint32) *words {
	return &d.hashes[(number-1)/hashBlock][(number-1)%hashBlock]
}

func (d *dictionary) keep(h words) {
	last := len(d.hashes) - 1
	if last < 0 || len(d.hashes[last]) == hashBlock {
		var block []words
		if last >= 0 { // a small load takes no whole block
			block = make([]words, 0, hashBlock)
		}
		d.hashes = append(d.hashes, block)
		last++
	}
	d.hashes[last] = append(d.hashes[last], h)
}

func (d *dictionary) grow() {
	d.slots = make([]uint32, 2*len(d.slots))
	mask := uint32(len(d.slots) - 1)
	number := uint32(0)
	for _, block := range d.hashes {
		for i := range block {
			number++
			at := block[i][0] & mask
			for d.slots[at] != 0 {
				at = (at + 1) & mask
			}
			d.slots[at] = number
		}
	}
}

// ranked gives the nodes in order, behind noNode, the number of the term of
// each, and the place of each number among them.
func (d *dictionary) ranked() (nodes []node, numbers, ranks []uint32) {
	d.slots, d.recent, d.last = nil, nil, [4]*recentTerm{}
	collect(d.n)
	sorted := make([]words, 1, d.n+1)
	for _, block := range d.hashes {
		sorted = append(sorted, block...)
	}
	d.hashes = nil
	for i := range sorted {
		sorted[i][3] = uint32(i)
	}
	sortWords(sorted[1:])
	nodes, numbers, ranks = make([]node, len(sorted)), make([]uint32, len(sorted)), make([]uint32, len(sorted))
	for rank := range sorted {
		nodes[rank], numbers[rank] = sorted[rank].node(), sorted[rank][3]
		ranks[numbers[rank]] = uint32(rank)
	}
	return nodes, numbers, ranks
}

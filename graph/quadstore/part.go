package quadstore

import (
	"bytes"
	"context"
	"runtime/debug"
	"slices"

	"github.com/cockroachdb/pebble/v2"
)

// A part is as much of a load as fits in memory: a dictionary, and quads as
// numbers of its terms. Numbers become ranks among the nodes once the part is
// whole, so that sorting needs no nodes.
type part struct {
	terms dictionary
	quads []words
	nodes []node   // by rank, once it is whole
	texts []uint32 // numbers of terms, by rank
}

func newPart() *part { return &part{terms: newDictionary()} }

// add takes a quad; most is how many will come at most.
func (p *part) add(q words, most int) {
	if len(p.quads) == cap(p.quads) {
		larger := make([]words, len(p.quads), max(1<<10, min(2*len(p.quads), most)))
		copy(larger, p.quads)
		p.quads = larger
		collect(len(larger))
	}
	p.quads = append(p.quads, q)
}

// collect gives garbage back to the system at the peaks of a large load: where
// an array of so many elements has taken another's place.
func collect(elements int) {
	if elements >= 1<<20 {
		debug.FreeOSMemory()
	}
}

// rank ends the part: quads are ranks from here on, in the order of spog, and
// those that the store has are left out.
func (p *part) rank(v *View) error {
	var ranks []uint32
	p.nodes, p.texts, ranks = p.terms.ranked()
	for i := range p.quads {
		q := &p.quads[i]
		*q = words{ranks[q[0]], ranks[q[1]], ranks[q[2]], ranks[q[3]]}
	}
	collect(len(p.quads))
	sortWords(p.quads)
	p.quads = slices.Compact(p.quads)
	if v.quads == 0 {
		return nil
	}
	return p.dropKnown(v)
}

// dropKnown leaves the quads that the store does not have.
func (p *part) dropKnown(v *View) error {
	it, err := v.iter()
	if err != nil {
		return err
	}
	defer v.put(it)
	key := make([]byte, quadKeySize)
	key[0] = spog.prefix
	kept := p.quads[:0]
	for _, q := range p.quads {
		for i, rank := range q {
			copy(key[1+i*nodeSize:], p.nodes[rank][:])
		}
		if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
			kept = append(kept, q)
		}
	}
	p.quads = kept
	return readError(it.Error())
}

// order gives the quads in the order of an index, by their places in p.quads;
// nil stands for the order of spog, in which they are kept. Behind the nodes
// that an index moves to the front its order is that of spog, so that sorting
// by these alone, the last one first, is enough.
func (p *part) order(x *index) (quads []uint32) {
	moved := 0
	for !slices.IsSorted(x.order[moved:]) {
		moved++
	}
	for _, place := range slices.Backward(x.order[:moved]) {
		quads = p.sortedBy(place, quads)
	}
	collect(len(quads))
	return quads
}

// sortedBy sorts quads by the rank in one place, and leaves those of one rank
// as they are.
func (p *part) sortedBy(place int, quads []uint32) []uint32 {
	next := make([]uint32, len(p.nodes)+1)
	for i := range p.quads {
		next[p.quads[i][place]+1]++
	}
	for rank := range p.nodes {
		next[rank+1] += next[rank]
	}
	sorted := make([]uint32, len(p.quads))
	put := func(i uint32) {
		at := &next[p.quads[i][place]]
		sorted[*at] = i
		*at++
	}
	if quads == nil {
		for i := range p.quads {
			put(uint32(i))
		}
	}
	for _, i := range quads {
		put(i)
	}
	return sorted
}

// atOnce is how many quads get their nodes at once: quads and nodes lie
// anywhere in memory, and the processor waits for many of them in the time of
// one.
const atOnce = 256

// each calls use with the key of each quad, in the order of an index. The
// bytes hold until the next one.
func (p *part) each(ctx context.Context, x *index, use func(key []byte) error) error {
	var quads [atOnce]words
	var keys [atOnce][quadKeySize]byte
	for i := range keys {
		keys[i][0] = x.prefix
	}
	order := p.order(x)
	for begin := 0; begin < len(p.quads); begin += atOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := keys[:min(atOnce, len(p.quads)-begin)]
		copy(quads[:], p.quads[begin:begin+len(now)])
		if order != nil {
			for i, at := range order[begin : begin+len(now)] {
				quads[i] = p.quads[at]
			}
		}
		for i := range now {
			for j, place := range x.order {
				*(*node)(now[i][1+j*nodeSize:]) = p.nodes[quads[i][place]]
			}
		}
		for i := range now {
			if err := use(now[i][:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// newTerms tells which terms of a load the store lacks. They are asked for in
// the order of their nodes.
type newTerms struct {
	it *pebble.Iterator // nil when the store has none
	v  *View
}

func (v *View) newTerms() (newTerms, error) {
	if v.terms == 0 {
		return newTerms{}, nil
	}
	it, err := v.iter()
	return newTerms{it, v}, err
}

func (t newTerms) close() {
	if t.it != nil {
		t.v.put(t.it)
	}
}

func (t newTerms) isNew(n node, term []byte) (bool, error) {
	if t.it == nil {
		return true, nil
	}
	var buf [termKeySize]byte
	key := append(append(buf[:0], termPrefix), n[:]...)
	if !t.it.SeekGE(key) || !bytes.Equal(t.it.Key(), key) {
		return true, readError(t.it.Error())
	}
	old, err := t.it.ValueAndErr()
	if err != nil {
		return false, readError(err)
	}
	if !bytes.Equal(old, term) {
		return false, collision(old, term)
	}
	return false, nil
}

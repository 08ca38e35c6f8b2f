package quadstore

import (
	"bytes"
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
	nodes []words // by rank, once it is whole
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
	p.nodes, ranks = p.terms.ranked()
	for i := range p.quads {
		q := &p.quads[i]
		*q = words{ranks[q[0]], ranks[q[1]], ranks[q[2]], ranks[q[3]]}
	}
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
			p.nodes[rank].putNode(key[1+i*nodeSize:])
		}
		if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
			kept = append(kept, q)
		}
	}
	p.quads = kept
	return readError(it.Error())
}

// reorder sorts the quads for another index.
func (p *part) reorder(from, to *index) {
	if from == to {
		return
	}
	var move [4]int
	for i, place := range to.order {
		move[i] = slices.Index(from.order[:], place)
	}
	for i := range p.quads {
		q := &p.quads[i]
		*q = words{q[move[0]], q[move[1]], q[move[2]], q[move[3]]}
	}
	sortWords(p.quads)
}

// atOnce is how many quads get their nodes at once: nodes lie anywhere in
// memory, and the processor waits for many of them in the time of one.
const atOnce = 256

// each calls use with the nodes of each quad. The bytes hold until the next one.
func (p *part) each(use func(nodes []byte) error) error {
	var nodes [atOnce * 4 * nodeSize]byte
	for quads := range slices.Chunk(p.quads, atOnce) {
		for i := range quads {
			for j, rank := range quads[i] {
				p.nodes[rank].putNode(nodes[(4*i+j)*nodeSize:])
			}
		}
		for i := range quads {
			if err := use(nodes[i*4*nodeSize : (i+1)*4*nodeSize]); err != nil {
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

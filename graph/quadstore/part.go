package quadstore

import (
	"bytes"
	"slices"

	"github.com/cockroachdb/pebble/v2"
)

// A part is as much of a load as fits in memory: a dictionary, and quads as
// numbers of its terms. Numbers become ranks among the nodes once the part is
// whole, so that sorting and merging need no nodes.
type part struct {
	terms  dictionary
	blocks [][]words // quads; sorted and merged block by block
	quads  int

	nodes []words // by rank, once it is whole
}

// quadBlock is how many quads a block has.
const quadBlock = 1 << 19

func newPart() *part { return &part{terms: newDictionary()} }

func (p *part) add(q words) {
	last := len(p.blocks) - 1
	if last < 0 || len(p.blocks[last]) == quadBlock {
		var block []words
		if last >= 0 { // a small load takes no whole block
			block = make([]words, 0, quadBlock)
		}
		p.blocks = append(p.blocks, block)
		last++
	}
	p.blocks[last] = append(p.blocks[last], q)
	p.quads++
}

// rank ends the part: quads are ranks from here on, in the order of spog, and
// those that the store has are left out. It is false when none remains.
func (p *part) rank(v *View) (bool, error) {
	var ranks []uint32
	p.nodes, ranks = p.terms.ranked()
	p.quads = 0
	for i, block := range p.blocks {
		for j := range block {
			q := &block[j]
			*q = words{ranks[q[0]], ranks[q[1]], ranks[q[2]], ranks[q[3]]}
		}
		sortWords(block)
		block = slices.Compact(block)
		if v.quads > 0 {
			var err error
			if block, err = p.unknown(v, block); err != nil {
				return false, err
			}
		}
		p.blocks[i] = block
		p.quads += len(block)
	}
	return p.quads > 0, nil
}

// unknown leaves the quads that the store does not have.
func (p *part) unknown(v *View, block []words) ([]words, error) {
	it, err := v.iter()
	if err != nil {
		return nil, err
	}
	defer v.put(it)
	key := make([]byte, quadKeySize)
	key[0] = spog.prefix
	kept := block[:0]
	for _, q := range block {
		for i, rank := range q {
			p.nodes[rank].putNode(key[1+i*nodeSize:])
		}
		if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
			kept = append(kept, q)
		}
	}
	return kept, readError(it.Error())
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
	for _, block := range p.blocks {
		for i := range block {
			q := &block[i]
			*q = words{q[move[0]], q[move[1]], q[move[2]], q[move[3]]}
		}
		sortWords(block)
	}
}

// atOnce is how many quads get their nodes at once: nodes lie anywhere in
// memory, and the processor waits for many of them in the time of one.
const atOnce = 256

// each calls use with the nodes of each quad once, sorted. The bytes hold
// until the next one.
func (p *part) each(use func(nodes []byte) error) error {
	var quads [atOnce]words
	var bytes [atOnce * 4 * nodeSize]byte
	n := 0
	flush := func() error {
		for i := range quads[:n] {
			for j, rank := range quads[i] {
				p.nodes[rank].putNode(bytes[(4*i+j)*nodeSize:])
			}
		}
		for i := range n {
			if err := use(bytes[i*4*nodeSize : (i+1)*4*nodeSize]); err != nil {
				return err
			}
		}
		n = 0
		return nil
	}
	err := mergeBlocks(p.blocks, func(q words) error {
		quads[n] = q
		if n++; n < atOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// mergeBlocks calls use with each element of sorted blocks once.
func mergeBlocks(blocks [][]words, use func(words) error) error {
	var heap [][]words
	for _, b := range blocks {
		if len(b) > 0 {
			heap = append(heap, b)
		}
	}
	less := func(a, b []words) bool { return compareWords(a[0], b[0]) < 0 }
	for i := len(heap)/2 - 1; i >= 0; i-- {
		siftDown(heap, i, less)
	}
	var last words
	for n := 0; len(heap) > 0; {
		top := heap[0]
		if n == 0 || top[0] != last {
			n++
			last = top[0]
			if err := use(last); err != nil {
				return err
			}
		}
		if heap[0] = top[1:]; len(top) == 1 {
			heap[0] = heap[len(heap)-1]
			heap = heap[:len(heap)-1]
		}
		siftDown(heap, 0, less)
	}
	return nil
}

// siftDown restores the order of a heap in which only i may be too high.
func siftDown[T any](heap []T, i int, less func(a, b T) bool) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(heap); child++ {
			if less(heap[child], heap[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
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

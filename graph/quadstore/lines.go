package quadstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
)

// Lines runs through all quads as lines: the texts of their terms with a
// space behind each, then end. They come sorted by their bytes. text appends
// the text of a term to dst; no text may be the beginning of another one but
// where that goes on with a byte above the space. All terms are held in
// memory, with 16 bytes for each quad.
func (v *View) Lines(ctx context.Context, end string, text func(dst, term []byte) ([]byte, error)) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		t, err := v.readTexts(ctx, text)
		if err != nil {
			yield(nil, err)
			return
		}
		quads, err := v.rankedQuads(ctx, t)
		if err != nil {
			yield(nil, err)
			return
		}
		slices.SortFunc(quads, compareRanks)
		var line []byte
		for _, q := range quads {
			line = line[:0]
			for _, rank := range q {
				if rank > 0 {
					line = append(append(line, t.text(t.byRank[rank-1])...), ' ')
				}
			}
			if !yield(append(line, end...), nil) {
				return
			}
		}
	}
}

// texts are all terms, in the order of their nodes.
type texts struct {
	nodes  []node
	ends   []uint64 // of their texts in blob
	blob   []byte
	starts []uint32 // the first node of each beginning of 16 bits
	rank   []uint32 // of each in the order of the texts, from 1
	byRank []uint32
}

func (t *texts) text(i uint32) []byte {
	begin := uint64(0)
	if i > 0 {
		begin = t.ends[i-1]
	}
	return t.blob[begin:t.ends[i]]
}

func (v *View) readTexts(ctx context.Context, text func(dst, term []byte) ([]byte, error)) (*texts, error) {
	t := &texts{
		nodes: make([]node, 0, v.terms), ends: make([]uint64, 0, v.terms), starts: make([]uint32, 1<<16+1),
	}
	it, err := v.iter()
	if err != nil {
		return nil, err
	}
	defer v.put(it)
	for ok := it.SeekGE([]byte{termPrefix}); ok && it.Key()[0] == termPrefix; ok = it.Next() {
		if len(t.nodes)%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		term, err := it.ValueAndErr()
		if err != nil {
			return nil, readError(err)
		}
		if len(it.Key()) != termKeySize {
			return nil, fmt.Errorf("%w: a key of %d bytes among the terms", ErrDamaged, len(it.Key()))
		}
		n := node(it.Key()[1:])
		if t.blob, err = text(t.blob, term); err != nil {
			return nil, err
		}
		t.nodes = append(t.nodes, n)
		t.ends = append(t.ends, uint64(len(t.blob)))
		t.starts[int(binary.BigEndian.Uint16(n[:]))+1]++
	}
	for b := range 1 << 16 {
		t.starts[b+1] += t.starts[b]
	}
	t.sort()
	return t, readError(it.Error())
}

// sort ranks the texts.
func (t *texts) sort() {
	t.byRank, t.rank = make([]uint32, len(t.nodes)), make([]uint32, len(t.nodes))
	for i := range t.byRank {
		t.byRank[i] = uint32(i)
	}
	slices.SortFunc(t.byRank, func(a, b uint32) int { return bytes.Compare(t.text(a), t.text(b)) })
	for r, i := range t.byRank {
		t.rank[i] = uint32(r) + 1
	}
}

// rankOf gives the rank of a node, 0 for none.
func (t *texts) rankOf(n node) (uint32, error) {
	if n == noNode {
		return 0, nil
	}
	b := int(binary.BigEndian.Uint16(n[:]))
	among := t.nodes[t.starts[b]:t.starts[b+1]]
	i, ok := slices.BinarySearchFunc(among, n, func(a, b node) int { return bytes.Compare(a[:], b[:]) })
	if !ok {
		return 0, fmt.Errorf("%w: no term for %x", ErrDamaged, n)
	}
	return t.rank[int(t.starts[b])+i], nil
}

func (v *View) rankedQuads(ctx context.Context, t *texts) ([][4]uint32, error) {
	quads := make([][4]uint32, 0, v.quads)
	r := quadReader{src: v, batch: largeBatch}
	defer r.close()
	var last quadKey
	var ranks [4]uint32
	for {
		q, ok := r.next(ctx)
		if !ok {
			return quads, r.err
		}
		for p, n := range q {
			if n == last[p] && len(quads) > 0 {
				continue
			}
			var err error
			if ranks[p], err = t.rankOf(n); err != nil {
				return nil, err
			}
		}
		last = q
		quads = append(quads, ranks)
	}
}

func compareRanks(a, b [4]uint32) int {
	for p := range a {
		if a[p] != b[p] {
			if a[p] < b[p] {
				return -1
			}
			return 1
		}
	}
	return 0
}

package quadstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"

	"github.com/cockroachdb/pebble/v2"
)

// Lines runs through all quads as lines: the texts of their terms with a
// space behind each, then end. They come sorted by their bytes. text appends
// the text of a term to dst; no text may be the beginning of another one but
// where that goes on with a byte above the space. Of a large store only a part
// is in memory at a time; the others wait in temporary files.
func (v *View) Lines(ctx context.Context, end string, text func(dst, term []byte) ([]byte, error)) iter.Seq2[[]byte, error] {
	return SortedLines(viewLines{ctx, v}, LinePart, end, text)
}

// LineSource gives the terms and quads of one state of a store.
type LineSource interface {
	Sizes() (quads, terms int64)
	// EachTerm calls f with each term under its hash, in the order of hashes:
	// those of nodes, which are sorted, or all where nodes is nil.
	EachTerm(nodes [][HashSize]byte, f func(n [HashSize]byte, term []byte) error) error
	// EachQuad calls f with each quad, in the order of their subjects' hashes
	// and the zero hash standing for no label.
	EachQuad(f func(q *[4][HashSize]byte) error) error
}

// LinePart is how many quads View.Lines has in memory at a time, or as many as
// a subject has where one has more. Each part reads most blocks of the terms,
// so that smaller parts would take longer.
const LinePart = 1 << 20

// SortedLines does what View.Lines does for any store, with about part quads
// in memory.
func SortedLines(src LineSource, part int64, end string, text func(dst, term []byte) ([]byte, error)) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		l := &lineSorter{end: end, text: text, yield: yield}
		if quads, _ := src.Sizes(); quads <= part {
			l.sort(src, nil)
			return
		}
		s, err := splitLines(src, part, text)
		defer s.remove()
		if err != nil {
			yield(nil, err)
			return
		}
		for i := range s.parts {
			debug.FreeOSMemory() // what is left of the part before
			nodes, err := s.nodes(&s.parts[i])
			if err != nil {
				yield(nil, err)
				return
			}
			if !l.sort(&s.parts[i], nodes) {
				return
			}
		}
	}
}

// lineSorter makes lines of quads that are all in memory.
type lineSorter struct {
	end   string
	text  func(dst, term []byte) ([]byte, error)
	yield func([]byte, error) bool

	texts texts
	quads [][4]uint32
}

// sort gives the lines of the quads of src, whose nodes are given as
// EachTerm takes them; it is false where there is to be no other.
func (l *lineSorter) sort(src LineSource, nodes [][HashSize]byte) bool {
	t := &l.texts
	err := t.read(src, nodes, l.text)
	if err == nil {
		l.quads, err = rankedQuads(l.quads[:0], src, t)
	}
	if err != nil {
		l.yield(nil, err)
		return false
	}
	slices.SortFunc(l.quads, compareRanks)
	var line []byte
	for _, q := range l.quads {
		line = line[:0]
		for _, rank := range q {
			if rank > 0 {
				line = append(append(line, t.texts.get(t.byRank[rank-1])...), ' ')
			}
		}
		if !l.yield(append(line, l.end...), nil) {
			return false
		}
	}
	return true
}

// viewLines is a View as a LineSource.
type viewLines struct {
	ctx context.Context
	v   *View
}

func (l viewLines) Sizes() (quads, terms int64) { return l.v.Sizes() }

func (l viewLines) EachTerm(nodes [][HashSize]byte, f func(n [HashSize]byte, term []byte) error) error {
	it, err := l.v.iter()
	if err != nil {
		return err
	}
	defer l.v.put(it)
	if nodes != nil {
		return l.eachOf(it, nodes, f)
	}
	n := 0
	for ok := it.SeekGE([]byte{termPrefix}); ok && it.Key()[0] == termPrefix; ok = it.Next() {
		if n++; n%4096 == 0 && l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		if err := termAt(it, f); err != nil {
			return err
		}
	}
	return readError(it.Error())
}

// stepsAhead is how many terms are stepped over before the next one is sought.
const stepsAhead = 8

// eachOf gives the terms of nodes.
func (l viewLines) eachOf(it *pebble.Iterator, nodes [][HashSize]byte, f func(n [HashSize]byte, term []byte) error) error {
	key := make([]byte, termKeySize)
	key[0] = termPrefix
	ok := false
	for i := range nodes {
		if i%4096 == 0 && l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		copy(key[1:], nodes[i][:])
		for range stepsAhead {
			if !ok || bytes.Compare(it.Key(), key) >= 0 {
				break
			}
			ok = it.Next()
		}
		if !ok || bytes.Compare(it.Key(), key) < 0 {
			ok = it.SeekGE(key)
		}
		if !ok {
			return readError(it.Error())
		}
		if bytes.Equal(it.Key(), key) {
			if err := termAt(it, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// termAt calls f with the term that an iterator has come to.
func termAt(it *pebble.Iterator, f func(n [HashSize]byte, term []byte) error) error {
	term, err := it.ValueAndErr()
	if err != nil {
		return readError(err)
	}
	if len(it.Key()) != termKeySize {
		return fmt.Errorf("%w: a key of %d bytes among the terms", ErrDamaged, len(it.Key()))
	}
	return f([HashSize]byte(it.Key()[1:]), term)
}

func (l viewLines) EachQuad(f func(q *[4][HashSize]byte) error) error {
	r := quadReader{src: l.v, batch: largeBatch}
	defer r.close()
	for {
		q, ok := r.next(l.ctx)
		if !ok {
			return r.err
		}
		if err := f(&[4][HashSize]byte{q[0], q[1], q[2], q[3]}); err != nil {
			return err
		}
	}
}

// texts are terms, in the order of their nodes.
type texts struct {
	nodes  []node
	texts  termTexts
	starts []uint32 // the first node of each beginning of 16 bits
	rank   []uint32 // of each in the order of the texts, from 1
	byRank []uint32
}

// read reads the terms of nodes, in the memory that is there.
func (t *texts) read(src LineSource, nodes [][HashSize]byte, text func(dst, term []byte) ([]byte, error)) error {
	_, terms := src.Sizes()
	t.nodes = slices.Grow(t.nodes[:0], int(terms))
	t.texts.reset()
	t.starts = make([]uint32, 1<<16+1)
	var buf []byte
	err := src.EachTerm(nodes, func(n [HashSize]byte, term []byte) (err error) {
		if buf, err = text(buf[:0], term); err != nil {
			return err
		}
		t.texts.add(uint32(len(t.nodes)), buf)
		t.nodes = append(t.nodes, n)
		t.starts[int(binary.BigEndian.Uint16(n[:]))+1]++
		return nil
	})
	if err != nil {
		return err
	}
	for b := range 1 << 16 {
		t.starts[b+1] += t.starts[b]
	}
	t.sort()
	return nil
}

// sort ranks the texts.
func (t *texts) sort() {
	t.byRank, t.rank = slices.Grow(t.byRank[:0], len(t.nodes))[:len(t.nodes)], slices.Grow(t.rank[:0], len(t.nodes))[:len(t.nodes)]
	for i := range t.byRank {
		t.byRank[i] = uint32(i)
	}
	slices.SortFunc(t.byRank, func(a, b uint32) int { return bytes.Compare(t.texts.get(a), t.texts.get(b)) })
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

// rankedQuads appends the quads to dst, as ranks of their terms.
func rankedQuads(quads [][4]uint32, src LineSource, t *texts) ([][4]uint32, error) {
	n, _ := src.Sizes()
	quads = slices.Grow(quads, int(n))
	var last [4]node
	var ranks [4]uint32
	err := src.EachQuad(func(q *[4][HashSize]byte) (err error) {
		for p := range q {
			if n := node(q[p]); n != last[p] || len(quads) == 0 {
				if ranks[p], err = t.rankOf(n); err != nil {
					return err
				}
				last[p] = n
			}
		}
		quads = append(quads, ranks)
		return nil
	})
	return quads, err
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

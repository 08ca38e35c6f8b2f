package quadstore

import (
	"bytes"
	"slices"
)

// smallSort is the length up to which a bucket is sorted by comparing.
const smallSort = 48

// sortQuads sorts quads by their bytes, in place: American flag sort, which
// suits nodes since their bytes are hashes, spread evenly.
func sortQuads(quads []quadKey) { sortFrom(quads, 0) }

func sortFrom(quads []quadKey, at int) {
	for len(quads) > smallSort {
		if at == 4*nodeSize {
			return // all the same
		}
		var counts [256]int
		for i := range quads {
			counts[quads[i][at/nodeSize][at%nodeSize]]++
		}
		first := quads[0][at/nodeSize][at%nodeSize]
		if counts[first] == len(quads) { // a common beginning, such as a predicate
			at++
			continue
		}
		ends := partition(quads, at, &counts)
		begin := 0
		for _, end := range ends {
			if end-begin > 1 {
				sortFrom(quads[begin:end], at+1)
			}
			begin = end
		}
		return
	}
	slices.SortFunc(quads, func(a, b quadKey) int { return compareQuads(&a, &b) })
}

// partition brings the quads into the order of one byte and gives the end of
// each byte's bucket.
func partition(quads []quadKey, at int, counts *[256]int) (ends [256]int) {
	var next [256]int
	sum := 0
	for b, n := range counts {
		next[b] = sum
		sum += n
		ends[b] = sum
	}
	place, offset := at/nodeSize, at%nodeSize
	for b := range ends {
		for next[b] < ends[b] {
			q := quads[next[b]]
			to := q[place][offset]
			if int(to) == b {
				next[b]++
				continue
			}
			quads[next[b]], quads[next[to]] = quads[next[to]], q
			next[to]++
		}
	}
	return ends
}

func compareQuads(a, b *quadKey) int {
	for p := range a {
		if c := bytes.Compare(a[p][:], b[p][:]); c != 0 {
			return c
		}
	}
	return 0
}

// reorder turns quads from the order of one index into that of another.
func reorder(quads []quadKey, from, to *index) {
	var move [4]int
	for i, p := range to.order {
		move[i] = slices.Index(from.order[:], p)
	}
	for i := range quads {
		q := &quads[i]
		*q = quadKey{q[move[0]], q[move[1]], q[move[2]], q[move[3]]}
	}
}

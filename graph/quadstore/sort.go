package quadstore

import (
	"encoding/binary"
	"slices"
)

// words is what a load sorts: four numbers, the first one counting most. It
// holds a quad as the numbers of its terms, or a node with the number of its
// term behind.
type words [4]uint32

func compareWords(a, b words) int {
	if a == b {
		return 0
	}
	if lessWords(&a, &b) {
		return -1
	}
	return 1
}

func lessWords(a, b *words) bool {
	if x, y := uint64(a[0])<<32|uint64(a[1]), uint64(b[0])<<32|uint64(b[1]); x != y {
		return x < y
	}
	return uint64(a[2])<<32|uint64(a[3]) < uint64(b[2])<<32|uint64(b[3])
}

func (w *words) digit(at int) byte { return byte(w[at/4] >> (24 - at%4*8)) }

// smallSort is the length up to which a bucket is sorted by comparing.
const smallSort = 48

// sortWords sorts in place: American flag sort, which suits numbers that are
// spread evenly, like hashes and their ranks.
func sortWords(w []words) { sortFrom(w, 0) }

func sortFrom(w []words, at int) {
	for len(w) > smallSort {
		if at == 16 {
			return // all the same
		}
		var counts [256]int
		for i := range w {
			counts[w[i].digit(at)]++
		}
		if counts[w[0].digit(at)] == len(w) { // a common beginning, such as a predicate
			at++
			continue
		}
		begin := 0
		for _, end := range partition(w, at, &counts) {
			if end-begin > 1 {
				sortFrom(w[begin:end], at+1)
			}
			begin = end
		}
		return
	}
	slices.SortFunc(w, compareWords)
}

// partition brings words into the order of one byte and gives the end of each
// byte's bucket.
func partition(w []words, at int, counts *[256]int) (ends [256]int) {
	var next [256]int
	sum := 0
	for b, n := range counts {
		next[b] = sum
		sum += n
		ends[b] = sum
	}
	for b := range ends {
		for next[b] < ends[b] {
			q := w[next[b]]
			to := q.digit(at)
			if int(to) == b {
				next[b]++
				continue
			}
			w[next[b]], w[next[to]] = w[next[to]], q
			next[to]++
		}
	}
	return ends
}

// putNode writes the node that begins w.
func (w *words) putNode(dst []byte) {
	_ = dst[nodeSize-1]
	binary.BigEndian.PutUint32(dst, w[0])
	binary.BigEndian.PutUint32(dst[4:], w[1])
	binary.BigEndian.PutUint32(dst[8:], w[2])
}

// wordsOf undoes words.node.
func wordsOf(n node) words {
	return words{binary.BigEndian.Uint32(n[:]), binary.BigEndian.Uint32(n[4:]), binary.BigEndian.Uint32(n[8:])}
}

func (w *words) node() (n node) {
	w.putNode(n[:])
	return n
}

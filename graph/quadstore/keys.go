package quadstore

import "github.com/cayleygraph/quad"

// The first byte of a key says what it is of.
const (
	metaPrefix      = 'm'
	predicatePrefix = 'c'
	classPrefix     = 'k'
	termPrefix      = 't'
)

// quadKey is a quad as nodes: subject, predicate, object, label.
type quadKey [4]node

// Places in a quadKey.
const (
	subject = iota
	predicate
	object
	label
	noPlace = -1
)

// place gives the place of a direction in a quadKey.
func place(d quad.Direction) int {
	switch d {
	case quad.Subject:
		return subject
	case quad.Predicate:
		return predicate
	case quad.Object:
		return object
	case quad.Label:
		return label
	}
	return noPlace
}

const (
	quadKeySize = 1 + 4*nodeSize
	termKeySize = 1 + nodeSize
)

// index is an order in which the keys of all quads are kept.
type index struct {
	prefix byte
	order  [4]int // places of a quadKey as they follow in the key
}

// The indexes; the first one decides whether a quad is there.
var (
	spog = index{'s', [4]int{subject, predicate, object, label}}
	posg = index{'p', [4]int{predicate, object, subject, label}}
	ospg = index{'o', [4]int{object, subject, predicate, label}}
	gspo = index{'g', [4]int{label, subject, predicate, object}}

	indexes = [4]*index{&spog, &posg, &ospg, &gspo}
)

// appendKey appends the key of q to dst.
func (x *index) appendKey(dst []byte, q *quadKey) []byte {
	dst = append(dst, x.prefix)
	for _, p := range x.order {
		dst = append(dst, q[p][:]...)
	}
	return dst
}

// quad reads a key of the index.
func (x *index) quad(key []byte) (q quadKey) {
	for i, p := range x.order {
		copy(q[p][:], key[1+i*nodeSize:])
	}
	return q
}

// filter is a quad of which only some places are known.
type filter struct {
	nodes quadKey
	known [4]bool
}

func (f *filter) set(place int, n node) {
	f.nodes[place], f.known[place] = n, true
}

func (f *filter) matches(q *quadKey) bool {
	for p, known := range f.known {
		if known && f.nodes[p] != q[p] {
			return false
		}
	}
	return true
}

// count is the number of known places.
func (f *filter) count() int {
	n := 0
	for _, known := range f.known {
		if known {
			n++
		}
	}
	return n
}

// covered is how many known places begin the keys of the index.
func (x *index) covered(f *filter) int {
	for i, p := range x.order {
		if !f.known[p] {
			return i
		}
	}
	return 4
}

// appendPrefix appends the first n places of f to dst.
func (x *index) appendPrefix(dst []byte, f *filter, n int) []byte {
	dst = append(dst, x.prefix)
	for _, p := range x.order[:n] {
		dst = append(dst, f.nodes[p][:]...)
	}
	return dst
}

func nodeKey(prefix byte, n node) []byte {
	k := make([]byte, 0, termKeySize)
	return append(append(k, prefix), n[:]...)
}

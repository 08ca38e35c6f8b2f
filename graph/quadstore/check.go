package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Check verifies every index against every other, the dictionary and the
// counts, and reports each thing that is wrong: where ("index", "dictionary",
// "counts") and what. An error means that the check itself could not go on.
func (v *View) Check(ctx context.Context, report func(where, what string)) error {
	c := &checker{ctx: ctx, v: v, report: report}
	for _, step := range []func() error{c.subjects, c.otherIndexes, c.dictionary, c.counts} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type checker struct {
	ctx    context.Context
	v      *View
	report func(where, what string)

	quads      int64
	terms      int64
	sums       [4]quadKey // of all quads, by index
	predicates map[node]*[2]int64
	classes    map[node]int64
}

// each calls f for each key that begins with prefix.
func (c *checker) each(prefix byte, size int, f func(key, value []byte) error) error {
	it, err := c.v.iter()
	if err != nil {
		return err
	}
	defer c.v.put(it)
	n := 0
	for ok := it.SeekGE([]byte{prefix}); ok && it.Key()[0] == prefix; ok = it.Next() {
		if n++; n%4096 == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if len(it.Key()) != size {
			c.report("index", fmt.Sprintf("a key of %d bytes under %q", len(it.Key()), prefix))
			continue
		}
		value, err := it.ValueAndErr()
		if err != nil {
			return readError(err)
		}
		if err := f(it.Key(), value); err != nil {
			return err
		}
	}
	return readError(it.Error())
}

// subjects reads the index that decides what is there, counting.
func (c *checker) subjects() error {
	c.predicates, c.classes = make(map[node]*[2]int64), make(map[node]int64)
	var last [2]node
	err := c.each(spog.prefix, quadKeySize, func(key, _ []byte) error {
		q := spog.quad(key)
		c.quads++
		add(&c.sums[0], &q)
		n := c.predicates[q[predicate]]
		if n == nil {
			n = new([2]int64)
			c.predicates[q[predicate]] = n
		}
		n[0]++
		if pair := [2]node{q[subject], q[predicate]}; pair != last || c.quads == 1 {
			last = pair
			n[1]++
		}
		if q[predicate] == rdfTypeNode {
			c.classes[q[object]]++
		}
		return nil
	})
	if err == nil && c.quads != c.v.quads {
		c.report("counts", fmt.Sprintf("%d quads are counted and %d are there", c.v.quads, c.quads))
	}
	return err
}

// add adds q to a sum, place by place, as a number of 96 bits.
func add(sum, q *quadKey) {
	for p := range sum {
		carry := uint16(0)
		for i := nodeSize - 1; i >= 0; i-- {
			carry += uint16(sum[p][i]) + uint16(q[p][i])
			sum[p][i] = byte(carry)
			carry >>= 8
		}
	}
}

// otherIndexes compares the other indexes by number and sum; where they
// differ, it names the quads.
func (c *checker) otherIndexes() error {
	for i, x := range indexes[1:] {
		var n int64
		err := c.each(x.prefix, quadKeySize, func(key, _ []byte) error {
			q := x.quad(key)
			n++
			add(&c.sums[i+1], &q)
			return nil
		})
		if err != nil {
			return err
		}
		if n == c.quads && c.sums[i+1] == c.sums[0] {
			continue
		}
		c.report("index", fmt.Sprintf("index %q has %d quads, index %q has %d, and they are not the same", x.prefix, n, spog.prefix, c.quads))
		if err := c.difference(&spog, x); err != nil {
			return err
		}
		if err := c.difference(x, &spog); err != nil {
			return err
		}
	}
	return nil
}

// difference reports the quads of one index that another lacks.
func (c *checker) difference(a, b *index) error {
	var buf []byte
	return c.each(a.prefix, quadKeySize, func(key, _ []byte) error {
		q := a.quad(key)
		buf = b.appendKey(buf[:0], &q)
		ok, err := c.v.has(buf)
		if err == nil && !ok {
			c.report("index", fmt.Sprintf("index %q lacks %s", b.prefix, c.name(&q)))
		}
		return err
	})
}

// name writes a quad for a report.
func (c *checker) name(q *quadKey) string {
	return c.v.Quad(*q).String()
}

// dictionary verifies that each term has its hash and is named by a quad, and
// that each node of a quad has its term. Terms and indexes are all in the
// order of nodes, so that one pass over each is enough.
func (c *checker) dictionary() error {
	terms, err := c.nodes(termPrefix)
	if err != nil {
		return err
	}
	defer terms.close()
	var named [len(indexes)]*nodeCursor
	for i, x := range indexes {
		if named[i], err = c.nodes(x.prefix); err != nil {
			return err
		}
		defer named[i].close()
	}
	for n := 0; ; n++ {
		if n%4096 == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		least, inQuad := terms, false
		for _, cur := range named {
			if cur.before(least) {
				least = cur
			}
		}
		if !least.ok {
			break
		}
		at := least.node
		for i, cur := range named {
			if !cur.ok || cur.node != at {
				continue
			}
			inQuad = true
			if !terms.ok || terms.node != at {
				c.report("dictionary", fmt.Sprintf("no term for %x in index %q", at, indexes[i].prefix))
			}
			cur.skip()
		}
		if terms.ok && terms.node == at {
			if err := c.term(terms, inQuad); err != nil {
				return err
			}
			terms.skip()
		}
	}
	if c.terms != c.v.terms {
		c.report("counts", fmt.Sprintf("%d terms are counted and %d are there", c.v.terms, c.terms))
	}
	err = terms.it.Error()
	for _, cur := range named {
		err = errors.Join(err, cur.it.Error())
	}
	return readError(err)
}

func (c *checker) term(at *nodeCursor, inQuad bool) error {
	c.terms++
	term, err := at.it.ValueAndErr()
	if err != nil {
		return readError(err)
	}
	if _, err := ParseTerm(term); err != nil || nodeOf(term) != at.node {
		c.report("dictionary", fmt.Sprintf("the term %q stands under another's hash", clip(term)))
	}
	if !inQuad {
		c.report("dictionary", fmt.Sprintf("the term %q is in no quad", clip(term)))
	}
	return nil
}

// nodeCursor runs through the nodes that keys under a prefix begin with, each
// once.
type nodeCursor struct {
	v      *View
	it     *pebble.Iterator
	prefix byte
	node   node
	ok     bool
}

func (c *checker) nodes(prefix byte) (*nodeCursor, error) {
	it, err := c.v.iter()
	if err != nil {
		return nil, err
	}
	cur := &nodeCursor{v: c.v, it: it, prefix: prefix}
	cur.read(it.SeekGE([]byte{prefix}))
	if cur.ok && cur.node == noNode { // quads without a label
		cur.skip()
	}
	return cur, nil
}

func (c *nodeCursor) read(ok bool) {
	c.ok = ok && c.it.Key()[0] == c.prefix && len(c.it.Key()) >= termKeySize
	if c.ok {
		copy(c.node[:], c.it.Key()[1:])
	}
}

// skip goes to the next node.
func (c *nodeCursor) skip() {
	for last := c.node; c.ok && c.node == last; {
		c.read(c.it.Next())
	}
}

func (c *nodeCursor) before(d *nodeCursor) bool {
	return c.ok && (!d.ok || bytes.Compare(c.node[:], d.node[:]) < 0)
}

func (c *nodeCursor) close() { c.v.put(c.it) }

func clip(b []byte) []byte { return b[:min(len(b), 80)] }

func (c *checker) counts() error {
	err := c.each(predicatePrefix, termKeySize, func(key, value []byte) error {
		n := node(key[1:])
		want := c.predicates[n]
		if want == nil {
			want = new([2]int64)
		}
		delete(c.predicates, n)
		if !bytes.Equal(value, appendCount(appendCount(nil, want[0]), want[1])) {
			c.report("counts", fmt.Sprintf("the counts of the predicate %v are not %d quads and %d subjects", c.v.NameOf(n), want[0], want[1]))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range sortedNodes(c.predicates) {
		c.report("counts", fmt.Sprintf("the predicate %v is not counted", c.v.NameOf(n)))
	}
	err = c.each(classPrefix, termKeySize, func(key, value []byte) error {
		n := node(key[1:])
		want := c.classes[n]
		delete(c.classes, n)
		if !bytes.Equal(value, appendCount(nil, want)) {
			c.report("counts", fmt.Sprintf("the count of the class %v is not %d", c.v.NameOf(n), want))
		}
		return nil
	})
	for _, n := range sortedNodes(c.classes) {
		c.report("counts", fmt.Sprintf("the class %v is not counted", c.v.NameOf(n)))
	}
	return err
}

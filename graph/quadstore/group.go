package quadstore

import (
	"context"
	"iter"
)

// Group is the quads of a pattern that have the same term in a place.
type Group struct {
	Term  []byte
	Quads int64
}

// Places of a quad, for View.Group.
const (
	Subject = iota
	Predicate
	Object
	Label
)

// Group runs through the terms that the quads of a pattern have in a place,
// each once, with the number of those quads. Only these terms are read. They
// come as they are first met in an index. Their bytes must not be changed.
func (v *View) Group(ctx context.Context, p Pattern, place int) iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		nodes, counts, err := v.groups(ctx, p, place)
		for i, n := range nodes {
			if err != nil {
				break
			}
			g := Group{Quads: counts[i]}
			if g.Term, err = v.termBytes(n); err == nil && !yield(g, nil) {
				return
			}
		}
		if err != nil {
			yield(Group{}, err)
		}
	}
}

func (v *View) groups(ctx context.Context, p Pattern, place int) (nodes []node, counts []int64, err error) {
	f, ok, err := v.filter(p)
	if err != nil || !ok {
		return nil, nil, err
	}
	r := quadReader{src: v, f: f}
	defer r.close()
	at := make(map[node]int)
	last := -1
	for {
		q, ok := r.next(ctx)
		if !ok {
			return nodes, counts, r.err
		}
		n := q[place]
		if n == noNode {
			continue
		}
		if last < 0 || nodes[last] != n {
			if last, ok = at[n]; !ok {
				last = len(nodes)
				at[n] = last
				nodes, counts = append(nodes, n), append(counts, 0)
			}
		}
		counts[last]++
	}
}

// Triples runs through the quads of a pattern without their labels, each
// triple once. Their bytes must not be changed.
func (v *View) Triples(ctx context.Context, p Pattern) iter.Seq2[Terms, error] {
	return func(yield func(Terms, error) bool) {
		f, ok, err := v.filter(p)
		if err != nil {
			yield(Terms{}, err)
		}
		if err != nil || !ok {
			return
		}
		r := quadReader{src: v, f: f}
		defer r.close()
		var last quadKey
		for n := 0; ; n++ {
			q, ok := r.next(ctx)
			if !ok {
				break
			}
			q[label] = noNode
			if n > 0 && q == last { // all but the index of labels end with them
				continue
			}
			last = q
			t, err := v.quadTerms(&q)
			if !yield(t, err) || err != nil {
				return
			}
		}
		if r.err != nil {
			yield(Terms{}, r.err)
		}
	}
}

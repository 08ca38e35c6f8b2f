package quadstore

import (
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
)

// OptimizeShape makes one pass over an index of what Cayley would do with
// nested iterators.
func (v *View) OptimizeShape(s shape.Shape) (shape.Shape, bool) { return optimizeShape(v, s) }

// OptimizeShape does what View.OptimizeShape does.
func (s *Store) OptimizeShape(sh shape.Shape) (shape.Shape, bool) { return optimizeShape(s, sh) }

func optimizeShape(src source, s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.QuadsAction:
		return optimizeAction(src, s)
	case shape.NodesFrom:
		return optimizeNodesFrom(src, s)
	case shape.Unique:
		if once := onceOf(s.From); once != nil {
			return once, true
		}
	}
	return s, false
}

// onceOf makes a step give each of its nodes once; nil where it is no step.
// Reading a node's quads but once, and keeping no more than its hash, takes a
// fraction of what Cayley does with each row.
func onceOf(s shape.Shape) shape.Shape {
	switch s := s.(type) {
	case linksShape:
		l := *s.links
		l.once = true
		return linksShape{&l}
	case joinShape:
		s.links.once = true
		return s
	case shape.Save:
		if s.From = onceOf(s.From); s.From != nil {
			return s
		}
	case shape.FixedTags:
		if s.On = onceOf(s.On); s.On != nil {
			return s
		}
	}
	return nil
}

func optimizeAction(src source, s shape.QuadsAction) (shape.Shape, bool) {
	st := newStep(src, s.Result)
	for _, d := range quad.Directions {
		if r := s.Filter[d]; r != nil {
			st.add(d, shape.Fixed{r})
		}
		if tags := s.Save[d]; len(tags) > 0 {
			st.add(d, shape.Save{From: shape.AllNodes{}, Tags: tags})
		}
	}
	return st.shape(s)
}

func optimizeNodesFrom(src source, s shape.NodesFrom) (shape.Shape, bool) {
	quads, ok := s.Quads.(shape.Quads)
	if !ok {
		return s, false
	}
	st := newStep(src, s.Dir)
	for _, q := range quads {
		st.add(q.Dir, q.Values)
	}
	return st.shape(s)
}

// step collects what is asked of the quads of a step.
type step struct {
	src    source
	result int
	sets   [4][]node // a place has one of these nodes, nil for any
	save   []savedTag
	tags   map[string]graph.Ref // fixed ones
	via    int                  // place of sub
	sub    shape.Shape
	empty  bool // nothing can match
	giveUp bool // this is for Cayley
}

func newStep(src source, result quad.Direction) *step {
	s := &step{src: src, result: place(result), via: noPlace}
	s.giveUp = s.result == noPlace
	return s
}

// smallSet is how many nodes a place may have for each to be sought by itself.
const smallSet = 16

func (s *step) add(d quad.Direction, values shape.Shape) {
	p := place(d)
	if p == noPlace || values == nil {
		s.giveUp = true
		return
	}
	switch v := values.(type) {
	case shape.Null:
		s.empty = true
	case shape.AllNodes:
		s.save = append(s.save, savedTag{place: p})
	case shape.Save:
		s.save = append(s.save, savedTag{p, v.Tags})
		if _, all := v.From.(shape.AllNodes); !all {
			s.add(d, v.From)
		}
	case shape.FixedTags:
		if s.tags == nil {
			s.tags = make(map[string]graph.Ref)
		}
		for tag, r := range v.Tags {
			s.tags[tag] = r
		}
		s.add(d, v.On)
	case shape.Fixed:
		s.addFixed(p, v)
	default:
		s.addSub(p, v)
	}
}

func (s *step) addFixed(p int, refs shape.Fixed) {
	var set []node
	for _, r := range refs {
		switch n, ok := r.(node); {
		case !ok: // a value that no quad names
		case slices.Contains(set, n):
			s.giveUp = true // it counts twice
		default:
			set = append(set, n)
		}
		if len(set) > smallSet {
			s.addSub(p, refs)
			return
		}
	}
	if s.sets[p] != nil || s.via == p {
		s.giveUp = true
	}
	s.sets[p] = set
	s.empty = s.empty || len(set) == 0
}

func (s *step) addSub(p int, sub shape.Shape) {
	if s.sub != nil || s.sets[p] != nil {
		s.giveUp = true
		return
	}
	s.via, s.sub = p, sub
}

// shape makes the shape of the step, or leaves the original.
func (s *step) shape(original shape.Shape) (shape.Shape, bool) {
	if s.giveUp {
		return original, false
	}
	if s.empty {
		return shape.Null{}, true
	}
	filters := s.filters()
	if len(filters) > smallSet {
		return original, false
	}
	slices.SortStableFunc(s.save, func(a, b savedTag) int { return a.place - b.place })
	l := links{src: s.src, filters: filters, result: s.result, save: s.save}
	var out shape.Shape
	if s.sub != nil {
		out = joinShape{l, s.via, s.sub}
	} else {
		out = bake(&l)
	}
	if len(s.tags) > 0 && !shape.IsNull(out) {
		out = shape.FixedTags{On: out, Tags: s.tags}
	}
	return out, true
}

// filters gives one filter for each combination of the sets.
func (s *step) filters() []filter {
	filters := []filter{{}}
	for p, set := range s.sets {
		if set == nil {
			continue
		}
		var next []filter
		for _, f := range filters {
			for _, n := range set {
				f.set(p, n)
				next = append(next, f)
			}
		}
		filters = next
	}
	return filters
}

// bake looks up at once what has no result or a single one.
func bake(l *links) shape.Shape {
	v, err := l.src.acquire()
	if err != nil {
		return linksShape{l}
	}
	defer l.src.release(v)
	ctx := context.Background()
	sz, err := v.sizeOfAny(ctx, l.filters)
	if err != nil || !sz.exact || sz.n > 1 {
		return linksShape{l}
	}
	r := l.Iterate()
	if !r.Next(ctx) {
		if r.Err() != nil {
			return linksShape{l}
		}
		return shape.Null{}
	}
	fixed := shape.Fixed{r.Result()}
	tags := make(map[string]graph.Ref)
	if r.TagResults(tags); len(tags) == 0 {
		return fixed
	}
	return shape.FixedTags{On: fixed, Tags: tags}
}

// linksShape is links among Cayley's shapes.
type linksShape struct{ *links }

// BuildIterator makes the iterator.
func (s linksShape) BuildIterator(graph.QuadStore) graph.Iterator { return legacy(s.links) }

// Optimize has nothing left to do.
func (s linksShape) Optimize(r shape.Optimizer) (shape.Shape, bool) { return s, false }

// joinShape is join among Cayley's shapes.
type joinShape struct {
	links links
	via   int
	sub   shape.Shape
}

// BuildIterator makes the iterator.
func (s joinShape) BuildIterator(qs graph.QuadStore) graph.Iterator {
	return legacy(&join{links: s.links, via: s.via, sub: graph.AsShape(s.sub.BuildIterator(qs))})
}

// Optimize has nothing left to do: what it is made of was optimised before.
func (s joinShape) Optimize(r shape.Optimizer) (shape.Shape, bool) { return s, false }

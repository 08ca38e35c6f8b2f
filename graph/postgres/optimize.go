package postgres

import (
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
)

// OptimizeShape makes one statement of what Cayley would do with nested
// iterators and a statement for each step.
func (v *View) OptimizeShape(s shape.Shape) (shape.Shape, bool) { return optimizer{v}.shape(s) }

// OptimizeShape does what View.OptimizeShape does.
func (s *Store) OptimizeShape(sh shape.Shape) (shape.Shape, bool) { return optimizer{s}.shape(sh) }

// optimizer makes selections of shapes. Cayley calls it from the leaves up.
type optimizer struct{ src source }

func (o optimizer) shape(s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.QuadsAction:
		if sel := o.action(s); sel != nil {
			return sel, true
		}
	case shape.Quads:
		if out := o.quads(s); out != nil {
			return out, true
		}
	case shape.NodesFrom:
		return o.nodesFrom(s)
	case shape.Intersect:
		return o.intersect(s)
	case shape.Save:
		if sel, ok := s.From.(*selection); ok {
			sel = sel.clone()
			for _, name := range s.Tags {
				sel.tag(name, sel.result)
			}
			return sel, true
		}
	case shape.FixedTags:
		if sel, ok := s.On.(*selection); ok {
			return sel.withFixed(s.Tags), true
		}
	}
	return s, false
}

func (s *selection) withFixed(tags map[string]graph.Ref) *selection {
	s = s.clone()
	for name, r := range tags {
		s.fix(name, r)
	}
	return s
}

// action selects by nodes in places of one quad.
func (o optimizer) action(s shape.QuadsAction) *selection {
	var filters shape.Quads
	for _, d := range quad.Directions {
		if r := s.Filter[d]; r != nil {
			filters = append(filters, shape.QuadFilter{Dir: d, Values: shape.Fixed{r}})
		}
		if tags := s.Save[d]; len(tags) > 0 {
			filters = append(filters, shape.QuadFilter{Dir: d, Values: shape.Save{From: shape.AllNodes{}, Tags: tags}})
		}
	}
	sel, ok := o.quads(filters).(*selection)
	if !ok {
		return nil
	}
	return sel.nodesOf(s.Result)
}

// nodesOf turns a selection of quads into one of the nodes in a place.
func (s *selection) nodesOf(d quad.Direction) *selection {
	p := place(d)
	if p < 0 || !s.whole {
		return nil
	}
	s = s.clone()
	s.whole = false
	s.result.name = places[p]
	if d == quad.Label {
		s.where = append(s.where, present{s.result})
	}
	return s
}

// quads selects quads whose places are what parts of the query give. Where
// one part is not a selection it becomes a join; nil leaves all to Cayley.
func (o optimizer) quads(filters shape.Quads) shape.Shape {
	sel := allQuads(o.src)
	var sub shape.Shape
	var via column
	for _, f := range filters {
		p := place(f.Dir)
		if p < 0 || f.Values == nil {
			return nil
		}
		c := column{0, places[p]}
		if part, ok := o.selection(f.Values); ok {
			if !sel.restrict(c, part) {
				return nil
			}
			continue
		}
		if sub != nil {
			return nil
		}
		sub, via = f.Values, c
	}
	if sub == nil {
		return sel
	}
	return &join{selection: sel, via: via, sub: sub}
}

// restrict demands that a column has a result of another selection.
func (s *selection) restrict(c column, part *selection) bool {
	if part.whole {
		return false
	}
	if part.isAll() { // any node at all
		if c.name == "g" {
			s.where = append(s.where, present{c})
		}
		for _, t := range part.tags {
			s.tag(t.name, c)
		}
		for name, r := range part.fixed {
			s.fix(name, r)
		}
		return true
	}
	if nodes, ok := part.set(); ok {
		if len(nodes) == 1 {
			s.where = append(s.where, is{c, nodes[0]})
		} else {
			s.where = append(s.where, among{c, nodes})
		}
		for _, t := range part.tags {
			s.tag(t.name, c)
		}
		for name, r := range part.fixed {
			s.fix(name, r)
		}
		return true
	}
	shift := s.add(part)
	s.where = append(s.where, same{c, part.result.moved(shift)})
	return true
}

// isAll tells whether the selection is that of all nodes.
func (s *selection) isAll() bool {
	return len(s.from) == 1 && s.from[0].terms && len(s.where) == 0
}

// set gives the nodes of a selection of certain nodes, each once.
func (s *selection) set() ([]node, bool) {
	if len(s.from) != 1 || s.from[0].nodes == nil || len(s.where) > 0 {
		return nil, false
	}
	sorted := slices.Clone(s.from[0].nodes)
	slices.SortFunc(sorted, compareNodes)
	return sorted, len(slices.Compact(slices.Clone(sorted))) == len(sorted)
}

// selection makes a selection of a part of a query, if it can.
func (o optimizer) selection(s shape.Shape) (*selection, bool) {
	switch s := s.(type) {
	case *selection:
		return s, !s.whole
	case shape.AllNodes:
		return allNodes(o.src), true
	case shape.Fixed:
		sel := &selection{src: o.src, from: []relation{{nodes: []node{}}}, result: column{0, "c0"}}
		for _, r := range s {
			n, ok := r.(node)
			if !ok {
				return nil, false
			}
			sel.from[0].nodes = append(sel.from[0].nodes, n)
		}
		return sel, true
	case shape.Save:
		sel, ok := o.selection(s.From)
		if !ok {
			return nil, false
		}
		sel = sel.clone()
		for _, name := range s.Tags {
			sel.tag(name, sel.result)
		}
		return sel, true
	case shape.FixedTags:
		sel, ok := o.selection(s.On)
		if !ok {
			return nil, false
		}
		return sel.withFixed(s.Tags), true
	case shape.Union:
		return o.union(s, false)
	case shape.Unique:
		return o.union(shape.Union{s.From}, true)
	}
	return nil, false
}

func (o optimizer) union(parts shape.Union, once bool) (*selection, bool) {
	r := relation{once: once}
	for _, p := range parts {
		if p == nil {
			continue
		}
		sel, ok := o.selection(p)
		if !ok {
			return nil, false
		}
		if !sel.inSQL() {
			return nil, false
		}
		r.union = append(r.union, sel)
	}
	if r.union == nil {
		return nil, false
	}
	return unionOf(o.src, r), true
}

// inSQL tells whether every fixed tag is a node: SQL has no other value.
func (s *selection) inSQL() bool {
	for _, r := range s.fixed {
		if _, ok := r.(node); !ok {
			return false
		}
	}
	return true
}

// unionOf selects all rows of a union.
func unionOf(src source, r relation) *selection {
	out := &selection{src: src, from: []relation{r}, result: column{0, "c0"}}
	for i, name := range r.unionTags() {
		out.tag(name, column{0, unionColumn(i)})
	}
	return out
}

func (o optimizer) nodesFrom(s shape.NodesFrom) (shape.Shape, bool) {
	switch q := s.Quads.(type) {
	case *selection:
		if sel := q.nodesOf(s.Dir); sel != nil {
			return sel, true
		}
	case *join:
		if sel := q.selection.nodesOf(s.Dir); sel != nil {
			return &join{selection: sel, via: q.via, sub: q.sub}, true
		}
	}
	return s, false
}

// intersect merges the selections among the parts; the others stay.
func (o optimizer) intersect(s shape.Intersect) (shape.Shape, bool) {
	var merged *selection
	var others shape.Intersect
	var excluded []*selection
	long := o.relations(s) > joinedAtOnce
	for _, part := range s {
		if e, ok := part.(shape.Except); ok {
			if ex, ok := o.excluded(e); ok {
				excluded = append(excluded, ex)
				continue
			}
		}
		sel, ok := o.selection(part)
		if ok && long {
			sel = sel.apart()
		}
		switch {
		case !ok:
			others = append(others, part)
		case merged == nil:
			merged = sel
		case merged.isAll(): // the part that is all nodes may be any
			tagged := sel.clone()
			if !tagged.restrict(sel.result, merged) {
				return s, false
			}
			merged = tagged
		default:
			merged = merged.clone()
			if !merged.restrict(merged.result, sel) {
				return s, false
			}
		}
	}
	if merged == nil {
		return s, false
	}
	if len(excluded) > 0 {
		merged = merged.clone()
	}
	for _, ex := range excluded {
		merged.where = append(merged.where, without{merged.result, ex})
	}
	if len(others) == 0 {
		return merged, true
	}
	if len(others)+1 == len(s) {
		return s, false
	}
	return append(shape.Intersect{merged}, others...), true
}

// joinedAtOnce is up to how many relations an intersection leaves to
// PostgreSQL's planner as one list. It takes every step to give about one row,
// so that it may walk a long list from hub to hub; from 12 on it tries plans
// at random (GEQO).
const joinedAtOnce = 6

// relations counts those of the selections among the parts of an intersection.
func (o optimizer) relations(s shape.Intersect) (n int) {
	for _, part := range s {
		if sel, ok := o.selection(part); ok {
			n += len(sel.from)
		}
	}
	return n
}

// apart gives a path from certain nodes as a single relation, which is read by
// itself; anything else stays as it is.
func (s *selection) apart() *selection {
	if len(s.from) < 3 || s.whole || !s.anchored() || !s.inSQL() {
		return s
	}
	return unionOf(s.src, relation{union: []*selection{s}, apart: true})
}

// anchored tells whether the selection begins at certain nodes, not only at
// predicates.
func (s *selection) anchored() bool {
	for _, c := range s.where {
		switch c := c.(type) {
		case is:
			if c.name != places[1] {
				return true
			}
		case among:
			if c.name != places[1] {
				return true
			}
		}
	}
	return slices.ContainsFunc(s.from, func(r relation) bool { return r.nodes != nil || r.apart })
}

// excluded gives what is taken from all nodes.
func (o optimizer) excluded(e shape.Except) (*selection, bool) {
	if e.From != nil {
		if all, ok := o.selection(e.From); !ok || !all.isAll() {
			return nil, false
		}
	}
	return o.selection(e.Exclude)
}

package quadstore

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// spill holds the runs of a large load in files. It keeps other writers out,
// so that what it finds missing stays missing.
type spill struct {
	s   *Store
	v   *View
	end func() // lets other writers in and removes the files

	quads map[*index][]run
	terms []run
	files int
}

func newSpill(s *Store) (*spill, error) {
	v, end, err := s.beginExclusive()
	if err != nil {
		return nil, err
	}
	p := &spill{s: s, v: v, quads: make(map[*index][]run)}
	p.end = func() {
		s.fs.RemoveAll(p.folder())
		end()
	}
	if err := s.fs.MkdirAll(p.folder(), 0o755); err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

func (p *spill) folder() string { return p.s.fs.PathJoin(p.s.path, loadFolder) }

func (p *spill) create(key int, valued bool) (*runWriter, error) {
	p.files++
	return createRun(p.s.fs, p.s.fs.PathJoin(p.folder(), fmt.Sprintf("%06d.run", p.files)), key, valued)
}

// spillRun writes the run in memory to files, sorted for each index.
func (l *Loader) spillRun() (err error) {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	if l.spill == nil {
		if l.spill, err = newSpill(l.s); err != nil {
			return err
		}
	}
	sortQuads(l.quads)
	l.quads = slices.Compact(l.quads)
	if err := l.dropKnown(l.spill.v); err != nil {
		return err
	}
	order := &spog
	for _, x := range indexes {
		if x != order {
			reorder(l.quads, order, x)
			order = x
			sortQuads(l.quads)
		}
		if err := l.spill.addQuads(x, l.quads); err != nil {
			return err
		}
	}
	if err := l.spillTerms(); err != nil {
		return err
	}
	l.quads = l.quads[:0]
	l.terms.reset()
	return nil
}

func (p *spill) addQuads(x *index, quads []quadKey) error {
	w, err := p.create(4*nodeSize, false)
	if err != nil {
		return err
	}
	p.quads[x] = append(p.quads[x], w.run)
	for i := range quads {
		if err = w.add(quadBytes(&quads[i]), nil); err != nil {
			break
		}
	}
	return errors.Join(err, w.close())
}

func (l *Loader) spillTerms() error {
	terms, err := l.newTerms(l.spill.v)
	if err != nil {
		return err
	}
	w, err := l.spill.create(nodeSize, true)
	if err != nil {
		return err
	}
	l.spill.terms = append(l.spill.terms, w.run)
	for _, n := range terms {
		if err = w.add(n[:], l.terms.get(n)); err != nil {
			break
		}
	}
	return errors.Join(err, w.close())
}

// store merges the runs into tables.
func (p *spill) store(l *Loader) error {
	c, err := newLoadCounts(p.v)
	if err != nil {
		return err
	}
	defer c.close()
	quads := func(t *tables, x *index) error {
		return p.mergeQuads(l, x, func(nodes []byte) error { return t.quad(c, x, nodes) })
	}
	dictionary := func(t *tables) error {
		return p.mergeTerms(l, func(n node, term []byte) error { return t.term(c, n, term) })
	}
	return l.writeTables(c, quads, dictionary)
}

// mergeQuads calls use with each quad of an index once.
func (p *spill) mergeQuads(l *Loader, x *index, use func(nodes []byte) error) error {
	var last [4 * nodeSize]byte
	n := 0
	return mergeRuns(p.s.fs, p.quads[x], func(key, _ []byte) error {
		if n++; n%4096 == 0 && l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		if bytes.Equal(key, last[:]) {
			return nil
		}
		copy(last[:], key)
		return use(key)
	})
}

// mergeTerms calls use with each term once.
func (p *spill) mergeTerms(l *Loader, use func(n node, term []byte) error) error {
	var last node
	var kept []byte
	n := 0
	return mergeRuns(p.s.fs, p.terms, func(key, term []byte) error {
		if n++; n%4096 == 0 && l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		if cur := node(key); cur != last {
			last, kept = cur, append(kept[:0], term...)
			return use(cur, term)
		}
		if !bytes.Equal(kept, term) {
			return collision(kept, term)
		}
		return nil
	})
}

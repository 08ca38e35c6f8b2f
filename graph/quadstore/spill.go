package quadstore

import (
	"bytes"
	"errors"
	"fmt"
)

// spill holds the runs of a large load in files. It keeps other writers out,
// so that what it finds missing stays missing.
type spill struct {
	s   *Store
	v   *View
	end func() // lets other writers in and removes the files

	quads map[*index][]run
	terms []run // some are in more than one
	files int
}

func newSpill(s *Store) (*spill, error) {
	v, end, err := s.beginExclusive()
	if err != nil {
		return nil, err
	}
	p := &spill{s: s, v: v, quads: make(map[*index][]run)}
	p.end = func() {
		_ = s.fs.RemoveAll(p.folder()) // the next opening does it as well
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

// beginSpill makes the folder of the runs.
func (l *Loader) beginSpill() (err error) {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	if l.spill == nil {
		l.spill, err = newSpill(l.s)
	}
	return err
}

// spillPart writes the quads in memory to a run for each index, and the texts.
func (l *Loader) spillPart() error {
	if err := l.spillTexts(); err != nil {
		return err
	}
	p := l.part
	if err := p.rank(l.spill.v); err != nil {
		return err
	}
	order := &spog
	for _, x := range indexes {
		p.reorder(order, x)
		order = x
		if err := l.spill.addQuads(x, p); err != nil {
			return err
		}
	}
	l.part = newPart()
	return nil
}

func (p *spill) addQuads(x *index, from *part) error {
	w, err := p.create(4*nodeSize, false)
	if err != nil {
		return err
	}
	p.quads[x] = append(p.quads[x], w.run)
	err = from.each(func(nodes []byte) error { return w.add(nodes, nil) })
	return errors.Join(err, w.close())
}

// spillTexts writes the texts in memory to a run.
func (l *Loader) spillTexts() error {
	if err := l.beginSpill(); err != nil || len(l.texts.spans) == 0 {
		return err
	}
	terms := l.sorted[:0]
	for i := range l.texts.spans {
		number := l.texts.first + uint32(i)
		h := *l.part.terms.hash(number)
		h[3] = number
		terms = append(terms, h)
	}
	l.sorted = terms
	sortWords(terms)
	w, err := l.spill.create(nodeSize, true)
	if err != nil {
		return err
	}
	l.spill.terms = append(l.spill.terms, w.run)
	for i := range terms {
		n := terms[i].node()
		if err = w.add(n[:], l.texts.get(terms[i][3])); err != nil {
			break
		}
	}
	l.texts.reset()
	return errors.Join(err, w.close())
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

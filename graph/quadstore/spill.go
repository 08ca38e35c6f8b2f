package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
)

// spill holds the runs of a large load in files. It keeps other writers out,
// so that what it finds missing stays missing.
type spill struct {
	s   *Store
	v   *View
	end func() // lets other writers in and removes the files

	mu    sync.Mutex // guards what follows
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
		_ = s.fs.RemoveAll(s.loadFolder()) // the next opening does it as well
		end()
	}
	if err := s.fs.MkdirAll(s.loadFolder(), 0o755); err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

// create begins a run, which is added to those of an index, or of terms where
// there is none.
func (p *spill) create(x *index, key int) (*runWriter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files++
	w, err := createRun(p.s.fs, p.s.fs.PathJoin(p.s.loadFolder(), fmt.Sprintf("%06d.run", p.files)), key, x == nil)
	switch {
	case err != nil:
		return nil, err
	case x == nil:
		p.terms = append(p.terms, w.run)
	default:
		p.quads[x] = append(p.quads[x], w.run)
	}
	return w, nil
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
	var steps []func(context.Context) error
	for _, x := range indexes {
		steps = append(steps, func(ctx context.Context) error { return l.spill.addQuads(ctx, x, p) })
	}
	l.part = newPart()
	return together(l.ctx, steps)
}

func (p *spill) addQuads(ctx context.Context, x *index, from *part) error {
	w, err := p.create(x, quadKeySize)
	if err != nil {
		return err
	}
	err = from.each(ctx, x, func(key []byte) error { return w.add(key, nil) })
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
	w, err := l.spill.create(nil, nodeSize)
	if err != nil {
		return err
	}
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
func (p *spill) mergeQuads(ctx context.Context, x *index, use func(key []byte) error) error {
	var last [quadKeySize]byte
	n := 0
	return mergeRuns(p.s.fs, p.quads[x], func(key, _ []byte) error {
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if bytes.Equal(key, last[:]) {
			return nil
		}
		copy(last[:], key)
		return use(key)
	})
}

// mergeTerms calls use with each term once.
func (p *spill) mergeTerms(ctx context.Context, use func(n node, term []byte) error) error {
	var last node
	var kept []byte
	n := 0
	return mergeRuns(p.s.fs, p.terms, func(key, term []byte) error {
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
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

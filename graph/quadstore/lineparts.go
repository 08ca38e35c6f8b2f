package quadstore

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// lineSplit is the quads of a large store, split by the texts of their
// subjects: all lines of a part come before those of the next.
type lineSplit struct {
	dir   string
	parts []lineFile

	sorted []words // memory of nodes
	list   [][HashSize]byte
}

const (
	mostParts    = 256      // files that are open at a time
	partBuffer   = 64 << 10 // bytes, for each of them
	sampledQuads = 1 << 16  // by which the parts are chosen
	quadBlock    = 1 << 14  // quads whose subjects' terms are read at once
	quadSize     = 4 * nodeSize
)

// splitLines writes the quads to the files of their parts.
func splitLines(src LineSource, part int64, text func(dst, term []byte) ([]byte, error)) (s *lineSplit, err error) {
	s = &lineSplit{}
	if s.dir, err = os.MkdirTemp("", "kg-lines-"); err != nil {
		return s, err
	}
	bounds, err := partBounds(src, part, text)
	if err != nil {
		return s, err
	}
	s.parts = make([]lineFile, len(bounds)+1)
	for i := range s.parts {
		if err := s.parts[i].create(filepath.Join(s.dir, fmt.Sprintf("%04d", i)), src); err != nil {
			return s, err
		}
	}
	err = eachWithSubject(src, text, func(q *[4][HashSize]byte, subject []byte) error {
		i, found := slices.BinarySearchFunc(bounds, subject, bytes.Compare)
		if found {
			i++ // a bound begins its part
		}
		return s.parts[i].add(q)
	})
	for i := range s.parts {
		err = errors.Join(err, s.parts[i].finish())
	}
	return s, err
}

func (s *lineSplit) remove() {
	for i := range s.parts {
		if s.parts[i].f != nil {
			s.parts[i].f.Close()
		}
	}
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

var errEnough = errors.New("enough")

// partBounds chooses the texts at which the parts begin, but for the first.
// Subjects come in the order of their hashes, so that the first are as good as
// any.
func partBounds(src LineSource, part int64, text func(dst, term []byte) ([]byte, error)) ([][]byte, error) {
	quads, _ := src.Sizes()
	n := int(min((quads+part-1)/part, mostParts))
	var sample [][]byte
	err := eachWithSubject(src, text, func(_ *[4][HashSize]byte, subject []byte) error {
		if last := len(sample) - 1; last >= 0 && bytes.Equal(sample[last], subject) {
			subject = sample[last]
		} else {
			subject = bytes.Clone(subject)
		}
		if sample = append(sample, subject); len(sample) == sampledQuads {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	slices.SortFunc(sample, bytes.Compare)
	var bounds [][]byte
	for i := 1; i < n; i++ {
		bounds = append(bounds, sample[i*len(sample)/n])
	}
	return slices.CompactFunc(bounds, bytes.Equal), nil
}

// eachWithSubject calls f with each quad and the text of its subject.
func eachWithSubject(src LineSource, text func(dst, term []byte) ([]byte, error), f func(q *[4][HashSize]byte, subject []byte) error) error {
	var quads [][4][HashSize]byte
	var subjects [][HashSize]byte
	var buf []byte
	flush := func() error {
		at := 0
		err := src.EachTerm(subjects, func(n [HashSize]byte, term []byte) (err error) {
			if buf, err = text(buf[:0], term); err != nil {
				return err
			}
			for ; at < len(quads) && quads[at][subject] == n; at++ {
				if err := f(&quads[at], buf); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil && at < len(quads) {
			err = fmt.Errorf("%w: no term for %x", ErrDamaged, quads[at][subject])
		}
		quads, subjects = quads[:0], subjects[:0]
		return err
	}
	err := src.EachQuad(func(q *[4][HashSize]byte) error {
		if len(quads) == quadBlock {
			if err := flush(); err != nil {
				return err
			}
		}
		if len(subjects) == 0 || subjects[len(subjects)-1] != q[subject] {
			subjects = append(subjects, q[subject])
		}
		quads = append(quads, *q)
		return nil
	})
	if err != nil || len(quads) == 0 {
		return err
	}
	return flush()
}

// lineFile is a part in its file, as a LineSource.
type lineFile struct {
	src   LineSource
	f     *os.File
	w     *bufio.Writer
	quads int
	terms int // once nodes was called
}

func (p *lineFile) create(path string, src LineSource) (err error) {
	p.src = src
	if p.f, err = os.Create(path); err != nil {
		return err
	}
	p.w = bufio.NewWriterSize(p.f, partBuffer)
	return nil
}

func (p *lineFile) add(q *[4][HashSize]byte) error {
	p.quads++
	for i := range q {
		if _, err := p.w.Write(q[i][:]); err != nil {
			return err
		}
	}
	return nil
}

func (p *lineFile) finish() error {
	if p.w == nil { // an error came before it was made
		return nil
	}
	err := p.w.Flush()
	p.w = nil
	return err
}

// nodes gives the nodes of the quads of a part, sorted, each once. They hold
// until the next call.
func (s *lineSplit) nodes(p *lineFile) ([][HashSize]byte, error) {
	s.sorted = slices.Grow(s.sorted[:0], 3*p.quads)
	var last [4]node
	err := p.EachQuad(func(q *[4][HashSize]byte) error {
		for place, n := range q {
			if n != noNode && n != last[place] {
				s.sorted = append(s.sorted, wordsOf(n))
			}
			last[place] = n
		}
		return nil
	})
	sortWords(s.sorted)
	s.sorted = slices.Compact(s.sorted)
	p.terms = len(s.sorted)
	s.list = slices.Grow(s.list[:0], p.terms)[:p.terms]
	for i := range s.sorted {
		s.list[i] = s.sorted[i].node()
	}
	return s.list, err
}

// Sizes gives the sizes of the part.
func (p *lineFile) Sizes() (quads, terms int64) { return int64(p.quads), int64(p.terms) }

// EachTerm gives the terms of nodes.
func (p *lineFile) EachTerm(nodes [][HashSize]byte, f func(n [HashSize]byte, term []byte) error) error {
	return p.src.EachTerm(nodes, f)
}

// EachQuad gives the quads of the part.
func (p *lineFile) EachQuad(f func(q *[4][HashSize]byte) error) error {
	if _, err := p.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r := bufio.NewReaderSize(p.f, partBuffer)
	var buf [quadSize]byte
	for range p.quads {
		if _, err := io.ReadFull(r, buf[:]); err != nil {
			return fmt.Errorf("read %s: %w", p.f.Name(), err)
		}
		var q [4][HashSize]byte
		for place := range q {
			copy(q[place][:], buf[place*nodeSize:])
		}
		if err := f(&q); err != nil {
			return err
		}
	}
	return nil
}

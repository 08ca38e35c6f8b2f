package neural

import (
	"errors"
	"slices"
)

// Soft is what teachers say of a sentence of n words: probabilities in rows, a
// row a word. Arcs has n+1 columns, the first of them the root; Labels is for
// the arc to the word's head in the example.
type Soft struct {
	UPOS, XPOS, Arcs, Labels, Names []float32
}

// Teachers are models whose mean probabilities another model learns from.
type Teachers struct {
	passes []*pass
}

// NewTeachers returns the teachers of a network with the labels of cfg. A model
// that has other labels is an error.
func NewTeachers(cfg *Config, models []*Model) (*Teachers, error) {
	t := &Teachers{}
	for _, m := range models {
		c := m.net.cfg
		for _, p := range [][2][]string{{c.UPOS, cfg.UPOS}, {c.XPOS, cfg.XPOS}, {c.Deprel, cfg.Deprel}, {c.Names, cfg.Names}} {
			if !slices.Equal(p[0], p[1]) {
				return nil, errors.New("a teacher has other labels than its pupil; train it from the same corpora")
			}
		}
		m.net.pack(false)
		t.passes = append(t.passes, &pass{heads: heads{net: m.net}})
	}
	return t, nil
}

// Teach writes Soft to every example. One without heads gets those of the best
// tree of the mean, and labels for them.
func (t *Teachers) Teach(examples []*Example) {
	sorted := slices.Clone(examples)
	slices.SortStableFunc(sorted, func(a, b *Example) int { return len(b.Forms) - len(a.Forms) })
	for len(sorted) > 0 {
		k, words := 0, 0
		for k < len(sorted) && (k == 0 || words+len(sorted[k].Forms) <= batchWords) {
			words += len(sorted[k].Forms)
			k++
		}
		t.batch(sorted[:k])
		sorted = sorted[k:]
	}
}

func (t *Teachers) batch(batch []*Example) {
	lengths := make([]int, len(batch))
	for i, e := range batch {
		lengths[i] = len(e.Forms)
	}
	for _, p := range t.passes {
		var words []word
		for _, e := range batch {
			for _, f := range e.Forms {
				words = append(words, p.net.lookup(f))
			}
		}
		p.pack = newPacking(lengths)
		p.forward(words)
	}
	first := 0
	for _, e := range batch {
		t.sentence(e, first)
		first += len(e.Forms)
	}
}

// sentence writes Soft to the example whose words begin at row first.
func (t *Teachers) sentence(e *Example, first int) {
	c := &t.passes[0].net.cfg
	n := len(e.Forms)
	s := &Soft{
		UPOS: make([]float32, n*len(c.UPOS)), XPOS: make([]float32, n*len(c.XPOS)),
		Arcs: make([]float32, n*(n+1)), Labels: make([]float32, n*len(c.Deprel)), Names: make([]float32, n*len(c.Names)),
	}
	e.Soft = s
	share := 1 / float32(len(t.passes))
	for _, p := range t.passes {
		scores, ld := p.arcScores(first, n)
		for i := range n {
			at := (first + i) * c.tags()
			addSoftmax(row(s.UPOS, i, n), p.tags[at:], -1, share)
			addSoftmax(row(s.XPOS, i, n), p.tags[at+c.xpos():], -1, share)
			addSoftmax(row(s.Names, i, n), p.names[(first+i)*c.names():], -1, share)
			addSoftmax(row(s.Arcs, i, n), scores[i*ld:], i+1, share)
		}
	}
	if e.Heads == nil {
		heads := make([]int32, n)
		tree(heads, s.Arcs, n+1)
		for _, h := range heads {
			e.Heads = append(e.Heads, int(h))
		}
	}
	label := make([]float32, c.labels())
	for _, p := range t.passes {
		for i, h := range e.Heads {
			p.labelScores(label, first, i, h)
			addSoftmax(row(s.Labels, i, n), label, -1, share)
		}
	}
}

// row returns row i of n of a matrix.
func row(x []float32, i, n int) []float32 {
	k := len(x) / n
	return x[i*k : (i+1)*k]
}

// addSoftmax adds share times the softmax of the first scores to dst; the element skip takes no part.
func addSoftmax(dst, scores []float32, skip int, share float32) {
	scores = scores[:len(dst)]
	p := make([]float32, len(dst))
	_, sum := exponentials(scores, p, skip)
	for i, x := range p {
		dst[i] += share * x / sum
	}
}

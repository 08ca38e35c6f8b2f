package neural

import (
	"errors"
	"reflect"
	"slices"
)

// Shrink takes the weights of a model that is wider in its recurrent layers or
// its labels' hidden layers, and in nothing else other than the network in
// training. The units that move the following layers most over the sample stay.
// A model that differs otherwise is an error.
func (t *Trainer) Shrink(m *Model, sample []*Example) error {
	from, to := m.net.cfg, t.net.cfg
	if from.Hidden < to.Hidden || from.Label < to.Label {
		return errors.New("the model is narrower than the one in training")
	}
	from.Hidden, from.Label = to.Hidden, to.Label
	if !reflect.DeepEqual(from, to) || !slices.Equal(m.net.hashes, t.net.hashes) {
		return errors.New("the model differs in more than its widths")
	}
	s := &shrinker{from: m.net, to: t.net}
	s.measure(sample)
	s.copy()
	copy(t.net.words, m.net.words)
	copy(t.net.grams, m.net.grams)
	return nil
}

// shrinker takes a network over into a narrower one.
type shrinker struct {
	from, to *network
	power    [][2][]float64 // by layer, direction and unit: the sum of its squared outputs
	hidden   []float64      // the same of the heads' hidden layers
}

func (s *shrinker) measure(sample []*Example) {
	c := &s.from.cfg
	for range c.Layers {
		s.power = append(s.power, [2][]float64{make([]float64, c.Hidden), make([]float64, c.Hidden)})
	}
	s.hidden = make([]float64, c.hidden())
	s.from.pack(false)
	p := &pass{heads: heads{net: s.from}}
	for _, e := range sample {
		var words []word
		for _, f := range e.Forms {
			words = append(words, s.from.lookup(f))
		}
		p.pack = newPacking([]int{len(words)})
		p.forward(words)
		for l := range s.power {
			for d := range 2 {
				addSquares(s.power[l][d], p.run[l][d].out[:len(words)*c.Hidden])
			}
		}
		addSquares(s.hidden, p.heads.hidden[:len(words)*c.hidden()])
	}
}

// addSquares adds the squares of rows of values.
func addSquares(sum []float64, x []float32) {
	for i, v := range x {
		sum[i%len(sum)] += float64(v) * float64(v)
	}
}

// copy writes the weights of what stays.
func (s *shrinker) copy() {
	a, b := s.from.lay, s.to.lay
	h, c := s.from.cfg.Hidden, &s.from.cfg
	below := upTo(c.input())
	for l := range c.Layers {
		readers := []*matrix{a.hidden, a.tag}
		if l+1 < c.Layers {
			readers = []*matrix{a.input[l+1]}
		}
		var columns, above []int
		for d := range 2 {
			weight := func(u int) float64 {
				sum := s.row(a.recur[l][d], u)
				for _, m := range readers {
					sum += s.row(m, d*h+u)
				}
				return sum
			}
			keep := strongest(s.power[l][d], weight, s.to.cfg.Hidden)
			gate := shifted(keep, 0, h, 2*h)
			s.take(b.recur[l][d], a.recur[l][d], keep, gate)
			columns = append(columns, shifted(gate, d*gates*h)...)
			above = append(above, shifted(keep, d*h)...)
		}
		s.take(b.input[l], a.input[l], below, columns)
		below = above
	}
	s.copyHeads(below)
}

func (s *shrinker) copyHeads(below []int) {
	a, b, c := s.from.lay, s.to.lay, &s.from.cfg
	k, at := c.labels(), 2*c.Arc
	dependent := strongest(s.hidden[at:at+c.Label], func(i int) float64 {
		return s.row(a.label, i) + s.row(a.labelDep, i)
	}, s.to.cfg.Label)
	w := a.label.weights(s.from.dense)
	head := strongest(s.hidden[at+c.Label:at+2*c.Label], func(r int) float64 {
		sum := 0.0
		for i := range c.Label {
			sum += squares(w[i*a.label.out+r*k : i*a.label.out+(r+1)*k])
		}
		return sum
	}, s.to.cfg.Label)
	var pairs []int
	for _, r := range head {
		pairs = append(pairs, shifted(upTo(k), r*k)...)
	}
	columns := slices.Concat(upTo(at), shifted(dependent, at), shifted(head, at+c.Label), shifted(upTo(c.Name), at+2*c.Label))
	s.take(b.hidden, a.hidden, below, columns)
	s.take(b.tag, a.tag, below, upTo(a.tag.out))
	s.take(b.label, a.label, dependent, pairs)
	s.take(b.labelDep, a.labelDep, dependent, upTo(k))
	s.take(b.labelRoot, a.labelRoot, upTo(1), head)
	for _, m := range [][2]*matrix{{b.arc, a.arc}, {b.name, a.name}, {b.arcRoot, a.arcRoot}, {b.noVec, a.noVec}, {b.form, a.form}} {
		s.take(m[0], m[1], upTo(m[1].in), upTo(m[1].out))
	}
}

// row is the sum of the squared weights of a row.
func (s *shrinker) row(m *matrix, i int) float64 {
	return squares(m.weights(s.from.dense)[i*m.out : (i+1)*m.out])
}

// take copies these rows and columns, and the columns' biases.
func (s *shrinker) take(dst, src *matrix, rows, columns []int) {
	to, from := dst.weights(s.to.dense), src.weights(s.from.dense)
	for i, r := range rows {
		for j, c := range columns {
			to[i*dst.out+j] = from[r*src.out+c]
		}
	}
	if b := dst.biases(s.to.dense); b != nil {
		for j, c := range columns {
			b[j] = src.biases(s.from.dense)[c]
		}
	}
}

// strongest returns the n indexes of the largest power times weight, ascending.
func strongest(power []float64, weight func(int) float64, n int) []int {
	order := upTo(len(power))
	score := make([]float64, len(power))
	for i := range score {
		score[i] = power[i] * weight(i)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case score[a] > score[b]:
			return -1
		case score[a] < score[b]:
			return 1
		}
		return 0
	})
	order = order[:n]
	slices.Sort(order)
	return order
}

// upTo returns the numbers below n.
func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// shifted returns x moved by each of the offsets, one after the other.
func shifted(x []int, offsets ...int) []int {
	var out []int
	for _, o := range offsets {
		for _, i := range x {
			out = append(out, o+i)
		}
	}
	return out
}

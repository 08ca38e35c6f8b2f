package nlp

import (
	"math"
	"strings"

	"kg/nlp/neural"
)

// ranking scores the choices that the mentions of a document have.
type ranking struct {
	p     *pairing
	model *corefModel
	words interface {
		Vector(dst []float32, word string) bool
	}
	dim    int
	layers []layers // by network
	f      features
	rows   []uint32
	second []float32
	scores []float32 // of the choices of a mention
}

// layers is what the first layer of a network holds, in rows of netWidth.
type layers struct {
	taker []float32 // from each mention that may take up an earlier one,
	taken []float32 // from each that may be taken up,
	fresh []float32 // and from each that takes nothing up
	first []float32 // sums for the choices of a mention
}

// mentionBlock is how many mentions are looked up at a time.
const mentionBlock = 48

func (r *resolver) ranking(p *pairing) *ranking {
	k := &ranking{p: p, model: r.model, words: r.network, dim: r.network.Config().Vector}
	p.near.init(len(p.ms), k.dim)
	if k.model != nil {
		k.project(len(p.ms))
	}
	return k
}

// project looks up the words of n mentions.
func (k *ranking) project(n int) {
	width := mentionVecs * k.dim
	for range k.model.nets {
		k.layers = append(k.layers, layers{taker: make([]float32, n*netWidth), taken: make([]float32, n*netWidth), fresh: make([]float32, n*netWidth)})
	}
	x := make([]float32, mentionBlock*width)
	for i := 0; i < n; i += mentionBlock {
		m := min(mentionBlock, n-i)
		clear(x)
		for j := range m {
			k.vectors(i+j, x[j*width:(j+1)*width])
		}
		for t, net := range k.model.nets {
			net.taker.AddTo(k.layers[t].taker[i*netWidth:], x, m)
			net.taken.AddTo(k.layers[t].taken[i*netWidth:], x, m)
			net.fresh.AddTo(k.layers[t].fresh[i*netWidth:], x, m)
		}
	}
}

// vectors writes the vectors of mention i: of its head, of the word it hangs on,
// and the mean of those of its other words.
func (k *ranking) vectors(i int, x []float32) {
	m, t := &k.p.ms[i], k.p.d.Tokens
	k.words.Vector(x[:k.dim], t[m.head].Form)
	if h := t[m.head].Head; h >= 0 {
		k.words.Vector(x[k.dim:2*k.dim], t[h].Form)
	}
	mean, one, n := x[2*k.dim:], make([]float32, k.dim), float32(0)
	for _, w := range m.words {
		if w == strings.ToLower(t[m.head].Form) || n == 4 || !k.words.Vector(one, w) {
			continue
		}
		n++
		for d, v := range one {
			mean[d] += v
		}
	}
	if n > 1 {
		for d := range mean {
			mean[d] /= n
		}
	}
	k.p.near.set(i, x)
}

// nearness holds the directions of the vectors of the mentions' heads and of the
// words that they hang on.
type nearness struct {
	dim   int    // a multiple of 4
	unit  []int8 // two directions of dim values for each mention
	known []bool
}

func (n *nearness) init(mentions, dim int) {
	n.dim, n.unit, n.known = dim, make([]int8, 2*mentions*dim), make([]bool, 2*mentions)
}

// set keeps the directions of mention i, whose vectors are x.
func (n *nearness) set(i int, x []float32) {
	for v := range 2 {
		from := x[v*n.dim : (v+1)*n.dim]
		square := float32(0)
		for _, y := range from {
			square += float32(y * y)
		}
		if square == 0 {
			continue
		}
		n.known[2*i+v] = true
		by := 127 / math.Sqrt(float64(square))
		to := n.unit[(2*i+v)*n.dim : (2*i+v+1)*n.dim]
		for d, y := range from {
			to[d] = int8(math.Round(float64(y) * by))
		}
	}
}

// cosine returns how near two of the directions are, in ten steps from 1 on; 0
// where one of them isn't known.
func (n *nearness) cosine(a, b int) uint32 {
	x, y := n.unit[a*n.dim:(a+1)*n.dim], n.unit[b*n.dim:(b+1)*n.dim]
	if !n.known[a] || !n.known[b] {
		return 0
	}
	var s0, s1, s2, s3 int32
	for len(x) >= 4 && len(y) >= 4 {
		s0 += int32(x[0]) * int32(y[0])
		s1 += int32(x[1]) * int32(y[1])
		s2 += int32(x[2]) * int32(y[2])
		s3 += int32(x[3]) * int32(y[3])
		x, y = x[4:], y[4:]
	}
	return uint32(min(max((s0+s1+s2+s3)*10/(127*127)+1, 1), 10))
}

// heads returns how near the heads of two mentions are.
func (n *nearness) heads(i, j int) uint32 { return n.cosine(2*i, 2*j) }

// governors returns how near the words are that two mentions hang on.
func (n *nearness) governors(i, j int) uint32 { return n.cosine(2*i+1, 2*j+1) }

// suits returns how near the head of mention j is to the word that mention i hangs on.
func (n *nearness) suits(i, j int) uint32 { return n.cosine(2*i+1, 2*j) }

// begin clears the choices.
func (k *ranking) begin() {
	k.scores = k.scores[:0]
	for t := range k.layers {
		k.layers[t].first = k.layers[t].first[:0]
	}
}

// addFresh adds the choice that mention i takes nothing up.
func (k *ranking) addFresh(i int) {
	k.f = k.f[:0]
	k.p.fresh(i, &k.f)
	for t := range k.layers {
		l := &k.layers[t]
		l.first = append(l.first, l.fresh[i*netWidth:(i+1)*netWidth]...)
	}
	k.sum()
}

// addPair adds the choice that mention i takes up mention j, before which there
// are nearer candidates.
func (k *ranking) addPair(i, j, nearer int) {
	k.f = k.f[:0]
	k.p.pair(i, j, nearer, &k.f)
	for t := range k.layers {
		l := &k.layers[t]
		n := len(l.first)
		l.first = append(l.first, l.taker[i*netWidth:(i+1)*netWidth]...)
		row := l.first[n : n+netWidth]
		for d, v := range l.taken[j*netWidth : (j+1)*netWidth] {
			row[d] += v
		}
	}
	k.sum()
}

// sum ends the first layer of the last choice.
func (k *ranking) sum() {
	k.scores = append(k.scores, k.model.linear(k.f))
	k.rows = k.f.rows(k.rows[:0])
	for t, net := range k.model.nets {
		first := k.layers[t].first
		neural.SumRows((*[netWidth]float32)(first[len(first)-netWidth:]), net.rows, k.rows)
	}
}

// best returns which of the choices scores highest, the first of those that do.
func (k *ranking) best() int {
	for t, net := range k.model.nets {
		k.addNet(net, k.layers[t].first)
	}
	best := 0
	for c, s := range k.scores {
		if s > k.scores[best] {
			best = c
		}
	}
	return best
}

// addNet adds what a network says to the scores, given its first layer.
func (k *ranking) addNet(net *corefNet, first []float32) {
	k.second = k.second[:0]
	for range k.scores {
		k.second = append(k.second, net.upperBias...)
	}
	net.upper.AddTo(k.second, first, len(k.scores))
	for c := range k.scores {
		k.scores[c] += sumPositive((*[netUpper]float32)(k.second[c*netUpper:]), (*[netUpper]float32)(net.out))
	}
}

// sumPositive returns the sum of the positive values times their weights. The
// conversions keep every machine to the same rounding.
func sumPositive(values, weights *[netUpper]float32) float32 {
	var s0, s1, s2, s3 float32
	for d := 0; d < netUpper; d += 4 {
		s0 += float32(max(values[d], 0) * weights[d])
		s1 += float32(max(values[d+1], 0) * weights[d+1])
		s2 += float32(max(values[d+2], 0) * weights[d+2])
		s3 += float32(max(values[d+3], 0) * weights[d+3])
	}
	return s0 + s1 + s2 + s3
}

package neural

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"sort"
	"sync"
)

// shards is the number of parts of a step that are computed side by side. It
// is fixed, whatever the number of processors, so that sums come out the same.
const shards = 2

// Trainer fits a network to examples.
type Trainer struct {
	net   *network
	seed  uint64
	steps int
	drop  Dropout

	counts  []int // of the trained words, for dropout
	passes  [shards]*pass
	words   [shards][]word
	dense   *optimiser
	tables  [2]*table // words, n-grams
	average *snapshot
	forms   map[string]word
}

// snapshot is all weights, or their average.
type snapshot struct {
	parts [3][]float32
	n     int
}

// Averaging: every so many steps the average moves by one minus decay.
const (
	averageEvery = 10
	averageDecay = 0.98
)

// NewTrainer returns a trainer of a new network. counts are how often the words
// (in lower case) occur that get a row of their own.
func NewTrainer(cfg Config, vec *Vectors, counts map[string]int, drop Dropout, seed uint64) *Trainer {
	type entry struct {
		hash  uint32
		count int
	}
	var entries []entry
	for w, n := range counts {
		entries = append(entries, entry{hashWord(w), n})
	}
	sort.Slice(entries, func(i, j int) bool {
		if entries[i].hash != entries[j].hash {
			return entries[i].hash < entries[j].hash
		}
		return entries[i].count > entries[j].count
	})
	t := &Trainer{seed: seed, drop: drop, counts: []int{0}, forms: map[string]word{}}
	var hashes []uint32
	for i, e := range entries {
		if i == 0 || entries[i-1].hash != e.hash {
			hashes = append(hashes, e.hash)
			t.counts = append(t.counts, e.count)
		}
	}
	t.net = newNetwork(cfg, hashes, vec)
	t.net.initialise(rand.New(rand.NewPCG(seed, 1)))
	t.dense = newOptimiser(len(t.net.dense))
	t.tables = [2]*table{newTable(t.net.words, cfg.Word), newTable(t.net.grams, cfg.Gram)}
	for i := range t.passes {
		t.passes[i] = &pass{heads: heads{net: t.net}}
		t.passes[i].grad.dense = make([]float32, len(t.net.dense))
	}
	t.average = &snapshot{}
	return t
}

// Mix sets the share that the teachers' word has beside gold, in [0, 1).
func (t *Trainer) Mix(share float64) {
	for _, p := range t.passes {
		p.mix = share
	}
}

// Steps returns how many steps were made.
func (t *Trainer) Steps() int { return t.steps }

// GoOn takes the weights of a model of the same shape and words.
func (t *Trainer) GoOn(m *Model) error {
	if !reflect.DeepEqual(m.net.cfg, t.net.cfg) || !slices.Equal(m.net.hashes, t.net.hashes) {
		return errors.New("the model has another shape, other labels or other words")
	}
	copy(t.net.dense, m.net.dense)
	copy(t.net.words, m.net.words)
	copy(t.net.grams, m.net.grams)
	return nil
}

func (n *network) initialise(r *rand.Rand) {
	uniform := func(x []float32, limit float64) {
		for i := range x {
			x[i] = float32((2*r.Float64() - 1) * limit)
		}
	}
	for _, m := range n.lay.mats {
		limit := math.Sqrt(6 / float64(m.in+m.out))
		switch {
		case m == n.lay.label:
			limit = 0.5 * math.Sqrt(6/float64(2*m.in))
		case n.lay.looked(m):
			limit = 0.1
		}
		uniform(m.weights(n.dense), limit)
	}
	h := n.cfg.Hidden
	for _, m := range n.lay.input {
		b := m.biases(n.dense)
		for d := range 2 {
			for j := range h {
				b[d*gates*h+j] = 1
			}
		}
	}
	uniform(n.words, 0.05)
	uniform(n.grams, 0.05)
}

// known returns a copy of what the network reads of a form, from a cache.
func (t *Trainer) known(form string) word {
	w, ok := t.forms[form]
	if !ok {
		w = t.net.lookup(form)
		t.forms[form] = w
	}
	return w
}

// Step makes one step over a batch at a learning rate.
func (t *Trainer) Step(batch []*Example, rate float64) Loss {
	t.steps++
	t.net.pack(true)
	parts, total := t.split(batch)
	var losses [shards]Loss
	var wait sync.WaitGroup
	for s := range parts {
		wait.Add(1)
		go func() {
			defer wait.Done()
			losses[s] = t.shard(s, parts[s], 1/float64(total))
		}()
	}
	wait.Wait()
	for s := 1; s < shards; s++ {
		losses[0].add(losses[s])
	}
	t.update(rate)
	if t.steps%averageEvery == 0 {
		t.average.move(t.net, averageDecay)
	}
	return losses[0]
}

// split sorts a batch by length and deals it out; it looks the words up.
func (t *Trainer) split(batch []*Example) (parts [shards][]*Example, total int) {
	sorted := append([]*Example(nil), batch...)
	sort.SliceStable(sorted, func(i, j int) bool { return len(sorted[i].Forms) > len(sorted[j].Forms) })
	for s := range parts {
		t.words[s] = t.words[s][:0]
	}
	for i, e := range sorted {
		s := i % shards
		parts[s] = append(parts[s], e)
		total += len(e.Forms)
		for _, f := range e.Forms {
			t.words[s] = append(t.words[s], t.known(f))
		}
	}
	return parts, total
}

func (t *Trainer) shard(s int, part []*Example, scale float64) Loss {
	p := t.passes[s]
	clear(p.grad.dense)
	if len(part) == 0 {
		p.grad.in = nil
		return Loss{}
	}
	p.drop = &dropper{Dropout: t.drop, rng: rand.New(rand.NewPCG(t.seed, uint64(t.steps*shards+s)+1000))}
	words := t.words[s]
	t.dropWords(p.drop, words)
	lengths := make([]int, len(part))
	for i, e := range part {
		lengths[i] = len(e.Forms)
	}
	p.pack = newPacking(lengths)
	p.forward(words)
	loss := p.loss(part, len(words), scale)
	p.backward(len(words))
	return loss
}

// dropWords forgets trained rows, rare ones more often, and pretrained vectors,
// so that the n-grams learn to stand in.
func (t *Trainer) dropWords(d *dropper, words []word) {
	for i := range words {
		w := &words[i]
		if w.row > 0 {
			p := d.Word / (d.Word + float64(t.counts[w.row]))
			if d.rng.Float64() < p+0.02 {
				w.row = 0
			}
		}
		x := d.rng.Float64()
		if w.vector >= 0 && x < d.Vector {
			w.vector = -1
			w.row = 0
		}
		if len(w.grams) > 0 && (w.row == 0 || x > 0.9) {
			w.grams = w.grams[1:] // the form itself
		}
	}
}

func (t *Trainer) update(rate float64) {
	g := t.passes[0].grad.dense
	for s := 1; s < shards; s++ {
		for i, x := range t.passes[s].grad.dense {
			g[i] += x
		}
	}
	t.gatherInputs(g)
	norm := math.Sqrt(squares(g) + t.tables[0].norm() + t.tables[1].norm())
	const limit = 3
	clip := float32(1)
	if norm > limit {
		clip = float32(limit / norm)
	}
	r := corrected(rate, t.steps)
	var wait sync.WaitGroup
	half := len(g) / 2
	for _, f := range []func(){
		func() { t.dense.step(t.net.dense, g, 0, half, r, clip) },
		func() { t.dense.step(t.net.dense, g, half, len(g), r, clip) },
		func() { t.tables[0].step(r, clip) },
		func() { t.tables[1].step(r, clip) },
	} {
		wait.Add(1)
		go func() { defer wait.Done(); f() }()
	}
	wait.Wait()
}

// gatherInputs adds the gradients of the words' inputs to the tables and to the looked-up rows.
func (t *Trainer) gatherInputs(g []float32) {
	c, lay := &t.net.cfg, t.net.lay
	for s, p := range t.passes {
		if p.grad.in == nil {
			continue
		}
		d := c.input()
		for i := range t.words[s] {
			w := &t.words[s][i]
			x := p.grad.in[i*d : (i+1)*d]
			if w.vector < 0 {
				addTo(lay.noVec.weights(g), x)
			}
			x = x[c.Vector:]
			t.tables[0].add(w.row, x[:c.Word])
			x = x[c.Word:]
			for _, r := range w.grams {
				t.tables[1].add(r, x[:c.Gram])
			}
			addTo(lay.form.weights(g)[int(w.shape)*c.Shape:(int(w.shape)+1)*c.Shape], x[c.Gram:])
		}
	}
}

func addTo(dst, x []float32) {
	for i := range dst {
		dst[i] += x[i]
	}
}

// move moves the average towards the weights.
func (s *snapshot) move(n *network, decay float64) {
	s.n++
	k := float32(1 - min(decay, 1-1/float64(s.n)))
	for i, w := range [][]float32{n.dense, n.words, n.grams} {
		if s.parts[i] == nil {
			s.parts[i] = make([]float32, len(w))
		}
		for j, x := range w {
			s.parts[i][j] += k * (x - s.parts[i][j])
		}
	}
}

// Average returns a model with the averaged weights.
func (t *Trainer) Average() *Model {
	n := newNetwork(t.net.cfg, t.net.hashes, t.net.vec)
	parts := t.average.parts
	if t.average.n == 0 {
		parts = [3][]float32{t.net.dense, t.net.words, t.net.grams}
	}
	copy(n.dense, parts[0])
	copy(n.words, parts[1])
	copy(n.grams, parts[2])
	return newModel(n)
}

// Mean returns a model with the mean of the weights of models of one training,
// which reads better than any of them.
func Mean(models []*Model) (*Model, error) {
	if len(models) == 0 {
		return nil, errors.New("no models to average")
	}
	first := models[0].net
	s := &snapshot{}
	for _, m := range models {
		if !reflect.DeepEqual(m.net.cfg, first.cfg) || !slices.Equal(m.net.hashes, first.hashes) {
			return nil, errors.New("the models differ in shape, labels or words")
		}
		s.move(m.net, 1)
	}
	n := newNetwork(first.cfg, first.hashes, first.vec)
	copy(n.dense, s.parts[0])
	copy(n.words, s.parts[1])
	copy(n.grams, s.parts[2])
	return newModel(n), nil
}

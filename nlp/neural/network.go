package neural

import (
	"sort"
	"strings"
)

// network is the weights with what is needed to use them.
type network struct {
	cfg    Config
	lay    *layout
	dense  []float32
	hashes []uint32  // of the trained words, ascending; row i+1 of words is theirs
	words  []float32 // row 0 is that of unknown words
	grams  []float32
	vec    *Vectors

	fwd, bwd []packed // by matrix: the weights, and their transposes for training
}

func newNetwork(cfg Config, hashes []uint32, vec *Vectors) *network {
	lay := newLayout(&cfg)
	return &network{
		cfg: cfg, lay: lay, hashes: hashes, vec: vec,
		dense: make([]float32, lay.size),
		words: make([]float32, (len(hashes)+1)*cfg.Word),
		grams: make([]float32, cfg.Buckets*cfg.Gram),
		fwd:   make([]packed, len(lay.mats)),
		bwd:   make([]packed, len(lay.mats)),
	}
}

// pack lays the weights out for the kernel, after they have changed.
func (n *network) pack(training bool) {
	for _, m := range n.lay.mats {
		if n.lay.looked(m) {
			continue
		}
		w := m.weights(n.dense)
		n.fwd[m.id].fuse, n.bwd[m.id].fuse = training, training
		n.fwd[m.id].pack(w, m.in, m.out)
		if training {
			n.bwd[m.id].packT(w, m.out, m.in)
		}
	}
}

// lookup returns what the network reads of a form.
func (n *network) lookup(form string) word {
	form = normal(clip(form))
	lower := strings.ToLower(form)
	w := word{vector: n.vec.find(lower), row: n.findWord(lower), shape: shapeOf(form)}
	w.grams = grams(w.grams, form, lower, n.cfg.Buckets)
	return w
}

func (n *network) findWord(lower string) int32 {
	h := hashWord(lower)
	i := sort.Search(len(n.hashes), func(i int) bool { return n.hashes[i] >= h })
	if i < len(n.hashes) && n.hashes[i] == h {
		return int32(i + 1)
	}
	return 0
}

// linear adds x[m×in]·w to y[m×out], which it sets to the bias first.
func (n *network) linear(w *matrix, y, x []float32, ldx, m int) {
	b := w.biases(n.dense)
	for i := 0; i < m; i++ {
		if b != nil {
			copy(y[i*w.out:(i+1)*w.out], b)
		} else {
			clear(y[i*w.out : (i+1)*w.out])
		}
	}
	n.fwd[w.id].mul(y, w.out, x, ldx, m)
}

// pass is one batch on its way through the network, forth and (in training) back.
type pass struct {
	pack *packing
	drop *dropper // nil outside training
	mix  float64  // share of the teachers' word beside gold

	in    [][]float32 // by layer: what it reads; the last is what the heads read
	mask  [][]float32 // dropout of each
	run   [][2]run
	gate  []float32
	hmask []float32
	heads

	grad gradients
	scratch
}

// heads is what the heads have computed for the words of a batch.
type heads struct {
	net    *network
	hidden []float32 // the hidden layers, after their nonlinearity
	tags   []float32
	names  []float32
	arcs   []float32 // dependents times the arc matrix
	label  []float32 // dependents times the label matrix: for each value of a head a row of labels
	ldep   []float32 // what the dependent alone says of the label
	scores []float32 // of one sentence's arcs
	trans  []float32 // the heads' side of one sentence, transposed
}

// embed writes the inputs of the words to the first layer's input.
func (p *pass) embed(words []word) []float32 {
	c := &p.net.cfg
	d := c.input()
	x := p.layer(0, len(words)*d)
	for i := range words {
		p.net.embedWord(x[i*d:(i+1)*d], &words[i])
	}
	return x
}

// layer returns room for what layer l reads.
func (p *pass) layer(l, n int) []float32 {
	for len(p.in) <= l {
		p.in = append(p.in, nil)
		p.mask = append(p.mask, nil)
	}
	return grow(&p.in[l], n)
}

func (n *network) embedWord(x []float32, w *word) {
	c := &n.cfg
	v, x := x[:c.Vector], x[c.Vector:]
	if w.vector >= 0 {
		n.vec.read(v, w.vector)
	} else {
		copy(v, n.lay.noVec.weights(n.dense))
	}
	copy(x[:c.Word], n.words[int(w.row)*c.Word:])
	x = x[c.Word:]
	g := x[:c.Gram]
	clear(g)
	for _, r := range w.grams {
		if r < 0 {
			continue
		}
		for j, y := range n.grams[int(r)*c.Gram : (int(r)+1)*c.Gram] {
			g[j] += y
		}
	}
	shape := n.lay.form.weights(n.dense)
	copy(x[c.Gram:], shape[int(w.shape)*c.Shape:(int(w.shape)+1)*c.Shape])
}

// forward computes everything up to the heads' scores that don't depend on pairs of words.
func (p *pass) forward(words []word) {
	n, c := p.net, &p.net.cfg
	m := len(words)
	x := p.embed(words)
	in := c.input()
	for l := range c.Layers {
		p.dropInput(l, x)
		p.recurrent(l, x, in, m)
		x, in = p.in[l+1], c.top()
	}
	p.dropInput(c.Layers, x)
	hidden := grow(&p.hidden, m*c.hidden())
	n.linear(n.lay.hidden, hidden, x, in, m)
	leaky(hidden)
	p.dropHidden(hidden)
	n.linear(n.lay.tag, grow(&p.tags, m*c.tags()), x, in, m)
	n.linear(n.lay.arc, grow(&p.arcs, m*c.Arc), hidden, c.hidden(), m)
	n.linear(n.lay.label, grow(&p.label, m*n.lay.label.out), hidden[2*c.Arc:], c.hidden(), m)
	n.linear(n.lay.labelDep, grow(&p.ldep, m*c.labels()), hidden[2*c.Arc:], c.hidden(), m)
	n.linear(n.lay.name, grow(&p.names, m*c.names()), hidden[2*c.Arc+2*c.Label:], c.hidden(), m)
}

// recurrent runs both directions of layer l over x and writes what the next layer reads.
func (p *pass) recurrent(l int, x []float32, in, m int) {
	n, c, h := p.net, &p.net.cfg, p.net.cfg.Hidden
	for len(p.run) <= l {
		p.run = append(p.run, [2]run{})
	}
	w := n.lay.input[l]
	gate := grow(&p.gate, m*w.out)
	n.linear(w, gate, x, in, m)
	out := p.layer(l+1, m*c.top())
	for d := range 2 {
		r := &p.run[l][d]
		g := grow(&r.gate, m*gates*h)
		for i, row := range p.pack.rows[d] {
			copy(g[i*gates*h:(i+1)*gates*h], gate[row*w.out+d*gates*h:])
		}
		p.dropRecurrence(r, h)
		r.forward(p.pack, h, &n.fwd[n.lay.recur[l][d].id])
		for i, row := range p.pack.rows[d] {
			copy(out[row*2*h+d*h:row*2*h+(d+1)*h], r.out[i*h:])
		}
	}
}

const slope = 0.1 // of the heads' hidden layers below zero

func leaky(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = float32(v * slope)
		}
	}
}

// arcScores returns the scores of the arcs of the sentence in rows [first, first+n):
// n rows of ld columns; column 0 is the root, column j+1 the sentence's word j.
func (p *heads) arcScores(first, n int) (scores []float32, ld int) {
	c, lay := &p.net.cfg, p.net.lay
	ld = roundUp(n + 1)
	a, hid := c.Arc, c.hidden()
	heads := zeroed(&p.trans, a*ld)
	for k, x := range lay.arcRoot.weights(p.net.dense) {
		heads[k*ld] = x
	}
	for j := 0; j < n; j++ {
		for k, x := range p.hidden[(first+j)*hid+a : (first+j)*hid+2*a] {
			heads[k*ld+j+1] = x
		}
	}
	scores = zeroed(&p.scores, n*ld)
	for j := 0; j < ld; j += width {
		panel(scores[j:], ld, p.arcs[first*a:], a, heads[j:], ld, n, a)
	}
	return scores, ld
}

// headLabel returns the hidden row of a head for labels; head is -1 for the root.
func (p *heads) headLabel(first, head int) []float32 {
	c := &p.net.cfg
	if head < 0 {
		return p.net.lay.labelRoot.weights(p.net.dense)
	}
	at := (first+head)*c.hidden() + 2*c.Arc + c.Label
	return p.hidden[at : at+c.Label]
}

// labelScores writes the scores of the labels of the arc from row's word to head.
func (p *heads) labelScores(dst []float32, first, i, head int) {
	c := &p.net.cfg
	k, row := c.labels(), first+i
	copy(dst[:k], p.ldep[row*k:(row+1)*k])
	for j := 0; j < k; j += width {
		panel(dst[j:], k, p.headLabel(first, head), c.Label, p.label[row*c.Label*k+j:], k, 1, c.Label)
	}
}

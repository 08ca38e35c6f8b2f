package neural

import "sync"

// intNet is a network's weights as integers.
type intNet struct {
	layers                                  []intLayer
	hidden, tag, arc, label, labelDep, name intLinear
}

// intLayer is a recurrent layer, by direction. The gates' sums count in units
// of the columns' scales; the biases too.
type intLayer struct {
	input, recur [2]intMatrix // the first layer has no input matrix: see gateCache
	scale        [2][]float32
	bias         [2][]int32
}

// intLinear is a linear layer.
type intLinear struct {
	intMatrix
	scale, bias []float32
}

func newIntNet(n *network) *intNet {
	x := &intNet{}
	for l := range n.cfg.Layers {
		x.layers = append(x.layers, newIntLayer(n, l))
	}
	linear := func(m *matrix, unit float32) intLinear {
		w := m.weights(n.dense)
		scale := columnScales(m.out, w)
		y := intLinear{intMatrix: newIntMatrix(w, m.in, m.out, scale), scale: scale, bias: m.biases(n.dense)}
		for j := range scale {
			scale[j] /= unit
		}
		return y
	}
	x.hidden, x.tag = linear(n.lay.hidden, outUnit), linear(n.lay.tag, outUnit)
	x.arc, x.label = linear(n.lay.arc, hiddenUnit), linear(n.lay.label, hiddenUnit)
	x.labelDep, x.name = linear(n.lay.labelDep, hiddenUnit), linear(n.lay.name, hiddenUnit)
	return x
}

func newIntLayer(n *network, l int) intLayer {
	var y intLayer
	g := gates * n.cfg.Hidden
	in := n.lay.input[l]
	for d := range 2 {
		rec := n.lay.recur[l][d]
		w := rec.weights(n.dense)
		if l == 0 {
			y.scale[d] = columnScales(g, w)
		} else {
			side := make([]float32, in.in*g) // this direction's columns
			for r := range in.in {
				copy(side[r*g:(r+1)*g], in.weights(n.dense)[r*in.out+d*g:])
			}
			y.scale[d] = columnScales(g, w, side)
			y.input[d] = newIntMatrix(side, in.in, g, y.scale[d])
		}
		y.recur[d] = newIntMatrix(w, rec.in, g, y.scale[d])
		for j := range y.scale[d] {
			y.scale[d][j] = max(y.scale[d][j], 1e-6) / outUnit
		}
		y.bias[d] = toUnits(in.biases(n.dense)[d*g:(d+1)*g], y.scale[d])
	}
	return y
}

// toUnits counts x in units of scale, within a quarter of an int32 so that what is added stays within it.
func toUnits(x, scale []float32) []int32 {
	out := make([]int32, len(x))
	for j, v := range x {
		const limit = 1 << 29
		out[j] = int32(min(max(float64(v)/float64(scale[j]), -limit), limit))
	}
	return out
}

// gateCache keeps the first layer's part of the gates by form; all of it
// depends on the form alone. It is bounded: when the newer half is full, the
// older one goes.
type gateCache struct {
	mu         sync.RWMutex
	newer, old map[string][]int32
}

const cacheHalf = 3000 // forms

func newGateCache() *gateCache {
	return &gateCache{newer: map[string][]int32{}}
}

// get returns the gates of a form, nil if they aren't there.
func (c *gateCache) get(form string) []int32 {
	c.mu.RLock()
	g, ok := c.newer[form]
	if ok {
		c.mu.RUnlock()
		return g
	}
	g, ok = c.old[form]
	c.mu.RUnlock()
	if ok {
		c.put(form, g)
	}
	return g
}

func (c *gateCache) put(form string, g []int32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.newer) >= cacheHalf {
		c.old, c.newer = c.newer, make(map[string][]int32, cacheHalf)
	}
	c.newer[form] = g
}

// reading is one batch on its way through the integers, and room for it.
type reading struct {
	model *Model
	heads
	pack    packing
	lengths []int
	gates   [][]int32 // by word: the first layer's part of the gates
	missing []string
	at      []int
	sum     []int32
	cell    []float32
	out     []uint8
	x, side []uint8 // the layer's input, and in the order of one direction
	bent    []uint8 // the heads' hidden layers
	embed   []float32
	float   []float32
	labels  []float32
	wide    []float64
	back    []uint8
}

// batch reads windows, longest first.
func (r *reading) batch(sentences [][]string, windows []window, out []Analysis) {
	r.lengths = r.lengths[:0]
	for _, w := range windows {
		r.lengths = append(r.lengths, w.size())
	}
	r.pack.set(r.lengths)
	r.lookup(sentences, windows)
	r.forward()
	first := 0
	for _, w := range windows {
		r.read(w, first, &out[w.sentence])
		first += w.size()
	}
}

// lookup fetches the first layer's part of the gates of every word.
func (r *reading) lookup(sentences [][]string, windows []window) {
	r.gates, r.missing, r.at = r.gates[:0], r.missing[:0], r.at[:0]
	seen := map[string]int{}
	for _, w := range windows {
		for _, form := range sentences[w.sentence][w.from:w.to] {
			form = clip(form)
			g := r.model.cache.get(form)
			if g == nil {
				k, ok := seen[form]
				if !ok {
					k = len(r.missing)
					seen[form] = k
					r.missing = append(r.missing, form)
				}
				r.at = append(r.at, len(r.gates), k)
			}
			r.gates = append(r.gates, g)
		}
	}
	if len(r.missing) == 0 {
		return
	}
	found := r.compute(r.missing)
	for i := 0; i < len(r.at); i += 2 {
		r.gates[r.at[i]] = found[r.at[i+1]]
	}
}

// compute works out the first layer's part of the gates of forms, and caches it.
func (r *reading) compute(forms []string) [][]int32 {
	n := r.net
	in := n.lay.input[0]
	x := grow(&r.embed, len(forms)*in.in)
	for i, form := range forms {
		w := n.lookup(form)
		n.embedWord(x[i*in.in:(i+1)*in.in], &w)
	}
	y := grow(&r.float, len(forms)*in.out)
	n.linear(in, y, x, in.in, len(forms))
	found := make([][]int32, len(forms))
	g := gates * n.cfg.Hidden
	for i, form := range forms {
		row := y[i*in.out : (i+1)*in.out]
		found[i] = append(toUnits(row[:g], r.model.ints.layers[0].scale[0]), toUnits(row[g:], r.model.ints.layers[0].scale[1])...)
		r.model.cache.put(form, found[i])
	}
	return found
}

// forward computes everything up to the heads' scores that don't depend on pairs of words.
func (r *reading) forward() {
	c, ints := &r.net.cfg, r.model.ints
	m := len(r.gates)
	for l := range ints.layers {
		r.layer(l, m)
	}
	hid := c.hidden()
	hidden := r.linear(&ints.hidden, &r.hidden, r.x, c.top(), m)
	bent := grow(&r.bent, m*hid)
	bend(hidden, bent)
	r.linear(&ints.tag, &r.tags, r.x, c.top(), m)
	r.linear(&ints.arc, &r.arcs, bent, hid, m)
	r.linear(&ints.label, &r.label, bent[2*c.Arc:], hid, m)
	r.linear(&ints.labelDep, &r.ldep, bent[2*c.Arc:], hid, m)
	r.linear(&ints.name, &r.names, bent[2*c.Arc+2*c.Label:], hid, m)
}

// linear computes a linear layer over m rows into dst, a block of rows and a
// panel of columns at a time, so that the sums stay in the nearest cache.
func (r *reading) linear(w *intLinear, dst *[]float32, x []uint8, ldx, m int) []float32 {
	y := grow(dst, m*w.n)
	sums := grow(&r.sum, rowBlock*width)
	for i := 0; i < m; i += rowBlock {
		rows := min(rowBlock, m-i)
		wide := w.prepare(&r.wide, x[i*ldx:], ldx, rows)
		for j := 0; j < w.n; j += width {
			s := sums[:rows*width]
			clear(s)
			w.panel(s, width, x[i*ldx:], ldx, wide, j, rows)
			toFloats(y[i*w.n+j:], w.n, s, w.scale[j:], w.bias[j:])
		}
	}
	return y
}

// layer replaces x by the outputs of layer l, both directions side by side.
func (r *reading) layer(l, m int) {
	h := r.net.cfg.Hidden
	g, top := gates*h, 2*h
	var outs [2][]uint8
	all := grow(&r.out, 2*m*h)
	outs[0], outs[1] = all[:m*h], all[m*h:]
	for d := range 2 {
		y := &r.model.ints.layers[l]
		sum := grow(&r.sum, m*g)
		if l == 0 {
			for i, row := range r.pack.rows[d] {
				copy(sum[i*g:(i+1)*g], r.gates[row][d*g:])
			}
		} else {
			side := grow(&r.side, m*top)
			for i, row := range r.pack.rows[d] {
				copy(side[i*top:(i+1)*top], r.x[row*top:])
				copy(sum[i*g:(i+1)*g], y.bias[d])
			}
			y.input[d].mul(sum, g, side, top, m, &r.wide)
		}
		r.recurrent(sum, &y.recur[d], y.scale[d], outs[d], h)
	}
	x := grow(&r.x, m*top)
	for d := range 2 {
		for i, row := range r.pack.rows[d] {
			copy(x[row*top+d*h:row*top+(d+1)*h], outs[d][i*h:])
		}
	}
}

// recurrent runs one direction over the gates' sums and writes its outputs.
func (r *reading) recurrent(sum []int32, w *intMatrix, scale []float32, out []uint8, h int) {
	g := gates * h
	cell := zeroed(&r.cell, len(r.pack.lengths)*h)
	steps := r.pack.steps
	for t := 0; t+1 < len(steps); t++ {
		first, last := steps[t], steps[t+1]
		if t > 0 {
			w.mul(sum[first*g:], g, out[steps[t-1]*h:], h, last-first, &r.wide)
		}
		for i := first; i < last; i++ {
			k := i - first
			intCellRow(sum[i*g:(i+1)*g], scale, cell[k*h:(k+1)*h], out[i*h:(i+1)*h])
		}
	}
}

package neural

import "math/rand/v2"

// gradients of one pass.
type gradients struct {
	dense  []float32
	in     []float32 // of the first layer's input, by word
	top    []float32
	hidden []float32
	tags   []float32
	arcs   []float32
	label  []float32
	ldep   []float32
	names  []float32
	score  []float32
	scoreT []float32
	heads  []float32
	dHeads []float32
	gate   []float32
	next   []float32
	trans  []float32
}

// Dropout is how often values are left out in training.
type Dropout struct {
	Input, Layer, Recurrent, Hidden float64
	Word, Vector                    float64 // of the trained row (scaled by rarity), of the pretrained one
}

// dropper draws what is left out.
type dropper struct {
	Dropout
	rng *rand.Rand
}

// fill draws a mask that keeps a value with probability 1-p and scales it up;
// eight bits decide, so p is a whole number of 256ths.
func (d *dropper) fill(mask []float32, p float64) {
	limit := int(p * 256)
	keep := float32(1 / (1 - float64(limit)/256))
	var table [256]float32
	for i := limit; i < len(table); i++ {
		table[i] = keep
	}
	for len(mask) >= 8 {
		b := d.rng.Uint64()
		for i := range mask[:8] {
			mask[i] = table[byte(b>>(8*i))]
		}
		mask = mask[8:]
	}
	for i := range mask {
		mask[i] = table[byte(d.rng.Uint64())]
	}
}

func (p *pass) dropInput(l int, x []float32) {
	if p.drop == nil {
		return
	}
	rate := p.drop.Layer
	if l == 0 {
		rate = p.drop.Input
	}
	if rate == 0 {
		p.mask[l] = nil
		return
	}
	mask := grow(&p.mask[l], len(x))
	p.drop.fill(mask, rate)
	multiply(x, mask)
}

func (p *pass) dropHidden(x []float32) {
	if p.drop == nil || p.drop.Hidden == 0 {
		p.hmask = nil
		return
	}
	mask := grow(&p.hmask, len(x))
	p.drop.fill(mask, p.drop.Hidden)
	multiply(x, mask)
}

func (p *pass) dropRecurrence(r *run, h int) {
	if p.drop == nil || p.drop.Recurrent == 0 {
		r.mask = r.mask[:0]
		return
	}
	n := len(p.pack.lengths) * h
	grow(&r.mask, n)
	r.mask = r.mask[:n]
	p.drop.fill(r.mask, p.drop.Recurrent)
}

func multiply(x, mask []float32) {
	for i := range x {
		x[i] *= mask[i]
	}
}

// linearBack adds to the gradients of w and, where dx is given, writes or adds
// the gradient of its input.
func (p *pass) linearBack(w *matrix, dy, x []float32, ldx, m int, dx []float32, lddx int) {
	s := &p.scratch
	g := w.weights(p.grad.dense)
	xT := grow(&p.grad.trans, m*w.in)
	transpose(xT, x, ldx, m, w.in)
	gemm(g, w.out, xT, m, dy, w.out, w.in, m, w.out, &s.pack)
	if b := w.biases(p.grad.dense); b != nil {
		for i := 0; i < m; i++ {
			for j, y := range dy[i*w.out : (i+1)*w.out] {
				b[j] += y
			}
		}
	}
	if dx != nil {
		p.net.bwd[w.id].mul(dx, lddx, dy, w.out, m)
	}
}

// backward takes the gradients of the heads' scores, which loss has left in
// p.grad, to those of the weights and of the words' inputs.
func (p *pass) backward(m int) {
	n, c, g := p.net, &p.net.cfg, &p.grad
	hid, lay := c.hidden(), p.net.lay
	dh := g.hidden[:m*hid]
	p.linearBack(lay.name, g.names, p.hidden[2*c.Arc+2*c.Label:], hid, m, dh[2*c.Arc+2*c.Label:], hid)
	p.linearBack(lay.labelDep, g.ldep, p.hidden[2*c.Arc:], hid, m, dh[2*c.Arc:], hid)
	p.linearBack(lay.label, g.label, p.hidden[2*c.Arc:], hid, m, dh[2*c.Arc:], hid)
	p.linearBack(lay.arc, g.arcs, p.hidden, hid, m, dh, hid)
	for i, v := range p.hidden[:m*hid] {
		if v < 0 {
			dh[i] *= slope
		}
		if p.hmask != nil {
			dh[i] *= p.hmask[i]
		}
	}
	in := c.top()
	top := p.in[c.Layers]
	d := zeroed(&g.top, m*in)
	p.linearBack(lay.hidden, dh, top, in, m, d, in)
	p.linearBack(lay.tag, g.tags, top, in, m, d, in)
	for l := c.Layers - 1; l >= 0; l-- {
		if p.mask[l+1] != nil {
			multiply(d, p.mask[l+1])
		}
		d = p.recurrentBack(l, d, m)
	}
	if p.mask[0] != nil {
		multiply(d, p.mask[0])
	}
	g.in = d
	_ = n
}

func (p *pass) recurrentBack(l int, d []float32, m int) []float32 {
	n, c, h, g := p.net, &p.net.cfg, p.net.cfg.Hidden, &p.grad
	w := n.lay.input[l]
	gate := grow(&g.gate, m*w.out)
	out := grow(&g.next, m*h)
	for dir := range 2 {
		r := &p.run[l][dir]
		for i, row := range p.pack.rows[dir] {
			copy(out[i*h:(i+1)*h], d[row*2*h+dir*h:])
		}
		rec := n.lay.recur[l][dir]
		r.backward(p.pack, h, &n.bwd[rec.id], out, rec.weights(g.dense), &p.scratch)
		for i, row := range p.pack.rows[dir] {
			copy(gate[row*w.out+dir*gates*h:row*w.out+(dir+1)*gates*h], r.gate[i*gates*h:])
		}
	}
	in := c.top()
	if l == 0 {
		in = c.input()
	}
	dx := zeroed(&g.top, m*in)
	p.linearBack(w, gate, p.in[l], in, m, dx, in)
	return dx
}

// arcBack takes the gradient of a sentence's arc scores to the hidden layers.
func (p *pass) arcBack(ds []float32, ld, first, n int) {
	c, lay, g := &p.net.cfg, p.net.lay, &p.grad
	a, hid := c.Arc, c.hidden()
	heads := zeroed(&g.heads, ld*a)
	copy(heads, lay.arcRoot.weights(p.net.dense))
	for j := 0; j < n; j++ {
		copy(heads[(j+1)*a:(j+2)*a], p.hidden[(first+j)*hid+a:])
	}
	gemm(g.arcs[first*a:], a, ds, ld, heads, a, n, ld, a, &p.scratch.pack)
	t := grow(&g.scoreT, ld*n)
	transpose(t, ds, ld, n, ld)
	d := zeroed(&g.dHeads, ld*a)
	gemm(d, a, t, n, p.arcs[first*a:], a, ld, n, a, &p.scratch.pack)
	root := lay.arcRoot.weights(g.dense)
	for k := range root {
		root[k] += d[k]
	}
	for j := 0; j < n; j++ {
		dst := g.hidden[(first+j)*hid+a : (first+j)*hid+2*a]
		for k := range dst {
			dst[k] += d[(j+1)*a+k]
		}
	}
}

// labelBack takes the gradient of the label scores of one arc to the hidden layers.
func (p *pass) labelBack(ds []float32, first, i, head int) {
	c, lay, g := &p.net.cfg, p.net.lay, &p.grad
	k, row := c.labels(), first+i
	copy(g.ldep[row*k:(row+1)*k], ds)
	var dHead []float32
	if head < 0 {
		dHead = lay.labelRoot.weights(g.dense)
	} else {
		at := (first+head)*c.hidden() + 2*c.Arc + c.Label
		dHead = g.hidden[at : at+c.Label]
	}
	f := p.headLabel(first, head)
	for r := range f {
		t := p.label[(row*c.Label+r)*k : (row*c.Label+r+1)*k]
		dt := g.label[(row*c.Label+r)*k : (row*c.Label+r+1)*k]
		sum := float32(0)
		for l, x := range ds {
			dt[l] = f[r] * x
			sum += t[l] * x
		}
		dHead[r] += sum
	}
}

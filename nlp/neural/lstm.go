package neural

// gates of a cell: forget, output, candidate. The input gate is one minus the
// forget gate, so a cell stays within [-1, 1].
const gates = 3

// packing lays sentences side by side, longest first, and step after step, so
// that a step of all of them is one product. Rows of the text run sentence
// after sentence; rows of a packing run step after step.
type packing struct {
	lengths []int    // of the sentences, descending
	steps   []int    // first row of each step, and the end
	rows    [2][]int // by direction: the text's row of each packed row
}

func newPacking(lengths []int) *packing {
	p := &packing{}
	p.set(lengths)
	return p
}

// set lays out sentences of these lengths, descending, which it keeps.
func (p *packing) set(lengths []int) {
	p.lengths, p.steps = lengths, p.steps[:0]
	p.rows[0], p.rows[1] = p.rows[0][:0], p.rows[1][:0]
	begin := make([]int, len(lengths))
	total := 0
	for i, n := range lengths {
		begin[i] = total
		total += n
	}
	active := len(lengths)
	for t := 0; ; t++ {
		for active > 0 && lengths[active-1] <= t {
			active--
		}
		p.steps = append(p.steps, len(p.rows[0]))
		if active == 0 {
			return
		}
		for i := 0; i < active; i++ {
			p.rows[0] = append(p.rows[0], begin[i]+t)
			p.rows[1] = append(p.rows[1], begin[i]+lengths[i]-1-t)
		}
	}
}

func (p *packing) total() int { return len(p.rows[0]) }

// run is one direction of one layer over a packing, with what the way back needs.
type run struct {
	gate []float32 // rows of forget, output and candidate after their nonlinearity; on the way back their gradients
	cell []float32
	tanh []float32 // of the cell
	out  []float32
	in   []float32 // out as the next step sees it, after dropout
	mask []float32 // dropout of the recurrence, by sentence; empty for none
}

// forward computes out from gate, which holds the input's part of the gates.
func (r *run) forward(p *packing, h int, w *packed) {
	n := p.total()
	zero := make([]float32, h)
	cell, tanh, out := grow(&r.cell, n*h), grow(&r.tanh, n*h), grow(&r.out, n*h)
	for t := 0; t+1 < len(p.steps); t++ {
		first, last := p.steps[t], p.steps[t+1]
		if t > 0 {
			prev := p.steps[t-1]
			in := r.out[prev*h:]
			if len(r.mask) > 0 {
				in = grow(&r.in, n*h)[prev*h:]
			}
			w.mul(r.gate[first*gates*h:], gates*h, in, h, last-first)
		}
		for i := first; i < last; i++ {
			before := zero
			if t > 0 {
				k := p.steps[t-1] + i - first
				before = cell[k*h : (k+1)*h]
			}
			cellForward(r.gate[i*gates*h:(i+1)*gates*h], before, cell[i*h:(i+1)*h], tanh[i*h:(i+1)*h], out[i*h:(i+1)*h])
			if len(r.mask) > 0 {
				in, mask := grow(&r.in, n*h)[i*h:(i+1)*h], r.mask[(i-first)*h:(i-first+1)*h]
				for j, x := range out[i*h : (i+1)*h] {
					in[j] = float32(x * mask[j])
				}
			}
		}
	}
}

// cellGo applies the nonlinearities to the gates of one word and computes its cell and output.
func cellGo(gate, before, cell, tanh, out []float32) {
	h := len(cell)
	f, o, g := gate[:h], gate[h:2*h], gate[2*h:3*h]
	for j := range f {
		f[j] = sigmoid32(f[j])
		o[j] = sigmoid32(o[j])
		g[j] = tanh32(g[j])
		cell[j] = float32((1-f[j])*g[j]) + float32(f[j]*before[j])
		tanh[j] = tanh32(cell[j])
		out[j] = float32(o[j] * tanh[j])
	}
}

// backward turns gate into the gradients of the gates' inputs, given those of out.
// It adds the gradient of the recurrent weights to grad.
func (r *run) backward(p *packing, h int, wT *packed, dOut, grad []float32, s *scratch) {
	n := p.total()
	dc := zeroed(&s.dc, n*h)
	dh := zeroed(&s.dh, n*h)
	copy(dh, dOut[:n*h])
	for t := len(p.steps) - 2; t >= 0; t-- {
		first, last := p.steps[t], p.steps[t+1]
		if t+2 < len(p.steps) {
			next, end := p.steps[t+1], p.steps[t+2]
			m := end - next
			rec := zeroed(&s.rec, m*h)
			wT.mul(rec, h, r.gate[next*gates*h:], gates*h, m)
			for i := 0; i < m*h; i++ {
				x := rec[i]
				if len(r.mask) > 0 {
					x *= r.mask[i]
				}
				dh[first*h+i] += x
			}
		}
		for i := first; i < last; i++ {
			var before, dBefore []float32
			if t > 0 {
				k := p.steps[t-1] + i - first
				before, dBefore = r.cell[k*h:(k+1)*h], dc[k*h:(k+1)*h]
			}
			cellBackward(r.gate[i*gates*h:(i+1)*gates*h], before, r.tanh[i*h:(i+1)*h], dh[i*h:(i+1)*h], dc[i*h:(i+1)*h], dBefore)
		}
	}
	r.recurrentGradient(p, h, grad, s)
}

func cellBackward(gate, before, tanh, dh, dc, dBefore []float32) {
	h := len(tanh)
	f, o, g := gate[:h], gate[h:2*h], gate[2*h:3*h]
	for j := range f {
		d := dc[j] + dh[j]*o[j]*(1-tanh[j]*tanh[j])
		do := dh[j] * tanh[j] * o[j] * (1 - o[j])
		df := -g[j]
		if before != nil {
			df += before[j]
			dBefore[j] += d * f[j]
		}
		dg := d * (1 - f[j]) * (1 - g[j]*g[j])
		f[j], o[j], g[j] = d*df*f[j]*(1-f[j]), do, dg
	}
}

// recurrentGradient adds the sum over steps of the previous outputs times the gates' gradients.
func (r *run) recurrentGradient(p *packing, h int, grad []float32, s *scratch) {
	if len(p.steps) < 3 {
		return
	}
	out := r.out
	if len(r.mask) > 0 {
		out = r.in
	}
	start := p.steps[1]
	m := p.total() - start
	prev := grow(&s.prev, m*h)
	for t := 1; t+1 < len(p.steps); t++ {
		k := p.steps[t+1] - p.steps[t]
		copy(prev[(p.steps[t]-start)*h:], out[p.steps[t-1]*h:(p.steps[t-1]+k)*h])
	}
	prevT := grow(&s.prevT, m*h)
	transpose(prevT, prev, h, m, h)
	gemm(grad, gates*h, prevT, m, r.gate[start*gates*h:], gates*h, h, m, gates*h, &s.pack)
}

// scratch is room for intermediate results.
type scratch struct {
	dc, dh, rec, prev, prevT, pack []float32
}

package neural

import "math"

// optimiser is Adam over a flat slice; a table is updated by row.
type optimiser struct {
	mean, square []float32
}

const (
	beta1   = 0.9
	beta2   = 0.98
	epsilon = 1e-8
)

func newOptimiser(n int) *optimiser {
	return &optimiser{mean: make([]float32, n), square: make([]float32, n)}
}

// step moves w[from:to] against the gradient g[from:to] times clip; rate has
// the corrections of the step already.
func (o *optimiser) step(w, g []float32, from, to int, rate, clip float32) {
	w, g = w[from:to], g[from:to]
	mean, square := o.mean[from:to], o.square[from:to]
	for i := range w {
		d := g[i] * clip
		mean[i] += (1 - beta1) * (d - mean[i])
		square[i] += (1 - beta2) * (d*d - square[i])
		w[i] -= rate * mean[i] / (float32(math.Sqrt(float64(square[i]))) + epsilon)
	}
}

// corrected returns the rate with Adam's correction for step t, counted from 1.
func corrected(rate float64, t int) float32 {
	return float32(rate * math.Sqrt(1-math.Pow(beta2, float64(t))) / (1 - math.Pow(beta1, float64(t))))
}

// table is an embedding table with sparse gradients.
type table struct {
	weights []float32
	dim     int
	grad    []float32
	touched []int32
	is      []bool
	opt     *optimiser
}

func newTable(weights []float32, dim int) *table {
	return &table{weights: weights, dim: dim, grad: make([]float32, len(weights)), is: make([]bool, len(weights)/dim), opt: newOptimiser(len(weights))}
}

func (t *table) add(row int32, g []float32) {
	if !t.is[row] {
		t.is[row] = true
		t.touched = append(t.touched, row)
	}
	dst := t.grad[int(row)*t.dim : (int(row)+1)*t.dim]
	for i := range dst {
		dst[i] += g[i]
	}
}

func (t *table) norm() float64 {
	sum := 0.0
	for _, r := range t.touched {
		sum += squares(t.grad[int(r)*t.dim : (int(r)+1)*t.dim])
	}
	return sum
}

// step updates the touched rows and forgets their gradients.
func (t *table) step(rate, clip float32) {
	for _, r := range t.touched {
		from, to := int(r)*t.dim, (int(r)+1)*t.dim
		t.opt.step(t.weights, t.grad, from, to, rate, clip)
		clear(t.grad[from:to])
		t.is[r] = false
	}
	t.touched = t.touched[:0]
}

func squares(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum
}

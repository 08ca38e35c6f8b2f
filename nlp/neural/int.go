package neural

import "math"

// Reading works on integers: weights of 10 bits times activations of 16 bits,
// summed in 32 bits, which cannot overflow for the widths in use
// (511 · 8192 · 512 and 511 · 32767 · 128 are below 2³¹). Integer sums are the
// same in any order and on every machine, and two go at the price of one float.
const (
	weightLimit = 511
	outUnit     = 8192 // of the recurrent layers' outputs, which are within ±1
	hiddenUnit  = 512  // of the heads' hidden layers, cut at ±64
	hiddenLimit = 1 << 15
)

// intMatrix is a matrix of k rows and n columns in panels of 16 columns: for
// the assembly in pairs of rows, in a pair the two values of each column side
// by side; for plain Go see wideMatrix.
type intMatrix struct {
	k, n int
	data []int16
	wide wideMatrix
}

// newIntMatrix rounds w[k×n] divided by the scale of each column. The matrix
// will be multiplied by values within ±limit.
func newIntMatrix(w []float32, k, n int, scale []float32, limit int32) intMatrix {
	m := intMatrix{k: k, n: n, data: make([]int16, k*n)}
	inverse := make([]float64, n)
	for j, s := range scale[:n] {
		if s != 0 {
			inverse[j] = 1 / float64(s)
		}
	}
	for r := 0; r < k; r++ {
		for j := 0; j < n; j++ {
			m.data[m.at(r, j)] = int16(math.Round(float64(w[r*n+j]) * inverse[j]))
		}
	}
	if !hasKernel {
		m.widen(limit)
	}
	return m
}

// at is where data has row r and column j.
func (w *intMatrix) at(r, j int) int { return j/width*width*w.k + r/2*2*width + j%width*2 + r%2 }

// columnScales returns for each column what makes the largest value weightLimit, over several matrices of n columns.
func columnScales(n int, matrices ...[]float32) []float32 {
	scale := make([]float32, n)
	for _, w := range matrices {
		for i, v := range w {
			scale[i%n] = max(scale[i%n], v, -v)
		}
	}
	for j := range scale {
		scale[j] /= weightLimit
	}
	return scale
}

// rowBlock is how many rows go at a time, so that they stay in the nearest cache.
const rowBlock = 48

// mul adds a[m×k] times the matrix to c[m×n].
func (w *intMatrix) mul(c []int32, ldc int, a []int16, lda, m int, f *[]float64) {
	for i := 0; i < m; i += rowBlock {
		rows := min(rowBlock, m-i)
		x := w.prepare(f, a[i*lda:], lda, rows)
		for j := 0; j < w.n; j += width {
			w.panel(c[i*ldc+j:], ldc, a[i*lda:], lda, x, j, rows)
		}
	}
}

// intCellGo computes one word's cell from its gates in integers: it updates the
// cell and writes the output.
func intCellGo(gate []int32, scale, cell []float32, out []int16) {
	h := len(cell)
	for j := range cell {
		f := sigmoid32(float32(float32(gate[j]) * scale[j]))
		o := sigmoid32(float32(float32(gate[h+j]) * scale[h+j]))
		g := tanh32(float32(float32(gate[2*h+j]) * scale[2*h+j]))
		c := float32((1-f)*g) + float32(f*cell[j])
		cell[j] = c
		out[j] = toInt16(float32(float32(o*tanh32(c)) * outUnit))
	}
}

// toInt16 rounds to the nearest, to even where two are, and saturates.
func toInt16(x float32) int16 {
	return int16(min(max(math.RoundToEven(float64(x)), math.MinInt16), math.MaxInt16))
}

func toFloatsGo(dst []float32, ldd int, src []int32, scale, bias []float32) {
	for i := 0; i < len(src)/width; i++ {
		for j, x := range src[i*width : (i+1)*width] {
			dst[i*ldd+j] = float32(float32(x)*scale[j]) + bias[j]
		}
	}
}

func bendGo(x []float32, dst []int16) {
	for i, v := range x {
		v = max(v, float32(v*slope))
		x[i] = v
		dst[i] = toInt16(float32(v * hiddenUnit))
	}
}

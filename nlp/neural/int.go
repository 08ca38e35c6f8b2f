package neural

import (
	"encoding/binary"
	"math"
)

// Reading works on integers: weights of 7 bits times activations of 8 bits,
// summed in 32. Sums are the same in any order and on every machine, and bytes
// are what processors multiply most of at once. An activation is a byte with
// zero at 128: two of the largest times the largest weights, 2 · 255 · 63, are
// within an int16, as AVX2 wants it.
const (
	weightLimit = 63
	outUnit     = 127 // of the recurrent layers' outputs, which are within ±1
	hiddenUnit  = 16  // of the heads' hidden layers, cut at ±8
	zero        = 128 // the byte of an activation of 0
)

const (
	quad      = 4         // rows that stand together
	panelHead = 4 * width // bytes
)

// intMatrix is a matrix of k rows and n columns in panels of 16 columns. For the
// assembly a panel begins with an int32 for each column, the sum of its weights
// times -zero, which makes activations of zero count as 0; then come the rows by
// fours, of each column four values side by side. For plain Go see wideMatrix.
type intMatrix struct {
	k, n int
	data []uint8 // of signed bytes
	wide wideMatrix
}

// newIntMatrix rounds w[k×n] divided by the scale of each column.
func newIntMatrix(w []float32, k, n int, scale []float32) intMatrix {
	m := intMatrix{k: k, n: n, data: make([]uint8, n/width*panelHead+k*n)}
	inverse := make([]float64, n)
	for j, s := range scale[:n] {
		if s != 0 {
			inverse[j] = 1 / float64(s)
		}
	}
	sums := make([]int32, n)
	for r := range k {
		for j, x := range w[r*n : (r+1)*n] {
			v := int8(math.RoundToEven(float64(x) * inverse[j]))
			m.data[m.at(r, j)] = uint8(v)
			sums[j] += int32(v)
		}
	}
	for j, sum := range sums {
		binary.LittleEndian.PutUint32(m.data[m.at(0, j/width*width)-panelHead+j%width*4:], uint32(-zero*sum))
	}
	if !hasKernel {
		m.widen()
	}
	return m
}

// at is where data has row r and column j.
func (w *intMatrix) at(r, j int) int {
	panel := panelHead + width*w.k
	return j/width*panel + panelHead + r/quad*quad*width + j%width*quad + r%quad
}

// columnScales returns for each column what makes the largest value weightLimit, over several matrices of n columns.
func columnScales(n int, matrices ...[]float32) []float32 {
	scale := make([]float32, n)
	for _, w := range matrices {
		for ; len(w) > 0; w = w[n:] {
			for j, v := range w[:n] {
				scale[j] = max(scale[j], v, -v)
			}
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
func (w *intMatrix) mul(c []int32, ldc int, a []uint8, lda, m int, f *[]float64) {
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
func intCellGo(gate []int32, scale, cell []float32, out []uint8) {
	h := len(cell)
	for j := range cell {
		f := sigmoid32(float32(float32(gate[j]) * scale[j]))
		o := sigmoid32(float32(float32(gate[h+j]) * scale[h+j]))
		g := tanh32(float32(float32(gate[2*h+j]) * scale[2*h+j]))
		c := float32((1-f)*g) + float32(f*cell[j])
		cell[j] = c
		out[j] = toByte(float32(float32(o*tanh32(c)) * outUnit))
	}
}

// toByte rounds to the nearest, to even where two are, and saturates.
func toByte(x float32) uint8 {
	return uint8(min(max(math.RoundToEven(float64(x))+zero, 0), 255))
}

func toFloatsGo(dst []float32, ldd int, src []int32, scale, bias []float32) {
	for i := 0; i < len(src)/width; i++ {
		for j, x := range src[i*width : (i+1)*width] {
			dst[i*ldd+j] = float32(float32(x)*scale[j]) + bias[j]
		}
	}
}

func bendGo(x []float32, dst []uint8) {
	for i, v := range x {
		v = max(v, float32(v*slope))
		x[i] = v
		dst[i] = toByte(float32(v * hiddenUnit))
	}
}

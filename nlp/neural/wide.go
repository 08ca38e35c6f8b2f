package neural

import "slices"

// wideMatrix is an intMatrix for plain Go, which multiplies two columns at once:
// both weights stand in one float64, the right one wideShift bits above the
// left one, so that one product holds both. A float64 has 53 bits and sums that
// fit them are exact, fused or not; after a chunk of rows the sums might not, and
// part. The smaller the weights, the longer the chunks.
type wideMatrix struct {
	chunks []int        // by half of a panel: rows of a chunk, a power of two
	pairs  [][4]float64 // by half of a panel and row: four pairs of columns
}

const (
	wideShift = 27
	wideLimit = 1 << (wideShift - 1)  // sums below it part without doubt
	wideRound = 3 << (51 + wideShift) // added and taken away, rounds to whole multiples of 1 << wideShift
)

// widen fills wide; the matrix will be multiplied by values within ±limit.
func (w *intMatrix) widen(limit int32) {
	w.wide.pairs = make([][4]float64, w.k*w.n/8)
	w.wide.chunks = make([]int, w.n/8)
	columns := make([][8]int32, w.k)
	for half := range w.wide.chunks {
		panel := w.data[half/2*width*w.k:]
		for r := range columns {
			row := panel[r/2*2*width+half%2*width+r%2:]
			for j := range columns[r] {
				columns[r][j] = int32(row[2*j])
			}
			pairs := &w.wide.pairs[half*w.k+r]
			for j := range pairs {
				pairs[j] = float64(columns[r][2*j]) + float64(columns[r][2*j+1])*(1<<wideShift)
			}
		}
		chunk := 128
		for chunk > 4 && // four of the largest always fit
			largestSum(columns, chunk) >= wideLimit/limit {
			chunk /= 2
		}
		w.wide.chunks[half] = chunk
	}
}

// largestSum is the largest sum of the sizes of a column's weights in a chunk of rows.
func largestSum(columns [][8]int32, chunk int) int32 {
	top := int32(0)
	for ; len(columns) > 0; columns = columns[min(chunk, len(columns)):] {
		var sum [8]int32
		for _, row := range columns[:min(chunk, len(columns))] {
			for j, x := range row {
				sum[j] += max(x, -x)
			}
		}
		top = max(top, slices.Max(sum[:]))
	}
	return top
}

// prepareGo returns a[m×k] as floats in *buf.
func prepareGo(buf *[]float64, a []int16, lda, m, k int) []float64 {
	x := grow(buf, m*k)
	for i := range m {
		row := x[i*k : (i+1)*k]
		for j, v := range a[i*lda : i*lda+k] {
			row[j] = float64(v)
		}
	}
	return x
}

// panelGo adds x[m×k] times the panel of columns [j, j+16) to c[m×16].
func (w *intMatrix) panelGo(c []int32, ldc int, x []float64, j, m int) {
	k := w.k
	for half := j / 8; half < j/8+2; half++ {
		pairs, chunk := w.wide.pairs[half*k:(half+1)*k], w.wide.chunks[half]
		for i := range m {
			var left, right [4]float64
			wideDot(&left, &right, x[i*k:(i+1)*k], pairs, chunk)
			row := c[i*ldc+half%2*8 : i*ldc+half%2*8+8]
			for j := range left {
				row[2*j] += int32(left[j])
				row[2*j+1] += int32(right[j] * (1.0 / (1 << wideShift)))
			}
		}
	}
}

// wideDot adds the products of x and the pairs to left, and to right 1<<wideShift times over.
func wideDot(left, right *[4]float64, x []float64, pairs [][4]float64, chunk int) {
	for len(x) > 0 {
		n := min(chunk, len(x))
		part := pairs[:n]
		var s0, s1, s2, s3 float64
		for p := 1; p < len(part); p += 2 { // two rows a turn, since a sum waits for the one before
			v, w := x[p-1], &part[p-1]
			u, z := x[p], &part[p]
			s0 += v*w[0] + u*z[0]
			s1 += v*w[1] + u*z[1]
			s2 += v*w[2] + u*z[2]
			s3 += v*w[3] + u*z[3]
		}
		x, pairs = x[n:], pairs[n:]
		for j, s := range [4]float64{s0, s1, s2, s3} {
			high := (s + wideRound) - wideRound
			left[j] += s - high
			right[j] += high
		}
	}
}

package neural

// wideMatrix is an intMatrix for plain Go, which multiplies two columns at once:
// both weights stand in one float64, the right one wideShift bits above the
// left one, so that one product holds both. A float64 has 53 bits and sums that
// fit them are exact, fused or not; after chunk rows the sums might not, and part.
type wideMatrix struct {
	chunk int
	pairs [][4]float64 // by panel, half of a panel and row: four pairs of columns
}

const (
	wideShift = 27
	wideLimit = 1 << (wideShift - 1)  // sums below it part without doubt
	wideRound = 3 << (51 + wideShift) // added and taken away, rounds to whole multiples of 1 << wideShift
)

// widen fills wide; the matrix will be multiplied by values within ±limit.
func (w *intMatrix) widen(limit int) {
	w.wide.pairs = make([][4]float64, w.k*w.n/8)
	for j := 0; j < w.n; j += 2 {
		for r := range w.k {
			left, right := float64(w.data[w.at(r, j)]), float64(w.data[w.at(r, j+1)])
			w.wide.pairs[j/8*w.k+r][j%8/2] = left + right*(1<<wideShift)
		}
	}
	for w.wide.chunk = 64; w.wide.chunk > 1 && w.sum(w.wide.chunk) >= wideLimit/limit; w.wide.chunk /= 2 {
	}
}

// sum is the largest sum of the sizes of a column's weights over chunk rows.
func (w *intMatrix) sum(chunk int) int {
	top := 0
	for j := range w.n {
		sum := 0
		for r := range w.k {
			if r%chunk == 0 {
				sum = 0
			}
			x := int(w.data[w.at(r, j)])
			sum += max(x, -x)
			top = max(top, sum)
		}
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
	k, chunk := w.k, w.wide.chunk
	for half := range 2 {
		pairs := w.wide.pairs[(j/8+half)*k : (j/8+half+1)*k]
		for i := range m {
			x := x[i*k : (i+1)*k]
			var l0, l1, l2, l3, r0, r1, r2, r3 float64
			for p := 0; p < k; p += chunk {
				end := min(p+chunk, k)
				s0, s1, s2, s3 := wideDot(x[p:end], pairs[p:end])
				high := (s0 + wideRound) - wideRound
				l0, r0 = l0+(s0-high), r0+high
				high = (s1 + wideRound) - wideRound
				l1, r1 = l1+(s1-high), r1+high
				high = (s2 + wideRound) - wideRound
				l2, r2 = l2+(s2-high), r2+high
				high = (s3 + wideRound) - wideRound
				l3, r3 = l3+(s3-high), r3+high
			}
			row := c[i*ldc+8*half : i*ldc+8*half+8]
			row[0] += int32(l0)
			row[1] += int32(r0 * (1.0 / (1 << wideShift)))
			row[2] += int32(l1)
			row[3] += int32(r1 * (1.0 / (1 << wideShift)))
			row[4] += int32(l2)
			row[5] += int32(r2 * (1.0 / (1 << wideShift)))
			row[6] += int32(l3)
			row[7] += int32(r3 * (1.0 / (1 << wideShift)))
		}
	}
}

// wideDot returns the products of x and the pairs, summed. It is kept apart for
// its sums to stay in registers.
//
//go:noinline
func wideDot(x []float64, pairs [][4]float64) (s0, s1, s2, s3 float64) {
	pairs = pairs[:len(x)]
	for p := range x {
		v, w := x[p], &pairs[p]
		s0 += v * w[0]
		s1 += v * w[1]
		s2 += v * w[2]
		s3 += v * w[3]
	}
	return
}

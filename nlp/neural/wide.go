package neural

// wideMatrix is an intMatrix for plain Go, which multiplies two columns at once:
// both weights stand in one float64, the right one wideShift bits above the
// left one, so that one product holds both. A float64 has 53 bits: sums of up
// to 8,000 rows fit, and are exact, fused or not.
type wideMatrix struct {
	pairs [][4]float64 // by half of a panel and row: four pairs of columns
}

const (
	wideShift = 27
	wideRound = 3 << (51 + wideShift) // added and taken away, rounds to whole multiples of 1 << wideShift
)

// widen fills wide.
func (w *intMatrix) widen() {
	w.wide.pairs = make([][4]float64, w.k*w.n/8)
	for half := range w.n / 8 {
		for r := range w.k {
			pairs := &w.wide.pairs[half*w.k+r]
			for j := range pairs {
				left, right := int8(w.data[w.at(r, 8*half+2*j)]), int8(w.data[w.at(r, 8*half+2*j+1)])
				pairs[j] = float64(left) + float64(right)*(1<<wideShift)
			}
		}
	}
}

// prepareGo returns a[m×k] as floats in *buf.
func prepareGo(buf *[]float64, a []uint8, lda, m, k int) []float64 {
	x := grow(buf, m*k)
	for i := range m {
		row := x[i*k : (i+1)*k]
		for j, v := range a[i*lda : i*lda+k] {
			row[j] = float64(int(v) - zero)
		}
	}
	return x
}

// panelGo adds x[m×k] times the panel of columns [j, j+16) to c[m×16].
func (w *intMatrix) panelGo(c []int32, ldc int, x []float64, j, m int) {
	k := w.k
	for half := j / 8; half < j/8+2; half++ {
		pairs := w.wide.pairs[half*k : (half+1)*k]
		for i := range m {
			row := c[i*ldc+half%2*8 : i*ldc+half%2*8+8]
			for j, s := range wideDot(x[i*k:(i+1)*k], pairs) {
				right := (s + wideRound) - wideRound
				row[2*j] += int32(s - right)
				row[2*j+1] += int32(right * (1.0 / (1 << wideShift)))
			}
		}
	}
}

// wideDot returns the sums of the products of x, which has an even length, and the pairs.
func wideDot(x []float64, pairs [][4]float64) [4]float64 {
	pairs = pairs[:len(x)]
	var s0, s1, s2, s3 float64
	for p := 1; p < len(x); p += 2 { // two rows a turn, since a sum waits for the one before
		v, w := x[p-1], &pairs[p-1]
		u, z := x[p], &pairs[p]
		s0 += v*w[0] + u*z[0]
		s1 += v*w[1] + u*z[1]
		s2 += v*w[2] + u*z[2]
		s3 += v*w[3] + u*z[3]
	}
	return [4]float64{s0, s1, s2, s3}
}

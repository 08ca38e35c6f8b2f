package neural

// width is the number of columns of a panel; every matrix that is multiplied
// has a multiple of it.
const width = 16

// roundUp returns n rounded up to a whole number of panels.
func roundUp(n int) int { return (n + width - 1) / width * width }

// panelGo is the kernel in plain Go. The conversions keep the compiler from
// fusing product and sum, which would change the last bit.
func panelGo(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	for i := 0; i < m; i++ {
		x := a[i*lda : i*lda+k]
		for j := 0; j < width; j += 4 {
			dotGo((*[4]float32)(c[i*ldc+j:]), x, b[j:], ldb)
		}
	}
}

// dotGo adds x times four columns of b to s.
func dotGo(s *[4]float32, x, b []float32, ldb int) {
	s0, s1, s2, s3 := s[0], s[1], s[2], s[3]
	for p, v := range x {
		w := (*[4]float32)(b[p*ldb:])
		s0 += float32(v * w[0])
		s1 += float32(v * w[1])
		s2 += float32(v * w[2])
		s3 += float32(v * w[3])
	}
	s[0], s[1], s[2], s[3] = s0, s1, s2, s3
}

// gemm adds a[m×k]·b[k×n] to c[m×n]; all are in rows, n is a multiple of width.
// scratch holds a packed panel and grows as needed. It is for training, and may fuse.
func gemm(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k, n int, scratch *[]float32) {
	if m == 0 || k == 0 {
		return
	}
	if m < 12 {
		for j := 0; j < n; j += width {
			fusedPanel(c[j:], ldc, a, lda, b[j:], ldb, m, k)
		}
		return
	}
	p := grow(scratch, k*width)
	for j := 0; j < n; j += width {
		packPanel(p, b[j:], ldb, k)
		fusedPanel(c[j:], ldc, a, lda, p, width, m, k)
	}
}

func packPanel(dst, b []float32, ldb, k int) {
	for r := 0; r < k; r++ {
		copy(dst[r*width:(r+1)*width], b[r*ldb:r*ldb+width])
	}
}

// packed is a matrix of k rows and n columns laid out panel after panel.
type packed struct {
	k, n int
	fuse bool // for training
	data []float32
}

// pack lays out b[k×n].
func (p *packed) pack(b []float32, k, n int) {
	p.k, p.n = k, n
	d := grow(&p.data, k*n)
	for j := 0; j < n; j += width {
		packPanel(d[j*k:], b[j:], n, k)
	}
}

// packT lays out the transpose of b[n×k].
func (p *packed) packT(b []float32, k, n int) {
	p.k, p.n = k, n
	d := grow(&p.data, k*n)
	for j := 0; j < n; j++ {
		col := d[j/width*width*k+j%width:]
		for r, x := range b[j*k : (j+1)*k] {
			col[r*width] = x
		}
	}
}

// mul adds a[m×k]·p to c[m×n].
func (p *packed) mul(c []float32, ldc int, a []float32, lda, m int) {
	if m == 0 {
		return
	}
	f := panel
	if p.fuse {
		f = fusedPanel
	}
	for j := 0; j < p.n; j += width {
		f(c[j:], ldc, a, lda, p.data[j*p.k:(j+width)*p.k], width, m, p.k)
	}
}

// transpose writes the transpose of a[m×n] to dst[n×m].
func transpose(dst, a []float32, lda, m, n int) {
	const block = 16
	for i0 := 0; i0 < m; i0 += block {
		i1 := min(i0+block, m)
		for j := 0; j < n; j++ {
			for i := i0; i < i1; i++ {
				dst[j*m+i] = a[i*lda+j]
			}
		}
	}
}

// grow returns a slice of length n over *buf, whose content is undefined.
func grow[T any](buf *[]T, n int) []T {
	if cap(*buf) < n {
		*buf = make([]T, n+n/4)
	}
	*buf = (*buf)[:cap(*buf)]
	return (*buf)[:n]
}

// zeroed is grow with the slice cleared.
func zeroed(buf *[]float32, n int) []float32 {
	b := grow(buf, n)
	clear(b)
	return b
}

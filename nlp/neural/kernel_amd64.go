//go:build amd64 && !purego

package neural

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// The kernels: see rowsOf. k is at least 1.

//go:noescape
func kernel6(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func kernel4(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func kernel2(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func kernel1(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func fused6(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func fused4(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func fused2(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func fused1(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func plain12(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func plain6(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func plain4(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func plain2(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func plain1(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func broad12(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func broad6(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func broad4(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func broad2(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func broad1(c *float32, ldc uintptr, a *float32, lda uintptr, b *float32, ldb uintptr, k int)

//go:noescape
func cell8(f, o, c, before, cell, tanh, out *float32, n int)

//go:noescape
func cell16(f, o, c, before, cell, tanh, out *float32, n int)

var (
	hasKernel = cpu.X86.HasAVX2
	hasFused  = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	hasBroad  = hasFused && cpu.X86.HasAVX512F // rows of 16 in one register
	hasQuads  = hasBroad && cpu.X86.HasAVX512VNNI
)

// rowsOf is a kernel: it adds the product of so many rows of a and a panel of b,
// k steps long, to the rows of c. Strides are in bytes.
type rowsOf[C, A any] struct {
	rows    int
	product func(c *C, ldc uintptr, a *A, lda uintptr, b *A, ldb uintptr, k int)
}

// The kernels of each way to multiply, those for most rows first.
var (
	plain256 = []rowsOf[float32, float32]{{6, kernel6}, {4, kernel4}, {2, kernel2}, {1, kernel1}}
	fused256 = []rowsOf[float32, float32]{{6, fused6}, {4, fused4}, {2, fused2}, {1, fused1}}
	dot256   = []rowsOf[int32, uint8]{{6, dot6}, {4, dot4}, {2, dot2}, {1, dot1}}
	plain512 = []rowsOf[float32, float32]{{12, plain12}, {6, plain6}, {4, plain4}, {2, plain2}, {1, plain1}}
	fused512 = []rowsOf[float32, float32]{{12, broad12}, {6, broad6}, {4, broad4}, {2, broad2}, {1, broad1}}
	dot512   = []rowsOf[int32, uint8]{{12, quad12}, {6, quad6}, {4, quad4}, {2, quad2}, {1, quad1}}
)

// widest returns the kernels for AVX-512 where the processor has what they need.
func widest[C, A any](wide bool, with512, with256 []rowsOf[C, A]) []rowsOf[C, A] {
	if wide {
		return with512
	}
	return with256
}

// rowsBy adds a[m×k]·b to c[m×16]; a step of k is so many values of a row of a.
func rowsBy[C, A any](kernels []rowsOf[C, A], c []C, ldc int, a []A, lda int, b []A, ldb, m, k, step int) {
	_, _, _ = c[(m-1)*ldc+width-1], a[(m-1)*lda+k*step-1], b[(k-1)*ldb+width*step-1]
	sc, sa, sb := uintptr(ldc)*unsafe.Sizeof(c[0]), uintptr(lda)*unsafe.Sizeof(a[0]), uintptr(ldb)*unsafe.Sizeof(b[0])
	i := 0
	for _, f := range kernels {
		for ; m-i >= f.rows; i += f.rows {
			f.product(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
		}
	}
}

// panel adds a[m×k]·b[k×16] to c[m×16].
func panel(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	if !hasKernel {
		panelGo(c, ldc, a, lda, b, ldb, m, k)
		return
	}
	rowsBy(widest(hasBroad, plain512, plain256), c, ldc, a, lda, b, ldb, m, k, 1)
}

// fusedPanel is panel for training: each product and sum is rounded once where the machine can.
func fusedPanel(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	if !hasFused {
		panel(c, ldc, a, lda, b, ldb, m, k)
		return
	}
	rowsBy(widest(hasBroad, fused512, fused256), c, ldc, a, lda, b, ldb, m, k, 1)
}

// cellForward computes one word's cell; see cellGo.
func cellForward(gate, before, cell, tanh, out []float32) {
	h := len(cell)
	if !hasKernel || h%8 != 0 {
		cellGo(gate, before, cell, tanh, out)
		return
	}
	_, _, _, _ = gate[3*h-1], before[h-1], tanh[h-1], out[h-1]
	f := cell8
	if hasBroad && h%16 == 0 {
		f = cell16
	}
	f(&gate[0], &gate[h], &gate[2*h], &before[0], &cell[0], &tanh[0], &out[0], h)
}

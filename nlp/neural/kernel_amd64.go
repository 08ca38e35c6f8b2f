//go:build amd64 && !purego

package neural

import "golang.org/x/sys/cpu"

// Strides are in bytes. k is at least 1.

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
func cellKernel(f, o, c, before, cell, tanh, out *float32, n int)

var (
	hasKernel = cpu.X86.HasAVX2
	hasFused  = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	hasBroad  = hasFused && cpu.X86.HasAVX512F // rows of 16 in one register
	hasPairs  = hasBroad && cpu.X86.HasAVX512VNNI
)

// panel adds a[m×k]·b[k×16] to c[m×16].
func panel(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	if !hasKernel {
		panelGo(c, ldc, a, lda, b, ldb, m, k)
		return
	}
	_ = c[(m-1)*ldc+15]
	_ = a[(m-1)*lda+k-1]
	_ = b[(k-1)*ldb+15]
	sc, sa, sb := uintptr(ldc)*4, uintptr(lda)*4, uintptr(ldb)*4
	if hasBroad {
		plainPanel(c, sc, ldc, a, sa, lda, &b[0], sb, m, k)
		return
	}
	i := 0
	for ; m-i >= 6 && m-i != 8; i += 6 {
		kernel6(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
	for ; m-i >= 4; i += 4 {
		kernel4(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
	for ; m-i >= 2; i += 2 {
		kernel2(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
	if i < m {
		kernel1(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
}

// fusedPanel is panel for training: each product and sum is rounded once where the machine can.
func fusedPanel(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	if !hasFused {
		panel(c, ldc, a, lda, b, ldb, m, k)
		return
	}
	_ = c[(m-1)*ldc+15]
	_ = a[(m-1)*lda+k-1]
	_ = b[(k-1)*ldb+15]
	sc, sa, sb := uintptr(ldc)*4, uintptr(lda)*4, uintptr(ldb)*4
	if hasBroad {
		broadPanel(c, sc, ldc, a, sa, lda, &b[0], sb, m, k)
		return
	}
	i := 0
	for ; m-i >= 6 && m-i != 8; i += 6 {
		fused6(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
	for ; m-i >= 4; i += 4 {
		fused4(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
	for ; m-i >= 2; i += 2 {
		fused2(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
	if i < m {
		fused1(&c[i*ldc], sc, &a[i*lda], sa, &b[0], sb, k)
	}
}

// plainPanel is panel with AVX-512; sc, sa and sb are the strides in bytes.
func plainPanel(c []float32, sc uintptr, ldc int, a []float32, sa uintptr, lda int, b *float32, sb uintptr, m, k int) {
	i := 0
	for ; m-i >= 12; i += 12 {
		plain12(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
	}
	if m-i >= 6 {
		plain6(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
		i += 6
	}
	if m-i >= 4 {
		plain4(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
		i += 4
	}
	if m-i >= 2 {
		plain2(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
		i += 2
	}
	if i < m {
		plain1(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
	}
}

// broadPanel is fusedPanel with AVX-512; sc, sa and sb are the strides in bytes.
func broadPanel(c []float32, sc uintptr, ldc int, a []float32, sa uintptr, lda int, b *float32, sb uintptr, m, k int) {
	i := 0
	for ; m-i >= 12; i += 12 {
		broad12(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
	}
	if m-i >= 6 {
		broad6(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
		i += 6
	}
	if m-i >= 4 {
		broad4(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
		i += 4
	}
	if m-i >= 2 {
		broad2(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
		i += 2
	}
	if i < m {
		broad1(&c[i*ldc], sc, &a[i*lda], sa, b, sb, k)
	}
}

// cellForward computes one word's cell; see cellGo.
func cellForward(gate, before, cell, tanh, out []float32) {
	h := len(cell)
	if !hasKernel || h%8 != 0 {
		cellGo(gate, before, cell, tanh, out)
		return
	}
	_, _, _, _ = gate[3*h-1], before[h-1], tanh[h-1], out[h-1]
	cellKernel(&gate[0], &gate[h], &gate[2*h], &before[0], &cell[0], &tanh[0], &out[0], h)
}

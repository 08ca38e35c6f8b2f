//go:build !amd64 || purego

package neural

const hasKernel = false

// panel adds a[m×k]·b[k×16] to c[m×16].
func panel(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	panelGo(c, ldc, a, lda, b, ldb, m, k)
}

func fusedPanel(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k int) {
	panelGo(c, ldc, a, lda, b, ldb, m, k)
}

func cellForward(gate, before, cell, tanh, out []float32) { cellGo(gate, before, cell, tanh, out) }

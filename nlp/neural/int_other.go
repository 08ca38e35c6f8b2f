//go:build !amd64 || purego

package neural

func (w *intMatrix) prepare(buf *[]float64, a []int16, lda, m int) []float64 {
	return prepareGo(buf, a, lda, m, w.k)
}

func (w *intMatrix) panel(c []int32, ldc int, _ []int16, _ int, x []float64, j, m int) {
	w.panelGo(c, ldc, x, j, m)
}

func intCellRow(gate []int32, scale, cell []float32, out []int16) { intCellGo(gate, scale, cell, out) }

func toFloats(dst []float32, ldd int, src []int32, scale, bias []float32) {
	toFloatsGo(dst, ldd, src, scale, bias)
}

func bend(x []float32, dst []int16) { bendGo(x, dst) }

//go:build !amd64 || purego

package neural

func (w *intMatrix) prepare(buf *[]float64, a []uint8, lda, m int) []float64 {
	return prepareGo(buf, a, lda, m, w.k)
}

func (w *intMatrix) panel(c []int32, ldc int, _ []uint8, _ int, x []float64, j, m int) {
	w.panelGo(c, ldc, x, j, m)
}

func intCellRow(gate []int32, scale, cell []float32, out []uint8) { intCellGo(gate, scale, cell, out) }

func toFloats(dst []float32, ldd int, src []int32, scale, bias []float32) {
	toFloatsGo(dst, ldd, src, scale, bias)
}

func bend(x []float32, dst []uint8) { bendGo(x, dst) }

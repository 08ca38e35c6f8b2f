//go:build !amd64 || purego

package neural

func intPanel(c []int32, ldc int, a []int16, lda int, b []int16, m, k int) {
	intPanelGo(c, ldc, a, lda, b, m, k)
}

func intCellRow(gate []int32, scale, cell []float32, out []int16) { intCellGo(gate, scale, cell, out) }

func toFloats(dst []float32, ldd int, src []int32, scale, bias []float32) {
	toFloatsGo(dst, ldd, src, scale, bias)
}

func bend(x []float32, dst []int16) { bendGo(x, dst) }

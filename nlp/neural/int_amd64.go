//go:build amd64 && !purego

package neural

//go:noescape
func dot6(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func dot4(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func dot2(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func dot1(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func quad12(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func quad6(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func quad4(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func quad2(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func quad1(c *int32, ldc uintptr, a *uint8, lda uintptr, b *uint8, ldb uintptr, quads int)

//go:noescape
func intCell8(f, o, c *int32, scale *float32, h int, cell *float32, out *uint8, unit float32)

//go:noescape
func intCell16(f, o, c *int32, scale *float32, h int, cell *float32, out *uint8, unit float32)

//go:noescape
func dequantise(dst *float32, ldd uintptr, src *int32, scale, bias *float32, rows int)

//go:noescape
func leakyQuantise(x *float32, dst *uint8, n int, slope, unit float32)

// prepare returns what panel wants of a[m×k], room for which is in *buf.
func (w *intMatrix) prepare(buf *[]float64, a []uint8, lda, m int) []float64 {
	if hasKernel {
		return nil
	}
	return prepareGo(buf, a, lda, m, w.k)
}

// panel adds a[m×k] times the panel of columns [j, j+16) to c[m×16]; x is a prepared.
func (w *intMatrix) panel(c []int32, ldc int, a []uint8, lda int, x []float64, j, m int) {
	if !hasKernel {
		w.panelGo(c, ldc, x, j, m)
		return
	}
	rowsBy(widest(hasQuads, dot512, dot256), c, ldc, a, lda, w.data[w.at(0, j)-panelHead:w.at(0, j+width)-panelHead], quad*width, m, w.k/quad, quad)
}

// intCellRow computes one word's cell; see intCellGo.
func intCellRow(gate []int32, scale, cell []float32, out []uint8) {
	h := len(cell)
	if !hasKernel || h%8 != 0 {
		intCellGo(gate, scale, cell, out)
		return
	}
	_, _, _ = gate[3*h-1], scale[3*h-1], out[h-1]
	f := intCell8
	if hasBroad && h%16 == 0 {
		f = intCell16
	}
	f(&gate[0], &gate[h], &gate[2*h], &scale[0], h, &cell[0], &out[0], outUnit)
}

// toFloats writes a panel of sums times scale plus bias to rows of dst.
func toFloats(dst []float32, ldd int, src []int32, scale, bias []float32) {
	rows := len(src) / width
	if !hasKernel {
		toFloatsGo(dst, ldd, src, scale, bias)
		return
	}
	_, _, _ = dst[(rows-1)*ldd+width-1], scale[width-1], bias[width-1]
	dequantise(&dst[0], uintptr(ldd)*4, &src[0], &scale[0], &bias[0], rows)
}

// bend applies the nonlinearity of the heads' hidden layers to x and writes it as integers too.
func bend(x []float32, dst []uint8) {
	n := len(x)
	if !hasKernel || n%8 != 0 {
		bendGo(x, dst)
		return
	}
	_ = dst[n-1]
	leakyQuantise(&x[0], &dst[0], n, slope, hiddenUnit)
}

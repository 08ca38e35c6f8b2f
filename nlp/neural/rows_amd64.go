//go:build amd64 && !purego

package neural

//go:noescape
func addRows(dst, table *float32, rows *uint32, n int)

func sumRows(dst *[RowWidth]float32, table []float32, rows []uint32) {
	if !hasKernel || len(rows) == 0 {
		sumRowsGo(dst, table, rows)
		return
	}
	addRows(&dst[0], &table[0], &rows[0], len(rows))
}

//go:build !amd64 || purego

package neural

func sumRows(dst *[RowWidth]float32, table []float32, rows []uint32) { sumRowsGo(dst, table, rows) }

package neural

import "strings"

// What follows is for other models that read with the same vectors and the
// same arithmetic: the same bits on every machine.

// Vector writes the pretrained vector of a word to dst, which has
// Config().Vector values; false if there is none.
func (m *Model) Vector(dst []float32, word string) bool {
	i := m.net.vec.find(strings.ToLower(word))
	if i >= 0 {
		m.net.vec.read(dst, i)
	}
	return i >= 0
}

// Dense is a matrix for products of rows.
type Dense struct{ p packed }

// NewDense packs w[k×n], where n is a multiple of 16.
func NewDense(w []float32, k, n int) *Dense {
	d := &Dense{}
	d.p.pack(w, k, n)
	return d
}

// AddTo adds a[m×k] times the matrix to c[m×n].
func (d *Dense) AddTo(c, a []float32, m int) { d.p.mul(c, d.p.n, a, d.p.k, m) }

// RowWidth is the length of the rows that SumRows adds.
const RowWidth = 64

// SumRows adds the given rows of a table to dst, one after the other, and cuts
// the sums off below zero.
func SumRows(dst *[RowWidth]float32, table []float32, rows []uint32) {
	for _, r := range rows {
		_ = table[int(r)*RowWidth+RowWidth-1]
	}
	sumRows(dst, table, rows)
}

func sumRowsGo(dst *[RowWidth]float32, table []float32, rows []uint32) {
	for _, r := range rows {
		row := (*[RowWidth]float32)(table[int(r)*RowWidth:])
		for k, v := range row {
			dst[k] += v
		}
	}
	for k, v := range dst {
		if v < 0 {
			dst[k] = 0
		}
	}
}

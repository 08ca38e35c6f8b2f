package neural

import (
	"math/rand"
	"testing"
)

func TestSumRows(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	table := make([]float32, 20*RowWidth)
	for i := range table {
		table[i] = float32(random.NormFloat64())
	}
	for n := range 9 {
		var got, want [RowWidth]float32
		for k := range got {
			got[k] = float32(random.NormFloat64())
		}
		want = got
		rows := make([]uint32, n)
		for i := range rows {
			rows[i] = uint32(random.Intn(20))
		}
		SumRows(&got, table, rows)
		sumRowsGo(&want, table, rows)
		if got != want {
			t.Errorf("%d rows: %v, want %v", n, got, want)
		}
	}
}

func TestDense(t *testing.T) {
	const m, k, n = 7, 5, 32
	a, w, got := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
	for i := range a {
		a[i] = float32(i%11) - 5
	}
	for i := range w {
		w[i] = float32(i%7) - 3
	}
	NewDense(w, k, n).AddTo(got, a, m)
	for i := range m {
		for j := range n {
			want := float32(0)
			for x := range k {
				want += a[i*k+x] * w[x*n+j]
			}
			if got[i*n+j] != want {
				t.Fatalf("row %d column %d: %v, want %v", i, j, got[i*n+j], want)
			}
		}
	}
}

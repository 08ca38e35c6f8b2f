package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

func randoms(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = r.Float32()*2 - 1
	}
	return x
}

func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: element %d is %g, want %g", what, i, got[i], want[i])
		}
	}
}

func TestKernelEqualsFallback(t *testing.T) {
	if !hasKernel {
		t.Skip("no assembly kernel on this machine")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for m := 1; m <= 20; m++ {
		for _, k := range []int{1, 2, 7, 33} {
			const n = 32
			a, b, c := randoms(r, m*k), randoms(r, k*n), randoms(r, m*n)
			want := append([]float32(nil), c...)
			for j := 0; j < n; j += width {
				panelGo(want[j:], n, a, k, b[j:], n, m, k)
			}
			got := append([]float32(nil), c...)
			for j := 0; j < n; j += width {
				panel(got[j:], n, a, k, b[j:], n, m, k)
			}
			sameBits(t, "panels", got, want)

			var scratch []float32
			got = append(got[:0], c...)
			gemm(got, n, a, k, b, n, m, k, n, &scratch)
			for i := range got {
				if math.Abs(float64(got[i]-want[i])) > 1e-5 {
					t.Fatalf("fused: element %d is %g, want %g", i, got[i], want[i])
				}
			}

			got = append(got[:0], c...)
			var p packed
			p.pack(b, k, n)
			p.mul(got, n, a, k, m)
			sameBits(t, "packed", got, want)

			got = append(got[:0], c...)
			bt := make([]float32, n*k)
			transpose(bt, b, n, k, n)
			p.packT(bt, k, n)
			p.mul(got, n, a, k, m)
			sameBits(t, "packed transpose", got, want)
		}
	}
}

func TestCellEqualsFallback(t *testing.T) {
	if !hasKernel {
		t.Skip("no assembly kernel on this machine")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, h := range []int{8, 16, 24, 32} {
		gate, before := randoms(r, 3*h), randoms(r, h)
		for i := range gate {
			gate[i] *= 12
		}
		gate2 := append([]float32(nil), gate...)
		var got, want [3][]float32
		for i := range got {
			got[i], want[i] = make([]float32, h), make([]float32, h)
		}
		cellForward(gate, before, got[0], got[1], got[2])
		cellGo(gate2, before, want[0], want[1], want[2])
		sameBits(t, "gates", gate, gate2)
		for i := range want {
			sameBits(t, "cell", got[i], want[i])
		}
	}
}

func TestMathApproximations(t *testing.T) {
	for x := -12.0; x <= 12; x += 0.00137 {
		f := float32(x)
		if d := math.Abs(float64(tanh32(f)) - math.Tanh(float64(f))); d > 6e-7 {
			t.Fatalf("tanh(%g) is off by %g", f, d)
		}
		if d := math.Abs(float64(sigmoid32(f)) - 1/(1+math.Exp(-float64(f)))); d > 6e-7 {
			t.Fatalf("sigmoid(%g) is off by %g", f, d)
		}
		if f <= 0 {
			if e := math.Exp(float64(f)); math.Abs(float64(exp32(f))-e) > 4e-7*e {
				t.Fatalf("exp(%g) = %g, want %g", f, exp32(f), e)
			}
		}
	}
}

func BenchmarkGEMM(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const m, k, n = 16, 160, 480
	a, w, c := randoms(r, m*k), randoms(r, k*n), randoms(r, m*n)
	var p packed
	p.pack(w, k, n)
	for b.Loop() {
		p.mul(c, n, a, k, m)
	}
	b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

//go:build amd64 && !purego

package neural

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestWideRegistersGiveTheSame multiplies with AVX-512 and with AVX2.
func TestWideRegistersGiveTheSame(t *testing.T) {
	if !hasQuads {
		t.Skip("no AVX-512 with VNNI on this machine")
	}
	defer func() { hasBroad, hasQuads = true, true }()
	r := rand.New(rand.NewPCG(3, 4))
	for m := 1; m <= 30; m++ {
		for _, k := range []int{4, 8, 36} {
			a, b, c := randoms(r, m*k), randoms(r, k*width), randoms(r, m*width)
			x, sums := make([]uint8, m*k), make([]int32, m*width)
			for i := range x {
				x[i] = uint8(r.Uint32())
			}
			matrix := newIntMatrix(b, k, width, columnScales(width, b))
			var fused, plain [2][]float32
			var integers [2][]int32
			for i, wide := range []bool{true, false} {
				hasBroad, hasQuads = wide, wide
				fused[i], plain[i], integers[i] = slices.Clone(c), slices.Clone(c), slices.Clone(sums)
				fusedPanel(fused[i], width, a, k, b, width, m, k)
				panel(plain[i], width, a, k, b, width, m, k)
				matrix.panel(integers[i], width, x, k, nil, 0, m)
			}
			sameBits(t, "fused", fused[0], fused[1])
			sameBits(t, "in two roundings", plain[0], plain[1])
			if !slices.Equal(integers[0], integers[1]) {
				t.Fatalf("%d rows of %d: the integers differ", m, k)
			}
		}
	}
}

// TestReadingIsTheSameWithoutKernels reads with the widest registers, with AVX2
// and with plain Go, and compares every score.
func TestReadingIsTheSameWithoutKernels(t *testing.T) {
	if !hasKernel {
		t.Skip("no AVX2 on this machine")
	}
	trainer := fullSize()
	batch := corpus(&trainer.net.cfg, 6)
	m := trainer.Average()
	var sentences [][]string
	for _, e := range batch {
		sentences = append(sentences, e.Forms)
	}
	read := func() (*reading, []Analysis) {
		m.cache = newGateCache()
		r := &reading{model: m, heads: heads{net: m.net}}
		var windows []window
		out := make([]Analysis, len(sentences))
		for i, s := range sentences {
			windows = append(windows, window{i, 0, len(s)})
			out[i] = newAnalysis(len(s))
		}
		byLength(windows)
		r.batch(sentences, windows, out)
		return r, out
	}
	fast, a := read()
	defer func(kernel, broad, quads bool) { hasKernel, hasBroad, hasQuads = kernel, broad, quads }(hasKernel, hasBroad, hasQuads)
	for _, kernel := range []bool{true, false} { // AVX2, and none
		hasKernel, hasBroad, hasQuads = kernel, false, false
		m.ints = newIntNet(m.net)
		slow, b := read()
		sameBits(t, "hidden", fast.hidden, slow.hidden)
		sameBits(t, "tags", fast.tags, slow.tags)
		sameBits(t, "arcs", fast.arcs, slow.arcs)
		sameBits(t, "labels", fast.label, slow.label)
		sameBits(t, "names", fast.names, slow.names)
		if !reflect.DeepEqual(a, b) {
			t.Error("the analyses differ")
		}
	}
}

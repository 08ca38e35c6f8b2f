//go:build amd64 && !purego

package neural

import (
	"reflect"
	"testing"
)

// TestReadingIsTheSameWithoutKernels reads with the assembly and with plain Go
// and compares every score.
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
	hasKernel = false
	defer func() { hasKernel = true }()
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

package neural

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// corpus makes sentences of made-up words, about as long as those of a treebank.
func corpus(cfg *Config, sentences int) []*Example {
	r := rand.New(rand.NewPCG(8, 9))
	var out []*Example
	for range sentences {
		n := 12 + r.IntN(20)
		e := &Example{}
		for i := range n {
			e.Forms = append(e.Forms, fmt.Sprintf("word%d", r.IntN(5000)))
			e.UPOS = append(e.UPOS, r.IntN(len(cfg.UPOS)))
			e.XPOS = append(e.XPOS, r.IntN(len(cfg.XPOS)))
			e.Heads = append(e.Heads, i-1)
			e.Deprel = append(e.Deprel, r.IntN(len(cfg.Deprel)))
			e.Names = append(e.Names, 0)
		}
		out = append(out, e)
	}
	return out
}

// fullSize returns a trainer of a network of the usual shape.
func fullSize() *Trainer {
	cfg := Default()
	names := func(n int, first string) []string {
		out := []string{first}
		for i := 1; i < n; i++ {
			out = append(out, fmt.Sprint(first, i))
		}
		return out
	}
	cfg.UPOS, cfg.XPOS, cfg.Deprel, cfg.Names = names(17, "X"), names(49, "X"), names(54, "root"), names(9, "O")
	r := rand.New(rand.NewPCG(3, 4))
	vec := NewVectors([]string{"word1", "word2"}, [][]float32{randoms(r, cfg.Vector), randoms(r, cfg.Vector)})
	return NewTrainer(cfg, vec, map[string]int{"word3": 2}, Dropout{Input: 0.2, Layer: 0.33, Recurrent: 0.15, Hidden: 0.25, Word: 0.3, Vector: 0.04}, 1)
}

func BenchmarkStep(b *testing.B) {
	t := fullSize()
	batch := corpus(&t.net.cfg, 44)
	words := 0
	for _, e := range batch {
		words += len(e.Forms)
	}
	for b.Loop() {
		t.Step(batch, 1e-4)
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkParse(b *testing.B) {
	t := fullSize()
	m := t.Average()
	var sentences [][]string
	words := 0
	for _, e := range corpus(&t.net.cfg, 400) {
		sentences = append(sentences, e.Forms)
		words += len(e.Forms)
	}
	for b.Loop() {
		m.Parse(sentences)
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkIntegers(b *testing.B) {
	const m, k, n = 24, 160, 480
	w := newIntMatrix(make([]float32, k*n), k, n, make([]float32, n))
	var wide []float64
	x, sum := make([]uint8, m*k), make([]int32, m*n)
	for b.Loop() {
		w.mul(sum, n, x, k, m, &wide)
	}
	b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

package neural

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// tiny returns a small trainer without dropout and two sentences.
func tiny(t testing.TB, drop Dropout) (*Trainer, []*Example) {
	t.Helper()
	cfg := Config{
		Vector: 8, Word: 8, Gram: 8, Shape: 8, Hidden: 16, Layers: 2, Arc: 16, Label: 16, Name: 16, Buckets: 64,
		UPOS: []string{"NOUN", "VERB", "DET"}, XPOS: []string{"NN", "VB", "DT", "NNP"}, Deprel: []string{"det", "nsubj", "obj", "root"},
		Names: []string{"O", "B-Person", "I-Person"},
	}
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"the", "dog", "sees", "a", "cat"}
	var values [][]float32
	for range words {
		values = append(values, randoms(r, 8))
	}
	counts := map[string]int{"the": 2, "dog": 3, "a": 2}
	trainer := NewTrainer(cfg, NewVectors(words, values), counts, drop, 7)
	return trainer, []*Example{
		{Forms: []string{"The", "dog", "sees", "a", "cat"}, UPOS: []int{2, 0, 1, 2, 0}, XPOS: []int{2, 0, 1, 2, 0}, Heads: []int{1, 2, -1, 4, 2}, Deprel: []int{0, 1, 3, 0, 2}, Names: []int{0, 0, 0, 0, 0}},
		{Forms: []string{"Zoe", "Smith", "sees"}, UPOS: []int{0, 0, 1}, XPOS: []int{3, 3, 1}, Heads: []int{2, 0, -1}, Deprel: []int{1, 2, 3}, Names: []int{1, 2, 0}},
		{Forms: []string{"Zoe"}, Names: []int{1}},
	}
}

func sum(l Loss) float64 {
	return weightTag*l.UPOS + weightXPOS*l.XPOS + weightArc*l.Arc + weightLabel*l.Label + weightName*l.Name
}

func TestGradients(t *testing.T) {
	trainer, batch := tiny(t, Dropout{})
	checkGradients(t, trainer, batch)
}

func TestGradientsWithTeachers(t *testing.T) {
	trainer, batch := tiny(t, Dropout{})
	taught(t, trainer, batch)
	trainer.Mix(0.4)
	checkGradients(t, trainer, batch)
}

func checkGradients(t *testing.T, trainer *Trainer, batch []*Example) {
	t.Helper()
	n := trainer.net
	total := 9.0
	for i := range n.lay.hidden.biases(n.dense) { // away from the bend of the hidden layers
		n.lay.hidden.biases(n.dense)[i] = float32(i%2) - 0.5
	}
	compute := func() float64 {
		n.pack(true)
		parts, _ := trainer.split(batch)
		loss := 0.0
		for s := range parts {
			loss += sum(trainer.shard(s, parts[s], 1/total))
		}
		return loss
	}
	compute()
	g := append([]float32(nil), trainer.passes[0].grad.dense...)
	for i, x := range trainer.passes[1].grad.dense {
		g[i] += x
	}
	trainer.gatherInputs(g)
	check := func(what string, w, g []float32) {
		r := rand.New(rand.NewPCG(5, 6))
		var off, size float64
		for range 16 {
			i := r.IntN(len(w))
			const h = 4e-3
			saved := w[i]
			w[i] = saved + h
			up := compute()
			w[i] = saved - h
			down := compute()
			w[i] = saved
			want := (up - down) / (2 * h)
			off += (want - float64(g[i])) * (want - float64(g[i]))
			size += want * want
		}
		if off > 1e-3*size+1e-6 {
			t.Errorf("%s: gradients are off by %.1f %%", what, 100*math.Sqrt(off/size))
		}
	}
	for _, m := range n.lay.mats {
		check(fmt.Sprintf("matrix %d", m.id), m.weights(n.dense), m.weights(g))
		if m.bias {
			check(fmt.Sprintf("bias %d", m.id), m.biases(n.dense), m.biases(g))
		}
	}
	check("words", n.words, trainer.tables[0].grad)
	check("grams", n.grams, trainer.tables[1].grad)
}

func TestOverfits(t *testing.T) {
	trainer, batch := tiny(t, Dropout{})
	for range 150 {
		trainer.Step(batch, 0.01)
	}
	m := trainer.Average()
	for _, e := range batch[:2] {
		a := m.Parse([][]string{e.Forms})[0]
		for i := range e.Forms {
			if a.UPOS[i] != m.net.cfg.UPOS[e.UPOS[i]] || int(a.Head[i]) != e.Heads[i] || a.Name[i] != m.net.cfg.Names[e.Names[i]] {
				t.Errorf("%v: word %d read as %s, head %d, %s", e.Forms, i, a.UPOS[i], a.Head[i], a.Name[i])
			}
		}
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	var first []byte
	for range 2 {
		trainer, batch := tiny(t, Dropout{Input: 0.1, Layer: 0.2, Recurrent: 0.2, Hidden: 0.2, Word: 0.3, Vector: 0.1})
		for range 20 {
			trainer.Step(batch, 0.01)
		}
		b := trainer.Average().Marshal()
		if first != nil && string(first) != string(b) {
			t.Fatal("two runs differ")
		}
		first = b
	}
}

package neural

import (
	"reflect"
	"testing"
)

// narrow returns a trainer of the tiny network with other widths.
func narrow(t *testing.T, hidden, label int) *Trainer {
	t.Helper()
	wide, _ := tiny(t, Dropout{})
	cfg := wide.net.cfg
	cfg.Hidden, cfg.Label = hidden, label
	return NewTrainer(cfg, wide.net.vec, map[string]int{"the": 2, "dog": 3, "a": 2}, Dropout{}, 8)
}

func TestShrinkToTheSameWidths(t *testing.T) {
	wide, batch := tiny(t, Dropout{})
	for range 20 {
		wide.Step(batch, 0.01)
	}
	same := narrow(t, 16, 16)
	m := wide.Average()
	if err := same.Shrink(m, batch); err != nil {
		t.Fatal(err)
	}
	if string(same.Average().Marshal()) != string(m.Marshal()) {
		t.Error("the weights differ")
	}
}

// silence takes every other unit of the recurrent layers and of the labels'
// hidden layers its voice.
func silence(n *network) {
	c, lay := &n.cfg, n.lay
	row := func(m *matrix, i int) { clear(m.weights(n.dense)[i*m.out : (i+1)*m.out]) }
	for u := 0; u < c.Hidden; u += 2 {
		for l := range c.Layers {
			for d := range 2 {
				row(lay.recur[l][d], u)
				if l+1 < c.Layers {
					row(lay.input[l+1], d*c.Hidden+u)
				} else {
					row(lay.hidden, d*c.Hidden+u)
					row(lay.tag, d*c.Hidden+u)
				}
			}
		}
	}
	for i := 0; i < c.Label; i += 2 {
		row(lay.label, i)
		row(lay.labelDep, i)
		for j := range c.Label {
			at := j*lay.label.out + i*c.labels()
			clear(lay.label.weights(n.dense)[at : at+c.labels()])
		}
	}
}

func TestShrinkKeepsWhatIsUsed(t *testing.T) {
	wide := narrow(t, 32, 32)
	_, batch := tiny(t, Dropout{})
	for range 60 {
		wide.Step(batch, 0.01)
	}
	silence(wide.net)
	m := newModel(wide.net)
	small := narrow(t, 16, 16)
	if err := small.Shrink(m, batch); err != nil {
		t.Fatal(err)
	}
	for _, e := range batch {
		want := m.Parse([][]string{e.Forms})
		if got := newModel(small.net).Parse([][]string{e.Forms}); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %v, want %v", e.Forms, got, want)
		}
	}
}

func TestShrinkRefuses(t *testing.T) {
	small, wide := narrow(t, 16, 16), narrow(t, 32, 16)
	if err := wide.Shrink(small.Average(), nil); err == nil {
		t.Error("no error for a narrower model")
	}
}

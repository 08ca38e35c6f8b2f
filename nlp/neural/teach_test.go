package neural

import (
	"math"
	"slices"
	"testing"
)

// taught has another network of the same labels teach the examples.
func taught(t *testing.T, pupil *Trainer, batch []*Example) *Model {
	t.Helper()
	other, lesson := tiny(t, Dropout{})
	for range 150 {
		other.Step(lesson, 0.01)
	}
	m := other.Average()
	teachers, err := NewTeachers(&pupil.net.cfg, []*Model{m, pupil.Average()})
	if err != nil {
		t.Fatal(err)
	}
	teachers.Teach(batch)
	return m
}

func TestTeachGivesProbabilities(t *testing.T) {
	trainer, batch := tiny(t, Dropout{})
	taught(t, trainer, batch)
	for _, e := range batch {
		n := len(e.Forms)
		if len(e.Heads) != n {
			t.Fatalf("%v: %d heads", e.Forms, len(e.Heads))
		}
		for what, x := range map[string][]float32{"UPOS": e.Soft.UPOS, "XPOS": e.Soft.XPOS, "arcs": e.Soft.Arcs, "labels": e.Soft.Labels, "names": e.Soft.Names} {
			for i := range n {
				sum := 0.0
				for _, p := range row(x, i, n) {
					sum += float64(p)
				}
				if math.Abs(sum-1) > 1e-5 {
					t.Errorf("%v: %s of word %d sum to %g", e.Forms, what, i, sum)
				}
			}
		}
		for i := range n {
			if p := row(e.Soft.Arcs, i, n)[i+1]; p != 0 {
				t.Errorf("%v: word %d heads itself with %g", e.Forms, i, p)
			}
		}
	}
}

func TestLearnsFromTeachersAlone(t *testing.T) {
	pupil, batch := tiny(t, Dropout{})
	for _, e := range batch {
		*e = Example{Forms: e.Forms}
	}
	m := taught(t, pupil, batch)
	for range 150 {
		pupil.Step(batch, 0.01)
	}
	for _, e := range batch {
		want, got := m.Parse([][]string{e.Forms})[0], pupil.Average().Parse([][]string{e.Forms})[0]
		if !slices.Equal(want.UPOS, got.UPOS) || !slices.Equal(want.Head, got.Head) || !slices.Equal(want.Deprel, got.Deprel) {
			t.Errorf("%v: the teacher reads %v, the pupil %v", e.Forms, want, got)
		}
	}
}

func TestTeachersOfOtherLabels(t *testing.T) {
	trainer, _ := tiny(t, Dropout{})
	cfg := trainer.net.cfg
	cfg.UPOS = []string{"NOUN"}
	if _, err := NewTeachers(&cfg, []*Model{trainer.Average()}); err == nil {
		t.Error("no error")
	}
}

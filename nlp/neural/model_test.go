package neural

import (
	"reflect"
	"strings"
	"testing"
)

// trained returns a small model that has learnt a little.
func trained(t testing.TB) (*Model, []*Example) {
	trainer, batch := tiny(t, Dropout{})
	for range 60 {
		trainer.Step(batch, 0.01)
	}
	return trainer.Average(), batch
}

func TestResultDoesNotDependOnTheBatch(t *testing.T) {
	m, _ := trained(t)
	var sentences [][]string
	for i := range 70 {
		words := strings.Fields(strings.Repeat("The dog sees Zoe and a cat ; 12 U.S. e-mails ", 1+i%5))
		sentences = append(sentences, words[i%7:len(words)-i%4])
	}
	together := m.Parse(sentences)
	for i, s := range sentences {
		fresh, err := Load(m.Marshal(), m.net.vec.Marshal())
		if err != nil {
			t.Fatal(err)
		}
		again, err := Load(m.Marshal(), m.net.vec.Marshal())
		if err != nil {
			t.Fatal(err)
		}
		if a, b := fresh.Parse(sentences)[i], again.Parse([][]string{s})[0]; !reflect.DeepEqual(a, b) {
			t.Fatalf("sentence %d alone is read otherwise:\n%v\n%v", i, a, b)
		}
		if i > 12 {
			break
		}
	}
	if !reflect.DeepEqual(together, m.Parse(sentences)) {
		t.Error("a second reading, from the cache, differs")
	}
}

func TestIntegersEqualFallback(t *testing.T) {
	m, _ := trained(t)
	gate := []int32{}
	scale := []float32{}
	for i := range 3 * 16 {
		gate = append(gate, int32(i*7919%4001-2000)*1000)
		scale = append(scale, 1e-6*float32(1+i%3))
	}
	cellA, cellB := make([]float32, 16), make([]float32, 16)
	outA, outB := make([]uint8, 16), make([]uint8, 16)
	for range 3 {
		intCellRow(gate, scale, cellA, outA)
		intCellGo(gate, scale, cellB, outB)
	}
	sameBits(t, "cell", cellA, cellB)
	if !reflect.DeepEqual(outA, outB) {
		t.Errorf("outputs %v, want %v", outA, outB)
	}
	w := &m.ints.hidden
	w.widen()
	var wide []float64
	for rows := 1; rows < 14; rows++ {
		x := make([]uint8, rows*w.k)
		for i := range x {
			x[i] = uint8(i * 7919)
		}
		got, want := make([]int32, rows*w.n), make([]int32, rows*w.n)
		w.mul(got, w.n, x, w.k, rows, &wide)
		for j := 0; j < w.n; j += width {
			w.panelGo(want[j:], w.n, prepareGo(&wide, x, w.k, rows, w.k), j, rows)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d rows: sums differ", rows)
		}
		y, z := make([]float32, w.n), make([]float32, w.n)
		toFloats(y, w.n, got[:width], w.scale, w.bias)
		toFloatsGo(z, w.n, got[:width], w.scale, w.bias)
		sameBits(t, "floats", y, z)
		a, b := make([]uint8, w.n), make([]uint8, w.n)
		bend(y, a)
		bendGo(z, b)
		sameBits(t, "bent", y, z)
		if !reflect.DeepEqual(a, b) {
			t.Fatal("bent integers differ")
		}
	}
}

func TestMarshalRoundTrip(t *testing.T) {
	m, batch := trained(t)
	b, v := m.Marshal(), m.net.vec.Marshal()
	again, err := Load(b, v)
	if err != nil {
		t.Fatal(err)
	}
	if string(again.Marshal()) != string(b) {
		t.Error("a model that was loaded is written otherwise")
	}
	if got := again.Parse([][]string{batch[0].Forms})[0].UPOS; len(got) != 5 || got[1] != "NOUN" {
		t.Errorf("tags after loading: %v", got)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	m, _ := trained(t)
	b, v := m.Marshal(), m.net.vec.Marshal()
	bad := func(b []byte, i int) []byte {
		c := append([]byte(nil), b...)
		c[i] ^= 1
		return c
	}
	tests := []struct {
		name           string
		model, vectors []byte
		want           string
	}{
		{"model", bad(b, len(b)/2), v, "model: checksum"},
		{"vectors", b, bad(v, len(v)/2), "word vectors: checksum"},
		{"magic", bad(b, 0), v, "model: no"},
		{"empty", nil, v, "model: no"},
		{"short", appendChecksum(b[:len(b)/2]), v, "size"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Load(test.model, test.vectors); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestLongAndStrangeSentences(t *testing.T) {
	m, _ := trained(t)
	long := strings.Fields(strings.Repeat("dog sees ( ", 400))
	sentences := [][]string{{}, {""}, {strings.Repeat("x", 1<<20)}, {"\xff\xfe", "م", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L"}, long}
	for i, a := range m.Parse(sentences) {
		if len(a.Head) != len(sentences[i]) || len(a.Head) > 0 && !wellFormed(a.Head) {
			t.Errorf("sentence %d: %d heads, not a tree", i, len(a.Head))
		}
	}
}

func TestShapes(t *testing.T) {
	tests := map[string]int32{
		"dog": shapeLower, "Dog": shapeTitle, "NATO": shapeUpper, "A": shapeInitial, "iPhone": shapeMixed, "2015": shapeDigits,
		"3.5": shapeNumber, "F16": shapeCode, ",": shapePunct, "$": shapeSymbol, "U.S.": shapeDotted, "a@b.org": shapeAddress, "": shapeSymbol,
	}
	for form, want := range tests {
		if got := shapeOf(form); got != want {
			t.Errorf("shape of %q is %d, want %d", form, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	m, _ := trained(f)
	f.Add("The dog sees a cat")
	f.Add("\xff ̴ ()")
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Fields(text)
		if a := m.Parse([][]string{words})[0]; len(words) > 0 && !wellFormed(a.Head) {
			t.Errorf("%q: heads %v", words, a.Head)
		}
	})
}

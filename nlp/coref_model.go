package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
)

// corefModel scores the possible antecedents of a mention: a linear model over
// hashed features, trained on the treebank GUM (coref_train_test.go).
type corefModel struct{ weights []float32 }

const corefBits = 17 // of the hash of a feature

// newCorefModel reads data/coref.bin: the scale as float32, then weights as int8
// in runs: a byte count of zeros to skip, then a weight.
func newCorefModel() (*corefModel, error) {
	data, err := dataFiles.ReadFile("data/coref.bin")
	if err != nil {
		return nil, err
	}
	m := &corefModel{weights: make([]float32, 1<<corefBits)}
	if len(data) < 4 {
		return m, nil
	}
	scale := math.Float32frombits(binary.LittleEndian.Uint32(data))
	at := 0
	for i := 4; i+1 < len(data); i += 2 {
		at += int(data[i])
		if at >= len(m.weights) {
			return nil, fmt.Errorf("nlp/data/coref.bin: weight %d of %d", at, len(m.weights))
		}
		m.weights[at] = float32(int8(data[i+1])) * scale
		at++
	}
	return m, nil
}

// marshal returns the model as newCorefModel reads it.
func (m *corefModel) marshal() []byte {
	largest := float32(0)
	for _, w := range m.weights {
		largest = max(largest, w, -w)
	}
	scale := largest / 127
	out := binary.LittleEndian.AppendUint32(nil, math.Float32bits(scale))
	skip := 0
	for _, w := range m.weights {
		q := int8(math.Round(float64(w / max(scale, 1e-9))))
		if q == 0 && skip < 255 {
			skip++
			continue
		}
		out = append(out, byte(skip), byte(q))
		skip = 0
	}
	return out
}

// features collects the hashes of the features that hold.
type features []uint32

// add adds a feature of a template and up to two values.
func (f *features) add(template, a, b uint32) {
	h := template*0x9e3779b1 ^ (a+1)*0x85ebca6b ^ (b+1)*0xc2b2ae35
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	*f = append(*f, h&(1<<corefBits-1))
}

func (m *corefModel) score(f features) float32 {
	sum := float32(0)
	for _, x := range f {
		sum += m.weights[x]
	}
	return sum
}

// hashWord hashes a word into a value of a feature.
func hashWord(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

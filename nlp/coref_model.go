package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
)

// corefModel scores the possible antecedents of a mention: a linear model over
// hashed features, trained on the treebank GUM (coref_train_test.go).
type corefModel struct{ weights []float32 }

const featureBits = 17 // of the hash of a feature

// newCorefModel reads data/coref.bin.
func newCorefModel() (*corefModel, error) {
	w, err := readWeights("coref.bin", 1<<featureBits)
	return &corefModel{w}, err
}

// readWeights reads n weights from a file of data/: the scale as float32, then
// weights as int8 in runs: a byte count of zeros to skip, then a weight. What
// the file doesn't have is 0.
func readWeights(name string, n int) ([]float32, error) {
	data, err := dataFiles.ReadFile("data/" + name)
	if err != nil {
		return nil, err
	}
	weights := make([]float32, n)
	if len(data) < 4 {
		return weights, nil
	}
	scale := math.Float32frombits(binary.LittleEndian.Uint32(data))
	at := 0
	for i := 4; i+1 < len(data); i += 2 {
		at += int(data[i])
		if at >= n {
			return nil, fmt.Errorf("nlp/data/%s: weight %d of %d", name, at, n)
		}
		weights[at] = float32(int8(data[i+1])) * scale
		at++
	}
	return weights, nil
}

// marshalWeights returns weights as readWeights reads them.
func marshalWeights(weights []float32) []byte {
	largest := float32(0)
	for _, w := range weights {
		largest = max(largest, w, -w)
	}
	scale := largest / 127
	out := binary.LittleEndian.AppendUint32(nil, math.Float32bits(scale))
	skip := 0
	for _, w := range weights {
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
	*f = append(*f, h&(1<<featureBits-1))
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

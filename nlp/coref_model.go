package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
)

// corefModel scores the possible antecedents of a mention: the sum of a linear
// model over hashed features and a layer of hidden units over those that hold
// no words. Trained on the treebank GUM (coref_train_test.go).
type corefModel struct {
	weights []float32
	hidden  []units // by feature
	bias    units
	out     units // what the hidden units count for
}

// units are the values of the hidden units.
type units [16]float32

const (
	featureBits = 17      // of the hash of a feature
	hiddenBits  = 14      // of it that choose a feature's hidden units
	wordFeature = 1 << 31 // marks a feature that holds a word
)

// newCorefModel reads data/coref.bin and data/coref_units.bin.
func newCorefModel() (*corefModel, error) {
	m := &corefModel{}
	var err error
	if m.weights, err = readWeights("coref.bin", 1<<featureBits); err != nil {
		return nil, err
	}
	flat, err := readWeights("coref_units.bin", (1<<hiddenBits+2)*len(units{}))
	if err != nil {
		return nil, err
	}
	m.setUnits(flat)
	return m, nil
}

// setUnits sets the hidden units from one row after the other.
func (m *corefModel) setUnits(flat []float32) {
	row := func() (u units) {
		copy(u[:], flat)
		flat = flat[len(u):]
		return u
	}
	m.bias, m.out = row(), row()
	m.hidden = make([]units, 1<<hiddenBits)
	for i := range m.hidden {
		m.hidden[i] = row()
	}
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

// features collects the hashes of the features that hold.
type features []uint32

// add adds a feature of a template and up to two values.
func (f *features) add(template, a, b uint32) {
	*f = append(*f, feature(template, a, b))
}

// addWord adds a feature of which a value is a word.
func (f *features) addWord(template, a, b uint32) {
	*f = append(*f, feature(template, a, b)|wordFeature)
}

func feature(template, a, b uint32) uint32 {
	h := template*0x9e3779b1 ^ (a+1)*0x85ebca6b ^ (b+1)*0xc2b2ae35
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	return h & (1<<featureBits - 1)
}

func (m *corefModel) score(f features) float32 {
	sum := float32(0)
	u := m.bias
	for _, x := range f {
		sum += m.weights[x&(1<<featureBits-1)]
		if x&wordFeature == 0 {
			u.add(&m.hidden[x&(1<<hiddenBits-1)])
		}
	}
	for k, v := range u {
		if v > 0 {
			sum += float32(v * m.out[k]) // the conversion keeps every machine to the same rounding
		}
	}
	return sum
}

func (u *units) add(v *units) {
	for k := range u {
		u[k] += v[k]
	}
}

// hashWord hashes a word into a value of a feature.
func hashWord(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

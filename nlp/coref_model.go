package nlp

import (
	"encoding/binary"
	"fmt"
	"math"

	"kg/nlp/neural"
)

// corefModel scores the possible antecedents of a mention, "none" among them:
// the sum of a linear model over hashed features and of networks, which differ
// by chance only and together err less. Trained on the treebank GUM
// (coref_train_test.go).
type corefModel struct {
	weights []float32 // of the linear model, by feature
	nets    []*corefNet
}

// corefNet has a first layer that sums, for a mention and an earlier one, what
// the vectors of their words come to, and a row of a table for each feature
// that holds no word; a second layer; and one output.
type corefNet struct {
	rows      []float32 // of the table, by feature
	taker     *neural.Dense
	taken     *neural.Dense
	fresh     *neural.Dense // for a mention that takes nothing up
	upper     *neural.Dense // the second layer
	upperBias []float32
	out       []float32
}

const (
	featureBits = 17      // of the hash of a feature
	wordFeature = 1 << 31 // marks a feature that holds a word
	rowBits     = 12      // of a feature's hash that choose a row
	netWidth    = neural.RowWidth
	netUpper    = 32
	netCount    = 2
	mentionVecs = 3 // vectors of words that a mention has
)

// newCorefModel reads data/coref.bin and data/coref_net.bin; dim is the length
// of the vectors of words.
func newCorefModel(dim int) (*corefModel, error) {
	m := &corefModel{}
	var err error
	if m.weights, err = readWeights("coref.bin", 1<<featureBits); err != nil {
		return nil, err
	}
	data, err := dataFiles.ReadFile("data/coref_net.bin")
	if err != nil {
		return nil, err
	}
	size := len(data) / netCount
	for t := range netCount {
		net, err := readNet(data[t*size:(t+1)*size], mentionVecs*dim)
		if err != nil {
			return nil, fmt.Errorf("nlp/data/coref_net.bin: %w", err)
		}
		m.nets = append(m.nets, net)
	}
	return m, nil
}

// netTensors are the weights of a network one after the other.
type netTensors struct {
	rows, taker, taken, fresh, upper, upperBias, out []float32
}

func newTensors(input int) *netTensors {
	return &netTensors{
		rows:  make([]float32, netWidth<<rowBits),
		taker: make([]float32, input*netWidth), taken: make([]float32, input*netWidth), fresh: make([]float32, input*netWidth),
		upper: make([]float32, netWidth*netUpper), upperBias: make([]float32, netUpper), out: make([]float32, netUpper),
	}
}

// dense lists all but the table.
func (t *netTensors) dense() [][]float32 {
	return [][]float32{t.taker, t.taken, t.fresh, t.upper, t.upperBias, t.out}
}

func (t *netTensors) net() *corefNet {
	input := len(t.taker) / netWidth
	return &corefNet{
		rows: t.rows, taker: neural.NewDense(t.taker, input, netWidth), taken: neural.NewDense(t.taken, input, netWidth), fresh: neural.NewDense(t.fresh, input, netWidth),
		upper: neural.NewDense(t.upper, netWidth, netUpper), upperBias: t.upperBias, out: t.out,
	}
}

// marshal returns the bytes that readNet reads: the tensors in turn, each its
// scale as float32 and int16 values; then the table, each row its scale and int8 values.
func (t *netTensors) marshal() []byte {
	var out []byte
	for _, x := range t.dense() {
		scale := scaleOf(x, math.MaxInt16)
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
		for _, v := range x {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Round(float64(v/scale)))))
		}
	}
	for r := 0; r < len(t.rows); r += netWidth {
		row := t.rows[r : r+netWidth]
		scale := scaleOf(row, math.MaxInt8)
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
		for _, v := range row {
			out = append(out, byte(int8(math.Round(float64(v/scale)))))
		}
	}
	return out
}

// scaleOf returns what makes the largest value limit.
func scaleOf(x []float32, limit float32) float32 {
	largest := float32(1e-9)
	for _, v := range x {
		largest = max(largest, v, -v)
	}
	return largest / limit
}

// readNet reads what marshal wrote.
func readNet(data []byte, input int) (*corefNet, error) {
	t := newTensors(input)
	size := len(t.rows) + 4<<rowBits
	for _, x := range t.dense() {
		size += 4 + 2*len(x)
	}
	if len(data) != size {
		return nil, fmt.Errorf("a network of %d bytes, want %d; train it anew", len(data), size)
	}
	scale := func() float32 {
		s := math.Float32frombits(binary.LittleEndian.Uint32(data))
		data = data[4:]
		return s
	}
	for _, x := range t.dense() {
		s := scale()
		for i := range x {
			x[i] = float32(int16(binary.LittleEndian.Uint16(data[2*i:]))) * s
		}
		data = data[2*len(x):]
	}
	for r := 0; r < len(t.rows); r += netWidth {
		s := scale()
		for i := range netWidth {
			t.rows[r+i] = float32(int8(data[i])) * s
		}
		data = data[netWidth:]
	}
	return t.net(), nil
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

// rows appends the rows that the features without words have in the table.
func (f features) rows(out []uint32) []uint32 {
	for _, x := range f {
		if x&wordFeature == 0 {
			out = append(out, x&(1<<rowBits-1))
		}
	}
	return out
}

func feature(template, a, b uint32) uint32 {
	h := template*0x9e3779b1 ^ (a+1)*0x85ebca6b ^ (b+1)*0xc2b2ae35
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	return h & (1<<featureBits - 1)
}

// linear is what the linear model says.
func (m *corefModel) linear(f features) float32 {
	sum := float32(0)
	for _, x := range f {
		sum += m.weights[x&(1<<featureBits-1)]
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

package neural

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

// A model file is, behind its magic: the length and the JSON of Config, the
// number of trained words and their hashes, the weights, a checksum. Matrices
// are int8 with a scale for each column, tables int8 with a scale for each row;
// biases and looked-up rows are float32.
const modelMagic = "kgnet1\n\x00"

// Marshal returns the model's bytes with its weights rounded to int8; the word
// vectors are not among them.
func (m *Model) Marshal() []byte {
	n := m.net
	cfg, err := json.Marshal(n.cfg)
	if err != nil {
		panic(err) // a struct of ints and strings
	}
	b := []byte(modelMagic)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(cfg)))
	b = append(b, cfg...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(n.hashes)))
	for _, h := range n.hashes {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	for _, x := range n.lay.mats {
		w := x.weights(n.dense)
		if n.lay.looked(x) {
			b = appendFloats(b, w)
			continue
		}
		t := make([]float32, len(w))
		transpose(t, w, x.out, x.in, x.out)
		b = appendRows(b, t, x.in)
		b = appendFloats(b, x.biases(n.dense))
	}
	b = appendRows(b, n.words, n.cfg.Word)
	b = appendRows(b, n.grams, n.cfg.Gram)
	return appendChecksum(b)
}

// appendRows writes rows of int8 values, the scales first.
func appendRows(b []byte, x []float32, dim int) []byte {
	for i := 0; i < len(x); i += dim {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(rowScale(x[i:i+dim])))
	}
	for i := 0; i < len(x); i += dim {
		s := rowScale(x[i : i+dim])
		for _, v := range x[i : i+dim] {
			q := 0.0
			if s > 0 {
				q = math.Round(float64(v / s))
			}
			b = append(b, byte(int8(min(max(q, -127), 127))))
		}
	}
	return b
}

func rowScale(x []float32) float32 {
	top := float32(0)
	for _, v := range x {
		top = max(top, v, -v)
	}
	return top / 127
}

// Load reads a model that Marshal wrote, and the vectors it was trained with.
func Load(model, vectors []byte) (*Model, error) {
	vec, err := ParseVectors(vectors)
	if err != nil {
		return nil, err
	}
	body, err := checked(model, modelMagic)
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	r := &reader{b: body}
	var cfg Config
	if err := json.Unmarshal(r.take(int(r.uint32())), &cfg); err != nil {
		return nil, fmt.Errorf("model: configuration: %w", err)
	}
	if cfg.Vector != vec.dim || cfg.input()%width != 0 {
		return nil, fmt.Errorf("model: made for vectors of %d values, these have %d", cfg.Vector, vec.dim)
	}
	count := r.uint32()
	if int64(count)*4 > int64(len(r.b)) {
		return nil, fmt.Errorf("model: %d words, more than its size allows", count)
	}
	hashes := make([]uint32, count)
	for i := range hashes {
		hashes[i] = r.uint32()
	}
	n := newNetwork(cfg, hashes, vec)
	for _, x := range n.lay.mats {
		w := x.weights(n.dense)
		if n.lay.looked(x) {
			r.floats(w)
			continue
		}
		t := make([]float32, len(w))
		r.rows(t, x.in)
		transpose(w, t, x.in, x.out, x.in)
		r.floats(x.biases(n.dense))
	}
	r.rows(n.words, cfg.Word)
	r.rows(n.grams, cfg.Gram)
	if r.short || len(r.b) != 0 {
		return nil, fmt.Errorf("model: its size does not fit its configuration")
	}
	return newModel(n), nil
}

// reader takes values off the front of a slice; after its end it gives zeros.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.short, r.b = true, nil
		return make([]byte, min(max(n, 0), 1<<20))
	}
	x := r.b[:n]
	r.b = r.b[n:]
	return x
}

func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

func (r *reader) floats(dst []float32) {
	for i := range dst {
		dst[i] = math.Float32frombits(r.uint32())
	}
}

func (r *reader) rows(dst []float32, dim int) {
	scales := make([]float32, len(dst)/dim)
	r.floats(scales)
	for i, s := range scales {
		row := r.take(dim)
		for j := range min(dim, len(row)) {
			dst[i*dim+j] = float32(s * float32(int8(row[j])))
		}
	}
}

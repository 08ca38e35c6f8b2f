package neural

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"sort"
)

// Vectors are pretrained word vectors at 4 bits a value. A word is known by 32
// bits of its hash, so the words themselves aren't kept: one unknown word in
// some 40,000 is taken for another.
type Vectors struct {
	n, dim int
	scale  []float32 // by dimension
	hashes []byte    // n little-endian uint32, ascending
	rows   []byte    // n rows of dim/2 bytes
}

const vectorsMagic = "kgvec1\n\x00"

// find returns the row of a lower-case word, -1 if there is none.
func (v *Vectors) find(lower string) int32 {
	h := hashWord(lower)
	at := func(i int) uint32 { return binary.LittleEndian.Uint32(v.hashes[4*i:]) }
	lo, hi := 0, v.n
	for lo < hi {
		if mid := (lo + hi) / 2; at(mid) < h {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < v.n && at(lo) == h {
		return int32(lo)
	}
	return -1
}

// read writes row i to dst.
func (v *Vectors) read(dst []float32, i int32) {
	row := v.rows[int(i)*v.dim/2 : (int(i)+1)*v.dim/2]
	for j, b := range row {
		dst[2*j] = float32((float32(b&15) - 7.5) * v.scale[2*j])
		dst[2*j+1] = float32((float32(b>>4) - 7.5) * v.scale[2*j+1])
	}
}

// NewVectors quantises vectors of words in lower case; all have the same even
// length. Of two words with the same hash the first one stays. Values are
// scaled to a standard deviation of about one half in each dimension.
func NewVectors(words []string, values [][]float32) *Vectors {
	type entry struct {
		hash uint32
		i    int
	}
	entries := make([]entry, len(words))
	for i, w := range words {
		entries[i] = entry{hashWord(w), i}
	}
	sort.SliceStable(entries, func(a, b int) bool { return entries[a].hash < entries[b].hash })
	v := &Vectors{dim: len(values[0])}
	deviation := make([]float32, v.dim)
	for j := range deviation {
		sum := 0.0
		for _, row := range values {
			sum += float64(row[j]) * float64(row[j])
		}
		deviation[j] = float32(math.Sqrt(sum / float64(len(values))))
	}
	const reach = 2.5 // standard deviations that the 16 steps span on each side
	for range deviation {
		v.scale = append(v.scale, 0.5*reach/7.5)
	}
	for k, e := range entries {
		if k > 0 && entries[k-1].hash == e.hash {
			continue
		}
		v.n++
		v.hashes = binary.LittleEndian.AppendUint32(v.hashes, e.hash)
		for j := 0; j < v.dim; j += 2 {
			v.rows = append(v.rows, step(values[e.i][j], deviation[j]*reach)|step(values[e.i][j+1], deviation[j+1]*reach)<<4)
		}
	}
	return v
}

func step(x, limit float32) byte {
	return byte(min(max(math.Round(float64(x/limit)*7.5+7.5), 0), 15))
}

// Marshal returns the bytes that ParseVectors reads.
func (v *Vectors) Marshal() []byte {
	b := []byte(vectorsMagic)
	b = binary.LittleEndian.AppendUint32(b, uint32(v.n))
	b = binary.LittleEndian.AppendUint32(b, uint32(v.dim))
	b = appendFloats(b, v.scale)
	b = append(b, v.hashes...)
	b = append(b, v.rows...)
	return appendChecksum(b)
}

// ParseVectors reads what Marshal wrote; it keeps b.
func ParseVectors(b []byte) (*Vectors, error) {
	body, err := checked(b, vectorsMagic)
	if err != nil {
		return nil, fmt.Errorf("word vectors: %w", err)
	}
	if len(body) < 8 {
		return nil, fmt.Errorf("word vectors: cut short")
	}
	v := &Vectors{n: int(binary.LittleEndian.Uint32(body)), dim: int(binary.LittleEndian.Uint32(body[4:]))}
	body = body[8:]
	if want := 4*v.dim + v.n*(4+v.dim/2); len(body) != want {
		return nil, fmt.Errorf("word vectors: %d bytes, want %d", len(body), want)
	}
	v.scale, body = floats(body, v.dim)
	v.hashes, v.rows = body[:4*v.n], body[4*v.n:]
	return v, nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func appendChecksum(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// checked returns what is between the magic and the checksum.
func checked(b []byte, magic string) ([]byte, error) {
	if len(b) < len(magic)+4 || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("no %q at the beginning", magic[:6])
	}
	end := len(b) - 4
	if crc32.Checksum(b[:end], castagnoli) != binary.LittleEndian.Uint32(b[end:]) {
		return nil, fmt.Errorf("checksum does not match")
	}
	return b[len(magic):end], nil
}

func appendFloats(b []byte, x []float32) []byte {
	for _, f := range x {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	return b
}

func floats(b []byte, n int) (x []float32, rest []byte) {
	x = make([]float32, n)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x, b[4*n:]
}

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"

	"kg/nlp/neural"
)

// readVectors reads wink's JSON: the words by frequency, and an object of
// arrays that hold the values and behind them their length and rank. It keeps
// the first top words and all of those in wanted.
func readVectors(path string, top int, wanted map[string]int) (*neural.Vectors, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var file struct {
		Words      []string                   `json:"words"`
		Dimensions int                        `json:"dimensions"`
		Vectors    map[string]json.RawMessage `json:"vectors"`
	}
	if err := json.NewDecoder(f).Decode(&file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var words []string
	var values [][]float32
	for i, w := range file.Words {
		if i >= top && wanted[w] == 0 {
			continue
		}
		var v []float32
		if err := json.Unmarshal(file.Vectors[w], &v); err != nil {
			return nil, fmt.Errorf("%s: vector of %q: %w", path, w, err)
		}
		if len(v) < file.Dimensions {
			return nil, fmt.Errorf("%s: vector of %q: %d values of %d", path, w, len(v), file.Dimensions)
		}
		words = append(words, w)
		values = append(values, unit(v[:file.Dimensions]))
	}
	return neural.NewVectors(words, values), nil
}

// unit scales a vector to length 1.
func unit(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return v
	}
	k := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= k
	}
	return v
}

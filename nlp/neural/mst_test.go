package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bestByTrial returns the score of the best tree with one root, by trying all heads.
func bestByTrial(scores []float32, ld, n int) float64 {
	heads := make([]int32, n)
	best := math.Inf(-1)
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i == n {
			if wellFormed(heads) {
				best = max(best, sum)
			}
			return
		}
		for h := -1; h < n; h++ {
			if h != i {
				heads[i] = int32(h)
				try(i+1, sum+float64(scores[i*ld+h+1]))
			}
		}
	}
	try(0, 0)
	return best
}

func treeScore(heads []int32, scores []float32, ld int) float64 {
	sum := 0.0
	for i, h := range heads {
		sum += float64(scores[i*ld+int(h)+1])
	}
	return sum
}

func TestTreeIsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for trial := range 400 {
		n := 1 + r.IntN(6)
		ld := roundUp(n + 1)
		scores := randoms(r, n*ld)
		heads := make([]int32, n)
		tree(heads, scores, ld)
		if !wellFormed(heads) {
			t.Fatalf("trial %d: %v is no tree", trial, heads)
		}
		if got, want := treeScore(heads, scores, ld), bestByTrial(scores, ld, n); math.Abs(got-want) > 1e-5 {
			t.Fatalf("trial %d: score %g, want %g", trial, got, want)
		}
	}
}

func TestTreesAreWellFormed(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 60 {
		n := 1 + r.IntN(longestWindow)
		ld := roundUp(n + 1)
		scores := randoms(r, n*ld)
		if r.IntN(4) == 0 {
			clear(scores) // all ties
		}
		heads := make([]int32, n)
		tree(heads, scores, ld)
		if !wellFormed(heads) {
			t.Fatalf("%v is no tree", heads)
		}
	}
}

func TestWellFormed(t *testing.T) {
	tests := []struct {
		heads []int32
		want  bool
	}{
		{[]int32{-1}, true},
		{[]int32{1, -1, 1}, true},
		{[]int32{-1, -1}, false},
		{[]int32{1, 0, -1}, false},
		{[]int32{0, -1}, false},
		{[]int32{2, 2, 3, -1, 3}, true},
		{[]int32{1, 2, 0, -1}, false},
	}
	for _, test := range tests {
		if got := wellFormed(test.heads); got != test.want {
			t.Errorf("wellFormed(%v) = %v", test.heads, got)
		}
	}
}

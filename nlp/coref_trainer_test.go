package nlp

import (
	"maps"
	"math"
	"math/rand"
	"slices"
	"testing"
)

// trainer learns the model of coreference.
type trainer struct {
	weights, squares []float32 // of the linear model
	rate             float32

	net, slope *netTensors
	rowSquares []float32
	first      *netTensors // Adam's moments
	second     *netTensors
	steps      int
	drop       uint32  // of 256 units of the first layer, how many are left out
	dropWord   uint32  // of 256 vectors
	seen       uint32  // instances
	likelihood float64 // of the last instance, its logarithm

	input             int
	taken, takenSlope map[int]*units
	x                 []float32
}

type (
	units [netWidth]float32
	upper [netUpper]float32
)

func newTrainer(input int, random *rand.Rand) *trainer {
	t := &trainer{
		weights: make([]float32, 1<<featureBits), squares: make([]float32, 1<<featureBits),
		net: newTensors(input), slope: newTensors(input), first: newTensors(input), second: newTensors(input),
		rowSquares: make([]float32, 1<<rowBits), input: input, x: make([]float32, input),
		drop: uint32(tune("DROP", 128)), dropWord: uint32(tune("DROPWORD", 96)),
	}
	fill := func(x []float32, deviation float64) {
		for i := range x {
			x[i] = float32(random.NormFloat64() * deviation)
		}
	}
	fill(t.net.rows, 0.05)
	fill(t.net.taker, 0.03)
	fill(t.net.taken, 0.03)
	fill(t.net.fresh, 0.03)
	fill(t.net.upper, math.Sqrt(2.0/netWidth))
	fill(t.net.out, 0.1)
	return t
}

// lot draws the same lot each time for an instance and a number.
func lot(seen, k uint32) uint32 {
	h := seen*0x9e3779b1 + k*0x85ebca6b
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	return h & 255
}

// words returns the vectors of mention i, without those left out this time.
func (t *trainer) words(l *lesson, i int) []float32 {
	copy(t.x, l.vectors[i*t.input:(i+1)*t.input])
	for v := range mentionVecs {
		if lot(uint32(t.steps), uint32(i*mentionVecs+v)) < t.dropWord {
			clear(t.x[v*t.input/mentionVecs : (v+1)*t.input/mentionVecs])
		}
	}
	return t.x
}

// project returns the words of a mention times a matrix.
func project(x, w []float32) *units {
	var out units
	for d, v := range x {
		if v == 0 {
			continue
		}
		row := (*units)(w[d*netWidth:])
		for k := range row {
			out[k] += v * row[k]
		}
	}
	return &out
}

// projectBack adds to the slope of a matrix.
func projectBack(x, slope []float32, out *units) {
	for d, v := range x {
		if v == 0 {
			continue
		}
		row := (*units)(slope[d*netWidth:])
		for k := range row {
			row[k] += v * out[k]
		}
	}
}

// chunk moves the weights by some instances of a document.
func (t *trainer) chunk(l *lesson, instances []instance) {
	t.taken, t.takenSlope = map[int]*units{}, map[int]*units{}
	for k := range instances {
		t.instance(l, &instances[k])
	}
	for _, j := range slices.Sorted(maps.Keys(t.takenSlope)) {
		projectBack(t.words(l, j), t.slope.taken, t.takenSlope[j])
	}
	t.adam()
}

// choice is what the network makes of one choice.
type choice struct {
	first  units
	second upper
	score  float64
}

// instance adds the slopes of one instance: the likelihood of all right choices
// together, with the costs added to the scores (Durrett and Klein 2013).
func (t *trainer) instance(l *lesson, in *instance) {
	t.seen++
	fresh, taker := project(t.words(l, in.mention), t.net.fresh), project(t.words(l, in.mention), t.net.taker)
	mask := t.mask()
	choices := make([]choice, len(in.choices))
	top := math.Inf(-1)
	for k := range choices {
		c := &choices[k]
		if c.first = *fresh; k > 0 {
			c.first = *taker
			for d, v := range t.takenOf(l, in.others[k-1]) {
				c.first[d] += v
			}
		}
		t.forward(c, in.choices[k], mask)
		c.score += float64(in.cost[k])
		top = math.Max(top, c.score)
	}
	slopes := slopes(choices, in.right, top)
	t.likelihood = likelihood(choices, in.right, top)
	var takerSlope units
	for k, g := range slopes {
		if g > -1e-4 && g < 1e-4 {
			continue
		}
		t.linear(in.choices[k], float32(g))
		slope := t.backward(&choices[k], in.choices[k], mask, float32(g))
		if k == 0 {
			projectBack(t.words(l, in.mention), t.slope.fresh, slope)
			continue
		}
		of := t.takenSlope[in.others[k-1]]
		if of == nil {
			of = &units{}
			t.takenSlope[in.others[k-1]] = of
		}
		for d, v := range slope {
			takerSlope[d] += v
			of[d] += v
		}
	}
	projectBack(t.words(l, in.mention), t.slope.taker, &takerSlope)
}

// likelihood returns the logarithm of that of the right choices together.
func likelihood(choices []choice, right []bool, top float64) float64 {
	all, good := 0.0, 0.0
	for k := range choices {
		e := math.Exp(choices[k].score - top)
		all += e
		if right[k] {
			good += e
		}
	}
	return math.Log(good / all)
}

// slopes returns the slope of the likelihood of the right choices with respect to
// the score of each choice, of which top is the highest.
func slopes(choices []choice, right []bool, top float64) []float64 {
	all, good := 0.0, 0.0
	out := make([]float64, len(choices))
	for k := range out {
		out[k] = math.Exp(choices[k].score - top)
		all += out[k]
		if right[k] {
			good += out[k]
		}
	}
	for k, e := range out {
		out[k] = -e / all
		if right[k] {
			out[k] += e / math.Max(good, 1e-30)
		}
	}
	return out
}

func (t *trainer) takenOf(l *lesson, j int) *units {
	if t.taken[j] == nil {
		t.taken[j] = project(t.words(l, j), t.net.taken)
	}
	return t.taken[j]
}

// mask draws which units of the first layer take part in an instance.
func (t *trainer) mask() *units {
	var m units
	for k := range m {
		if lot(t.seen, uint32(k)) >= t.drop {
			m[k] = 256 / float32(256-t.drop)
		}
	}
	return &m
}

func (t *trainer) forward(c *choice, f features, mask *units) {
	sum := float32(0)
	for _, x := range f {
		sum += t.weights[x&(1<<featureBits-1)]
		if x&wordFeature == 0 {
			for k, v := range (*units)(t.net.rows[x&(1<<rowBits-1)*netWidth:]) {
				c.first[k] += v
			}
		}
	}
	copy(c.second[:], t.net.upperBias)
	for k, v := range c.first {
		if c.first[k] = max(v, 0) * mask[k]; c.first[k] != 0 {
			for u, w := range (*upper)(t.net.upper[k*netUpper:]) {
				c.second[u] += c.first[k] * w
			}
		}
	}
	for u, v := range c.second {
		c.second[u] = max(v, 0)
		sum += c.second[u] * t.net.out[u]
	}
	c.score = float64(sum)
}

// linear moves the linear model along the slope g of a choice's score.
func (t *trainer) linear(f features, g float32) {
	for _, x := range f {
		x &= 1<<featureBits - 1
		t.squares[x] += g * g
		t.weights[x] += t.rate * g / (1 + float32(math.Sqrt(float64(t.squares[x]))))
	}
}

// backward adds the slopes of the layers and moves the rows; it returns the
// slope of the first layer's sums.
func (t *trainer) backward(c *choice, f features, mask *units, g float32) *units {
	var slope units
	var second upper
	for u, v := range c.second {
		if v > 0 {
			t.slope.out[u] += g * v
			second[u] = g * t.net.out[u]
			t.slope.upperBias[u] += second[u]
		}
	}
	norm := float32(0)
	for k, v := range c.first {
		if v <= 0 {
			continue
		}
		w, s := (*upper)(t.net.upper[k*netUpper:]), (*upper)(t.slope.upper[k*netUpper:])
		sum := float32(0)
		for u, x := range second {
			sum += x * w[u]
			s[u] += x * v
		}
		slope[k] = sum * mask[k]
		norm += slope[k] * slope[k]
	}
	for _, x := range f {
		if x&wordFeature != 0 {
			continue
		}
		x &= 1<<rowBits - 1
		t.rowSquares[x] += norm
		by := rowRate * t.rate / (1 + float32(math.Sqrt(float64(t.rowSquares[x]))))
		row := (*units)(t.net.rows[x*netWidth:])
		for k, v := range slope {
			row[k] += by * v
		}
	}
	return &slope
}

var (
	rowRate  = float32(tune("ROWS", 0.05))
	adamRate = tune("ADAM", 0.0007)
)

// adam moves the layers along their slopes, and clears these.
func (t *trainer) adam() {
	t.steps++
	rate := float32(adamRate * 2 * float64(t.rate) * math.Sqrt(1-math.Pow(0.999, float64(t.steps))) / (1 - math.Pow(0.9, float64(t.steps))))
	first, second, slope := t.first.dense(), t.second.dense(), t.slope.dense()
	for n, w := range t.net.dense() {
		for i, g := range slope[n] {
			first[n][i] = 0.9*first[n][i] + 0.1*g
			second[n][i] = 0.999*second[n][i] + 0.001*g*g
			w[i] += rate * first[n][i] / (float32(math.Sqrt(float64(second[n][i]))) + 1e-6)
		}
		clear(slope[n])
	}
}

// shrink pulls the weights of the linear model towards nothing.
func (t *trainer) shrink(by float32) {
	for i, w := range t.weights {
		switch {
		case w > by:
			t.weights[i] = w - by
		case w < -by:
			t.weights[i] = w + by
		default:
			t.weights[i] = 0
		}
	}
}

// chunkSize is after how many instances the layers are moved.
const chunkSize = 32

// train goes through the lessons in a random order several times, ever more
// slowly, and returns the weights averaged over the later ones.
func train(lessons []*lesson, seed int64) ([]float32, *netTensors) {
	type chunk struct {
		l         *lesson
		instances []instance
	}
	var chunks []chunk
	for _, l := range lessons {
		for from := 0; from < len(l.instances); from += chunkSize {
			chunks = append(chunks, chunk{l, l.instances[from:min(from+chunkSize, len(l.instances))]})
		}
	}
	random := rand.New(rand.NewSource(seed))
	t := newTrainer(lessons[0].input, random)
	epochs := int(tune("EPOCHS", 4))
	shrink, rate := float32(tune("L1", 0.015)), float32(tune("RATE", 0.5))
	weights, net, snapshots := make([]float32, len(t.weights)), newTensors(t.input), float32(0)
	for epoch := range epochs {
		random.Shuffle(len(chunks), func(i, j int) { chunks[i], chunks[j] = chunks[j], chunks[i] })
		for i, c := range chunks {
			left := 1 - float32(epoch*len(chunks)+i)/float32(epochs*len(chunks))
			t.rate = rate * left
			t.chunk(c.l, c.instances)
			if i%64 != 0 {
				continue
			}
			t.shrink(shrink * left)
			if epoch >= epochs/3 {
				snapshots++
				add(weights, t.weights)
				add(net.rows, t.net.rows)
				for n, x := range t.net.dense() {
					add(net.dense()[n], x)
				}
			}
		}
	}
	scale(weights, 1/snapshots)
	scale(net.rows, 1/snapshots)
	for _, x := range net.dense() {
		scale(x, 1/snapshots)
	}
	return weights, net
}

func add(sum, x []float32) {
	for i, v := range x {
		sum[i] += v
	}
}

func scale(x []float32, by float32) {
	for i := range x {
		x[i] *= by
	}
}

// TestTrainerSlopes compares the slopes of an instance with small differences.
func TestTrainerSlopes(t *testing.T) {
	const input = 2 * mentionVecs
	random := rand.New(rand.NewSource(1))
	l := &lesson{input: input, vectors: make([]float32, 3*input)}
	for i := range l.vectors {
		l.vectors[i] = float32(random.NormFloat64())
	}
	in := &instance{mention: 2, others: []int{1, 0}, choices: []features{{1, 2}, {3, 4}, {4, 5}}, right: []bool{false, true, false}, cost: make([]float32, 3)}
	tr := newTrainer(input, random)
	tr.drop, tr.dropWord = 0, 0
	likelihood := func() float64 {
		tr.taken, tr.takenSlope = map[int]*units{}, map[int]*units{}
		tr.instance(l, in)
		return tr.likelihood
	}
	before := likelihood()
	for j, of := range tr.takenSlope {
		projectBack(tr.words(l, j), tr.slope.taken, of)
	}
	weights := tr.net.dense()
	var slope [][]float32
	for _, x := range tr.slope.dense() {
		slope = append(slope, slices.Clone(x)) // later runs add to it
	}
	for n := range weights {
		for _, i := range []int{0, 7, len(weights[n]) - 1} {
			want, old := float64(slope[n][i]), weights[n][i]
			weights[n][i] += 1e-3
			got := (likelihood() - before) / 1e-3
			weights[n][i] = old
			if math.Abs(got-want) > 2e-3+0.05*math.Abs(want) {
				t.Errorf("tensor %d value %d: %v, want %v", n, i, got, want)
			}
		}
	}
}

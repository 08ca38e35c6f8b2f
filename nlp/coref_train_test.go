package nlp

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"math/rand"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kg/nlp/conllu"
	"kg/nlp/gazetteer"
	"kg/nlp/model"
)

// TestNounTable generates data/nouns.tsv from the entities of GUM with -update.
func TestNounTable(t *testing.T) {
	if !*update {
		t.Skip("generates the table with -update")
	}
	counts := map[string]map[string]int{}
	for _, d := range treebankEntities(t, "gumfree-train.conllu") {
		for _, e := range d.entities {
			h := &d.doc.Tokens[spanHead(d.doc, e.first, e.last)]
			if h.UPOS != NOUN || !isPlain(h.Lemma) {
				continue
			}
			if counts[h.Lemma] == nil {
				counts[h.Lemma] = map[string]int{}
			}
			counts[h.Lemma][e.kind]++
		}
	}
	byClass := map[string][]string{}
	for lemma, kinds := range counts {
		best, total := "", 0
		for kind, n := range kinds {
			total += n
			if n > kinds[best] || n == kinds[best] && kind < best {
				best = kind
			}
		}
		if kinds[best]*3 >= total*2 {
			switch best {
			case "animal", "plant":
				best = "living"
			case "substance":
				best = "object"
			}
			byClass[best] = append(byClass[best], lemma)
		}
	}
	var b strings.Builder
	b.WriteString("# What nouns speak of: class, then lemmas. From the training part of the treebank GUM (CC BY 4.0).\n# Generated: go test ./nlp -run TestNounTable -update\n")
	for _, class := range []string{"abstract", "event", "living", "object", "organization", "person", "place", "time"} {
		sort.Strings(byClass[class])
		for begin := 0; begin < len(byClass[class]); begin += 20 {
			fmt.Fprintf(&b, "%s\t%s\n", class, strings.Join(byClass[class][begin:min(begin+20, len(byClass[class]))], " "))
		}
	}
	if err := os.WriteFile("data/nouns.tsv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

type entityDocument struct {
	doc      *Document
	entities []entitySpan
}

// instance is a mention with its choices: none first, then candidates.
type instance struct {
	mention int
	others  []int // the candidates, as mentions
	choices []features
	right   []bool
	cost    []float32
}

// lesson is the instances of a document.
type lesson struct {
	input     int       // values of the vectors of a mention
	vectors   []float32 // of each mention
	instances []instance
}

// The costs of mistakes: a link where there is none, none where there is one, a wrong link.
var (
	costLink  = float32(tune("CL", 0.3))
	costFresh = float32(tune("CF", 4.0))
	costWrong = float32(tune("CW", 1.0))
)

// tune returns a setting of the training, which the environment can change.
func tune(name string, value float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv("KG_COREF_"+name), 64); err == nil {
		return v
	}
	return value
}

// lesson finds the instances of a document, given the gold one: the mentions
// that no sieve links. The clusters grow as the gold document has them.
func (r *resolver) lesson(d, gold *Document) *lesson {
	p := r.pairing(d)
	cluster := map[Span]int{}
	for _, m := range gold.Mentions {
		if len(gold.Clusters[m.Cluster]) > 1 {
			cluster[Span{m.First, m.Last}] = m.Cluster + 1
		}
	}
	k := r.ranking(p)
	l := &lesson{input: mentionVecs * k.dim, vectors: make([]float32, len(p.ms)*mentionVecs*k.dim)}
	for i := range p.ms {
		k.vectors(i, l.vectors[i*l.input:(i+1)*l.input])
	}
	p.links(func(i int, candidates []int) int {
		in, nearest := newInstance(p, i, candidates, cluster)
		if len(candidates) > 0 {
			l.instances = append(l.instances, in)
		}
		return nearest
	})
	return l
}

// newInstance returns the instance of mention i, and the nearest candidate that
// is right, -1 if none is.
func newInstance(p *pairing, i int, candidates []int, cluster map[Span]int) (in instance, nearest int) {
	at := func(j int) int { return cluster[Span{p.ms[j].first, p.ms[j].last}] }
	in, nearest = instance{mention: i, others: slices.Clone(candidates)}, -1
	var f features
	p.fresh(i, &f)
	in.choices, in.right, in.cost = []features{f}, []bool{true}, []float32{0}
	for n, j := range candidates {
		var f features
		p.pair(i, j, n, &f)
		right, cost := at(i) != 0 && at(i) == at(j), costLink
		if right {
			cost = 0
			if nearest < 0 {
				nearest = j
			}
		}
		in.choices, in.right, in.cost = append(in.choices, f), append(in.right, right), append(in.cost, cost)
	}
	if nearest >= 0 {
		in.right[0], in.cost[0] = false, costFresh
		for k := range in.cost[1:] {
			if !in.right[k+1] {
				in.cost[k+1] = costWrong
			}
		}
	}
	return in, nearest
}

// trainer learns the model of coreference.
type trainer struct {
	weights, squares []float32 // of the linear model
	rate             float32

	net, slope *netTensors
	rowSquares []float32
	first      *netTensors // Adam's moments
	second     *netTensors
	steps      int
	drop       uint32 // of 256 units of the first layer, how many are left out
	dropWord   uint32 // of 256 vectors
	seen       uint32 // instances

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
	all, right := 0.0, 0.0
	for k := range choices {
		choices[k].score = math.Exp(choices[k].score - top)
		all += choices[k].score
		if in.right[k] {
			right += choices[k].score
		}
	}
	var takerSlope units
	for k := range choices {
		g := -choices[k].score / all
		if in.right[k] {
			g += choices[k].score / math.Max(right, 1e-30)
		}
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

// TestTrainCoreference trains data/coref.bin and data/coref_net.bin with -update.
func TestTrainCoreference(t *testing.T) {
	if !*update {
		t.Skip("trains the model with -update")
	}
	r, n := untaughtResolver(t), newNamer(t)
	var lessons []*lesson
	for _, gold := range treebank(t, "gumfree-train.conllu") {
		lessons = append(lessons, r.lesson(n.own(gold), gold), r.lesson(n.withNames(gold), gold))
	}
	s := newCorefScorer(t, r)
	weights, nets := trainAll(lessons)
	var data []byte
	m := &corefModel{weights: weights}
	for i, net := range nets {
		data = append(data, net.marshal()...)
		m.nets = append(m.nets, net.net())
		t.Logf("with %d networks: %s", i+1, s.score(m))
	}
	for name, data := range map[string][]byte{"coref.bin": marshalWeights(weights), "coref_net.bin": data} {
		if err := os.WriteFile("data/"+name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// trainAll trains the networks side by side, each with its linear model, and
// returns their mean.
func trainAll(lessons []*lesson) ([]float32, []*netTensors) {
	linear, nets := make([][]float32, netCount), make([]*netTensors, netCount)
	var wait sync.WaitGroup
	for i := range nets {
		wait.Go(func() { linear[i], nets[i] = train(lessons, int64(i+1)) })
	}
	wait.Wait()
	weights := make([]float32, 1<<featureBits)
	for i := range nets {
		add(weights, linear[i])
		scale(nets[i].out, 1.0/netCount)
	}
	scale(weights, 1.0/netCount)
	return weights, nets
}

// corefScorer scores models on gumfree-dev.
type corefScorer struct {
	r                *resolver
	golds, gold, own []*Document
}

func newCorefScorer(t testing.TB, r *resolver) *corefScorer {
	s := &corefScorer{r: r, golds: treebank(t, "gumfree-dev.conllu")}
	n := newNamer(t)
	for _, g := range s.golds {
		s.gold, s.own = append(s.gold, n.withNames(g)), append(s.own, n.own(g))
	}
	return s
}

// score returns the averages with gold trees and with own ones.
func (s *corefScorer) score(m *corefModel) string {
	r := *s.r
	r.model = m
	return fmt.Sprintf("%.2f with gold trees, %.2f with own", 100*scoreResolver(&r, s.golds, s.gold).average(), 100*scoreResolver(&r, s.golds, s.own).average())
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

// untaughtResolver returns a resolver without a model.
func untaughtResolver(t testing.TB) *resolver {
	l, err := newLemmatizer()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := newLexicon()
	if err != nil {
		t.Fatal(err)
	}
	table, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	people, err := newPeople(l, lex, table)
	if err != nil {
		t.Fatal(err)
	}
	network, err := model.Open()
	if err != nil {
		t.Fatal(err)
	}
	return &resolver{people: people, network: network}
}

func testResolver(t testing.TB) *resolver {
	r := untaughtResolver(t)
	m, err := newCorefModel(r.network.Config().Vector)
	if err != nil {
		t.Fatal(err)
	}
	r.model = m
	return r
}

// own reads the words of a gold document as the pipeline does, all but coreference.
func (n *namer) own(gold *Document) *Document {
	w := work{Document: n.bare(gold)}
	n.parser.run(&w)
	n.lemmatizer.run(w.Document)
	n.tagger.names(w.Document, w.labels)
	return w.Document
}

// withNames gives a document of a treebank, which has no names, those that the
// pipeline finds, and keeps its trees.
func (n *namer) withNames(gold *Document) *Document {
	w := work{Document: n.bare(gold)}
	n.parser.run(&w)
	d := *gold
	n.tagger.names(&d, w.labels)
	return &d
}

// bare returns a copy of a document with its tokens and sentences alone.
func (n *namer) bare(gold *Document) *Document {
	d := &Document{Text: gold.Text, Sentences: gold.Sentences, Tokens: make([]Token, len(gold.Tokens))}
	for i, t := range gold.Tokens {
		d.Tokens[i] = Token{Span: t.Span, Form: t.Form, Head: -1}
	}
	return d
}

type namer struct {
	parser     *parser
	lemmatizer *lemmatizer
	tagger     *nameTagger
}

func newNamer(t testing.TB) *namer {
	network, err := model.Open()
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLemmatizer()
	if err != nil {
		t.Fatal(err)
	}
	return &namer{&parser{network}, l, newTestTagger(t)}
}

// scoreResolver scores a resolver on documents with gold trees.
func scoreResolver(r *resolver, golds, named []*Document) *corefScore {
	var s corefScore
	for i, gold := range golds {
		d := *named[i]
		r.run(&d)
		s.add(spanClusters(gold), spanClusters(&d))
	}
	return &s
}

// treebankEntities reads a treebank as one document with the classes of its entities.
func treebankEntities(t testing.TB, name string) []entityDocument {
	all, err := conllu.ReadAll(openTreebank(t, name))
	if err != nil {
		t.Fatal(err)
	}
	b := documentBuilder{d: &Document{}}
	for i, s := range all {
		if i > 0 && hasComment(s, "newdoc") {
			b.entities.open = nil // identifiers begin anew
		}
		if err := b.add(s); err != nil {
			t.Fatal(err)
		}
	}
	return []entityDocument{{doc: b.d, entities: b.entities.spans}}
}

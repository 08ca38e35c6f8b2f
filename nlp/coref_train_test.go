package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"strings"
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

// trainer learns the model of coreference.
type trainer struct {
	r       *resolver
	model   *corefModel
	squares []float32
	rows    []float32 // squares of the hidden units, by feature
	rate    float32

	unitRate   float32 // of the hidden units, against rate
	outSquares units
	seen       uint32 // instances
}

// instance is a mention with its choices: none first, then candidates.
type instance struct {
	choices []features
	right   []bool
	cost    []float32
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

func (t *trainer) instances(d *Document, gold *Document) []instance {
	p := t.r.pairing(d)
	cluster := map[Span]int{}
	for _, m := range gold.Mentions {
		if len(gold.Clusters[m.Cluster]) > 1 {
			cluster[Span{m.First, m.Last}] = m.Cluster + 1
		}
	}
	p.groups = newGroups(p.ms)
	var c candidates
	var out []instance
	for i := range p.ms {
		m := &p.ms[i]
		mine := cluster[Span{m.first, m.last}]
		in := instance{}
		var f features
		p.fresh(i, &f)
		in.choices = append(in.choices, f)
		in.right = append(in.right, false)
		in.cost = append(in.cost, 0)
		any := false
		nearest := -1
		for _, j := range c.of(p, i) {
			var f features
			p.pair(i, j, &f)
			a := &p.ms[j]
			right := mine != 0 && cluster[Span{a.first, a.last}] == mine
			any = any || right
			if right && nearest < 0 {
				nearest = j
			}
			in.choices = append(in.choices, f)
			in.right = append(in.right, right)
			in.cost = append(in.cost, costWrong)
		}
		if any {
			in.cost[0] = costFresh
		} else {
			in.right[0] = true
			for k := range in.cost[1:] {
				in.cost[k+1] = costLink
			}
		}
		for k := range in.cost {
			if in.right[k] {
				in.cost[k] = 0
			}
		}
		if len(in.choices) > 1 {
			out = append(out, in)
		}
		if nearest >= 0 {
			p.groups.join(i, nearest)
		}
		p.seen(m)
		c.seen(p, i)
	}
	return out
}

// step moves the weights by one instance: the likelihood of all right choices
// together, with the costs added to the scores (Durrett and Klein 2013).
func (t *trainer) step(in *instance) {
	t.seen++
	scores := make([]float64, len(in.choices))
	top := math.Inf(-1)
	for k, f := range in.choices {
		scores[k] = float64(t.score(f) + in.cost[k])
		top = math.Max(top, scores[k])
	}
	all, right := 0.0, 0.0
	for k := range scores {
		scores[k] = math.Exp(scores[k] - top)
		all += scores[k]
		if in.right[k] {
			right += scores[k]
		}
	}
	for k, f := range in.choices {
		g := -scores[k] / all
		if in.right[k] {
			g += scores[k] / math.Max(right, 1e-30)
		}
		if g > -1e-4 && g < 1e-4 {
			continue
		}
		for _, x := range f {
			x &= 1<<featureBits - 1
			t.squares[x] += float32(g * g)
			t.model.weights[x] += t.rate * float32(g) / (1 + float32(math.Sqrt(float64(t.squares[x]))))
		}
		t.stepUnits(f, float32(g))
	}
}

// stepUnits moves the hidden units along the slope g of a choice's score.
func (t *trainer) stepUnits(f features, g float32) {
	m := t.model
	u := m.bias
	for _, x := range f {
		if x&wordFeature == 0 {
			u.add(&m.hidden[x&(1<<hiddenBits-1)])
		}
	}
	var slope units
	norm := float32(0)
	for k, v := range u {
		if v > 0 && t.keep(k) {
			slope[k] = g * m.out[k]
			norm += slope[k] * slope[k]
			t.outSquares[k] += g * g * v * v
			m.out[k] += t.unitRate * t.rate * g * v / (1 + float32(math.Sqrt(float64(t.outSquares[k]))))
		}
	}
	if norm == 0 {
		return
	}
	move := func(row *units, squares *float32) {
		*squares += norm
		by := t.unitRate * t.rate / (1 + float32(math.Sqrt(float64(*squares))))
		for k := range row {
			row[k] += by * slope[k]
		}
	}
	for _, x := range f {
		if x&wordFeature == 0 {
			x &= 1<<hiddenBits - 1
			move(&m.hidden[x], &t.rows[x])
		}
	}
	move(&m.bias, &t.rows[1<<hiddenBits])
}

// keep tells whether hidden unit k takes part in this instance: every second
// one does, by lot.
func (t *trainer) keep(k int) bool {
	h := t.seen*0x9e3779b1 + uint32(k)*0x85ebca6b
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	return h&1 == 0
}

// score is what the model's score is without the hidden units left out.
func (t *trainer) score(f features) float32 {
	m := t.model
	sum := float32(0)
	u := m.bias
	for _, x := range f {
		sum += m.weights[x&(1<<featureBits-1)]
		if x&wordFeature == 0 {
			u.add(&m.hidden[x&(1<<hiddenBits-1)])
		}
	}
	for k, v := range u {
		if v > 0 && t.keep(k) {
			sum += float32(v * m.out[k])
		}
	}
	return sum
}

// shrink pulls all weights towards nothing.
func (t *trainer) shrink(by float32) {
	for i, w := range t.model.weights {
		switch {
		case w > by:
			t.model.weights[i] = w - by
		case w < -by:
			t.model.weights[i] = w + by
		default:
			t.model.weights[i] = 0
		}
	}
}

// TestTrainCoreference trains data/coref.bin with -update.
func TestTrainCoreference(t *testing.T) {
	if !*update {
		t.Skip("trains the model with -update")
	}
	r := testResolver(t)
	tr := &trainer{r: r, model: newUntrained(), squares: make([]float32, 1<<featureBits), rows: make([]float32, 1<<hiddenBits+1), unitRate: float32(tune("UNITS", 0.1))}
	var all []instance
	n := newNamer(t)
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, gold := range treebank(t, "gumfree-train.conllu") {
		all = append(all, tr.instances(n.withNames(gold), gold)...)
		if tune("OWN", 1) > 0 {
			own := n.bare(gold)
			p.Annotate(own)
			all = append(all, tr.instances(own, gold)...)
		}
	}
	dev := treebank(t, "gumfree-dev.conllu")
	named := make([]*Document, len(dev))
	for i := range dev {
		named[i] = n.withNames(dev[i])
	}
	r.model = train(tr, all, 1)
	t.Logf("average: %.2f", 100*scoreResolver(r, dev, named).average())
	for name, weights := range map[string][]float32{"coref.bin": r.model.weights, "coref_units.bin": r.model.flatUnits()} {
		if err := os.WriteFile("data/"+name, marshalWeights(weights), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// flatUnits returns the hidden units as setUnits takes them.
func (m *corefModel) flatUnits() []float32 {
	out := append(append([]float32(nil), m.bias[:]...), m.out[:]...)
	for i := range m.hidden {
		out = append(out, m.hidden[i][:]...)
	}
	return out
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

// newUntrained returns a model without weights.
func newUntrained() *corefModel {
	return &corefModel{weights: make([]float32, 1<<featureBits), hidden: make([]units, 1<<hiddenBits)}
}

// train goes through the instances in a random order several times, ever more
// slowly, and returns the weights averaged over the later ones.
func train(tr *trainer, all []instance, seed int64) *corefModel {
	random := rand.New(rand.NewSource(seed))
	m := tr.model
	for i := range m.hidden {
		for k := range m.hidden[i] {
			m.hidden[i][k] = float32(random.NormFloat64() * 0.03)
		}
	}
	for k := range m.out {
		m.out[k] = float32(random.NormFloat64() * 0.3)
	}
	epochs := int(tune("EPOCHS", 8))
	shrink, rate := float32(tune("L1", 0.015)), float32(tune("RATE", 0.5))
	average, snapshots := newUntrained(), float32(0)
	flat := average.flatUnits()
	for epoch := range epochs {
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i := range all {
			left := 1 - float32(epoch*len(all)+i)/float32(epochs*len(all))
			tr.rate = rate * left
			tr.step(&all[i])
			if i%2000 != 0 {
				continue
			}
			tr.shrink(shrink * left)
			if epoch >= 2 {
				snapshots++
				for k, w := range m.weights {
					average.weights[k] += w
				}
				for k, w := range m.flatUnits() {
					flat[k] += w
				}
			}
		}
	}
	for k := range average.weights {
		average.weights[k] /= snapshots
	}
	for k := range flat {
		flat[k] /= snapshots
		if k >= 2*len(units{}) && tr.rows[k/len(units{})-2] == 0 { // never seen
			flat[k] = 0
		}
	}
	for k := range len(units{}) {
		flat[len(units{})+k] /= 2 // all take part from now on
	}
	average.setUnits(flat)
	return average
}

func testResolver(t testing.TB) *resolver {
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
	r, err := newResolver(l, lex, table)
	if err != nil {
		t.Fatal(err)
	}
	return r
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
	parser *parser
	tagger *nameTagger
}

func newNamer(t testing.TB) *namer {
	network, err := model.Open()
	if err != nil {
		t.Fatal(err)
	}
	return &namer{&parser{network}, newTestTagger(t)}
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

package nlp

import (
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
	rate    float32
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
	scores := make([]float64, len(in.choices))
	top := math.Inf(-1)
	for k, f := range in.choices {
		scores[k] = float64(t.model.score(f) + in.cost[k])
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
			t.squares[x] += float32(g * g)
			t.model.weights[x] += t.rate * float32(g) / (1 + float32(math.Sqrt(float64(t.squares[x]))))
		}
	}
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
	tr := &trainer{r: r, model: &corefModel{weights: make([]float32, 1<<featureBits)}, squares: make([]float32, 1<<featureBits)}
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
	const runs = 3 // of which the weights are averaged
	average := make([]float32, 1<<featureBits)
	for seed := range runs {
		for k, w := range train(tr, all, int64(seed)) {
			average[k] += w / runs
		}
	}
	r.model = &corefModel{weights: average}
	t.Logf("average: %.2f", 100*scoreResolver(r, dev, named).average())
	if err := os.WriteFile("data/coref.bin", marshalWeights(r.model.weights), 0o644); err != nil {
		t.Fatal(err)
	}
}

// train goes through the instances in a random order several times, ever more
// slowly, and returns the weights averaged over the later ones.
func train(tr *trainer, all []instance, seed int64) []float32 {
	clear(tr.model.weights)
	clear(tr.squares)
	random := rand.New(rand.NewSource(seed))
	epochs := int(tune("EPOCHS", 6))
	shrink, rate := float32(tune("L1", 0.015)), float32(tune("RATE", 0.5))
	average, snapshots := make([]float32, len(tr.model.weights)), float32(0)
	for epoch := range epochs {
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i := range all {
			left := 1 - float32(epoch*len(all)+i)/float32(epochs*len(all))
			tr.rate = rate * left
			tr.step(&all[i])
			if i%2000 == 0 {
				tr.shrink(shrink * left)
				if epoch >= 2 {
					snapshots++
					for k, w := range tr.model.weights {
						average[k] += w
					}
				}
			}
		}
	}
	for k := range average {
		average[k] /= snapshots
	}
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
	parser     *parser
	lemmatizer *lemmatizer
	tagger     *nameTagger
}

// lemmas sets the lemmas of a document.
func (n *namer) lemmas(d *Document) { n.lemmatizer.run(d) }

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

package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
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
	tagger := newTestTagger(t)
	return &namer{&parser{network, tagger.table}, l, tagger}
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

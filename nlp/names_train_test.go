package nlp

import (
	"math"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
)

// nameInstance is a candidate with its class.
type nameInstance struct {
	features features
	class    int
}

// nameTrainer learns the model of names.
type nameTrainer struct {
	n      *namer
	random *rand.Rand
	byHand map[string]NameType
	all    []nameInstance
}

// TestTrainNames trains data/names.bin with -update.
func TestTrainNames(t *testing.T) {
	if !*update {
		t.Skip("trains the model with -update")
	}
	tr := &nameTrainer{n: newNamer(t), random: rand.New(rand.NewSource(1)), byHand: namesByHand(t)}
	tr.n.tagger.model = nil
	tr.wikigold(t)
	entities := treebankEntities(t, "gumfree-train.conllu")[0].entities
	offset := 0 // of the document's first token among all
	for _, gold := range treebank(t, "gumfree-train.conllu") {
		var own []entitySpan
		for _, e := range entities {
			if e.first >= offset && e.last <= offset+len(gold.Tokens) && e.last > e.first {
				e.first, e.last = e.first-offset, e.last-offset
				own = append(own, e)
			}
		}
		tr.entities(entityDocument{gold, own})
		offset += len(gold.Tokens)
	}
	for _, gold := range treebank(t, "ewt-train.conllu") {
		tr.treebank(gold)
	}
	counts := [len(nameClasses)]int{}
	for i := range tr.all {
		counts[tr.all[i].class]++
	}
	t.Logf("candidates by class: %v", counts)
	if err := os.WriteFile("data/names.bin", marshalWeights(tr.train()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// namesByHand reads testdata/names_ewt.tsv.
func namesByHand(t testing.TB) map[string]NameType {
	data, err := os.ReadFile("testdata/names_ewt.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]NameType{}
	for line := range strings.Lines(string(data)) {
		if class, names, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && line[0] != '#' {
			for name := range strings.SplitSeq(names, "|") {
				out[name] = NameType(class)
			}
		}
	}
	return out
}

// candidates reads a document as far as the rules go and calls each with its
// candidates. The network has learnt the labels of the corpora with names, so
// that there a part of them is made wrong, as they are in other texts.
func (tr *nameTrainer) candidates(d *Document, labels []string, spoil bool, each func(*candidate) NameType) {
	if spoil {
		labels = tr.spoilt(labels)
	}
	r := &reading{nameTagger: tr.n.tagger, d: d, labels: labels}
	r.readAll()
	x := r.context()
	doubt := tune("DOUBT", 0.15)
	for i := range r.found { // the rules are to be doubted, too
		if c := &r.found[i]; tr.random.Float64() < doubt && c.kind != Nationality {
			c.kind, c.sure = nameClasses[tr.random.Intn(len(nameClasses))], false
		}
	}
	for i := range r.found {
		c := &r.found[i]
		class := slices.Index(nameClasses[:], each(c))
		if class < 0 {
			continue
		}
		var f features
		x.sentence = c.sentence
		x.features(c, d.Sentences[c.sentence], &f)
		tr.all = append(tr.all, nameInstance{f, class})
	}
}

// spoilt returns labels of which some are taken away and others are of another type.
func (tr *nameTrainer) spoilt(labels []string) []string {
	missed, wrong := tune("MISSED", 0.15), tune("WRONG", 0.2)
	out := slices.Clone(labels)
	for i := 0; i < len(out); {
		kind, ok := strings.CutPrefix(out[i], "B-")
		j := i + 1
		for ok && j < len(out) && out[j] == "I-"+kind {
			j++
		}
		if ok {
			switch u := tr.random.Float64(); {
			case u < missed:
				for k := i; k < j; k++ {
					out[k] = "O"
				}
			case u < missed+wrong:
				other := string(nameClasses[tr.random.Intn(len(nameClasses))])
				for k := i; k < j; k++ {
					out[k] = out[k][:2] + other
				}
			}
		}
		i = j
	}
	return out
}

var conllNames = map[string]NameType{"PER": Person, "ORG": Organization, "LOC": Place, "MISC": Misc}

// wikigold reads a corpus of names without documents: twenty sentences are taken for one.
func (tr *nameTrainer) wikigold(t testing.TB) {
	d := &Document{}
	kinds := []NameType{}
	read := func() {
		w := work{Document: d}
		tr.n.parser.run(&w)
		tr.n.lemmas(d)
		tr.candidates(d, w.labels, true, func(c *candidate) NameType { return spanKind(kinds[c.first:c.last]) })
		d, kinds = &Document{}, nil
	}
	first := 0
	for line := range strings.Lines(string(dataFile(t, "ner", "wikigold.conll.txt"))) {
		form, label, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && form != "-DOCSTART-" {
			begin := len(d.Text)
			d.Text += form
			d.Tokens = append(d.Tokens, Token{Span: Span{begin, len(d.Text)}, Form: form, Head: -1})
			d.Text += " "
			kind := NameType("")
			if label != "O" {
				kind = conllNames[label[2:]]
			}
			kinds = append(kinds, kind)
			continue
		}
		if len(d.Tokens) > first {
			d.Sentences = append(d.Sentences, Sentence{First: first, Last: len(d.Tokens)})
			if first = len(d.Tokens); len(d.Sentences) == 20 {
				read()
				first = 0
			}
		}
	}
	read()
}

// spanKind returns what tokens are all of, Misc where they are no name, "" where they differ.
func spanKind(kinds []NameType) NameType {
	for _, k := range kinds {
		if k != kinds[0] {
			return ""
		}
	}
	if kinds[0] == "" {
		return Misc
	}
	return kinds[0]
}

// entities reads GUM: a candidate is what the smallest entity that it heads is.
func (tr *nameTrainer) entities(e entityDocument) {
	d := tr.n.bare(e.doc)
	w := work{Document: d}
	tr.n.parser.run(&w)
	tr.n.lemmas(d)
	kind, size := map[int]string{}, map[int]int{}
	for _, s := range e.entities {
		if h := spanHead(e.doc, s.first, s.last); size[h] == 0 || s.last-s.first < size[h] {
			kind[h], size[h] = s.kind, s.last-s.first
		}
	}
	tr.candidates(d, w.labels, true, func(c *candidate) NameType {
		proper := false
		for t := c.first; t < c.last; t++ {
			proper = proper || e.doc.Tokens[t].UPOS == PROPN
		}
		if !proper {
			return Misc
		}
		switch kind[spanHead(e.doc, c.first, c.last)] {
		case "person", "animal":
			return Person
		case "organization":
			return Organization
		case "place":
			return Place
		case "":
			return ""
		}
		return Misc
	})
}

// treebank reads EWT, which has no names but the tags of proper nouns: a
// candidate of such is what testdata/names_ewt.tsv says, or else the rules.
func (tr *nameTrainer) treebank(gold *Document) {
	d := tr.n.bare(gold)
	w := work{Document: d}
	tr.n.parser.run(&w)
	tr.n.lemmas(d)
	ruled := *d
	tr.n.tagger.names(&ruled, w.labels)
	byRule := map[Span]NameType{}
	for _, n := range ruled.Names {
		byRule[Span{n.First, n.Last}] = n.Type
	}
	tr.candidates(d, w.labels, false, func(c *candidate) NameType {
		proper := false
		for t := c.first; t < c.last; t++ {
			proper = proper || gold.Tokens[t].UPOS == PROPN
		}
		if !proper {
			return Misc
		}
		if k, ok := tr.byHand[joinForms(d, c.first, c.last)]; ok {
			return k
		}
		if tr.random.Float64() < tune("SILVER", 0.7) {
			return ""
		}
		return broad(byRule[Span{c.first, c.last}])
	})
}

// train goes through the instances several times, ever more slowly, and returns the averaged weights.
func (tr *nameTrainer) train() []float32 {
	k := len(nameClasses)
	weights, squares, average := make([]float32, k<<featureBits), make([]float32, k<<featureBits), make([]float32, k<<featureBits)
	m := &nameModel{weights}
	const epochs, rate, shrink = 8, 0.3, float32(0.01)
	snapshots := float32(0)
	for epoch := range epochs {
		tr.random.Shuffle(len(tr.all), func(i, j int) { tr.all[i], tr.all[j] = tr.all[j], tr.all[i] })
		for i := range tr.all {
			in := &tr.all[i]
			left := 1 - float64(epoch*len(tr.all)+i)/float64(epochs*len(tr.all))
			s := m.score(in.features)
			top, sum := float64(s[s.best()]), 0.0
			var p [len(nameClasses)]float64
			for c := range p {
				p[c] = math.Exp(float64(s[c]) - top)
				sum += p[c]
			}
			for c := range p {
				g := -p[c] / sum
				if c == in.class {
					g++
				}
				if math.Abs(g) < 1e-3 {
					continue
				}
				for _, x := range in.features {
					at := int(x)*k + c
					squares[at] += float32(g * g)
					weights[at] += float32(rate * left * g / (1 + math.Sqrt(float64(squares[at]))))
				}
			}
			if i%1000 == 0 {
				for at, w := range weights {
					by := shrink * float32(left)
					weights[at] = max(w-by, 0) + min(w+by, 0)
				}
				if epoch >= 2 {
					snapshots++
					for at, w := range weights {
						average[at] += w
					}
				}
			}
		}
	}
	for at := range average {
		average[at] /= snapshots
	}
	return average
}

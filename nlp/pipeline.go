package nlp

import (
	"fmt"

	"kg/nlp/gazetteer"
	"kg/nlp/model"
)

// Pipeline reads English: raw text to sentences, tags, trees, names and
// coreference. It is safe for concurrent use.
type Pipeline struct {
	tokenizer *Tokenizer
	stages    []stage
}

// layer is a kind of annotation that a stage needs or provides.
type layer uint8

const (
	tokenLayer   layer = 1 << iota // Tokens and Sentences, with forms and spans
	tagLayer                       // UPOS and XPOS
	treeLayer                      // Head and Deprel
	labelLayer                     // the labels of names that the network gives
	lemmaLayer                     // Lemma
	nameLayer                      // Names
	clusterLayer                   // Mentions and Clusters
)

// stage is a step of the pipeline.
type stage struct {
	name            string
	needs, provides layer
	run             func(*work)
}

// work is a document on its way through the stages.
type work struct {
	*Document
	labels []string // of names, token by token, in the manner of "B-Person"
}

// checkStages refuses an order in which a stage lacks what it needs.
func checkStages(stages []stage) error {
	have := tokenLayer
	for _, s := range stages {
		if missing := s.needs &^ have; missing != 0 {
			return fmt.Errorf("nlp: stage %s needs what no stage before it provides (layers %b)", s.name, missing)
		}
		have |= s.provides
	}
	return nil
}

// New loads the embedded model and the gazetteers. An error means that the
// binary was built with broken data.
func New() (*Pipeline, error) {
	tokenizer, err := NewTokenizer()
	if err != nil {
		return nil, err
	}
	lemmatizer, err := newLemmatizer()
	if err != nil {
		return nil, err
	}
	network, err := model.Open()
	if err != nil {
		return nil, err
	}
	table, err := gazetteer.Load()
	if err != nil {
		return nil, err
	}
	resolver, err := newResolver(lemmatizer, tokenizer.lex, table, network)
	if err != nil {
		return nil, err
	}
	tagger := newNameTagger(table)
	p := &Pipeline{tokenizer: tokenizer, stages: []stage{
		{"parser", tokenLayer, tagLayer | treeLayer | labelLayer, (&parser{network, table}).run},
		{"lemmatizer", tagLayer, lemmaLayer, func(w *work) { lemmatizer.run(w.Document) }},
		{"names", tagLayer | treeLayer | lemmaLayer | labelLayer, nameLayer, func(w *work) { tagger.names(w.Document, w.labels) }},
		{"coreference", tagLayer | treeLayer | lemmaLayer | nameLayer, clusterLayer, func(w *work) { resolver.run(w.Document) }},
	}}
	if err := checkStages(p.stages); err != nil {
		return nil, err
	}
	return p, nil
}

// Parse reads a text. Every text has a Document, an empty one an empty Document.
func (p *Pipeline) Parse(text string) *Document {
	d := p.tokenizer.Document(text)
	p.Annotate(d)
	return d
}

// Annotate reads the given tokens and sentences: it sets the tags, trees,
// lemmas, names and clusters of d anew.
func (p *Pipeline) Annotate(d *Document) {
	w := &work{Document: d}
	for _, s := range p.stages {
		s.run(w)
	}
}

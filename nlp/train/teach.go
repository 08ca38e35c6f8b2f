package main

import (
	"math/rand/v2"
	"strings"

	"kg/nlp/neural"
)

// teach has the models in o.teachers read all there is to learn from, and text
// without trees besides, and keeps what they say of each sentence.
func (t *training) teach() error {
	raw, err := readRaw(t.data, t.raw)
	if err != nil {
		return err
	}
	t.corpora.raw = raw
	var models []*neural.Model
	for _, dir := range strings.Split(t.teachers, ",") {
		m, err := load(dir)
		if err != nil {
			return err
		}
		models = append(models, m)
	}
	teachers, err := neural.NewTeachers(&t.cfg, models)
	if err != nil {
		return err
	}
	var sentences []*sentence
	var examples []*neural.Example
	seen := map[*sentence]bool{} // news is in there twice
	for _, s := range append(t.corpora.train[:len(t.corpora.train):len(t.corpora.train)], raw...) {
		if !seen[s] {
			seen[s] = true
			sentences = append(sentences, s)
			examples = append(examples, t.coder.example(s))
		}
	}
	teachers.Teach(examples)
	for i, s := range sentences {
		s.heads, s.soft = examples[i].Heads, examples[i].Soft
	}
	t.trainer.Mix(t.mix)
	return nil
}

// rawOf returns the share of the text without trees that an epoch learns from:
// all of it goes by in turn, in an order that the seed draws.
func (t *training) rawOf(epoch int) []*sentence {
	raw := t.corpora.raw
	if len(raw) == 0 {
		return nil
	}
	order := rand.New(rand.NewPCG(t.seed, 3)).Perm(len(raw))
	var out []*sentence
	for i := range min(t.rawShare, len(raw)) {
		out = append(out, raw[order[((epoch-1)*t.rawShare+i)%len(raw)]])
	}
	return out
}

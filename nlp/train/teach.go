package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kg/nlp"
	"kg/nlp/neural"
)

// teach has the models in o.teachers read all there is to learn from, and text
// without trees besides, and keeps what they say of each sentence.
func (t *training) teach() error {
	raw, err := readRaw(t.data)
	if err != nil {
		return err
	}
	t.corpora.train = append(t.corpora.train, raw...)
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
	for _, s := range t.corpora.train {
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

// readRaw reads text that has no trees: CaRB's sentences and re3d's documents.
func readRaw(dir string) ([]*sentence, error) {
	pipeline, err := nlp.New()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "carb", "dev.txt"))
	if err != nil {
		return nil, err
	}
	texts := strings.Split(string(text), "\n")
	path := filepath.Join(dir, "re3d", "documents.jsonl")
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for line := 1; scan.Scan(); line++ {
		var document struct{ Text string }
		if err := json.Unmarshal(scan.Bytes(), &document); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, line, err)
		}
		texts = append(texts, document.Text)
	}
	var out []*sentence
	for _, text := range texts {
		d := pipeline.Parse(text)
		for _, span := range d.Sentences {
			s := &sentence{}
			for _, token := range d.Tokens[span.First:span.Last] {
				s.forms = append(s.forms, token.Form)
			}
			if len(s.forms) > 2 {
				out = append(out, s)
			}
		}
	}
	return out, scan.Err()
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/nlp/neural"
)

// littleCorpora writes corpora of a few sentences and word vectors, and returns the folder.
func littleCorpora(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var tree strings.Builder
	s := sample()
	for range 6 {
		for i, f := range s.forms {
			fmt.Fprintf(&tree, "%d\t%s\t_\t%s\t%s\t_\t%d\t%s\t_\t_\n", i+1, f, s.upos[i], s.xpos[i], s.heads[i]+1, s.deprel[i])
		}
		tree.WriteString("\n")
	}
	for _, name := range []string{"ewt-train", "ewt-dev", "gumfree-train", "gumfree-dev"} {
		write("ud/"+name+".conllu", tree.String())
	}
	write("ner/wikigold.conll.txt", "Maria I-PER\nbarks O\n. O\n\n")
	write("ner/uner-ewt-dev.iob2", "# text = Maria barks\n1\tMaria\tB-PER\t-\t-\n2\tbarks\tO\t-\t-\n\n")
	write("carb/dev.txt", "The dogs of Rome sleep .\n")
	write("re3d/documents.jsonl", `{"text": "The dogs of Paris sleep."}`+"\n")
	vectors := map[string][]float32{}
	words := []string{"the", "dogs", "rome"}
	for i, w := range words {
		v := make([]float32, 103) // 100 values, their length, the word's rank and its group
		v[i] = 1
		vectors[w] = v
	}
	b, err := json.Marshal(map[string]any{"words": words, "dimensions": 100, "vectors": vectors})
	if err != nil {
		t.Fatal(err)
	}
	write("vectors.json", string(b))
	return dir
}

// TestTrainTeachAndShrink trains a teacher and from it a pupil, twice, and wants the same bytes.
func TestTrainTeachAndShrink(t *testing.T) {
	if testing.Short() {
		t.Skip("reads text with the whole pipeline")
	}
	data := littleCorpora(t)
	settings := func(out string, hidden int) *options {
		o := &options{
			data: data, vectors: filepath.Join(data, "vectors.json"), out: out, first: 1, epochs: 2, words: 40, top: 10,
			rate: 0.002, warmup: 2, vary: 1, mix: 0.5, seed: 1, cfg: neural.Default(), drop: neural.Dropout{Input: 0.1, Word: 0.3},
		}
		o.cfg.Hidden, o.cfg.Layers, o.cfg.Buckets = hidden, 2, 64
		return o
	}
	var first []byte
	for range 2 {
		teacher, pupil := t.TempDir(), t.TempDir()
		if err := train(settings(teacher, 48), io.Discard); err != nil {
			t.Fatal(err)
		}
		o := settings(pupil, 32)
		o.from, o.teachers = teacher, teacher
		var log bytes.Buffer
		if err := train(o, &log); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log.String(), "gumfree-dev") {
			t.Errorf("no scores in %s", log.String())
		}
		net, err := os.ReadFile(filepath.Join(pupil, "net.bin"))
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, net) {
			t.Error("two runs differ")
		}
		first = net
	}
}

func TestTrainNamesWhatIsMissing(t *testing.T) {
	o := &options{data: t.TempDir(), cfg: neural.Default()}
	err := train(o, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "ewt-train.conllu") {
		t.Errorf("error %v", err)
	}
}

package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/nlp/conllu"
)

// TestTreebanks holds the scores on the development sets, in percent: universal
// tags, and heads with labels without their subtypes.
func TestTreebanks(t *testing.T) {
	m := open(t)
	for _, bar := range []struct {
		name      string
		upos, las float64
	}{{"ewt-dev", 96.2, 87.2}, {"gumfree-dev", 97.4, 88.4}} {
		all := treebank(t, bar.name)
		var sentences [][]string
		for _, s := range all {
			sentences = append(sentences, s.Forms())
		}
		words, tags, arcs := 0, 0, 0
		for i, a := range m.Parse(sentences) {
			for k, gold := range all[i].Tokens {
				words++
				if a.UPOS[k] == gold.UPOS {
					tags++
				}
				if int(a.Head[k])+1 == gold.Head && base(a.Deprel[k]) == base(gold.Deprel) {
					arcs++
				}
			}
		}
		upos, las := 100*float64(tags)/float64(words), 100*float64(arcs)/float64(words)
		t.Logf("%s: UPOS %.2f LAS %.2f", bar.name, upos, las)
		if upos < bar.upos || las < bar.las {
			t.Errorf("%s: want UPOS %.1f, LAS %.1f", bar.name, bar.upos, bar.las)
		}
	}
}

func base(deprel string) string {
	base, _, _ := strings.Cut(deprel, ":")
	return base
}

// treebank reads a treebank of $KG_DATA, or skips where there is none.
func treebank(t testing.TB, name string) []*conllu.Sentence {
	t.Helper()
	dir := os.Getenv("KG_DATA")
	if dir == "" {
		dir = "../../../shared"
	}
	f, err := os.Open(filepath.Join(dir, "data", "ud", name+".conllu"))
	if err != nil {
		t.Skipf("no treebank: %v; set KG_DATA to the folder that holds data/ud/", err)
	}
	defer f.Close()
	all, err := conllu.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

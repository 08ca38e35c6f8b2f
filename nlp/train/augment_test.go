package main

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// sample is "The dogs are barking at Rome and Paris ."
func sample() *sentence {
	return &sentence{
		forms:  strings.Fields("The dogs are barking at Rome and Paris ."),
		upos:   strings.Fields("DET NOUN AUX VERB ADP PROPN CCONJ PROPN PUNCT"),
		xpos:   strings.Fields("DT NNS VBP VBG IN NNP CC NNP ."),
		heads:  []int{1, 3, 3, -1, 5, 3, 7, 5, 3},
		deprel: strings.Fields("det nsubj aux root case obl cc conj punct"),
		names:  strings.Fields("O O O O O B-Place O B-Place O"),
	}
}

// drawn writes a sentence as "form<head" in one line.
func drawn(s *sentence) string {
	var b strings.Builder
	for i, f := range s.forms {
		head := "root"
		if s.heads[i] >= 0 {
			head = s.forms[s.heads[i]]
		}
		b.WriteString(f + "<" + head + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestAugment(t *testing.T) {
	a := newAugmenter([]*sentence{sample()}, 1)
	r := rand.New(rand.NewPCG(1, 1))
	tests := []struct {
		name string
		got  *sentence
		want string
	}{
		{"headline", headline(sample()), "dogs<barking barking<root at<Rome Rome<barking and<Paris Paris<Rome"},
		{"stop", withoutStop(sample()), "The<dogs dogs<barking are<barking barking<root at<Rome Rome<barking and<Paris Paris<Rome"},
		{"title", titleCase(headline(sample())), "Dogs<Barking Barking<root at<Rome Rome<Barking and<Paris Paris<Rome"},
		{"list", a.longerList(sample(), r), "The<dogs dogs<barking are<barking barking<root at<Rome Rome<barking ,<Paris Paris<Rome and<Paris Paris<Rome .<barking"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := drawn(test.got); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if len(test.got.names) != len(test.got.forms) {
				t.Errorf("%d names for %d words", len(test.got.names), len(test.got.forms))
			}
		})
	}
}

func TestCurlyQuotes(t *testing.T) {
	s := curlyQuotes(&sentence{forms: strings.Fields(`" It 's " " he`)})
	if got := strings.Join(s.forms, " "); got != "“ It ’s ” “ he" {
		t.Errorf("got %s", got)
	}
}

func TestSplitHyphens(t *testing.T) {
	for in, want := range map[string]string{"al-Assad": "al - Assad", "-": "-", "techno-based": "techno - based", "-5": "-5", "--": "--"} {
		if got := strings.Join(splitHyphens(in), " "); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

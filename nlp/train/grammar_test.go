package main

import (
	"math/rand/v2"
	"testing"
)

// littleLexicon has a word or two of everything.
func littleLexicon() *lexicon {
	one := func(words ...string) map[string][]string {
		m := map[string][]string{}
		for _, tag := range []string{"NN", "NNS", "VB", "VBD", "VBZ", "VBP", "VBN", "VBG"} {
			m[tag] = words
		}
		return m
	}
	two := func(a, b string) map[string][][2]string {
		m := map[string][][2]string{}
		for tag := range one() {
			m[tag] = [][2]string{{a, b}}
		}
		return m
	}
	return &lexicon{
		nouns: one("dog", "apple"), subjects: one("dog"), objects: one("apple"), adjectives: []string{"old"},
		names: []string{"Maria"}, places: []string{"Rome"}, transitive: one("eats"), intransitive: one("sleeps"),
		speech: one("says"), control: one("wants"), ditransitive: one("gives"), particle: two("took", "over"),
		persuade: two("asks", "iobj"), nounWith: two("attack", "on"), verbWith: two("talks", "to"),
	}
}

func TestGrammarMakesTrees(t *testing.T) {
	g := &grammar{lex: littleLexicon(), r: rand.New(rand.NewPCG(1, 2))}
	for range 500 {
		s := g.sentence()
		roots := 0
		for i, h := range s.heads {
			if h < 0 {
				roots++
			}
			for steps, j := 0, i; j >= 0; j = s.heads[j] {
				if steps++; steps > len(s.heads) {
					t.Fatalf("%v: a cycle in %v", s.forms, s.heads)
				}
			}
			if s.deprel[i] == "" || s.upos[i] == "" || s.xpos[i] == "" {
				t.Fatalf("%v: word %d lacks something", s.forms, i)
			}
		}
		if roots != 1 || len(s.names) != len(s.forms) {
			t.Fatalf("%v: %d roots, %d names", s.forms, roots, len(s.names))
		}
	}
}

// TestPronounOfTheInnerVerb wants "which" of "which X wants to eat" on "eat".
func TestPronounOfTheInnerVerb(t *testing.T) {
	g := &grammar{lex: littleLexicon(), r: rand.New(rand.NewPCG(1, 2))}
	root := g.wished()
	s := &sentence{}
	root.write(s)
	root.rehang(s)
	for i, f := range s.forms {
		if f == "which" && s.deprel[s.heads[i]] != "xcomp" {
			t.Errorf("%v: it hangs on word %d", s.forms, s.heads[i])
		}
	}
}

func TestReadLexicon(t *testing.T) {
	var train []*sentence
	for range 3 {
		train = append(train, &sentence{
			forms: []string{"dogs", "took", "over", "Rome"}, upos: []string{"NOUN", "VERB", "ADP", "PROPN"}, xpos: []string{"NNS", "VBD", "RP", "NNP"},
			heads: []int{1, -1, 1, 1}, deprel: []string{"nsubj", "root", "compound:prt", "obj"},
		})
	}
	x := readLexicon(train)
	if len(x.subjects["NNS"]) != 3 || len(x.particle["VBD"]) != 3 || x.particle["VBD"][0] != [2]string{"took", "over"} || len(x.names) != 3 {
		t.Errorf("lexicon %+v", x)
	}
}

package main

import (
	"sort"
	"strings"
)

// lexicon is words of the treebanks by what they take, for grammar. A word
// stands in a list as often as it occurs so. Keys are Penn tags.
type lexicon struct {
	nouns, subjects, objects map[string][]string
	adjectives               []string
	names, places            []string
	transitive, intransitive map[string][]string
	speech                   map[string][]string    // with a clause of what is said
	control                  map[string][]string    // "want to"
	particle                 map[string][][2]string // "took", "over"
	ditransitive             map[string][]string
	persuade                 map[string][][2]string // "asked" with the relation of its object
	nounWith                 map[string][][2]string // "attack", "on"
	verbWith                 map[string][][2]string // "talked", "to"
}

// treeWord is a word of a tree with its children.
type treeWord struct {
	s    *sentence
	i    int
	kids []int
}

func (w *treeWord) form() string { return w.s.forms[w.i] }

// kid returns the first child with a relation, -1 if there is none.
func (w *treeWord) kid(relation string) int {
	for _, k := range w.kids {
		if w.s.deprel[k] == relation {
			return k
		}
	}
	return -1
}

func (w *treeWord) has(relation string) bool { return w.kid(relation) >= 0 }

func readLexicon(train []*sentence) *lexicon {
	x := &lexicon{
		nouns: map[string][]string{}, subjects: map[string][]string{}, objects: map[string][]string{},
		transitive: map[string][]string{}, intransitive: map[string][]string{}, speech: map[string][]string{}, control: map[string][]string{},
		ditransitive: map[string][]string{}, particle: map[string][][2]string{}, persuade: map[string][][2]string{},
		nounWith: map[string][][2]string{}, verbWith: map[string][][2]string{},
	}
	for _, s := range train {
		if s.heads == nil {
			continue
		}
		kids := make([][]int, len(s.forms))
		for i, h := range s.heads {
			if h >= 0 {
				kids[h] = append(kids[h], i)
			}
		}
		for i := range s.forms {
			x.add(&treeWord{s, i, kids[i]})
		}
	}
	x.frequent()
	return x
}

func (x *lexicon) add(w *treeWord) {
	form, tag, s := w.form(), w.s.xpos[w.i], w.s
	switch {
	case tag == "NNP" && startsUpper(form) && len(form) > 2 && s.upos[w.i] == "PROPN" && !calendar[strings.ToLower(form)]:
		x.addName(w)
	case strings.ToLower(form) != form || !letters(form):
	case tag == "NN" || tag == "NNS":
		x.addNoun(w, form, tag)
	case tag == "JJ" && s.deprel[w.i] == "amod" && len(w.kids) == 0:
		x.adjectives = append(x.adjectives, form)
	case s.upos[w.i] == "VERB" && strings.HasPrefix(tag, "VB"):
		x.addVerb(w, form, tag)
	}
}

func letters(s string) bool {
	for _, c := range s {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return len(s) > 1
}

func (x *lexicon) addName(w *treeWord) {
	only := w.kid("case")
	if len(w.kids) > 1 || len(w.kids) == 1 && only < 0 {
		return
	}
	switch d := plain(w.s.deprel[w.i]); {
	case only >= 0 && (d == "obl" || d == "nmod") && w.s.forms[only] == "in":
		x.places = append(x.places, w.form())
	case d == "nsubj" || d == "obj" || d == "obl" || d == "nmod" || d == "conj":
		x.names = append(x.names, w.form())
	}
}

func (x *lexicon) addNoun(w *treeWord, form, tag string) {
	s := w.s
	x.nouns[tag] = append(x.nouns[tag], form)
	if h := s.heads[w.i]; h >= 0 && s.upos[h] == "VERB" {
		switch s.deprel[w.i] {
		case "nsubj":
			x.subjects[tag] = append(x.subjects[tag], form)
		case "obj":
			x.objects[tag] = append(x.objects[tag], form)
		}
	}
	for _, k := range w.kids {
		if s.deprel[k] == "nmod" && k > w.i+1 && s.xpos[w.i+1] == "IN" && s.heads[w.i+1] == k {
			x.nounWith[tag] = append(x.nounWith[tag], [2]string{form, strings.ToLower(s.forms[w.i+1])})
		}
	}
}

func (x *lexicon) addVerb(w *treeWord, form, tag string) {
	s := w.s
	obj, iobj, prt, to := w.kid("obj"), w.kid("iobj"), w.kid("compound:prt"), w.kid("xcomp")
	infinitive := to > 0 && s.xpos[to] == "VB" && s.xpos[to-1] == "TO"
	passive := w.has("aux:pass") || w.has("nsubj:pass")
	switch {
	case passive:
	case prt >= 0 && obj >= 0:
		x.particle[tag] = append(x.particle[tag], [2]string{form, strings.ToLower(s.forms[prt])})
	case prt >= 0:
	case iobj >= 0 && obj >= 0:
		x.ditransitive[tag] = append(x.ditransitive[tag], form)
	case infinitive && iobj > w.i && iobj < to:
		x.persuade[tag] = append(x.persuade[tag], [2]string{form, "iobj"})
	case infinitive && obj > w.i && obj < to:
		x.persuade[tag] = append(x.persuade[tag], [2]string{form, "obj"})
	case infinitive:
		x.control[tag] = append(x.control[tag], form)
	case to >= 0:
	case w.has("ccomp"):
		x.speech[tag] = append(x.speech[tag], form)
	case obj > w.i:
		x.transitive[tag] = append(x.transitive[tag], form)
	case obj < 0 && iobj < 0:
		x.addIntransitive(w, form, tag)
	}
}

func (x *lexicon) addIntransitive(w *treeWord, form, tag string) {
	s := w.s
	obl := w.kid("obl")
	if obl > w.i+1 && s.xpos[w.i+1] == "IN" && s.heads[w.i+1] == obl {
		x.verbWith[tag] = append(x.verbWith[tag], [2]string{form, strings.ToLower(s.forms[w.i+1])})
	}
	if obl < 0 {
		x.intransitive[tag] = append(x.intransitive[tag], form)
	}
}

// frequent keeps what occurs at least three times (verbs and pairs: twice), so
// that slips of the annotation stay out, and sorts it.
func (x *lexicon) frequent() {
	for _, m := range []map[string][]string{x.nouns, x.subjects, x.objects} {
		for k := range m {
			m[k] = atLeast(m[k], 3)
		}
	}
	for _, m := range []map[string][]string{x.transitive, x.intransitive, x.speech, x.control, x.ditransitive} {
		for k := range m {
			m[k] = atLeast(m[k], 2)
		}
	}
	for _, m := range []map[string][][2]string{x.particle, x.persuade, x.nounWith, x.verbWith} {
		for k := range m {
			m[k] = atLeast(m[k], 2)
		}
	}
	x.adjectives, x.names, x.places = atLeast(x.adjectives, 3), atLeast(x.names, 2), atLeast(x.places, 2)
}

func atLeast[T comparable](words []T, n int) []T {
	count := map[T]int{}
	for _, w := range words {
		count[w]++
	}
	var out []T
	for _, w := range words {
		if count[w] >= n {
			out = append(out, w)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return count[out[i]] > count[out[j]] })
	return out
}

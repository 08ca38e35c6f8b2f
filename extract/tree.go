package extract

import (
	"strings"

	"kg/nlp"
)

// tree gives the dependents of each token of a document, in text order.
type tree struct {
	tok         []nlp.Token
	start       []int32
	kids        []int32
	first, last []int32 // of each token's subtree
}

func newTree(d *nlp.Document) *tree {
	n := len(d.Tokens)
	t := &tree{tok: d.Tokens, start: make([]int32, n+2)}
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 && h < n {
			t.start[h+2]++
		}
	}
	for i := 2; i < len(t.start); i++ {
		t.start[i] += t.start[i-1]
	}
	t.kids = make([]int32, t.start[n+1])
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 && h < n {
			t.kids[t.start[h+1]] = int32(i)
			t.start[h+1]++
		}
	}
	t.measure()
	return t
}

// measure finds where each subtree begins and ends, from the leaves up.
func (t *tree) measure() {
	n := len(t.tok)
	t.first, t.last = make([]int32, n), make([]int32, n)
	waiting := make([]int32, n)
	ready := make([]int32, 0, n)
	for i := range t.tok {
		t.first[i], t.last[i] = int32(i), int32(i)
		if waiting[i] = int32(len(t.children(i))); waiting[i] == 0 {
			ready = append(ready, int32(i))
		}
	}
	for len(ready) > 0 {
		i := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		h := t.tok[i].Head
		if h < 0 || h >= n {
			continue
		}
		t.first[h], t.last[h] = min(t.first[h], t.first[i]), max(t.last[h], t.last[i])
		if waiting[h]--; waiting[h] == 0 {
			ready = append(ready, int32(h))
		}
	}
}

// children returns the dependents of token i.
func (t *tree) children(i int) []int32 { return t.kids[t.start[i]:t.start[i+1]] }

// child returns the first dependent of i with that relation, subtypes apart,
// or -1.
func (t *tree) child(i int, deprel string) int {
	for _, k := range t.children(i) {
		if t.tok[k].Deprel == deprel {
			return int(k)
		}
	}
	return -1
}

// childBase is child without regard to subtypes: "nmod" finds nmod:poss too.
func (t *tree) childBase(i int, base string) int {
	for _, k := range t.children(i) {
		if relBase(t.tok[k].Deprel) == base {
			return int(k)
		}
	}
	return -1
}

func (t *tree) has(i int, deprel string) bool { return t.child(i, deprel) >= 0 }

// hasLemma tells whether i has a dependent of that relation and lemma.
func (t *tree) hasLemma(i int, base, lemma string) bool {
	for _, k := range t.children(i) {
		if relBase(t.tok[k].Deprel) == base && t.lemma(int(k)) == lemma {
			return true
		}
	}
	return false
}

func (t *tree) lemma(i int) string {
	l := t.tok[i].Lemma
	if l == "" || l == "_" {
		l = t.tok[i].Form
	}
	for j := 0; j < len(l); j++ {
		if c := l[j]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(l)
		}
	}
	return l
}

// relBase cuts the subtype off a relation: "nsubj:pass" is "nsubj".
func relBase(deprel string) string {
	if i := strings.IndexByte(deprel, ':'); i >= 0 {
		return deprel[:i]
	}
	return deprel
}

// caseOf returns the preposition of a nominal or the marker of a clause, its
// words joined ("because_of", "out_of"), or "".
func (t *tree) caseOf(i int) string {
	out := ""
	for _, k := range t.children(i) {
		r := t.tok[k].Deprel
		if r != "case" && r != "mark" {
			continue
		}
		if t.tok[k].UPOS == nlp.PART && r == "case" { // 's
			continue
		}
		w := t.lemma(int(k))
		for _, f := range t.children(int(k)) {
			if t.tok[f].Deprel == "fixed" {
				w += "_" + t.lemma(int(f))
			}
		}
		if out == "" {
			out = w
		} else {
			out += "_" + w
		}
	}
	if strings.IndexByte(out, '_') >= 0 {
		out = foldPreposition(out)
	}
	return out
}

// foldPreposition reduces compound prepositions to the ones the lexicon names.
func foldPreposition(p string) string {
	switch p {
	case "as_of", "due_to":
		return p
	case "up_on":
		return "on"
	}
	return p
}

// subtree returns the first and last token below i, i itself included.
func (t *tree) subtree(i int) (first, last int) { return int(t.first[i]), int(t.last[i]) }

// conjuncts returns head and the nominals coordinated with it, in text order.
func (t *tree) conjuncts(head int) []int {
	out := []int{head}
	for _, k := range t.children(head) {
		if t.tok[k].Deprel != "conj" {
			continue
		}
		switch t.tok[k].UPOS {
		case nlp.VERB, nlp.AUX, nlp.ADV:
			continue
		}
		out = append(out, t.conjuncts(int(k))...)
	}
	return out
}

// first returns the first of a conjunction's tokens.
func (t *tree) firstConjunct(i int) int {
	for n := 0; t.tok[i].Deprel == "conj" && t.tok[i].Head >= 0 && n < 64; n++ {
		i = t.tok[i].Head
	}
	return i
}

func isNoun(u nlp.UPOS) bool { return u == nlp.NOUN || u == nlp.PROPN }

// nominal tells whether a token can head a noun phrase.
func nominal(u nlp.UPOS) bool { return u == nlp.NOUN || u == nlp.PROPN || u == nlp.PRON }

package extract

import (
	"strings"

	"kg/graph"
	"kg/nlp"
)

// examples returns the heads of what is named as examples of the noun at n:
// "its allies, including Cuba and Chad", "its backers, notably Russia".
func (r *reader) examples(n int) []int {
	if k := r.exampleWord(n); k >= 0 {
		if y := r.exampleAt(k); y >= 0 {
			return r.t.conjuncts(y)
		}
	}
	return nil
}

// exampleWord returns the word behind the noun at n that introduces examples
// of it, or -1: the phrase of the noun and a comma may lie between.
func (r *reader) exampleWord(n int) int {
	t := r.t
	si := r.d.SentenceAt(n)
	if si >= len(r.d.Sentences) {
		return -1
	}
	last := r.d.Sentences[si].Last
	for k := n + 1; k < last && k < n+8; k++ {
		if t.tok[k].UPOS == nlp.PUNCT {
			switch t.tok[k].Form {
			case ",", "-", "–", "—", "(", "--":
				continue
			}
			return -1
		}
		if r.lex.is("example", strings.ToLower(t.tok[k].Form)) {
			return k
		}
		if strings.EqualFold(t.tok[k].Form, "such") && k+1 < last && strings.EqualFold(t.tok[k+1].Form, "as") {
			return k + 1
		}
		switch t.tok[k].UPOS {
		case nlp.VERB, nlp.AUX, nlp.CCONJ, nlp.SCONJ, nlp.PRON:
			return -1
		}
		if t.tok[k-1].UPOS == nlp.PUNCT || !r.cast.under(k, n) && t.tok[k].UPOS != nlp.ADP {
			return -1
		}
	}
	return -1
}

// exampleAt returns the noun that the word at k introduces: the one it hangs
// on, its object, or the head of the phrase right behind it; or -1.
func (r *reader) exampleAt(k int) int {
	t := r.t
	h := t.tok[k].Head
	if t.tok[k].UPOS == nlp.VERB && t.tok[k].Deprel != "case" {
		h = t.child(k, "obj")
	}
	for ; h > k && t.tok[h].Deprel == "conj" && t.tok[h].Head > k; h = t.tok[h].Head {
	}
	if h > k && isNoun(t.tok[h].UPOS) {
		return h
	}
	for j := k + 1; j < len(t.tok) && j < k+6; j++ {
		switch t.tok[j].UPOS {
		case nlp.DET, nlp.ADJ, nlp.ADP:
			continue
		case nlp.NOUN, nlp.PROPN:
			if i := r.cast.nameAt[j]; i >= 0 {
				return r.cast.nameHead(r.d.Names[i])
			}
			return j
		}
		break
	}
	return -1
}

// readExamples reads who belongs to a body and what lies in a place, where
// they are named as examples: "the alliance, including Chad", "towns in Mali
// including Gao".
func (r *reader) readExamples(n int) {
	list := r.examples(n)
	if list == nil {
		return
	}
	f := &frame{pred: n, first: n, last: n, lemma: "including", kind: "examples", pos: posRelational, standing: true, light: -1}
	if k := r.exampleWord(n); k >= 0 {
		f.first, f.last = k, k
	}
	for _, y := range list {
		if r.cast.nameAt[y] < 0 {
			continue
		}
		switch kind := r.cast.typeOf(y); {
		case kind == graph.Place || kind == graph.Facility:
			for _, k := range r.t.children(n) {
				if p := int(k); r.t.caseOf(p) == "in" && r.cast.nameAt[p] >= 0 && r.isType(p, "place") {
					r.emit(f, &sense{word: "including", pos: posRelational, relation: "locatedIn", object: []string{"in"}}, []int{y}, []int{p})
				}
			}
		case (r.lex.is("member_body", r.t.lemma(n)) || r.isType(n, "organization")) && r.t.tok[n].XPOS != "NNS" && r.canAct(y):
			r.emit(f, &sense{word: "including", pos: posRelational, relation: "memberOf", object: []string{"of"}}, []int{y}, []int{n})
		}
	}
}

// isExample tells whether the noun phrase at k is introduced as an example, so
// that it doesn't name the noun that it stands beside.
func (r *reader) isExample(k int) bool {
	first, _ := r.t.subtree(k)
	return r.lex.is("example", strings.ToLower(r.t.tok[first].Form)) || first > 0 && r.lex.is("example", strings.ToLower(r.t.tok[first-1].Form))
}

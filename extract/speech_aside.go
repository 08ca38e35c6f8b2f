package extract

import "kg/nlp"

// This file finds by the words who says what a whole sentence tells: "…, two
// officials and a witness said on Monday". Parsers hang such clauses in many ways,
// and a claim must never pass for a fact.

// findAsides notes each clause of a speaker and a verb of speech between a comma
// and the next comma or the end, with the clause whose words they are.
func (r *reader) findAsides() {
	for _, s := range r.d.Sentences {
		root := r.rootOf(s)
		if root < 0 || r.quotesIn(s) {
			continue
		}
		for v := s.First + 2; v < s.Last; v++ {
			if v <= root || r.t.tok[v].UPOS != nlp.VERB || !r.finite(v) || !r.speechVerb(v) || r.attributed(v) || r.t.tok[v].Deprel == "acl:relcl" || r.lex.effect(posVerb, r.verbFrame(v).lemma, "that").flips {
				continue
			}
			comma := r.commaBefore(v, s)
			if comma <= root || !r.endsAt(v, s) || r.clauses[root] != nil {
				continue
			}
			if f := r.verbFrame(v); f.passive || f.has("o") && !r.lex.is("tell", f.lemma) {
				continue // does something to somebody
			}
			if who := r.speakerBetween(comma, v); who >= 0 {
				r.clauses[root] = &speech{speakers: []int{who}, verb: -1, first: v, last: v + 1, addressee: -1}
			}
		}
	}
}

// rootOf returns the root of a sentence where it is a verb or a predicate with
// a copula, -1 otherwise.
func (r *reader) rootOf(s nlp.Sentence) int {
	for i := s.First; i < s.Last; i++ {
		if r.t.tok[i].Head < 0 && (r.t.tok[i].UPOS == nlp.VERB && !r.speechVerb(i) || r.t.has(i, "cop")) {
			return i
		}
	}
	return -1
}

// quotesIn tells whether quotation marks stand in a sentence: what is quoted is
// attributed elsewhere.
func (r *reader) quotesIn(s nlp.Sentence) bool {
	for i := s.First; i < s.Last; i++ {
		switch r.t.tok[i].Form {
		case `"`, "“", "”", "''", "``":
			return true
		}
	}
	return false
}

// finite tells whether the verb at v is in the past or the present tense.
func (r *reader) finite(v int) bool {
	switch r.t.tok[v].XPOS {
	case "VBD", "VBZ", "VBP":
		return true
	}
	return false
}

// attributed tells whether the tree itself makes the verb at v the source of
// another clause.
func (r *reader) attributed(v int) bool {
	g := r.t.tok[v].Head
	return r.t.tok[v].Deprel == "parataxis" && g >= 0 && r.aside(v, g) && r.verbFrame(v).get("s") >= 0
}

// commaBefore returns the comma before the noun phrase that stands right before
// the verb at v, -1 where something else stands there.
func (r *reader) commaBefore(v int, s nlp.Sentence) int {
	const longest = 14 // tokens
	for k := v - 1; k > s.First && k >= v-longest; k-- {
		switch tok := &r.t.tok[k]; tok.UPOS {
		case nlp.NOUN, nlp.PROPN, nlp.ADJ, nlp.DET, nlp.NUM, nlp.PRON, nlp.CCONJ, nlp.PART:
			if tok.XPOS == "WDT" || tok.XPOS == "WP" || tok.XPOS == "WP$" {
				return -1
			}
		case nlp.ADP:
			if k == v-1 {
				return -1
			}
		case nlp.PUNCT:
			if tok.Form == "," && k < v-1 {
				if r.t.tok[k+1].UPOS == nlp.CCONJ { // ", and X warned Y": a clause of its own
					return -1
				}
				return k
			}
			if tok.Form != "-" && tok.Form != "'" && tok.Form != "’" {
				return -1
			}
		default:
			if tok.XPOS != "NN" && tok.XPOS != "NNS" {
				return -1
			}
		}
	}
	return -1
}

// endsAt tells whether no clause follows the verb at v before a comma or the
// end of the sentence: a hearer, a day, a place may.
func (r *reader) endsAt(v int, s nlp.Sentence) bool {
	for k := v + 1; k < s.Last; k++ {
		switch tok := &r.t.tok[k]; tok.UPOS {
		case nlp.PUNCT:
			if tok.Form == "," || k == s.Last-1 {
				return true
			}
		case nlp.VERB, nlp.AUX, nlp.SCONJ:
			return false
		case nlp.PRON:
			if tok.Form == "it" || tok.XPOS == "WDT" || tok.XPOS == "WP" {
				return false
			}
		}
	}
	return true
}

// speakerBetween returns the head of the noun phrase between a comma and the
// verb at v, or -1.
func (r *reader) speakerBetween(comma, v int) int {
	for k := comma + 1; k < v; k++ {
		tok := &r.t.tok[k]
		if nominal(tok.UPOS) && tok.Head == v && relBase(tok.Deprel) == "nsubj" {
			return k
		}
	}
	return -1
}

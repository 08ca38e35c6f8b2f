package extract

import (
	"slices"

	"kg/graph"
	"kg/nlp"
)

// readWhere reads where somebody or something is, as the phrase around the
// noun at n says: "a hospital in Kunduz", "villagers in Darfur", "a depot near
// Mosul".
func (r *reader) readWhere(n int) {
	if r.t.tok[n].Deprel == "compound" || r.isTime(n) {
		return
	}
	r.readOwned(n)
	behind := r.t.children(n)
	if c := n + 1; c < len(r.t.tok) && r.t.tok[c].UPOS == nlp.ADP && r.t.tok[c].Deprel == "case" {
		if h := r.t.tok[c].Head; h > c && r.t.tok[h].Deprel == "obl" && r.t.tok[h].Head == r.t.tok[n].Head && r.t.tok[n].Deprel == "obj" {
			behind = append(slices.Clone(behind), int32(h)) // found a depot near Mosul
		}
	}
	for _, k32 := range behind {
		k := int(k32)
		if k < n || !isNoun(r.t.tok[k].UPOS) {
			continue
		}
		prep := r.t.caseOf(k)
		if rel := relBase(r.t.tok[k].Deprel); rel != "nmod" && (rel != "obl" || prep != "near" && prep != "outside") {
			continue
		}
		relation := r.whereRelation(n, prep)
		if relation == "" {
			continue
		}
		for _, p := range r.t.conjuncts(k) {
			if r.cast.nameAt[p] >= 0 && r.isType(p, "place") && (p == k || r.t.caseOf(p) == "") {
				f := &frame{pred: n, first: k, last: k, lemma: prep, kind: "where", pos: posRelational, standing: true, light: -1}
				if c := r.t.child(k, "case"); c >= 0 {
					f.first, f.last = c, c
				}
				r.emit(f, &sense{word: prep, pos: posRelational, relation: relation, object: []string{prep}}, []int{n}, []int{p})
			}
		}
	}
}

// readOwned reads whose works with a name are: "Shell's Pernis refinery".
func (r *reader) readOwned(n int) {
	owner := r.t.child(n, "nmod:poss")
	if owner < 0 || r.cast.nameAt[owner] < 0 || r.t.tok[n].UPOS != nlp.NOUN || r.cast.typeOf(n) != graph.Facility || r.cast.typeOf(owner) != graph.Organization {
		return
	}
	for _, k := range r.t.children(n) {
		if r.t.tok[k].Deprel == "compound" && r.t.tok[k].UPOS == nlp.PROPN && int(k) > owner {
			f := &frame{pred: n, first: n, last: n, lemma: r.t.lemma(n), kind: "owner", pos: posRelational, standing: true, light: -1}
			r.emit(f, &sense{word: f.lemma, pos: posRelational, relation: "owns", object: []string{"self"}}, []int{owner}, []int{n})
			return
		}
	}
}

// whereRelation returns what a preposition before a place makes of the noun at
// n, "" for nothing.
func (r *reader) whereRelation(n int, prep string) string {
	kind := r.cast.typeOf(n)
	named := r.cast.nameAt[n] >= 0
	switch prep {
	case "near", "outside", "close_to":
		switch kind {
		case graph.Event, "", graph.Person:
			return ""
		}
		if r.lex.senses[posEvent][r.t.lemma(n)] != nil && !named {
			return ""
		}
		return "near"
	case "in", "across", "throughout":
		switch {
		case !named && r.t.tok[n].UPOS == nlp.NOUN && r.lex.is("inhabitant", r.t.lemma(n)):
			return "livesIn"
		case !named && kind == graph.Facility && !r.lex.is("office", r.t.lemma(n)), named && (kind == graph.ArmedGroup || kind == graph.Facility):
			return "locatedIn"
		}
	}
	return ""
}

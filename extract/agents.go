package extract

import "kg/nlp"

// hiddenAgent finds who does what a passive without "by" says: "was bombed and
// killed by aircraft", "was killed in a raid by troops".
func (r *reader) hiddenAgent(f *frame) {
	if !f.passive || f.has("s") || !f.has("o") && !f.has("i") {
		return
	}
	if o := r.t.child(f.pred, "obj"); o > f.pred { // designated a terrorist group by X, read as a group by X
		for _, k := range r.t.children(o) {
			if r.t.tok[k].Deprel == "nmod" && r.t.caseOf(int(k)) == "by" && r.canAct(int(k)) {
				f.add("s", int(k))
				return
			}
		}
	}
	for _, v := range r.joinedVerbs(f.pred) {
		if v > f.pred && r.byOblique(v) && r.isPassive(v) && !r.t.has(v, "nsubj:pass") {
			for _, k := range r.t.children(v) {
				if relBase(r.t.tok[k].Deprel) == "obl" && r.t.caseOf(int(k)) == "by" && !r.isTime(int(k)) {
					f.add("s", int(k))
				}
			}
			return
		}
	}
	if g := r.t.tok[f.pred].Head; g >= 0 && r.lex.is("stationing", f.lemma) {
		v := r.t.tok[g].Head
		if r.t.tok[f.pred].Deprel == "xcomp" {
			v = g
		}
		if v >= 0 && (v == g || r.t.tok[g].Deprel == "obj") && r.t.lemma(v) == "have" { // has 600 soldiers stationed there
			for _, h := range r.subjectsOf(v) {
				f.add("s", h)
			}
		}
		return
	}
	if !r.lex.is("in_raid", f.lemma) {
		return
	}
	event := -1
	for _, v := range append([]int{f.pred}, r.joinedVerbs(f.pred)...) {
		for _, k32 := range r.t.children(v) {
			k := int(k32)
			lemma := r.t.lemma(k)
			if relBase(r.t.tok[k].Deprel) != "obl" || !r.lex.is("raid", lemma) && !(r.lex.is("deadly", f.lemma) && r.lex.is("calamity", lemma)) {
				continue
			}
			switch r.t.caseOf(k) {
			case "in", "during", "by":
				if raiders := r.raiders(k); raiders != nil {
					for _, h := range raiders {
						f.add("s", h)
					}
				} else if event < 0 {
					event = k
				}
			}
		}
		if f.has("s") {
			return
		}
	}
	if r.lex.is("deadly", f.lemma) {
		f.add("s", event) // nobody is named: the event itself
	}
}

// raiders returns who carries out the event that the noun at n names.
func (r *reader) raiders(n int) []int {
	e := &frame{pred: n, first: n, last: n, lemma: r.t.lemma(n), pos: posEvent, light: -1}
	r.nounRoles(e, n)
	for _, role := range []string{"by", "poss"} {
		var out []int
		for _, h := range e.all(role) {
			if r.canAct(h) && r.t.tok[h].UPOS != nlp.PRON {
				out = append(out, h)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// joinedVerbs returns the verbs that are joined to the one at v.
func (r *reader) joinedVerbs(v int) []int {
	first := r.t.firstConjunct(v)
	var out []int
	if first != v && r.t.tok[first].UPOS == nlp.VERB {
		out = append(out, first)
	}
	for _, k := range r.t.children(first) {
		if r.t.tok[k].Deprel == "conj" && int(k) != v && r.t.tok[k].UPOS == nlp.VERB {
			out = append(out, int(k))
		}
	}
	return out
}

// campaigner is who makes the effort that the noun at n names, where the noun
// itself has no owner: "leads efforts in the campaign to", "joined the fight
// to".
func (r *reader) campaigner(n, depth int) []int {
	g := r.t.tok[n].Head
	if !r.lex.is("effort", r.t.lemma(n)) || g < 0 || depth > 3 {
		return nil
	}
	switch rel := r.t.tok[n].Deprel; {
	case rel == "nmod" && r.lex.is("effort", r.t.lemma(g)):
		if h := r.nounSubject(g); h != nil {
			return h
		}
		return r.campaigner(g, depth+1)
	case r.t.tok[g].UPOS == nlp.VERB && (rel == "obj" || rel == "obl") && r.lex.is("effort_verb", r.verbFrame(g).lemma):
		return r.subjectsOf(g)
	}
	return nil
}

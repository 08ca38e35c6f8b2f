package extract

import "kg/nlp"

// evaluate reads "called X a disaster", "described X as vital", "branded X
// illegal": praise or criticism by the words chosen.
func (r *reader) evaluate(f *frame) bool {
	if !r.lex.is("evaluating", f.lemma) || !f.has("o") {
		return false
	}
	target := f.get("o")
	if i := f.get("i"); i >= 0 && !f.passive { // called the deal a disaster, read as given to it
		return r.emitVerdict(f, i, target)
	}
	if r.verdict(target) != "" && !f.passive { // "called [the embargo blackmail]"
		for _, k := range r.t.children(target) {
			if r.t.tok[k].Deprel == "compound" && r.t.tok[k].UPOS == nlp.NOUN {
				return r.emitVerdict(f, int(k), target)
			}
		}
	}
	for _, h := range r.verdicts(f, target) {
		if r.emitVerdict(f, target, h) {
			return true
		}
	}
	return false
}

// emitVerdict says that the word at h praises or criticizes the target.
func (r *reader) emitVerdict(f *frame, target, h int) bool {
	relation := r.verdict(h)
	if relation == "" {
		return false
	}
	s := &sense{word: f.lemma, pos: posVerb, relation: relation, subject: []string{"s"}, object: []string{"o"}, where: "words.tsv"}
	one := *f
	one.first, one.last = min(f.first, h), max(f.last, h)
	if one.last-one.first > 12 {
		one.first, one.last = f.first, f.last
	}
	return r.emit(&one, s, f.all("s"), []int{target})
}

// verdicts returns the words that may judge the target: complement, second
// object or what follows "as".
func (r *reader) verdicts(f *frame, target int) []int {
	var out []int
	for _, x := range f.fillers {
		switch {
		case x.role == "x" || x.role == "as", x.role == "o" && x.head != target:
			out = append(out, x.head)
		}
	}
	for _, k := range r.t.children(f.pred) {
		switch r.t.tok[k].Deprel {
		case "advcl", "dep", "advmod":
			if r.t.tok[k].UPOS == nlp.ADJ || r.t.caseOf(int(k)) == "as" {
				out = append(out, int(k))
			}
		}
	}
	for _, k := range r.t.children(target) { // the parser took it for part of the object
		if int(k) > target && (r.t.tok[k].UPOS == nlp.ADJ || r.t.tok[k].Deprel == "appos") {
			out = append(out, int(k))
		}
	}
	return out
}

// verdict returns the relation that a judging word gives, "" where it does
// not judge.
func (r *reader) verdict(h int) string {
	sign := 0
	for _, i := range append([]int{h}, toInts(r.t.children(h))...) {
		if i != h && r.t.tok[i].Deprel != "amod" && r.t.tok[i].Deprel != "conj" {
			continue
		}
		switch lemma := r.t.lemma(i); {
		case r.lex.is("bad", lemma):
			sign--
		case r.lex.is("good", lemma):
			sign++
		}
	}
	if r.t.tok[h].UPOS == nlp.ADJ && r.t.hasLemma(h, "advmod", "too") {
		sign = -1 // too low, too slow
	}
	if r.t.hasLemma(h, "advmod", "not") || r.t.hasLemma(h, "det", "no") {
		sign = -sign
	}
	switch {
	case sign < 0:
		return "criticizes"
	case sign > 0:
		return "praises"
	}
	return ""
}

func toInts(in []int32) []int {
	out := make([]int, len(in))
	for i, x := range in {
		out[i] = int(x)
	}
	return out
}

package extract

import (
	"strings"

	"kg/nlp"
)

// scope is what holds for a predicate because of where it stands: denied,
// not yet happened, somebody's words.
type scope struct {
	neg      bool
	modality modality
	source   *speech
	cue      [2]int // tokens [first, last) of an attribution without a speaker ("reportedly")
	via      string // what made it so, innermost first, for Explain
}

func (s *scope) because(word string) {
	if s.via != "" {
		s.via += " < "
	}
	s.via += word
}

// raise lifts the modality to at least m.
func (s *scope) raise(m modality) { s.modality = max(s.modality, m) }

// scopeOf returns the scope of the predicate at p, worked out once.
func (r *reader) scopeOf(p int) scope {
	if m := r.scopes[p]; m != nil {
		return *m
	}
	r.scopes[p] = &scope{} // a tree that loops stops here
	s := r.outerScope(p)
	r.ownMarkers(p, &s)
	r.quoted(p, &s)
	r.scopes[p] = &s
	return s
}

// outerScope gathers what the words above p do to it.
func (r *reader) outerScope(p int) scope {
	g, rel := r.governor(p)
	if g < 0 {
		return r.rootScope(p)
	}
	if rel == "conj" {
		return r.conjScope(p, g)
	}
	outer := r.scopeOf(g)
	if e, word := r.effectOn(p, g, rel); e != nil {
		return r.apply(e, word, g, outer)
	}
	return r.inherit(p, g, rel, outer)
}

// governor returns the head of p and its relation, mended where a parser tends
// to err: "accused X of going" hangs the gerund on X.
func (r *reader) governor(p int) (g int, rel string) {
	t := r.t
	g, rel = t.tok[p].Head, t.tok[p].Deprel
	if g < 0 || rel != "acl" && rel != "nmod" && rel != "acl:relcl" || !nominal(t.tok[g].UPOS) {
		return g, rel
	}
	noun := g // of "two of his aides" the two stand in the clause
	for h := t.tok[g].Head; h >= 0 && t.tok[g].Deprel == "nmod" && (t.tok[h].UPOS == nlp.NUM || r.lex.is("partitive", t.lemma(h))); h = t.tok[g].Head {
		g = h
	}
	v := t.tok[g].Head
	if r.reportedClause(p, g) {
		return v, "ccomp"
	}
	prep := t.caseOf(p)
	if prep == "to" && rel == "acl" && r.askedOf(v, g) {
		return v, "xcomp"
	}
	if prep == "" || prep == "to" {
		return noun, rel
	}
	if v < 0 || t.tok[v].UPOS != nlp.VERB {
		return noun, rel
	}
	switch t.tok[g].Deprel {
	case "obj", "iobj", "nsubj:pass":
	default:
		return noun, rel
	}
	if e := r.lex.effect(posVerb, r.verbFrame(v).lemma, prep); e == nil {
		return noun, rel
	}
	if rel == "nmod" {
		return v, "obl"
	}
	return v, "advcl"
}

// askedOf tells whether the verb at v asks or makes the one named at g do
// something: "called on parties [to support it]".
func (r *reader) askedOf(v, g int) bool {
	if v < 0 || r.t.tok[v].UPOS != nlp.VERB || g < v {
		return false
	}
	lemma := r.verbFrame(v).lemma
	if r.lex.effect(posVerb, lemma, "oinf") == nil {
		return false
	}
	switch r.t.tok[g].Deprel {
	case "obj", "iobj":
		return r.canAct(g)
	case "obl":
		return r.lex.is("oblique_control", lemma)
	}
	return false
}

// reportedClause tells whether the clause at p, hung on the hearer at g as a
// relative clause, is what the hearer is told: "told reporters that X had
// won".
func (r *reader) reportedClause(p, g int) bool {
	t := r.t
	v := t.tok[g].Head
	if v < 0 || t.tok[v].UPOS != nlp.VERB || t.has(v, "ccomp") || t.tok[p].Deprel == "nmod" {
		return false
	}
	switch t.tok[g].Deprel {
	case "obj", "iobj", "nsubj:pass":
	default:
		return false
	}
	lemma := t.lemma(v)
	if e := r.lex.effect(posVerb, lemma, "that"); e == nil || !r.lex.is("tell", lemma) {
		return false
	}
	return r.spareThat(p) >= 0 || t.hasLemma(p, "mark", "that") || r.wholeClause(p)
}

// wholeClause tells whether the clause at p has a pronoun for its subject and
// leaves nothing out that a relative clause would: "told reporters she would
// fight the request".
func (r *reader) wholeClause(p int) bool {
	s := r.t.childBase(p, "nsubj")
	if s < 0 || r.t.tok[s].UPOS != nlp.PRON || r.isRelative(s) {
		return false
	}
	for _, k := range r.t.children(p) {
		switch r.t.tok[k].XPOS {
		case "WDT", "WP", "WRB":
			return false
		}
	}
	return r.t.has(p, "obj") || r.t.has(p, "aux") || r.t.has(p, "cop")
}

// spareThat returns the "that" of a clause at p which fills a role that
// another word fills as well, so that it is no relative pronoun; or -1.
func (r *reader) spareThat(p int) int {
	t := r.t
	for _, k := range t.children(p) {
		if t.lemma(int(k)) != "that" || t.tok[k].Deprel == "mark" {
			continue
		}
		for _, o := range t.children(p) {
			if o != k && relBase(t.tok[o].Deprel) == relBase(t.tok[k].Deprel) && nominal(t.tok[o].UPOS) {
				return int(k)
			}
		}
	}
	return -1
}

// rootScope: a question makes its clause possible.
func (r *reader) rootScope(p int) (s scope) {
	i := r.d.SentenceAt(p)
	if i >= len(r.d.Sentences) {
		return s
	}
	last := r.d.Sentences[i].Last - 1
	for last > p && (r.t.tok[last].Form == `"` || r.t.tok[last].Form == "”" || r.t.tok[last].Form == "''") {
		last--
	}
	if r.t.tok[last].Form == "?" {
		s.raise(possible)
		s.because("?")
	}
	return s
}

// conjScope: joined predicates share what stands above them, and the
// auxiliaries of the first where they have none.
func (r *reader) conjScope(p, g int) scope {
	t := r.t
	s := r.outerScope(g)
	own := false
	for _, k := range t.children(p) {
		switch relBase(t.tok[k].Deprel) {
		case "nsubj", "aux", "csubj":
			own = true
		case "mark":
			own = own || t.lemma(int(k)) != "to"
		}
	}
	if own || t.tok[p].UPOS != t.tok[g].UPOS && t.tok[g].UPOS != nlp.AUX {
		if src := r.clauseSource(g); src != nil && s.source == nil {
			s.source = src
		}
		return s
	}
	sameForm := t.tok[p].XPOS == t.tok[g].XPOS
	var first scope
	r.ownMarkers(g, &first)
	if sameForm {
		s.raise(first.modality)
		if first.neg && (t.tok[p].XPOS == "VB" || r.joinedByOr(p)) {
			s.neg = !s.neg
		}
	}
	if s.source == nil {
		s.source, s.cue = first.source, first.cue
	}
	return s
}

func (r *reader) joinedByOr(p int) bool {
	for _, k := range r.t.children(p) {
		if r.t.tok[k].Deprel == "cc" {
			l := r.t.lemma(int(k))
			return l == "or" || l == "nor"
		}
	}
	return false
}

// effectOn looks up what g, as a verb, noun or adjective, does to p, which
// stands in relation rel to it.
func (r *reader) effectOn(p, g int, rel string) (*effect, string) {
	t := r.t
	var word, word2 string
	var pos byte
	passive, object := false, false
	switch t.tok[g].UPOS {
	case nlp.VERB, nlp.AUX:
		f := r.verbFrame(g)
		pos, word, word2 = posVerb, f.lemma, t.lemma(g)
		passive = f.passive
		object = (f.has("o") || f.has("i") || r.lex.is("oblique_control", word)) && !passive
	case nlp.NOUN, nlp.PROPN:
		pos, word = posEvent, t.lemma(g)
	case nlp.ADJ, nlp.ADV:
		pos, word = posAdjective, t.lemma(g)
	default:
		return nil, ""
	}
	byWord := r.lex.effects[pos]
	if byWord[word] == nil {
		if word2 == "" || byWord[word2] == nil {
			return r.participleEffect(p, g, rel)
		}
		word = word2
	}
	for _, c := range r.complements(p, rel, passive, object) {
		if e := r.lex.effect(pos, word, c); e != nil {
			return e, word
		}
	}
	return nil, ""
}

// participleEffect looks an adjective up that is a participle: "set to",
// "accused of" when tagged so.
func (r *reader) participleEffect(p, g int, rel string) (*effect, string) {
	if r.t.tok[g].UPOS != nlp.ADJ {
		return nil, ""
	}
	lemma := r.participleLemma(g)
	if lemma == "" || r.lex.effects[posVerb][lemma] == nil {
		return nil, ""
	}
	for _, c := range r.complements(p, rel, true, false) {
		if e := r.lex.effect(posVerb, lemma, c); e != nil {
			return e, lemma
		}
	}
	return nil, ""
}

// complements names the kinds of complement that p may be, best first.
func (r *reader) complements(p int, rel string, passive, object bool) []string {
	t := r.t
	prep := t.caseOf(p)
	verbal := t.tok[p].UPOS == nlp.VERB || t.has(p, "cop")
	if rel == "acl:relcl" && (t.hasLemma(p, "mark", "that") || r.spareThat(p) >= 0) {
		return []string{"that"}
	}
	switch rel {
	case "xcomp", "ccomp", "advcl", "acl", "csubj", "dep", "advcl:relcl":
		switch {
		case prep == "to" || prep == "for_to" || prep == "whether_to" || prep == "" && rel == "xcomp" && t.tok[p].XPOS != "VBG":
			if passive {
				return []string{"pinf", "inf"}
			}
			if object || prep == "for_to" || t.has(p, "nsubj") {
				return []string{"oinf", "inf"}
			}
			return []string{"inf"}
		case rel == "advcl" && p > 0 && t.tok[p-1].Form == ",": // ", saying so": beside the verb, not its complement
			return nil
		case t.tok[p].XPOS == "VBG" && prep == "" && !t.has(p, "nsubj") && !t.has(p, "aux"):
			return []string{"ing", "np"}
		case rel == "ccomp" || rel == "csubj" || prep == "that":
			return []string{"that"}
		case prep != "":
			if t.tok[p].XPOS == "VBG" || !verbal || r.participle(p) {
				return []string{prep}
			}
			return []string{prep + "_that"}
		}
		return nil
	case "obj":
		return []string{"np", "ing"}
	case "nsubj:pass":
		return []string{"np"}
	case "nsubj", "nsubj:outer":
		if passive {
			return []string{"np", "subj"}
		}
		return []string{"subj"}
	}
	if prep != "" {
		return []string{prep}
	}
	return nil
}

// participle tells whether p is "having gone" or "being sent".
func (r *reader) participle(p int) bool {
	for _, k := range r.t.children(p) {
		if relBase(r.t.tok[k].Deprel) == "aux" {
			return r.t.tok[k].XPOS == "VBG"
		}
	}
	return false
}

// apply gives the scope that an effect of g makes.
func (r *reader) apply(e *effect, word string, g int, outer scope) scope {
	s := outer
	s.because(word)
	switch e.source {
	case 's', 'u':
		s.neg = false
		s.modality = actual
		if outer.modality == conditional || outer.modality == possible && e.modality != actual {
			s.modality = outer.modality
		}
		if outer.neg && e.modality == actual && !e.flips {
			s.raise(possible) // did not say that …
		} else if outer.neg {
			s.neg = true
		}
		s.source = r.speechAt(g, e.source == 'u', outer.source)
	}
	s.raise(e.modality)
	if e.flips {
		s.neg = !s.neg
	}
	return s
}

// inherit is what p takes over from g where the lexicon knows no effect.
func (r *reader) inherit(p, g int, rel string, outer scope) scope {
	t := r.t
	only := scope{source: outer.source, cue: outer.cue, via: outer.via}
	switch rel {
	case "xcomp":
		return outer
	case "ccomp", "csubj":
		if outer.neg {
			only.raise(possible)
		}
		if outer.modality == conditional {
			only.raise(conditional)
		}
		return only
	case "advcl":
		return r.inheritAdverbial(p, g, outer, only)
	case "acl":
		if t.hasLemma(p, "mark", "to") && !r.ranked(g) {
			only.raise(max(planned, outer.modality))
			only.because("to")
			return only
		}
		if t.has(g, "cop") && r.ranked(g) { // will be the first to lead: has not yet
			only.raise(outer.modality)
		}
	case "obj", "nsubj:pass", "obl", "nsubj", "obl:agent":
		if t.tok[g].UPOS == nlp.VERB && r.passesOn(p, g) {
			return outer
		}
	case "nmod", "nmod:poss", "compound", "appos":
		if t.tok[g].UPOS != nlp.VERB && r.lex.is("partitive", t.lemma(g)) {
			return outer
		}
	case "acl:relcl":
		if t.tok[g].Deprel == "appos" && r.lex.is("comment", t.lemma(g)) { // "…, a charge that he denies": the article's own voice
			only.source, only.cue = nil, [2]int{}
		}
	case "parataxis":
		if only.source != nil && r.speechVerb(p) { // "…, he said": its own voice
			only.source = nil
		}
	}
	return only
}

// ranked tells whether the noun at g is the first, the only or the youngest: "the
// first woman to lead a bank" has led one.
func (r *reader) ranked(g int) bool {
	for _, k := range r.t.children(g) {
		if rel := relBase(r.t.tok[k].Deprel); rel != "amod" && rel != "advmod" && rel != "det" {
			continue
		}
		if r.t.tok[k].XPOS == "JJS" || r.lex.is("rank", r.t.lemma(int(k))) {
			return true
		}
	}
	return r.lex.is("rank", r.t.lemma(g))
}

// inheritAdverbial: a purpose is planned, and what goes with a main clause
// shares its modality.
func (r *reader) inheritAdverbial(p, g int, outer, only scope) scope {
	t := r.t
	mark := t.caseOf(p)
	switch {
	case mark == "to" || mark == "so_as_to" || mark == "in_order_to":
		only.raise(max(planned, outer.modality))
		if r.lex.is("journey", t.lemma(g)) || r.lex.is("journey_event", r.objectLemma(g)) {
			only.modality = outer.modality // came to meet: they met
		}
		if r.lex.is("gathering", t.lemma(g)) && r.lex.is("gathered_to", t.lemma(p)) {
			only.modality = outer.modality // marched to protest: they did
		}
		only.because("to")
	case mark == "" && (t.tok[p].XPOS == "VBG" || t.tok[p].XPOS == "VBN"):
		only.modality = outer.modality
	case (mark == "with" || mark == "by") && t.childBase(p, "nsubj") < 0:
		only.modality = outer.modality
	case outer.modality == requested || outer.modality == conditional:
		if mark != "after" && mark != "since" && mark != "because" && mark != "as" && mark != "while" {
			only.modality = outer.modality
		}
	}
	return only
}

func (r *reader) objectLemma(v int) string {
	if o := r.t.child(v, "obj"); o >= 0 {
		return r.t.lemma(o)
	}
	return ""
}

// passesOn tells whether the polarity and modality of verb g are those of the
// event noun p: light verbs and verbs of happening.
func (r *reader) passesOn(p, g int) bool {
	f := r.verbFrame(g)
	lemma := r.t.lemma(g)
	switch {
	case f.get("o") == p:
		return r.lex.is("light", f.lemma) || r.lex.is("light", lemma) || r.lex.is("attracting", f.lemma)
	case f.get("s") == p:
		return r.lex.is("occur", f.lemma) || r.lex.is("occur", lemma)
	}
	return r.t.tok[p].Deprel == "obl" && (r.lex.is("engage", f.lemma) || r.lex.is("journey", lemma) && r.mutualEvent(r.t.lemma(p)))
}

// ownMarkers adds what the words right at p say: auxiliaries, adverbs,
// negation, conditions, "according to".
func (r *reader) ownMarkers(p int, s *scope) {
	t := r.t
	r.accordingTo(p, s)
	neg, modal := false, ""
	for _, k32 := range t.children(p) {
		k := int(k32)
		lemma := t.lemma(k)
		switch rel := t.tok[k].Deprel; relBase(rel) {
		case "advmod":
			r.adverbMarker(k, lemma, s, &neg)
		case "aux":
			if rel == "aux" && lemma != "be" && lemma != "have" && lemma != "do" {
				modal = lemma
			}
		case "mark":
			switch lemma {
			case "if", "unless":
				s.raise(conditional)
				s.because(lemma)
			case "whether":
				if !t.hasLemma(p, "mark", "to") { // "considers whether to go": what it considers
					s.raise(possible)
					s.because(lemma)
				}
			case "without":
				neg = !neg
			case "to": // "Putin to visit China"
				switch rel := t.tok[p].Deprel; {
				case rel == "root", rel == "parataxis", rel == "acl" && !r.ranked(t.tok[p].Head):
					s.raise(planned)
				}
			}
		case "case":
			switch {
			case lemma == "without":
				neg = !neg
			}
		case "cc", "det":
			if (lemma == "neither" || lemma == "nor" || lemma == "no" && t.tok[p].UPOS != nlp.VERB) && !r.deniedAbove(p) {
				neg = !neg
			}
		case "amod":
			if m, ok := r.adjectiveModality(strings.ToLower(t.tok[k].Form)); ok {
				s.raise(m)
				s.because(lemma)
			}
		case "nsubj", "obj":
			if r.noOne(k) {
				neg = !neg
				s.because(lemma)
			}
			if e := r.purposeOf(k, p); e != nil {
				s.raise(e.modality)
				s.because(lemma)
			}
		case "acl": // "a meeting, to be attended by X"
			if r.lex.is("light", lemma) && t.hasLemma(k, "mark", "to") && r.verbFrame(k).passive {
				s.raise(planned)
				s.because("to")
			}
		case "parataxis":
			r.parentheticalSource(k, p, s)
		case "advcl":
			if c := t.caseOf(k); c == "if" || c == "unless" {
				if modal == "would" || r.hasModal(p, "would") || r.hasModal(p, "will") || r.hasModal(p, "could") {
					s.raise(conditional)
					s.because(c)
				}
			}
		}
	}
	r.modalMarker(modal, s)
	if r.insteadOf(p) {
		neg = !neg
	}
	if r.dueTo(p) {
		s.raise(planned)
		s.because("due to")
	}
	if neg {
		s.neg = !s.neg
		s.because("not")
	}
}

// deniedAbove tells whether the "no" of the event noun at p denies the light
// verb that it is the object or subject of, and through it the noun.
func (r *reader) deniedAbove(p int) bool {
	g := r.t.tok[p].Head
	if g < 0 || r.t.tok[g].UPOS != nlp.VERB {
		return false
	}
	switch relBase(r.t.tok[p].Deprel) {
	case "obj", "nsubj":
		return r.passesOn(p, g)
	}
	return false
}

// dueTo tells whether the infinitive at p stands behind "due to", "set to",
// "about to", whatever the tree makes of them.
func (r *reader) dueTo(p int) bool {
	if r.t.tok[p].XPOS != "VB" {
		return false
	}
	for k := p - 1; k > 0 && k > p-3; k-- {
		if r.t.lemma(k) == "to" {
			switch r.t.lemma(k - 1) {
			case "due", "set", "about", "slated", "poised":
				return true
			}
			return false
		}
	}
	return false
}

// insteadOf tells whether the clause at p is named as what did not happen:
// "instead of going", "has yet to go".
func (r *reader) insteadOf(p int) bool {
	for _, k := range r.t.children(p) {
		if d := r.t.tok[k].Deprel; d != "mark" && d != "case" {
			continue
		}
		before := ""
		if k > 0 {
			before = r.t.lemma(int(k) - 1)
		}
		switch r.t.lemma(int(k)) {
		case "of", "than", "instead", "rather":
			if before == "instead" || before == "rather" || r.t.lemma(int(k)) == "instead" || r.t.lemma(int(k)) == "rather" || k > 1 && r.t.lemma(int(k)-1) == "of" && r.t.lemma(int(k)-2) == "instead" {
				return true
			}
		case "to":
			if before == "yet" {
				return true
			}
		}
	}
	return false
}

func (r *reader) hasModal(p int, lemma string) bool { return r.t.hasLemma(p, "aux", lemma) }

func (r *reader) adverbMarker(k int, lemma string, s *scope, neg *bool) {
	switch {
	case lemma == "not" || lemma == "n't" || lemma == "never" || r.lex.is("negative_adverb", lemma):
		*neg = !*neg
	case lemma == "no" || strings.EqualFold(r.t.tok[k].Form, "longer") && (r.t.hasLemma(k, "advmod", "no") || k > 0 && r.t.lemma(k-1) == "no"):
		*neg = !*neg
	case r.lex.is("hearsay", lemma):
		s.cue = [2]int{k, k + 1}
		s.because(lemma)
		if r.lex.is("possible_adverb", lemma) {
			s.raise(possible)
		}
	case r.lex.is("possible_adverb", lemma):
		s.raise(possible)
		s.because(lemma)
	}
}

func (r *reader) adjectiveModality(lemma string) (modality, bool) {
	switch {
	case r.lex.is("possible_adjective", lemma):
		return possible, true
	case r.lex.is("planned_adjective", lemma):
		return planned, true
	}
	return actual, false
}

// modalMarker adds what an auxiliary says.
func (r *reader) modalMarker(modal string, s *scope) {
	switch modal {
	case "will", "shall", "wo", "'ll", "’ll":
		s.raise(planned)
	case "would", "'d", "’d":
		if s.source != nil {
			s.raise(planned)
		} else {
			s.raise(conditional)
		}
	case "may", "might", "could", "can", "ca":
		s.raise(possible)
	case "should", "must", "ought":
		if s.source != nil {
			s.raise(requested)
		} else {
			s.raise(possible)
		}
	case "need", "dare":
		s.raise(possible)
	default:
		return
	}
	s.because(modal)
}

// noOne tells whether an argument denies its clause: "no group", "nobody".
func (r *reader) noOne(k int) bool {
	switch r.t.lemma(k) {
	case "nobody", "none", "nothing", "no_one", "neither":
		return true
	}
	return r.t.hasLemma(k, "det", "no") || r.t.hasLemma(k, "cc", "neither") || r.t.hasLemma(k, "advmod", "neither") || r.t.hasLemma(k, "det", "neither")
}

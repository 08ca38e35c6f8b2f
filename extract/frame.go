package extract

import (
	"slices"
	"strings"

	"kg/graph"
	"kg/nlp"
)

// frame is a predicate with its arguments, the same for all constructions
// that say the same: roles are "s" who does it, "o" to whom, "i" the
// recipient, "poss" an owner, "self" who the noun itself names, "x" and "that"
// clauses, and prepositions.
type frame struct {
	pred        int // the token that the scope is taken at
	first, last int // the trigger's tokens
	lemma       string
	pos         byte
	kind        string // construction, for the rule's name: "verb.active"
	passive     bool
	standing    bool // inside a noun phrase: the article's own words even when quoted
	light       int  // the light verb of an event noun, -1 without
	fillers     []filler
}

// filler is the head token of what fills a role.
type filler struct {
	role string
	head int
}

func (f *frame) add(role string, head int) {
	if role == "" || head < 0 {
		return
	}
	for _, x := range f.fillers {
		if x.role == role && x.head == head {
			return
		}
	}
	f.fillers = append(f.fillers, filler{role, head})
}

func (f *frame) has(role string) bool { return f.get(role) >= 0 }

// get returns the first filler of a role, or -1.
func (f *frame) get(role string) int {
	for _, x := range f.fillers {
		if x.role == role {
			return x.head
		}
	}
	return -1
}

// all returns the fillers of a role.
func (f *frame) all(role string) []int {
	var out []int
	for _, x := range f.fillers {
		if x.role == role {
			out = append(out, x.head)
		}
	}
	return out
}

// verbFrame returns the frame of the verb at v, built once.
func (r *reader) verbFrame(v int) *frame {
	if f := r.frames[v]; f != nil {
		return f
	}
	t := r.t
	f := &frame{pred: v, first: v, last: v, lemma: t.lemma(v), pos: posVerb, light: -1}
	r.frames[v] = f
	f.lemma = r.knownVerb(f.lemma)
	r.adverbParticle(f)
	f.passive = r.isPassive(v)
	r.ownRoles(f)
	r.relativeRoles(f)
	if !f.has("s") && !f.passive || !f.has("o") && f.passive {
		r.controlledRoles(f)
	}
	r.whereRole(f)
	if s := f.get("s"); s >= 0 && !f.has("office") && r.lex.is("resigning", f.lemma) { // offered to resign
		f.add("office", r.officeOf(s))
	}
	r.askedComplement(f)
	r.sharedObject(f)
	r.hiddenAgent(f)
	f.kind = "verb.active"
	if f.passive {
		f.kind = "verb.passive"
	}
	return f
}

// knownVerb mends a lemma that the lexicon does not know: "fre" of "freed",
// "shot".
func (r *reader) knownVerb(lemma string) string {
	verbs := r.lex.senses[posVerb]
	if verbs[lemma] != nil {
		return lemma
	}
	if v := irregularParticiples[lemma]; v != "" && verbs[v] != nil {
		return v
	}
	if verbs[lemma+"e"] != nil {
		return lemma + "e"
	}
	return lemma
}

// adverbParticle takes an adverb right behind a verb for its particle where the
// lexicon knows the two as one: "broke away from".
func (r *reader) adverbParticle(f *frame) {
	k := f.pred + 1
	if k >= len(r.t.tok) || r.t.tok[k].Head != f.pred || r.t.tok[k].Deprel != "advmod" {
		return
	}
	if whole := f.lemma + "_" + r.t.lemma(k); r.lex.senses[posVerb][whole] != nil {
		f.lemma, f.last = whole, k
	}
}

// ownRoles reads the roles off the verb's own dependents.
func (r *reader) ownRoles(f *frame) {
	t, v := r.t, f.pred
	hasObj := t.has(v, "obj")
	spare := r.spareThat(v)
	for _, k32 := range t.children(v) {
		k := int(k32)
		if k == spare || r.clausal(k, v) {
			continue
		}
		switch rel := t.tok[k].Deprel; relBase(rel) {
		case "nsubj":
			if r.lex.is("resigning", f.lemma) {
				f.add("office", r.officeOf(k))
			}
			switch {
			case r.purposeOf(k, v) != nil:
				for _, s := range r.nounSubject(k) {
					f.add("s", s)
				}
			case f.passive:
				if hasObj {
					f.add("i", k)
				} else {
					f.add("o", k)
				}
			default:
				f.add("s", k)
			}
		case "obj":
			if x := r.whatIsCalled(k); x >= 0 {
				k = x
			}
			if r.givenTo(v, k) {
				f.add("i", k)
				continue
			}
			f.add("o", k)
		case "iobj":
			f.add("i", k)
		case "obl":
			r.obliqueRole(f, k, rel)
		case "nmod": // mis-attached by the parser
			if rel == "nmod" {
				r.obliqueRole(f, k, rel)
			}
		case "xcomp":
			f.add("x", k)
		case "advcl":
			if r.asked(f, k) || f.has("o") && r.actingObject(f) && r.t.hasLemma(k, "mark", "to") && r.lex.effect(posVerb, f.lemma, "oinf") != nil {
				f.add("x", k)
			}
		case "ccomp":
			f.add("that", k)
			if h := t.childBase(k, "nsubj"); h >= 0 && (t.tok[k].XPOS != "VBD" && t.tok[k].XPOS != "VBN" && t.tok[k].XPOS != "VBZ" || !r.lex.is("asserting", f.lemma)) {
				f.add("whose", h)
			}
		case "compound":
			if rel == "compound:prt" {
				f.lemma += "_" + t.lemma(k)
				f.last = max(f.last, k)
			} else if k < v && isNoun(t.tok[k].UPOS) && !t.has(v, "nsubj") && t.tok[v].Deprel == "root" {
				f.add("s", k) // "Apple sued Samsung" read as one noun
			}
		}
	}
}

// whatIsCalled returns the noun of "what it called an insult" where the parser
// takes "what" at h for the antecedent; or -1.
func (r *reader) whatIsCalled(h int) int {
	if r.t.lemma(h) != "what" {
		return -1
	}
	v := r.t.child(h, "acl:relcl")
	if v < 0 || !r.lex.is("evaluating", r.t.lemma(v)) {
		return -1
	}
	for _, k32 := range r.t.children(v) {
		k := int(k32)
		if k > v && isNoun(r.t.tok[k].UPOS) && (r.t.tok[k].Deprel == "xcomp" || r.t.tok[k].Deprel == "obj" || relBase(r.t.tok[k].Deprel) == "obl" && r.t.caseOf(k) == "as") {
			return k
		}
	}
	return -1
}

// officeOf returns the office that is named with the person at k: "Prime Minister
// Ann Lee", "Ann Lee, the director"; or -1.
func (r *reader) officeOf(k int) int {
	if i := r.cast.nameAt[k]; i >= 0 {
		if role, ok := r.cast.titleOf(i); ok && role.last > role.first {
			return role.last - 1
		}
	} else if r.cast.w.roles[r.t.lemma(k)] != 0 {
		return k // director Ann Lee, read as a director
	}
	for _, c := range r.t.children(k) { // Ann Lee, the director, resigned
		if r.t.tok[c].Deprel == "appos" && r.cast.w.roles[r.t.lemma(int(c))] != 0 {
			return int(c)
		}
	}
	return -1
}

// givenTo tells whether the first of two objects of a verb is who receives the
// second: "offered Kenya a loan".
func (r *reader) givenTo(v, k int) bool {
	if !r.canAct(k) {
		return false
	}
	for _, o := range r.t.children(v) {
		if int(o) > k && r.t.tok[o].Deprel == "obj" && !r.canAct(int(o)) {
			return true
		}
	}
	return false
}

// clausal tells whether k is the "which" of "…, which the government denies":
// it stands for all that was said before and names nobody.
func (r *reader) clausal(k, v int) bool {
	return r.t.tok[k].XPOS == "WDT" && r.t.tok[k].Deprel == "obj" && k > 0 && r.t.tok[k-1].Form == "," && r.lex.is("of_clauses", r.t.lemma(v)) && r.t.childBase(v, "nsubj") >= 0
}

// askedComplement finds the infinitive that the parser hung on the one who is
// asked.
func (r *reader) askedComplement(f *frame) {
	if f.has("x") || r.lex.effect(posVerb, f.lemma, "oinf") == nil {
		return
	}
	for _, x := range f.fillers {
		for _, k := range r.t.children(x.head) {
			if r.t.tok[k].Deprel == "acl" && int(k) > x.head && r.t.hasLemma(int(k), "mark", "to") && r.askedOf(f.pred, x.head) {
				f.add("x", int(k))
				return
			}
		}
	}
}

// asked tells whether an adverbial infinitive is what the verb asks for:
// "called for rebels to join".
func (r *reader) asked(f *frame, k int) bool {
	return r.t.hasLemma(k, "mark", "to") && (f.passive || r.lex.is("oblique_control", f.lemma)) && r.lex.effect(posVerb, f.lemma, "oinf") != nil
}

func (r *reader) obliqueRole(f *frame, k int, rel string) {
	if rel == "obl:unmarked" || rel == "obl:tmod" || r.isTime(k) {
		return
	}
	prep := r.t.caseOf(k)
	switch {
	case strings.HasPrefix(prep, "accord"):
	case rel == "obl:agent", prep == "by" && f.passive:
		f.add("s", k)
	case (prep == "together_with" || prep == "along_with") && !f.passive && f.has("s") && r.canAct(k):
		f.add("s", k) // X, together with Y, did it
	case prep != "":
		f.add(prep, k)
		for _, c := range r.t.children(k) { // of X and against Y: each conjunct has its own preposition
			if r.t.tok[c].Deprel == "conj" {
				if p := r.t.caseOf(int(c)); p != "" && p != prep {
					f.add(p, int(c))
				}
			}
		}
	}
}

// purposeOf returns the effect of a noun whose content the infinitive at v
// names: "the aim of X is to go".
func (r *reader) purposeOf(k, v int) *effect {
	if r.t.tok[k].UPOS != nlp.NOUN || !r.t.has(v, "cop") {
		return nil
	}
	return r.lex.effect(posEvent, r.t.lemma(k), "is")
}

// isPassive tells whether the verb at v is in the passive: by its auxiliary,
// as a participle behind its noun, or joined to such a verb.
func (r *reader) isPassive(v int) bool {
	t := r.t
	tok := t.tok[v]
	if t.has(v, "aux:pass") {
		return true
	}
	if t.has(v, "nsubj:pass") {
		return t.has(v, "aux") || tok.Deprel != "root" && tok.Deprel != "parataxis" || r.byOblique(v) || r.headlinePassive(v)
	}
	if tok.XPOS != "VBN" && tok.XPOS != "VBD" {
		return false
	}
	be, have := false, false
	for _, k := range t.children(v) {
		if relBase(t.tok[k].Deprel) == "aux" {
			switch t.lemma(int(k)) {
			case "be", "get":
				be = true
			case "have":
				have = true
			}
		}
	}
	if be && tok.XPOS == "VBN" {
		return true
	}
	if have || tok.XPOS == "VBD" && !r.sharesPassive(v) {
		return false
	}
	switch tok.Deprel {
	case "acl", "amod", "advcl":
		return !t.has(v, "obj") || t.has(v, "obl:agent")
	case "xcomp": // had its accounts frozen, left three people injured
		return tok.Head >= 0 && r.lex.is("resulting", t.lemma(tok.Head)) && t.has(tok.Head, "obj") && !t.has(v, "obj")
	case "conj":
		return !t.has(v, "nsubj") && !t.has(v, "obj") && t.tok[tok.Head].UPOS == nlp.VERB && r.isPassive(tok.Head)
	case "root", "parataxis":
		return t.has(v, "obl:agent") || r.byOblique(v) || t.has(v, "nsubj") && r.headlinePassive(v)
	}
	return false
}

// sharesPassive tells whether the verb at v, tagged as a past tense, is the
// participle that its form may be as well: "was arrested and extradited", where
// nobody is said to be extradited otherwise.
func (r *reader) sharesPassive(v int) bool {
	tok := r.t.tok[v]
	if tok.Deprel != "conj" || tok.Head < 0 || r.lex.is("past_only", strings.ToLower(tok.Form)) {
		return false
	}
	senses := r.lex.senses[posVerb][r.knownVerb(r.t.lemma(v))]
	for _, s := range senses {
		if !slices.Contains(s.object, "o") && !slices.Contains(s.object, "i") {
			return false
		}
	}
	return len(senses) > 0
}

// headlinePassive: "Three killed in blast": a participle without auxiliary or
// object in a headline.
func (r *reader) headlinePassive(v int) bool {
	s := r.d.SentenceAt(v)
	return s < len(r.d.Sentences) && r.d.Sentences[s].Headline && !r.t.has(v, "obj")
}

func (r *reader) byOblique(v int) bool {
	for _, k := range r.t.children(v) {
		if relBase(r.t.tok[k].Deprel) == "obl" && r.t.caseOf(int(k)) == "by" && !r.isTime(int(k)) {
			return true
		}
	}
	return false
}

// relativeRoles gives a relative clause its antecedent, where no relative
// pronoun stands for it: "the town that rebels took", "the town rebels took".
func (r *reader) relativeRoles(f *frame) {
	t := r.t
	tok := t.tok[f.pred]
	switch tok.Deprel {
	case "acl":
		if g, _ := r.governor(f.pred); g == tok.Head {
			r.participleRoles(f, tok.Head)
		}
		return
	case "acl:relcl":
		if _, rel := r.governor(f.pred); rel == "ccomp" {
			return
		}
	default:
		return
	}
	for _, x := range f.fillers {
		if r.isRelative(x.head) {
			return
		}
	}
	for _, x := range f.fillers { // a firm whose founder was arrested
		if k := t.child(x.head, "nmod:poss"); k >= 0 && t.tok[k].XPOS == "WP$" {
			return
		}
	}
	for _, k := range t.children(f.pred) { // the town where they met; "…, which he denies"
		if t.tok[k].XPOS == "WRB" || r.clausal(int(k), f.pred) {
			return
		}
	}
	if !nominal(t.tok[tok.Head].UPOS) {
		return
	}
	switch {
	case f.passive && !f.has("o"):
		f.add("o", tok.Head)
	case !f.has("s") && !f.passive:
		f.add("s", tok.Head)
	case !f.has("o") && !f.has("that"):
		f.add("o", tok.Head)
	}
}

// whereRole gives the place that "where" takes up to its clause: "Bern, where
// the firm has its seat".
func (r *reader) whereRole(f *frame) {
	t := r.t
	place := t.tok[f.pred].Head
	if place < 0 || !strings.HasSuffix(t.tok[f.pred].Deprel, ":relcl") || f.has("in") || f.has("to") {
		return
	}
	for _, k := range t.children(f.pred) {
		if t.tok[k].XPOS != "WRB" || t.lemma(int(k)) != "where" {
			continue
		}
		if n := r.nounBefore(int(k), -1); n >= 0 && r.cast.nameAt[n] >= 0 {
			place = n
		}
		if r.isType(place, "place") {
			f.add("in", place)
		}
		return
	}
}

// participleRoles: "rebels backed by Turkey", "groups battling Assad", "a
// plan to visit".
func (r *reader) participleRoles(f *frame, noun int) {
	t := r.t
	if !nominal(t.tok[noun].UPOS) {
		return
	}
	if g := t.tok[noun].Head; t.tok[noun].Deprel == "nmod" && t.tok[f.pred].XPOS == "VBG" && g >= 0 && isNoun(t.tok[g].UPOS) && r.cast.typeOf(noun) == graph.Place && r.canAct(g) {
		noun = g // troops in the Sahel fighting militants
	}
	switch {
	case r.lex.is("charge", t.lemma(noun)) && t.caseOf(f.pred) == "of": // arrested on charges of attacking X
	case t.hasLemma(f.pred, "mark", "to"):
		if !f.has("s") && r.canAct(noun) {
			f.add("s", noun)
		}
	case f.passive:
		f.add("o", noun)
	case !f.has("s"):
		if v := t.tok[noun].Head; v >= 0 && t.tok[noun].Deprel == "obj" && t.tok[f.pred].XPOS == "VBG" && r.lex.is("document", t.lemma(noun)) && r.lex.is("issuing", t.lemma(v)) {
			for _, h := range r.subjectsOf(v) { // issued a statement condemning X
				f.add("s", h)
			}
			return
		}
		if f.has("o") || t.tok[f.pred].XPOS == "VBG" {
			f.add("s", noun)
		} else {
			f.passive = true
			f.add("o", noun)
		}
	}
}

// controlledRoles finds the subject of a clause that has none of its own.
func (r *reader) controlledRoles(f *frame) {
	role := "s"
	if f.passive {
		role = "o"
		if f.has("o") {
			return
		}
	}
	for _, h := range r.controllers(f.pred, 0) {
		if h != f.pred && !(role == "s" && f.has("o") && f.get("o") == h) {
			f.add(role, h)
		}
	}
}

// controllers returns the heads of what is understood as the subject of v.
func (r *reader) controllers(v, depth int) []int {
	t := r.t
	g, rel := r.governor(v)
	if g < 0 || depth > 16 {
		return nil
	}
	switch rel {
	case "conj":
		return r.conjSubject(g)
	case "xcomp", "ccomp", "csubj", "advcl", "dep", "parataxis":
		if h := r.pushedDown(v, g); h >= 0 {
			return []int{h}
		}
		if t.tok[v].Deprel == "ccomp" && t.tok[v].XPOS != "VBG" && !t.hasLemma(v, "mark", "to") {
			return nil
		}
		if t.tok[v].Deprel == "parataxis" && t.tok[v].XPOS != "VBG" && t.tok[v].XPOS != "VBN" {
			return nil
		}
		return r.clauseSubject(v, g)
	case "acl":
		if v := t.tok[g].Head; v >= 0 && r.lex.is("charge", t.lemma(g)) && t.tok[g].Deprel == "obl" && t.tok[v].UPOS == nlp.VERB {
			if o := r.verbFrame(v).all("o"); o != nil {
				return o // arrested on charges of attacking X
			}
		}
		return r.nounSubject(g)
	case "obl", "nmod", "obj", "nsubj": // gerunds taken for nouns
		if t.tok[g].UPOS == nlp.VERB && t.tok[v].Deprel != "nsubj" {
			return r.subjectsOf(g)
		}
	}
	return nil
}

// pushedDown returns what a clause without a subject is about where it stands
// under a verb of speech that is itself a relative clause: "a law that critics
// say violates rights"; or -1.
func (r *reader) pushedDown(v, g int) int {
	t := r.t
	if t.tok[v].Deprel != "ccomp" || t.tok[g].Deprel != "acl:relcl" || v < g || !r.speechVerb(g) || t.childBase(v, "nsubj") >= 0 || t.hasLemma(v, "mark", "to") {
		return -1
	}
	if h := t.tok[g].Head; h >= 0 && h < g && nominal(t.tok[h].UPOS) {
		return h
	}
	return -1
}

// conjSubject is the subject of g, which a verb joined to it shares.
func (r *reader) conjSubject(g int) []int {
	if r.t.tok[g].UPOS == nlp.VERB {
		return r.subjectsOf(g)
	}
	return r.copulaSubject(g)
}

// clauseSubject is who an infinitive, gerund or participle clause under g is
// about: g's object or its subject.
func (r *reader) clauseSubject(v, g int) []int {
	t := r.t
	if t.tok[g].UPOS != nlp.VERB {
		if s := r.copulaSubject(g); s != nil {
			return s
		}
		if r.lex.effects[posEvent][t.lemma(g)] != nil {
			return r.nounSubject(g)
		}
		return nil
	}
	gf := r.verbFrame(g)
	inner := t.tok[v].Deprel == "xcomp" || t.tok[v].Deprel == "ccomp"
	if !inner {
		switch t.caseOf(v) {
		case "to":
			inner = r.asked(gf, v) || r.actingObject(gf) && r.lex.effect(posVerb, gf.lemma, "oinf") != nil
		case "of", "from", "for", "into", "as":
			inner = r.lex.is("object_control", gf.lemma)
		}
	}
	if inner && r.lex.is("dispatching", gf.lemma) && r.lex.is("delegate", r.objectLemma(g)) {
		return r.subjectsOf(g) // sent soldiers to help
	}
	if inner && !gf.passive && !r.lex.is("subject_control", gf.lemma) {
		for _, role := range []string{"i", "o"} {
			if h := gf.get(role); h >= 0 && h < v && (nominal(t.tok[h].UPOS) || t.tok[h].UPOS == nlp.NUM) {
				return []int{h}
			}
		}
		if r.lex.is("oblique_control", gf.lemma) {
			for _, role := range []string{"on", "upon", "for", "to", "with"} {
				if h := gf.get(role); h >= 0 && h < v {
					return []int{h}
				}
			}
		}
	}
	return r.subjectsOf(g)
}

func (r *reader) actingObject(f *frame) bool {
	if f.has("i") {
		return true
	}
	o := f.get("o")
	return o >= 0 && nominal(r.t.tok[o].UPOS) && r.isType(o, "actor")
}

// nounSubject is who carries out what a noun's clause says: "Iran's plan to
// visit", "X announced a decision to quit".
func (r *reader) nounSubject(noun int) []int {
	if h := r.t.child(noun, "nmod:poss"); h >= 0 {
		return []int{h}
	}
	for _, k := range r.t.children(noun) {
		if r.t.tok[k].Deprel == "nmod" {
			switch r.t.caseOf(int(k)) {
			case "of", "by":
				return []int{int(k)}
			}
		}
		if r.ownerLike(int(k)) {
			return []int{int(k)}
		}
	}
	if g := r.t.tok[noun].Head; g >= 0 && r.t.tok[g].UPOS == nlp.VERB {
		f := r.verbFrame(g)
		switch r.t.tok[noun].Deprel {
		case "obj":
			if r.lex.is("light", f.lemma) || r.lex.is("plan_maker", f.lemma) || r.deniesEvent(f.lemma) {
				return r.subjectsOf(g)
			}
		case "obl":
			if r.lex.is("engage", f.lemma) {
				return r.subjectsOf(g)
			}
		}
	}
	if p := r.t.caseOf(noun); r.t.has(noun, "cop") && p != "" { // is in talks to buy
		return r.copulaSubject(noun)
	}
	return r.campaigner(noun, 0)
}

// subjectsOf returns what a verb's clause is about: its subject, of a passive
// the one it happens to.
func (r *reader) subjectsOf(v int) []int {
	f := r.verbFrame(v)
	if f.passive {
		if i := f.get("i"); i >= 0 {
			return []int{i}
		}
		return f.all("o")
	}
	return f.all("s")
}

// copulaSubject is the subject of a noun or adjective that is a predicate.
func (r *reader) copulaSubject(g int) []int {
	for _, k := range r.t.children(g) {
		if rel := r.t.tok[k].Deprel; relBase(rel) == "nsubj" {
			if r.t.tok[k].UPOS == nlp.PRON && r.t.lemma(int(k)) == "it" && r.t.has(g, "expl") {
				continue
			}
			return []int{int(k)}
		}
	}
	switch r.t.tok[g].Deprel {
	case "conj":
		if h := r.t.tok[g].Head; h >= 0 {
			if r.t.tok[h].UPOS == nlp.VERB {
				return r.subjectsOf(h)
			}
			return r.copulaSubject(h)
		}
	case "xcomp":
		if h := r.t.tok[g].Head; h >= 0 && r.t.tok[h].UPOS == nlp.VERB {
			f := r.verbFrame(h)
			if o := f.get("o"); o >= 0 && o != g && !f.passive {
				return []int{o}
			}
			return r.subjectsOf(h)
		}
	case "acl:relcl", "advcl", "acl":
		if h := r.t.tok[g].Head; h >= 0 && r.t.tok[g].Deprel == "advcl" && r.t.tok[h].UPOS == nlp.VERB {
			return r.subjectsOf(h)
		}
	}
	return nil
}

// sharedObject gives a verb that lacks one the object of the verb that is
// joined behind it: "attacked and destroyed the base".
func (r *reader) sharedObject(f *frame) {
	if f.passive || f.has("o") || f.has("that") || f.has("x") {
		return
	}
	t := r.t
	if g := t.tok[f.pred].Head; t.tok[f.pred].Deprel == "xcomp" && t.tok[f.pred].XPOS == "VBG" && g >= 0 {
		if o := t.child(g, "obj"); o > f.pred { // began bombing targets, read as "began targets"
			f.add("o", o)
			return
		}
	}
	for _, x := range f.fillers {
		if x.role != "s" && x.head > f.pred {
			return
		}
	}
	for _, k := range t.children(f.pred) {
		if t.tok[k].Deprel != "conj" || t.tok[k].UPOS != nlp.VERB || int(k)-f.pred > 3 {
			continue
		}
		if o := t.child(int(k), "obj"); o >= 0 && !t.has(int(k), "nsubj") {
			f.add("o", o)
			return
		}
	}
}

// isRelative tells whether a token is a relative pronoun.
func (r *reader) isRelative(i int) bool {
	tok := &r.t.tok[i]
	switch tok.XPOS {
	case "WDT", "WP", "WP$":
		return r.relativeHead(i) >= 0
	}
	return tok.UPOS == nlp.PRON && r.t.lemma(i) == "that" && tok.XPOS != "DT" && r.relativeHead(i) >= 0
}

// relativeHead returns the antecedent of a relative pronoun, or -1.
func (r *reader) relativeHead(i int) int {
	t := r.t
	pronoun := i
	for n := 0; n < 24; n++ {
		h := t.tok[i].Head
		if h < 0 {
			return -1
		}
		if t.tok[i].Deprel == "acl:relcl" {
			if !nominal(t.tok[h].UPOS) {
				return -1
			}
			if t.lemma(pronoun) == "who" && r.nonActor(h) { // no meeting is a "who"
				h = r.nounBefore(pronoun, h)
			}
			if g := t.tok[h].Head; (t.lemma(pronoun) == "who" || t.lemma(pronoun) == "whom") && t.tok[h].Deprel == "nmod" && g >= 0 && r.cast.typeOf(g) == graph.Person && r.cast.typeOf(h) != graph.Person && t.tok[i].XPOS != "VBP" {
				h = g // a reporter of the paper whom
			}
			if t.tok[i].XPOS == "VBZ" && t.tok[pronoun].XPOS == "WDT" { // A, and B, which sells
				if b := r.nounBefore(pronoun, -1); b > h && r.conjunctOf(b, h) {
					return b
				}
			}
			return r.widenAntecedent(h, i)
		}
		i = h
	}
	return -1
}

// conjunctOf tells whether the noun at b is joined to the one at h.
func (r *reader) conjunctOf(b, h int) bool {
	for _, c := range r.t.conjuncts(h) {
		if c == b {
			return true
		}
	}
	return false
}

// nounBefore returns the noun right before i, punctuation apart; otherwise the
// given one.
func (r *reader) nounBefore(i, otherwise int) int {
	t := r.t
	for k := i - 1; k >= 0 && k > i-4; k-- {
		switch u := t.tok[k].UPOS; {
		case isNoun(u):
			for n := 0; n < 8 && (t.tok[k].Deprel == "flat" || t.tok[k].Deprel == "compound") && t.tok[k].Head >= 0; n++ {
				k = t.tok[k].Head
			}
			return k
		case u != nlp.PUNCT:
			return otherwise
		}
	}
	return otherwise
}

// widenAntecedent takes a list for the antecedent when the relative clause is
// plural: "A, B and C, who all back …".
func (r *reader) widenAntecedent(noun, clause int) int {
	t := r.t
	first := t.firstConjunct(noun)
	if first == noun {
		return noun
	}
	plural := t.tok[clause].XPOS == "VBP"
	for _, k := range t.children(clause) {
		switch t.lemma(int(k)) {
		case "all", "both":
			plural = true
		case "have", "be", "do":
			if t.tok[k].XPOS == "VBP" {
				plural = true
			}
		}
	}
	if !plural && r.bare(noun) && !r.bare(first) && t.tok[noun].XPOS == "NNS" && t.tok[first].XPOS == "NNS" {
		return first // eleven companies and people that …
	}
	if plural && t.tok[noun].XPOS != "NNS" && (t.tok[noun].XPOS != "NNPS" || r.cast.typeOf(noun) == graph.Country) {
		return first
	}
	return noun
}

// bare tells whether a noun has neither article nor number nor adjective.
func (r *reader) bare(i int) bool {
	for _, k := range r.t.children(i) {
		switch r.t.tok[k].Deprel {
		case "det", "nummod", "amod", "nmod:poss":
			return false
		}
	}
	return true
}

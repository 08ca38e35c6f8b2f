package extract

import (
	"slices"
	"strings"

	"kg/graph"
	"kg/nlp"
)

// eventFrame returns the frame of a noun that names an event: "Russia's
// strikes on X", "talks between A and B", "carried out an attack on".
func (r *reader) eventFrame(n int) *frame {
	t := r.t
	f := &frame{pred: n, first: n, last: n, lemma: t.lemma(n), pos: posEvent, kind: "noun.event", light: -1}
	f.add("self", n)
	r.nounRoles(f, n)
	if whole := r.compoundNoun(n); r.lex.senses[posEvent][whole] != nil {
		f.lemma, f.first = whole, n-1
	}
	g := t.tok[n].Head
	switch {
	case g < 0:
	case t.tok[n].Deprel == "conj": // attacks and raids on X
		first := t.firstConjunct(n)
		r.nounRoles(f, first)
		g, n = t.tok[first].Head, first
	case t.tok[n].Deprel == "nmod" && r.lex.is("partitive", t.lemma(g)): // a series of attacks
		r.nounRoles(f, g)
		g, n = t.tok[g].Head, g
	}
	if g >= 0 && t.tok[g].UPOS == nlp.VERB {
		r.lightRoles(f, n, g)
	}
	if p := t.caseOf(n); t.has(n, "cop") && (p == "at" || p == "in") { // is at war with, is in talks with
		for _, h := range r.copulaSubject(n) {
			f.add("light", h)
		}
	}
	r.responsible(f, n, g)
	r.adjacentRole(f)
	return f
}

// compoundNoun returns "peace_agreement" for the noun at n and what stands
// before it as its compound, "" without.
func (r *reader) compoundNoun(n int) string {
	if n == 0 || r.t.tok[n-1].Head != n || r.t.tok[n-1].Deprel != "compound" {
		return ""
	}
	return r.t.lemma(n-1) + "_" + r.t.lemma(n)
}

// responsible: "claimed responsibility for the attack" names who did it.
func (r *reader) responsible(f *frame, n, g int) {
	t := r.t
	if g < 0 {
		return
	}
	if t.tok[g].UPOS == nlp.VERB && t.tok[n].Deprel == "obl" && t.caseOf(n) == "for" && r.lex.is("responsibility", r.objectLemma(g)) {
		for _, h := range r.verbFrame(g).all("s") {
			f.add("light", h)
		}
		return
	}
	if t.tok[g].UPOS == nlp.ADJ && r.lex.is("culpable", t.lemma(g)) {
		for _, h := range r.adjectiveFrame(g).all("s") {
			f.add("light", h)
		}
		return
	}
	if t.tok[g].UPOS == nlp.VERB && r.culprit(f, n, g) {
		return
	}
	if !r.lex.is("responsibility", t.lemma(g)) || t.tok[n].Deprel != "nmod" {
		return
	}
	if v := t.tok[g].Head; v >= 0 && t.tok[v].UPOS == nlp.VERB && t.tok[g].Deprel == "obj" {
		for _, h := range r.verbFrame(v).all("s") {
			f.add("light", h)
		}
	}
}

// adjacentRole takes the preposition right behind a noun for its own, wherever
// the parser hung it: "a visit to Moscow to meet".
func (r *reader) adjacentRole(f *frame) {
	t := r.t
	c := f.pred + 1
	if c >= len(t.tok) || t.tok[c].UPOS != nlp.ADP {
		return
	}
	h := t.tok[c].Head
	if h > c && nominal(t.tok[h].UPOS) && t.tok[c].Deprel == "case" && !r.isTime(h) {
		f.add(t.caseOf(h), h)
	}
}

// nounRoles reads owner and prepositions off a noun's dependents.
func (r *reader) nounRoles(f *frame, n int) {
	t := r.t
	for _, k32 := range t.children(n) {
		k := int(k32)
		rel := t.tok[k].Deprel
		switch rel {
		case "nmod:poss":
			f.add("poss", k)
			f.add("genitive", k)
		case "nmod", "obl":
			if r.isTime(k) {
				continue
			}
			prep := t.caseOf(k)
			if k == f.pred || prep == "by" && r.mutualEvent(t.lemma(n)) {
				continue // "days of clashes"; "addressed at meetings by X"
			}
			f.add(prep, k)
			for _, c := range t.children(k) {
				p := t.caseOf(int(c))
				if t.tok[c].Deprel == "conj" && p != "" && p != prep || p == "by" && t.tok[c].Deprel == "nmod" || prep == "by" && (p == "on" || p == "against") {
					f.add(p, int(c))
				}
			}
		case "obl:agent":
			f.add("by", k)
		case "amod", "compound", "nmod:desc", "nmod:unmarked":
			switch {
			case t.tok[k].UPOS == nlp.VERB:
				if a := r.compoundAgent(k); a >= 0 { // US-led strikes
					f.add("poss", a)
				}
			case r.ownerLike(k):
				f.add("poss", k)
			case rel == "compound" && t.tok[k].UPOS != nlp.ADJ:
				f.add("compound", k)
			}
		case "acl":
			if t.tok[k].UPOS == nlp.VERB && r.lex.is("light", t.lemma(k)) { // strikes carried out by X
				vf := r.verbFrame(k)
				for _, x := range vf.fillers {
					if x.role == "s" && vf.passive {
						f.add("by", x.head)
					} else if x.role != "s" && x.role != "o" && x.role != "x" && x.role != "that" {
						f.add(x.role, x.head)
					}
				}
			}
		}
	}
}

// mutualEvent tells whether a noun names what several do together.
func (r *reader) mutualEvent(noun string) bool {
	senses := r.lex.senses[posEvent][noun]
	return len(senses) > 0 && (senses[0].relation == "meets" || senses[0].relation == "talksWith")
}

// lightRoles lends an event noun the subject and the prepositions of its
// light verb.
func (r *reader) lightRoles(f *frame, n, v int) {
	t := r.t
	rel := t.tok[n].Deprel
	vf := r.verbFrame(v)
	lemma := vf.lemma
	light := r.lex.is("light", lemma) || r.lex.is("light", t.lemma(v))
	switch {
	case rel == "obj" && (light || r.deniesEvent(lemma)):
		f.light = v
		for _, h := range vf.all("s") {
			f.add("light", h)
		}
	case rel == "obj" && r.lex.is("attracting", lemma): // drew criticism from X
		f.light = v
		for _, h := range vf.all("s") {
			f.add("target", h)
		}
	case rel == "obj" && (r.lex.is("own_event", lemma) && r.ownedByPronoun(n) || r.lex.is("pursuing", lemma) && r.lex.is("measure", t.lemma(n))): // began its offensive, extended sanctions
		for _, h := range vf.all("s") {
			f.add("light", h)
		}
		return
	case vf.get("o") == n && vf.passive && light: // talks were held; strikes carried out by X
		f.light = v
		for _, h := range vf.all("s") {
			f.add("by", h)
		}
	case relBase(rel) == "nsubj" && r.lex.is("occur", lemma): // talks took place, fighting broke out
		f.light = v
	case rel == "obl" && r.lex.is("engage", lemma): // engaged in talks with, took part in
		f.light = v
		for _, h := range vf.all("s") {
			f.add("light", h)
		}
	case rel == "obl" && t.caseOf(n) == "in" && r.lex.is("in_event", t.lemma(n)): // rallied in support of X
		f.light = v
		for _, h := range r.subjectsOf(v) {
			f.add("light", h)
		}
		return
	case rel == "obl" && (r.mutualEvent(t.lemma(n)) && (r.lex.is("during", t.caseOf(n)) || t.caseOf(n) == "for" && r.lex.is("journey", t.lemma(v))) || r.lex.is("journey_event", t.lemma(n)) && r.lex.is("on_journey", t.caseOf(n))): // said after talks with X, on a visit to Y
		for _, h := range r.subjectsOf(v) {
			f.add("light", h)
		}
		return
	default:
		if rel != "obj" && !vf.passive {
			return
		}
	}
	for _, x := range vf.fillers {
		switch x.role {
		case "s", "o", "x", "that":
		case "i":
			if f.light >= 0 {
				f.add("to", x.head)
			}
		case "by":
			if f.light >= 0 && r.canAct(x.head) { // not "by six months"
				f.add("by", x.head)
			}
		default:
			if f.light >= 0 && x.head != n {
				f.add(x.role, x.head)
			}
		}
	}
}

// ownedByPronoun tells whether the noun at n is "its" or "their" own.
func (r *reader) ownedByPronoun(n int) bool {
	k := r.t.child(n, "nmod:poss")
	return k >= 0 && r.t.tok[k].UPOS == nlp.PRON
}

// culprit: "accused X of the murder of Y", "X was charged with the murder of Y".
func (r *reader) culprit(f *frame, n, g int) bool {
	vf := r.verbFrame(g)
	prep := r.t.caseOf(n)
	if !r.lex.is("object_control", vf.lemma) || prep != "of" && prep != "for" && prep != "with" && prep != "over" {
		return false
	}
	if r.lex.effect(posVerb, vf.lemma, prep) == nil {
		return false
	}
	for _, h := range vf.all("o") {
		f.add("light", h)
	}
	return true
}

// deniesEvent tells whether a verb says of its own subject's event that it does
// not take place: "cancelled a visit", "avoided talks".
func (r *reader) deniesEvent(verb string) bool {
	e := r.lex.effect(posVerb, verb, "np")
	return e != nil && (e.flips || e.modality == planned && e.source == '-')
}

// ownerLike tells whether a modifier of a noun names who acts: a nationality
// or a name in front of it ("Russian strikes", "Reuters analysis").
func (r *reader) ownerLike(k int) bool {
	t := r.t
	switch t.tok[k].Deprel {
	case "amod", "compound", "nmod:unmarked", "nmod:desc":
	default:
		return false
	}
	if r.nationality(k) {
		return true
	}
	if t.tok[k].UPOS != nlp.PROPN || t.tok[k].Deprel == "amod" || r.cast.nameAt[k] < 0 {
		return false
	}
	switch r.cast.typeOf(k) {
	case graph.Country, graph.Organization, graph.Government, graph.ArmedGroup, graph.Person:
		return true
	}
	return false
}

// nationality tells whether the token is an adjective of a country.
func (r *reader) nationality(k int) bool {
	if c := r.t.tok[k].Form; c == "" || c[0] < 'A' || c[0] > 'Z' {
		return false
	}
	if i := r.cast.nameAt[k]; i >= 0 && r.d.Names[i].Type == nlp.Nationality {
		return true
	}
	return r.cast.countryOf(k) != nil
}

// compoundAgent returns who does what a participle in front of a noun says:
// "US" of "US-backed", or -1.
func (r *reader) compoundAgent(p int) int {
	t := r.t
	i := p - 1
	if i >= 0 && t.tok[i].Form == "-" {
		i--
	}
	if i < 0 || i == p-1 && t.tok[i].Head != p {
		return -1
	}
	switch t.tok[i].UPOS {
	case nlp.PROPN, nlp.NOUN:
		return i
	case nlp.ADJ:
		if r.nationality(i) {
			return i
		}
	}
	return -1
}

// compoundFrames reads "US-backed rebels", "Kurdish-controlled areas" and
// "pro-Assad forces" off the hyphen at token h, whatever the tree says.
func (r *reader) compoundFrame(h int) *frame {
	t := r.t
	if h == 0 || h+1 >= len(t.tok) || t.tok[h-1].End != t.tok[h].Begin || t.tok[h].End != t.tok[h+1].Begin {
		return nil
	}
	left, right := h-1, h+1
	if prefix := strings.ToLower(t.tok[left].Form); r.lex.senses[posPrefix][prefix] != nil {
		noun := r.modified(right)
		if noun < 0 || !isNoun(t.tok[right].UPOS) && !r.nationality(right) {
			return nil
		}
		f := &frame{pred: noun, first: left, last: right, lemma: prefix, pos: posPrefix, kind: "compound.prefix", standing: true, light: -1}
		f.add("self", noun)
		f.add("o", right)
		return f
	}
	verb := r.participleLemma(right)
	agent := r.compoundAgent(right)
	if verb == "" || agent < 0 {
		return nil
	}
	noun := r.modified(right)
	if noun < 0 {
		return nil
	}
	f := &frame{pred: noun, first: left, last: right, lemma: verb, pos: posVerb, kind: "compound.participle", passive: true, standing: true, light: -1}
	f.add("s", agent)
	f.add("o", noun)
	f.add("compound", agent)
	return f
}

// prefixFrame reads "pro-Assad forces" written as one word: the name behind the
// prefix has to stand elsewhere in the article.
func (r *reader) prefixFrame(i int) *frame {
	form := r.t.tok[i].Form
	cut := strings.IndexAny(form, "-‑–")
	if cut < 2 {
		return nil
	}
	prefix := strings.ToLower(form[:cut])
	if r.lex.senses[posPrefix][prefix] == nil {
		return nil
	}
	noun := r.modified(i)
	named := r.wordElsewhere(strings.TrimLeft(form[cut:], "-‑–"), i)
	if noun < 0 || noun == i || named < 0 {
		return nil
	}
	f := &frame{pred: noun, first: i, last: i, lemma: prefix, pos: posPrefix, kind: "compound.prefix", standing: true, light: -1}
	f.add("self", noun)
	f.add("o", named)
	return f
}

// wordElsewhere returns the nearest noun before or after i that is written so,
// as the head of its phrase; or -1.
func (r *reader) wordElsewhere(word string, i int) int {
	const reach = 3000 // tokens
	best := -1
	for k := max(0, i-reach); k < min(len(r.t.tok), i+reach); k++ {
		tok := &r.t.tok[k]
		if k == i || !isNoun(tok.UPOS) || !strings.EqualFold(tok.Form, word) {
			continue
		}
		if best >= 0 && k > i {
			break
		}
		best = k
	}
	return best
}

// modified returns the noun to the right that the compound ending at i
// describes, or -1.
func (r *reader) modified(i int) int {
	t := r.t
	for h, n := i, 0; n < 6; n++ {
		if h > i && isNoun(t.tok[h].UPOS) {
			return h
		}
		if h = t.tok[h].Head; h < 0 {
			break
		}
	}
	for j := i + 1; j < len(t.tok) && j < i+5; j++ {
		switch t.tok[j].UPOS {
		case nlp.NOUN, nlp.PROPN:
			if j+1 < len(t.tok) && isNoun(t.tok[j+1].UPOS) && t.tok[j].Head > j {
				continue
			}
			return j
		case nlp.ADJ, nlp.ADV, nlp.NUM:
		default:
			if t.tok[j].Form != "-" {
				return -1
			}
		}
	}
	return -1
}

// participleLemma returns the verb of a past participle that may be tagged as
// an adjective, "" where it is none that the lexicon knows.
func (r *reader) participleLemma(i int) string {
	tok := &r.t.tok[i]
	if tok.XPOS == "VBN" || tok.UPOS == nlp.VERB {
		return r.t.lemma(i)
	}
	if tok.UPOS != nlp.ADJ {
		return ""
	}
	form := strings.ToLower(tok.Form)
	verbs := r.lex.senses[posVerb]
	if v := irregularParticiples[form]; v != "" {
		return v
	}
	stem, ok := strings.CutSuffix(form, "ed")
	if !ok {
		return ""
	}
	candidates := []string{stem, stem + "e"}
	if n := len(stem); n > 2 && stem[n-1] == stem[n-2] {
		candidates = append(candidates, stem[:n-1])
	}
	if s, ok := strings.CutSuffix(stem, "i"); ok {
		candidates = append(candidates, s+"y")
	}
	for _, c := range candidates {
		if verbs[c] != nil {
			return c
		}
	}
	return ""
}

// irregularParticiples are those that stand behind a hyphen.
var irregularParticiples = map[string]string{
	"held": "hold", "led": "lead", "run": "run", "built": "build", "won": "win", "made": "make", "bought": "buy",
	"owned": "own", "shot": "shoot", "struck": "strike", "fought": "fight", "fled": "flee", "met": "meet", "sought": "seek",
	"beaten": "beat", "born": "bear", "driven": "drive", "stolen": "steal", "slain": "slay", "backed": "back", "taken": "take", "given": "give", "sent": "send", "written": "write", "sold": "sell",
}

// relationalFrame returns the frame of a noun that names who stands in a
// relation: "a supporter of X", "its ally Y", "Chief Executive of Z".
func (r *reader) relationalFrame(n int) *frame {
	t := r.t
	f := &frame{pred: n, first: n, last: n, lemma: t.lemma(n), pos: posRelational, kind: "noun.relational", light: -1}
	r.nounRoles(f, n)
	self := -1
	g := t.tok[n].Head
	if g >= 0 && t.tok[n].Deprel == "nmod" && t.caseOf(n) == "of" && t.lemma(g) == "one" { // one of its allies
		n, g = g, t.tok[g].Head
	}
	switch rel := t.tok[n].Deprel; {
	case t.has(n, "cop"):
		f.kind = "copula.noun"
		for _, s := range r.copulaSubject(n) {
			f.add("self", s)
		}
		return f
	case rel == "appos" && g >= 0 && r.ownName(n, g) >= 0: // "…, his spokesman, Josh Earnest, said"
		self, f.kind, f.standing = r.ownName(n, g), "apposition", true
	case rel == "appos" && g >= 0 && nominal(t.tok[g].UPOS):
		self, f.kind, f.standing = g, "apposition", true
		if i := r.cast.personBefore(n); i >= 0 {
			self = r.cast.nameHead(r.d.Names[i])
		}
	case (rel == "nmod:desc" || rel == "compound" || rel == "nmod:unmarked") && g > n && t.tok[g].UPOS == nlp.PROPN:
		self, f.kind, f.standing = g, "title", true
		r.ownerOfName(f, g)
	case rel == "obj" && g >= 0 && r.lex.is("copular", t.lemma(g)): // became a member
		f.kind = "copula.noun"
		for _, s := range r.subjectsOf(g) {
			f.add("self", s)
		}
		return f
	case rel == "xcomp" || rel == "ccomp" && g >= 0:
		f.kind = "copula.noun"
		for _, s := range r.copulaSubject(n) {
			f.add("self", s)
		}
		return f
	case rel == "obl" && g >= 0 && t.caseOf(n) == "as" && t.tok[g].UPOS == nlp.VERB:
		f.kind = "copula.as"
		gf := r.verbFrame(g)
		if o := gf.get("o"); o >= 0 {
			self = o
		} else if s := gf.get("s"); s >= 0 {
			self = s
		}
	case rel == "conj":
		first := t.firstConjunct(n)
		if i := r.cast.personBefore(n); i >= 0 {
			self, f.kind, f.standing = r.cast.nameHead(r.d.Names[i]), "apposition", true
		} else if first != n && t.tok[first].Deprel == "appos" {
			self, f.kind, f.standing = t.tok[first].Head, "apposition", true
		} else if t.has(first, "cop") {
			f.kind = "copula.noun"
			for _, s := range r.copulaSubject(first) {
				f.add("self", s)
			}
			return f
		}
	}
	if self < 0 {
		if list := r.examples(n); list != nil { // its backers, notably Russia
			f.kind, f.standing = "apposition", true
			for _, y := range list {
				f.add("self", y)
			}
			return f
		}
		if a := t.child(n, "appos"); a >= 0 && nominal(t.tok[a].UPOS) && !r.cast.titled(a, n) { // its ally, Iran
			self, f.kind, f.standing = a, "apposition", true
		} else if a := t.child(n, "flat"); a >= 0 && t.tok[a].UPOS == nlp.PROPN {
			self = a
		} else {
			self = n
			f.kind, f.standing = "noun.self", true
		}
	}
	f.add("self", self)
	return f
}

// ownName returns the name behind the person noun at n that says who it is,
// where the noun before it, at g, is no person; or -1.
func (r *reader) ownName(n, g int) int {
	a := r.t.child(n, "appos")
	if a < 0 || r.t.tok[a].UPOS != nlp.PROPN || r.cast.typeOf(a) != graph.Person || r.cast.typeOf(g) == graph.Person || !r.personNoun(n) {
		return -1
	}
	return a
}

// ownerOfName: in "its Spanish rival Castellan" the rival is that of "it": the
// owner hangs on the name, and the nationality is the name's own.
func (r *reader) ownerOfName(f *frame, name int) {
	owner := r.t.child(name, "nmod:poss")
	if owner < 0 || owner > f.pred {
		return
	}
	f.fillers = slices.DeleteFunc(f.fillers, func(x filler) bool { return x.role == "poss" && r.nationality(x.head) })
	f.add("poss", owner)
}

// adjectiveFrame returns the frame of an adjective: "X is loyal to Y",
// "forces loyal to Y".
func (r *reader) adjectiveFrame(a int) *frame {
	t := r.t
	f := &frame{pred: a, first: a, last: a, lemma: t.lemma(a), pos: posAdjective, kind: "adjective", light: -1}
	for _, k32 := range t.children(a) {
		k := int(k32)
		switch relBase(t.tok[k].Deprel) {
		case "nsubj":
			f.add("s", k)
		case "obl", "nmod":
			if !r.isTime(k) {
				f.add(t.caseOf(k), k)
			}
		case "xcomp", "ccomp":
			f.add("x", k)
		}
	}
	if !f.has("s") {
		switch g := t.tok[a].Head; t.tok[a].Deprel {
		case "amod", "acl":
			f.add("s", g)
			f.standing = true
		case "acl:relcl":
			f.add("s", g)
		default:
			if a > 0 && t.tok[a-1].UPOS == nlp.NOUN && !t.has(a, "cop") && t.tok[a].Deprel != "conj" { // "troops loyal to X seized"
				f.add("s", a-1)
				f.standing = true
				return f
			}
			for _, s := range r.copulaSubject(a) {
				f.add("s", s)
			}
		}
	}
	return f
}

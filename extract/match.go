package extract

import (
	"slices"

	"kg/graph"
	"kg/nlp"
)

// knownType lists the types that a condition of the lexicon may name: entity
// types in small letters and classes of them.
var knownType = map[string]bool{
	"actor": true, "people": true, "place": true, "named": true, "event": true, "thing": true,
	"person": true, "organization": true, "government": true, "country": true, "armed": true, "facility": true,
	"group": true, "weapon": true, "other": true, "money": true, "instrument": true, "document": true, "craft": true, "office": true,
}

// match finds the senses of a frame that hold, and emits a statement for each
// pair of arguments. It tells whether any held.
func (r *reader) match(f *frame, senses []*sense) bool {
	if r.matchAs(f, senses) {
		return true
	}
	it := f.get("o")
	if it < 0 || f.pos != posVerb || r.standins[it] != 0 || r.t.tok[it].UPOS != nlp.PRON || r.t.lemma(it) != "it" {
		return false
	}
	for _, s := range senses {
		for i := range s.conditions {
			if c := &s.conditions[i]; c.role == 'o' && c.byLemma && !c.negated && s.relation != "none" {
				if noun := r.lastNoun(it, c.values); noun >= 0 {
					r.standins[it] = noun
					if r.matchAs(f, senses) {
						return true
					}
					delete(r.standins, it)
				}
			}
		}
	}
	return false
}

// lastNoun returns the last noun before token i, not far off, that is one of
// the words; or -1. It finds what "it" must be in "violated it within minutes".
func (r *reader) lastNoun(i int, words map[string]bool) int {
	for k := i - 1; k >= 0 && k > i-longestLookBack; k-- {
		if r.t.tok[k].UPOS == nlp.NOUN && r.t.tok[k].XPOS == "NN" && words[r.t.lemma(k)] {
			return k
		}
	}
	return -1
}

// longestLookBack is how many tokens back a pronoun's noun is looked for: some
// two sentences.
const longestLookBack = 60

func (r *reader) matchAs(f *frame, senses []*sense) bool {
	done := false
	for _, s := range senses {
		subj, obj, ok := r.bind(f, s)
		if !ok {
			continue
		}
		if s.relation == "none" {
			return true
		}
		if r.emit(f, s, subj, obj) {
			done = true
			if !s.also {
				return true
			}
		}
	}
	return done
}

// bind finds the fillers that a sense asks for and checks its conditions.
func (r *reader) bind(f *frame, s *sense) (subj, obj []int, ok bool) {
	obj = r.fillers(f, s.object, nil)
	if obj == nil && s.object != nil {
		return nil, nil, false
	}
	subj = r.fillers(f, s.subject, obj)
	if subj == nil && !s.subjectOptional && !(f.passive && f.pos == posVerb && hasRole(s.subject, "s") && hasPatient(s.object)) {
		return nil, nil, false
	}
	for i := range s.conditions {
		if !r.holds(&s.conditions[i], f, subj, obj) {
			return nil, nil, false
		}
	}
	return subj, obj, true
}

func hasRole(list []string, x string) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// hasPatient tells whether a sense's object may be what a passive is about.
func hasPatient(roles []string) bool {
	return hasRole(roles, "o") || hasRole(roles, "i")
}

// fillers returns the tokens of the first of the roles that is filled, those
// in taken apart.
func (r *reader) fillers(f *frame, roles []string, taken []int) []int {
	for _, role := range roles {
		if role == "s" && f.pos == posEvent {
			order := []string{"by", "poss", "light"}
			if p := f.get("poss"); p >= 0 && (r.t.tok[p].UPOS == nlp.PRON || r.t.tok[p].Deprel == "compound" && len(obj0(f)) == 0) {
				order = []string{"by", "light", "poss"}
			}
			if h := r.fillers(f, order, taken); h != nil {
				return h
			}
			continue
		}
		var out []int
		for _, x := range f.fillers {
			if x.role == role && !contains(taken, x.head) {
				out = append(out, x.head)
			}
		}
		if out == nil && f.pos == posVerb {
			if h := r.objectPrep(f, role); h >= 0 && !contains(taken, h) {
				out = []int{h}
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// objectPrep returns a preposition's noun that the parser hung on the verb's
// object: "donated money [to Kenya]"; or -1.
func (r *reader) objectPrep(f *frame, role string) int {
	o := f.get("o")
	if o < 0 || f.passive || len(role) < 2 || role == "by" || r.t.tok[o].UPOS != nlp.NOUN && r.t.tok[o].UPOS != nlp.SYM && r.t.tok[o].UPOS != nlp.NUM {
		return -1
	}
	if in := f.get("in"); in > o && r.isType(o, "money") { // pledged $4m [in aid to Kenya]
		for _, x := range r.t.children(in) {
			if r.t.tok[x].Deprel == "nmod" && r.t.caseOf(int(x)) == role {
				return int(x)
			}
		}
	}
	for _, k := range r.t.children(o) {
		if r.t.tok[k].Deprel != "nmod" || int(k) < o {
			continue
		}
		prep := r.t.caseOf(int(k))
		if prep == role {
			return int(k)
		}
		if prep != "in" && prep != "of" || !r.lex.is("money", r.t.lemma(o)) && r.t.tok[o].UPOS != nlp.SYM && r.t.tok[o].UPOS != nlp.NUM && !r.lex.is("quantity", r.t.lemma(o)) {
			continue
		}
		for _, x := range r.t.children(int(k)) { // $4m in aid to Kenya
			if r.t.tok[x].Deprel == "nmod" && r.t.caseOf(int(x)) == role {
				return int(x)
			}
		}
	}
	return -1
}

func obj0(f *frame) []int { return f.all("by") }

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func (r *reader) holds(c *condition, f *frame, subj, obj []int) bool {
	if c.role == 'x' {
		any := false
		for v := range c.values {
			any = any || f.has(v) || v == "passive" && f.passive || v == "active" && !f.passive || v == "standing" && f.standing
		}
		return any != c.negated
	}
	heads := subj
	switch c.role {
	case 'o':
		heads = obj
	case 'd':
		heads = f.all("o")
	case 'm':
		return r.modifiedBy(f, c.values) != c.negated
	case 'c':
		if x := f.get("x"); x >= 0 {
			return c.values[r.t.lemma(x)] != c.negated
		}
		return c.negated
	}
	if len(heads) == 0 {
		return c.negated || c.role == 's'
	}
	for _, h := range heads {
		if r.reciprocal(h) { // each other are those who do it
			if slices.ContainsFunc(subj, func(x int) bool { return r.isOne(x, c) }) {
				return !c.negated
			}
			continue
		}
		if r.isOne(h, c) {
			return !c.negated
		}
	}
	return c.negated
}

// modifiedBy tells whether a word right at the predicate is one of the lemmas:
// an adjective or a noun in front of it, its light verb.
func (r *reader) modifiedBy(f *frame, lemmas map[string]bool) bool {
	if f.light >= 0 && lemmas[r.t.lemma(f.light)] {
		return true
	}
	for _, k := range r.t.children(f.pred) {
		if d := r.t.tok[k].Deprel; d == "amod" || d == "compound" || d == "nmod:poss" || d == "nmod:desc" {
			if lemmas[r.t.lemma(int(k))] {
				return true
			}
		}
	}
	return false
}

// isOne tells whether the noun phrase at h is of the types or lemmas of c.
func (r *reader) isOne(h int, c *condition) bool {
	h = r.through(r.deref(h))
	if c.byLemma {
		return c.values[r.t.lemma(h)] || r.t.tok[h].UPOS == nlp.PRON && c.values[r.cast.takenWord(h)]
	}
	beside := r.nameBeside(h) // buy the producer Arcadium
	for v := range c.values {
		if r.isType(h, v) || beside != h && r.isType(beside, v) {
			return true
		}
	}
	return false
}

func (r *reader) isType(h int, class string) bool {
	if class == "money" {
		return r.lex.is("money", r.t.lemma(h)) || r.t.has(h, "nummod") && r.lex.is("money", r.t.lemma(h)) || r.t.tok[h].UPOS == nlp.SYM
	}
	k := r.cast.typeOf(h)
	switch class {
	case "actor":
		return r.isActorType(h, k) || k == graph.Place && r.cast.nameAt[h] >= 0
	case "people":
		return k == graph.Other && r.t.tok[h].UPOS == nlp.NUM || (k == graph.Person || k == graph.Group || k == graph.ArmedGroup) && !r.nonActor(h) || r.unknownName(h, k) || k != graph.Person && r.personNoun(h)
	case "place":
		return k == graph.Place || k == graph.Country || k == graph.Facility || r.unknownName(h, k) && r.whither(h)
	case "named":
		return r.cast.nameAt[h] >= 0 || r.t.tok[h].UPOS == nlp.PROPN || r.capitalised(h)
	case "event":
		return (k == graph.Event || r.lex.senses[posEvent][r.t.lemma(h)] != nil) && !r.lex.is("natural", r.t.lemma(h))
	case "thing":
		return !r.isActorType(h, k)
	case "person":
		return k == graph.Person || r.unknownName(h, k)
	case "organization":
		return k == graph.Organization || k == graph.Government || r.unknownName(h, k) || r.bodyNoun(h)
	case "government":
		return k == graph.Government || k == graph.Country
	case "country":
		return k == graph.Country
	case "armed":
		return k == graph.ArmedGroup
	case "facility":
		return k == graph.Facility
	case "group":
		return k == graph.Group
	case "weapon":
		return k == graph.Weapon
	case "other":
		return k == graph.Other
	case "document":
		return r.lex.is("document", r.t.lemma(h))
	case "instrument":
		return r.lex.is("instrument", r.t.lemma(h))
	case "office":
		return r.cast.nameAt[h] < 0 && (r.cast.w.roles[r.t.lemma(h)] != 0 || h > 0 && r.cast.w.roles[r.t.lemma(h-1)+"_"+r.t.lemma(h)] != 0)
	case "craft":
		return r.lex.is("craft", r.t.lemma(h))
	}
	return false
}

// bodyNoun tells whether h is a common noun for an organization: "the company".
func (r *reader) bodyNoun(h int) bool {
	return r.t.tok[h].UPOS == nlp.NOUN && r.lex.is("firm", r.t.lemma(h))
}

// capitalised tells whether a word inside its sentence begins with a capital.
func (r *reader) capitalised(h int) bool {
	si := r.d.SentenceAt(h)
	form := r.t.tok[h].Form
	return si < len(r.d.Sentences) && r.d.Sentences[si].First != h && form[0] >= 'A' && form[0] <= 'Z'
}

func (r *reader) isActorType(h int, k graph.EntityType) bool {
	switch k {
	case graph.Person, graph.Organization, graph.Government, graph.Country, graph.ArmedGroup, graph.Group:
		return !r.nonActor(h)
	case graph.Other, "":
		return r.unknownName(h, k) || r.t.tok[h].UPOS == nlp.NOUN && (r.lex.is("body", r.t.lemma(h)) || r.personNoun(h) || r.capitalised(h) && !r.nonActor(h) && !r.d.Sentences[r.d.SentenceAt(h)].Headline)
	}
	return false
}

// unknownName tells whether h is a name of a kind that nobody knows: it may be
// anybody's.
func (r *reader) unknownName(h int, k graph.EntityType) bool {
	return (k == graph.Other || k == "") && (r.cast.nameAt[h] >= 0 || r.t.tok[h].UPOS == nlp.PROPN && r.t.tok[h].XPOS != "NNPS")
}

// whither tells whether a preposition of place or direction stands before the
// phrase at h: "arrived in Kelthan".
func (r *reader) whither(h int) bool {
	switch r.t.caseOf(h) {
	case "in", "to", "into", "near", "toward", "towards", "at":
		return relBase(r.t.tok[h].Deprel) == "obl"
	}
	return false
}

// canAct tells whether the noun phrase at h names somebody or a body.
func (r *reader) canAct(h int) bool {
	h = r.through(r.deref(h))
	return r.isActorType(h, r.cast.typeOf(h))
}

// canActNoun tells whether the common noun at h is one of people or bodies.
func (r *reader) canActNoun(h int) bool { return r.isActorType(h, r.cast.typeOf(h)) }

// nonActor tells whether a noun without a name is a thing, a weapon or an
// event, whatever type it was given.
func (r *reader) nonActor(h int) bool {
	if r.cast.nameAt[h] >= 0 || r.t.tok[h].UPOS != nlp.NOUN {
		return false
	}
	if e := r.cast.resolve(h).ent; e != nil && e.country != nil {
		return false // the ministry, the intelligence service of a country
	}
	lemma := r.t.lemma(h)
	return r.lex.is("instrument", lemma) || r.lex.is("nonactor", lemma) || r.lex.senses[posEvent][lemma] != nil && !r.lex.is("collective", lemma)
}

// deref follows a relative pronoun to its antecedent.
func (r *reader) deref(h int) int {
	if noun := r.standins[h]; noun != 0 {
		return noun
	}
	for n := 0; n < 4 && r.isRelative(h); n++ {
		a := r.relativeHead(h)
		if a < 0 {
			return h
		}
		h = a
		if s := r.t.childBase(h, "nsubj"); s >= 0 && r.t.has(h, "cop") && r.t.caseOf(h) == "" && r.cast.nameAt[s] >= 0 && r.cast.nameAt[h] < 0 && r.canActNoun(h) {
			return s // Norvik is the only company that makes it
		}
	}
	return h
}

// through looks through "dozens of", "a group of", "members of" to what is
// counted.
func (r *reader) through(h int) int {
	for n := 0; n < 3; n++ {
		if !r.lex.is("partitive", r.t.lemma(h)) && r.t.tok[h].UPOS != nlp.NUM && r.t.tok[h].UPOS != nlp.DET {
			return h
		}
		if r.t.tok[h].XPOS == "NN" && r.t.lemma(h) == "member" {
			return h // one member is somebody
		}
		if a := r.t.child(h, "appos"); a > h && r.t.lemma(h) == "one" && r.cast.nameAt[a] >= 0 {
			return a // one of them, Ann Lee
		}
		of := -1
		for _, k := range r.t.children(h) {
			if r.t.tok[k].Deprel == "nmod" && r.t.caseOf(int(k)) == "of" {
				of = int(k)
				break
			}
		}
		if of < 0 {
			return h
		}
		h = of
	}
	return h
}

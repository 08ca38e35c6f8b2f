package extract

import (
	"slices"
	"strings"

	"kg/graph"
	"kg/nlp"
)

// argumentsOf returns the arguments that the noun phrases at heads name, each
// conjunct one.
func (r *reader) argumentsOf(heads []int, actor bool, classes []string) []*graph.Argument {
	var out []*graph.Argument
	for _, h := range heads {
		for _, c := range r.withExamples(r.listed(r.deref(h))) {
			for _, a := range r.args(c, actor) {
				if len(out) > maxPairs*maxPairs {
					return out
				}
				if !hasArgument(out, a) && r.fits(a, c, classes) {
					if r.standins[h] != 0 { // said with a pronoun here
						a.Span = graph.Span{Begin: r.t.tok[h].Begin, End: r.t.tok[h].End}
					}
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// withExamples adds to plurals the names that are given as examples of them:
// "charged 13 people, including Ann Lee".
func (r *reader) withExamples(list []int) []int {
	out := list
	for _, h := range list {
		if r.t.tok[h].XPOS != "NNS" || r.cast.nameAt[h] >= 0 {
			continue
		}
		for _, x := range r.examples(h) {
			if name := r.t.child(x, "flat"); r.cast.nameAt[x] < 0 && name > x && r.cast.nameAt[name] >= 0 {
				x = name // including mayor Ann Lee
			}
			if r.cast.nameAt[x] >= 0 && !contains(out, x) {
				out = append(slices.Clip(out), x)
			}
		}
	}
	return out
}

// fits tells whether the argument read off the noun phrase at h is of one of
// the classes; of any where there are none.
func (r *reader) fits(a *graph.Argument, h int, classes []string) bool {
	if classes == nil {
		return true
	}
	h = r.through(r.deref(h))
	tok := r.t.tok[h]
	own := a.Begin <= tok.Begin && tok.End <= a.End // not an owner or a speaker in its stead
	for _, c := range classes {
		if own && r.isType(h, c) {
			return true
		}
		if (!own || tok.UPOS == nlp.PRON || tok.UPOS == nlp.NUM || tok.UPOS == nlp.DET) && r.entityIs(a, c) {
			return true
		}
	}
	return false
}

func (r *reader) entityIs(a *graph.Argument, class string) bool {
	e := r.cast.entity(a.ID)
	if e == nil {
		return false
	}
	switch class {
	case "actor":
		switch e.Type {
		case graph.Person, graph.Organization, graph.Government, graph.Country, graph.ArmedGroup, graph.Group:
			return true
		}
		return (e.Type == graph.Other || e.Type == graph.Place) && !strings.Contains(string(e.ID), "#") // a name that nobody knows
	case "people":
		return e.Type == graph.Person || e.Type == graph.Group || e.Type == graph.ArmedGroup
	case "place":
		return e.Type == graph.Place || e.Type == graph.Country || e.Type == graph.Facility
	}
	return strings.EqualFold(class, string(e.Type))
}

// listed returns the heads of a list of noun phrases; "the chairman and
// founder, X," is X alone.
func (r *reader) listed(h int) []int {
	list := slices.DeleteFunc(r.withoutRoles(r.t.conjuncts(h)), r.ofFirm)
	if len(list) < 2 || r.t.tok[h].UPOS != nlp.NOUN || r.t.tok[h].XPOS == "NNS" {
		return list
	}
	last := list[len(list)-1]
	for _, x := range []int{last, h} {
		for _, k := range r.t.children(x) {
			if r.t.tok[k].Deprel == "appos" && int(k) > last && r.t.tok[k].UPOS == nlp.PROPN && !r.isExample(int(k)) && !r.inBrackets(int(k)) {
				return []int{int(k)}
			}
		}
	}
	return list
}

// ofFirm tells whether the conjunct at h is a part of a firm's name: "Deere &
// Co".
func (r *reader) ofFirm(h int) bool {
	for _, k := range r.t.children(h) {
		if r.t.tok[k].Deprel == "cc" && r.t.tok[k].Form == "&" {
			return r.t.tok[h].UPOS == nlp.PROPN
		}
	}
	return false
}

// inBrackets tells whether a bracket opens right before the phrase at k.
func (r *reader) inBrackets(k int) bool {
	first, _ := r.t.subtree(k)
	return r.t.tok[first].Form == "(" || first > 0 && r.t.tok[first-1].Form == "("
}

// withoutRoles drops from a list the roles of a name that the parser joined to
// them: "chairman and founder, X".
func (r *reader) withoutRoles(list []int) []int {
	for i := len(list) - 1; i > 0; i-- {
		h := list[i]
		if r.cast.nameAt[h] < 0 || r.t.has(h, "cc") || !r.role(list[i-1]) {
			continue
		}
		first := i - 1
		for first > 0 && r.role(list[first-1]) {
			first--
		}
		return append(append([]int{}, list[:first]...), list[i:]...)
	}
	return list
}

// role tells whether a noun is one person's role.
func (r *reader) role(h int) bool {
	return r.t.tok[h].UPOS == nlp.NOUN && r.t.tok[h].XPOS == "NN" && r.cast.nameAt[h] < 0 &&
		(r.lex.senses[posRelational][r.t.lemma(h)] != nil || r.cast.w.nouns[r.t.lemma(h)] == graph.Person)
}

func hasArgument(list []*graph.Argument, a *graph.Argument) bool {
	for _, b := range list {
		if a.ID == b.ID && a.ID != "" {
			return true
		}
	}
	return false
}

// args returns what one noun phrase names: mostly one argument, several for
// "diplomats from A, B and C". With actor, what cannot act stands for whom it
// belongs to ("Russia's strikes").
func (r *reader) args(h int, actor bool) []*graph.Argument {
	h = r.nameBeside(r.through(r.deref(h)))
	if r.t.tok[h].Deprel == "expl" || r.isTime(h) || r.reflexive(h) {
		return nil
	}
	if a := r.firstPerson(h); a != nil {
		return []*graph.Argument{a}
	}
	if actor {
		if out := r.delegates(h); out != nil {
			return out
		}
	}
	if out := r.counted(h); out != nil {
		return out
	}
	if out := r.lastTwo(h); out != nil {
		return out
	}
	if list := r.namesBehind(h); list >= 0 {
		return r.argumentsOf([]int{list}, actor, nil)
	}
	if actor && !r.canAct(h) && r.isThing(h) || r.lex.is("abstract_part", r.t.lemma(h)) {
		if owner := r.ownerOf(h); owner >= 0 {
			classes := []string{"actor", "place"}
			if r.t.lemma(owner) != "its" { // "its" may be a thing's
				classes = nil
			}
			if out := r.argumentsOf([]int{owner}, true, classes); len(out) > 0 {
				return out
			}
		}
	}
	if out := r.ownSpeakers(h); out != nil {
		return out
	}
	var a *graph.Argument
	if actor {
		a = r.cast.actor(h)
	}
	if a == nil {
		a = r.cast.argument(h)
	}
	if own := r.ownSpeaker(h, a); own != nil {
		a = own
	}
	if a == nil || r.ownedByThing(h, a) {
		return nil
	}
	return []*graph.Argument{a}
}

// ownedByThing tells whether "its" before a role speaks of what has no leader
// or spokesman: "its leader" is not an explanation's.
func (r *reader) ownedByThing(h int, a *graph.Argument) bool {
	tok := &r.t.tok[h]
	if tok.UPOS != nlp.PRON || tok.Deprel != "nmod:poss" || !r.role(tok.Head) {
		return false
	}
	e := r.cast.entity(a.ID)
	return e != nil && e.Type == graph.Other && strings.Contains(string(e.ID), "#") && !r.lex.is("body", lastWord(e.Name))
}

// lastWord returns the last word of a phrase.
func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// ownSpeakers returns all who speak where "they" is the subject of what several
// say of themselves: "A, B and C said that they would …".
func (r *reader) ownSpeakers(h int) []*graph.Argument {
	tok := &r.t.tok[h]
	if tok.UPOS != nlp.PRON || r.t.lemma(h) != "they" || relBase(tok.Deprel) != "nsubj" || tok.Head < 0 {
		return nil
	}
	sp := r.scopeOf(tok.Head).source
	if sp == nil || sp.busy {
		return nil
	}
	sp.busy = true // whose words "they" say themselves lead back to them
	who := r.argumentsOf(sp.speakers, true, nil)
	sp.busy = false
	if len(who) < 2 || who[0].Begin >= tok.Begin {
		return nil
	}
	if named := r.cast.argument(h); named != nil && !hasArgument(who, named) {
		return nil
	}
	out := make([]*graph.Argument, len(who))
	for i, a := range who {
		one := *a
		one.Span = graph.Span{Begin: tok.Begin, End: tok.End}
		out[i] = &one
	}
	return out
}

// reflexive tells whether the token at h is "himself" and its like, which names
// nobody new: "glued themselves to a road" has no second party.
func (r *reader) reflexive(h int) bool {
	lemma := strings.ToLower(r.t.tok[h].Form)
	return r.t.tok[h].UPOS == nlp.PRON && (strings.HasSuffix(lemma, "self") || strings.HasSuffix(lemma, "selves"))
}

// ownSpeaker returns whose words a pronoun of the third person stands in, when
// it is the likely one to be meant: "the ministry said it …". A person that
// coreference names stays.
func (r *reader) ownSpeaker(h int, named *graph.Argument) *graph.Argument {
	tok := &r.t.tok[h]
	if tok.UPOS != nlp.PRON {
		return nil
	}
	person := false
	switch r.t.lemma(h) {
	case "he", "she", "his", "her", "him":
		person = true
		if named != nil {
			return nil
		}
	case "it", "its":
		if d := relBase(tok.Deprel); d != "nsubj" && d != "nmod" { // regulators are urged to block it: not the speaker
			return nil
		}
	case "they", "their":
		if named != nil {
			return nil
		}
	default:
		return nil
	}
	at := tok.Head
	if at < 0 || r.t.tok[h].Deprel == "expl" {
		return nil
	}
	sc := r.scopeOf(at)
	if sc.source == nil {
		return nil
	}
	by := r.speaker(sc.source)
	if by == nil || by.Begin >= tok.Begin {
		return nil
	}
	e := r.cast.entity(by.ID)
	if e == nil || (e.Type == graph.Person) != person && r.t.lemma(h) != "they" && r.t.lemma(h) != "their" {
		return nil
	}
	a := *by
	a.Span = graph.Span{Begin: tok.Begin, End: tok.End}
	return &a
}

// namesBehind returns the first of the names that a plural stands before: "old
// foes [Greece and Turkey]"; or -1.
func (r *reader) namesBehind(h int) int {
	if r.t.tok[h].XPOS != "NNS" || r.cast.nameAt[h] >= 0 {
		return -1
	}
	for _, k := range r.t.children(h) {
		if int(k) > h+1 && r.t.tok[k].Deprel == "appos" && r.cast.nameAt[k] >= 0 && r.t.has(int(k), "conj") && !r.isExample(int(k)) && r.cast.typeOf(int(k)) == graph.Person && r.cast.w.nouns[r.t.lemma(h)] == graph.Person {
			return int(k) // two governors, Ann Lee and Bo Dahl
		}
		if int(k) == h+1 && r.t.tok[k].UPOS == nlp.PROPN && r.t.has(int(k), "conj") {
			switch r.t.tok[k].Deprel {
			case "compound", "appos", "flat", "nmod:desc", "nmod:unmarked":
				return int(k)
			}
		}
	}
	return -1
}

// isThing tells whether the noun at h cannot act itself, so that whom it
// belongs to stands for it.
func (r *reader) isThing(h int) bool {
	if r.lex.is("merchant", r.t.lemma(h)) {
		return false // a Norwegian tanker is not Norway
	}
	if r.nonActor(h) {
		return true
	}
	switch r.cast.typeOf(h) {
	case graph.Weapon, graph.Event, graph.Facility:
		return true
	case graph.Other, "":
		return r.t.tok[h].UPOS == nlp.NOUN && !r.personNoun(h)
	}
	return false
}

// personNoun tells by its ending whether a noun names people: "steelmakers".
func (r *reader) personNoun(h int) bool {
	if r.t.tok[h].XPOS != "NNS" && r.t.tok[h].XPOS != "NN" {
		return false
	}
	lemma := r.t.lemma(h)
	if len(lemma) < 5 || r.lex.is("nonactor", lemma) || r.lex.is("instrument", lemma) {
		return false
	}
	for _, end := range []string{"maker", "grower", "worker", "seller", "buyer", "ist", "ian", "yer", "ner", "ber", "ler", "per", "ger", "ctor", "ator", "man", "woman", "girl", "boy", "child", "person", "student", "victim", "migrant", "refugee", "civilian", "people"} {
		if strings.HasSuffix(lemma, end) {
			return true
		}
	}
	return false
}

// nameBeside returns the name that stands in apposition to a role: "the chief
// of the army, General Saal".
func (r *reader) nameBeside(h int) int {
	if r.t.tok[h].UPOS != nlp.NOUN || r.t.tok[h].XPOS == "NNS" || r.cast.nameAt[h] >= 0 {
		return h
	}
	if i, ok := r.cast.apposed[h]; ok { // his counterpart, Ann Lee
		return r.cast.nameHead(r.d.Names[i])
	}
	if g := r.t.tok[h].Head; r.t.tok[h].Deprel == "appos" && g >= 0 && g < h && r.cast.nameAt[g] >= 0 && r.canAct(g) && !r.isExample(h) && !r.nonActor(h) && !r.lex.is("comment", r.t.lemma(h)) {
		return g
	}
	for _, k := range r.t.children(h) {
		if e := r.cast.resolve(int(k)).ent; r.t.tok[k].Deprel == "appos" && int(k) > h && e != nil && e.named() && e.Type == graph.Person && r.role(h) && r.cast.nameAt[k] < 0 {
			return int(k) // the chief of the army, General Saal
		}
		if r.t.tok[k].Deprel == "appos" && int(k) > h && r.cast.nameAt[k] >= 0 && r.cast.typeOf(int(k)) != graph.Place && !r.isExample(int(k)) && !r.cast.titled(int(k), h) {
			if r.cast.typeOf(int(k)) == graph.Person && r.lex.is("body", r.t.lemma(h)) { // of the army, Ann Lee
				continue
			}
			return int(k)
		}
		if r.t.tok[k].Deprel == "appos" && int(k) > h && r.t.tok[k].UPOS == nlp.NOUN && r.role(h) {
			if name := r.t.child(int(k), "appos"); name == int(k)+1 && r.cast.nameAt[name] >= 0 {
				return name // its largest shareholder, the fund Norvik
			}
		}
	}
	return h
}

// firstPerson: "I" inside a quotation is its speaker; "we" too, and the country
// where a head of state speaks.
func (r *reader) firstPerson(h int) *graph.Argument {
	if r.t.tok[h].UPOS != nlp.PRON {
		return nil
	}
	switch r.t.lemma(h) {
	case "i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves":
	default:
		return nil
	}
	by := r.speakerAround(h)
	if by == nil {
		return nil
	}
	a := *by
	switch r.t.lemma(h) {
	case "we", "us", "our", "ours", "ourselves":
		if country := r.cast.entity(r.countryActedFor(by.ID)); country != nil {
			a.ID, a.Name = country.ID, country.Name
			r.cast.known[country.ID].used = true
		}
	}
	tok := r.t.tok[h]
	a.Span = graph.Span{Begin: tok.Begin, End: tok.End}
	return &a
}

// countryActedFor returns the country for which a head of state says "we", ""
// for others.
func (r *reader) countryActedFor(id graph.IRI) graph.IRI {
	if e := r.cast.known[id]; e != nil {
		return r.cast.actsFor(e)
	}
	return ""
}

// numbers are the counts that "the three countries" is written with.
var numbers = map[string]int{"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}

// counted: "the three countries" are the last three that were named, where the
// sentences that name them name no more than that.
func (r *reader) counted(h int) []*graph.Argument {
	t := r.t
	if !r.lex.is("countries", t.lemma(h)) || t.tok[h].XPOS != "NNS" {
		return nil
	}
	want, definite := 0, false
	for _, k := range t.children(h) {
		switch word := strings.ToLower(t.tok[k].Form); relBase(t.tok[k].Deprel) {
		case "nummod":
			want = numbers[word]
		case "det":
			definite = definite || word == "the" || word == "these" || word == "both"
			if word == "both" {
				want = 2
			}
		case "amod", "nmod", "acl", "compound":
			return nil // "the two Baltic countries", "the three countries that …"
		}
	}
	if want == 0 || !definite {
		return nil
	}
	var out []*graph.Argument
	si := r.d.SentenceAt(h)
	end := h
	for k := si; k >= 0 && k > si-4; k-- {
		for i := end - 1; i >= r.d.Sentences[k].First; i-- {
			if n := r.cast.nameAt[i]; n < 0 || r.d.Names[n].First != i || r.cast.isNationality(n) {
				continue
			}
			if a := r.cast.actor(i); a != nil && !hasArgument(out, a) {
				if e := r.cast.entity(a.ID); e != nil && e.Type == graph.Country {
					out = append(out, a)
				}
			}
		}
		if k > 0 {
			end = r.d.Sentences[k-1].Last
		}
		if len(out) == want {
			slices.Reverse(out)
			for _, a := range out {
				a.Span = graph.Span{Begin: t.tok[h].Begin, End: t.tok[h].End}
			}
			return out
		}
		if len(out) > want {
			return nil
		}
	}
	return nil
}

// lastTwo: "both" and "the two" are the two whom the sentence before names side
// by side, or whom alone it names of their kind.
func (r *reader) lastTwo(h int) []*graph.Argument {
	tok := &r.t.tok[h]
	switch r.t.lemma(h) {
	case "both":
	case "two", "pair":
		if !r.t.hasLemma(h, "det", "the") {
			return nil
		}
	default:
		return nil
	}
	si := r.d.SentenceAt(h)
	if relBase(tok.Deprel) != "nsubj" || r.t.childBase(h, "nmod") >= 0 || si >= len(r.d.Sentences) {
		return nil
	}
	two := r.twoNamed(r.d.Sentences[si].First, h)
	if two == nil && si > 0 && !r.d.Sentences[si-1].Headline {
		two = r.twoNamed(r.d.Sentences[si-1].First, r.d.Sentences[si-1].Last)
	}
	for i, a := range two {
		one := *a
		one.Span = graph.Span{Begin: tok.Begin, End: tok.End}
		two[i] = &one
	}
	return two
}

// twoNamed returns the two actors of one kind that the tokens [first, last) name,
// people before bodies; nil where they name more or fewer of the first kind.
func (r *reader) twoNamed(first, last int) []*graph.Argument {
	byKind := map[graph.EntityType][]*graph.Argument{}
	for i := first; i < last; i++ {
		if n := r.cast.nameAt[i]; n < 0 || r.cast.nameHead(r.d.Names[n]) != i || r.cast.isNationality(n) {
			continue
		}
		a := r.cast.actor(i)
		if a == nil {
			continue
		}
		if e := r.cast.entity(a.ID); e != nil && !hasArgument(byKind[e.Type], a) {
			byKind[e.Type] = append(byKind[e.Type], a)
		}
	}
	for _, kind := range []graph.EntityType{graph.Person, graph.ArmedGroup, graph.Country, graph.Organization} {
		if two := byKind[kind]; len(two) == 2 {
			return two
		} else if len(two) > 0 {
			return nil
		}
	}
	return nil
}

// delegates: "diplomats from A, B and C" act for A, B and C.
func (r *reader) delegates(h int) []*graph.Argument {
	if !r.lex.is("delegate", r.t.lemma(h)) && (r.t.tok[h].XPOS != "NNS" || !r.lex.is("state_body", r.t.lemma(h))) || r.cast.nameAt[h] >= 0 {
		return nil
	}
	for _, k := range r.t.children(h) {
		if r.t.tok[k].Deprel != "nmod" {
			continue
		}
		if c := r.t.caseOf(int(k)); c != "from" && c != "of" && c != "for" {
			continue
		}
		heads := r.t.conjuncts(int(k))
		if len(heads) > 1 && r.canAct(heads[0]) || r.cast.nameAt[heads[0]] >= 0 {
			var out []*graph.Argument
			for _, x := range heads {
				if a := r.cast.actor(x); a != nil && !hasArgument(out, a) {
					out = append(out, a)
				}
			}
			return out
		}
	}
	return nil
}

// ownerOf returns whose the thing at h is: "Russia's strikes", "Russian
// intervention", "an attack by rebels", "the policy of the government"; or -1.
func (r *reader) ownerOf(h int) int {
	t := r.t
	best := -1
	lemma := t.lemma(h)
	patient := r.takesPatient(lemma) || !r.nonActor(h) && !r.lex.is("abstract_part", lemma)
	for _, k32 := range t.children(h) {
		k := int(k32)
		switch rel := t.tok[k].Deprel; rel {
		case "nmod:poss":
			if r.canAct(k) || r.t.tok[k].UPOS == nlp.PRON {
				return k
			}
		case "nmod":
			switch t.caseOf(k) {
			case "by":
				if r.isType(k, "actor") {
					return k
				}
			case "of":
				if best < 0 && !patient && r.canAct(k) {
					best = k
				}
			case "from": // letters from A, unlike the retreat from B
				if best < 0 && (!patient || !r.takesRole(lemma, "from")) && r.isType(k, "actor") {
					best = k
				}
			}
		case "amod", "compound", "nmod:desc", "nmod:unmarked":
			if r.ownerLike(k) && best < 0 {
				best = k
			}
			for _, c := range t.children(k) { // [Russian air] strikes
				if best < 0 && t.tok[c].Deprel == "amod" && r.nationality(int(c)) {
					best = int(c)
				}
			}
		}
	}
	return best
}

// takesPatient tells whether what follows "of" is whom the event befalls:
// "the release of prisoners".
func (r *reader) takesPatient(noun string) bool { return r.takesRole(noun, "of") }

// takesRole tells whether the object of an event noun may stand in the role.
func (r *reader) takesRole(noun, role string) bool {
	for _, s := range r.lex.senses[posEvent][noun] {
		if hasRole(s.object, role) {
			return true
		}
	}
	return false
}

package main

import (
	"math/rand/v2"
	"strings"
)

// grammar makes sentences with their trees up, from words of the treebanks, in
// constructions that news has and the treebanks have too few of: relative
// clauses on the subject, lists, headlines, particles, two objects, "asked X to
// do Y", participles. They mean nothing; their trees are right.
type grammar struct {
	lex *lexicon
	r   *rand.Rand
}

// node is a word with what hangs on it.
type node struct {
	form, upos, xpos, label string
	before, after           []*node
	of                      *node // the head, where it is another than the node that has this one in its list
	at                      int   // place in the sentence, once written
}

func word(form, upos, xpos string) *node { return &node{form: form, upos: upos, xpos: xpos} }

// left hangs d before n, behind what hangs there.
func (n *node) left(label string, d *node) *node {
	d.label = label
	n.before = append(n.before, d)
	return n
}

// first hangs d before all that hangs before n.
func (n *node) first(label string, d *node) *node {
	d.label = label
	n.before = append([]*node{d}, n.before...)
	return n
}

// right hangs d behind n and all that hangs there.
func (n *node) right(label string, d *node) *node {
	d.label = label
	n.after = append(n.after, d)
	return n
}

func (n *node) comma() *node { return n.right("punct", word(",", "PUNCT", ",")) }

func (n *node) write(s *sentence) int {
	var kids []int
	for _, d := range n.before {
		kids = append(kids, d.write(s))
	}
	at := len(s.forms)
	n.at = at
	s.forms, s.upos, s.xpos = append(s.forms, n.form), append(s.upos, n.upos), append(s.xpos, n.xpos)
	s.deprel, s.heads, s.names = append(s.deprel, n.label), append(s.heads, -1), append(s.names, "")
	for _, d := range n.after {
		kids = append(kids, d.write(s))
	}
	for _, k := range kids {
		s.heads[k] = at
	}
	return at
}

// rehang hangs what has another head on it, after write.
func (n *node) rehang(s *sentence) {
	for _, list := range [2][]*node{n.before, n.after} {
		for _, d := range list {
			if d.of != nil {
				s.heads[d.at] = d.of.at
			}
			d.rehang(s)
		}
	}
}

// sentence makes one up.
func (g *grammar) sentence() *sentence {
	kinds := []func() *node{
		g.plain, g.plain, g.relativeSubject, g.relativeSubject, g.relativeSubject, g.bareSubject, g.headline, g.headline, g.headlineTo,
		g.reported, g.passive, g.apposition, g.participle, g.lists, g.allWho, g.elected, g.asked, g.eventSubject,
		g.called, g.helped, g.reduced, g.allWho, g.allWho, g.headline,
		g.accused, g.accused, g.personBehind, g.wished, g.builtBy, g.builtBy, g.spoke, g.saidBehind, g.sharedSubject,
		g.toll, g.toll, g.tollPassive, g.tollHeadline, g.bothOrders, g.accusing, g.aimedAt, g.betweenCommas,
	}
	root := kinds[g.r.IntN(len(kinds))]()
	root.label = "root"
	s := &sentence{}
	root.write(s)
	root.rehang(s)
	if s.forms[0] == strings.ToLower(s.forms[0]) {
		s.forms[0] = upperFirst(s.forms[0])
	}
	if s.forms[len(s.forms)-1] == "." {
		return s
	}
	switch x := g.r.Float64(); {
	case x < 0.45:
		return titleCase(s)
	case x < 0.6:
		return mapForms(s, strings.ToUpper)
	}
	return s
}

func pick[T any](g *grammar, all []T) T { return all[g.r.IntN(len(all))] }

func (g *grammar) chance(p float64) bool { return g.r.Float64() < p }

func (g *grammar) stop(n *node) *node { return n.right("punct", word(".", "PUNCT", ".")) }

func (g *grammar) name() *node {
	if g.chance(0.15) {
		return word(g.acronym(), "PROPN", "NNP")
	}
	return word(pick(g, g.lex.names), "PROPN", "NNP")
}

// acronym is one that is a word as well, or letters at random.
func (g *grammar) acronym() string {
	if g.chance(0.4) {
		return pick(g, []string{"IS", "US", "UN", "EU", "UK", "WHO", "IT", "AU", "AM", "ISIS", "NATO", "UAE", "AID", "SO", "BE"})
	}
	letters := make([]byte, 2+g.r.IntN(3))
	for i := range letters {
		letters[i] = byte('A' + g.r.IntN(26))
	}
	return string(letters)
}

func (g *grammar) place() *node { return word(pick(g, g.lex.places), "PROPN", "NNP") }

func (g *grammar) adposition(form string) *node { return word(form, "ADP", "IN") }

// determine puts an article before a noun.
func (g *grammar) determine(n *node) *node {
	if n.xpos == "NNS" && g.chance(0.4) {
		return n
	}
	form := "the"
	next := n.form
	if len(n.before) > 0 {
		next = n.before[0].form
	}
	if n.xpos == "NN" && g.chance(0.4) {
		form = "a"
		if strings.ContainsRune("aeiou", rune(next[0])) {
			form = "an"
		}
	}
	return n.first("det", word(form, "DET", "DT"))
}

// noun makes a noun phrase of a list of nouns by number.
func (g *grammar) noun(from map[string][]string) *node {
	tag := "NN"
	if g.chance(0.45) {
		tag = "NNS"
	}
	n := word(pick(g, from[tag]), "NOUN", tag)
	if g.chance(0.25) {
		n.left("amod", word(pick(g, g.lex.adjectives), "ADJ", "JJ"))
	}
	if g.chance(0.12) {
		n.left("compound", word(pick(g, g.lex.nouns["NN"]), "NOUN", "NN"))
	}
	if g.chance(0.1) {
		return n.first("nmod:poss", g.name().right("case", word("'s", "PART", "POS")))
	}
	return g.determine(n)
}

func (g *grammar) subject() *node {
	if g.chance(0.3) {
		return g.name()
	}
	return g.noun(g.lex.subjects)
}

func (g *grammar) object() *node {
	switch x := g.r.Float64(); {
	case x < 0.15:
		return g.name()
	case x < 0.35:
		return g.nounWith()
	}
	return g.noun(g.lex.objects)
}

// nounWith is a noun with the preposition it takes: "the attack on the town".
func (g *grammar) nounWith() *node {
	tag := "NN"
	if g.chance(0.4) {
		tag = "NNS"
	}
	pair := pick(g, g.lex.nounWith[tag])
	n := g.determine(word(pair[0], "NOUN", tag))
	return n.right("nmod", g.prepositional(pair[1]))
}

// prepositional is a noun phrase behind a preposition.
func (g *grammar) prepositional(form string) *node {
	n := g.noun(g.lex.nouns)
	if g.chance(0.35) {
		n = g.place()
	}
	return n.first("case", g.adposition(form))
}

// past and others say how a verb stands with its subject.
func plural(n *node) bool { return n.xpos == "NNS" || n.xpos == "NNPS" }

// finite picks a tag for a verb in the past or the present.
func (g *grammar) finite(subject *node) string {
	switch {
	case g.chance(0.6):
		return "VBD"
	case plural(subject):
		return "VBP"
	}
	return "VBZ"
}

// predicate makes a verb of some tag with what it takes.
func (g *grammar) predicate(tag string) *node {
	verb := func(form string) *node { return word(form, "VERB", tag) }
	switch x := g.r.Float64(); {
	case x < 0.1 && len(g.lex.particle[tag]) > 0:
		pair := pick(g, g.lex.particle[tag])
		p := word(pair[1], "ADP", "RP")
		if g.chance(0.25) {
			return verb(pair[0]).right("obj", g.noun(g.lex.objects)).right("compound:prt", p)
		}
		return verb(pair[0]).right("compound:prt", p).right("obj", g.noun(g.lex.objects))
	case x < 0.15:
		return g.withParticle(tag)
	case x < 0.2:
		v := word(pick(g, alone)[column[tag]], "VERB", tag)
		if g.chance(0.6) {
			v.right("obl", g.place().first("case", g.adposition("in")))
		}
		return v
	case x < 0.28 && len(g.lex.ditransitive[tag]) > 0:
		return verb(pick(g, g.lex.ditransitive[tag])).right("iobj", g.subject()).right("obj", g.noun(g.lex.objects))
	case x < 0.34 && len(g.lex.intransitive[tag]) > 0:
		return verb(pick(g, g.lex.intransitive[tag]))
	case x < 0.46 && len(g.lex.verbWith[tag]) > 0:
		pair := pick(g, g.lex.verbWith[tag])
		return verb(pair[0]).right("obl", g.prepositional(pair[1]))
	case x < 0.52 && len(g.lex.control[tag]) > 0:
		return verb(pick(g, g.lex.control[tag])).right("xcomp", g.infinitive())
	case x < 0.68:
		return g.noisy(tag).right("obj", g.object())
	}
	return verb(pick(g, g.lex.transitive[tag])).right("obj", g.object())
}

func (g *grammar) infinitive() *node {
	return word(pick(g, g.lex.transitive["VB"]), "VERB", "VB").left("mark", word("to", "PART", "TO")).right("obj", g.object())
}

// both are verbs that are nouns as well: base, third person, past, participle.
var both = [][4]string{
	{"back", "backs", "backed", "backing"}, {"back", "backs", "backed", "backing"}, {"back", "backs", "backed", "backing"}, {"back", "backs", "backed", "backing"},
	{"draw", "draws", "drew", "drawing"}, {"win", "wins", "won", "winning"}, {"quit", "quits", "quit", "quitting"}, {"cover", "covers", "covered", "covering"},
	{"hold", "holds", "held", "holding"}, {"attack", "attacks", "attacked", "attacking"},
	{"visit", "visits", "visited", "visiting"}, {"support", "supports", "supported", "supporting"}, {"face", "faces", "faced", "facing"},
	{"plan", "plans", "planned", "planning"}, {"fight", "fights", "fought", "fighting"}, {"battle", "battles", "battled", "battling"},
	{"strike", "strikes", "struck", "striking"}, {"protest", "protests", "protested", "protesting"}, {"target", "targets", "targeted", "targeting"},
	{"block", "blocks", "blocked", "blocking"}, {"aid", "aids", "aided", "aiding"}, {"shell", "shells", "shelled", "shelling"},
	{"blame", "blames", "blamed", "blaming"}, {"hit", "hits", "hit", "hitting"}, {"raid", "raids", "raided", "raiding"},
	{"sign", "signs", "signed", "signing"}, {"end", "ends", "ended", "ending"}, {"host", "hosts", "hosted", "hosting"},
	{"question", "questions", "questioned", "questioning"}, {"fear", "fears", "feared", "fearing"}, {"bomb", "bombs", "bombed", "bombing"},
	{"cut", "cuts", "cut", "cutting"}, {"lead", "leads", "led", "leading"}, {"seize", "seizes", "seized", "seizing"},
	{"join", "joins", "joined", "joining"}, {"accuse", "accuses", "accused", "accusing"}, {"demand", "demands", "demanded", "demanding"},
	{"urge", "urges", "urged", "urging"}, {"reject", "rejects", "rejected", "rejecting"}, {"arm", "arms", "armed", "arming"},
}

// noisy is one of both in a tag.
func (g *grammar) noisy(tag string) *node {
	return word(pick(g, both)[column[tag]], "VERB", tag)
}

// column of a tag in the tables of forms.
var column = map[string]int{"VB": 0, "VBP": 0, "VBZ": 1, "VBD": 2, "VBN": 2, "VBG": 3}

// alone are such verbs that take no object.
var alone = [][4]string{
	{"live", "lives", "lived", "living"}, {"lie", "lies", "lay", "lying"}, {"fall", "falls", "fell", "falling"}, {"rise", "rises", "rose", "rising"},
	{"end", "ends", "ended", "ending"}, {"work", "works", "worked", "working"}, {"march", "marches", "marched", "marching"}, {"talk", "talks", "talked", "talking"},
	{"rest", "rests", "rested", "resting"}, {"stay", "stays", "stayed", "staying"}, {"quit", "quits", "quit", "quitting"}, {"move", "moves", "moved", "moving"},
	{"fight", "fights", "fought", "fighting"}, {"protest", "protests", "protested", "protesting"}, {"rally", "rallies", "rallied", "rallying"},
}

// particles are verbs with a particle that looks like a preposition.
var particles = [][4]string{
	{"call off", "calls off", "called off", "calling off"}, {"put off", "puts off", "put off", "putting off"}, {"break off", "breaks off", "broke off", "breaking off"},
	{"carry out", "carries out", "carried out", "carrying out"}, {"set up", "sets up", "set up", "setting up"}, {"take over", "takes over", "took over", "taking over"},
	{"hand over", "hands over", "handed over", "handing over"}, {"turn down", "turns down", "turned down", "turning down"}, {"shut down", "shuts down", "shut down", "shutting down"},
	{"drive out", "drives out", "drove out", "driving out"}, {"wipe out", "wipes out", "wiped out", "wiping out"}, {"root out", "roots out", "rooted out", "rooting out"},
	{"cut off", "cuts off", "cut off", "cutting off"}, {"rule out", "rules out", "ruled out", "ruling out"}, {"shoot down", "shoots down", "shot down", "shooting down"},
	{"blow up", "blows up", "blew up", "blowing up"}, {"bring down", "brings down", "brought down", "bringing down"}, {"step up", "steps up", "stepped up", "stepping up"},
	{"put out", "puts out", "put out", "putting out"}, {"give up", "gives up", "gave up", "giving up"}, {"call for", "calls for", "called for", "calling for"},
}

// withParticle is a verb with a particle and its object, or with a real preposition.
func (g *grammar) withParticle(tag string) *node {
	form, after, _ := strings.Cut(pick(g, particles)[column[tag]], " ")
	v := word(form, "VERB", tag)
	if after == "for" {
		return v.right("obl", g.object().first("case", g.adposition(after)))
	}
	return v.right("compound:prt", word(after, "ADP", "RP")).right("obj", g.noun(g.lex.objects))
}

// clause hangs a subject on a predicate, now and then with an auxiliary.
func (g *grammar) clause(subject *node) *node {
	number := "VBZ"
	if plural(subject) {
		number = "VBP"
	}
	switch x := g.r.Float64(); {
	case x < 0.08:
		have := map[string]string{"VBZ": "has", "VBP": "have"}[number]
		return g.predicate("VBN").left("nsubj", subject).left("aux", word(have, "AUX", number))
	case x < 0.16:
		return g.predicate("VB").left("nsubj", subject).left("aux", word(pick(g, []string{"will", "would", "could", "may", "must"}), "AUX", "MD"))
	case x < 0.24:
		be := map[string]string{"VBZ": "is", "VBP": "are"}[number]
		return g.predicate("VBG").left("nsubj", subject).left("aux", word(be, "AUX", number))
	}
	return g.predicate(g.finite(subject)).left("nsubj", subject)
}

// place and time at the end of a clause.
func (g *grammar) adjunct(v *node) *node {
	if g.chance(0.2) {
		v.right("obl", g.place().first("case", g.adposition("in")))
	}
	if g.chance(0.15) {
		day := word(pick(g, []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}), "PROPN", "NNP")
		v.right("obl", day.first("case", g.adposition("on")))
	}
	return v
}

func (g *grammar) plain() *node { return g.stop(g.adjunct(g.clause(g.subject()))) }

// relative hangs a relative clause on a noun.
func (g *grammar) relative(n *node) *node {
	who := word(pick(g, []string{"who", "who", "that"}), "PRON", "WP")
	if who.form == "that" || g.chance(0.2) {
		who.form, who.xpos = pick(g, []string{"that", "which"}), "WDT"
	}
	switch x := g.r.Float64(); {
	case x < 0.55:
		return n.right("acl:relcl", g.predicate(g.finite(n)).first("nsubj", who))
	case x < 0.65:
		have := "has"
		if plural(n) {
			have = "have"
		}
		if g.chance(0.5) {
			have = "had"
		}
		tag := map[string]string{"has": "VBZ", "have": "VBP", "had": "VBD"}[have]
		return n.right("acl:relcl", g.predicate("VBN").first("aux", word(have, "AUX", tag)).first("nsubj", who))
	case x < 0.9:
		v := word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", g.subject())
		if g.chance(0.6) {
			v.first("obj", word(pick(g, []string{"that", "which"}), "PRON", "WDT"))
		}
		return n.right("acl:relcl", v)
	}
	owned := word(pick(g, g.lex.subjects["NN"]), "NOUN", "NN").left("nmod:poss", word("whose", "PRON", "WP$"))
	v := word(pick(g, g.lex.transitive["VBN"]), "VERB", "VBN").left("nsubj:pass", owned).left("aux:pass", word("was", "AUX", "VBD"))
	return n.right("acl:relcl", v)
}

// relativeSubject is "the man who sold the car lives in the town".
func (g *grammar) relativeSubject() *node {
	return g.stop(g.adjunct(g.clause(g.relative(g.noun(g.lex.subjects)))))
}

// bareSubject is a subject in the plural or with a preposition, and a verb in the past or the present.
func (g *grammar) bareSubject() *node {
	return g.stop(g.adjunct(g.clause(g.nounWith())))
}

func (g *grammar) eventSubject() *node {
	n := g.nounWith()
	if g.chance(0.3) {
		n.right("nmod", g.place().first("case", g.adposition("in")))
	}
	return g.stop(g.clause(n))
}

// list is "A , B and C".
func (g *grammar) list(item func() *node) *node {
	head := item()
	more := 1 + g.r.IntN(3)
	for i := range more {
		c := item()
		if i == more-1 {
			c.first("cc", word("and", "CCONJ", "CC"))
		} else {
			c.first("punct", word(",", "PUNCT", ","))
		}
		head.right("conj", c)
	}
	return head
}

// headlineNoun is a noun phrase without an article.
func (g *grammar) headlineNoun() *node {
	n := word(pick(g, g.lex.objects["NNS"]), "NOUN", "NNS")
	if g.chance(0.3) {
		n = word(pick(g, g.lex.objects["NN"]), "NOUN", "NN")
	}
	switch x := g.r.Float64(); {
	case x < 0.25:
		n.left("compound", g.place())
	case x < 0.45:
		n.left("compound", word(pick(g, g.lex.nouns["NN"]), "NOUN", "NN"))
	case x < 0.6:
		n.left("amod", word(pick(g, g.lex.adjectives), "ADJ", "JJ"))
	}
	return n
}

// headline is "A , B and C hold Syria talks", "Rebels Attack Town".
func (g *grammar) headline() *node {
	subject, tag := g.name(), "VBZ"
	switch x := g.r.Float64(); {
	case x < 0.45:
		subject, tag = g.list(g.name), "VBP"
	case x < 0.7:
		subject, tag = g.headlineNoun(), "VBZ"
		if plural(subject) {
			tag = "VBP"
		}
	}
	v := word(pick(g, g.lex.transitive[tag]), "VERB", tag)
	switch x := g.r.Float64(); {
	case x < 0.15:
		v = word(pick(g, alone)[column[tag]], "VERB", tag).left("nsubj", subject)
		return v.right("obl", g.headlineNoun().first("case", g.adposition(pick(g, []string{"after", "in", "over"}))))
	case x < 0.6:
		v = g.noisy(tag)
	}
	v.left("nsubj", subject).right("obj", g.headlineNoun())
	if g.chance(0.3) {
		v.right("obl", g.place().first("case", g.adposition(pick(g, []string{"in", "in", "near", "over", "after"}))))
	}
	return v
}

// headlineTo is "Germany to Send Troops to Mali".
func (g *grammar) headlineTo() *node {
	v := g.predicate("VB").left("nsubj", g.name()).left("mark", word("to", "PART", "TO"))
	if g.chance(0.15) {
		v = word(pick(g, g.lex.transitive["VBN"]), "VERB", "VBN").left("nsubj:pass", g.headlineNoun())
		v.right("obl", g.prepositional(pick(g, []string{"in", "after"})))
	}
	return v
}

// reported is "the army said that the rebels left", and the other way round.
func (g *grammar) reported() *node {
	tag := "VBD"
	v := word(pick(g, g.lex.speech[tag]), "VERB", tag).left("nsubj", g.subject())
	said := g.clause(g.subject())
	if g.chance(0.25) {
		v.right("obl:unmarked", word(pick(g, []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}), "PROPN", "NNP"))
	}
	if g.chance(0.6) {
		said.first("mark", word("that", "SCONJ", "IN"))
	}
	return g.stop(v.right("ccomp", said))
}

func (g *grammar) passive() *node {
	n := g.subject()
	be, tag := "was", "VBD"
	if plural(n) {
		be = "were"
	}
	v := word(pick(g, g.lex.transitive["VBN"]), "VERB", "VBN").left("nsubj:pass", n).left("aux:pass", word(be, "AUX", tag))
	if g.chance(0.6) {
		v.right("obl:agent", g.subject().first("case", g.adposition("by")))
	}
	return g.stop(g.adjunct(v))
}

// apposition is "the minister , Anna , left", "Lima , the capital of Peru , lies …".
func (g *grammar) apposition() *node {
	n, a := g.noun(g.lex.subjects), g.name()
	if g.chance(0.5) {
		n, a = g.name(), g.noun(g.lex.subjects)
		if g.chance(0.5) {
			a = g.nounWith()
		}
	}
	a.first("punct", word(",", "PUNCT", ","))
	if g.chance(0.2) {
		g.relative(a)
	}
	a.comma()
	return g.stop(g.adjunct(g.clause(n.right("appos", a))))
}

// participle is "the army left , leaving the tanks behind".
func (g *grammar) participle() *node {
	v := g.clause(g.subject())
	p := g.predicate("VBG")
	if g.chance(0.4) {
		p.comma()
		return g.stop(v.first("advcl", p))
	}
	p.first("punct", word(",", "PUNCT", ","))
	return g.stop(v.right("advcl", p))
}

// lists is "officials from A , B and C met X and Y".
func (g *grammar) lists() *node {
	n := word(pick(g, g.lex.subjects["NNS"]), "NOUN", "NNS")
	n.right("nmod", g.list(g.place).first("case", g.adposition("from")))
	if g.chance(0.5) {
		n = g.list(g.subject)
	}
	v := word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", n)
	if g.chance(0.5) {
		return g.stop(v.right("obj", g.list(g.object)))
	}
	return g.stop(g.adjunct(v.right("obj", g.object())))
}

// allWho is "diplomats from A and B , who all back groups fighting C , met".
func (g *grammar) allWho() *node {
	n := word(pick(g, g.lex.subjects["NNS"]), "NOUN", "NNS")
	if g.chance(0.6) {
		n.right("nmod", g.list(g.place).first("case", g.adposition("from")))
	}
	tag := pick(g, []string{"VBP", "VBP", "VBD"})
	rel := g.noisy(tag)
	if g.chance(0.3) {
		rel = word(pick(g, g.lex.transitive[tag]), "VERB", tag)
	}
	mark := word(pick(g, []string{",", ",", "–"}), "PUNCT", ",")
	rel.left("punct", mark).left("nsubj", word("who", "PRON", "WP"))
	if g.chance(0.6) {
		rel.left("advmod", word(pick(g, []string{"all", "both"}), "DET", "DT"))
	}
	thing := g.noun(g.lex.objects)
	switch x := g.r.Float64(); {
	case x < 0.3:
		thing.right("acl", g.noisy("VBG").right("obj", g.object()))
	case x < 0.6:
		against := g.subject().first("case", g.adposition(pick(g, []string{"against", "against", "with", "for"})))
		thing.right("acl", g.noisy("VBG").right("obl", against))
	}
	rel.right("obj", thing)
	if g.chance(0.3) {
		v := word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", g.subject())
		return g.stop(v.right("obj", n.right("acl:relcl", rel)))
	}
	rel.right("punct", word(mark.form, "PUNCT", ","))
	return g.stop(g.adjunct(g.clause(n.right("acl:relcl", rel))))
}

// elected is "she was elected president in May".
func (g *grammar) elected() *node {
	v := word(pick(g, []string{"elected", "named", "appointed", "sworn", "re-elected"}), "VERB", "VBN")
	if v.form == "sworn" {
		v.form = "declared"
	}
	role := word(pick(g, []string{"president", "chairman", "mayor", "leader", "governor", "chancellor", "director", "secretary", "winner"}), "NOUN", "NN")
	if g.chance(0.3) {
		role.left("amod", word(pick(g, g.lex.adjectives), "ADJ", "JJ"))
	}
	if g.chance(0.3) {
		role.right("nmod", g.place().first("case", g.adposition("of")))
	}
	v.left("nsubj:pass", g.subject()).left("aux:pass", word("was", "AUX", "VBD")).right("xcomp", role)
	when := word(pick(g, []string{"January", "March", "April", "May", "June", "July", "October"}), "PROPN", "NNP")
	if g.chance(0.4) {
		when = word(pick(g, []string{"1998", "2004", "2010", "2015", "2019"}), "NUM", "CD")
	}
	if g.chance(0.7) {
		v.right("obl", when.first("case", g.adposition("in")))
	}
	return g.stop(v)
}

// asked is "the king asked the army to leave the town".
func (g *grammar) asked() *node {
	subject := g.subject()
	tag := g.finite(subject)
	pair := pick(g, g.lex.persuade[tag])
	v := word(pair[0], "VERB", tag).left("nsubj", subject).right(pair[1], g.subject())
	return g.stop(v.right("xcomp", g.infinitive()))
}

// called is "the king called the plan dangerous".
func (g *grammar) called() *node {
	v := word(pick(g, []string{"called", "called", "considered", "declared", "found", "branded", "deemed", "made", "left"}), "VERB", "VBD")
	judged := word(pick(g, g.lex.adjectives), "ADJ", "JJ")
	if g.chance(0.4) {
		open := word(pick(g, []string{"\"", "“"}), "PUNCT", "``")
		closing := word(map[string]string{"\"": "\"", "“": "”"}[open.form], "PUNCT", "''")
		judged.left("punct", open).right("punct", closing)
	}
	return g.stop(v.left("nsubj", g.subject()).right("obj", g.noun(g.lex.objects)).right("xcomp", judged))
}

// helped is "the fall helped the rebels take the town".
func (g *grammar) helped() *node {
	subject := g.subject()
	tag := g.finite(subject)
	form := map[string]string{"VBD": "helped", "VBZ": "helps", "VBP": "help"}[tag]
	does := word(pick(g, g.lex.transitive["VB"]), "VERB", "VB")
	if g.chance(0.4) {
		does = g.noisy("VB")
	}
	if g.chance(0.3) {
		does.left("mark", word("to", "PART", "TO"))
	}
	return g.stop(word(form, "VERB", tag).left("nsubj", subject).right("obj", g.subject()).right("xcomp", does.right("obj", g.object())))
}

// reduced is "the study , made in Rome , showed that the town fell".
func (g *grammar) reduced() *node {
	n := g.noun(g.lex.subjects)
	v := word(pick(g, g.lex.transitive["VBN"]), "VERB", "VBN").left("punct", word(",", "PUNCT", ","))
	v.right("obl", g.place().first("case", g.adposition("in")))
	if g.chance(0.4) {
		v.right("obl:agent", g.subject().first("case", g.adposition("by")))
	}
	v.comma()
	n.right("acl", v)
	if g.chance(0.4) {
		said := g.clause(g.subject()).first("mark", word("that", "SCONJ", "IN"))
		return g.stop(word(pick(g, g.lex.speech["VBD"]), "VERB", "VBD").left("nsubj", n).right("ccomp", said))
	}
	return g.stop(g.adjunct(g.clause(n)))
}

package main

// The constructions in here are about people: their titles, what they are
// accused of, who they are in a clause or a phrase behind their names, and how
// many of them something befell.

// titles are words before a name: what describes the title, the title, and an
// adjective behind it. A describing word in the second list is a noun.
var newsTitles = []struct{ before, title, after string }{
	{"", "President", ""}, {"", "Senator", ""}, {"", "Governor", ""}, {"", "Judge", ""}, {"", "General", ""}, {"", "Chancellor", ""},
	{"Prime", "Minister", ""}, {"Foreign", "Minister", ""}, {"Foreign", "Secretary", ""}, {"Vice", "President", ""},
	{"Transport", "Minister", ""}, {"Finance", "Minister", ""}, {"Defence", "Minister", ""}, {"Defense", "Secretary", ""}, {"Police", "Chief", ""},
	{"", "Prosecutor", "General"}, {"", "Attorney", "General"}, {"", "Secretary", "General"}, {"", "Governor", "General"},
}

// adjectival are the describing words that are adjectives.
var adjectival = map[string]bool{"Prime": true, "Foreign": true, "Vice": true}

// fullName is a given name with a surname.
func (g *grammar) fullName() *node {
	return word(pick(g, g.lex.names), "PROPN", "NNP").right("flat", word(pick(g, g.lex.names), "PROPN", "NNP"))
}

// titled is "former Transport Minister Anna Berg", "Prosecutor General Anna Berg".
func (g *grammar) titled() *node {
	t := pick(g, newsTitles)
	title := word(t.title, "PROPN", "NNP")
	switch {
	case t.before == "":
	case adjectival[t.before]:
		title.left("amod", word(t.before, "ADJ", "NNP"))
	default:
		title.left("compound", word(t.before, "PROPN", "NNP"))
	}
	if t.after != "" {
		title.right("amod", word(t.after, "ADJ", "NNP"))
	}
	switch x := g.r.Float64(); {
	case x < 0.2:
		title.first("amod", word("former", "ADJ", "JJ"))
	case x < 0.4:
		title.first("amod", word(pick(g, []string{"Russian", "Egyptian", "French", "Kenyan", "Chilean", "Swedish"}), "ADJ", "JJ"))
	case x < 0.5:
		title.first("compound", word(pick(g, []string{"U.S.", "EU", "UN", "British"}), "PROPN", "NNP"))
	}
	return g.fullName().left("nmod:desc", title)
}

// someone is a person, mostly with a title.
func (g *grammar) someone() *node {
	if g.chance(0.6) {
		return g.titled()
	}
	return g.fullName()
}

// gerund is "taking bribes" behind its preposition.
func (g *grammar) gerund(after string) *node {
	return word(pick(g, g.lex.transitive["VBG"]), "VERB", "VBG").left("mark", word(after, "SCONJ", "IN")).right("obj", g.object())
}

// unmarked is "last year" and the like.
func (g *grammar) unmarked() *node {
	unit := word(pick(g, []string{"year", "month", "week"}), "NOUN", "NN")
	return unit.left("amod", word("last", "ADJ", "JJ"))
}

// charge is who is accused of doing something: a verb, passive or active, with
// all but its subject.
func (g *grammar) charge(passive bool) *node {
	v := word(pick(g, []string{"accused", "convicted", "suspected", "acquitted", "accused"}), "VERB", "VBN")
	if !passive {
		v = word(pick(g, []string{"accused", "suspected", "accused"}), "VERB", "VBD")
		whom := g.subject()
		if g.chance(0.3) {
			whom = word(pick(g, []string{"two", "some", "three", "many"}), "NUM", "CD")
			of := word(pick(g, g.lex.subjects["NNS"]), "NOUN", "NNS").left("case", g.adposition("of"))
			whom.right("nmod", of.left("nmod:poss", word(pick(g, []string{"his", "her", "their", "its"}), "PRON", "PRP$")))
			if whom.form == "some" || whom.form == "many" {
				whom.upos, whom.xpos = map[string]string{"some": "DET", "many": "ADJ"}[whom.form], map[string]string{"some": "DT", "many": "JJ"}[whom.form]
			}
		}
		v.right("obj", whom)
	}
	switch x := g.r.Float64(); {
	case x < 0.3:
		v.right("obl:unmarked", g.unmarked())
	case passive && x < 0.45:
		v.right("obl:agent", g.subject().first("case", g.adposition("by")))
	}
	return v.right("advcl", g.gerund("of"))
}

// accused is "Anna Berg was convicted last year of taking bribes".
func (g *grammar) accused() *node {
	if g.chance(0.5) {
		return g.stop(g.charge(false).first("nsubj", g.someone()))
	}
	return g.stop(g.charge(true).first("aux:pass", word("was", "AUX", "VBD")).first("nsubj:pass", g.someone()))
}

// personBehind is "a sentence for Minister Anna Berg, who was accused of …": the
// clause describes the person, not the thing.
func (g *grammar) personBehind() *node {
	person := g.someone()
	who := word("who", "PRON", "WP")
	clause := g.predicate("VBD").first("nsubj", who)
	switch x := g.r.Float64(); {
	case x < 0.4:
		clause = g.charge(true).first("aux:pass", word("was", "AUX", "VBD")).first("nsubj:pass", who)
	case x < 0.6:
		clause = g.predicate("VBN").first("aux", word("has", "AUX", "VBZ")).first("nsubj", who)
	}
	person.right("acl:relcl", clause.first("punct", word(",", "PUNCT", ",")))
	thing := g.determine(word(pick(g, g.lex.objects["NN"]), "NOUN", "NN"))
	thing.right("nmod", person.first("case", g.adposition(pick(g, []string{"for", "of", "by", "against", "with", "from"}))))
	v := word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", g.subject())
	return g.stop(v.right("obj", thing))
}

// wished is "the union, which the country hopes to join by 2030, …": the pronoun
// is the object of the inner verb.
func (g *grammar) wished() *node {
	n := g.subject()
	outer := g.subject()
	tag := "VBZ"
	if plural(outer) {
		tag = "VBP"
	}
	if g.chance(0.4) {
		tag = "VBD"
	}
	inner := word(pick(g, g.lex.transitive["VB"]), "VERB", "VB")
	inner.left("mark", word("to", "PART", "TO"))
	if g.chance(0.4) {
		inner.right("obl", word(pick(g, []string{"2030", "2026", "1999"}), "NUM", "CD").left("case", g.adposition(pick(g, []string{"by", "in"}))))
	}
	v := word(pick(g, g.lex.control[tag]), "VERB", tag).left("nsubj", outer).right("xcomp", inner)
	which := word("which", "PRON", "WDT")
	which.of = inner
	v.first("obj", which).first("punct", word(",", "PUNCT", ",")).comma()
	return g.stop(g.adjunct(g.clause(n.right("acl:relcl", v))))
}

// kindsOf are nouns that stand right before a name.
var kindsOf = []string{"company", "firm", "group", "newspaper", "agency", "bank", "club", "party", "airline", "carmaker", "daily", "broadcaster", "retailer", "union",
	"charity", "city", "town", "village", "province", "faction", "militia", "startup", "lender", "brewer", "network"}

// namedKind is "the Italian company Salini Impregilo", "aid group Salini".
func (g *grammar) namedKind() *node {
	name := word(pick(g, g.lex.names), "PROPN", "NNP")
	if g.chance(0.5) {
		name.right("flat", word(pick(g, g.lex.names), "PROPN", "NNP"))
	}
	kind := word(pick(g, kindsOf), "NOUN", "NN")
	switch x := g.r.Float64(); {
	case x < 0.35:
		kind.left("amod", word(pick(g, []string{"Italian", "Chinese", "German", "Islamist", "local", "rival", "American"}), "ADJ", "JJ"))
	case x < 0.5:
		kind.left("compound", word(pick(g, []string{"aid", "media", "football", "oil", "border", "rights"}), "NOUN", "NN"))
	}
	if g.chance(0.3) {
		return name.left("nmod:desc", kind)
	}
	return kind.first("det", word("the", "DET", "DT")).right("appos", name)
}

// builtBy has such a name in each place of a clause.
func (g *grammar) builtBy() *node {
	switch x := g.r.Float64(); {
	case x < 0.4:
		n := g.noun(g.lex.objects)
		v := word(pick(g, g.lex.transitive["VBN"]), "VERB", "VBN").left("nsubj:pass", n)
		be := "was"
		if plural(n) {
			be = "were"
		}
		v.left("aux:pass", word(be, "AUX", "VBD")).right("obl:agent", g.namedKind().first("case", g.adposition("by")))
		return g.stop(g.adjunct(v))
	case x < 0.7:
		return g.stop(g.adjunct(g.clause(g.namedKind())))
	}
	v := word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", g.subject())
	return g.stop(g.adjunct(v.right("obj", g.namedKind())))
}

// spoke is "the president spoke by telephone with Anna Berg".
func (g *grammar) spoke() *node {
	v := word(pick(g, []string{"spoke", "talked", "conferred", "spoke"}), "VERB", "VBD").left("nsubj", g.someone())
	v.right("obl", word(pick(g, []string{"telephone", "phone", "video"}), "NOUN", "NN").left("case", g.adposition("by")))
	v.right("obl", g.someone().first("case", g.adposition(pick(g, []string{"with", "with", "to"}))))
	return g.stop(g.adjunct(v))
}

// saidBehind is "the town fell, said Anna Berg, Egypt's prime minister".
func (g *grammar) saidBehind() *node {
	role := word(pick(g, []string{"minister", "spokesman", "director", "professor", "analyst", "leader", "chief", "founder"}), "NOUN", "NN")
	if g.chance(0.4) {
		role.left("compound", word(pick(g, []string{"police", "health", "finance", "party", "club"}), "NOUN", "NN"))
	}
	switch x := g.r.Float64(); {
	case x < 0.4:
		role.first("nmod:poss", g.place().right("case", word("'s", "PART", "POS")))
	case x < 0.7:
		role.first("det", word(pick(g, []string{"a", "the"}), "DET", "DT")).right("nmod", g.name().first("case", g.adposition(pick(g, []string{"of", "at", "for"}))))
	default:
		role.first("det", word("a", "DET", "DT"))
	}
	speaker := g.fullName().right("appos", role.first("punct", word(",", "PUNCT", ",")))
	return g.stop(word("said", "VERB", "VBD").left("ccomp", g.clause(g.subject()).comma()).right("nsubj", speaker))
}

// sharedSubject is "the firm will hire the men who lost their jobs and raise pay":
// the last verb goes with the first.
func (g *grammar) sharedSubject() *node {
	thing := g.noun(g.lex.subjects)
	who := word(pick(g, []string{"who", "that"}), "PRON", "WP")
	if who.form == "that" {
		who.xpos = "WDT"
	}
	thing.right("acl:relcl", word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", who).right("obj", g.object()))
	second := word(pick(g, g.lex.transitive["VB"]), "VERB", "VB").left("cc", word(pick(g, []string{"and", "and", "or"}), "CCONJ", "CC")).right("obj", g.object())
	v := word(pick(g, g.lex.transitive["VB"]), "VERB", "VB").left("nsubj", g.subject())
	v.left("aux", word(pick(g, []string{"will", "would", "may", "must", "can"}), "AUX", "MD")).right("obj", thing)
	return g.stop(v.right("conj", second))
}

// number is a count, in figures or words, with what says how rough it is.
func (g *grammar) number() *node {
	n := word(pick(g, []string{"two", "three", "five", "eight", "11", "14", "20", "34", "60", "90", "120", "300", "1,200", "4,300"}), "NUM", "CD")
	adverb := func(form, upos, xpos string) *node { return word(form, upos, xpos) }
	switch x := g.r.Float64(); {
	case x < 0.25:
		return n.left("nmod", adverb("least", "ADJ", "JJS").left("case", g.adposition("at")))
	case x < 0.4:
		return n.left("advmod", adverb("more", "ADV", "RBR").right("fixed", g.adposition("than")))
	case x < 0.5:
		return n.left("advmod", adverb("up", "ADP", "IN").right("fixed", g.adposition("to")))
	case x < 0.7:
		return n.left("advmod", adverb(pick(g, []string{"about", "around", "nearly", "almost", "over", "roughly"}), "ADV", "RB"))
	}
	return n
}

// counted is "at least 34 people", "dozens", "11 others".
func (g *grammar) counted() *node {
	if g.chance(0.2) {
		return word(pick(g, []string{"dozens", "hundreds", "thousands", "scores", "many"}), "NOUN", "NNS")
	}
	who := word(pick(g, g.lex.subjects["NNS"]), "NOUN", "NNS")
	if g.chance(0.5) {
		who.form = pick(g, []string{"people", "civilians", "others", "soldiers", "villagers", "workers"})
	}
	n := g.number()
	if g.chance(0.15) {
		return who.left("det", word("some", "DET", "DT")).left("nummod", word(n.form, n.upos, n.xpos))
	}
	return who.left("nummod", n)
}

// harms are what is done to people in numbers: present, past.
var harms = [][2]string{
	{"kills", "killed"}, {"injures", "injured"}, {"wounds", "wounded"}, {"displaces", "displaced"}, {"traps", "trapped"}, {"strands", "stranded"},
	{"arrests", "arrested"}, {"frees", "freed"}, {"hurts", "hurt"}, {"detains", "detained"},
}

// toll is "A quake killed at least 34 people and injured hundreds in Rome".
func (g *grammar) toll() *node {
	subject := g.determine(word(pick(g, []string{"quake", "bomb", "blast", "attack", "storm", "fire", "crash", "earthquake", "explosion", "raid", "strike", "shooting"}), "NOUN", "NN"))
	if g.chance(0.3) {
		subject = g.subject()
	}
	v := word(pick(g, harms)[1], "VERB", "VBD").left("nsubj", subject).right("obj", g.counted())
	if g.chance(0.6) {
		second := word(pick(g, harms)[1], "VERB", "VBD").left("cc", word("and", "CCONJ", "CC")).right("obj", g.counted())
		v.right("conj", second)
		g.adjunct(second)
		return g.stop(v)
	}
	return g.stop(g.adjunct(v))
}

// tollPassive is "At least 34 people were killed and 11 others injured in Rome".
func (g *grammar) tollPassive() *node {
	v := word(pick(g, harms)[1], "VERB", "VBN").left("nsubj:pass", g.counted()).left("aux:pass", word("were", "AUX", "VBD"))
	if g.chance(0.4) {
		second := word(pick(g, harms)[1], "VERB", "VBN").left("cc", word("and", "CCONJ", "CC")).left("nsubj:pass", g.counted())
		return g.stop(v.right("conj", second))
	}
	return g.stop(g.adjunct(v))
}

// tollHeadline is "Bomb kills at least 34 in Rome".
func (g *grammar) tollHeadline() *node {
	subject := word(pick(g, []string{"quake", "bomb", "blast", "attack", "storm", "fire", "crash", "explosion", "raid", "strike"}), "NOUN", "NN")
	if g.chance(0.4) {
		subject.left("amod", word(pick(g, []string{"strong", "deadly", "suicide", "huge", "Russian", "Israeli"}), "ADJ", "JJ"))
	}
	v := word(pick(g, harms)[0], "VERB", "VBZ").left("nsubj", subject).right("obj", g.number())
	return v.right("obl", g.place().first("case", g.adposition(pick(g, []string{"in", "near", "at", "on"}))))
}

// bothOrders is "the king urged the army to stay and ordered the guards to leave": the
// second finite verb goes with the first, over the infinitive between them.
func (g *grammar) bothOrders() *node {
	second := word(pick(g, []string{"ordered", "told", "asked", "urged", "sent", "warned"}), "VERB", "VBD").left("cc", word("and", "CCONJ", "CC"))
	second.right("obj", g.subject()).right("xcomp", g.infinitive())
	if g.chance(0.4) {
		second = word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("cc", word("and", "CCONJ", "CC")).right("obj", g.object())
	}
	v := word(pick(g, []string{"urged", "asked", "told", "ordered", "vowed", "promised", "refused", "agreed"}), "VERB", "VBD").left("nsubj", g.someone())
	switch v.form {
	case "urged", "asked", "told", "ordered":
		v.right("obj", g.subject())
	}
	return g.stop(v.right("xcomp", g.infinitive()).right("conj", second))
}

// accusing is "the union sued the firm, accusing it of hiding losses".
func (g *grammar) accusing() *node {
	v := g.clause(g.subject())
	p := word(pick(g, []string{"accusing", "accusing", "suspecting"}), "VERB", "VBG").left("punct", word(",", "PUNCT", ","))
	whom := g.subject()
	if g.chance(0.4) {
		whom = word(pick(g, []string{"it", "him", "them", "her"}), "PRON", "PRP")
	}
	return g.stop(v.right("advcl", p.right("obj", whom).right("advcl", g.gerund("of"))))
}

// aimedAt is "the club regretted chants aimed at striker Anna Berg".
func (g *grammar) aimedAt() *node {
	pair := pick(g, [][2]string{{"aimed", "at"}, {"directed", "at"}, {"led", "by"}, {"backed", "by"}, {"owned", "by"}, {"accused", "by"}, {"signed", "by"}, {"headed", "by"}, {"held", "by"}, {"based", "in"}, {"imposed", "on"}})
	thing := word(pick(g, g.lex.objects["NNS"]), "NOUN", "NNS")
	whom := g.someone()
	if g.chance(0.4) {
		whom = g.namedKind()
	}
	label := "obl"
	if pair[1] == "by" {
		label = "obl:agent"
	}
	what := word(pair[0], "VERB", "VBN")
	thing.right("acl", what.right(label, whom.first("case", g.adposition(pair[1]))))
	if g.chance(0.5) {
		return g.stop(g.adjunct(g.clause(thing)))
	}
	return g.stop(word(pick(g, g.lex.transitive["VBD"]), "VERB", "VBD").left("nsubj", g.subject()).right("obj", thing))
}

// betweenCommas is "talks, which began last year, have stalled".
func (g *grammar) betweenCommas() *node {
	n := g.noun(g.lex.subjects)
	inner := g.predicate("VBD").first("nsubj", word("which", "PRON", "WDT")).first("punct", word(",", "PUNCT", ","))
	if g.chance(0.3) {
		inner.right("obl:unmarked", g.unmarked())
	}
	return g.stop(g.adjunct(g.clause(n.right("acl:relcl", inner.comma()))))
}

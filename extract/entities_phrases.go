package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// resolve tells what the noun phrase headed by h speaks of. It is worked out
// once for each head.
func (c *cast) resolve(h int) ref {
	if h < 0 || h >= len(c.refs) {
		return ref{}
	}
	if !c.refs[h].done {
		c.refs[h].done = true // a phrase that leads back to itself speaks of nothing
		r := c.work(h)
		r.done = true
		c.refs[h] = r
	}
	return c.refs[h]
}

func (c *cast) work(h int) ref {
	tok := &c.d.Tokens[h]
	if i := c.nameAt[h]; i >= 0 {
		return c.nameRef(h, i)
	}
	switch tok.UPOS {
	case nlp.PRON:
		return c.pronounRef(h)
	case nlp.NOUN, nlp.PROPN:
		return c.nounRef(h)
	case nlp.ADJ, nlp.VERB:
		if c.t.has(h, "det") && relBase(tok.Deprel) != "amod" { // "the wounded"
			return c.unnamed(h)
		}
	case nlp.NUM, nlp.SYM:
		return c.amount(h)
	}
	return ref{}
}

// nameRef is what a name speaks of; a nationality speaks of its country or its
// people.
func (c *cast) nameRef(h, i int) ref {
	n := c.d.Names[i]
	r := ref{ent: c.named[i], first: n.First, last: n.Last, kind: graph.NameMention}
	if c.isNationality(i) {
		return c.nationality(h, n)
	}
	if r.ent == nil {
		return ref{}
	}
	if r.ent.country != nil { // the name with its country: "Russia's Defence Ministry"
		if w := c.institution(h); w.ent == r.ent {
			r.first = min(r.first, w.first)
		}
	}
	r.name = r.ent.Name
	return r
}

// nationality reads "Russian", "the Russians", "a Russian", "Kurds".
func (c *cast) nationality(h int, n nlp.Name) ref {
	tok := &c.d.Tokens[h]
	r := ref{first: n.First, last: n.Last, kind: graph.NominalMention}
	rel := relBase(tok.Deprel)
	modifier := rel == "amod" || rel == "compound" || tok.UPOS == nlp.ADJ && !c.t.has(h, "det")
	country := c.demonymOf(n)
	switch {
	case modifier && country != nil:
		r.ent = country
	case country == nil:
		if _, matches := c.w.table.Longest(c.words[n.First:n.Last]); len(matches) > 0 {
			for _, m := range matches {
				if m.Type == gazetteer.Nationality && !(modifier && m.StandsFor == "continent") {
					r.ent = c.entityOf(m.Entry)
					r.kind = graph.NameMention
					break
				}
			}
		}
	case tok.XPOS == "NNPS" || tok.XPOS == "NNS" || c.hasDeterminer(h, "the"):
		name := c.text(n.First, n.Last)
		r.ent = c.make(graph.EntityID(name), name, graph.Group, nil)
		r.kind = graph.NameMention
	default:
		return c.unnamed(h)
	}
	if r.ent != nil {
		r.name = r.ent.Name
	}
	return r
}

func (c *cast) hasDeterminer(h int, form string) bool {
	for _, k := range c.t.children(h) {
		if c.t.tok[k].Deprel == "det" && strings.EqualFold(c.t.tok[k].Form, form) {
			return true
		}
	}
	return false
}

// pronounRef is what a pronoun takes up: the entity of its cluster, or the
// phrase that introduced it.
func (c *cast) pronounRef(h int) ref {
	m := c.mention[h]
	if m < 0 {
		return ref{}
	}
	mention := c.d.Mentions[m]
	r := ref{first: h, last: h + 1, kind: graph.PronounMention}
	if mention.Cluster >= len(c.cluster) {
		return ref{}
	}
	if e := c.cluster[mention.Cluster]; e != nil {
		r.ent, r.name = e, e.Name
		return r
	}
	for _, k := range c.d.Clusters[mention.Cluster] {
		o := c.d.Mentions[k]
		if o.Kind != nlp.NominalMention || o.Head == h {
			continue
		}
		if x := c.resolve(o.Head); x.ent != nil {
			r.ent, r.name = x.ent, x.ent.Name
			return r
		}
	}
	return ref{}
}

// takenWord is the last word, in small letters, of the unnamed group that the
// pronoun at h takes up: "They questioned her" are the police; "" for others.
func (c *cast) takenWord(h int) string {
	r := c.pronounRef(h)
	if r.ent == nil || r.ent.named() {
		return ""
	}
	words := strings.Fields(strings.ToLower(r.ent.Name))
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// nounRef is what a phrase headed by a common noun, or by a proper noun that
// is no name, speaks of.
func (c *cast) nounRef(h int) ref {
	tok := &c.d.Tokens[h]
	if tok.UPOS == nlp.PROPN && c.calendar(tok.Form) {
		return ref{}
	}
	if r := c.withName(h); r.ent != nil {
		return r
	}
	if e := c.unmarked(h); e != nil {
		return ref{ent: e, name: e.Name, first: h, last: h + 1, kind: graph.NameMention}
	}
	if r := c.institution(h); r.ent != nil {
		return r
	}
	e := c.ownCountry(h)
	if e == nil {
		e = c.roleHolder(h)
	}
	if e == nil {
		e = c.takenUp(h)
	}
	if e != nil {
		first, last, _ := c.phrase(h)
		return ref{ent: e, name: e.Name, first: first, last: last, kind: graph.NominalMention}
	}
	return c.unnamed(h)
}

// ownCountry returns the country that a person's "his country" is, where it is
// known; nil where not.
func (c *cast) ownCountry(h int) *entity {
	owner := c.t.child(h, "nmod:poss")
	if owner < 0 || !c.w.is("own_country", c.t.lemma(h)) {
		return nil
	}
	e := c.resolve(owner).ent
	if e == nil || e.Type != graph.Person {
		return nil
	}
	if id := c.actsFor(e); id != "" && c.known[id] != nil {
		return c.known[id]
	}
	return c.countryOfEntry(e)
}

// unmarked returns the entity of a name of one word that was not seen to be
// one where it stands: "the Front", "LinkedIn" with a common noun's tag.
func (c *cast) unmarked(h int) *entity {
	form := c.d.Tokens[h].Form
	s := c.d.Sentences[c.d.SentenceAt(h)]
	if !capitalised(form) || len(form) < 4 || s.Headline || h == s.First && c.d.Tokens[h].UPOS != nlp.PROPN {
		return nil
	}
	if e := c.known[graph.EntityID(form)]; e != nil && e.used {
		return e
	}
	return c.shortened(nlp.Name{First: h, Last: h + 1})
}

func (c *cast) calendar(form string) bool {
	switch strings.ToLower(form) {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december":
		return true
	}
	return false
}

// withName reads a noun that only says of what kind the name beside it is:
// "President Assad" where the title is the head, "the Islamic State group",
// "the city of Mosul".
func (c *cast) withName(h int) ref {
	lemma := c.t.lemma(h)
	if r := c.titleBefore(h, lemma); r.ent != nil {
		return r
	}
	if i, ok := c.apposed[h]; ok {
		n := c.d.Names[i]
		return ref{ent: c.named[i], name: c.named[i].Name, first: n.First, last: n.Last, kind: graph.NameMention}
	}
	for _, k := range c.t.children(h) { // "the chief of the army, General Lee"
		if c.w.roles[lemma] == 0 || c.d.Tokens[h].XPOS == "NNS" || c.d.Tokens[k].Deprel != "nmod" || c.nameAt[k] >= 0 {
			continue
		}
		if p := c.t.child(int(k), "appos"); p > int(k) {
			if r := c.resolve(p); r.ent != nil && r.ent.named() && r.ent.Type == graph.Person {
				return r
			}
		}
	}
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		i := c.nameAt[k]
		if i < 0 || c.named[i] == nil {
			continue
		}
		n, e := c.d.Names[i], c.named[i]
		rel := c.d.Tokens[k].Deprel
		if p := c.t.child(k, "appos"); rel == "nmod" && p > k && c.w.roles[lemma] != 0 && c.nameAt[p] >= 0 && c.nameAt[p] != i {
			if e := c.named[c.nameAt[p]]; e != nil && e.Type == graph.Person { // "the president of Ruritania, Ann Lee"
				n := c.d.Names[c.nameAt[p]]
				return ref{ent: e, name: e.Name, first: n.First, last: n.Last, kind: graph.NameMention}
			}
		}
		switch {
		case k > h && rel == "appos" && e.Type == graph.Person && c.w.roles[lemma] != 0 && c.d.Tokens[h].XPOS != "NNS":
			return ref{ent: e, name: e.Name, first: n.First, last: n.Last, kind: graph.NameMention}
		case n.First == h+1 && (rel == "flat" || rel == "appos" || strings.HasPrefix(rel, "nmod:")) && e.Type == graph.Person && (c.w.nouns[lemma] == graph.Person || c.w.roles[lemma] != 0):
			return ref{ent: e, name: e.Name, first: n.First, last: n.Last, kind: graph.NameMention}
		case n.First == h+1 && k > h && (rel == "flat" || rel == "appos" || strings.HasPrefix(rel, "nmod:")) && isBody(e.Type) && c.w.is("body_kind", lemma) && c.d.Tokens[h].XPOS != "NNS":
			return ref{ent: e, name: e.Name, first: n.First, last: n.Last, kind: graph.NameMention} // "the regional bloc ECOWAS"
		case n.First == h+1 && k > h && (rel == "flat" || rel == "appos" || strings.HasPrefix(rel, "nmod:")) && isBody(e.Type) && c.epithet(h, k):
			return ref{ent: e, name: e.Name, first: n.First, last: n.Last, kind: graph.NameMention} // "city rivals Atletico"
		case n.Last == h && k < h && relBase(rel) == "compound" && c.w.is("body_kind", lemma) && isBody(e.Type):
			return ref{ent: e, name: e.Name, first: n.First, last: h + 1, kind: graph.NominalMention}
		case k > h && rel == "nmod" && c.t.caseOf(k) == "of" && isPlace(e.Type) && c.w.is("place_kind", lemma) && c.d.Tokens[h].XPOS != "NNS" && !c.t.has(h, "nmod:poss") && n.First <= h+3:
			return ref{ent: e, name: e.Name, first: h, last: n.Last, kind: graph.NominalMention}
		}
	}
	return ref{}
}

// epithet tells whether the noun at h, in the plural and without an article, only
// describes the one body whose name stands behind it at k.
func (c *cast) epithet(h, k int) bool {
	return c.d.Tokens[h].XPOS == "NNS" && !c.t.has(h, "det") && !c.t.has(k, "conj") && !c.t.has(h, "conj")
}

// titled tells whether another noun than n, one of a person, stands right before
// the name at a, which is that one's: "the father of footballer X".
func (c *cast) titled(a, n int) bool {
	first, _ := c.t.subtree(a)
	k := first - 1
	return k > n && c.d.Tokens[k].UPOS == nlp.NOUN && c.nameAt[k] < 0 && c.nounType(k) == graph.Person
}

// titleBefore reads a title that stands right before a person's name and hangs
// on it or beside it.
func (c *cast) titleBefore(h int, lemma string) ref {
	if h+1 >= len(c.d.Tokens) || c.nameAt[h+1] < 0 || c.w.roles[lemma] == 0 && !c.honorific(h) {
		return ref{}
	}
	i := c.nameAt[h+1]
	n, e := c.d.Names[i], c.named[i]
	if e == nil || e.Type != graph.Person || n.First != h+1 {
		return ref{}
	}
	head := c.d.Tokens[h].Head
	if head >= n.First && head < n.Last || head >= 0 && head == c.d.Tokens[c.nameHead(n)].Head && c.honorific(h) {
		return ref{ent: e, name: e.Name, first: n.First, last: n.Last, kind: graph.NameMention}
	}
	return ref{}
}

// honorific tells whether the gazetteer has the word as a title.
func (c *cast) honorific(h int) bool {
	_, matches := c.w.table.Longest(c.words[h : h+1])
	for _, m := range matches {
		if m.Type == gazetteer.Title {
			return true
		}
	}
	return false
}

func isBody(t graph.EntityType) bool {
	return t == graph.Organization || t == graph.Government || t == graph.ArmedGroup
}

func isPlace(t graph.EntityType) bool {
	return t == graph.Place || t == graph.Country || t == graph.Facility
}

// takenUp returns the named entity that a role or another definite phrase
// takes up: "the Syrian leader", "the ministry".
func (c *cast) takenUp(h int) *entity {
	m := c.mention[h]
	if m < 0 || c.d.Mentions[m].Cluster >= len(c.cluster) || !c.definite(h) {
		return nil
	}
	e := c.cluster[c.d.Mentions[m].Cluster]
	if e == nil || !c.fits(c.nounType(h), e.Type) || c.foreign(h, e) || c.neverWas(h, e) || c.otherGroup(h, e) {
		return nil
	}
	return e
}

// otherGroup tells whether "the group" is none of e, a firm or an agency, since
// the article speaks of armed groups.
func (c *cast) otherGroup(h int, e *entity) bool {
	if c.t.lemma(h) != "group" || e.Type != graph.Organization {
		return false
	}
	for _, named := range c.named {
		if named != nil && named.Type == graph.ArmedGroup {
			return true
		}
	}
	return false
}

// neverWas tells whether a phrase names an office that somebody well known has
// not held.
func (c *cast) neverWas(h int, e *entity) bool {
	if e.entry == nil || e.Type != graph.Person || e.entry.Roles == "" {
		return false
	}
	office := c.t.lemma(h)
	if !c.w.is("single_office", office) {
		return false
	}
	for role := range strings.SplitSeq(e.entry.Roles, "|") {
		if strings.Contains(role, office) || office == "premier" && role == "prime minister" {
			return false
		}
	}
	return true
}

// foreign tells whether a phrase names another country than the entity's:
// "the Syrian leader" is no Russian.
func (c *cast) foreign(h int, e *entity) bool {
	if e.entry == nil || e.entry.Country == "" && e.Type != graph.Country {
		return false
	}
	country := c.countryBefore(h)
	return country != nil && country.Name != e.entry.Country && country.Name != e.Name
}

// countryBefore returns the country that a phrase names as its own: "the
// Syrian leader", "Iran's president", "the president of France".
func (c *cast) countryBefore(h int) *entity {
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		rel := c.d.Tokens[k].Deprel
		if k < h && (rel == "amod" || rel == "compound" || strings.HasPrefix(rel, "nmod:")) || k > h && rel == "nmod" && c.t.caseOf(k) == "of" {
			if e := c.countryEntity(k); e != nil {
				return e
			}
		}
	}
	return nil
}

// roleHolder returns the person of the article who holds a country's role that
// the phrase names: "the Syrian leader" after "Syrian President Bashar
// al-Assad".
func (c *cast) roleHolder(h int) *entity {
	lemma := c.t.lemma(h)
	class := c.w.roles[lemma]
	if class != leadsRole && class != servesRole || c.d.Tokens[h].XPOS == "NNS" {
		return nil
	}
	if lemma == "minister" || lemma == "secretary" {
		lemma, _ = c.longRole(h)
	}
	country := c.countryBefore(h)
	if country == nil {
		return nil
	}
	var best *entity
	for _, x := range c.holders {
		if x.body != country.Name || x.lemma != lemma && !(c.w.is("any_leader", lemma) && x.class == leadsRole) {
			continue
		}
		if best == nil || x.at < h {
			best = x.ent
		}
	}
	return best
}

// longRole returns the role with the words before it: "foreign_minister".
func (c *cast) longRole(h int) (string, roleClass) {
	for first := max(0, h-2); first <= h; first++ {
		if key, class, from := c.roleNoun(first, h+1); class != 0 && from == first {
			return key, class
		}
	}
	return c.t.lemma(h), c.w.roles[c.t.lemma(h)]
}

// holder is a role that somebody holds by the article or the gazetteer.
type holder struct {
	at    int // token
	ent   *entity
	body  string // canonical name of the country
	lemma string
	class roleClass
}

// findHolders lists who holds which role of which country: titles of the
// article first, then the offices that the gazetteer knows.
func (c *cast) findHolders() {
	for i, n := range c.d.Names {
		e := c.named[i]
		if e == nil || e.Type != graph.Person {
			continue
		}
		if r, ok := c.titleOf(i); ok && !r.past {
			if r.body != nil {
				c.holders = append(c.holders, holder{n.First, e, r.body.Name, r.lemma, r.class})
			} else if e.entry != nil {
				c.holders = append(c.holders, holder{n.First, e, e.entry.Country, r.lemma, r.class})
			}
		} else if e.entry != nil && e.entry.Country != "" {
			lemma, _, _ := strings.Cut(e.entry.Roles, "|")
			lemma = strings.ReplaceAll(lemma, " ", "_")
			c.holders = append(c.holders, holder{n.First, e, e.entry.Country, lemma, c.w.roles[lemma]})
		}
	}
}

// definite tells whether a phrase speaks of something known: "the", "this",
// "his", or an apposition.
func (c *cast) definite(h int) bool {
	if c.d.Tokens[h].XPOS == "NNS" && !c.t.has(h, "det") && !c.t.has(h, "nmod:poss") {
		return false
	}
	for _, k := range c.t.children(h) {
		tok := &c.t.tok[k]
		if tok.Deprel == "nmod:poss" {
			return true
		}
		if tok.Deprel == "det" {
			switch strings.ToLower(tok.Form) {
			case "the", "this", "that", "these", "those", "its", "their", "his", "her":
				return true
			}
			return false
		}
	}
	return false
}

// fits tells whether a noun of one type can take up an entity of another.
func (c *cast) fits(noun, e graph.EntityType) bool {
	switch noun {
	case graph.Person:
		return e == graph.Person
	case graph.Group, graph.Organization, graph.Government, graph.ArmedGroup:
		return e != graph.Person && e != graph.Place && e != graph.Facility && e != graph.Weapon && e != graph.Event
	case graph.Place, graph.Facility:
		return isPlace(e)
	case graph.Event, graph.Weapon:
		return e == noun
	}
	return e != graph.Person
}

// nounType returns the type of what a noun that is no name speaks of.
func (c *cast) nounType(h int) graph.EntityType {
	tok := &c.d.Tokens[h]
	if tok.UPOS == nlp.ADJ || tok.UPOS == nlp.VERB { // "the wounded"
		return graph.Group
	}
	lemma := c.t.lemma(h)
	kind, ok := c.w.nouns[lemma]
	if h > 0 && c.d.Tokens[h-1].Head == h {
		if k, two := c.w.nouns[strings.ToLower(c.d.Tokens[h-1].Form)+"_"+lemma]; two {
			kind, ok = k, true
		}
	}
	if !ok {
		if i := strings.LastIndexByte(lemma, '-'); i >= 0 {
			kind, ok = c.w.nouns[lemma[i+1:]]
		}
	}
	if !ok {
		kind = suffixType(lemma)
	}
	if kind == graph.Person && (tok.XPOS == "NNS" || tok.XPOS == "NNPS" || lemma == "people") {
		return graph.Group
	}
	if kind == "" && c.weapon(h) {
		return graph.Weapon
	}
	if kind == "" {
		if c.w.roles[lemma] != 0 {
			return graph.Person
		}
		return graph.Other
	}
	return kind
}

// suffixType guesses the type of a noun that no table has.
func suffixType(lemma string) graph.EntityType {
	if len(lemma) > 5 {
		for _, end := range []string{"ist", "man", "woman", "eer", "ician", "ologist", "crat", "worker", "owner", "holder", "maker", "keeper", "seeker", "goer",
			"fighter", "leader", "writer", "player", "driver", "dweller", "taker", "giver", "builder", "grower"} {
			if strings.HasSuffix(lemma, end) {
				return graph.Person
			}
		}
	}
	return ""
}

// weapon tells whether the gazetteer has the noun, with the word before it or
// alone, as a weapon.
func (c *cast) weapon(h int) bool {
	for first := max(0, h-1); first <= h; first++ {
		n, matches := c.w.table.Longest(c.words[first : h+1])
		if n == h+1-first && len(matches) > 0 && matches[0].Type == gazetteer.Weapon {
			return true
		}
	}
	return false
}

// unnamed is a group or thing in its own words; it belongs to the article.
func (c *cast) unnamed(h int) ref {
	first, last, name := c.phrase(h)
	if name == "" || !hasLetter(name) {
		return ref{}
	}
	e := c.make(graph.UnnamedID(c.a.ID, name), name, c.nounType(h), nil)
	return ref{ent: e, name: e.Name, first: first, last: last, kind: graph.NominalMention}
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// amount is a sum or a number that stands for what is counted; it has a name
// and no entity.
func (c *cast) amount(h int) ref {
	first, last := c.t.subtree(h)
	if last-first > 6 {
		first, last = h, h
	}
	for first < last && c.d.Tokens[first].UPOS == nlp.ADP {
		first++
	}
	return ref{name: c.text(first, last+1), first: first, last: last + 1}
}

// phrase returns the tokens [first, last) of a noun phrase that say what it
// is, and its name: the head with its nouns and adjectives and a short "of",
// without articles, numbers, quotation marks and clauses.
func (c *cast) phrase(h int) (first, last int, name string) {
	first = h
	keep := map[int]bool{h: true}
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		if k >= h || !c.describes(k) {
			continue
		}
		f, l := c.t.subtree(k)
		if l >= h {
			continue
		}
		for t := f; t <= l; t++ {
			if c.inName(t) {
				keep[t] = true
			}
		}
	}
	for t := h; t >= 0 && t > h-12; t-- {
		if keep[t] {
			first = t
		}
	}
	for first < h && (c.d.Tokens[first].UPOS == nlp.PUNCT || !keep[first]) {
		first++
	}
	first = c.properFirst(first, h)
	last = h + 1
	for last < len(c.d.Tokens) && c.d.Tokens[last].Head == h && strings.HasPrefix(c.d.Tokens[last].Deprel, "flat") {
		keep[last] = true
		last++
	}
	if of, end := c.shortOf(h, last); of {
		for t := last; t < end; t++ {
			keep[t] = c.d.Tokens[t].UPOS != nlp.DET
		}
		last = end
	}
	return first, last, c.spell(first, last, keep)
}

// properFirst returns where the name of a phrase with a proper noun for its head
// begins: "charity Alarm Phone" is Alarm Phone.
func (c *cast) properFirst(first, h int) int {
	if !capitalised(c.d.Tokens[h].Form) || c.d.Sentences[c.d.SentenceAt(h)].Headline || c.d.Tokens[h].UPOS != nlp.PROPN && !(h > first+1 && (capitalised(c.d.Tokens[h-1].Form) || c.d.Tokens[h-1].UPOS == nlp.PART)) {
		return first
	}
	for t := h - 1; t >= first; t-- {
		if tok := &c.d.Tokens[t]; isNoun(tok.UPOS) && tok.Form == strings.ToLower(tok.Form) && c.nameAt[t] < 0 && tok.UPOS != nlp.PART {
			return t + 1
		}
	}
	return first
}

// describes tells whether a dependent before the head belongs to the name of
// what the phrase speaks of.
func (c *cast) describes(k int) bool {
	tok := &c.d.Tokens[k]
	switch tok.Deprel {
	case "amod":
		return !c.w.is("vague", c.t.lemma(k)) && tok.UPOS != nlp.NUM
	case "compound", "nmod:unmarked", "nmod:desc", "flat", "goeswith":
		return tok.UPOS != nlp.NUM && tok.UPOS != nlp.SYM
	case "nmod:poss": // the Danish People's Party
		return c.nameAt[k] >= 0 || tok.UPOS != nlp.PRON && capitalised(tok.Form) && capitalised(c.d.Tokens[tok.Head].Form) && !c.d.Sentences[c.d.SentenceAt(k)].Headline
	case "det": // "non-IS groups" can come as one
		return strings.Contains(tok.Form, "-")
	case "punct":
		return tok.Form == "-" || tok.Form == "–"
	}
	return false
}

// inName tells whether a token of a modifier is written in the name: quotation
// marks and articles are not.
func (c *cast) inName(t int) bool {
	tok := &c.d.Tokens[t]
	switch tok.UPOS {
	case nlp.PUNCT:
		return tok.Form == "-" || tok.Form == "–" || tok.Form == ","
	case nlp.DET: // "non-IS groups" can come as one
		return strings.Contains(tok.Form, "-")
	case nlp.NUM: // "16 jets", not "CTF 50" or "20-year-old"
		return c.nameAt[t] >= 0 || t > 0 && c.d.Tokens[t-1].UPOS == nlp.PROPN || t+1 < len(c.d.Tokens) && c.d.Tokens[t+1].Form == "-"
	}
	return true
}

// shortOf tells whether a short "of" phrase stands right behind the head, and
// where it ends: "areas of Aleppo", "freedom of speech".
func (c *cast) shortOf(h, at int) (bool, int) {
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		if k < at || c.d.Tokens[k].Deprel != "nmod" || c.t.caseOf(k) != "of" && !c.peopleIn(h, k) {
			continue
		}
		f, l := c.t.subtree(k)
		if f == at && l-f < 5 && !c.t.has(k, "acl:relcl") && !c.t.has(k, "appos") && !c.comma(f, l) {
			return true, l + 1
		}
	}
	return false, at
}

// peopleIn tells whether k says where the people at h are, by name: "lawmakers
// in Kenya" are no other lawmakers.
func (c *cast) peopleIn(h, k int) bool {
	return c.t.caseOf(k) == "in" && c.d.Tokens[h].XPOS == "NNS" && c.d.Tokens[k].UPOS == nlp.PROPN && c.nameAt[k] >= 0 && c.nounType(h) == graph.Group
}

// comma tells whether a comma stands among the tokens first to last.
func (c *cast) comma(first, last int) bool {
	for t := first; t <= last; t++ {
		if c.d.Tokens[t].Form == "," {
			return true
		}
	}
	return false
}

// spell writes the kept tokens of a phrase, with a space where the text has
// one or where something was left out.
func (c *cast) spell(first, last int, keep map[int]bool) string {
	var b strings.Builder
	end, gap := 0, false
	for t := first; t < last; t++ {
		if !keep[t] {
			gap = true
			continue
		}
		tok := &c.d.Tokens[t]
		if b.Len() > 0 && (gap || tok.Begin > end) {
			b.WriteByte(' ')
		}
		b.WriteString(c.small(t))
		end, gap = tok.End, false
	}
	return tidySpaces(strings.Trim(b.String(), " -,"))
}

// capitals returns the words that stand with a capital inside a sentence.
func (c *cast) capitals() map[string]bool {
	if c.capital != nil {
		return c.capital
	}
	c.capital = map[string]bool{}
	for _, s := range c.d.Sentences {
		if s.Headline {
			continue
		}
		for t := s.First + 1; t < s.Last; t++ {
			if tok := &c.d.Tokens[t]; tok.UPOS != nlp.PUNCT && capitalised(tok.Form) && c.d.Tokens[t-1].UPOS != nlp.PUNCT {
				c.capital[tok.Form] = true
			}
		}
	}
	return c.capital
}

// small returns a word without the capital that only its place calls for: at
// the beginning of a sentence or in a headline.
func (c *cast) small(t int) string {
	tok := &c.d.Tokens[t]
	if tok.UPOS == nlp.PROPN || c.nameAt[t] >= 0 || c.capitals()[tok.Form] {
		return tok.Form
	}
	s := c.d.Sentences[c.d.SentenceAt(t)]
	if !s.Headline && t != s.First && !(t == s.First+1 && c.d.Tokens[s.First].UPOS == nlp.PUNCT) {
		return tok.Form
	}
	r, size := utf8.DecodeRuneInString(tok.Form)
	rest := tok.Form[size:]
	if rest != strings.ToLower(rest) {
		return tok.Form
	}
	return string(unicode.ToLower(r)) + rest
}

package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// linkInstitutions gives names such as "Russian Defence Ministry" and "Iraqi
// Ministry of Oil" the entity of the institution of a country that they name,
// where the gazetteer doesn't have them.
func (c *cast) linkInstitutions() {
	for i, n := range c.d.Names {
		if n.Type != nlp.Government && n.Type != nlp.ArmedGroup && n.Type != nlp.Organization || c.named[i] == nil {
			continue
		}
		r := c.institution(c.nameHead(n))
		if c.named[i].entry != nil && (r.ent == nil || r.ent.country == c.countryOfEntry(c.named[i]) || !c.onlyBareNames(c.named[i])) {
			continue
		}
		if r.ent != nil && r.ent != c.named[i] {
			c.replace(c.named[i], r.ent)
		}
	}
}

// countryOfEntry is the country that the gazetteer gives an entity, nil for none.
func (c *cast) countryOfEntry(e *entity) *entity {
	if e.entry == nil || e.entry.Country == "" {
		return nil
	}
	return c.entityNamed(e.entry.Country)
}

// onlyBareNames tells whether the article names an entity with nothing but
// words that many countries have an institution by: "Congress", "the Senate".
func (c *cast) onlyBareNames(e *entity) bool {
	for i, n := range c.d.Names {
		if c.named[i] != e {
			continue
		}
		if _, ok := c.w.institutions[strings.ToLower(c.d.Text[c.d.Tokens[n.First].Begin:c.d.Tokens[n.Last-1].End])]; !ok {
			return false
		}
	}
	return true
}

// institution reads the phrase headed by h as an institution of a country:
// "the Syrian government", "Russia's defence ministry", "the Ministry of Oil
// of Iraq". Its ref has no entity where the phrase is none.
func (c *cast) institution(h int) ref {
	toks := c.d.Tokens
	if !isNoun(toks[h].UPOS) {
		return ref{}
	}
	head := strings.ToLower(toks[h].Form)
	inst, words, ok := c.institutionWords(h)
	if !ok {
		return ref{}
	}
	country, first := c.countryOfPhrase(h, inst)
	if country == nil {
		return ref{}
	}
	last := c.lastOf(h)
	name := inst.words
	if head == "ministry" || head == "department" {
		field := c.field(h)
		if field == "" {
			return ref{}
		}
		name = field + " " + inst.words
	} else if words > 1 {
		first = min(first, h-words+1)
	}
	e := c.institutionEntity(country, name, inst.kind)
	return ref{ent: e, first: min(first, h), last: last, name: e.Name, kind: graph.NominalMention}
}

// institutionWords returns the institution that h and the nouns in front of it
// name, and how many words they are.
func (c *cast) institutionWords(h int) (institution, int, bool) {
	toks := c.d.Tokens
	words := strings.ToLower(toks[h].Form)
	inst, ok := c.w.institutions[words]
	n := 1
	for k, text := h-1, words; k >= 0 && k > h-4 && toks[k].Head == h && toks[k].UPOS != nlp.DET; k-- {
		text = strings.ToLower(toks[k].Form) + " " + text
		if longer, found := c.w.institutions[text]; found {
			inst, n, ok = longer, h-k+1, true
		}
	}
	return inst, n, ok
}

// institutionEntity returns the entity of an institution of a country.
func (c *cast) institutionEntity(country *entity, name string, kind graph.EntityType) *entity {
	full := c.adjectiveOf(country) + " " + name
	for _, entry := range c.w.table.Lookup(full) {
		switch entry.Type {
		case gazetteer.Government, gazetteer.ArmedGroup, gazetteer.Organization:
			e := c.entityOf(entry)
			e.country = country
			return e
		}
	}
	e := c.make(graph.EntityID(full), full, kind, nil)
	e.country = country
	return e
}

// countryOfPhrase returns the country that owns what h heads, and the token
// where the phrase begins with it.
func (c *cast) countryOfPhrase(h int, inst institution) (*entity, int) {
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		switch rel := c.d.Tokens[k].Deprel; {
		case k < h && (rel == "amod" || rel == "compound" || strings.HasPrefix(rel, "nmod")), k > h && rel == "nmod" && c.t.caseOf(k) == "of":
			if e := c.countryEntity(k); e != nil && !c.coordinated(k) {
				return e, c.firstOf(k)
			}
			if e := c.rulersCountry(k, inst); e != nil {
				return e, c.firstOf(k)
			}
		}
	}
	if i := c.nameAt[h]; i >= 0 { // flat names: "Iraqi Defense Ministry"
		n := c.d.Names[i]
		for t := n.First; t < n.Last; t++ {
			_, matches := c.w.table.Longest(c.words[t : t+1])
			for _, m := range matches {
				if m.Type == gazetteer.Nationality && m.Demonym {
					return c.entityNamed(m.Country), n.First
				}
				if m.Type == gazetteer.Country {
					return c.entityOf(m.Entry), n.First
				}
			}
			if e := c.derived[strings.ToLower(c.d.Tokens[t].Form)]; e != nil {
				return e, n.First
			}
		}
	}
	return nil, h
}

// coordinated tells whether a modifier is one of a list: "the Syrian and Iraqi
// governments" are two.
func (c *cast) coordinated(k int) bool { return c.t.has(k, "conj") }

// rulersCountry returns the country of a ruler whose name stands for the
// state: "Assad's government", "the Assad regime".
func (c *cast) rulersCountry(k int, inst institution) *entity {
	if inst.words != "government" && inst.kind != graph.ArmedGroup {
		return nil
	}
	i := c.nameAt[k]
	if i < 0 || c.named[i] == nil || c.named[i].Type != graph.Person || c.named[i].entry == nil {
		return nil
	}
	entry := c.named[i].entry
	for role := range strings.SplitSeq(entry.Roles, "|") {
		switch role {
		case "president", "prime minister", "king", "leader", "chancellor", "emir", "dictator", "crown prince", "premier":
			return c.entityNamed(entry.Country)
		}
	}
	return nil
}

// field returns what a ministry is for: "Defence" of "defence ministry" or
// "Ministry of Defence".
func (c *cast) field(h int) string {
	var words []string
	for k := h - 1; k >= 0 && (c.d.Tokens[k].Head == h || c.sameName(k, h)); k-- {
		tok := c.d.Tokens[k]
		if tok.UPOS != nlp.NOUN && tok.UPOS != nlp.PROPN && tok.UPOS != nlp.ADJ || c.countryEntity(k) != nil || c.isDemonym(k) {
			break
		}
		words = append([]string{titleWord(tok.Form)}, words...)
	}
	if len(words) > 0 {
		return strings.Join(words, " ")
	}
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		if k < h || c.t.caseOf(k) != "of" || c.countryEntity(k) != nil {
			continue
		}
		for _, t := range c.t.conjuncts(k) {
			f := titleWord(c.d.Tokens[t].Form)
			if t > 0 && c.d.Tokens[t-1].Head == t && c.d.Tokens[t-1].Deprel == "amod" {
				f = titleWord(c.d.Tokens[t-1].Form) + " " + f
			}
			words = append(words, f)
		}
		return strings.TrimSuffix(strings.Join(words, " and "), " Affairs")
	}
	return ""
}

func (c *cast) sameName(a, b int) bool { return c.nameAt[a] >= 0 && c.nameAt[a] == c.nameAt[b] }

func (c *cast) isDemonym(t int) bool {
	_, matches := c.w.table.Longest(c.words[t : t+1])
	for _, m := range matches {
		if m.Type == gazetteer.Nationality && m.Demonym {
			return true
		}
	}
	return c.derived[strings.ToLower(c.d.Tokens[t].Form)] != nil
}

// titleWord writes a word of an institution's name: "defense" as "Defence".
func titleWord(w string) string {
	w = strings.ToLower(w)
	if w == "defense" {
		w = "defence"
	}
	r, size := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[size:]
}

// firstOf returns the first token of k's subtree without determiners.
func (c *cast) firstOf(k int) int {
	first, _ := c.t.subtree(k)
	for first < k && c.d.Tokens[first].UPOS == nlp.DET {
		first++
	}
	return first
}

// lastOf returns the end of the phrase headed by h with an "of" that belongs
// to its name.
func (c *cast) lastOf(h int) int {
	last := h + 1
	for _, k32 := range c.t.children(h) {
		k := int(k32)
		if k > h && c.d.Tokens[k].Deprel == "nmod" && c.t.caseOf(k) == "of" {
			if first, end := c.t.subtree(k); first == last && end-first < 5 {
				last = end + 1
			}
		}
	}
	return last
}

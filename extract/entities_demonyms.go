package extract

import (
	"strings"
	"unicode"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// findDemonyms learns the adjectives of countries that no table has from the
// article itself: "Ruritanian" beside "Ruritania" makes Ruritania a country,
// "Averlander" doesn't make one of Averland.
func (c *cast) findDemonyms() {
	lands := map[string]*entity{} // by the beginnings of their names that an adjective may keep
	for i, n := range c.d.Names {
		e := c.named[i]
		if e == nil || e.entry != nil || n.Last-n.First != 1 || len(e.Name) < 4 || e.land {
			continue
		}
		e.land = true
		name := strings.ToLower(e.Name)
		for size := max(4, len(name)-2); size <= len(name); size++ {
			if lands[name[:size]] == nil {
				lands[name[:size]] = e
			}
		}
	}
	if len(lands) == 0 {
		return
	}
	for t := range c.d.Tokens {
		tok := &c.d.Tokens[t]
		if tok.UPOS != nlp.ADJ && tok.UPOS != nlp.PROPN && tok.UPOS != nlp.NOUN || !capitalised(tok.Form) || len(tok.Form) < 5 {
			continue
		}
		if i := c.nameAt[t]; i >= 0 && (c.d.Names[i].Type == nlp.Nationality || c.named[i] != nil && (c.named[i].entry != nil || strings.Contains(c.named[i].Name, " "))) {
			continue // known otherwise, or a last name
		}
		adjective := strings.TrimSuffix(strings.ToLower(tok.Form), "s")
		for _, end := range []string{"ian", "ean", "an", "n", "ish", "ese", "i"} {
			stem, ok := strings.CutSuffix(adjective, end)
			if e := lands[stem]; ok && e != nil && c.known[e.ID] == e && !strings.EqualFold(tok.Form, e.Name) && !strings.EqualFold(adjective, e.Name) {
				c.learnDemonym(t, e)
				break
			}
		}
	}
}

// learnDemonym makes the word at token t the adjective of e.
func (c *cast) learnDemonym(t int, e *entity) {
	form := c.d.Tokens[t].Form
	e.Type = graph.Country
	c.derived[strings.ToLower(form)] = e
	if c.adjective[e] == "" {
		c.adjective[e] = strings.TrimSuffix(form, "s")
	}
	if i := c.nameAt[t]; i >= 0 && c.d.Names[i].Last-c.d.Names[i].First == 1 {
		if old := c.named[i]; old != nil && old != e && c.adjective[old] == "" {
			c.replace(old, nil)
		}
	}
}

func capitalised(w string) bool {
	for _, r := range w {
		return unicode.IsUpper(r)
	}
	return false
}

// isNationality tells whether name i is a nationality: "Russian", "Kurds".
func (c *cast) isNationality(i int) bool {
	n := c.d.Names[i]
	return n.Type == nlp.Nationality || c.named[i] == nil && c.derived[strings.ToLower(c.d.Tokens[n.Last-1].Form)] != nil
}

// demonymOf returns the country that a nationality names, nil where it is a
// people's.
func (c *cast) demonymOf(n nlp.Name) *entity {
	_, matches := c.w.table.Longest(c.words[n.First:n.Last])
	for _, m := range matches {
		if m.Type == gazetteer.Nationality && m.Demonym {
			return c.entityNamed(m.Country)
		}
	}
	if n.Last-n.First == 1 {
		return c.derived[strings.ToLower(c.d.Tokens[n.First].Form)]
	}
	return nil
}

// adjectiveOf returns the adjective of a country: "Russian".
func (c *cast) adjectiveOf(e *entity) string {
	if a := c.adjective[e]; a != "" {
		return a
	}
	return c.w.table.Demonym(e.Name)
}

package extract

import (
	"strings"
	"unicode"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// findDemonyms learns the adjectives of countries that no table has from the
// article itself: "Ruritanian" beside "Ruritania" makes Ruritania a country.
func (c *cast) findDemonyms() {
	var lands []*entity
	for i, n := range c.d.Names {
		e := c.named[i]
		if e == nil || e.entry != nil || n.Last-n.First != 1 || len(e.Name) < 4 || e.land {
			continue
		}
		e.land = true
		lands = append(lands, e)
	}
	if len(lands) == 0 {
		return
	}
	for t := range c.d.Tokens {
		tok := &c.d.Tokens[t]
		if tok.UPOS != nlp.ADJ && tok.UPOS != nlp.PROPN && tok.UPOS != nlp.NOUN || !capitalised(tok.Form) || len(tok.Form) < 5 {
			continue
		}
		if i := c.nameAt[t]; i >= 0 && (c.d.Names[i].Type == nlp.Nationality || c.named[i] != nil && c.named[i].entry != nil) {
			continue
		}
		for _, e := range lands {
			if !strings.EqualFold(tok.Form, e.Name) && derives(strings.ToLower(tok.Form), strings.ToLower(e.Name)) {
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
		if old := c.named[i]; old != nil && old != e {
			c.named[i] = nil
			delete(c.known, old.ID)
		}
	}
}

// derives tells whether an adjective is made of a country's name: "ruritanian"
// of "ruritania", "elbonians" of "elbonia", "averlander" is not.
func derives(adjective, name string) bool {
	adjective = strings.TrimSuffix(adjective, "s")
	if adjective == name {
		return false
	}
	for _, end := range []string{"ian", "ean", "an", "n", "ish", "ese", "i"} {
		stem, ok := strings.CutSuffix(adjective, end)
		if !ok || len(stem) < 4 {
			continue
		}
		if strings.HasPrefix(name, stem) && len(name)-len(stem) <= 2 {
			return true
		}
	}
	return false
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

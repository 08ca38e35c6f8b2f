package nlp

import (
	"strings"

	"kg/nlp/gazetteer"
)

// decide sets the type of a candidate by its own words and neighbours.
func (r *reading) decide(c *candidate) {
	if len(c.matches) > 0 {
		if kind := r.typeByGazetteer(c); kind != "" {
			c.kind = kind
			return
		}
	}
	if r.dateline(c) {
		c.kind, c.sure = Place, true
		return
	}
	if r.personAround(c) {
		c.kind, c.sure = Person, true
		return
	}
	if kind := r.kindBefore(c); kind != "" {
		c.kind, c.sure = kind, true
		return
	}
	head := typeOf(r.table.TypeByHead(r.forms(c.first, c.last)))
	if head == "" && c.label != Person && r.givenName(c.first) && r.fullNameForm(c) {
		c.kind = Person
		return
	}
	switch c.label {
	case Organization:
		c.kind = Organization
		if head == Government || head == ArmedGroup || head == Facility && c.proper {
			c.kind, c.sure = head, true
		}
		c.sure = c.sure || head == Organization
	case Place:
		c.kind = Place
		if head != "" && head != Person && head != Weapon {
			c.kind, c.sure = head, true
		}
	case Person:
		c.kind = Person
		if c.last-c.first == 1 && !r.caps[r.sentence] && acronymForm(r.d.Tokens[c.first].Form) && len(r.d.Tokens[c.first].Form) < 6 {
			c.kind = Organization
		}
		if head == Government || head == Organization || head == ArmedGroup {
			c.kind, c.sure = head, true
		}
	default:
		c.kind = Misc
		switch {
		case head != "":
			c.kind, c.sure = head, true
		case r.givenName(c.first) && (c.last-c.first > 1 || c.label == Misc), c.label == "" && r.flat(c):
			c.kind = Person
		case c.label == "" && r.labels == nil && r.givenName(c.first):
			c.kind = Person
		case c.label == "" && c.last-c.first == 1 && !r.caps[r.sentence] && acronymForm(r.d.Tokens[c.first].Form):
			c.kind = Organization
		}
	}
	if c.label != Person && len(c.matches) == 0 && !startsUpper(r.d.Tokens[c.first].Form) && r.knownPlace(c) {
		c.kind, c.sure = Place, true
	}
	if c.kind == Country { // "Islamic Republic of X" that no table has
		c.kind = Place
	}
}

// dateline tells whether a candidate stands in capitals at the head of a
// sentence before a dash, a bracket or a comma: "BELGRADE — ".
func (r *reading) dateline(c *candidate) bool {
	s := r.d.Sentences[r.sentence]
	if c.first != s.First || c.last >= s.Last || r.caps[r.sentence] || !isLetters(r.d.Tokens[c.first].Form) || len(r.d.Tokens[c.first].Form) < 5 {
		return false
	}
	for t := c.first; t < c.last; t++ {
		if !inCapitals(r.d.Tokens[t].Form) {
			return false
		}
	}
	switch r.d.Tokens[c.last].Form {
	case "—", "–", "-", "--", "(", ",":
		return true
	}
	return false
}

// typeByGazetteer picks the type among the entries that bear the candidate's
// words; "" where none of them is meant.
func (r *reading) typeByGazetteer(c *candidate) NameType {
	tok := &r.d.Tokens[c.last-1]
	single := c.last-c.first == 1
	person, nation := c.match(gazetteer.Person), c.match(gazetteer.Nationality)
	place := c.match(gazetteer.Country)
	if place == nil {
		place = c.match(gazetteer.Place)
	}
	if r.personAround(c) && (nation == nil || tok.UPOS == PROPN) {
		c.sure = person != nil || !single
		return Person
	}
	if nation != nil && (tok.UPOS == ADJ || strings.HasPrefix(tok.XPOS, "NNP") && tok.XPOS == "NNPS" || place == nil && person == nil && len(c.matches) == 1) {
		if !nation.Acronym || tok.UPOS == ADJ && c.match(gazetteer.Country) == nil {
			c.sure = true
			return Nationality
		}
	}
	if !single {
		c.sure = true
		return typeOf(c.best(c.label).Type)
	}
	if place != nil && person == nil && c.label == Person && r.uncommonPlace(c, place) {
		return Person
	}
	m := c.best(c.label)
	c.sure = m.Type == gazetteer.Country && !r.givenName(c.first) || len(c.matches) == 1 && c.label == ""
	if m.Type == gazetteer.Person && c.label != Person && c.label != "" && c.label != Misc {
		c.sure = false
	}
	return typeOf(m.Type)
}

// uncommonPlace tells whether a place that the network takes for a person is
// one: a given name ("Florence", "Victoria"), or a town that few speak of.
func (r *reading) uncommonPlace(c *candidate, place *gazetteer.Match) bool {
	if place.Type == gazetteer.Country {
		return false
	}
	if r.givenName(c.first) {
		return true
	}
	return place.Type == gazetteer.Place && !place.Capital && place.Population < 1000000
}

// best returns the match that agrees with the network's label, or the best
// known one.
func (c *candidate) best(label NameType) *gazetteer.Match {
	best, score := &c.matches[0], -1
	for i := range c.matches {
		m := &c.matches[i]
		s := fame(m)
		if broad(typeOf(m.Type)) == label {
			s += 8
		}
		if s > score {
			best, score = m, s
		}
	}
	return best
}

// fame tells how likely an entry is meant when nothing else tells.
func fame(m *gazetteer.Match) int {
	switch {
	case m.Type == gazetteer.Country, m.Acronym:
		return 6
	case m.Type == gazetteer.Place && (m.Capital || m.Population > 1000000):
		return 5
	case m.Type == gazetteer.Nationality:
		return 3
	case m.Type == gazetteer.Place && m.Population > 0:
		return 1
	}
	return 4
}

// broad returns the network's label for a type.
func broad(kind NameType) NameType {
	switch kind {
	case Government, ArmedGroup, Organization:
		return Organization
	case Country, Place, Facility:
		return Place
	case Person:
		return Person
	}
	return Misc
}

// personAround tells whether the words about a candidate make it a person: a
// title before it that is no part of a longer name.
func (r *reading) personAround(c *candidate) bool {
	s := r.d.Sentences[r.sentence]
	for first := max(s.First, c.first-4); first < c.first; first++ {
		n, matches := r.table.Longest(r.words[first:c.first])
		if first+n != c.first {
			continue
		}
		for _, m := range matches {
			if m.Type == gazetteer.Title && r.titles(first, c) {
				return true
			}
		}
	}
	return false
}

// kindBefore is what the common noun right before a candidate says it is: "the
// Italian company Salini", "aid group Salini"; "" where none does.
func (r *reading) kindBefore(c *candidate) NameType {
	k := c.first - 1
	if k < 0 || r.d.Tokens[k].XPOS != "NN" || startsUpper(r.d.Tokens[k].Form) {
		return ""
	}
	kind := typeOf(r.table.HeadType(r.d.Tokens[k].Form))
	switch kind {
	case Organization, Government, ArmedGroup, Place, Facility:
	default:
		return ""
	}
	for t := c.first; t < c.last; t++ {
		if tok := &r.d.Tokens[t]; tok.Head == k && (tok.Deprel == "appos" || tok.Deprel == "flat" || strings.HasPrefix(tok.Deprel, "nmod")) {
			return kind
		}
	}
	if noun := &r.d.Tokens[k]; noun.Deprel == "nmod:desc" && noun.Head >= c.first && noun.Head < c.last {
		return kind
	}
	return ""
}

// titles tells whether the title at first belongs to the candidate: they are
// one phrase of the tree, or no tree tells.
func (r *reading) titles(first int, c *candidate) bool {
	d := r.d
	title := c.first - 1
	if d.Tokens[title].Head < 0 && d.Tokens[c.first].Head < 0 {
		return true
	}
	if !startsUpper(d.Tokens[first].Form) && d.Tokens[title].UPOS != NOUN && d.Tokens[title].UPOS != PROPN {
		return false
	}
	h, t := d.Tokens[c.first].Head, d.Tokens[title].Head
	return h == title || t >= c.first && t < c.last || h >= 0 && h == t && first < title
}

// givenName tells whether token t is a given name.
func (r *reading) givenName(t int) bool {
	_, matches := r.table.Longest(r.words[t : t+1])
	for _, m := range matches {
		if m.Type == gazetteer.GivenName {
			return true
		}
	}
	return false
}

// acronymForm tells whether a word is written as the acronyms of bodies are:
// three to six capitals.
func acronymForm(form string) bool {
	return len(form) >= 3 && len(form) <= 6 && isLetters(form) && strings.ToUpper(form) == form
}

// fullNameForm tells whether a candidate that begins with a given name is
// written as a person's name: one to three words with capitals.
func (r *reading) fullNameForm(c *candidate) bool {
	if c.last-c.first > 3 {
		return false
	}
	for t := c.first; t < c.last; t++ {
		if form := r.d.Tokens[t].Form; !startsUpper(form) || inCapitals(form) && len(form) > 2 {
			return false
		}
	}
	return true
}

// flat tells whether a candidate is two or three proper nouns side by side, as
// persons' names are: the words of other names hang on their heads as compounds.
func (r *reading) flat(c *candidate) bool {
	if n := c.last - c.first; n < 2 || n > 3 {
		return false
	}
	for t := c.first; t < c.last; t++ {
		tok := &r.d.Tokens[t]
		if tok.UPOS != PROPN || !startsUpper(tok.Form) || inCapitals(tok.Form) || t > c.first && (tok.Deprel != "flat" || tok.Head != c.first) {
			return false
		}
	}
	return true
}

package extract

import (
	"slices"
	"strings"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// This file mends where names begin and end and what they name, before the
// trees are mended: a recogniser takes "U.S. chipmaker Corvex" for one name, and
// misses "Corvex" two sentences on.

// mendNames mends the names of the document.
func (m *mender) mendNames() {
	for i := range m.names {
		m.personName(&m.names[i])
	}
	for i := 0; i < len(m.names); i++ {
		i += m.cutName(i)
	}
	m.names = slices.DeleteFunc(m.names, m.partOfTitle)
	for i := range m.names {
		m.trimTitle(&m.names[i])
	}
	m.repeatedNames()
}

// personName takes a name of a kind that nobody knows for a person's where an
// occupation stands right before it: "author Halim Tenzo".
func (m *mender) personName(n *nlp.Name) {
	if n.Type != nlp.Misc || n.Last-n.First < 2 || n.Last-n.First > 3 || n.First == 0 {
		return
	}
	before := m.tok[n.First-1]
	if before.UPOS == nlp.NOUN && before.XPOS == "NN" && m.lex.is("occupation", strings.ToLower(before.Lemma)) {
		n.Type = nlp.Person
	}
}

// cutName cuts a name at the common noun inside it that says what it names, and
// returns how many names it adds: "U.S. chipmaker Corvex" names the U.S. and
// Corvex, "Dutch state fund" the Dutch alone.
func (m *mender) cutName(i int) int {
	n := m.names[i]
	from, to := -1, -1 // the small words
	for t := n.First; t < n.Last; t++ {
		if form := m.tok[t].Form; form == strings.ToLower(form) && m.tok[t].UPOS != nlp.PUNCT && m.kindWord(form) {
			if from < 0 {
				from = t
			}
			to = t + 1
		}
	}
	if from == n.First && to < n.Last && capitalised(m.tok[to].Form) && n.Type != nlp.Person { // "trade union Cosatu"
		m.names[i].First = to
		return 0
	}
	if from <= n.First || n.Type == nlp.Person {
		return 0
	}
	left := nlp.Name{First: n.First, Last: from, Type: n.Type}
	left.Type = m.knownType(left)
	if left.Type == "" || to < n.Last && !capitalised(m.tok[to].Form) {
		return 0
	}
	for t := from; t < to; t++ {
		m.tok[t].UPOS, m.tok[t].XPOS, m.tok[t].Lemma = nlp.NOUN, "NN", m.tok[t].Form
	}
	m.names[i] = left
	if to >= n.Last {
		return 0
	}
	right := nlp.Name{First: to, Last: n.Last, Type: n.Type}
	if n.Type == nlp.Place || n.Type == nlp.Country || n.Type == nlp.Nationality {
		right.Type = nlp.Organization
	}
	if m.lex.is("occupation", m.tok[to-1].Form) {
		right.Type = nlp.Person
	}
	m.names = slices.Insert(m.names, i+1, right)
	return 1
}

// partOfTitle tells whether a word taken for a body's name is the first of a
// title: the "Police" of "Police Minister".
func (m *mender) partOfTitle(n nlp.Name) bool {
	return n.Last-n.First == 1 && n.Type != nlp.Person && n.Type != nlp.Nationality && m.beginsTitle(n.First) && m.knownType(n) == ""
}

// trimTitle takes the first word of a title off the name before it: "Ohio
// Attorney General".
func (m *mender) trimTitle(n *nlp.Name) {
	if n.Last-n.First > 1 && n.Type != nlp.Person && m.beginsTitle(n.Last-1) {
		n.Last--
		if kind := m.knownType(*n); kind != "" {
			n.Type = kind
		}
	}
}

// beginsTitle tells whether the word at t and the next are a title of two
// words.
func (m *mender) beginsTitle(t int) bool {
	w, err := theWorld()
	if err != nil || t+1 >= len(m.tok) || m.tok[t+1].UPOS == nlp.PUNCT {
		return false
	}
	first, second := strings.ToLower(m.tok[t].Form), strings.ToLower(m.tok[t+1].Form)
	return w.roles[first+"_"+second] != 0 || (second == "minister" || second == "secretary") && m.lex.is("portfolio", first)
}

// kindWord tells whether a small word says what kind of body or person a name
// names.
func (m *mender) kindWord(word string) bool {
	return m.lex.is("firm", word) || m.lex.is("body", word) || m.lex.is("occupation", word) || m.lex.senses[posRelational][word] != nil
}

// knownType returns the type of a name that the gazetteer has, "" otherwise.
func (m *mender) knownType(n nlp.Name) nlp.NameType {
	w, err := theWorld()
	if err != nil {
		return ""
	}
	words := make([]gazetteer.Word, 0, n.Last-n.First)
	for t := n.First; t < n.Last; t++ {
		words = append(words, gazetteer.NewWord(m.tok[t].Form))
	}
	count, matches := w.table.Longest(words)
	if count != len(words) {
		return ""
	}
	for _, match := range matches {
		switch match.Type {
		case gazetteer.Nationality, gazetteer.Country, gazetteer.Place:
			return nlp.NameType(match.Type)
		}
	}
	return ""
}

// repeatedNames finds the words that bear the name of somebody elsewhere in the
// document and that the recogniser passed over: "where Brightwave has its seat".
func (m *mender) repeatedNames() {
	known := map[string]nlp.NameType{}
	taken := make([]bool, len(m.tok))
	for _, n := range m.names {
		for t := n.First; t < n.Last; t++ {
			taken[t] = true
		}
		if form := m.tok[n.First].Form; n.Last-n.First == 1 && len(form) > 3 && n.Type != nlp.Nationality && !m.commonWord(form) {
			known[form] = n.Type
		}
	}
	var more []nlp.Name
	for t := range m.tok {
		tok := &m.tok[t]
		kind, ok := known[tok.Form]
		if !ok || taken[t] || tok.UPOS != nlp.NOUN && tok.UPOS != nlp.PROPN || !capitalised(tok.Form) || t > 0 && taken[t-1] || t+1 < len(taken) && taken[t+1] {
			continue
		}
		tok.UPOS, tok.Lemma = nlp.PROPN, tok.Form
		more = append(more, nlp.Name{First: t, Last: t + 1, Type: kind})
	}
	if more != nil {
		m.names = append(m.names, more...)
		slices.SortFunc(m.names, func(a, b nlp.Name) int { return a.First - b.First })
	}
}

// commonWord tells whether a word with a capital is a common noun too, which a
// single mention as a name does not make one everywhere.
func (m *mender) commonWord(form string) bool {
	w, err := theWorld()
	if err != nil {
		return true
	}
	word := strings.ToLower(form)
	return w.nouns[word] != "" || w.roles[word] != 0 || m.lex.senses[posEvent][word] != nil || w.nouns[strings.TrimSuffix(word, "s")] != graph.EntityType("")
}

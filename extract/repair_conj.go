package extract

import (
	"strings"

	"kg/nlp"
)

// This file mends what is joined by "and" to what: the tense and the auxiliaries
// tell where a parser took the wrong verb.

// reportedConjunct: in "said Ankara was spreading rumours and had failed to act"
// the second clause is said too: it has an auxiliary that goes with what is told.
func (m *mender) reportedConjunct(i int) {
	t := &m.tok[i]
	if t.Deprel != "conj" || t.UPOS != nlp.VERB || t.Head < 0 || t.Head > i || m.tok[t.Head].XPOS != "VBD" {
		return
	}
	e := m.lex.effect(posVerb, m.tok[t.Head].Lemma, "that")
	if e == nil || e.source != 's' {
		return
	}
	said, told := -1, false
	for k := t.Head + 1; k < i; k++ {
		c := &m.tok[k]
		if c.Head == t.Head && c.Deprel == "ccomp" && c.UPOS == nlp.VERB {
			said = k
		}
		if c.Head == i && c.Deprel == "aux" {
			switch strings.ToLower(c.Form) {
			case "had", "has", "have", "would", "will", "could", "might":
				told = true
			}
		}
		if c.Head == i && strings.HasPrefix(c.Deprel, "nsubj") {
			return
		}
	}
	if said >= 0 && told {
		t.Head = said
	}
}

// listedVerb: in "blocked the border, deployed soldiers and suspended flights" all
// three are done: no participle describes the soldiers.
func (m *mender) listedVerb(i int, s nlp.Sentence) {
	a := &m.tok[i]
	if a.Deprel != "amod" || a.XPOS != "VBN" && a.XPOS != "VBD" || i == s.First || m.tok[i-1].Form != "," || a.Head <= i {
		return
	}
	noun := a.Head
	object := m.tok[noun].Head
	if m.tok[noun].Deprel != "conj" || object < 0 || object > i || m.tok[object].Deprel != "obj" {
		return
	}
	v := m.tok[object].Head
	if v < 0 || v > object || m.tok[v].XPOS != "VBD" || !m.takesObject(i) {
		return
	}
	for k := noun + 1; k < s.Last; k++ {
		if c := &m.tok[k]; c.Head == v && c.Deprel == "conj" && c.XPOS == "VBD" {
			a.UPOS, a.XPOS, a.Head, a.Deprel = nlp.VERB, "VBD", v, "conj"
			m.tok[noun].Head, m.tok[noun].Deprel = i, "obj"
			m.tok[i-1].Head = i
			return
		}
	}
}

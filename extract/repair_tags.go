package extract

import (
	"strings"

	"kg/nlp"
)

// This file mends words that a tagger takes for another part of speech, and
// what hangs on them for it.

// rootNoun: in "Tolara denies backing them" the word that is no noun elsewhere is
// the verb, and the name before it the subject.
func (m *mender) rootNoun(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Head >= 0 || t.UPOS != nlp.NOUN || t.XPOS != "NNS" || i == s.First || m.tok[i-1].UPOS != nlp.PROPN || m.tok[i-1].Head != i {
		return
	}
	lemma := m.verbLemma(i)
	if lemma == "" || lemma == strings.ToLower(t.Form) || m.commonWord(lemma) || m.lex.senses[posRelational][lemma] != nil {
		return
	}
	t.UPOS, t.XPOS, t.Lemma = nlp.VERB, "VBZ", lemma
	for k := s.First; k < s.Last; k++ {
		n := &m.tok[k]
		switch {
		case n.Head != i:
		case k == i-1:
			n.Deprel = "nsubj"
		case k < i && n.Deprel != "punct" && n.Deprel != "advmod":
			n.Head = i - 1
		case n.Deprel == "acl" && n.XPOS == "VBG":
			n.Deprel = "xcomp"
		case n.Deprel == "nmod":
			n.Deprel = "obl"
		}
	}
}

// participleAdjective: in "Neighbouring Chad closed its border" Chad is what
// the clause is about.
func (m *mender) participleAdjective(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if i+1 >= s.Last || t.UPOS != nlp.VERB || t.XPOS != "VBG" || !m.lex.is("adjectival", strings.ToLower(t.Form)) {
		return
	}
	noun := -1
	for k := i + 1; k < s.Last && k < i+5; k++ {
		if n := &m.tok[k]; n.Head == i && n.Deprel == "obj" && isNoun(n.UPOS) {
			noun = k
			break
		}
	}
	if noun < 0 {
		return
	}
	n := &m.tok[noun]
	n.Head, n.Deprel = t.Head, strings.TrimPrefix(t.Deprel, "c") // csubj is nsubj
	if n.Deprel == "subj" || strings.HasPrefix(n.Deprel, "subj") {
		n.Deprel = "n" + n.Deprel
	}
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == i && k != noun {
			m.tok[k].Head = noun
		}
	}
	t.UPOS, t.XPOS, t.Head, t.Deprel = nlp.ADJ, "JJ", noun, "amod"
}

// fixedCompound: "tear gas" is a noun, whatever its parts may be elsewhere.
func (m *mender) fixedCompound(i int, s nlp.Sentence) {
	if i+1 >= s.Last || m.tok[i].UPOS != nlp.VERB || m.tok[i+1].Head != i || !m.lex.is("compound", strings.ToLower(m.tok[i].Form)+"_"+strings.ToLower(m.tok[i+1].Form)) {
		return
	}
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == i && k != i+1 {
			m.tok[k].Head = i + 1
		}
	}
	verb, noun := &m.tok[i], &m.tok[i+1]
	noun.Head, noun.Deprel = verb.Head, verb.Deprel
	verb.UPOS, verb.XPOS, verb.Head, verb.Deprel, verb.Lemma = nlp.NOUN, "NN", i+1, "compound", strings.ToLower(verb.Form)
}

// actingRole: an "acting minister" acts in an office.
func (m *mender) actingRole(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.UPOS != nlp.VERB || !strings.EqualFold(t.Form, "acting") {
		return
	}
	for k := i + 1; k < s.Last && k < i+4; k++ {
		if n := &m.tok[k]; n.UPOS == nlp.NOUN && n.Head == i && n.Deprel == "obj" && m.lex.is("occupation", strings.ToLower(n.Lemma)) {
			for c := s.First; c < i; c++ {
				if m.tok[c].Head == i {
					m.tok[c].Head = k
					if m.tok[c].Deprel == "mark" {
						m.tok[c].Deprel = "case"
					}
				}
			}
			n.Head, n.Deprel = t.Head, "obl"
			t.UPOS, t.XPOS, t.Head, t.Deprel = nlp.ADJ, "JJ", k, "amod"
			return
		}
	}
}

// offAuxiliary: what hangs on an auxiliary belongs to its verb.
func (m *mender) offAuxiliary(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Head < s.First || t.Head >= s.Last {
		return
	}
	aux := &m.tok[t.Head]
	if aux.Deprel != "aux" && aux.Deprel != "aux:pass" || aux.Head < s.First || aux.Head >= s.Last || aux.Head == i {
		return
	}
	switch relBase(t.Deprel) {
	case "nsubj", "csubj", "obj", "iobj", "obl", "ccomp", "xcomp", "advcl", "mark", "advmod":
		t.Head = aux.Head
		aux.UPOS = nlp.AUX
	}
}

// toInfinitive: the "to" right before an infinitive is its own.
func (m *mender) toInfinitive(i int, s nlp.Sentence) {
	if t := &m.tok[i]; i+1 < s.Last && t.UPOS == nlp.PART && t.Deprel == "mark" && t.Head != i+1 && m.tok[i+1].UPOS == nlp.VERB && m.tok[i+1].XPOS == "VB" {
		t.Head = i + 1
	}
}

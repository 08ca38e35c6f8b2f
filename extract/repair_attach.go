package extract

import (
	"strings"

	"kg/nlp"
)

// This file mends where a word hangs: parsers take the nearest head for
// clauses and phrases whose true head agreement, tense or meaning tells.

// capitalNoun: a word with a capital inside its sentence that is tagged as a
// proper noun in one tag set and a common one in the other is a name.
func (m *mender) capitalNoun(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.UPOS == nlp.NOUN && t.XPOS == "NNP" && i > s.First && !s.Headline && capitalised(t.Form) {
		t.UPOS, t.Lemma = nlp.PROPN, t.Form
	}
}

// wholeName makes one phrase of a name that the parser took apart: in "met
// Antony Blinken to talk" no part of the name is a verb.
func (m *mender) wholeName(n nlp.Name) {
	if t := &m.tok[n.First]; n.Last-n.First == 1 && t.UPOS == nlp.AUX && len(t.Form) > 2 && n.First > 0 && isNoun(m.tok[n.First-1].UPOS) { // "the bloc ECOWAS urged"
		t.UPOS, t.XPOS, t.Head, t.Deprel = nlp.PROPN, "NNP", n.First-1, "appos"
		return
	} else if n.Last-n.First == 1 && t.UPOS == nlp.AUX && len(t.Form) > 2 && strings.ToUpper(t.Form) == t.Form && strings.HasPrefix(t.Deprel, "aux") && t.Head > n.First { // "ECOWAS congratulated"
		t.UPOS, t.XPOS, t.Deprel = nlp.PROPN, "NNP", "nsubj"
		return
	}
	if t := &m.tok[n.First]; n.Last-n.First == 1 && t.UPOS == nlp.PROPN && t.Deprel == "aux" && n.First > 0 && isNoun(m.tok[n.First-1].UPOS) {
		t.Head, t.Deprel = n.First-1, "appos"
		return
	}
	if n.Last-n.First < 2 || n.Type != nlp.Person && n.Type != nlp.Organization && n.Type != nlp.Place && n.Type != nlp.Country {
		return
	}
	inside := func(i int) bool { return i >= n.First && i < n.Last }
	head, astray := -1, -1
	for i := n.First; i < n.Last; i++ {
		t := &m.tok[i]
		if t.Head >= 0 && inside(t.Head) || t.UPOS == nlp.PUNCT {
			continue
		}
		switch {
		case t.UPOS == nlp.PROPN && head < 0:
			head = i
		case t.UPOS == nlp.VERB && t.Head >= 0 && astray < 0:
			astray = i
		default:
			return
		}
	}
	if head < 0 || astray < 0 {
		return
	}
	above := m.tok[astray].Head
	if above == head {
		above = m.tok[head].Head
	}
	for k := range m.tok[max(0, n.First-60):min(len(m.tok), n.Last+60)] {
		k += max(0, n.First-60)
		if m.tok[k].Head == astray && !inside(k) && k != above {
			m.tok[k].Head = above
		}
	}
	t := &m.tok[astray]
	t.UPOS, t.XPOS, t.Head, t.Deprel = nlp.PROPN, "NNP", head, "flat"
	if m.tok[head].Head == astray {
		m.tok[head].Head = above
	}
}

// titleOf: in "Secretary of State Antony Blinken" the name is who it is and
// all before it the title.
func (m *mender) titleOf(i int, s nlp.Sentence) {
	t := &m.tok[i]
	title := t.Head
	if t.Deprel != "nmod" || t.UPOS != nlp.PROPN || title < s.First || title > i-3 || !isNoun(m.tok[title].UPOS) || !m.lex.is("title_of", strings.ToLower(m.tok[title].Form)) {
		return
	}
	of, office := -1, -1
	for k := title + 1; k < i; k++ {
		switch {
		case m.tok[k].Deprel == "case" && strings.EqualFold(m.tok[k].Form, "of") && (m.tok[k].Head == i || m.tok[k].Head > k && m.tok[k].Head < i && m.tok[m.tok[k].Head].Head == i):
			of = k
		case m.tok[k].Head == i && (m.tok[k].Deprel == "compound" || m.tok[k].Deprel == "nmod:desc"):
			office = k
		case m.tok[k].Head == i && m.tok[k].Deprel == "det":
			return
		}
	}
	if of < 0 || office < of {
		return
	}
	t.Head, t.Deprel = m.tok[title].Head, m.tok[title].Deprel
	m.tok[title].Head, m.tok[title].Deprel = i, "nmod:desc"
	m.tok[office].Head, m.tok[office].Deprel = title, "nmod"
	m.tok[of].Head = office
	for k := s.First; k < of; k++ {
		if m.tok[k].Head == title && m.tok[k].Deprel == "cc" {
			m.tok[k].Head = i
		}
	}
}

// roughly are the words before a number that say "about so many" and that a
// parser may take for prepositions.
func (m *mender) roughly(i int) bool {
	return m.lex.is("roughly", strings.ToLower(m.tok[i].Form))
}

// roughNumber: in "killed around 30 militants" the militants are who was
// killed: "around" goes with the number.
func (m *mender) roughNumber(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Deprel != "obl" || t.Head < s.First || t.Head >= i || !m.takesObject(t.Head) {
		return
	}
	preposition := -1
	for k := t.Head + 1; k < i; k++ {
		if m.tok[k].Head == i && m.tok[k].Deprel == "case" {
			if preposition >= 0 {
				return
			}
			preposition = k
		}
	}
	if preposition < 0 && t.UPOS == nlp.NUM && i > t.Head { // killed more than 300
		t.Deprel = "obj"
		return
	}
	if preposition < 0 || !m.roughly(preposition) || m.tok[preposition+1].UPOS != nlp.NUM {
		return
	}
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == t.Head && (m.tok[k].Deprel == "obj" || m.tok[k].Deprel == "aux:pass" || m.tok[k].Deprel == "nsubj:pass") {
			return
		}
	}
	t.Deprel = "obj"
	m.tok[preposition].Head, m.tok[preposition].Deprel, m.tok[preposition].UPOS = preposition+1, "advmod", nlp.ADV
}

// takesObject tells whether the lexicon knows the verb at i with an object.
func (m *mender) takesObject(i int) bool {
	if m.tok[i].UPOS != nlp.VERB {
		return false
	}
	for _, sense := range m.lex.senses[posVerb][strings.ToLower(m.tok[i].Lemma)] {
		for _, role := range sense.object {
			if role == "o" {
				return true
			}
		}
	}
	return false
}

// recipient: in "fined Castellan 45 million euros" the name is who gets the
// fine: no compound stands before its noun's number.
func (m *mender) recipient(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Deprel != "compound" && t.Deprel != "nmod:desc" || t.UPOS != nlp.PROPN || t.Head <= i || t.Head == i+1 && m.tok[i+1].UPOS != nlp.SYM || !m.lex.is("money", strings.ToLower(m.tok[t.Head].Lemma)) {
		return
	}
	sum := t.Head
	v := m.tok[sum].Head
	if v < s.First || v >= i || m.tok[v].UPOS != nlp.VERB || m.tok[sum].Deprel != "obj" && m.tok[sum].Deprel != "obl:unmarked" {
		return
	}
	if u := m.tok[i+1].UPOS; u != nlp.NUM && u != nlp.SYM { // "fined U.S. chipmaker Corvex 820 million": not the U.S.
		return
	}
	number := m.tok[sum].UPOS == nlp.SYM
	for k := i + 1; k < sum; k++ {
		number = number || m.tok[k].UPOS == nlp.NUM || m.tok[k].UPOS == nlp.SYM
	}
	if !number {
		return
	}
	for k := v + 1; k < i; k++ { // "fined Spain's Castellan": what is left of the name goes with it
		if m.tok[k].Head == sum {
			m.tok[k].Head = i
		}
	}
	t.Head, t.Deprel = v, "iobj"
}

// leadingRole: in "The son of a miner, Kane studied law" the name is who did so
// and the words before it say who he is.
func (m *mender) leadingRole(i int, s nlp.Sentence) {
	t := &m.tok[i]
	v := t.Head
	if t.Deprel != "nsubj" || t.UPOS != nlp.NOUN || t.XPOS != "NN" || v <= i {
		return
	}
	for k := i + 1; k < v; k++ {
		n := &m.tok[k]
		if n.Head == v && n.Deprel == "nsubj" && n.UPOS == nlp.PROPN && m.tok[k-1].Form == "," && m.lex.senses[posRelational][strings.ToLower(t.Lemma)] != nil {
			t.Head, t.Deprel = k, "appos"
			return
		}
	}
}

// namedTo: in "appointed Jan Novak prime minister" the name is who gets the
// office.
func (m *mender) namedTo(i int, s nlp.Sentence) {
	t := &m.tok[i]
	v := t.Head
	if t.Deprel != "obj" || t.UPOS != nlp.NOUN || v < s.First || v >= i || !m.lex.is("appointing", strings.ToLower(m.tok[v].Lemma)) || !m.lex.is("occupation", strings.ToLower(t.Lemma)) {
		return
	}
	for k := v + 1; k < i; k++ {
		n := &m.tok[k]
		if n.Head != i || n.UPOS != nlp.PROPN || n.Deprel != "compound" && n.Deprel != "nmod:desc" && n.Deprel != "flat" {
			continue
		}
		if k+1 < i && m.tok[k+1].UPOS == nlp.PROPN && m.tok[k+1].Head == i { // Jan [Novak prime minister]
			m.tok[k+1].Head, m.tok[k+1].Deprel = k, "flat"
		}
		n.Head, n.Deprel = v, "obj"
		t.Deprel = "xcomp"
		return
	}
}

// loneObject: the only object of a verb is what it is done to, with no number
// or preposition between: "became minister", "killed at least 40 people".
func (m *mender) loneObject(i int, s nlp.Sentence) {
	t := &m.tok[i]
	v := t.Head
	if t.Deprel != "iobj" && t.Deprel != "obl" || v < s.First || v >= i || m.tok[v].UPOS != nlp.VERB || t.UPOS != nlp.NOUN && t.UPOS != nlp.PROPN {
		return
	}
	if t.Deprel == "iobj" && m.lex.is("tell", strings.ToLower(m.tok[v].Lemma)) || t.Deprel == "obl" && (!m.takesObject(v) || i > v+6) {
		return
	}
	numbered := false
	for k := s.First; k < s.Last; k++ {
		switch n := &m.tok[k]; {
		case n.Head == i && (n.Deprel == "case" || n.Deprel == "mark"):
			return
		case n.Head == i && n.Deprel == "nummod":
			numbered = true
		case n.Head == v && k != i && (n.Deprel == "obj" || n.Deprel == "iobj" || n.Deprel == "ccomp" || n.Deprel == "xcomp" || n.Deprel == "parataxis" || strings.HasPrefix(n.Deprel, "aux:pass") || n.Deprel == "nsubj:pass" || n.UPOS == nlp.PUNCT && k < i && k > v):
			return
		}
	}
	if t.Deprel == "iobj" || numbered && t.XPOS == "NNS" && !m.lex.is("span", strings.ToLower(t.Lemma)) {
		t.Deprel = "obj"
	}
}

// partOf: in "lifted most of its sanctions" the sanctions go with "most".
func (m *mender) partOf(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Deprel != "obl" || t.Head < s.First || t.Head > i {
		return
	}
	for k := t.Head + 1; k < i; k++ {
		if of := &m.tok[k]; of.Head == i && of.Deprel == "case" && strings.EqualFold(of.Form, "of") {
			if part := &m.tok[k-1]; part.Head == t.Head && part.Deprel == "obj" && m.lex.is("partitive", strings.ToLower(part.Lemma)) {
				t.Head, t.Deprel = k-1, "nmod"
			}
			return
		}
	}
}

// asideSubject: in "…, two officials and a witness said on Monday" whoever
// stands between the comma and the verb says so, and is in no list before.
func (m *mender) asideSubject(v int, s nlp.Sentence) {
	t := &m.tok[v]
	if t.UPOS != nlp.VERB || t.XPOS != "VBD" && t.XPOS != "VBZ" && t.XPOS != "VBP" || t.Deprel == "acl:relcl" || !m.lex.is("spoken_aside", strings.ToLower(t.Lemma)) || v+1 < s.Last && m.startsPhrase(v+1) {
		return
	}
	comma := v - 1
	for ; comma > s.First && m.tok[comma].Form != ","; comma-- {
		switch m.tok[comma].UPOS {
		case nlp.NOUN, nlp.PROPN, nlp.ADJ, nlp.DET, nlp.NUM, nlp.CCONJ, nlp.PART:
		default:
			if !strings.HasPrefix(m.tok[comma].XPOS, "NN") {
				return
			}
		}
	}
	if m.tok[comma].Form != "," || v-comma < 2 || v-comma > 14 || m.tok[comma+1].UPOS == nlp.CCONJ {
		return
	}
	subject := -1
	for k := s.First; k < s.Last; k++ {
		if d := m.tok[k].Deprel; m.tok[k].Head == v && (strings.HasPrefix(d, "nsubj") || strings.HasPrefix(d, "aux") || d == "mark") {
			if k < comma || !strings.HasPrefix(d, "nsubj") {
				return
			}
			subject = k
		}
	}
	for k := comma + 1; k < v; k++ { // the list goes together
		n := &m.tok[k]
		if k == subject || !strings.HasPrefix(n.XPOS, "NN") || n.Head > comma && n.Head <= v || n.Head == v {
			continue
		}
		switch n.Deprel {
		case "conj", "appos", "obj", "nmod", "dep":
		default:
			return
		}
		if subject < 0 {
			subject, n.Head, n.Deprel = k, v, "nsubj"
		} else if k < subject {
			n.Head, n.Deprel = v, "nsubj"
			m.tok[subject].Head, m.tok[subject].Deprel = k, "conj"
			subject = k
		} else {
			n.Head, n.Deprel = subject, "conj"
		}
	}
}

// ofGerund: in "accused the army of burning villages" the burning is what it is
// accused of, and the villages are what it burned.
func (m *mender) ofGerund(i int, s nlp.Sentence) {
	t := &m.tok[i]
	noun := t.Head
	if t.XPOS != "VBG" || t.Deprel != "amod" || noun <= i || noun > i+3 || i == s.First || !strings.EqualFold(m.tok[i-1].Form, "of") || m.tok[i-1].Head != noun {
		return
	}
	above := m.tok[noun].Head
	v := above
	if v >= s.First && v < i && isNoun(m.tok[v].UPOS) && m.tok[noun].Deprel == "nmod" {
		v = m.tok[v].Head
	}
	if v < s.First || v > i || !m.lex.is("object_control", strings.ToLower(m.tok[v].Lemma)) {
		return
	}
	m.tok[i-1].Head, m.tok[i-1].Deprel = i, "mark"
	t.UPOS, t.Head, t.Deprel = nlp.VERB, v, "advcl"
	m.tok[noun].Head, m.tok[noun].Deprel = i, "obj"
}

// ofCharge: in "convicted the president of fraud" the fraud is what he is
// convicted of.
func (m *mender) ofCharge(i int, s nlp.Sentence) {
	t := &m.tok[i]
	noun := t.Head
	if t.Deprel != "nmod" || t.UPOS != nlp.NOUN || noun < s.First || noun > i || m.tok[noun].UPOS == nlp.NUM || m.lex.is("partitive", strings.ToLower(m.tok[noun].Lemma)) {
		return
	}
	v := m.tok[noun].Head
	if v < s.First || v > noun || m.tok[noun].Deprel != "obj" && m.tok[noun].Deprel != "iobj" && m.tok[noun].Deprel != "obl:agent" || !m.lex.is("charging", strings.ToLower(m.tok[v].Lemma)) {
		return
	}
	of := false
	for k := noun + 1; k < i; k++ {
		if m.tok[k].Head == i {
			if m.tok[k].Deprel == "det" || m.tok[k].Deprel == "nmod:poss" {
				return
			}
			of = of || m.tok[k].Deprel == "case" && strings.EqualFold(m.tok[k].Form, "of")
		}
	}
	if of {
		t.Head, t.Deprel = v, "obl"
	}
}

// towards: what "to" brings before a name is a place or somebody, no clause:
// "sent two ships to Crete".
func (m *mender) towards(i int) {
	t := &m.tok[i]
	if t.UPOS != nlp.PROPN || t.Deprel != "advcl" && t.Deprel != "xcomp" || i == 0 {
		return
	}
	if to := &m.tok[i-1]; to.Head == i && (to.Deprel == "mark" || to.Deprel == "case") && strings.EqualFold(to.Form, "to") {
		t.Deprel, to.Deprel, to.UPOS = "obl", "case", nlp.ADP
	}
}

// describedSubject: in "Experts not involved in the study praised it" the
// adjective's subject is that of the main verb, which has none.
func (m *mender) describedSubject(i int, s nlp.Sentence) {
	t := &m.tok[i]
	v := t.Head
	if t.Deprel != "advcl" || t.UPOS != nlp.ADJ || v <= i || m.tok[v].UPOS != nlp.VERB {
		return
	}
	subject := -1
	for k := s.First; k < v; k++ {
		switch n := &m.tok[k]; {
		case n.Head == v && strings.HasPrefix(n.Deprel, "nsubj"), n.Head == i && (n.Deprel == "cop" || n.Deprel == "mark"), k > i && n.Form == ",":
			return
		case n.Head == i && n.Deprel == "nsubj" && k < i:
			subject = k
		}
	}
	if subject >= 0 {
		m.tok[subject].Head, t.Head, t.Deprel = v, subject, "amod"
	}
}

// saidIn: in "said in a statement that X had gone" the clause is what was
// said and does not describe the statement.
func (m *mender) saidIn(i int, s nlp.Sentence) {
	t := &m.tok[i]
	noun := t.Head
	if t.Deprel != "acl:relcl" && t.Deprel != "acl" && t.Deprel != "ccomp" || noun < s.First || noun > i || m.tok[noun].UPOS != nlp.NOUN {
		return
	}
	v := m.tok[noun].Head
	if v < s.First || v > noun || m.tok[v].UPOS != nlp.VERB || m.tok[noun].Deprel != "obl" {
		return
	}
	if e := m.lex.effect(posVerb, strings.ToLower(m.tok[v].Lemma), "that"); e == nil || e.source != 's' {
		return
	}
	mark, subject := false, false
	for k := v + 1; k < s.Last; k++ {
		switch {
		case m.tok[k].Head == v && m.tok[k].Deprel == "ccomp":
			return
		case m.tok[k].Head == i && m.tok[k].Deprel == "mark" && strings.EqualFold(m.tok[k].Form, "that"):
			mark = true
		case m.tok[k].Head == i && strings.HasPrefix(m.tok[k].Deprel, "nsubj"):
			subject = true
		}
	}
	if mark && subject {
		t.Head, t.Deprel = v, "ccomp"
	}
}

// spokenAside: in "ordered the envoy to leave, accusing her of lying" who
// accuses is who ordered: a participle of speech behind a comma goes with the
// main verb.
func (m *mender) spokenAside(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.XPOS != "VBG" || t.Deprel != "advcl" || i == s.First || m.tok[i-1].Form != "," || t.Head < s.First || t.Head > i {
		return
	}
	if !m.lex.is("spoken_aside", strings.ToLower(t.Lemma)) {
		return
	}
	v := t.Head
	for steps := 0; steps < 6 && m.tok[v].XPOS == "VB" && (m.tok[v].Deprel == "xcomp" || m.tok[v].Deprel == "advcl" || m.tok[v].Deprel == "acl"); steps++ {
		h := m.tok[v].Head
		if h < s.First || m.tok[h].UPOS != nlp.VERB && m.tok[v].Deprel != "acl" {
			return
		}
		v = h
	}
	if m.tok[v].UPOS == nlp.VERB {
		t.Head = v
	}
}

// timeSubject: in "last year Estonia expelled diplomats" the country is who did
// it and no other name of the year.
func (m *mender) timeSubject(i int, s nlp.Sentence) {
	t := &m.tok[i]
	time := t.Head
	if t.Deprel != "appos" || !isNoun(t.UPOS) || time < s.First || time >= i || m.tok[time].Deprel != "obl:unmarked" && m.tok[time].Deprel != "obl:tmod" {
		return
	}
	v := m.tok[time].Head
	if v <= i || m.tok[v].UPOS != nlp.VERB {
		return
	}
	for k := s.First; k < v; k++ {
		if m.tok[k].Head == v && strings.Contains(m.tok[k].Deprel, "subj") {
			return
		}
	}
	t.Head, t.Deprel = v, "nsubj"
}

// particle: the "over" of "took over Straits Bank", tagged as a particle,
// belongs to the verb before it.
func (m *mender) particle(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.XPOS != "RP" || i == s.First || m.tok[i-1].UPOS != nlp.VERB || t.Head < i {
		return
	}
	if t.Deprel == "advmod" && m.tok[t.Head].UPOS == nlp.NUM { // laid off 10,000 men
		t.Head, t.Deprel = i-1, "compound:prt"
		return
	}
	if t.Deprel != "case" || m.tok[t.Head].Head != i-1 {
		return
	}
	m.tok[t.Head].Deprel = "obj"
	t.Head, t.Deprel = i-1, "compound:prt"
}

// infinitiveOf: in "rejected a call by lawmakers to leave" what "to leave" says is
// what the call is for: the verb takes no infinitive, and the noun does.
func (m *mender) infinitiveOf(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.XPOS != "VB" || t.Deprel != "xcomp" && t.Deprel != "advcl" || t.Head < s.First || t.Head > i || m.tok[t.Head].UPOS != nlp.VERB {
		return
	}
	if m.lex.effect(posVerb, m.tok[t.Head].Lemma, "inf") != nil {
		return
	}
	noun, marked := -1, false
	for k := t.Head + 1; k < i; k++ {
		switch c := &m.tok[k]; {
		case c.Head == i && c.Deprel == "mark":
			marked = strings.EqualFold(c.Form, "to")
		case c.UPOS == nlp.PUNCT, c.UPOS == nlp.VERB:
			return
		case c.UPOS == nlp.NOUN && m.lex.effect(posEvent, c.Lemma, "inf") != nil && (c.Head == t.Head && c.Deprel == "obj" || c.Deprel == "nmod" && m.tok[c.Head].Deprel == "obj"):
			noun = k
		}
	}
	if noun >= 0 && marked {
		t.Head, t.Deprel = noun, "acl"
	}
}

// bareOblique: in "called on his supporters to gather" the particle is the
// preposition of the noun behind it, which is no object and has none.
func (m *mender) bareOblique(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Deprel != "compound:prt" || t.Head != i-1 {
		return
	}
	for k := i + 1; k < min(s.Last, i+6); k++ {
		switch c := &m.tok[k]; {
		case c.Deprel == "case":
			return
		case c.Head == t.Head:
			if c.Deprel == "obl" && isNoun(c.UPOS) {
				t.Head, t.Deprel, t.XPOS = k, "case", "IN"
			}
			return
		}
	}
}

// compoundPair: of two nouns side by side without a comma, "the 6.1 magnitude
// tremor", the second is the head and not another name of the first.
func (m *mender) compoundPair(i int, s nlp.Sentence) {
	t := &m.tok[i]
	first := i - 1
	if t.Deprel != "appos" || t.Head != first || first < s.First || t.UPOS != nlp.NOUN || m.tok[first].UPOS != nlp.NOUN || m.tok[first].XPOS == "NNS" {
		return
	}
	a := &m.tok[first]
	t.Head, t.Deprel = a.Head, a.Deprel
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == first && k != i {
			m.tok[k].Head = i
		}
	}
	a.Head, a.Deprel = i, "compound"
}

// givenName: in "gave Ukraine weapons" the country is who gets them.
func (m *mender) givenName(i int, s nlp.Sentence) {
	t := &m.tok[i]
	noun := t.Head
	if t.Deprel != "compound" || t.UPOS != nlp.PROPN || noun <= i || noun > i+3 || i == s.First || t.XPOS == "NNPS" {
		return
	}
	v := i - 1
	for v > s.First && m.tok[v].UPOS == nlp.PROPN && m.tok[v].Head == i {
		v--
	}
	if m.tok[v].UPOS != nlp.VERB || m.tok[noun].Head != v || m.tok[noun].Deprel != "obj" ||
		!m.lex.is("gives", strings.ToLower(m.tok[v].Lemma)) || !m.lex.is("given", strings.ToLower(m.tok[noun].Lemma)) {
		return
	}
	if len(t.Form) <= 5 && strings.ToUpper(t.Form) == t.Form {
		return // NATO tanks, UN aid
	}
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == v && m.tok[k].Deprel == "iobj" {
			return
		}
		if k > noun && strings.EqualFold(m.tok[k].Form, "to") && m.tok[k].Deprel == "case" && (m.tok[m.tok[k].Head].Head == v || m.tok[m.tok[k].Head].Head == noun) {
			return // gave Ukraine weapons to others
		}
	}
	t.Head, t.Deprel = v, "iobj"
}

// absolute: in "hit 72 targets, all of them small" the last words are a clause
// without a verb and no second object.
func (m *mender) absolute(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Deprel != "obj" || t.Head < s.First || t.Head > i {
		return
	}
	subject, object := false, false
	for k := s.First; k < i; k++ {
		subject = subject || m.tok[k].Head == i && m.tok[k].Deprel == "nsubj" && k > s.First && m.tok[k-1].Form == ","
		object = object || m.tok[k].Head == t.Head && m.tok[k].Deprel == "obj"
	}
	if subject && object {
		t.Deprel = "advcl"
	}
}

// betweenTwo: "between Bamako and Tuareg separatists" names two: what stands
// between is never one, so the second name begins a phrase of its own.
func (m *mender) betweenTwo(i int, s nlp.Sentence) {
	t := &m.tok[i]
	noun := t.Head
	if t.Deprel != "compound" && t.Deprel != "amod" || t.UPOS != nlp.PROPN || noun <= i+2 {
		return
	}
	between, second, joined := -1, -1, -1
	for k := s.First; k < s.Last; k++ {
		switch {
		case m.tok[k].Head == noun && m.tok[k].Deprel == "case" && (strings.EqualFold(m.tok[k].Form, "between") || strings.EqualFold(m.tok[k].Form, "among")):
			between = k
		case m.tok[k].Head == noun && m.tok[k].Deprel == "conj":
			return
		case m.tok[k].Head == i && m.tok[k].Deprel == "conj" && k > i && k < noun:
			second = k
		}
	}
	if between < 0 || second < 0 {
		return
	}
	for k := i + 1; k < second; k++ {
		if m.tok[k].Head == second && m.tok[k].Deprel == "cc" {
			joined = k
		}
	}
	if joined < 0 {
		return
	}
	m.tok[between].Head = i
	t.Head, t.Deprel = m.tok[noun].Head, m.tok[noun].Deprel
	m.tok[noun].Head, m.tok[noun].Deprel = i, "conj"
	m.tok[second].Head, m.tok[second].Deprel = noun, "compound"
	m.tok[joined].Head = noun
}

// number of a noun or a finite verb.
type number byte

const (
	anyNumber number = iota
	singular
	plural
)

func (m *mender) nounNumber(i int) number {
	for k := i + 1; k < len(m.tok) && k < i+40; k++ {
		if m.tok[k].Head == i && m.tok[k].Deprel == "conj" {
			return plural
		}
	}
	switch m.tok[i].XPOS {
	case "NNS", "NNPS":
		return plural
	case "NN":
		return singular
	case "NNP":
		return singular
	}
	return anyNumber
}

// verbNumber is that of the finite word of the clause at v.
func (m *mender) verbNumber(v int, s nlp.Sentence) number {
	of := func(i int) number {
		switch strings.ToLower(m.tok[i].Form) {
		case "was", "is", "has", "does":
			return singular
		case "were", "are", "have", "do":
			if m.tok[i].XPOS == "VBP" || m.tok[i].XPOS == "VBD" {
				return plural
			}
		}
		switch m.tok[i].XPOS {
		case "VBZ":
			return singular
		case "VBP":
			return plural
		}
		return anyNumber
	}
	for k := s.First; k < v; k++ {
		if m.tok[k].Head == v && (strings.HasPrefix(m.tok[k].Deprel, "aux") || m.tok[k].Deprel == "cop") {
			if n := of(k); n != anyNumber || m.tok[k].XPOS == "MD" {
				return n
			}
		}
	}
	return of(v)
}

// relativeNumber: in "shares in Norvik, which was founded in 1954" the clause
// describes the noun that its verb agrees with.
func (m *mender) relativeNumber(i int, s nlp.Sentence) {
	t := &m.tok[i]
	far := t.Head
	if t.Deprel != "acl:relcl" || far < s.First || far >= i || !isNoun(m.tok[far].UPOS) {
		return
	}
	pronoun := -1
	for k := far + 1; k < i; k++ {
		if m.tok[k].Head == i && strings.HasPrefix(m.tok[k].Deprel, "nsubj") && (m.tok[k].XPOS == "WDT" || m.tok[k].XPOS == "WP") {
			pronoun = k
		}
	}
	if pronoun < 0 {
		return
	}
	n := m.verbNumber(i, s)
	if n == anyNumber || m.nounNumber(far) == anyNumber || m.nounNumber(far) == n || m.lex.is("collective", strings.ToLower(m.tok[far].Lemma)) {
		return
	}
	near := m.antecedent(pronoun, s)
	for steps := 0; near > far && steps < 4 && (m.tok[near].Deprel == "flat" || m.tok[near].Deprel == "compound"); steps++ {
		near = m.tok[near].Head
	}
	if near <= far || m.nounNumber(near) != n || !m.under(near, far) {
		return
	}
	t.Head = near
}

// under tells whether token i hangs below top.
func (m *mender) under(i, top int) bool {
	for steps := 0; i >= 0 && steps < 64; steps++ {
		if i == top {
			return true
		}
		i = m.tok[i].Head
	}
	return false
}

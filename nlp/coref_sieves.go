package nlp

import "strings"

// sieves are the links that need no weighing: where one of them speaks, the
// model isn't asked. Each returns an earlier mention, or -1.
type sieves struct {
	p       *pairing
	byHead  map[int]int // mention by its head, without coordinations
	entries map[string]int
	persons []int // mentions that are names of persons, in text order
}

func newSieves(p *pairing) *sieves {
	s := &sieves{p: p, byHead: map[int]int{}, entries: map[string]int{}}
	for i := range p.ms {
		if !p.ms[i].coordination {
			s.byHead[p.ms[i].head] = i
		}
	}
	return s
}

// maxPersons bounds the names of persons looked back at, so that the time stays linear.
const maxPersons = 300

// link returns the mention that mention i surely takes up, -1 if none does.
func (s *sieves) link(i int) int {
	m := &s.p.ms[i]
	switch m.kind {
	case PronounMention:
		for _, j := range [...]int{s.speaker(i), s.subject(i), s.possessor(i)} {
			if j >= 0 {
				return j
			}
		}
	case NameMention:
		for _, j := range [...]int{s.entry(m), s.bracketed(i), s.surname(i)} {
			if j >= 0 && j < i && s.p.groups.agree(i, j) {
				return j
			}
		}
	case NominalMention:
		for _, j := range [...]int{s.office(i), s.pair(i)} {
			if j >= 0 {
				return j
			}
		}
	}
	return -1
}

// apposed links what stands in apposition to a mention to that mention; -1 for others.
func (s *sieves) apposed(i int) int {
	m := &s.p.ms[i]
	t := &s.p.d.Tokens[m.head]
	if m.kind == PronounMention || t.Deprel != "appos" || t.Head < 0 || t.Head > m.head {
		return -1
	}
	if m.coordination { // "two banks, Orion and Sefton"
		if j, ok := s.byHead[t.Head]; ok && s.p.ms[j].kind == NominalMention && s.p.ms[j].number == pluralNumber && s.p.groups.agree(i, j) {
			return j
		}
		return -1
	}
	for j := i - 1; j >= 0 && j > i-8; j-- { // "the words of the prosecutor, Mark Tedeschi": who stands next to the name
		if s.introduces(j, i) && s.p.groups.agree(i, j) {
			return j
		}
	}
	if j, ok := s.byHead[t.Head]; ok && s.alike(j, i) && s.p.groups.agree(i, j) {
		return j
	}
	return -1
}

// introduces tells whether mention j is a noun for a person and mention i,
// behind a comma, the person's name.
func (s *sieves) introduces(j, i int) bool {
	a, m := &s.p.ms[j], &s.p.ms[i]
	return a.kind == NominalMention && a.class == personClass && m.kind == NameMention && m.class == personClass &&
		a.last == m.first-1 && s.p.d.Tokens[a.last].Form == "," && s.alike(j, i)
}

// named returns the name that stands in apposition behind a nominal, and i
// itself for all others: "the president, Barack Obama" is what Barack Obama is.
func (s *sieves) named(i int) int {
	m := &s.p.ms[i]
	if m.kind != NominalMention || m.coordination {
		return i
	}
	for j := i + 1; j < len(s.p.ms) && s.p.ms[j].first <= m.last+1; j++ {
		if s.p.d.Tokens[s.p.ms[j].head].Deprel == "appos" && s.introduces(i, j) {
			return j
		}
	}
	for c := s.p.children.first[m.head]; c >= 0; c = s.p.children.next[c] {
		if s.p.d.Tokens[c].Deprel != "appos" || int(c) < m.head {
			continue
		}
		if j, ok := s.byHead[int(c)]; ok && s.p.ms[j].kind == NameMention && s.alike(i, j) {
			return j
		}
	}
	return i
}

// alike tells whether a mention and what stands in apposition to it can be the
// same: both persons or neither, both one or neither, and no dates or ages.
func (s *sieves) alike(i, j int) bool {
	a, b := &s.p.ms[i], &s.p.ms[j]
	if b.first == 0 || a.kind == PronounMention || a.class == timeClass || b.class == timeClass || s.conjuncts(a) > 1 && !a.coordination || s.conjuncts(b) > 1 {
		return false
	}
	if a.kind == NameMention && b.kind == NameMention { // "Sydney, Australia", but "Middle East Eye (MEE)"
		return s.p.d.Tokens[b.first-1].Form == "(" && a.class == b.class && a.class != placeClass
	}
	if a.kind == NominalMention && b.kind == NominalMention && (a.class != personClass || b.class != personClass) {
		return false // "the deal, a blow to both": left to the model
	}
	if a.number == pluralNumber && b.number == singularNumber || a.number == singularNumber && b.number == pluralNumber {
		return false
	}
	return a.class == noClass || b.class == noClass || (a.class == personClass) == (b.class == personClass)
}

// seen takes note of a mention.
func (s *sieves) seen(i int) {
	m := &s.p.ms[i]
	if m.kind != NameMention {
		return
	}
	if m.entry != nil {
		s.entries[entryKey(m)] = i
	}
	if m.class == personClass {
		s.persons = append(s.persons, i)
	}
}

func entryKey(m *mention) string { return string(m.entry.Type) + " " + m.entry.Name }

// entry links the names of one entry of the gazetteer: "the US" and "the United States".
func (s *sieves) entry(m *mention) int {
	if m.entry == nil {
		return -1
	}
	if j, ok := s.entries[entryKey(m)]; ok {
		return j
	}
	return -1
}

// bracketed links "Middle East Eye (MEE)".
func (s *sieves) bracketed(i int) int {
	m := &s.p.ms[i]
	t := s.p.d.Tokens
	if m.first < 2 || t[m.first-1].Form != "(" || m.last >= len(t) || t[m.last].Form != ")" || m.last-m.first != 1 {
		return -1
	}
	for j := i - 1; j >= 0 && j > i-8; j-- {
		a := &s.p.ms[j]
		if a.kind != PronounMention && a.sentence == m.sentence && a.last == m.first-1 && initials(a.words, m.nameHead) {
			return j
		}
	}
	return -1
}

// surname links "Putin" to the person whose full name ends so, if there is
// but one in the document so far.
func (s *sieves) surname(i int) int {
	m := &s.p.ms[i]
	if m.class != personClass || len(m.words) != 1 {
		return -1
	}
	found, group := -1, -1
	for k := len(s.persons) - 1; k >= max(0, len(s.persons)-maxPersons); k-- {
		a := &s.p.ms[s.persons[k]]
		if a.nameHead != m.nameHead && !strings.HasSuffix(a.key, " "+m.key) {
			continue
		}
		of := s.p.groups.of[s.persons[k]]
		if found < 0 {
			found, group = s.persons[k], of
		} else if of != group {
			return -1
		}
	}
	return found
}

// office links "the Syrian leader" and "the president" to the only person of
// that country or with that title.
func (s *sieves) office(i int) int {
	m := &s.p.ms[i]
	if m.class != personClass || m.number != singularNumber || m.form != formDefinite && m.form != formDemonstrative || m.role == rolePredicate {
		return -1
	}
	if s.p.hasClause(m) && m.country == "" {
		return -1
	}
	found, group := -1, -1
	for k := len(s.persons) - 1; k >= max(0, len(s.persons)-maxPersons); k-- {
		j := s.persons[k]
		g := s.p.groups.group(j)
		if !s.holds(m, g) || !s.p.groups.agree(i, j) || s.p.ms[j].first < m.last && s.p.ms[j].last > m.first {
			continue
		}
		of := s.p.groups.of[j]
		if found < 0 {
			found, group = j, of
		} else if of != group {
			return -1
		}
	}
	return found
}

// holds tells whether the words of a mention are an office of the person of a cluster.
func (s *sieves) holds(m *mention, g *group) bool {
	if m.country != "" && g.country != m.country {
		return false
	}
	titled := false
	for _, k := range g.members {
		titled = titled || contains(s.p.ms[k].titles, m.headWord)
		if isRuler(m.headWord) {
			for _, t := range s.p.ms[k].titles {
				titled = titled || isOffice(t)
			}
		}
	}
	if !titled && m.country != "" && g.entry != nil {
		titled = strings.Contains(g.entry.Roles, m.headWord) || isRuler(m.headWord) && (strings.Contains(g.entry.Roles, "president") || strings.Contains(g.entry.Roles, "leader") || strings.Contains(g.entry.Roles, "king"))
	}
	return titled
}

// isRuler tells the nouns that news calls heads of states and governments by,
// whatever their office.
func isRuler(noun string) bool {
	switch noun {
	case "leader", "ruler", "strongman", "dictator", "head":
		return true
	}
	return false
}

// isOffice tells the titles of heads of states and governments.
func isOffice(title string) bool {
	switch title {
	case "president", "king", "queen", "monarch", "emir", "sultan", "premier", "chancellor":
		return true
	}
	return false
}

// pair links "the two countries" and "both men" to the nearest two that were
// named together.
func (s *sieves) pair(i int) int {
	m := &s.p.ms[i]
	definite := m.form == formDefinite || m.form == formDemonstrative
	if m.number != pluralNumber || m.coordination || !(definite && contains(m.words, "two")) && !strings.EqualFold(s.p.d.Tokens[m.first].Form, "both") {
		return -1
	}
	for j := i - 1; j >= 0 && m.sentence-s.p.ms[j].sentence <= 3; j-- {
		a := &s.p.ms[j]
		if a.coordination && s.conjuncts(a) == 2 && (a.class == m.class || a.class == noClass || m.class == noClass || m.headWord == "side" || m.headWord == "party") {
			return j
		}
	}
	return -1
}

func (s *sieves) conjuncts(a *mention) int {
	n := 1
	for c := s.p.children.first[a.head]; c >= 0; c = s.p.children.next[c] {
		if s.p.d.Tokens[c].Deprel == "conj" {
			n++
		}
	}
	return n
}

// speaker links "I" in a quotation to who speaks it, where that stands before it.
func (s *sieves) speaker(i int) int {
	m := &s.p.ms[i]
	if m.pronoun != iPronoun || m.quotation < 0 {
		return -1
	}
	if j, ok := s.byHead[s.p.quotations[m.quotation].speaker]; ok && j < i {
		return j
	}
	return -1
}

// later returns the links to mentions behind: "I" in a quotation to the
// speaker named after it.
func (s *sieves) later() [][2]int {
	var out [][2]int
	for i := range s.p.ms {
		m := &s.p.ms[i]
		if m.pronoun != iPronoun || m.quotation < 0 {
			continue
		}
		if j, ok := s.byHead[s.p.quotations[m.quotation].speaker]; ok && j > i && s.p.ms[j].number != pluralNumber {
			out = append(out, [2]int{j, i})
		}
	}
	return out
}

// subject links "he", "she" and "it" to the subject that grammar and the habits
// of news point at: that of the clause which a complement hangs on ("Gulen denied
// that he …") or which goes on, or that of the sentence before, for the subject of
// a sentence and its possessor.
func (s *sieves) subject(i int) int {
	m := &s.p.ms[i]
	at := s.p.d.Tokens[m.head].Head
	if m.pronoun != hePronoun && m.pronoun != shePronoun && m.pronoun != itPronoun || at < 0 {
		return -1
	}
	switch m.role {
	case roleSubject:
		return s.ofClause(i, at)
	case rolePossessor: // "Its leader said …"
		if t := &s.p.d.Tokens[at]; mainRelation(t.Deprel) == "nsubj" && t.Head >= 0 && s.p.d.Tokens[t.Head].Deprel == "root" {
			if j := s.before(i); j >= 0 || m.pronoun != itPronoun {
				return j
			}
			return s.thing(i)
		}
	}
	return -1
}

// thing returns the subject of the sentence before that of "its", if it is
// something that was spoken of: "The quake struck at noon. Its epicentre …".
func (s *sieves) thing(i int) int {
	m := &s.p.ms[i]
	if m.sentence == 0 || m.quotation >= 0 {
		return -1
	}
	j, ok := s.byHead[s.subjectOf(s.p.d.root(s.p.d.Sentences[m.sentence-1]))]
	if !ok || j >= i {
		return -1
	}
	a := &s.p.ms[j]
	if a.kind != NominalMention || a.form != formDefinite && a.form != formDemonstrative || a.number == pluralNumber || a.class == personClass || a.class == timeClass || !s.p.groups.agree(i, j) {
		return -1
	}
	return j
}

// ofClause returns what the pronoun i takes up as the subject of a verb.
func (s *sieves) ofClause(i, verb int) int {
	m, t := &s.p.ms[i], &s.p.d.Tokens[verb]
	dull := m.pronoun == itPronoun && t.UPOS != VERB // "it is clear that …" points at nothing
	switch mainRelation(t.Deprel) {
	case "ccomp":
		if t.Head >= 0 && t.Head < verb && !dull {
			return s.reported(i, t.Head)
		}
	case "conj", "advcl", "parataxis":
		if t.Head < 0 || m.pronoun == itPronoun {
			return -1
		}
		if j := s.person(s.subjectOf(t.Head), i); j >= 0 || !s.p.reports[t.Lemma] || t.Deprel != "parataxis" {
			return j
		}
		return s.before(i) // "Moscow was considering it, he said"
	case "acl": // "The League criticised what it called …"
		if t.Head >= 0 && s.p.d.Tokens[t.Head].Lemma == "what" && s.p.d.Tokens[t.Head].Head >= 0 {
			return s.person(s.subjectOf(s.p.d.Tokens[t.Head].Head), i)
		}
	case "root":
		if j := s.before(i); j >= 0 && (!dull || s.p.ms[j].pronoun == itPronoun) {
			return j
		}
	}
	return -1
}

// reported returns the subject of the verb that the clause of pronoun i hangs on.
func (s *sieves) reported(i, verb int) int {
	subject := s.subjectOf(verb)
	if j, ok := s.byHead[subject]; ok && j < i && s.p.ms[i].pronoun == itPronoun && s.p.reports[s.p.d.Tokens[verb].Lemma] &&
		s.p.ms[j].kind == NameMention && s.p.ms[j].class == placeClass {
		return j // "Washington said it would help"
	}
	return s.person(subject, i)
}

// possessor links "his", "her" and "its" to the subject of the clause, where that
// is the same pronoun or a person or body: "parliament had exceeded its powers".
func (s *sieves) possessor(i int) int {
	m := &s.p.ms[i]
	if m.role != rolePossessor || m.pronoun != hePronoun && m.pronoun != shePronoun && m.pronoun != itPronoun || m.subjects[0] < 0 || !s.ownClause(m) {
		return -1
	}
	j, ok := s.byHead[int(m.subjects[0])]
	if !ok || j >= i || s.conjuncts(&s.p.ms[j]) > 1 || s.p.ms[j].quotation != m.quotation || !s.p.groups.agree(i, j) {
		return -1
	}
	a := &s.p.ms[j]
	if a.pronoun == m.pronoun {
		return j
	}
	for k := j + 1; k < i; k++ { // "the regulator fined it over its labels"
		if s.p.ms[k].pronoun == m.pronoun {
			return -1
		}
	}
	if s.owns(a, m.pronoun) {
		return j
	}
	return -1
}

// ownClause tells whether the innermost subject of a pronoun is that of the verb
// right above it, or of one that this is coordinated with; not "Dorn accused Vash
// of courting her rivals".
func (s *sieves) ownClause(m *mention) bool {
	t := s.p.d.Tokens
	verb := m.head
	for steps := 0; verb >= 0 && (verb == m.head || t[verb].UPOS != VERB) && steps < 12; steps++ {
		verb = t[verb].Head
	}
	if verb >= 0 && t[verb].Deprel == "conj" && s.subjectOf(verb) < 0 {
		verb = t[verb].Head
	}
	return verb >= 0 && s.subjectOf(verb) == int(m.subjects[0])
}

// owns tells whether a mention is one person, for "his" and "her", or one body
// or country, for "its".
func (s *sieves) owns(a *mention, of pronoun) bool {
	switch {
	case a.kind == PronounMention || a.number == pluralNumber:
		return false
	case of != itPronoun:
		return a.class == personClass
	case a.kind == NameMention:
		return a.class != personClass
	}
	return a.class == organizationClass
}

// before returns the subject of the sentence before that of mention i.
func (s *sieves) before(i int) int {
	m := &s.p.ms[i]
	if m.sentence == 0 || m.quotation >= 0 {
		return -1
	}
	previous := s.p.d.Sentences[m.sentence-1]
	if previous.Headline {
		return -1
	}
	root := s.p.d.root(previous)
	content := m.pronoun == itPronoun && !s.reports(s.p.d.Tokens[m.head].Head) // goes on with what was said
	if content && s.reports(root) {
		for c := s.p.children.first[root]; c >= 0; c = s.p.children.next[c] {
			if subject := s.subjectOf(int(c)); s.p.d.Tokens[c].Deprel == "ccomp" && subject >= 0 {
				return s.topic(subject, i)
			}
		}
	}
	if j := s.person(s.subjectOf(root), i); j >= 0 {
		return j
	}
	for c := s.p.children.first[root]; c >= 0; c = s.p.children.next[c] {
		j := -1
		switch s.p.d.Tokens[c].Deprel {
		case "parataxis": // "161 people died, the minister said"
			if !content {
				j = s.person(s.subjectOf(int(c)), i)
			}
		case "obl:agent": // "They were abducted by the Iron Column"
			j = s.person(int(c), i)
		}
		if j >= 0 {
			return j
		}
	}
	return -1
}

// reports tells whether token k is a verb that reports speech.
func (s *sieves) reports(k int) bool { return k >= 0 && s.p.reports[s.p.d.Tokens[k].Lemma] }

// topic returns the mention that a token heads, if it is one thing, body or
// country that "it" can stand for; -1 if not.
func (s *sieves) topic(head, i int) int {
	j, ok := s.byHead[head]
	if !ok || j >= i {
		return -1
	}
	if a := &s.p.ms[j]; a.number == pluralNumber || a.class == personClass || a.class == timeClass || s.conjuncts(a) > 1 || !s.p.groups.agree(i, j) {
		return -1
	}
	return j
}

// subjectOf returns the head of the subject of a verb, -1 if it has none.
func (s *sieves) subjectOf(verb int) int {
	for c := s.p.children.first[verb]; c >= 0; c = s.p.children.next[c] {
		if mainRelation(s.p.d.Tokens[c].Deprel) == "nsubj" {
			return int(c)
		}
	}
	return -1
}

// person returns the mention that a token heads, if it is a single person, or
// for "it" the same pronoun, a body or something by its name, which the pronoun i
// can stand for; -1 if not.
func (s *sieves) person(head, i int) int {
	j, ok := s.byHead[head]
	if head < 0 || !ok || j >= i {
		return -1
	}
	a, m := &s.p.ms[j], &s.p.ms[i]
	single := a.class == personClass && a.number == singularNumber || a.pronoun == hePronoun || a.pronoun == shePronoun
	if m.pronoun == itPronoun {
		single = a.pronoun == itPronoun || a.kind == NameMention && (a.class == organizationClass || a.nameType == Country || a.class == noClass && (a.nameType == "" || a.nameType == Misc)) || a.kind == NominalMention && a.class == organizationClass && a.number != pluralNumber
	}
	if !single || a.quotation != m.quotation || !s.p.groups.agree(i, j) || s.conjuncts(a) > 1 || s.p.named(j, s.p.namesBelow(i)) {
		return -1
	}
	return j
}

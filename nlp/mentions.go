package nlp

import (
	"fmt"
	"slices"
	"strings"

	"kg/nlp/gazetteer"
)

// gender is what is known of the sex of somebody, or that something has none.
type gender uint8

const (
	anyGender gender = iota
	male
	female
	neuter
	somePerson // a person, male or female
)

// number is singular or plural, where known.
type number uint8

const (
	anyNumber number = iota
	singularNumber
	pluralNumber
)

// mention is a noun phrase or pronoun that may speak of somebody or something.
type mention struct {
	first, last, head int
	sentence          int
	kind              MentionKind
	coordination      bool // "Assad and Putin" as a whole
	pronoun           pronoun
	form              uint8 // see the form constants
	number            number
	gender            gender
	class             nounClass
	nameType          NameType
	role              uint8
	words             []string // content words, in lower case, the head last
	key               string   // words, joined
	headWord          string   // lemma of the head in lower case
	nameHead          string   // of a name: the last word of the name, in lower case
	titles            []string // before a name: "president", "spokesman"; lemmas in lower case
	entry             *gazetteer.Entry
	owner             string   // the head of what it is of: "Russia" of "Russia's targets" and "the targets of Russia"
	complement        string   // the head of the phrase with another preposition: "researchers" of "feedback from researchers"
	qualifier         string   // the name among the words before a common noun: "karthenian"
	country           string   // that it is of, by its adjective ("the Syrian leader") or its entry
	subjects          [2]int32 // of a pronoun: heads of the subjects of the clauses it stands in, the innermost first; -1
	headHash          uint32   // of headWord
	governor          uint32   // hash of the lemma of the word it hangs on
	quotation         int      // index of the quotation it stands in, -1 if none
}

// The forms of mentions.
const (
	formPronoun uint8 = iota
	formDefinite
	formIndefinite
	formPossessed
	formDemonstrative
	formBare
	formBarePlural
	formQuantified
	formCoordination
	formName
)

// The syntactic roles of mentions.
const (
	roleOther uint8 = iota
	roleSubject
	roleObject
	roleOblique
	rolePossessor
	roleModifier
	roleApposition
	rolePredicate
	roleCompound
	roleRoot
)

// nounClass is what a noun speaks of.
type nounClass uint8

const (
	noClass nounClass = iota
	personClass
	organizationClass
	placeClass
	eventClass
	abstractClass
	timeClass
	objectClass
	livingClass
)

var nounClasses = map[string]nounClass{
	"person": personClass, "person-m": personClass, "person-f": personClass, "organization": organizationClass, "place": placeClass,
	"event": eventClass, "abstract": abstractClass, "time": timeClass, "object": objectClass, "living": livingClass,
}

// people is what coreference knows about nouns and given names.
type people struct {
	classes map[string]nounClass
	genders map[string]gender // nouns and given names, in lower case
	speech  map[string]bool   // lemmas of verbs that report speech
	table   *gazetteer.Table
}

func newPeople(l *lemmatizer, lex *lexicon, table *gazetteer.Table) (*people, error) {
	p := &people{table: table, classes: map[string]nounClass{}, genders: map[string]gender{}, speech: map[string]bool{}}
	for _, file := range [...]string{"nouns.tsv", "nouns_own.tsv"} {
		if err := p.readNouns(file); err != nil {
			return nil, err
		}
	}
	err := readLines("given_names.tsv", func(line string) error {
		sex, names, ok := strings.Cut(line, "\t")
		if !ok || sex != "m" && sex != "f" {
			return fmt.Errorf("want m or f, a tab and names, got %q", line)
		}
		for _, name := range strings.Fields(strings.ToLower(names)) {
			g := map[string]gender{"m": male, "f": female}[sex]
			if old, ok := p.genders[name]; ok && old != g {
				g = somePerson
			}
			p.genders[name] = g
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for form := range lex.speech {
		p.speech[l.lemma(form, VERB, "VBD")] = true
		p.speech[l.lemma(form, VERB, "VBZ")] = true
	}
	return p, nil
}

func (p *people) readNouns(file string) error {
	return readLines(file, func(line string) error {
		class, nouns, ok := strings.Cut(line, "\t")
		if !ok || nounClasses[class] == noClass {
			return fmt.Errorf("want a class, a tab and nouns, got %q", line)
		}
		for _, noun := range strings.Fields(nouns) {
			p.classes[noun] = nounClasses[class]
			switch class {
			case "person-m":
				p.genders[noun] = male
			case "person-f":
				p.genders[noun] = female
			}
		}
		return nil
	})
}

// children lists the dependents of each token of a document.
type children struct {
	first []int32 // first dependent, or -1
	next  []int32 // next dependent of the same head, or -1
}

func newChildren(d *Document) children {
	c := children{make([]int32, len(d.Tokens)), make([]int32, len(d.Tokens))}
	for i := range c.first {
		c.first[i] = -1
	}
	for i := len(d.Tokens) - 1; i >= 0; i-- {
		if h := d.Tokens[i].Head; h >= 0 {
			c.next[i] = c.first[h]
			c.first[h] = int32(i)
		}
	}
	return c
}

// mentionFinder finds the mentions of a document.
type mentionFinder struct {
	people   *people
	d        *Document
	children children
	left     []int32         // first token of the subtree of each token
	right    []int32         // last token of the subtree
	names    []int32         // index of the name each token is in, -1 if none
	texts    map[string]bool // of all names
	out      []mention
}

func (p *people) mentions(d *Document, c children) []mention {
	f := &mentionFinder{people: p, d: d, children: c, out: make([]mention, 0, len(d.Tokens)/3)}
	f.subtrees()
	f.names = make([]int32, len(d.Tokens))
	for i := range f.names {
		f.names[i] = -1
	}
	f.texts = make(map[string]bool, len(d.Names))
	for i, n := range d.Names {
		f.texts[f.text(n.First, n.Last)] = true
		for k := n.First; k < n.Last; k++ {
			f.names[k] = int32(i)
		}
	}
	for i, s := range d.Sentences {
		for k := s.First; k < s.Last; k++ {
			f.visit(k, i)
		}
	}
	sortMentions(f.out)
	for i := range f.out {
		m := &f.out[i]
		m.headHash = hashWord(m.headWord)
		if h := d.Tokens[m.head].Head; h >= 0 {
			m.governor = hashWord(d.Tokens[h].Lemma)
		}
	}
	return f.out
}

// subtrees finds the first and last tokens below each token.
func (f *mentionFinder) subtrees() {
	n := len(f.d.Tokens)
	f.left, f.right = make([]int32, n), make([]int32, n)
	for i := range f.left {
		f.left[i], f.right[i] = int32(i), int32(i)
	}
	for i := range f.d.Tokens {
		for h, steps := f.d.Tokens[i].Head, 0; h >= 0 && steps < n; h, steps = f.d.Tokens[h].Head, steps+1 {
			if f.left[h] <= int32(i) && f.right[h] >= int32(i) {
				break
			}
			f.left[h], f.right[h] = min(f.left[h], int32(i)), max(f.right[h], int32(i))
		}
	}
}

// visit adds the mentions that token k heads.
func (f *mentionFinder) visit(k, sentence int) {
	t := &f.d.Tokens[k]
	if p := pronounOf(t); p != noPronoun {
		if t.Deprel == "dep" && t.Head == k+1 || t.Deprel == "nmod:unmarked" && isReflexive(t.Form) {
			return // "you guys", "the president himself"
		}
		m := f.pronounMention(k, sentence, p)
		f.add(m)
		if p <= theyPronoun {
			f.coordination(k, m.first, sentence) // "you and I"
		}
		return
	}
	if !f.headsPhrase(k) {
		return
	}
	first, last := f.span(k)
	m := f.nounMention(first, last, k, sentence)
	f.add(m)
	f.coordination(k, first, sentence)
}

func (f *mentionFinder) add(m mention) { f.out = append(f.out, m) }

// headsPhrase tells whether a token heads a noun phrase of its own.
func (f *mentionFinder) headsPhrase(k int) bool {
	t := &f.d.Tokens[k]
	rel := mainRelation(t.Deprel)
	switch rel {
	case "flat", "fixed", "goeswith", "case", "cc", "advmod", "mark", "discourse", "punct", "cop", "aux", "expl", "reparandum":
		return false
	}
	if n := f.names[k]; n >= 0 && f.repeats(k, int(n)) {
		return false
	} else if n >= 0 && f.nominalRole(rel) && f.d.Names[n].Type != Nationality {
		return true // "IS", whatever its tag
	}
	switch t.UPOS {
	case NOUN, PROPN:
		if t.Deprel == "nmod:desc" { // a title before a name
			return false
		}
		if rel == "compound" {
			if n := f.names[k]; n >= 0 && f.d.Names[n].Type == Nationality {
				return false // "Dutch universities"
			}
			return t.UPOS == NOUN && f.names[k] < 0 || t.UPOS == PROPN && (!f.insideName(k) || f.nested(k)) || isYear(t)
		}
		return t.XPOS != "HYPH"
	case NUM, SYM:
		if rel != "nummod" && rel != "dep" && rel != "compound" || isYear(t) && rel != "nummod" || f.isReference(k) {
			return true
		}
	case DET, ADJ, X:
		return f.nominalRole(rel) && (f.hasDeterminer(k) || f.partitive(k))
	}
	return false
}

// repeats tells whether a token of name n is no head of its own: the name goes
// on behind it and a later token of the name heads a phrase with the same words.
func (f *mentionFinder) repeats(k, n int) bool {
	name := f.d.Names[n]
	if h := f.d.Tokens[k].Head; h >= name.First && h < name.Last {
		return false
	}
	for i := k + 1; i < name.Last; i++ {
		if h := f.d.Tokens[i].Head; h < name.First || h >= name.Last {
			return true
		}
	}
	return false
}

// isReference tells the number in "[12]".
func (f *mentionFinder) isReference(k int) bool {
	return k > 0 && k+1 < len(f.d.Tokens) && f.d.Tokens[k-1].Form == "[" && f.d.Tokens[k+1].Form == "]"
}

func (f *mentionFinder) nominalRole(rel string) bool {
	switch rel {
	case "nsubj", "obj", "iobj", "obl", "nmod":
		return true
	}
	return false
}

// partitive tells "all of us" and "many of them".
func (f *mentionFinder) partitive(k int) bool {
	c := int(f.children.first[k])
	for ; c >= 0 && c < k; c = int(f.children.next[c]) {
	}
	return c >= 0 && f.d.Tokens[c].Deprel == "nmod" && f.hasCase(c, "of")
}

func (f *mentionFinder) hasDeterminer(k int) bool {
	for c := f.children.first[k]; c >= 0; c = f.children.next[c] {
		if mainRelation(f.d.Tokens[c].Deprel) == "det" {
			return true
		}
	}
	return false
}

// isYear tells the number of a year, which is a mention of its own: "in 2015",
// "January 8, 1880".
func isYear(t *Token) bool {
	return t.XPOS == "CD" && len(t.Form) == 4 && (t.Form[0] == '1' || t.Form[:2] == "20") && strings.Trim(t.Form, "0123456789") == ""
}

// insideName tells whether a token is part of the name that its head is in.
func (f *mentionFinder) insideName(k int) bool {
	h := f.d.Tokens[k].Head
	if h < 0 {
		return false
	}
	if f.names[k] >= 0 && f.names[k] == f.names[h] {
		return true
	}
	return f.names[k] < 0 && f.d.Tokens[h].UPOS == PROPN
}

func mainRelation(deprel string) string {
	if i := strings.IndexByte(deprel, ':'); i >= 0 {
		return deprel[:i]
	}
	return deprel
}

// span returns the tokens of the noun phrase that k heads, without
// prepositions, appositions and further conjuncts.
func (f *mentionFinder) span(k int) (first, last int) {
	predicate, conjoined := f.isPredicate(k), f.conjunct(k)
	lo, hi := k, k
	for c := int(f.children.first[k]); c >= 0; c = int(f.children.next[c]) {
		if !f.belongs(c, k, predicate) || c > conjoined {
			continue
		}
		l, r := int(f.left[c]), int(f.right[c])
		if l < lo {
			lo = l
		}
		if r > hi {
			hi = r
		}
	}
	if n := f.names[k]; n >= 0 && !f.nested(k) { // a name hangs together, whatever its tree
		lo, hi = min(lo, f.d.Names[n].First), max(hi, f.d.Names[n].Last-1)
	}
	for lo < k && f.d.Tokens[lo].UPOS == PUNCT {
		lo++
	}
	for hi > k && f.d.Tokens[hi].UPOS == PUNCT && !f.closesPair(lo, hi) {
		hi--
	}
	return lo, hi + 1
}

// conjunct returns the first conjunct behind k, or the end of the document:
// what follows it modifies all of them.
func (f *mentionFinder) conjunct(k int) int {
	for c := int(f.children.first[k]); c >= 0; c = int(f.children.next[c]) {
		if c > k && f.d.Tokens[c].Deprel == "conj" {
			return c
		}
	}
	return len(f.d.Tokens)
}

// closesPair tells whether the mark at hi closes what opened behind lo.
func (f *mentionFinder) closesPair(lo, hi int) bool {
	var open string
	switch f.d.Tokens[hi].Form {
	case ")":
		open = "("
	case "]":
		open = "["
	case "”":
		open = "“"
	case "\"":
		open = "\""
	default:
		return false
	}
	n := 0
	for k := lo; k < hi; k++ {
		if f.d.Tokens[k].Form == open {
			n++
		}
	}
	return n > 0 && (open != "\"" || n%2 == 1)
}

func (f *mentionFinder) isPredicate(k int) bool {
	for c := f.children.first[k]; c >= 0; c = f.children.next[c] {
		switch mainRelation(f.d.Tokens[c].Deprel) {
		case "cop", "nsubj":
			return true
		}
	}
	return false
}

// belongs tells whether the subtree of c is part of the noun phrase of its head k.
func (f *mentionFinder) belongs(c, k int, predicate bool) bool {
	t := &f.d.Tokens[c]
	switch mainRelation(t.Deprel) {
	case "det", "amod", "nummod", "compound", "flat", "fixed", "goeswith", "acl":
		return true
	case "dep":
		return c == k-1 && t.UPOS == PRON || c == k+1 && t.UPOS == NUM // "you guys", "Title IV"
	case "nmod":
		if n := f.names[k]; n >= 0 && c > k && (t.Deprel == "nmod" || t.UPOS == NUM) && f.d.Names[n].Type == Person {
			return f.hasCase(c, "of") // but "Bush on Tuesday nominated"
		}
		if c > k && t.Deprel == "nmod" && f.d.Tokens[f.left[c]].Form == "," {
			return false // "the dry season, with little rain"
		}
		return c > k || t.Deprel != "nmod"
	case "case":
		return c > k // 's
	case "advmod":
		return c > k && !predicate // "especially" before a noun is no part of it
	}
	return false
}

// coordination adds "A and B" as a whole.
func (f *mentionFinder) coordination(k, first, sentence int) {
	if f.d.Tokens[k].Deprel == "conj" {
		return
	}
	end, and := -1, false
	for c := int(f.children.first[k]); c >= 0; c = int(f.children.next[c]) {
		t := &f.d.Tokens[c]
		if t.Deprel != "conj" || c < k || t.UPOS != NOUN && t.UPOS != PROPN && t.UPOS != PRON {
			continue
		}
		_, last := f.span(c)
		end = max(end, last)
		for g := f.children.first[c]; g >= 0; g = f.children.next[g] {
			and = and || f.d.Tokens[g].Deprel == "cc" && strings.EqualFold(f.d.Tokens[g].Form, "and")
		}
	}
	if end < 0 || !and {
		return
	}
	m := f.nounMention(first, end, k, sentence)
	m.coordination, m.form, m.number, m.kind = true, formCoordination, pluralNumber, NominalMention
	if m.gender != neuter && m.gender != anyGender {
		m.gender = somePerson
	}
	m.words = []string{strings.ToLower(joinForms(f.d, first, end))}
	m.key, m.headWord, m.nameHead = m.words[0], "", ""
	f.add(m)
}

func joinForms(d *Document, first, last int) string {
	var b strings.Builder
	for k := first; k < last; k++ {
		if k > first {
			b.WriteByte(' ')
		}
		b.WriteString(d.Tokens[k].Form)
	}
	return b.String()
}

func (f *mentionFinder) pronounMention(k, sentence int, p pronoun) mention {
	m := mention{first: k, last: k + 1, head: k, sentence: sentence, kind: PronounMention, pronoun: p, form: formPronoun, quotation: -1}
	m.role = roleOf(f.d, k)
	m.subjects = f.subjects(k)
	m.number, m.gender = p.agreement()
	m.headWord = strings.ToLower(f.d.Tokens[k].Form)
	m.key = m.headWord
	if p == thisPronoun || p == thesePronoun { // "those in power"
		for c := int(f.children.first[k]); c >= 0; c = int(f.children.next[c]) {
			if rel := mainRelation(f.d.Tokens[c].Deprel); c > k && (rel == "nmod" || rel == "acl") {
				m.last = max(m.last, int(f.right[c])+1)
			}
		}
	}
	if p == reciprocalPronoun && k+1 < len(f.d.Tokens) {
		m.last = k + 2
		m.head = k + 1
	}
	return m
}

// subjects returns the subjects of the clauses that token k stands in.
func (f *mentionFinder) subjects(k int) [2]int32 {
	out, n := [2]int32{-1, -1}, 0
	for below, at, steps := k, f.d.Tokens[k].Head, 0; at >= 0 && n < 2 && steps < 12; below, at, steps = at, f.d.Tokens[at].Head, steps+1 {
		for c := f.children.first[at]; c >= 0; c = f.children.next[c] {
			if int(c) != below && mainRelation(f.d.Tokens[c].Deprel) == "nsubj" {
				out[n] = c
				n++
				break
			}
		}
	}
	return out
}

func (f *mentionFinder) nounMention(first, last, k, sentence int) mention {
	t := &f.d.Tokens[k]
	m := mention{first: first, last: last, head: k, sentence: sentence, kind: NominalMention, quotation: -1, role: roleOf(f.d, k)}
	m.headWord = strings.ToLower(t.Lemma)
	f.setNumber(&m, t)
	f.setForm(&m)
	n := f.nameOf(k)
	if n >= 0 {
		m.nameType = f.d.Names[n].Type
	} else if f.nested(k) {
		m.nameType = f.nestedType(k, last)
	}
	if (n >= 0 || t.UPOS == PROPN) && !f.isRoleWord(&m) {
		m.kind, m.form = NameMention, formName
		f.setName(&m)
	} else {
		f.setWords(&m)
	}
	f.setCountry(&m)
	f.setOwner(&m)
	f.setClass(&m)
	return m
}

// nameOf returns the name that a token is in, or that hangs flat on it
// ("Chancellor Merkel"), -1 if there is none.
func (f *mentionFinder) nameOf(k int) int {
	if f.nested(k) {
		return -1
	}
	if f.names[k] >= 0 {
		return int(f.names[k])
	}
	for c := f.children.first[k]; c >= 0; c = f.children.next[c] {
		if f.d.Tokens[c].Deprel == "flat" && f.names[c] >= 0 {
			return int(f.names[c])
		}
	}
	return -1
}

// nested tells whether a token heads a name within a name: the country of "the
// National Library of Norway" and of "the United States Congress".
func (f *mentionFinder) nested(k int) bool {
	n, t := f.names[k], &f.d.Tokens[k]
	if n < 0 || t.UPOS != PROPN {
		return false
	}
	if t.Deprel == "compound" {
		return t.Head > k && t.Head < f.d.Names[n].Last && (f.nestedType(k, k+1) != "" || f.texts[f.text(f.compoundBegin(k), k+1)])
	}
	return t.Deprel == "nmod" && t.Head < k && t.Head >= f.d.Names[n].First
}

// nestedType returns the type of the place that a name within a name is, "" where the gazetteer has none.
func (f *mentionFinder) nestedType(k, last int) NameType {
	for _, e := range f.people.table.Lookup(f.text(f.compoundBegin(k), last)) {
		if e.Type == gazetteer.Country || e.Type == gazetteer.Place {
			return NameType(e.Type)
		}
	}
	return ""
}

// compoundBegin returns the first of the names before k that hang on it.
func (f *mentionFinder) compoundBegin(k int) int {
	first := k
	for c := f.children.first[k]; c >= 0 && int(c) < k; c = f.children.next[c] {
		if f.d.Tokens[c].UPOS == PROPN {
			first = min(first, int(c))
		}
	}
	return first
}

// text returns the text of the tokens [first, last).
func (f *mentionFinder) text(first, last int) string {
	return f.d.Text[f.d.Tokens[first].Begin:f.d.Tokens[last-1].End]
}

// isRoleWord tells "the President" and "the Act", which are written like names
// and work like other nouns.
func (f *mentionFinder) isRoleWord(m *mention) bool {
	if m.nameType != "" && m.nameType != Misc && m.nameType != Person || m.form == formBare || m.form == formBarePlural {
		return false
	}
	for c := f.children.first[m.head]; c >= 0; c = f.children.next[c] {
		switch mainRelation(f.d.Tokens[c].Deprel) {
		case "compound", "flat", "amod":
			return false
		}
	}
	return f.people.classes[m.headWord] != noClass || m.nameType != Person
}

func (f *mentionFinder) setNumber(m *mention, t *Token) {
	switch t.XPOS {
	case "NN", "NNP":
		m.number = singularNumber
	case "NNS", "NNPS":
		m.number = pluralNumber
	}
}

// setForm finds how the phrase is determined.
func (f *mentionFinder) setForm(m *mention) {
	m.form = formBare
	if m.number == pluralNumber {
		m.form = formBarePlural
	}
	for c := f.children.first[m.head]; c >= 0; c = f.children.next[c] {
		t := &f.d.Tokens[c]
		switch mainRelation(t.Deprel) {
		case "det":
			switch strings.ToLower(t.Form) {
			case "the":
				m.form = formDefinite
			case "a", "an", "another", "any", "no", "some", "every", "each":
				m.form = formIndefinite
			case "this", "that", "these", "those", "such":
				m.form = formDemonstrative
			default:
				m.form = formQuantified
			}
		case "nmod":
			if t.Deprel == "nmod:poss" {
				m.form = formPossessed
			}
		case "nummod":
			if m.form == formBare || m.form == formBarePlural {
				m.form = formQuantified
			}
		}
	}
}

// setWords collects the content words up to the head: its compounds, names,
// adjectives and possessors.
func (f *mentionFinder) setWords(m *mention) {
	for k := m.first; k < m.head; k++ {
		switch f.d.Tokens[k].UPOS {
		case DET, PUNCT, ADP, PART, CCONJ, SCONJ, AUX, PRON:
			continue
		}
		word := strings.ToLower(f.d.Tokens[k].Form)
		m.words = append(m.words, word)
		if f.names[k] >= 0 || f.d.Tokens[k].UPOS == PROPN || f.d.Tokens[k].UPOS == ADJ && startsUpper(f.d.Tokens[k].Form) && k > f.d.Sentences[m.sentence].First {
			m.qualifier = word
		}
	}
	m.nameHead = strings.ToLower(f.d.Tokens[m.head].Form)
	m.words = append(m.words, m.nameHead)
	m.key = strings.Join(m.words, " ")
}

// setName collects the words of a name, and apart from them its titles.
func (f *mentionFinder) setName(m *mention) {
	begin, end := f.nameSpan(m)
	for k := m.first; k < end; k++ {
		t := &f.d.Tokens[k]
		switch t.UPOS {
		case DET, PUNCT, ADP, PART, CCONJ, SCONJ, AUX, PRON:
			continue
		}
		switch {
		case k >= begin && !f.isTitle(k, begin, end):
			m.words = append(m.words, strings.ToLower(t.Form))
		case t.UPOS == NOUN || t.UPOS == PROPN:
			m.titles = append(m.titles, strings.ToLower(strings.TrimSuffix(t.Lemma, ".")))
		}
	}
	if len(m.words) == 0 {
		m.words = append(m.words, strings.ToLower(f.d.Tokens[m.head].Form))
	}
	m.nameHead = m.words[len(m.words)-1]
	m.key = strings.Join(m.words, " ")
	f.setEntry(m, begin, end)
}

// nameSpan returns the tokens of the name that heads a mention.
func (f *mentionFinder) nameSpan(m *mention) (begin, end int) {
	if n := f.nameOf(m.head); n >= 0 {
		return max(f.d.Names[n].First, m.first), min(f.d.Names[n].Last, m.last)
	}
	begin, end = m.head, m.head+1
	for c := int(f.children.first[m.head]); c >= 0; c = int(f.children.next[c]) {
		t := &f.d.Tokens[c]
		switch mainRelation(t.Deprel) {
		case "compound", "flat", "amod":
			if t.UPOS == PROPN || t.Deprel == "flat" {
				begin, end = min(begin, c), max(end, c+1)
			}
		}
	}
	return begin, end
}

// isTitle tells whether token k of the name [begin, end) is a title before it.
func (f *mentionFinder) isTitle(k, begin, end int) bool {
	if k+1 >= end {
		return false
	}
	for _, e := range f.people.table.Lookup(strings.TrimSuffix(f.d.Tokens[k].Form, ".")) {
		if e.Type == gazetteer.Title {
			return k == begin || f.isTitle(k-1, begin, end)
		}
	}
	return false
}

// setEntry looks a name up in the gazetteer.
func (f *mentionFinder) setEntry(m *mention, begin, end int) {
	if begin >= end || m.nameType == "" || m.nameType == Misc {
		return
	}
	for _, e := range f.people.table.Lookup(f.d.Text[f.d.Tokens[begin].Begin:f.d.Tokens[end-1].End]) {
		if NameType(e.Type) == m.nameType || e.Type != gazetteer.Person && m.nameType != Person && isNameType(e.Type) && m.entry == nil {
			m.entry = e
			if NameType(e.Type) == m.nameType {
				break
			}
		}
	}
}

// setOwner finds the head of the possessor or of the phrase with "of", and of
// that with another preposition.
func (f *mentionFinder) setOwner(m *mention) {
	for c := f.children.first[m.head]; c >= 0; c = f.children.next[c] {
		t := &f.d.Tokens[c]
		if int(c) < m.first || int(c) >= m.last {
			continue
		}
		of := t.Deprel == "nmod:poss" || t.Deprel == "nmod" && f.hasCase(int(c), "of")
		switch {
		case of && m.owner == "":
			m.owner = strings.ToLower(t.Lemma)
		case !of && t.Deprel == "nmod" && int(c) > m.head && m.complement == "":
			m.complement = strings.ToLower(t.Lemma)
		}
	}
}

func (f *mentionFinder) hasCase(k int, preposition string) bool {
	for c := f.children.first[k]; c >= 0; c = f.children.next[c] {
		if f.d.Tokens[c].Deprel == "case" && f.d.Tokens[c].Form == preposition {
			return true
		}
	}
	return false
}

// setCountry finds the country that a mention is of.
func (f *mentionFinder) setCountry(m *mention) {
	if m.entry != nil {
		m.country = m.entry.Country
		if m.entry.Type == gazetteer.Country {
			m.country = m.entry.Name
		}
	}
	for k := m.first; k < m.head && m.country == ""; k++ {
		n := f.names[k]
		if n < 0 || f.d.Names[n].Type != Nationality && f.d.Names[n].Type != Country {
			continue
		}
		for _, e := range f.people.table.Lookup(f.d.Tokens[k].Form) {
			if e.Country != "" || e.Type == gazetteer.Country {
				if m.country = e.Country; m.country == "" {
					m.country = e.Name
				}
				break
			}
		}
	}
}

// setClass finds what the head speaks of, and its gender.
func (f *mentionFinder) setClass(m *mention) {
	if m.kind == NameMention {
		f.setNameClass(m)
		return
	}
	m.class = f.people.classes[m.headWord]
	if m.class == noClass {
		m.class = suffixClass(m.headWord)
	}
	switch m.class {
	case personClass:
		m.gender = somePerson
		if g, ok := f.people.genders[m.headWord]; ok && g != somePerson {
			m.gender = g
		}
	case noClass, livingClass:
	case organizationClass:
		m.gender = neuter
		if m.number == singularNumber {
			m.number = anyNumber // "the police have", "the team … they"
		}
	default:
		m.gender = neuter
	}
}

func suffixClass(noun string) nounClass {
	switch {
	case len(noun) > 5 && (strings.HasSuffix(noun, "ist") || strings.HasSuffix(noun, "eer") || strings.HasSuffix(noun, "ician")):
		return personClass
	case len(noun) > 5 && (strings.HasSuffix(noun, "man") || strings.HasSuffix(noun, "woman")):
		return personClass
	case len(noun) > 6 && (strings.HasSuffix(noun, "tion") || strings.HasSuffix(noun, "ness") || strings.HasSuffix(noun, "ity") || strings.HasSuffix(noun, "ism") || strings.HasSuffix(noun, "ment") || strings.HasSuffix(noun, "ance")):
		return abstractClass
	}
	return noClass
}

func (f *mentionFinder) setNameClass(m *mention) {
	switch m.nameType {
	case Person:
		m.class, m.gender = personClass, somePerson
	case Organization, Government, ArmedGroup:
		m.class, m.gender, m.number = organizationClass, neuter, anyNumber
	case Country, Place, Facility:
		m.class, m.gender = placeClass, neuter
		if m.nameType == Country {
			m.number = anyNumber
		}
	case Event:
		m.class, m.gender = eventClass, neuter
	case Weapon:
		m.class, m.gender = objectClass, neuter
	}
	if m.nameType != "" && m.class != personClass {
		return
	}
	title := f.titleGender(m)
	for _, w := range m.words {
		if g, ok := f.people.genders[w]; ok && (len(m.words) > 1 || m.nameType == Person) {
			m.class, m.gender = personClass, g
			break
		}
	}
	if m.nameType == Person && m.gender == somePerson && len(m.words) > 1 && len(m.words[0]) > 3 && strings.HasSuffix(m.words[0], "a") {
		if _, known := f.people.genders[m.words[0]]; !known { // "Mira Stahl": most given names with this ending are women's
			m.gender = female
		}
	}
	if title != anyGender {
		m.class, m.gender = personClass, title
	}
	if c, ok := f.people.classes[m.nameHead]; ok && m.class == noClass && len(m.words) > 1 {
		m.class = c // "the University of Ghana", "Aleppo Province"
		if c != personClass {
			m.gender = neuter
		}
	}
}

// titleGender tells the sex that a title gives: "Mr.", "Mrs.", "Queen".
func (f *mentionFinder) titleGender(m *mention) gender {
	for k := m.first; k < m.head || k == m.first; k++ {
		switch strings.TrimRight(strings.ToLower(f.d.Tokens[k].Form), ".") {
		case "mr", "sir", "lord", "king", "prince", "sheikh", "father", "brother", "pope", "messrs", "ayatollah", "imam":
			return male
		case "mrs", "ms", "miss", "lady", "queen", "princess", "dame", "sister", "mme", "madam":
			return female
		}
	}
	return anyGender
}

// roleOf returns the syntactic role of the phrase that k heads.
func roleOf(d *Document, k int) uint8 {
	t := &d.Tokens[k]
	switch mainRelation(t.Deprel) {
	case "nsubj", "csubj":
		return roleSubject
	case "obj", "iobj":
		return roleObject
	case "obl":
		return roleOblique
	case "nmod":
		if t.Deprel == "nmod:poss" {
			return rolePossessor
		}
		return roleModifier
	case "appos":
		if t.Head >= 0 && t.Head < k && d.Tokens[t.Head].Deprel != "appos" {
			return roleOf(d, t.Head)
		}
		return roleApposition
	case "compound":
		return roleCompound
	case "root":
		return roleRoot
	case "conj":
		if t.Head >= 0 && d.Tokens[t.Head].Deprel != "conj" {
			return roleOf(d, t.Head)
		}
	}
	return roleOther
}

// sortMentions brings mentions into text order, the longer first where they
// begin together.
func sortMentions(ms []mention) {
	slices.SortStableFunc(ms, func(a, b mention) int {
		if a.first != b.first {
			return a.first - b.first
		}
		return b.last - a.last
	})
}

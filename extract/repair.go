package extract

import (
	"slices"
	"sort"
	"strings"

	"kg/nlp"
)

// repaired returns the document with the trees mended where a parser typically
// errs on news: verbs of headlines taken for nouns, "began bombing targets",
// participles for past tenses. The document itself is left as it is.
func (x *Extractor) repaired(d *nlp.Document) *nlp.Document {
	out := *d
	out.Tokens = slices.Clone(d.Tokens)
	out.Names = slices.Clone(d.Names)
	m := mender{lex: x.lex, tok: out.Tokens, names: out.Names}
	m.mendNames()
	out.Names = m.names
	for _, n := range out.Names {
		m.wholeName(n)
	}
	for _, s := range out.Sentences {
		m.sentence(s)
	}
	return &out
}

// longestMended is the longest sentence, in tokens, that is mended: the time
// grows with its square, and what is longer is no sentence of news.
const longestMended = 400

// mender mends the trees of one document.
type mender struct {
	lex   *lexicon
	tok   []nlp.Token
	names []nlp.Name
}

func (m *mender) sentence(s nlp.Sentence) {
	if s.Last-s.First > longestMended {
		return
	}
	m.dateline(s)
	for i := s.First; i < s.Last; i++ {
		m.capitalNoun(i, s)
		m.offAuxiliary(i, s)
		m.toInfinitive(i, s)
		m.ofGerund(i, s)
		m.determinedNoun(i)
		m.finiteConjunct(i)
		m.sameForm(i)
		m.reportedConjunct(i)
		m.listedVerb(i, s)
		m.splitQuotation(i, s)
		m.hiddenVerb(i, s)
		m.gerundCompound(i)
		m.parenthesis(i, s)
		m.titledName(i, s)
		m.titleOf(i, s)
		m.hyphenated(i, s)
		m.prepositionalSubject(i, s)
		m.clauseSubject(i, s)
		m.laterNoun(i, s)
		m.adverbialClause(i, s)
		m.listedName(i, s)
		m.roughNumber(i, s)
		m.recipient(i, s)
		m.leadingRole(i, s)
		m.towards(i)
		m.participleAdjective(i, s)
		m.partOf(i, s)
		m.asideSubject(i, s)
		m.rootNoun(i, s)
		m.loneObject(i, s)
		m.fixedCompound(i, s)
		m.actingRole(i, s)
		m.namedTo(i, s)
		m.ofCharge(i, s)
		m.describedSubject(i, s)
		m.betweenTwo(i, s)
		m.absolute(i, s)
		m.timeSubject(i, s)
		m.givenName(i, s)
		m.particle(i, s)
		m.bareOblique(i, s)
		m.infinitiveOf(i, s)
		m.compoundPair(i, s)
		m.saidIn(i, s)
		m.spokenAside(i, s)
		m.relativeNumber(i, s)
	}
	m.relativeVerb(s)
	m.reducedPassive(s)
	m.headlineVerb(s)
	m.pastRoot(s)
}

// dateline cuts "KATHMANDU, April 26, 2015 - " off the sentence behind it.
func (m *mender) dateline(s nlp.Sentence) {
	if end := datelineEnd(m.tok, s, m.names); end > s.First {
		m.cutBefore(end, s)
	}
}

// cutBefore makes the tokens from begin on a tree of their own, its root a
// verb where there is one, and hangs those before it on that.
func (m *mender) cutBefore(begin int, s nlp.Sentence) {
	outside := func(k int) bool { h := m.tok[k].Head; return h < begin || h >= s.Last }
	root := -1
	for k := begin; k < s.Last; k++ {
		if outside(k) && m.tok[k].UPOS == nlp.VERB {
			root = k
			break
		}
	}
	for k := begin; k < s.Last && root < 0; k++ {
		if outside(k) && m.tok[k].UPOS != nlp.PUNCT {
			root = k
		}
	}
	if root < 0 {
		return
	}
	subject := false
	for k := begin; k < s.Last; k++ {
		subject = subject || m.tok[k].Head == root && strings.HasPrefix(m.tok[k].Deprel, "nsubj")
	}
	for k := begin; k < s.Last; k++ {
		if k == root || !outside(k) {
			continue
		}
		t := &m.tok[k]
		t.Head = root
		if !subject && k < root && nominal(t.UPOS) && m.tok[root].UPOS == nlp.VERB {
			t.Deprel, subject = "nsubj", true
		}
	}
	if m.tok[root].XPOS == "VBN" && m.tok[root].Deprel == "acl" {
		m.tok[root].XPOS = "VBD"
	}
	m.tok[root].Head, m.tok[root].Deprel = -1, "root"
	for k := s.First; k < begin; k++ {
		if h := m.tok[k].Head; h < 0 || h >= begin {
			m.tok[k].Head, m.tok[k].Deprel = root, "dep"
		}
	}
}

// finiteConjunct: in "denied that he had been involved and condemned X",
// "condemned" goes with "denied", whose tense it has. Where the form may also
// be a participle, only what is said in words does: in "said that it had
// destroyed tanks and killed rebels" both are what is claimed.
func (m *mender) finiteConjunct(i int) {
	t := &m.tok[i]
	if t.Deprel != "conj" || t.XPOS != "VBD" || t.Head < 0 || t.Head > i {
		return
	}
	if f := strings.ToLower(t.Form); strings.HasSuffix(f, "en") || strings.HasSuffix(f, "wn") || strings.HasSuffix(f, "un") || strings.HasSuffix(f, "ne") {
		return // a participle, whatever its tag
	}
	g := &m.tok[t.Head]
	spoken := m.lex.is("spoken_aside", strings.ToLower(t.Lemma))
	present := spoken && (g.XPOS == "VBZ" || g.XPOS == "VBP") // warned that it fades and urged
	if g.XPOS != "VBN" && g.XPOS != "VB" && !present && !(spoken && m.ofThing(t.Head)) || g.Deprel != "ccomp" && g.Deprel != "xcomp" && g.Deprel != "advcl" || g.Head < 0 || g.Head > t.Head {
		return
	}
	v := &m.tok[g.Head]
	if v.XPOS != "VBD" {
		return
	}
	perfect := g.XPOS == "VB" || present || spoken && m.ofThing(t.Head)
	for k := g.Head + 1; k < i; k++ {
		if m.tok[k].Head == t.Head && strings.HasPrefix(m.tok[k].Deprel, "aux") {
			perfect = true
		}
	}
	for k := t.Head + 1; k < len(m.tok) && k < i+12; k++ {
		if m.tok[k].Head == i && (strings.HasPrefix(m.tok[k].Deprel, "nsubj") || strings.HasPrefix(m.tok[k].Deprel, "aux")) {
			return
		}
	}
	if perfect && (spoken || m.pastOnly(i)) {
		t.Head = g.Head
	}
}

// sameForm: in "said they beat the girls and forced them to walk" both verbs are
// what is said: "beat" is in the past as well, whatever its tag.
func (m *mender) sameForm(i int) {
	t := &m.tok[i]
	if t.Deprel != "conj" || t.XPOS != "VBD" || t.Head < 0 || t.Head > i || m.tok[t.Head].XPOS != "VBD" {
		return
	}
	for k := t.Head + 1; k < i; k++ {
		if c := &m.tok[k]; c.Head == t.Head && c.Deprel == "ccomp" && c.XPOS == "VBP" && m.lex.is("past_as_present", strings.ToLower(c.Form)) {
			c.XPOS, t.Head = "VBD", k
			return
		}
	}
}

// ofThing tells whether the subject of the verb at v is an event or a thing,
// which says nothing: "said the strike was harming customers and urged".
func (m *mender) ofThing(v int) bool {
	for k := v - 1; k >= 0 && k > v-12; k-- {
		if m.tok[k].Head == v && strings.HasPrefix(m.tok[k].Deprel, "nsubj") {
			lemma := strings.ToLower(m.tok[k].Lemma)
			return m.tok[k].UPOS == nlp.NOUN && (m.lex.senses[posEvent][lemma] != nil && !m.lex.is("collective", lemma) || m.lex.is("nonactor", lemma))
		}
	}
	return false
}

// pastOnly tells whether a form is a past tense that no participle shares.
func (m *mender) pastOnly(i int) bool {
	return m.lex.is("past_only", strings.ToLower(m.tok[i].Form))
}

// verbLemma returns the verb of the lexicon that the form may be in the
// present tense, or "".
func (m *mender) verbLemma(i int) string {
	form := strings.ToLower(m.tok[i].Form)
	verbs := m.lex.senses[posVerb]
	for _, l := range []string{form, strings.TrimSuffix(form, "s"), strings.TrimSuffix(form, "es"), strings.TrimSuffix(form, "ies") + "y"} {
		if len(l) > 2 && (verbs[l] != nil || m.lex.effects[posVerb][l] != nil) {
			return l
		}
	}
	return ""
}

// hiddenVerb: a word with a subject and an object is a verb, whatever its tag.
func (m *mender) hiddenVerb(i int, s nlp.Sentence) {
	t := &m.tok[i]
	switch t.UPOS {
	case nlp.VERB, nlp.AUX, nlp.PUNCT, nlp.PRON:
		return
	}
	subject, object := false, false
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head != i {
			continue
		}
		switch m.tok[k].Deprel {
		case "cop":
			return
		case "nsubj":
			subject = true
		case "obj":
			object = true
		}
	}
	if lemma := m.verbLemma(i); subject && object && lemma != "" {
		t.UPOS, t.XPOS, t.Lemma = nlp.VERB, "VBP", lemma
	}
}

// gerundCompound: "began [bombing targets]" is "[began bombing] targets".
func (m *mender) gerundCompound(i int) {
	t := &m.tok[i]
	if t.XPOS != "VBG" || t.Deprel != "compound" && t.Deprel != "amod" || i == 0 || t.Head <= i {
		return
	}
	noun, v := t.Head, i-1
	if m.tok[v].UPOS != nlp.VERB || m.tok[noun].Head != v || m.tok[noun].Deprel != "obj" {
		return
	}
	if e := m.lex.effect(posVerb, strings.ToLower(m.tok[v].Lemma), "ing"); e == nil {
		return
	}
	lemma := strings.ToLower(t.Lemma)
	if l, ok := strings.CutSuffix(lemma, "ing"); ok {
		lemma = l
	}
	if m.lex.senses[posVerb][lemma] == nil {
		return
	}
	t.UPOS, t.Lemma, t.Head, t.Deprel = nlp.VERB, lemma, v, "xcomp"
	m.tok[noun].Head = i
}

// parenthesis: in "X, analysts say, supports Y" the analysts are the subject of
// "say" and not another name of X.
func (m *mender) parenthesis(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.UPOS != nlp.VERB || i < s.First+2 || i+1 >= s.Last || m.tok[i+1].Form != "," || !isNoun(m.tok[i-1].UPOS) && m.tok[i-1].UPOS != nlp.PRON {
		return
	}
	if e := m.lex.effect(posVerb, strings.ToLower(t.Lemma), "that"); e == nil || e.source != 's' {
		return
	}
	comma := i - 1
	for comma > s.First && comma > i-8 && m.tok[comma].Form != "," {
		comma--
	}
	if m.tok[comma].Form != "," {
		return
	}
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head != i || !strings.HasPrefix(m.tok[k].Deprel, "nsubj") {
			continue
		}
		if k > comma || t.Head <= i || m.tok[t.Head].UPOS != nlp.VERB {
			return
		}
		m.tok[k].Head = t.Head // the subject of the clause around it
	}
	if h := m.tok[i-1].Head; h > comma && h < i {
		return
	}
	m.tok[i-1].Head, m.tok[i-1].Deprel = i, "nsubj"
	if t.Head >= 0 {
		t.Deprel = "parataxis"
	}
}

// titledName: of two nouns side by side in one role, "accused President Vash",
// the first is the title of the second.
func (m *mender) titledName(i int, s nlp.Sentence) {
	if i+1 >= s.Last {
		return
	}
	a, b := &m.tok[i], &m.tok[i+1]
	if a.Head == b.Head && a.Head > i+1 && a.Deprel == b.Deprel && a.Deprel == "nsubj" && a.XPOS == "NNS" && b.UPOS == nlp.PROPN {
		b.Head, b.Deprel = i, "appos" // old foes A and B
		return
	}
	m.epithet(i)
	if a.Head != b.Head || a.Head < 0 || a.Deprel != b.Deprel || !isNoun(a.UPOS) || b.UPOS != nlp.PROPN || a.XPOS == "NNS" {
		return
	}
	switch a.Deprel {
	case "obj", "nsubj", "nsubj:pass", "obl", "nmod", "conj":
		a.Head, a.Deprel = i+1, "nmod:desc"
	}
}

// epithet: in "fined web giants Google and Meta" the names say who the giants are.
func (m *mender) epithet(i int) {
	a := &m.tok[i]
	if a.XPOS != "NNS" || a.Deprel != "obj" && a.Deprel != "iobj" || a.Head >= i {
		return
	}
	at := sort.Search(len(m.names), func(k int) bool { return m.names[k].First > i })
	if at == len(m.names) || m.names[at].First != i+1 || m.names[at].Type != nlp.Organization && m.names[at].Type != nlp.Misc {
		return
	}
	for k := i + 1; k < m.names[at].Last; k++ {
		if b := &m.tok[k]; b.Head == a.Head && b.Deprel == "obj" {
			a.Deprel = "obj"
			b.Head, b.Deprel = i, "appos"
		}
	}
}

// prepositionalSubject: in "were in areas not held by X", "areas" is what the
// copula says and "held" describes it; no subject has a preposition.
func (m *mender) prepositionalSubject(i int, s nlp.Sentence) {
	t := &m.tok[i]
	v := t.Head
	if t.Deprel != "nsubj:pass" || v <= i || v > i+3 || m.tok[v].XPOS != "VBN" {
		return
	}
	prep, other := false, false
	for k := s.First; k < v; k++ {
		prep = prep || m.tok[k].Head == i && m.tok[k].Deprel == "case" && m.tok[k].UPOS == nlp.ADP && k < i
		other = other || k != i && m.tok[k].Head == v && m.tok[k].Deprel == "nsubj:pass"
	}
	if !prep || !other {
		return
	}
	t.Head, t.Deprel = m.tok[v].Head, m.tok[v].Deprel
	m.tok[v].Head, m.tok[v].Deprel = i, "acl"
	for k := s.First; k < i; k++ {
		if m.tok[k].Head != v {
			continue
		}
		m.tok[k].Head = i
		switch m.tok[k].Deprel {
		case "nsubj:pass":
			m.tok[k].Deprel = "nsubj"
		case "aux:pass":
			m.tok[k].Deprel = "cop"
		}
	}
}

// adverbialClause: a clause with "after" or "because" and a subject of its own
// goes with the verb, not with the noun before it.
func (m *mender) adverbialClause(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if relBase(t.Deprel) != "acl" || t.UPOS != nlp.VERB || t.Head < s.First || t.Head > i {
		return
	}
	mark, subject := false, false
	for k := s.First; k < i; k++ {
		if m.tok[k].Head != i {
			continue
		}
		subject = subject || strings.HasPrefix(m.tok[k].Deprel, "nsubj")
		if m.tok[k].Deprel == "mark" {
			switch strings.ToLower(m.tok[k].Form) {
			case "after", "before", "because", "while", "although", "though", "until", "unless", "if":
				mark = true
			}
		}
	}
	if !mark || !subject {
		return
	}
	for v := m.tok[t.Head].Head; v >= s.First && v < i; v = m.tok[v].Head {
		if m.tok[v].UPOS == nlp.VERB {
			t.Head, t.Deprel = v, "advcl"
			return
		}
	}
}

// laterNoun: in "a week later demonstrators stormed it", the week says when and
// is no part of the demonstrators' name.
func (m *mender) laterNoun(i int, s nlp.Sentence) {
	if i+2 >= s.Last || m.tok[i].UPOS != nlp.NOUN {
		return
	}
	switch strings.ToLower(m.tok[i+1].Form) {
	case "later", "earlier", "afterwards", "before":
	default:
		return
	}
	switch m.tok[i].Lemma {
	case "week", "day", "month", "year", "hour", "minute", "decade", "night":
	default:
		return
	}
	h := m.tok[i].Head
	if h == i+1 {
		h = m.tok[h].Head
	}
	if h <= i+1 || h >= s.Last || !isNoun(m.tok[h].UPOS) || m.tok[h].Head < 0 {
		return
	}
	v := m.tok[h].Head
	if v <= h || m.tok[v].UPOS != nlp.VERB {
		return
	}
	m.tok[i].Head, m.tok[i].Deprel = v, "obl:unmarked"
	m.tok[i+1].Head, m.tok[i+1].Deprel = i, "advmod"
	for k := s.First; k < i; k++ {
		if m.tok[k].Head == h {
			m.tok[k].Head = i
		}
	}
}

// clauseSubject: what hangs with "after" or "since" on a finite verb behind it
// that has no subject is the subject: "after his predecessor had refused".
func (m *mender) clauseSubject(i int, s nlp.Sentence) {
	t := &m.tok[i]
	v := t.Head
	if t.Deprel != "obl" || !nominal(t.UPOS) || v <= i || v > i+12 || m.tok[v].UPOS != nlp.VERB {
		return
	}
	prep, finite := -1, m.tok[v].XPOS == "VBD" || m.tok[v].XPOS == "VBZ" || m.tok[v].XPOS == "VBP"
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == i && k < i && m.tok[k].Deprel == "case" {
			switch strings.ToLower(m.tok[k].Form) {
			case "after", "before", "since", "until":
				prep = k
			default:
				return
			}
		}
		if m.tok[k].Head != v {
			continue
		}
		switch {
		case strings.HasPrefix(m.tok[k].Deprel, "nsubj"), m.tok[k].Deprel == "expl":
			return
		case strings.HasPrefix(m.tok[k].Deprel, "aux") && k > i && m.tok[k].XPOS != "VBG":
			finite = true
		case k < i && m.tok[k].UPOS != nlp.PUNCT:
			return
		}
	}
	if prep < 0 || !finite || m.tok[v].Deprel == "root" {
		return
	}
	m.tok[prep].Head, m.tok[prep].Deprel = v, "mark"
	t.Deprel = "nsubj"
	for k := i + 1; k < v; k++ {
		if m.tok[k].Head == v && m.tok[k].Deprel == "aux:pass" {
			t.Deprel = "nsubj:pass"
		}
	}
	if m.tok[v].Deprel == "ccomp" {
		m.tok[v].Deprel = "advcl"
	}
}

// listedName: in "of A, B, C and D", B is the second of the list and no other
// name of A.
func (m *mender) listedName(i int, s nlp.Sentence) {
	t := &m.tok[i]
	if t.Deprel != "appos" || t.UPOS != nlp.PROPN || t.Head < 0 {
		return
	}
	comma := i - 1
	for comma > s.First && comma > i-4 && m.tok[comma].Form != "," {
		comma--
	}
	before := comma - 1
	if before < s.First || m.tok[comma].Form != "," || m.tok[before].UPOS != nlp.PROPN {
		return
	}
	for h := m.tok[before].Head; h >= s.First && h != t.Head && h < comma && m.tok[before].Deprel == "flat"; h = m.tok[before].Head {
		before = h
	}
	if before != t.Head && m.tok[before].Head != t.Head {
		return
	}
	if m.tok[before].Deprel == "flat" {
		before = t.Head
	}
	listed := false
	for k := i + 1; k < s.Last; k++ {
		if m.tok[k].Deprel == "cc" && m.tok[k].Head > i && m.tok[m.tok[k].Head].Head == i && m.tok[m.tok[k].Head].Deprel == "conj" {
			listed = m.tok[m.tok[k].Head].UPOS == nlp.PROPN
		}
	}
	if !listed {
		return
	}
	t.Head, t.Deprel = before, "conj"
	for k := i + 1; k < s.Last; k++ {
		if m.tok[k].Head == i && m.tok[k].Deprel == "conj" {
			m.tok[k].Head = before
		}
	}
}

// determinedNoun: what has an article is no verb: "made a visit".
func (m *mender) determinedNoun(i int) {
	t := &m.tok[i]
	if t.UPOS == nlp.NOUN && t.Deprel == "xcomp" && t.Head >= 0 && t.Head < i && m.lex.is("light", strings.ToLower(m.tok[t.Head].Lemma)) {
		t.Deprel = "obj"
		return
	}
	if t.UPOS == nlp.ADJ && m.lex.is("noun_too", strings.ToLower(t.Form)) && (strings.HasPrefix(t.Deprel, "nsubj") || t.Deprel == "obj" || t.Deprel == "appos") {
		t.UPOS, t.XPOS, t.Lemma = nlp.NOUN, "NN", strings.ToLower(t.Form) // its chief executive
		return
	}
	if t.UPOS != nlp.VERB && t.UPOS != nlp.NOUN || t.XPOS != "VB" && t.XPOS != "VBP" {
		return
	}
	det := false
	for k := i - 1; k >= 0 && k > i-5; k-- {
		if m.tok[k].Head != i {
			break
		}
		switch m.tok[k].Deprel {
		case "det":
			det = true
		case "amod", "compound", "nummod":
			continue
		}
		break
	}
	if !det {
		return
	}
	t.UPOS, t.XPOS, t.Lemma = nlp.NOUN, "NN", strings.ToLower(t.Form)
	if t.Deprel == "xcomp" || t.Deprel == "ccomp" {
		t.Deprel = "obj"
	}
}

// splitQuotation: in “The rebels,” X said, “killed ten,” the rebels are the
// subject of what is said.
func (m *mender) splitQuotation(i int, s nlp.Sentence) {
	if m.tok[i].UPOS != nlp.VERB {
		return
	}
	first, second, content, own := -1, -1, -1, false
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head != i {
			continue
		}
		switch m.tok[k].Deprel {
		case "nsubj":
			if first < 0 {
				first = k
			} else {
				second = k
			}
		case "ccomp", "parataxis":
			if m.tok[k].UPOS == nlp.VERB {
				content = k
			}
		}
	}
	if first < 0 || second < 0 || content < first || second < content && content < i || second > i && content > i {
		return
	}
	for k := s.First; k < s.Last; k++ {
		own = own || m.tok[k].Head == content && strings.HasPrefix(m.tok[k].Deprel, "nsubj")
	}
	if e := m.lex.effect(posVerb, strings.ToLower(m.tok[i].Lemma), "quote"); e != nil && !own {
		m.tok[first].Head = content
	}
}

// reducedPassive: in "Fighters led by X captured Y" the second verb is the
// sentence's, and the first describes its subject.
func (m *mender) reducedPassive(s nlp.Sentence) {
	root := -1
	for i := s.First; i < s.Last; i++ {
		if m.tok[i].Head < 0 {
			root = i
		}
	}
	if root < 0 || m.tok[root].XPOS != "VBN" {
		return
	}
	subject, verb := -1, -1
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head != root {
			continue
		}
		switch d := m.tok[k].Deprel; {
		case strings.HasPrefix(d, "aux"):
			return
		case d == "nsubj:pass" && k < root:
			subject = k
		case k > root && (m.tok[k].XPOS == "VBD" && d != "acl:relcl" || m.tok[k].XPOS == "VBN" && d == "advcl" && m.bareVerb(k, s)):
			verb = k
		}
	}
	if subject < 0 || verb < 0 || m.tok[subject].Head != root {
		return
	}
	agent := -1
	for k := root + 1; k < verb; k++ {
		if m.tok[k].Form == "by" && m.tok[k].UPOS == nlp.ADP && m.tok[k].Head > k && m.tok[k].Head < verb {
			agent = m.tok[k].Head
		}
		if m.tok[k].Head == verb && strings.HasPrefix(m.tok[k].Deprel, "nsubj") {
			agent = k
		}
		if m.tok[k].Head == verb && m.tok[k].Deprel == "mark" {
			return
		}
	}
	m.tok[verb].Head, m.tok[verb].Deprel = -1, "root"
	m.tok[subject].Head, m.tok[subject].Deprel = verb, "nsubj"
	m.tok[root].Head, m.tok[root].Deprel = subject, "acl"
	if agent >= 0 {
		m.tok[agent].Head, m.tok[agent].Deprel = root, "obl:agent"
	}
	for k := s.First; k < s.Last; k++ {
		switch h := m.tok[k].Head; {
		case k > verb && h == root:
			m.tok[k].Head = verb
		case k < verb && h == verb && k != subject && m.tok[k].Deprel != "punct" && agent >= 0 && k > root:
			m.tok[k].Head, m.tok[k].Deprel = agent, "flat"
		}
	}
	m.breakLoops(s, verb)
}

// bareVerb tells whether the verb at i has neither auxiliary nor marker.
func (m *mender) bareVerb(i int, s nlp.Sentence) bool {
	for k := s.First; k < s.Last; k++ {
		if d := m.tok[k].Deprel; m.tok[k].Head == i && (d == "mark" || strings.HasPrefix(d, "aux") || strings.HasPrefix(d, "nsubj")) || k == i-1 && m.tok[k].Form == "," {
			return false
		}
	}
	return true
}

// hyphenated: "a government-held part" is a part, whatever stands before the
// hyphen.
func (m *mender) hyphenated(i int, s nlp.Sentence) {
	if i <= s.First || i+2 >= s.Last || m.tok[i].Form != "-" || m.tok[i-1].End != m.tok[i].Begin || m.tok[i].End != m.tok[i+1].Begin {
		return
	}
	a, v := i-1, i+1
	if !isNoun(m.tok[a].UPOS) || m.tok[v].XPOS != "VBN" {
		return
	}
	noun := -1
	for k := v + 1; k < s.Last && k < v+4; k++ {
		if isNoun(m.tok[k].UPOS) {
			noun = k
			continue
		}
		if m.tok[k].UPOS != nlp.ADJ || noun >= 0 {
			break
		}
	}
	switch m.tok[a].Deprel {
	case "obj", "nsubj", "nsubj:pass", "obl", "nmod", "obl:agent", "conj":
	default:
		return
	}
	if noun < 0 || m.tok[a].Head == v || m.tok[a].Head == noun || m.tok[noun].Head != v && m.tok[noun].Head != a {
		return
	}
	m.tok[noun].Head, m.tok[noun].Deprel = m.tok[a].Head, m.tok[a].Deprel
	for k := s.First; k < s.Last; k++ {
		if k != noun && (m.tok[k].Head == a || m.tok[k].Head == v) && k != a && k != v {
			m.tok[k].Head = noun
		}
	}
	m.tok[a].Head, m.tok[a].Deprel = v, "compound"
	m.tok[v].Head, m.tok[v].Deprel = noun, "amod"
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head < 0 {
			m.breakLoops(s, k)
			return
		}
	}
}

// headlineVerb: a sentence without a verb whose words read "X backs Y" or "X
// and Y support Z" has one.
func (m *mender) headlineVerb(s nlp.Sentence) {
	m.headlineNoun(s)
	for i := s.First; i < s.Last; i++ {
		if u := m.tok[i].UPOS; (u == nlp.VERB || u == nlp.AUX) && !m.misplaced(i) && !(s.Headline && m.reduced(i)) {
			return
		}
	}
	for i := s.First + 1; i+1 < s.Last; i++ {
		t := &m.tok[i]
		lemma := m.verbLemma(i)
		if lemma == "" || !isNoun(m.tok[i-1].UPOS) || !m.startsPhrase(i+1) {
			continue
		}
		form := strings.ToLower(t.Form)
		finite := form != lemma || m.plural(s.First, i)
		if !finite || t.XPOS == "NNS" && form == lemma {
			continue
		}
		if m.misplaced(i) || t.Deprel == "root" || t.Deprel == "amod" && s.Headline && m.tok[i-1].XPOS == "NNS" || t.Deprel == "case" || t.Deprel == "compound" && form != lemma {
			m.makeRoot(i, lemma, s)
			return
		}
	}
}

// headlineNoun: the first word of "Clashes on border kill seven" is no verb,
// since a finite verb does not come first: it is the plural of a noun, and what
// its preposition brings hangs on it.
func (m *mender) headlineNoun(s nlp.Sentence) {
	t := &m.tok[s.First]
	if t.XPOS != "VBZ" || t.UPOS != nlp.VERB || s.Last-s.First < 4 || m.tok[s.First+1].UPOS != nlp.ADP {
		return
	}
	verb := -1
	for i := s.First + 2; i+1 < s.Last && verb < 0; i++ {
		if m.tok[i].Deprel != "cop" && m.tok[i].UPOS != nlp.VERB && m.tok[i].UPOS != nlp.PUNCT && strings.ToLower(m.tok[i].Form) == m.verbLemma(i) && isNoun(m.tok[i-1].UPOS) && m.startsPhrase(i+1) {
			verb = i
		}
		if m.tok[i].UPOS == nlp.VERB || m.tok[i].UPOS == nlp.AUX || m.tok[i].Head == s.First && strings.Contains(m.tok[i].Deprel, "subj") {
			return
		}
	}
	if verb < 0 {
		return
	}
	t.UPOS, t.XPOS = nlp.NOUN, "NNS"
	place := verb - 1
	for k := s.First + 1; k < verb; k++ {
		if h := m.tok[k].Head; k != place && (h >= verb || h == s.First || h < 0) {
			m.tok[k].Head = place
		}
	}
	m.tok[s.First+1].Head, m.tok[s.First+1].Deprel = place, "case"
	m.tok[place].Head, m.tok[place].Deprel = s.First, "nmod"
}

// reduced tells whether the verb at i is a participle behind its noun, "girls
// kidnapped in Nigeria", and no verb of its sentence.
func (m *mender) reduced(i int) bool {
	x := m.tok[i].XPOS
	return (x == "VBN" || x == "VBD") && i > 0 && m.tok[i-1].XPOS == "NNS" && i+1 < len(m.tok) && m.tok[i+1].UPOS == nlp.ADP && m.tok[i+1].Deprel == "case"
}

// misplaced tells whether a finite verb hangs where none can.
func (m *mender) misplaced(i int) bool {
	switch m.tok[i].XPOS {
	case "VBZ", "VBP", "VBD":
	default:
		return false
	}
	switch m.tok[i].Deprel {
	case "compound", "case", "flat", "amod", "nmod":
		return true
	}
	return false
}

// plural tells whether the words [first, end) name several.
func (m *mender) plural(first, end int) bool {
	for i := first; i < end; i++ {
		if x := m.tok[i].XPOS; x == "NNS" || x == "NNPS" || x == "CC" {
			return true
		}
	}
	return false
}

func (m *mender) startsPhrase(i int) bool {
	switch m.tok[i].UPOS {
	case nlp.NOUN, nlp.PROPN, nlp.DET, nlp.ADJ, nlp.NUM:
		return true
	}
	return false
}

// makeRoot turns token i into the verb of its sentence, what is left of it
// into the subject and what is right of it into the object.
func (m *mender) makeRoot(i int, lemma string, s nlp.Sentence) {
	m.tok[i].UPOS, m.tok[i].XPOS, m.tok[i].Lemma = nlp.VERB, "VBZ", lemma
	subject, object := -1, -1
	for k := s.First; k < i; k++ {
		if h := m.tok[k].Head; isNoun(m.tok[k].UPOS) && (h < s.First || h >= i) {
			if subject < 0 {
				subject = k
			} else {
				m.tok[subject].Head, m.tok[subject].Deprel = k, "compound"
				subject = k
			}
		}
	}
	for k := i + 1; k < s.Last && object < 0; k++ {
		if !isNoun(m.tok[k].UPOS) {
			if m.tok[k].UPOS == nlp.ADP || m.tok[k].UPOS == nlp.PUNCT {
				break
			}
			continue
		}
		if k+1 < s.Last && isNoun(m.tok[k+1].UPOS) {
			continue
		}
		object = k
	}
	if subject < 0 || object < 0 {
		return
	}
	m.tok[i].Head, m.tok[i].Deprel = -1, "root"
	m.tok[subject].Head, m.tok[subject].Deprel = i, "nsubj"
	m.tok[object].Head, m.tok[object].Deprel = i, "obj"
	for k := s.First; k < s.Last; k++ {
		if k == i || k == subject || k == object {
			continue
		}
		t := &m.tok[k]
		switch {
		case k == object+1 && t.UPOS == nlp.VERB && m.reduced(k):
			t.Head, t.Deprel = object, "acl"
		case t.Head < 0:
			t.Head = i
			if t.Deprel == "root" {
				t.Deprel = "dep"
			}
		case k > object && t.Deprel == "nmod" && t.Head == object || t.Head == i && k > i && t.Deprel == "nmod":
			t.Head, t.Deprel = i, "obl"
		case t.Head == i && k < i && t.Deprel != "punct":
			t.Head = subject
		case k > i && k < object && t.Head == i && t.Deprel != "punct":
			t.Head = object
		}
	}
	m.breakLoops(s, i)
}

// breakLoops hangs a token that can no longer reach the root on it.
func (m *mender) breakLoops(s nlp.Sentence, root int) {
	for k := s.First; k < s.Last; k++ {
		at, n := k, 0
		for ; at >= 0 && at != root && n <= s.Last-s.First; n++ {
			at = m.tok[at].Head
		}
		if at != root {
			m.tok[k].Head = root
		}
	}
}

// pastRoot: "The opposition called on X." is no noun with a participle: the
// participle is the verb.
func (m *mender) pastRoot(s nlp.Sentence) {
	root, participle := -1, -1
	for i := s.First; i < s.Last; i++ {
		t := &m.tok[i]
		switch {
		case t.Head < 0:
			root = i
		case t.UPOS == nlp.AUX, t.XPOS == "VBZ", t.XPOS == "VBP":
			return
		case t.XPOS == "VBD" && t.Deprel != "acl":
			return
		case t.Deprel == "acl" && (t.XPOS == "VBN" || t.XPOS == "VBD") && participle < 0:
			participle = i
		}
	}
	if root < 0 || participle < 0 || !isNoun(m.tok[root].UPOS) || m.tok[participle].Head != root || m.tok[s.Last-1].Form != "." {
		return
	}
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == participle && m.tok[k].Deprel == "obl:agent" {
			return
		}
	}
	m.tok[participle].Head, m.tok[participle].Deprel, m.tok[participle].XPOS = -1, "root", "VBD"
	m.tok[root].Head, m.tok[root].Deprel = participle, "nsubj"
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head == root && k > participle {
			m.tok[k].Head = participle
		}
	}
}

// relativeVerb: in "A, B and C, who all back groups", "back" is the verb of
// the relative clause, which has no other.
func (m *mender) relativeVerb(s nlp.Sentence) {
	for i := s.First + 1; i+2 < s.Last; i++ {
		if x := m.tok[i].XPOS; x != "WP" && x != "WDT" {
			continue
		}
		v := i + 1
		for v < s.Last-1 && m.betweenPronounAndVerb(v) {
			v++
		}
		if u := m.tok[v].UPOS; u == nlp.VERB || u == nlp.AUX || u == nlp.PRON || u == nlp.DET || u == nlp.PROPN {
			continue
		}
		lemma := m.verbLemma(v)
		if lemma == "" || m.lex.senses[posVerb][lemma] == nil {
			continue
		}
		noun := m.antecedent(i, s)
		object := m.phraseHead(v+1, s)
		if noun < 0 || object < 0 {
			continue
		}
		m.makeRelative(i, v, noun, object, lemma, s)
	}
}

func (m *mender) betweenPronounAndVerb(i int) bool {
	switch strings.ToLower(m.tok[i].Form) {
	case "all", "both", "also", "now", "still", "once", "openly", "each", "long", "largely":
		return true
	}
	return false
}

// antecedent returns the noun right before the relative pronoun at i, or -1.
func (m *mender) antecedent(i int, s nlp.Sentence) int {
	for k := i - 1; k >= s.First && k > i-4; k-- {
		switch u := m.tok[k].UPOS; {
		case isNoun(u):
			return k
		case u != nlp.PUNCT:
			return -1
		}
	}
	return -1
}

// phraseHead returns the last noun of the noun phrase that begins at i, or -1.
func (m *mender) phraseHead(i int, s nlp.Sentence) int {
	head := -1
	for ; i < s.Last; i++ {
		switch m.tok[i].UPOS {
		case nlp.NOUN, nlp.PROPN:
			head = i
		case nlp.DET, nlp.ADJ, nlp.NUM:
			if head >= 0 {
				return head
			}
		default:
			return head
		}
	}
	return head
}

func (m *mender) makeRelative(pronoun, v, noun, object int, lemma string, s nlp.Sentence) {
	m.tok[v].UPOS, m.tok[v].XPOS, m.tok[v].Lemma = nlp.VERB, "VBP", lemma
	m.tok[v].Head, m.tok[v].Deprel = noun, "acl:relcl"
	m.tok[pronoun].Head, m.tok[pronoun].Deprel = v, "nsubj"
	m.tok[object].Head, m.tok[object].Deprel = v, "obj"
	for k := pronoun + 1; k < object; k++ {
		if k != v && m.tok[k].Head == object && k < v {
			m.tok[k].Head = v
		}
	}
	root := -1
	for k := s.First; k < s.Last; k++ {
		if m.tok[k].Head < 0 {
			root = k
		}
	}
	if root >= 0 {
		m.breakLoops(s, root)
	}
}

package nlp

import "strings"

// pairing is what is looked at to decide which mention, if any, a mention
// takes up.
type pairing struct {
	d          *Document
	children   children
	reports    map[string]bool // verbs that report speech
	ms         []mention
	quotations []quotation
	heads      map[string]int // mentions so far by their head word
	keys       map[string]int // and by all their words
	groups     *groups        // the clusters so far
	near       nearness
}

// typeCode tells the form of a mention, for pronouns which one, for names of what.
func (m *mention) typeCode() uint32 {
	switch m.kind {
	case PronounMention:
		return uint32(m.pronoun)
	case NameMention:
		return 40 + uint32(m.class)
	}
	return 20 + uint32(m.form)
}

func bucket(n int) uint32 {
	switch {
	case n < 4:
		return uint32(max(n, 0))
	case n < 6:
		return 4
	case n < 9:
		return 5
	case n < 14:
		return 6
	case n < 30:
		return 7
	}
	return 8
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// fresh collects the features of a mention that takes nothing up.
func (p *pairing) fresh(i int, f *features) {
	m := &p.ms[i]
	t := m.typeCode()
	f.add(1, t, 0)
	f.add(2, t, uint32(m.role))
	f.add(3, t, bucket(len(m.words)))
	f.add(4, t, bucket(m.last-m.first))
	f.add(5, t, uint32(m.class))
	f.addWord(6, m.headHash, t)
	f.add(7, t, bit(m.quotation >= 0))
	f.add(8, t, bucket(m.sentence))
	if m.kind != PronounMention {
		f.add(9, t, bucket(p.heads[m.headWord]))
		f.add(10, t, bucket(p.keys[m.key]))
		f.add(11, uint32(m.form), uint32(m.number))
		f.add(12, t, bit(p.hasClause(m)))
		f.addWord(13, hashWord(m.words[0]), t)
		return
	}
	if h := p.d.Tokens[m.head].Head; h >= 0 {
		f.addWord(14, m.governor, t)
		f.addWord(15, hashWord(p.d.Tokens[m.head].Deprel), t)
	}
	if m.head+1 < len(p.d.Tokens) {
		f.addWord(16, hashWord(p.d.Tokens[m.head+1].Lemma), t)
	}
}

// hasClause tells whether a clause or a prepositional phrase narrows a noun down.
func (p *pairing) hasClause(m *mention) bool {
	for c := p.children.first[m.head]; c >= 0; c = p.children.next[c] {
		if int(c) > m.head && (strings.HasPrefix(p.d.Tokens[c].Deprel, "acl") || p.d.Tokens[c].Deprel == "nmod") {
			return true
		}
	}
	return false
}

// pair collects the features of mention i that takes up mention j, before which
// there are nearer candidates.
func (p *pairing) pair(i, j, nearer int, f *features) {
	m, a := &p.ms[i], &p.ms[j]
	t, at := m.typeCode(), a.typeCode()
	coarse := uint32(a.kind)
	if a.coordination {
		coarse = 3
	}
	tc := t*4 + coarse
	distance := m.sentence - a.sentence
	f.add(30, t, at)
	f.add(31, tc, bucket(distance))
	f.add(32, tc, bucket((i-j)/2))
	f.add(33, t*16+uint32(m.role), uint32(a.role)*16+bucket(min(distance, 2)))
	f.add(34, tc, uint32(m.gender)*8+uint32(a.gender))
	f.add(35, tc, uint32(m.number)*8+uint32(a.number))
	f.add(36, tc, uint32(m.class)*16+uint32(a.class))
	f.add(37, tc, uint32(a.role)*2+bit(p.firstSubject(a)))
	f.add(44, tc, bucket(nearer)*2+bit(m.sentence == a.sentence))
	f.add(41, tc, uint32(m.role)*4+bit(m.role == a.role)*2+bit(m.governor == a.governor))
	p.nearness(i, j, t, tc, f)
	p.cluster(i, j, t, f)
	p.sameSentence(m, a, tc, f)
	p.speech(m, a, tc, f)
	if a.kind != PronounMention {
		f.add(38, tc, bucket(p.keys[a.key]))
		f.addWord(39, t, a.headHash)
		f.add(40, tc, uint32(a.form))
	}
	if m.kind == PronounMention {
		p.pronounPair(i, j, t, tc, distance, f)
	} else if a.kind != PronounMention {
		p.strings(m, a, t, tc, distance, f)
	}
}

// nearness looks at what the words of two mentions are like.
func (p *pairing) nearness(i, j int, t, tc uint32, f *features) {
	m, a := &p.ms[i], &p.ms[j]
	governors := p.near.governors(i, j)
	f.add(120, tc, governors)
	f.add(121, uint32(m.role)*16+uint32(a.role), governors)
	if a.kind == PronounMention {
		return
	}
	if m.kind == PronounMention {
		f.add(122, tc, p.near.suits(i, j)*16+uint32(m.role))
		return
	}
	heads := p.near.heads(i, j)
	f.add(123, tc, heads)
	f.add(124, uint32(m.form)*16+uint32(a.form), heads)
	f.add(125, tc, heads*16+bucket(m.sentence-a.sentence))
	f.add(126, uint32(m.class)*16+uint32(a.class), heads)
}

// cluster looks at the whole cluster of mention j.
func (p *pairing) cluster(i, j int, t uint32, f *features) {
	m, g := &p.ms[i], p.groups.group(j)
	state := bit(g.named)*2 + bit(g.last == j)
	f.add(110, t*4+state, bucket(g.size))
	f.add(111, t*4+state, uint32(g.class)*8+uint32(g.gender))
	f.add(42, t*4+state, uint32(g.nameType)*2+bit(p.ms[p.groups.of[j]].sentence < 2))
	if m.kind == PronounMention {
		p.turns(m, g, t, f)
		f.add(112, t*4+state, uint32(p.ms[j].kind)*16+bucket(m.sentence-p.ms[g.last].sentence))
		return
	}
	exact, head, inner := false, false, false
	for _, k := range g.members {
		a := &p.ms[k]
		if a.key == m.key {
			exact = true
		}
		if a.headWord == m.headWord || a.nameHead == m.nameHead {
			head = true
			inner = inner || covers(a.words, m.words)
		}
	}
	f.add(115, t*4+uint32(p.ms[j].kind), agreement(m.entry != nil && g.entry != nil, m.entry == g.entry)*4+agreement(m.country != "" && g.country != "", m.country == g.country))
	if g.entry != nil && m.kind == NominalMention {
		f.addWord(116, m.headHash, hashWord(string(g.entry.Type)))
		f.addWord(117, bit(strings.Contains(g.entry.Roles, m.headWord)), uint32(m.form)*4+agreement(m.country != "" && g.country != "", m.country == g.country))
	}
	title := false
	for _, k := range g.members {
		title = title || contains(p.ms[k].titles, m.headWord) || contains(m.titles, p.ms[k].headWord)
	}
	f.add(118, t*4+uint32(p.ms[j].kind), bit(title))
	f.add(113, t*4+uint32(p.ms[j].kind), bit(exact)*4+bit(head)*2+bit(inner))
	f.add(114, t*4+state, bit(exact)*4+bit(head)*2+bit(inner))
}

// turns tells how many paragraphs ago somebody was "I" or "you" in the same
// kind of words as a pronoun of the first or second person is: in a dialogue
// the turns change.
func (p *pairing) turns(m *mention, g *group, t uint32, f *features) {
	if m.pronoun > wePronoun {
		return
	}
	now := p.d.Sentences[m.sentence].Paragraph
	var ago [wePronoun + 1]uint32
	for k := range ago {
		if last := g.said[k]; last > 0 {
			ago[k] = uint32(min(now-last+1, 4)) + 1
		}
	}
	f.add(119, t*2+bit(m.quotation >= 0), (ago[iPronoun]*8+ago[youPronoun])*8+ago[wePronoun])
	f.add(129, t, (ago[iPronoun]*8+ago[youPronoun])*2+bit(g.named))
}

// agreement is 0 where two values are not both known, 1 where they agree, 2 where they don't.
func agreement(known, same bool) uint32 {
	switch {
	case !known:
		return 0
	case same:
		return 1
	}
	return 2
}

func (p *pairing) firstSubject(a *mention) bool {
	return a.role == roleSubject && p.d.Tokens[a.head].Head >= 0 && p.d.Tokens[p.d.Tokens[a.head].Head].Deprel == "root"
}

// sameSentence tells how two mentions of one sentence stand to each other.
func (p *pairing) sameSentence(m, a *mention, tc uint32, f *features) {
	if m.sentence != a.sentence {
		return
	}
	d := p.d
	mh, ah := d.Tokens[m.head].Head, d.Tokens[a.head].Head
	rel := uint32(0)
	switch {
	case a.first <= m.first && a.last >= m.last:
		rel = 1
		if d.Tokens[m.head].Deprel == "appos" && mh == a.head {
			rel = 2
		}
		if m.role == rolePossessor {
			rel = 3
		}
	case m.first <= a.first && m.last >= a.last:
		rel = 4
	case mainRelation(d.Tokens[m.head].Deprel) == "appos" && mh == a.head:
		rel = 5
		if d.Tokens[m.head].UPOS == NUM {
			rel = 6
		}
	case mainRelation(d.Tokens[a.head].Deprel) == "nsubj" && ah == m.head:
		rel = 7 // a predicate
		if p.d.Tokens[m.head].Head == a.head || p.marked(m.head) {
			rel = 13 // "America was behind the plot"
		} else if p.negated(m.head) {
			rel = 8
		}
	case mh == ah && mh >= 0:
		rel = 9 // arguments of one word
		if m.role == a.role {
			rel = 10
		}
	case m.role == rolePossessor && mh >= 0 && d.Tokens[mh].Head == ah:
		rel = 11 // "Assad left his palace"
	case p.above(a.head, m.head):
		rel = 12
	}
	f.add(50, tc, rel)
	f.add(51, uint32(m.form)*16+uint32(a.form), rel)
	if rel == 7 || rel == 5 {
		f.add(52, uint32(m.form), uint32(a.class)*16+uint32(m.class))
	}
	f.add(53, tc, bit(isReflexive(d.Tokens[m.head].Form))*16+rel)
}

// marked tells whether a preposition stands before the phrase that k heads.
func (p *pairing) marked(k int) bool {
	for c := p.children.first[k]; c >= 0; c = p.children.next[c] {
		if int(c) < k && p.d.Tokens[c].Deprel == "case" {
			return true
		}
	}
	return false
}

func (p *pairing) negated(k int) bool {
	for c := p.children.first[k]; c >= 0; c = p.children.next[c] {
		if p.d.Tokens[c].Lemma == "not" || p.d.Tokens[c].Lemma == "no" {
			return true
		}
	}
	return false
}

// above tells whether the head of token a governs the head of token m.
func (p *pairing) above(a, m int) bool {
	top := p.d.Tokens[a].Head
	for h, steps := p.d.Tokens[m].Head, 0; h >= 0 && steps < 30; h, steps = p.d.Tokens[h].Head, steps+1 {
		if h == top {
			return true
		}
	}
	return false
}

func isReflexive(form string) bool {
	return len(form) > 5 && (strings.HasSuffix(form, "self") || strings.HasSuffix(form, "selves"))
}

// speech tells how two mentions stand to quotations.
func (p *pairing) speech(m, a *mention, tc uint32, f *features) {
	switch {
	case m.quotation < 0 && a.quotation < 0:
		return
	case m.quotation == a.quotation:
		f.add(60, tc, 1)
	case m.quotation >= 0 && a.quotation >= 0:
		same := p.quotations[m.quotation].speaker == p.quotations[a.quotation].speaker && p.quotations[m.quotation].speaker >= 0
		f.add(60, tc, 2+bit(same))
	case m.quotation >= 0:
		f.add(60, tc, 4+bit(p.quotations[m.quotation].speaker == a.head))
	default:
		f.add(60, tc, 6+bit(p.quotations[a.quotation].speaker == m.head))
	}
}

// rivals counts the names of other persons between mention j and the pronoun i,
// and those of them that are subjects; at most 3.
func (p *pairing) rivals(i, j int) (names, subjects uint32) {
	m := &p.ms[i]
	for k := j + 1; k < i; k++ {
		a := &p.ms[k]
		if a.kind != NameMention || a.class != personClass || opposite(a.gender, m.gender) || a.role == rolePossessor || p.groups.of[k] == p.groups.of[j] {
			continue
		}
		names = min(names+1, 3)
		if a.role == roleSubject {
			subjects = min(subjects+1, 3)
		}
	}
	return names, subjects
}

func (p *pairing) pronounPair(i, j int, t, tc uint32, distance int, f *features) {
	m, a := &p.ms[i], &p.ms[j]
	if m.pronoun <= wePronoun && (a.kind == NameMention || a.pronoun != noPronoun && a.pronoun <= wePronoun) {
		turns := p.d.Sentences[m.sentence].Paragraph - p.d.Sentences[a.sentence].Paragraph // in an interview
		quoted := bit(m.quotation >= 0)*2 + bit(a.quotation >= 0)
		f.add(76, t*16+uint32(a.pronoun), uint32(min(turns, 9))*4+quoted)
		f.add(77, t*16+uint32(a.pronoun), uint32(turns&1)*8+uint32(min(turns, 1))*4+quoted)
	}
	if m.pronoun == hePronoun || m.pronoun == shePronoun {
		names, subjects := p.rivals(i, j)
		f.add(78, t*4+uint32(a.kind), names*4+subjects)
		f.add(79, t*4+uint32(a.kind), names*4+bit(a.sentence == m.sentence)*2+bit(a.role == roleSubject))
	}
	place := uint32(2)
	for n, head := range m.subjects {
		if int(head) == a.head {
			place = uint32(n)
		}
	}
	f.add(54, tc, place*16+uint32(m.role))
	f.add(55, t*16+uint32(a.class), place*4+bit(m.role == rolePossessor)*2+bit(a.number == pluralNumber))
	if a.kind == PronounMention {
		f.add(70, t, uint32(a.pronoun)*16+bucket(distance))
		f.add(71, t*16+uint32(a.pronoun), uint32(m.role)*16+uint32(a.role))
		return
	}
	f.add(72, tc, uint32(a.class)*16+uint32(a.number))
	f.add(73, tc, uint32(a.form)*16+bucket(distance))
	f.add(74, t, uint32(a.role)*64+bucket(distance)*4+bit(a.kind == NameMention))
	if h := p.d.Tokens[m.head].Head; h >= 0 {
		f.addWord(75, m.governor, uint32(a.class))
	}
}

// strings compares the words of two mentions.
func (p *pairing) strings(m, a *mention, t, tc uint32, distance int, f *features) {
	pair := t*64 + a.typeCode()
	head := m.headWord == a.headWord
	exact := m.key == a.key
	nameHead := m.nameHead != "" && m.nameHead == a.nameHead
	f.add(80, pair, bit(head)*4+bit(exact)*2+bit(nameHead))
	f.add(81, tc, bit(head)*64+bit(exact)*32+bucket(distance))
	owners := agreement(m.owner != "" && a.owner != "", m.owner == a.owner)*4 + bit(m.owner != "")*2 + bit(a.owner != "")
	f.add(98, tc, owners*2+bit(head))
	f.add(99, tc, (agreement(m.complement != "" && a.complement != "", m.complement == a.complement)*4+bit(m.complement != "")*2+bit(a.complement != ""))*2+bit(head))
	switch {
	case exact:
		f.add(82, tc, bucket(len(m.words)))
		f.addWord(83, m.headHash, bit(m.kind == NameMention))
	case head || nameHead:
		inA, inM := covers(a.words, m.words), covers(m.words, a.words)
		f.add(84, pair, bit(inA)*2+bit(inM))
		f.add(85, tc, bit(inA)*8+bit(inM)*4+min(uint32(len(m.words)), 3))
		f.add(86, uint32(m.form)*16+uint32(a.form), bit(inA)*2+bit(inM))
	default:
		related := contains(a.words, m.headWord) || contains(m.words, a.headWord)
		f.add(87, pair, bit(related))
		f.add(88, tc, bit(acronym(m, a))*2+bit(related))
		f.addWord(89, m.headHash, a.headHash)
		f.addWord(90, m.headHash, uint32(a.class)*4+uint32(a.kind))
		f.add(91, tc, bucket(distance)*2+bit(m.class == a.class && m.class != noClass))
	}
}

// covers tells whether all of words stand among others.
func covers(others, words []string) bool {
	for _, w := range words {
		if !contains(others, w) {
			return false
		}
	}
	return true
}

func contains[T comparable](words []T, w T) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}

// acronym tells whether one of two names is made of the initials of the other.
func acronym(m, a *mention) bool {
	return m.kind == NameMention && a.kind == NameMention && (initials(a.words, m.nameHead) || initials(m.words, a.nameHead))
}

// initials tells whether short is made of the first letters of words, with or
// without the small words that words leave out.
func initials(words []string, short string) bool {
	short = strings.ReplaceAll(short, ".", "")
	if len(words) < 2 || len(short) != len(words) {
		return false
	}
	for i, w := range words {
		if w == "" || w[0] != short[i] {
			return false
		}
	}
	return true
}

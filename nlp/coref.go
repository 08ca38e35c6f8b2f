package nlp

import (
	"slices"

	"kg/nlp/gazetteer"
	"kg/nlp/neural"
)

// resolver finds the mentions of a document and which of them speak of the same
// entity. It goes through the mentions in the order of the text and lets
// each take up the earlier mention that the model likes best, or none.
type resolver struct {
	people  *people
	network *neural.Model // for its vectors of words
	model   *corefModel
}

func newResolver(l *lemmatizer, lex *lexicon, table *gazetteer.Table, network *neural.Model) (*resolver, error) {
	p, err := newPeople(l, lex, table)
	if err != nil {
		return nil, err
	}
	m, err := newCorefModel(network.Config().Vector)
	if err != nil {
		return nil, err
	}
	return &resolver{people: p, network: network, model: m}, nil
}

// pairing prepares a document.
func (r *resolver) pairing(d *Document) *pairing {
	p := &pairing{d: d, reports: r.people.speech, children: newChildren(d), heads: map[string]int{}, keys: map[string]int{}}
	p.quotations = r.people.quotations(d, p.children)
	p.ms = r.people.mentions(d, p.children)
	p.placeInQuotations()
	return p
}

func (p *pairing) placeInQuotations() {
	q := 0
	for i := range p.ms {
		m := &p.ms[i]
		for q < len(p.quotations) && p.quotations[q].last <= m.first {
			q++
		}
		if q < len(p.quotations) && p.quotations[q].first <= m.first {
			m.quotation = q
		}
	}
}

// seen counts a mention among those before the next ones.
func (p *pairing) seen(m *mention) {
	if m.kind != PronounMention && !m.coordination {
		p.heads[m.headWord]++
		p.keys[m.key]++
	}
}

const (
	maxAntecedents  = 30 // mentions that a pronoun looks back at
	maxOthers       = 14 // and others
	maxSameHead     = 10 // mentions further back with the same head
	maxSamePronoun  = 3  // mentions further back with the same pronoun
	maxPronounReach = 8  // sentences that a pronoun reaches back
)

// candidates lists the earlier mentions that mention i may take up, the nearest
// first. For a pronoun only the latest of each cluster counts, so that those
// of whom much is said aren't weighed more often than others.
type candidates struct {
	byHead    map[string][]int
	byPronoun [wePronoun + 1][]int // of the first and second person, who are meant long after
	out       []int
}

func (c *candidates) of(p *pairing, i int) []int {
	m := &p.ms[i]
	c.out = c.out[:0]
	low := max(0, i-maxOthers)
	if m.kind == PronounMention {
		low = max(0, i-maxAntecedents)
	}
	for j := i - 1; j >= low; j-- {
		if possible(m, &p.ms[j]) && (m.kind != PronounMention || p.groups.group(j).last == j) {
			c.out = append(c.out, j)
		}
	}
	if m.kind == PronounMention && m.pronoun <= wePronoun {
		c.further(p, m.pronoun, low)
	}
	if m.kind == PronounMention || m.coordination {
		return c.out
	}
	for _, key := range [...]string{m.headWord, m.nameHead} {
		same := c.byHead[key]
		for n, k := 0, len(same)-1; k >= 0 && n < maxSameHead; k-- {
			if same[k] < low && possible(m, &p.ms[same[k]]) && !slices.Contains(c.out, same[k]) {
				c.out = append(c.out, same[k])
				n++
			}
		}
	}
	return c.out
}

// further adds the latest mentions of those whom the same pronoun before low meant.
func (c *candidates) further(p *pairing, of pronoun, low int) {
	same := c.byPronoun[of]
	for n, k := 0, len(same)-1; k >= 0 && n < maxSamePronoun && k >= len(same)-maxAntecedents; k-- {
		if j := same[k]; j < low && p.groups.group(j).last == j {
			c.out = append(c.out, j)
			n++
		}
	}
}

func (c *candidates) seen(p *pairing, i int) {
	m := &p.ms[i]
	if c.byHead == nil {
		c.byHead = map[string][]int{}
	}
	if m.kind == PronounMention && m.pronoun <= wePronoun {
		c.byPronoun[m.pronoun] = append(c.byPronoun[m.pronoun], i)
	}
	if m.kind == PronounMention || m.coordination {
		return
	}
	c.byHead[m.headWord] = append(c.byHead[m.headWord], i)
	if m.nameHead != m.headWord {
		c.byHead[m.nameHead] = append(c.byHead[m.nameHead], i)
	}
}

// possible refuses what no model need look at.
func possible(m, a *mention) bool {
	if m.kind == PronounMention {
		if m.sentence-a.sentence > maxPronounReach && m.pronoun > wePronoun {
			return false
		}
		if m.gender == male && a.gender == female || m.gender == female && a.gender == male {
			return false
		}
		return true
	}
	if a.kind == PronounMention {
		return m.first == a.first || m.sentence-a.sentence <= 2
	}
	return true
}

// run sets the mentions and clusters of a document.
func (r *resolver) run(d *Document) {
	p := r.pairing(d)
	links, later := p.links(r.ranking(p).choose)
	d.Mentions, d.Clusters = clustersOf(p.ms, links, later)
}

// links returns for each mention the earlier one that it takes up, -1 for none,
// and the pairs that belong together besides. Where no sieve knows, choose
// picks one of the candidates or -1.
func (p *pairing) links(choose func(i int, candidates []int) int) (links []int, later [][2]int) {
	links = make([]int, len(p.ms))
	p.groups = newGroups(p.ms, p.d)
	sure := newSieves(p)
	later = sure.later()
	waits := map[int]bool{} // for a speaker who is named later
	for _, pair := range later {
		waits[pair[1]] = true
	}
	var c candidates
	for i := range p.ms {
		best := sure.apposed(i)
		if best < 0 {
			of := sure.named(i) // what a name behind it takes up
			if best = sure.link(of); best >= i {
				best = -1
			}
			if best < 0 && !waits[i] {
				best = choose(of, p.admitted(of, c.of(p, i)))
			}
		}
		links[i] = best
		if best >= 0 {
			p.groups.join(i, best)
		}
		p.seen(&p.ms[i])
		c.seen(p, i)
		sure.seen(i)
	}
	return links, later
}

// admitted keeps the candidates that grammar lets mention i take up.
func (p *pairing) admitted(i int, candidates []int) []int {
	barred := p.barred(i)
	out := candidates[:0]
	for _, j := range candidates {
		if p.groups.agree(i, j) && !p.partOf(i, j) && !p.groups.otherOffice(i, j) && !contains(barred, p.groups.of[j]) {
			out = append(out, j)
		}
	}
	return out
}

// choose returns the candidate that the model likes best for mention i, -1 if
// it likes none.
func (k *ranking) choose(i int, candidates []int) int {
	k.begin()
	k.addFresh(i)
	for nearer, j := range candidates {
		k.addPair(i, j, nearer)
	}
	if best := k.best(); best > 0 {
		return candidates[best-1]
	}
	return -1
}

// partOf tells whether one of two names only tells where or of what the other
// is: "Sydney, Australia", "the University of Ghana".
func (p *pairing) partOf(i, j int) bool {
	m, a := &p.ms[i], &p.ms[j]
	if m.kind != NameMention || a.kind != NameMention || m.sentence != a.sentence {
		return false
	}
	if m.first < a.last && a.first < m.last {
		return true
	}
	return m.class == placeClass && a.class == placeClass && a.last == m.first-1 && p.d.Tokens[a.last].Form == ","
}

// reportedBy returns the cluster of who says the words that a name or noun for a
// person stands in: nobody speaks of himself as "the president".
func (p *pairing) reportedBy(i int) []int {
	m := &p.ms[i]
	if m.class != personClass || m.role == roleApposition {
		return nil
	}
	for k, steps := m.head, 0; k >= 0 && steps < 12; k, steps = p.d.Tokens[k].Head, steps+1 {
		verb := p.d.Tokens[k].Head
		if verb < 0 || p.d.Tokens[k].Deprel != "ccomp" || !p.reports[p.d.Tokens[verb].Lemma] {
			continue
		}
		for j := i - 1; j >= 0 && p.ms[j].sentence == m.sentence; j-- {
			a := &p.ms[j]
			if p.d.Tokens[a.head].Head == verb && p.d.Tokens[a.head].Deprel == "nsubj" {
				return []int{p.groups.of[j]}
			}
		}
	}
	return nil
}

// barred returns the clusters that a pronoun can't stand for: those of the
// other arguments of its verb ("the government denied it").
func (p *pairing) barred(i int) []int {
	m := &p.ms[i]
	if m.kind != PronounMention {
		return p.reportedBy(i)
	}
	if m.role == rolePossessor || m.pronoun == reciprocalPronoun || isReflexive(m.headWord) {
		return nil
	}
	verb := p.d.Tokens[m.head].Head
	if verb < 0 || m.role != roleSubject && m.role != roleObject && m.role != roleOblique {
		return nil
	}
	var out []int
	subject, control := false, false // control: of an infinitive, whose subject is the object or the subject above it
	for at := verb; at >= 0; at = p.d.Tokens[at].Head {
		for c := p.children.first[at]; c >= 0; c = p.children.next[c] {
			rel := mainRelation(p.d.Tokens[c].Deprel)
			if int(c) == m.head || rel != "nsubj" && (at != verb && !control || rel != "obj" && rel != "iobj") {
				continue
			}
			subject = subject || rel == "nsubj" || control
			for k := i - 1; k >= 0 && p.ms[k].sentence == m.sentence; k-- {
				if p.ms[k].head == int(c) {
					out = append(out, p.groups.of[k])
				}
			}
		}
		rel := mainRelation(p.d.Tokens[at].Deprel)
		if subject || m.role == roleSubject || rel != "conj" && rel != "xcomp" {
			break
		}
		control = rel == "xcomp"
	}
	return out
}

// clustersOf turns links into mentions and clusters, in the order of their first mentions.
func clustersOf(ms []mention, links []int, later [][2]int) ([]Mention, []Cluster) {
	of := make([]int, len(ms))
	root := func(i int) int {
		for of[i] != i {
			i = of[i]
		}
		return i
	}
	for i := range ms {
		of[i] = i
		if links[i] >= 0 {
			of[i] = root(links[i])
		}
	}
	for _, pair := range later {
		if a, b := root(pair[0]), root(pair[1]); a != b {
			of[max(a, b)] = min(a, b)
		}
	}
	out := make([]Mention, len(ms))
	var clusters []Cluster
	number := make([]int, len(ms))
	for i, m := range ms {
		first := root(i)
		if first == i {
			number[i] = len(clusters)
			clusters = append(clusters, nil)
		}
		c := number[first]
		out[i] = Mention{First: m.first, Last: m.last, Head: m.head, Kind: m.kind, Cluster: c}
		clusters[c] = append(clusters[c], i)
	}
	return out, clusters
}

// groups holds what the mentions of a cluster agree on.
type groups struct {
	ms    []mention
	of    []int // the first mention of the cluster of each mention
	state []group
}

type group struct {
	gender  gender
	names   int // mention that is the longest name of a person, -1
	size    int
	named   bool
	plural  bool
	class   nounClass
	last    int   // the latest mention
	members []int // names and nominals, the first ones
	entry   *gazetteer.Entry
	country string
	said    [wePronoun + 1]int // the paragraph, counted from 1, where a pronoun of the first or second person last meant it

	nameType uint8 // of its names, see nameTypes

	qualifier string // of the nominals with the same head as the first
}

// nameTypes numbers the types of names.
var nameTypes = map[NameType]uint8{
	"": 0, Person: 1, Organization: 2, Place: 3, Misc: 4, Government: 5, Country: 6, Nationality: 7, ArmedGroup: 8, Facility: 9, Event: 10, Weapon: 11,
}

// maxMembers bounds the mentions of a cluster that a mention is compared with.
const maxMembers = 12

func newGroups(ms []mention, d *Document) *groups {
	g := &groups{ms: ms, of: make([]int, len(ms)), state: make([]group, len(ms))}
	for i := range ms {
		g.of[i] = i
		plural := ms[i].number == pluralNumber && ms[i].kind != PronounMention
		g.state[i] = group{plural: plural, gender: ms[i].gender, names: -1, size: 1, class: ms[i].class, last: i, entry: ms[i].entry, country: ms[i].country, qualifier: ms[i].qualifier}
		if ms[i].kind != PronounMention {
			g.state[i].members = []int{i}
			g.state[i].named = ms[i].kind == NameMention
		}
		if ms[i].kind == NameMention && ms[i].class == personClass {
			g.state[i].names = i
		}
		g.state[i].nameType = nameTypes[ms[i].nameType]
		if p := ms[i].pronoun; p != noPronoun && p <= wePronoun {
			g.state[i].said[p] = d.Sentences[ms[i].sentence].Paragraph + 1
		}
	}
	return g
}

// agree tells whether mention i may join the cluster of mention j.
func (g *groups) agree(i, j int) bool {
	a, b := &g.state[g.of[j]], &g.state[i]
	if opposite(a.gender, b.gender) {
		return false
	}
	if a.names >= 0 && b.names >= 0 && !samePerson(&g.ms[a.names], &g.ms[b.names]) {
		return false
	}
	m := &g.ms[i]
	switch m.pronoun {
	case itPronoun:
		if a.names >= 0 {
			return false
		}
	case hePronoun, shePronoun:
		if a.class != personClass && a.class != noClass && a.class != livingClass || a.plural {
			return false
		}
	}
	if m.kind == NominalMention && m.class == personClass && m.number == pluralNumber && a.names >= 0 {
		return false
	}
	if m.class == personClass && m.country != "" && a.country != "" && m.country != a.country {
		return false
	}
	return m.qualifier == "" || a.qualifier == "" || sameQualifier(m.qualifier, a.qualifier)
}

// sameQualifier tells "Syria" and "Syrian" from "Iraqi".
func sameQualifier(a, b string) bool {
	n := min(len(a), len(b), 4)
	return n > 0 && a[:n] == b[:n]
}

func opposite(a, b gender) bool {
	return a == male && b == female || a == female && b == male
}

// samePerson tells whether two names can be one person's: the words of the
// shorter stand in the longer, or only the surname is shared with initials.
func samePerson(a, b *mention) bool {
	if len(a.words) < len(b.words) {
		a, b = b, a
	}
	for _, w := range b.words {
		if len(w) > 2 && contains(a.words, w) {
			return true
		}
	}
	return a.key == b.key
}

func (g *groups) join(i, j int) {
	first := g.of[j]
	g.of[i] = first
	a, b := &g.state[first], &g.state[i]
	if a.gender == anyGender || a.gender == somePerson && (b.gender == male || b.gender == female) {
		a.gender = b.gender
	}
	if a.names < 0 || b.names >= 0 && len(g.ms[b.names].words) > len(g.ms[a.names].words) {
		a.names = b.names
	}
	a.size++
	a.last = i
	if p := g.ms[i].pronoun; p != noPronoun && p <= wePronoun {
		a.said[p] = b.said[p]
	}
	if a.nameType == 0 {
		a.nameType = b.nameType
	}
	a.named = a.named || b.named
	if a.class == noClass {
		a.class = b.class
	}
	if a.entry == nil {
		a.entry = b.entry
	}
	if a.country == "" {
		a.country = b.country
	}
	if a.qualifier == "" {
		a.qualifier = b.qualifier
	}
	if len(a.members) < maxMembers {
		a.members = append(a.members, b.members...)
	}
}

// otherOffice tells whether mention i is a noun for an office and the named
// person of the cluster of mention j is called by other titles only: "Opposition
// leader Ilena Vash" is not "the president".
func (g *groups) otherOffice(i, j int) bool {
	m, a := &g.ms[i], g.group(j)
	if m.kind != NominalMention || !isOffice(m.headWord) || a.names < 0 || a.entry != nil {
		return false
	}
	titled := false
	for _, k := range a.members {
		o := &g.ms[k]
		if o.headWord == m.headWord || contains(o.titles, m.headWord) {
			return false
		}
		titled = titled || len(o.titles) > 0
	}
	return titled
}

// group returns the cluster of mention j.
func (g *groups) group(j int) *group { return &g.state[g.of[j]] }

package nlp

import (
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
	below := p.namesBelow(i)
	out := candidates[:0]
	for _, j := range candidates {
		if !p.named(j, below) && p.groups.agree(i, j) && !p.partOf(i, j) && !p.groups.otherOffice(i, j) && !contains(barred, p.groups.of[j]) {
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

// namesBelow lists the names behind a pronoun in the clause that it is the subject
// of, and below: it can mean none of them ("it stood by Turkey").
func (p *pairing) namesBelow(i int) []int {
	m := &p.ms[i]
	if m.role != roleSubject || m.pronoun < hePronoun || m.pronoun > theyPronoun {
		return nil
	}
	verb := p.d.Tokens[m.head].Head
	var out []int
	for k := i + 1; k < len(p.ms) && p.ms[k].sentence == m.sentence; k++ {
		if p.ms[k].kind == NameMention && p.inClause(p.ms[k].head, verb) {
			out = append(out, k)
		}
	}
	return out
}

// inClause tells whether a token stands below a verb, but in no clause that is
// beside that of the verb.
func (p *pairing) inClause(k, verb int) bool {
	for steps := 0; k >= 0 && k != verb && steps < 20; steps++ {
		t := &p.d.Tokens[k]
		if t.Head == verb && (t.Deprel == "conj" || t.Deprel == "parataxis") {
			return false
		}
		k = t.Head
	}
	return k == verb
}

// named tells whether the cluster of mention j bears one of the names.
func (p *pairing) named(j int, names []int) bool {
	if len(names) == 0 {
		return false
	}
	g := p.groups.group(j)
	for _, k := range names {
		m := &p.ms[k]
		if m.entry != nil && m.entry == g.entry {
			return true
		}
		for _, o := range g.members {
			if a := &p.ms[o]; a.kind == NameMention && (a.key == m.key || a.nameHead == m.nameHead && a.class == personClass) {
				return true
			}
		}
	}
	return false
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

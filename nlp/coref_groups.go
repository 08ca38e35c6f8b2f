package nlp

import "kg/nlp/gazetteer"

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

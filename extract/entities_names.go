package extract

import (
	"sort"
	"strings"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// fullName is a person's name of two words or more.
type fullName struct {
	at    int // the token where it begins
	words []string
	ent   *entity
	kin   bool // named as somebody's relative: "her father, Wilson Chelimo"
}

// linkNames finds the entity of each name: full names of persons first, so
// that last names alone find them, then the rest.
func (c *cast) linkNames() {
	for i, n := range c.d.Names {
		if n.Type == nlp.Person {
			if words := c.nameWords(n); len(words) > 1 {
				c.named[i] = c.fullPerson(n, words)
				c.addFull(fullName{n.First, words, c.named[i], c.relative(n)})
			}
		}
	}
	for i, n := range c.d.Names {
		switch {
		case c.named[i] != nil || n.Type == nlp.Nationality:
		case n.Type == nlp.Person:
			c.named[i] = c.partOfName(n)
		default:
			c.named[i] = c.body(n)
		}
	}
	c.linkAcronyms()
}

// relative tells whether a name stands behind a word for somebody's relative.
func (c *cast) relative(n nlp.Name) bool {
	t := n.First - 1
	if t > 0 && c.d.Tokens[t].Form == "," {
		t--
	}
	return t >= 0 && c.w.is("kin", strings.ToLower(c.d.Tokens[t].Form))
}

// nameWords returns the words of a name without hyphens, lower case.
func (c *cast) nameWords(n nlp.Name) []string {
	var out []string
	for t := n.First; t < n.Last; t++ {
		f := strings.ToLower(strings.Trim(c.d.Tokens[t].Form, ".-–'’"))
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// fullPerson returns the entity of a person's full name: the gazetteer's, one
// of the same first and last word, or a new one.
func (c *cast) fullPerson(n nlp.Name, words []string) *entity {
	if entry := c.entry(n, gazetteer.Person); entry != nil {
		return c.entityOf(entry)
	}
	for _, k := range c.fullBy[words[len(words)-1]] {
		f := &c.full[k]
		if f.words[0] == words[0] && f.words[len(f.words)-1] == words[len(words)-1] && !c.w.is("particle", words[0]) {
			if len(words) > len(f.words) && f.ent.entry == nil {
				f.ent.aliases[f.ent.Name] = true
			}
			return f.ent
		}
		if hasSuffix(f.words, words) && c.w.is("particle", words[0]) {
			return f.ent
		}
	}
	name := c.nameText(n)
	return c.make(graph.EntityID(name), name, graph.Person, nil)
}

// addFull keeps a full name to be found by its first and last word, a few of
// each.
func (c *cast) addFull(f fullName) {
	const most = 20
	c.full = append(c.full, f)
	for _, w := range []string{f.words[0], f.words[len(f.words)-1], f.words[1]} {
		if list := c.fullBy[w]; len(list) < most || c.full[list[len(list)-1]].ent != f.ent {
			c.fullBy[w] = append(list, len(c.full)-1)
		}
	}
}

// partOfName returns whom a last or first name alone speaks of.
func (c *cast) partOfName(n nlp.Name) *entity {
	words := c.nameWords(n)
	var best *fullName
	if len(words) == 0 {
		words = []string{""}
	}
	for _, k := range append(append([]int{}, c.fullBy[words[len(words)-1]]...), c.fullBy[words[0]]...) {
		f := &c.full[k]
		if hasSuffix(f.words, words) || hasPrefix(f.words, words) {
			if best == nil || best.kin && !f.kin || best.kin == f.kin && f.at < n.First && f.at > best.at {
				best = f
			}
		}
	}
	if best != nil {
		return best.ent
	}
	if entry := c.entry(n, gazetteer.Person); entry != nil {
		return c.entityOf(entry)
	}
	if entry := c.entry(n, gazetteer.Place); entry != nil && entry.StandsFor != "" && n.Last-n.First == 1 {
		return c.entityOf(entry) // a capital, whoever the name was taken for
	}
	if e := c.firstWord(n); e != nil {
		return e
	}
	name := c.nameText(n)
	if e := c.otherCase(name); e != nil {
		return e
	}
	return c.make(graph.EntityID(name), name, graph.Person, nil)
}

func hasSuffix(all, end []string) bool {
	return len(end) <= len(all) && equalWords(all[len(all)-len(end):], end)
}

func hasPrefix(all, begin []string) bool {
	return len(begin) <= len(all) && equalWords(all[:len(begin)], begin)
}

func equalWords(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// body returns the entity of a name that is no person's.
func (c *cast) body(n nlp.Name) *entity {
	if entry := c.entryLike(n); entry != nil {
		if entry.Type == gazetteer.Government && entry.StandsFor != "" { // "the Kremlin", "the Pentagon"
			if e := c.entityNamed(entry.StandsFor); e != nil {
				return e
			}
		}
		return c.entityOf(entry)
	}
	if e := c.shortened(n); e != nil {
		return e
	}
	if e := c.firstWord(n); e != nil {
		return e
	}
	name := c.nameText(n)
	if e := c.otherCase(name); e != nil {
		return e
	}
	return c.make(graph.EntityID(name), name, nameType(n.Type), nil)
}

// shortened returns the body whose name the article gave in full before: "the
// Front" after "Northern Resistance Front".
func (c *cast) shortened(n nlp.Name) *entity {
	if n.Last-n.First != 1 || n.First == 0 || !strings.EqualFold(c.d.Tokens[n.First-1].Form, "the") {
		return nil
	}
	if c.endWith == nil {
		c.endWith = map[string][]int{}
		for i, m := range c.d.Names {
			if m.Last-m.First > 1 && m.Type != nlp.Person {
				word := c.d.Tokens[m.Last-1].Form
				c.endWith[word] = append(c.endWith[word], i)
			}
		}
	}
	list := c.endWith[c.d.Tokens[n.First].Form]
	before := sort.Search(len(list), func(k int) bool { return c.d.Names[list[k]].First >= n.First })
	for k := before - 1; k >= 0; k-- {
		if e := c.named[list[k]]; e != nil {
			return e
		}
	}
	return nil
}

// firstWord returns the body whose full name, given before, begins with the
// word that is its name here: "Valora" after "Valora Bank".
func (c *cast) firstWord(n nlp.Name) *entity {
	word := c.d.Tokens[n.First].Form
	if n.Last-n.First != 1 || len(word) < 4 || c.w.nouns[strings.ToLower(word)] != "" || len(c.w.table.Lookup(word)) > 0 {
		return nil
	}
	for i, m := range c.d.Names {
		if m.First >= n.First {
			break
		}
		if e := c.named[i]; e != nil && m.Last-m.First > 1 && c.d.Tokens[m.First].Form == word && (isBody(e.Type) || e.Type == graph.Other) {
			return e
		}
	}
	return nil
}

// otherCase returns the entity that bears the same name in other letters:
// "BELGRADE" in a dateline is "Belgrade".
func (c *cast) otherCase(name string) *entity {
	if strings.ToUpper(name) != name {
		return nil
	}
	if c.inSmall == nil {
		c.inSmall = map[string]int{}
		for i := len(c.d.Names) - 1; i >= 0; i-- {
			if text := c.nameText(c.d.Names[i]); strings.ToUpper(text) != text && c.d.Names[i].Type != nlp.Nationality {
				c.inSmall[strings.ToUpper(text)] = i
			}
		}
	}
	i, ok := c.inSmall[name]
	if !ok {
		return nil
	}
	if c.named[i] == nil {
		if m := c.d.Names[i]; m.Type == nlp.Person {
			c.named[i] = c.partOfName(m)
		} else {
			c.named[i] = c.body(m)
		}
	}
	return c.named[i]
}

// nameType returns the type of the graph for one of a name.
func nameType(t nlp.NameType) graph.EntityType {
	switch t {
	case nlp.Misc:
		return graph.Other
	case nlp.Nationality:
		return graph.Group
	}
	return graph.EntityType(t)
}

// nameText returns a name as it is written, without an article.
func (c *cast) nameText(n nlp.Name) string {
	name := c.text(n.First, n.Last)
	for _, the := range []string{"the ", "The "} {
		if rest, ok := strings.CutPrefix(name, the); ok && rest != "" {
			return rest
		}
	}
	return name
}

// entry returns the entry of that type that bears the words of a name.
func (c *cast) entry(n nlp.Name, kind gazetteer.Type) *gazetteer.Entry {
	count, matches := c.w.table.Longest(c.words[n.First:n.Last])
	if count != n.Last-n.First {
		return nil
	}
	for _, m := range matches {
		if m.Type == kind {
			return m.Entry
		}
	}
	return nil
}

// entryLike returns the entry that bears the words of a name and is of its
// type or one like it, the largest of several cities.
func (c *cast) entryLike(n nlp.Name) *gazetteer.Entry {
	count, matches := c.w.table.Longest(c.words[n.First:n.Last])
	if count != n.Last-n.First {
		return nil
	}
	var best *gazetteer.Entry
	rank := 0
	for _, m := range matches {
		r := 0
		switch {
		case string(m.Type) == string(n.Type):
			r = 2
		case alike(m.Type) == alike(gazetteer.Type(n.Type)) && alike(m.Type) != "":
			r = 1
		}
		if r > rank || r == rank && r > 0 && better(m.Entry, best) {
			best, rank = m.Entry, r
		}
	}
	if best == nil || len(matches) == 1 || alike(best.Type) != "place" || best.Capital {
		return best
	}
	return c.nearby(best, matches)
}

// better tells whether of two bearers of a name the first is the better known.
func better(a, b *gazetteer.Entry) bool {
	if a.Capital != b.Capital {
		return a.Capital
	}
	return b.Population > 0 && a.Population > b.Population
}

// nearby picks by the article's other names which of several places of one
// name is meant: "Georgia" beside Atlanta and Alabama is the state. The best
// known one stays unless its own country goes unmentioned.
func (c *cast) nearby(best *gazetteer.Entry, matches []gazetteer.Match) *gazetteer.Entry {
	votes := c.countryVotes()
	own := best.Country
	if best.Type == gazetteer.Country {
		own = best.Name
	}
	if votes[own] > 0 {
		return best
	}
	found, most := best, 1
	for _, m := range matches {
		if alike(m.Type) == "place" && m.Country != "" && votes[m.Country] > most {
			found, most = m.Entry, votes[m.Country]
		}
	}
	return found
}

// countryVotes counts the names by the country that they name or lie in, where
// there is but one.
func (c *cast) countryVotes() map[string]int {
	if c.votes != nil {
		return c.votes
	}
	c.votes = map[string]int{}
	for _, n := range c.d.Names {
		count, matches := c.w.table.Longest(c.words[n.First:n.Last])
		if count != n.Last-n.First {
			continue
		}
		if country := oneCountry(matches); country != "" {
			c.votes[country]++
		}
	}
	return c.votes
}

// oneCountry returns the country that all bearers of a name are or are in, ""
// where they differ.
func oneCountry(matches []gazetteer.Match) string {
	one := ""
	for _, m := range matches {
		country := m.Country
		if m.Type == gazetteer.Country {
			country = m.Name
		}
		if country == "" || m.Type == gazetteer.Person || one != "" && one != country {
			return ""
		}
		one = country
	}
	return one
}

// alike groups types that writers and readers mix up.
func alike(t gazetteer.Type) string {
	switch t {
	case gazetteer.Government, gazetteer.Organization, gazetteer.ArmedGroup:
		return "body"
	case gazetteer.Country, gazetteer.Place, gazetteer.Facility:
		return "place"
	}
	return ""
}

// linkAcronyms joins a name with the acronym in brackets behind it: "Syrian
// Democratic Forces (SDF)".
func (c *cast) linkAcronyms() {
	for i := 0; i+1 < len(c.d.Names); i++ {
		a, b := c.d.Names[i], c.d.Names[i+1]
		if c.named[i] == nil || c.named[i+1] == nil || c.named[i] == c.named[i+1] || !c.bracketed(a, b) {
			continue
		}
		long, short := i, i+1
		if !c.abbreviates(b, a) {
			if long, short = short, long; !c.abbreviates(a, b) {
				continue
			}
		}
		c.replace(c.named[short], c.named[long])
	}
}

// bracketed tells whether name b stands in brackets behind name a.
func (c *cast) bracketed(a, b nlp.Name) bool {
	toks := c.d.Tokens
	return b.First == a.Last+1 && toks[a.Last].Form == "(" && b.Last < len(toks) && (toks[b.Last].Form == ")" || toks[b.Last].Form == ",")
}

// abbreviates tells whether the single word of short is made of the initials
// of long, in order.
func (c *cast) abbreviates(short, long nlp.Name) bool {
	if short.Last-short.First != 1 || long.Last-long.First < 2 {
		return false
	}
	letters := strings.ToUpper(strings.ReplaceAll(c.d.Tokens[short.First].Form, ".", ""))
	hit := 0
	for t := long.First; t < long.Last && hit < len(letters); t++ {
		if strings.HasPrefix(strings.ToUpper(c.d.Tokens[t].Form), letters[hit:hit+1]) {
			hit++
		}
	}
	return hit >= 2 && hit*4 >= len(letters)*3
}

// replace makes each name of one entity a name of another, of none where by is
// nil, in the whole article.
func (c *cast) replace(old, by *entity) {
	for i := range c.named {
		if c.named[i] == old {
			c.named[i] = by
		}
	}
	if !old.used && c.adjective[old] == "" { // a country that the article gave an adjective stays
		delete(c.known, old.ID)
	}
}

// linkClusters finds the named entity that each cluster speaks of: the one
// that most of its names bear, the first of several.
func (c *cast) linkClusters() {
	for k, cluster := range c.d.Clusters {
		count := map[*entity]int{}
		var best *entity
		for _, m := range cluster {
			h := c.d.Mentions[m].Head
			if h < 0 || c.nameAt[h] < 0 {
				continue
			}
			e := c.named[c.nameAt[h]]
			if e == nil {
				continue
			}
			count[e]++
			if best == nil || count[e] > count[best] {
				best = e
			}
		}
		c.cluster[k] = best
	}
}

// nameHead returns the token that heads a name.
func (c *cast) nameHead(n nlp.Name) int {
	for t := n.First; t < n.Last; t++ {
		if h := c.d.Tokens[t].Head; (h < n.First || h >= n.Last) && c.d.Tokens[t].UPOS != nlp.PUNCT {
			return t
		}
	}
	return n.Last - 1
}

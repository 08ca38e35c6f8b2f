package extract

import (
	"slices"
	"sort"
	"strings"

	"kg/graph"
	"kg/nlp"
	"kg/nlp/gazetteer"
)

// cast is who and what an article speaks of: its entities, and which noun
// phrases speak of which. It belongs to one reading of one article.
type cast struct {
	w       *world
	d       *nlp.Document
	a       *graph.Article
	t       *tree
	words   []gazetteer.Word // by token
	nameAt  []int            // token -> index into d.Names, or -1
	named   []*entity        // name -> its entity; nil for nationalities
	mention []int            // head token -> index into d.Mentions, or -1
	cluster []*entity        // cluster -> the named entity it speaks of, or nil
	refs    []ref            // head token -> what its phrase speaks of
	known   map[graph.IRI]*entity
	full    []fullName
	fullBy  map[string][]int // first or last word -> indexes into full
	inSmall map[string]int   // name in capitals -> a name that is written otherwise
	endWith map[string][]int // last word -> names of several words, in text order
	holders []holder

	derived   map[string]*entity // demonym in lower case -> country, learnt from the article
	adjective map[*entity]string
	capital   map[string]bool // words with a capital inside a sentence
	votes     map[string]int  // country -> names of the article that are of it
	apposed   map[int]int     // head of a role phrase -> the name between commas behind it
	roleOf    map[int]int     // that name -> the head
}

// entity is an entity in the making.
type entity struct {
	graph.Entity
	entry   *gazetteer.Entry // nil where the gazetteer doesn't have it
	country *entity          // of an institution: whose it is
	land    bool             // looked at by findDemonyms
	used    bool             // spoken of in the article or in a statement
	seen    map[graph.Span]bool
	aliases map[string]bool
}

// ref is what a noun phrase speaks of.
type ref struct {
	ent         *entity
	first, last int // its tokens [first, last)
	name        string
	kind        graph.MentionKind
	done        bool // worked out, or being worked out
}

// newCast links the names, pronouns and noun phrases of a document.
func newCast(d *nlp.Document, a *graph.Article) *cast {
	w, err := theWorld()
	if err != nil {
		panic("extract: embedded tables: " + err.Error()) // a test keeps them readable
	}
	n := len(d.Tokens)
	c := &cast{w: w, d: d, a: a, t: newTree(d), words: make([]gazetteer.Word, n), nameAt: make([]int, n), mention: make([]int, n),
		refs: make([]ref, n), known: map[graph.IRI]*entity{}, named: make([]*entity, len(d.Names)), cluster: make([]*entity, len(d.Clusters)),
		fullBy: map[string][]int{}, derived: map[string]*entity{}, adjective: map[*entity]string{}}
	for t := range n {
		c.words[t] = gazetteer.NewWord(d.Tokens[t].Form)
		c.nameAt[t], c.mention[t] = -1, -1
	}
	for i, name := range d.Names {
		for t := name.First; t < name.Last; t++ {
			c.nameAt[t] = i
		}
	}
	for i := len(d.Mentions) - 1; i >= 0; i-- { // the longest of one head stays
		if h := d.Mentions[i].Head; h >= 0 && h < n {
			c.mention[h] = i
		}
	}
	c.linkNames()
	c.findDemonyms()
	c.linkInstitutions()
	c.linkClusters()
	c.findApposed()
	c.findHolders()
	c.meet()
	return c
}

// meet records each place where the article speaks of an entity with a name.
func (c *cast) meet() {
	for i, n := range c.d.Names {
		if c.inBoilerplate(n.First) {
			continue
		}
		if c.named[i] != nil || c.isNationality(i) {
			c.record(c.resolve(c.nameHead(n)))
		}
	}
	for _, m := range c.d.Mentions {
		if m.Kind == nlp.NameMention || m.Head < 0 || m.Cluster >= len(c.cluster) || c.cluster[m.Cluster] == nil || c.inBoilerplate(m.Head) {
			continue
		}
		if r := c.resolve(m.Head); r.ent == c.cluster[m.Cluster] {
			c.record(r)
		}
	}
	for h := range c.d.Tokens { // "the Asad regime", "Ukraine's army"
		if c.nameAt[h] < 0 && isNoun(c.d.Tokens[h].UPOS) && !c.inBoilerplate(h) {
			if r := c.resolve(h); r.ent != nil && r.ent.country != nil {
				c.record(r)
			}
		}
	}
}

func (c *cast) inBoilerplate(t int) bool {
	begin := c.d.Tokens[t].Begin
	for _, b := range c.a.Boilerplate {
		if begin >= b.Begin && begin < b.End {
			return true
		}
	}
	return false
}

// argument returns what the noun phrase headed by token head speaks of, as an
// argument of a statement: a named entity, the one that a pronoun or a role
// takes up, or a group or thing in its own words; nil where it can be none.
// What is counted or summed ("72", "$4 billion") has a name and no ID.
func (c *cast) argument(head int) *graph.Argument {
	r := c.resolve(head)
	if r.ent == nil && r.name == "" {
		return nil
	}
	c.record(r)
	a := &graph.Argument{Name: r.name, Span: c.span(r.first, r.last)}
	if r.ent != nil {
		a.ID, a.Name = r.ent.ID, r.ent.Name
	}
	return a
}

// actor is argument where somebody acts: a seat of government stands for its
// country.
func (c *cast) actor(head int) *graph.Argument {
	a := c.argument(head)
	if a == nil || a.ID == "" {
		return a
	}
	e := c.known[a.ID]
	if e.Type == graph.Place && e.entry != nil && e.entry.StandsFor != "" {
		if state := c.entityNamed(e.entry.StandsFor); state != nil {
			state.used = true
			a.ID, a.Name = state.ID, state.Name
		}
	}
	return a
}

// entity returns the entity of that ID, nil where the article has none.
func (c *cast) entity(id graph.IRI) *graph.Entity {
	if e := c.known[id]; e != nil {
		return &e.Entity
	}
	return nil
}

// typeOf returns the type of what the noun phrase headed by head speaks of,
// "" where it can be no argument.
func (c *cast) typeOf(head int) graph.EntityType {
	r := c.resolve(head)
	switch {
	case r.ent != nil:
		return r.ent.Type
	case r.name != "":
		return graph.Other
	}
	return ""
}

// countryOf returns the country that the adjective or the name at token t
// speaks of ("Russian", "Moscow"), nil where it is of none.
func (c *cast) countryOf(t int) *graph.Argument {
	e := c.countryEntity(t)
	if e == nil {
		return nil
	}
	return &graph.Argument{ID: e.ID, Name: e.Name, Span: c.span(t, t+1)}
}

func (c *cast) countryEntity(t int) *entity {
	i := c.nameAt[t]
	if i < 0 {
		if form := c.d.Tokens[t].Form; len(c.derived) > 0 && capitalised(form) {
			return c.derived[strings.ToLower(form)]
		}
		return nil
	}
	if c.isNationality(i) {
		return c.demonymOf(c.d.Names[i])
	}
	e := c.named[i]
	switch {
	case e == nil:
		return nil
	case e.Type == graph.Country:
		return e
	case e.Type == graph.Place && e.entry != nil && e.entry.StandsFor != "":
		return c.entityNamed(e.entry.StandsFor)
	}
	return nil
}

// finish returns the entities with their mentions in text order, sorted by ID.
func (c *cast) finish() []graph.Entity {
	out := make([]graph.Entity, 0, len(c.known))
	for _, e := range c.known {
		if !e.used {
			continue
		}
		x := e.Entity
		x.Aliases = make([]string, 0, len(e.aliases))
		for alias := range e.aliases {
			if alias != x.Name {
				x.Aliases = append(x.Aliases, alias)
			}
		}
		slices.Sort(x.Aliases)
		if x.SameAs == nil {
			x.SameAs = []graph.IRI{}
		}
		if x.Mentions == nil {
			x.Mentions = []graph.Mention{}
		}
		slices.SortFunc(x.Mentions, func(a, b graph.Mention) int {
			if a.Begin != b.Begin {
				return a.Begin - b.Begin
			}
			return b.End - a.End
		})
		x.ActsFor = c.actsFor(e)
		out = append(out, x)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// record notes a mention.
func (c *cast) record(r ref) {
	if r.ent == nil {
		return
	}
	r.ent.used = true
	s := c.span(r.first, r.last)
	if r.ent.seen[s] {
		return
	}
	r.ent.seen[s] = true
	text := c.d.Text[s.Begin:s.End]
	r.ent.Mentions = append(r.ent.Mentions, graph.Mention{Passage: graph.Passage{Text: text, Span: s}, Kind: r.kind})
	if r.kind == graph.NameMention || r.ent.named() && r.kind == graph.NominalMention && c.institutionAt(r) {
		r.ent.aliases[tidySpaces(text)] = true
	}
}

// named tells whether an entity has a name of its own.
func (e *entity) named() bool { return !strings.Contains(string(e.ID), "#") }

// institutionAt tells whether a mention is another form of an institution's
// name: "Russia's defence ministry".
func (c *cast) institutionAt(r ref) bool {
	return r.ent.country != nil && r.last-r.first > 1
}

func (c *cast) span(first, last int) graph.Span {
	return graph.Span{Begin: c.d.Tokens[first].Begin, End: c.d.Tokens[last-1].End}
}

// text returns the words of tokens as they stand, one space for each gap.
func (c *cast) text(first, last int) string {
	s := c.span(first, last)
	return tidySpaces(c.d.Text[s.Begin:s.End])
}

func tidySpaces(s string) string { return strings.Join(strings.Fields(s), " ") }

// make returns the entity of that ID, made anew where it is not known.
func (c *cast) make(id graph.IRI, name string, kind graph.EntityType, entry *gazetteer.Entry) *entity {
	if e := c.known[id]; e != nil {
		return e
	}
	e := &entity{Entity: graph.Entity{ID: id, Name: name, Type: kind}, entry: entry, seen: map[graph.Span]bool{}, aliases: map[string]bool{}}
	if entry != nil && entry.Wikidata != "" {
		e.SameAs = []graph.IRI{graph.IRI("http://www.wikidata.org/entity/" + entry.Wikidata)}
	}
	if entry != nil && entry.Located() && (kind == graph.Place || kind == graph.Country || kind == graph.Facility) {
		e.At = &graph.Coordinates{Lat: entry.Lat, Lon: entry.Lon}
	}
	c.known[id] = e
	return e
}

// entityNamed returns the entity of a canonical name of the gazetteer, nil
// where there is none.
func (c *cast) entityNamed(name string) *entity {
	if name == "" {
		return nil
	}
	entry := c.w.table.Named(name, gazetteer.Country, gazetteer.Government, gazetteer.Organization, gazetteer.ArmedGroup, gazetteer.Place)
	if entry == nil {
		return nil
	}
	return c.entityOf(entry)
}

// entityOf returns the entity of an entry of the gazetteer.
func (c *cast) entityOf(entry *gazetteer.Entry) *entity {
	name := entry.Name
	if entry.Type == gazetteer.Place {
		name = c.apart(entry)
	}
	e := c.make(graph.EntityID(name), entry.Name, entityType(entry.Type), entry)
	if e.entry == nil {
		e.entry = entry
	}
	return e
}

// apart returns a place's name with its country where the name alone is
// another's: "Georgia (United States)", "Birmingham (United States)".
func (c *cast) apart(entry *gazetteer.Entry) string {
	for _, e := range c.w.table.Canonical(entry.Name) {
		if e == entry || e.Country == entry.Country || entry.Country == "" {
			continue
		}
		if e.Type == gazetteer.Country || e.Type == gazetteer.Place && e.Population > entry.Population {
			return entry.Name + " (" + entry.Country + ")"
		}
	}
	return entry.Name
}

// entityType returns the type of the graph for one of the gazetteer.
func entityType(t gazetteer.Type) graph.EntityType {
	if t == gazetteer.Nationality {
		return graph.Group
	}
	return graph.EntityType(t)
}

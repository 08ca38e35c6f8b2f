package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"kg/graph"
)

// maxCatalogue is how many statements the catalogue holds, some 150 bytes each.
const maxCatalogue = 1_000_000

// catalogue knows the outline of every statement of a store: who does what to
// whom, when, where, and how it is known. Pages that look at many statements at
// once (graph, timeline, map) count and choose in it and read from the store
// only what they show. It is immutable, but for the places, which are looked up
// when a map is first drawn.
type catalogue struct {
	terms     []graph.Term
	numbers   map[graph.Term]int32
	entries   []entry           // sorted by id
	touching  map[int32][]int32 // the entries that have a node in any place, ascending
	published map[int32]string  // day of an article, EDTF
	stances   map[int32]graph.Stance
	byTime    []int32 // the entries that have a day, by the first, the last and the id
	left      int     // statements of the store that are left out

	placesOnce sync.Mutex
	places     map[int32]coordinates
}

// entry is the outline of a statement; its terms are numbers of the
// catalogue's, -1 for none.
type entry struct {
	id                                            string
	subject, relation, object, article, place, by int32
	when                                          string // its own time, EDTF
	begin, end                                    string // first and last day of its time, or else of its article
	modality                                      graph.Modality
	negated, cued                                 bool
}

// plain tells whether the article asserts it as a fact, as StatementInfo.Plain.
func (e *entry) plain() bool {
	return !e.negated && !e.cued && e.modality == "" && e.by < 0 && e.subject >= 0 && e.object >= 0
}

// number gives the number of a term, -1 for one that no statement has.
func (c *catalogue) number(t graph.Term) int32 {
	if n, ok := c.numbers[t]; ok {
		return n
	}
	return -1
}

// iri gives the IRI of a number, "" for words and for none.
func (c *catalogue) iri(n int32) graph.IRI {
	if n < 0 || !c.terms[n].IsIRI() {
		return ""
	}
	return c.terms[n].IRI()
}

// date gives when an entry holds: its own time, or else the day of its article.
func (c *catalogue) date(e *entry) string {
	if e.when != "" {
		return e.when
	}
	return c.published[e.article]
}

// cataloguer makes the catalogue of a store when it is first asked for. Safe for
// concurrent use.
type cataloguer struct {
	store  *graph.Store
	most   int          // statements in a catalogue
	left   atomic.Int64 // statements that the last one left out
	mu     sync.Mutex
	made   *catalogue
	commit uint64 // of the store that it was made of
}

// get gives the catalogue of the store as it is; while one is made, others wait
// for it.
func (g *cataloguer) get(ctx context.Context) (*catalogue, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	commit, err := g.store.Commit()
	if err != nil {
		return nil, err
	}
	if g.made != nil && g.commit == commit {
		return g.made, nil
	}
	c, err := readCatalogue(ctx, g.store, g.most)
	if err != nil {
		return nil, err
	}
	g.made, g.commit = c, commit
	g.left.Store(int64(c.left))
	return c, nil
}

// fieldValue is a value of a statement or an article.
type fieldValue struct {
	of    string
	value graph.Term
	graph graph.Term
}

// readCatalogue reads the fields of that many statements at most, each field by
// its index, side by side.
func readCatalogue(ctx context.Context, store *graph.Store, most int) (*catalogue, error) {
	fields := []graph.IRI{
		graph.RDFPredicate, graph.RDFSubject, graph.RDFObject, graph.FieldTime, graph.FieldPlace, graph.FieldPolarity,
		graph.FieldModality, graph.FieldAttributedTo, graph.FieldCue, graph.SchemaPublished,
	}
	lists, errs := make([][]fieldValue, len(fields)), make([]error, len(fields))
	var wait sync.WaitGroup
	for i, field := range fields {
		wait.Go(func() { lists[i], errs[i] = readField(ctx, store, field) })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	c := &catalogue{numbers: map[graph.Term]int32{}, touching: map[int32][]int32{}, stances: map[int32]graph.Stance{}, published: map[int32]string{}}
	c.left = max(len(lists[0])-most, 0)
	c.open(lists[0][:len(lists[0])-c.left])
	at := make(map[string]int32, len(c.entries))
	for i := range c.entries {
		at[c.entries[i].id] = int32(i)
	}
	for i, field := range fields[1:] {
		c.fill(field, lists[i+1], at)
	}
	c.index()
	return c, nil
}

func readField(ctx context.Context, store *graph.Store, field graph.IRI) (list []fieldValue, err error) {
	for quad, err := range store.QuadsMatching(ctx, graph.Pattern{Predicate: graph.NewIRI(field)}) {
		if err != nil {
			return nil, err
		}
		list = append(list, fieldValue{quad.Subject.Value, quad.Object, quad.Graph})
	}
	return list, nil
}

// open begins an entry for each statement that has a relation.
func (c *catalogue) open(relations []fieldValue) {
	c.entries = make([]entry, 0, len(relations))
	for _, f := range relations {
		if strings.HasPrefix(f.of, "kg:statement/") {
			c.entries = append(c.entries, entry{
				id: f.of, relation: c.add(f.value), article: c.add(f.graph), subject: -1, object: -1, place: -1, by: -1,
			})
		}
	}
	slices.SortFunc(c.entries, func(a, b entry) int { return cmp.Compare(a.id, b.id) })
	c.entries = slices.CompactFunc(c.entries, func(a, b entry) bool { return a.id == b.id })
}

func (c *catalogue) add(t graph.Term) int32 {
	n, ok := c.numbers[t]
	if !ok {
		n = int32(len(c.terms))
		c.terms, c.numbers[t] = append(c.terms, t), n
	}
	return n
}

// fill puts the values of a field into the entries, at gives their places.
func (c *catalogue) fill(field graph.IRI, list []fieldValue, at map[string]int32) {
	if field == graph.SchemaPublished {
		for _, f := range list {
			day, _, _ := strings.Cut(f.value.Value, "T")
			c.published[c.add(graph.NewIRI(graph.IRI(f.of)))] = day
		}
		return
	}
	for _, f := range list {
		i, ok := at[f.of]
		if !ok {
			continue
		}
		e := &c.entries[i]
		switch field {
		case graph.RDFSubject:
			e.subject = c.add(f.value)
		case graph.RDFObject:
			e.object = c.add(f.value)
		case graph.FieldPlace:
			e.place = c.add(f.value)
		case graph.FieldAttributedTo:
			e.by = c.add(f.value)
		case graph.FieldTime:
			e.when = f.value.Value
		case graph.FieldModality:
			e.modality = graph.Modality(f.value.Value)
		case graph.FieldPolarity:
			e.negated = f.value.Value == string(graph.Negative)
		case graph.FieldCue:
			e.cued = true
		}
	}
}

// index notes which entries have a node, their days and stances.
func (c *catalogue) index() {
	spans := map[string][2]string{}
	for i := range c.entries {
		e := &c.entries[i]
		value := c.date(e)
		span, ok := spans[value]
		if !ok {
			span[0], span[1] = daySpan(value)
			spans[value] = span
		}
		if e.begin, e.end = span[0], span[1]; e.begin != "" {
			c.byTime = append(c.byTime, int32(i))
		}
		if _, ok := c.stances[e.relation]; !ok {
			r, _ := graph.Vocab().Relation(c.iri(e.relation))
			c.stances[e.relation] = r.Stance
		}
		seen := [...]int32{e.subject, e.object, e.place, e.by}
		for j, n := range seen {
			if c.iri(n) != "" && !slices.Contains(seen[:j], n) {
				c.touching[n] = append(c.touching[n], int32(i))
			}
		}
	}
	slices.SortFunc(c.byTime, func(i, j int32) int {
		a, b := &c.entries[i], &c.entries[j]
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end), cmp.Compare(i, j))
	})
}

// each runs through the entries of a node, or through all for -1.
func (c *catalogue) each(number int32, use func(*entry)) {
	if number < 0 {
		for i := range c.entries {
			use(&c.entries[i])
		}
		return
	}
	for _, i := range c.touching[number] {
		use(&c.entries[i])
	}
}

// about gives the number of the entity that an address names, -1 where it names
// none. A name as people write it leads to the same page with the entity's IRI.
func (s *server) about(ctx context.Context, n *namer, c *catalogue, values url.Values, path string, of *ref) (int32, error) {
	if name := strings.TrimSpace(values.Get("name")); name != "" {
		matches, _, err := s.store.FindEntity(ctx, name)
		if err != nil && !errors.Is(err, graph.ErrNotFound) {
			return -1, err
		}
		if len(matches) == 0 {
			return -1, &redirect{"/explore/search?" + url.Values{"q": {name}}.Encode()}
		}
		return -1, &redirect{addressWith(path, url.Values{}, "id", string(matches[0].ID))}
	}
	id := values.Get("id")
	if id == "" {
		return -1, nil
	}
	number := c.number(graph.NewIRI(graph.IRI(id)))
	if number < 0 {
		return -1, fmt.Errorf("nothing is said of %s: %w", id, graph.ErrNotFound)
	}
	*of = n.ref(ctx, graph.NewIRI(graph.IRI(id)))
	return number, nil
}

package web

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kg/graph"
)

// pageRows is how many statements one page shows.
const pageRows = 100

// entityPage is all that is said of an entity.
type entityPage struct {
	Title    string         `json:"-"`
	Self     string         `json:"-"`
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Types    string         `json:"types"`
	Aliases  []string       `json:"aliases"`
	SameAs   []graph.IRI    `json:"sameAs"`
	ActsFor  []ref          `json:"actsFor,omitempty"`
	Roles    []statementRow `json:"roles"` // standing facts: roles, membership, places
	Does     []statementRow `json:"does"`
	Done     []statementRow `json:"done"`   // what is done to it
	Claims   []statementRow `json:"claims"` // what it says of others
	Articles []choice       `json:"articles"`
	Total    int            `json:"total"` // statements that the filter takes
	From     int            `json:"from"`  // the first statement on this page, from 0
	Next     string         `json:"-"`
	Previous string         `json:"-"`
	Picture  template.HTML  `json:"-"` // SVG
	graphChoice
}

func (p *entityPage) table() ([]string, [][]string) {
	return statementHeader, statementTable(slices.Concat(p.Roles, p.Does, p.Done, p.Claims))
}

// The sections of the page, in order.
const (
	sectionRoles = iota
	sectionDoes
	sectionDone
	sectionClaims
)

// loadEntity reads an entity with its statements, a page of them, those that the
// filter in the address takes.
func (s *server) loadEntity(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	id := graph.IRI(values.Get("id"))
	c, err := s.catalogue.get(ctx)
	if err != nil {
		return nil, err
	}
	p := &entityPage{
		Self: r.URL.RequestURI(), ID: string(id), Roles: []statementRow{}, Does: []statementRow{}, Done: []statementRow{},
		Claims: []statementRow{}, graphChoice: graphChoice{Filter: readFilter(values), Most: graphMost},
	}
	if err := p.describe(ctx, s.store, n); err != nil {
		return nil, err
	}
	about := c.about(c.number(graph.NewIRI(id)), &p.Filter)
	p.Total = len(about)
	p.From, _ = strconv.Atoi(values.Get("start"))
	p.From = max(0, min(p.From, p.Total))
	to := min(p.From+pageRows, p.Total)
	for _, a := range about[p.From:to] {
		info, err := s.store.Statement(ctx, graph.IRI(a.entry.id))
		if err != nil {
			return nil, err
		}
		p.place(a.section, n.row(ctx, info))
	}
	if to < p.Total {
		p.Next = startingAt(values, to)
	}
	if p.From > 0 {
		p.Previous = startingAt(values, max(0, p.From-pageRows))
	}
	d := &drawing{c: c, filter: p.Filter, opened: []int32{}}
	if number := c.number(graph.NewIRI(id)); number >= 0 {
		d.opened = append(d.opened, number)
		d.choices(ctx, n, &p.graphChoice)
	}
	p.Articles = p.graphChoice.Articles
	p.Picture = drawAround(p)
	return p, nil
}

func startingAt(values url.Values, start int) string {
	v := url.Values{}
	for name, list := range values {
		v[name] = list
	}
	v.Set("start", strconv.Itoa(start))
	if start == 0 {
		v.Del("start")
	}
	return "/explore/entity?" + v.Encode()
}

// describe reads who or what the entity is.
func (p *entityPage) describe(ctx context.Context, store *graph.Store, n *namer) error {
	e, err := store.Entity(ctx, graph.IRI(p.ID))
	if err != nil {
		return fmt.Errorf("%s: %w", p.ID, err)
	}
	p.Title, p.Name, p.Types = e.Name, e.Name, typeNames(e.Types)
	p.Aliases, p.SameAs = append([]string{}, e.Aliases...), append([]graph.IRI{}, e.SameAs...)
	for _, country := range e.ActsFor {
		p.ActsFor = append(p.ActsFor, n.ref(ctx, graph.NewIRI(country)))
	}
	return nil
}

// aboutEntity is an entry with the section of the page it stands in.
type aboutEntity struct {
	entry   *entry
	section int
}

// about gives the entries that a node has a part in and the filter takes, in
// the order of the page: by section, facts first, what is alike together, the
// latest first.
func (c *catalogue) about(number int32, f *filter) []aboutEntity {
	var list []aboutEntity
	for _, i := range c.touching[number] {
		e := &c.entries[i]
		if !f.takes(c, e) {
			continue
		}
		section := sectionClaims
		r, _ := graph.Vocab().Relation(c.iri(e.relation))
		switch number {
		case e.subject:
			section = sectionDoes
		case e.object:
			section = sectionDone
		}
		if section != sectionClaims && r.Kind == graph.KindStanding {
			section = sectionRoles
		}
		if r.IRI == "kg:says" && section == sectionDoes {
			section = sectionClaims
		}
		list = append(list, aboutEntity{e, section})
	}
	slices.SortStableFunc(list, func(a, b aboutEntity) int {
		return cmp.Or(cmp.Compare(a.section, b.section), compareBool(b.entry.plain(), a.entry.plain()),
			cmp.Compare(c.iri(a.entry.relation), c.iri(b.entry.relation)), cmp.Compare(c.date(b.entry), c.date(a.entry)), cmp.Compare(a.entry.id, b.entry.id))
	})
	return list
}

// place puts a statement where the page shows it.
func (p *entityPage) place(section int, row statementRow) {
	list := map[int]*[]statementRow{sectionRoles: &p.Roles, sectionDoes: &p.Does, sectionDone: &p.Done, sectionClaims: &p.Claims}[section]
	*list = append(*list, row)
}

package web

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kg/graph"
)

// The bounds of a picture of the graph.
const (
	graphOpen       = 12  // entities that are opened at a time
	graphMost       = 20  // neighbours of each, where nothing else is asked for
	graphMostAsked  = 100 // that may be asked for
	graphEdges      = 400 // edges in all
	graphChoices    = 60  // relations and articles offered for the filter
	statementsShown = 25  // statements named with an edge
)

// graphPage is a part of the graph: some entities with their neighbours, or
// where none is named the actors that have most to do with one another.
type graphPage struct {
	Title string      `json:"-"`
	Self  string      `json:"-"`
	Nodes []graphNode `json:"nodes"`
	Edges []graphEdge `json:"edges"`
	graphChoice
	Truncated bool `json:"truncated"` // edges were left out for their number
}

// graphChoice is how a part of the graph was chosen, and what else is there.
type graphChoice struct {
	Filter    filter   `json:"filter"`
	Most      int      `json:"most"`      // neighbours of each opened entity
	Relations []choice `json:"relations"` // of the opened entities, most used first
	Articles  []choice `json:"articles"`
	Years     []choice `json:"years"`
}

// choice is a value that the filter may take.
type choice struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Count  int    `json:"count"`
	Chosen bool   `json:"chosen,omitempty"`
}

// graphNode is an entity in the picture.
type graphNode struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Count  int    `json:"count"`  // statements that it has a part in, unfiltered
	Open   bool   `json:"open"`   // its neighbours are shown
	Hidden int    `json:"hidden"` // neighbours that are not shown
	Href   string `json:"href"`
}

// graphEdge stands for all statements with one subject, relation and object
// that are known in one way.
type graphEdge struct {
	ID         string   `json:"id"`
	Source     string   `json:"source"`
	Target     string   `json:"target"`
	Relation   string   `json:"relation"` // IRI
	Label      string   `json:"label"`
	Stance     string   `json:"stance"`
	Symmetric  bool     `json:"symmetric,omitempty"`
	Fact       bool     `json:"fact"`
	Denied     bool     `json:"denied,omitempty"`
	Count      int      `json:"count"`
	From       string   `json:"from,omitempty"` // the first day
	To         string   `json:"to,omitempty"`   // the last
	Statements []string `json:"statements"`     // some of them
	Href       string   `json:"href"`

	names [2]string
}

func (p *graphPage) table() ([]string, [][]string) {
	rows := make([][]string, len(p.Edges))
	for i, e := range p.Edges {
		rows[i] = []string{e.names[0], e.Label, e.names[1], e.Stance, e.how(), strconv.Itoa(e.Count), e.From, e.To, e.Source, e.Target}
	}
	return []string{"subject", "relation", "object", "stance", "known", "statements", "from", "to", "subject id", "object id"}, rows
}

// Stand is how the page shows the stance.
func (e graphEdge) Stand() string { return standOf(e.Stance, e.Denied) }

// SourceName names the subject.
func (e graphEdge) SourceName() string { return e.names[0] }

// TargetName names the object.
func (e graphEdge) TargetName() string { return e.names[1] }

// How says how the statements are known.
func (e graphEdge) How() string { return e.how() }

func (e *graphEdge) how() string {
	switch {
	case e.Fact:
		return "fact"
	case e.Denied:
		return "denied"
	}
	return "claim"
}

// loadGraph chooses a part of the graph by the address: id, once for each entity
// that the page is about, also for others that are opened, most, and the filter.
func (s *server) loadGraph(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	p, err := s.graphOf(ctx, n, values)
	if err != nil {
		return nil, err
	}
	p.Title, p.Self = "Graph", r.URL.RequestURI()
	if len(values["id"]) > 0 {
		p.Title = "Graph around " + n.name(ctx, graph.IRI(values["id"][0]))
	} else if p.Filter.Article != "" {
		p.Title = "Graph of “" + n.articleTitle(ctx, p.Filter.Article) + "”"
	}
	return p, nil
}

// graphOf makes the part of the graph that an address asks for.
func (s *server) graphOf(ctx context.Context, n *namer, values url.Values) (*graphPage, error) {
	c, err := s.catalogue.get(ctx)
	if err != nil {
		return nil, err
	}
	d := &drawing{c: c, filter: readFilter(values), most: graphMost, shown: map[int32]bool{}, open: map[int32]bool{}, hidden: map[int32]int{}}
	if most, err := strconv.Atoi(values.Get("most")); err == nil {
		d.most = max(1, min(most, graphMostAsked))
	}
	ids := slices.Concat(values["id"], values["also"])
	for _, id := range ids[:min(len(ids), graphOpen)] {
		number := c.number(graph.NewIRI(graph.IRI(id)))
		if number < 0 {
			if _, err := s.store.Entity(ctx, graph.IRI(id)); err != nil {
				return nil, fmt.Errorf("%s: %w", id, err)
			}
			continue // it is known, and nothing is said of it
		}
		if d.open[number] {
			continue
		}
		d.opened = append(d.opened, number)
		d.open[number], d.shown[number] = true, true
	}
	if len(values["id"]) == 0 {
		d.overview()
	}
	for _, number := range d.opened {
		d.neighbours(number)
	}
	edges := d.edges()
	if len(d.opened) == 0 {
		d.dropLonely(edges)
	}
	p := &graphPage{Nodes: []graphNode{}, Edges: edges, graphChoice: graphChoice{Filter: d.filter, Most: d.most}}
	if p.Truncated = len(p.Edges) > graphEdges; p.Truncated {
		p.Edges = p.Edges[:graphEdges]
	}
	d.nodes(ctx, n, p)
	d.choices(ctx, n, &p.graphChoice)
	return p, nil
}

// drawing is the choice of a part of the graph.
type drawing struct {
	c      *catalogue
	filter filter
	most   int
	opened []int32
	open   map[int32]bool
	shown  map[int32]bool
	hidden map[int32]int
}

// joins gives the two entities that an entry joins, if it does and the filter
// takes it.
func (d *drawing) joins(e *entry) bool {
	return e.subject != e.object && d.c.iri(e.subject) != "" && d.c.iri(e.object) != "" && d.filter.takes(d.c, e)
}

// neighbours shows those that an entity has most to do with, facts and stands
// weighing more.
func (d *drawing) neighbours(of int32) {
	weight := map[int32]int{}
	for _, i := range d.c.touching[of] {
		e := &d.c.entries[i]
		if !d.joins(e) || e.subject != of && e.object != of {
			continue
		}
		other := e.subject + e.object - of
		weight[other] += d.weight(e)
	}
	ranked := ranking(d.c, weight)
	for i, other := range ranked {
		if i < d.most {
			d.shown[other] = true
		} else if !d.shown[other] {
			d.hidden[of]++
		}
	}
}

func (d *drawing) weight(e *entry) int {
	w := 2
	if e.plain() {
		w++
	}
	if d.c.stances[e.relation] != "" {
		w++
	}
	return w
}

// ranking sorts numbers by weight, the heaviest first.
func ranking(c *catalogue, weight map[int32]int) []int32 {
	list := make([]int32, 0, len(weight))
	for number := range weight {
		list = append(list, number)
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(c.terms[a].Value, c.terms[b].Value))
	})
	return list
}

// overview shows the entities that have most to do with others.
func (d *drawing) overview() {
	weight := map[int32]int{}
	for i := range d.c.entries {
		if e := &d.c.entries[i]; d.joins(e) {
			weight[e.subject] += d.weight(e)
			weight[e.object] += d.weight(e)
		}
	}
	ranked := ranking(d.c, weight)
	for _, number := range ranked[:min(len(ranked), 2*d.most)] {
		d.shown[number] = true
	}
}

// edges gives what joins those that are shown, most statements first.
func (d *drawing) edges() []graphEdge {
	type key struct {
		subject, object, relation int32
		fact, denied              bool
	}
	made := map[key]*graphEdge{}
	seen := map[int32]bool{}
	for number := range d.shown {
		for _, i := range d.c.touching[number] {
			e := &d.c.entries[i]
			if seen[i] || !d.joins(e) || !d.shown[e.subject] || !d.shown[e.object] {
				continue
			}
			seen[i] = true
			k := key{e.subject, e.object, e.relation, e.plain(), e.negated}
			edge := made[k]
			if edge == nil {
				edge = d.newEdge(e)
				made[k] = edge
			}
			edge.Count++
			edge.Statements = append(edge.Statements, e.id)
			if e.begin != "" && (edge.From == "" || e.begin < edge.From) {
				edge.From = e.begin
			}
			edge.To = max(edge.To, e.end)
		}
	}
	edges := make([]graphEdge, 0, len(made))
	for _, e := range made {
		slices.Sort(e.Statements)
		e.Statements = e.Statements[:min(len(e.Statements), statementsShown)]
		edges = append(edges, *e)
	}
	slices.SortFunc(edges, func(a, b graphEdge) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return edges
}

// dropLonely leaves out the nodes that no edge joins.
func (d *drawing) dropLonely(edges []graphEdge) {
	joined := map[string]bool{}
	for i := range edges {
		joined[edges[i].Source], joined[edges[i].Target] = true, true
	}
	maps.DeleteFunc(d.shown, func(number int32, _ bool) bool { return !joined[string(d.c.iri(number))] })
}

func (d *drawing) newEdge(e *entry) *graphEdge {
	r, _ := graph.Vocab().Relation(d.c.iri(e.relation))
	edge := &graphEdge{
		Source: string(d.c.iri(e.subject)), Target: string(d.c.iri(e.object)), Relation: string(d.c.iri(e.relation)),
		Label: graph.Vocab().Label(d.c.iri(e.relation)), Stance: string(r.Stance), Symmetric: r.Symmetric, Fact: e.plain(), Denied: e.negated,
	}
	edge.ID = edge.Source + "|" + edge.Relation + "|" + edge.Target + "|" + edge.how()
	v := d.filter.values()
	v.Del("stance")
	v.Set("a", edge.Source)
	v.Set("b", edge.Target)
	v.Set("rel", shortRelation(edge.Relation))
	if edge.Fact {
		v.Set("known", "fact")
	} else {
		v.Set("known", "claim")
	}
	edge.Href = "/explore/between?" + v.Encode()
	return edge
}

func shortRelation(iri string) string {
	r, _ := graph.Vocab().Relation(graph.IRI(iri))
	return cmp.Or(r.Name, iri)
}

// nodes names those that are shown, the opened first, in their order.
func (d *drawing) nodes(ctx context.Context, n *namer, p *graphPage) {
	list := slices.Clone(d.opened)
	degree := map[int32]int{}
	for number := range d.shown {
		if !d.open[number] {
			degree[number] = len(d.c.touching[number])
		}
	}
	list = append(list, ranking(d.c, degree)...)
	names := map[string]string{}
	for _, number := range list {
		id := d.c.iri(number)
		node := graphNode{
			ID: string(id), Name: n.name(ctx, id), Type: n.kind(ctx, id), Count: len(d.c.touching[number]),
			Open: d.open[number], Hidden: d.hidden[number], Href: entityHref(id),
		}
		names[node.ID] = node.Name
		p.Nodes = append(p.Nodes, node)
	}
	for i := range p.Edges {
		e := &p.Edges[i]
		e.names = [2]string{names[e.Source], names[e.Target]}
	}
}

// kind gives the first type of an entity: "Person", "" for none.
func (n *namer) kind(ctx context.Context, id graph.IRI) string {
	return typeNames([]graph.IRI{graph.IRI(n.value(ctx, id, graph.RDFType))})
}

// choices counts what the filter may choose among the statements of the opened
// entities, or of all.
func (d *drawing) choices(ctx context.Context, n *namer, p *graphChoice) {
	relations, articles, years := map[int32]int{}, map[int32]int{}, map[string]int{}
	count := func(e *entry) {
		if d.c.iri(e.subject) == "" || d.c.iri(e.object) == "" || e.subject == e.object {
			return
		}
		relations[e.relation]++
		articles[e.article]++
		if e.begin != "" {
			years[e.begin[:4]]++
		}
	}
	if len(d.opened) == 0 {
		for i := range d.c.entries {
			if e := &d.c.entries[i]; d.filter.Article == "" || d.c.iri(e.article) == d.filter.Article {
				count(e)
			}
		}
	}
	for _, number := range d.opened {
		for _, i := range d.c.touching[number] {
			count(&d.c.entries[i])
		}
	}
	p.Relations, p.Articles, p.Years = []choice{}, []choice{}, []choice{}
	ranked := ranking(d.c, relations)
	for _, number := range ranked[:min(len(ranked), graphChoices)] {
		id := d.c.iri(number)
		p.Relations = append(p.Relations, choice{shortRelation(string(id)), graph.Vocab().Label(id), relations[number], slices.Contains(d.filter.Relations, id)})
	}
	ranked = ranking(d.c, articles)
	for _, number := range ranked[:min(len(ranked), graphChoices)] {
		id := d.c.iri(number)
		p.Articles = append(p.Articles, choice{string(id), n.articleTitle(ctx, id), articles[number], d.filter.Article == id})
	}
	for year, count := range years {
		p.Years = append(p.Years, choice{ID: year, Name: year, Count: count})
	}
	slices.SortFunc(p.Years, func(a, b choice) int { return cmp.Compare(a.ID, b.ID) })
}

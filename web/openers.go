package web

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kg/graph"
	"kg/queries"
)

// opener is a query that the editor offers.
type opener struct {
	Title string `json:"title"`
	Lang  string `json:"lang"`
	Text  string `json:"text"`
}

// openers are the queries that Cayley's pages open with and offer as examples,
// made for what the store holds. Safe for concurrent use.
type openers struct {
	store *graph.Store
	mu    sync.Mutex
	made  *openerList
}

// openerList is what the pages are told: Store tells one store from another,
// since a browser keeps the last query for an address.
type openerList struct {
	Store    string            `json:"store"`
	First    map[string]string `json:"first"` // by language
	Examples []opener          `json:"examples"`
	busiest  []graph.IRI
}

func newOpeners(store *graph.Store) *openers { return &openers{store: store} }

// forget makes the list anew at the next request: the store has changed.
func (o *openers) forget() {
	o.mu.Lock()
	o.made = nil
	o.mu.Unlock()
}

// list returns the queries. It never fails: an empty or unreadable store gets
// queries that hold for any.
func (o *openers) list(ctx context.Context) *openerList {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.made != nil {
		return o.made
	}
	scan, cancel := context.WithTimeout(ctx, maxScanTime)
	defer cancel()
	counts := countEdges(scan, o.store)
	busiest := busiestOf(counts)
	h := hubOf(busiest, counts)
	h.speaker = busiestSpeaker(scan, o.store)
	h.denied = holds(ctx, o.store, graph.FieldPolarity)
	h.modal = holds(ctx, o.store, graph.FieldModality)
	made := makeOpeners(h)
	made.Examples = append(made.Examples, cannedOpeners(ctx, o.store, h, busiest)...)
	made.Store, made.busiest = storeKey(o.store.Path()), busiest
	if scan.Err() == nil {
		o.made = made
	}
	return made
}

// busiest returns the entities with the most plain edges, twenty at most.
func (o *openers) busiest(ctx context.Context) []graph.IRI { return o.list(ctx).busiest }

func storeKey(path string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(path))
	return strconv.FormatUint(h.Sum64(), 36)
}

// hub is the entity with the most edges that the articles state as facts.
type hub struct {
	id      graph.IRI
	name    string
	out, in []graph.IRI // relations that it has, most used first

	speaker       graph.IRI // who most is attributed to, of all entities; "" for nobody
	denied, modal bool      // the store holds denials, plans
}

// The bounds of the search for the hub: it is exact for some thousand articles,
// and need not be for more.
const (
	maxScan     = 10_000          // edges in all
	maxEdges    = 2_500           // of one relation
	maxScanTime = 2 * time.Second // on a machine that is very busy
)

// degrees counts the edges of a node by relation.
type degrees struct {
	edges   int
	out, in map[graph.IRI]int
}

// countEdges counts plain edges between entities, a relation at a time.
func countEdges(ctx context.Context, store *graph.Store) map[graph.IRI]*degrees {
	counts := map[graph.IRI]*degrees{}
	at := func(t graph.Term) *degrees {
		d := counts[t.IRI()]
		if d == nil {
			d = &degrees{out: map[graph.IRI]int{}, in: map[graph.IRI]int{}}
			counts[t.IRI()] = d
		}
		return d
	}
	seen := 0
	for _, r := range graph.Vocab().Relations() {
		most := min(seen+maxEdges, maxScan)
		for quad, err := range store.TriplesMatching(ctx, graph.Pattern{Predicate: graph.NewIRI(r.IRI)}) {
			if err != nil || seen >= most {
				break
			}
			seen++
			if !isEntity(quad.Subject) || !isEntity(quad.Object) {
				continue
			}
			from, to := at(quad.Subject), at(quad.Object)
			from.edges++
			to.edges++
			from.out[r.IRI]++
			to.in[r.IRI]++
		}
	}
	return counts
}

// busiestSpeaker returns the entity that most statements are attributed to.
func busiestSpeaker(ctx context.Context, store *graph.Store) graph.IRI {
	counts, seen := map[graph.IRI]int{}, 0
	for quad, err := range store.TriplesMatching(ctx, graph.Pattern{Predicate: graph.NewIRI(graph.FieldAttributedTo)}) {
		if seen++; err != nil || seen > maxEdges {
			break
		}
		if isEntity(quad.Object) {
			counts[quad.Object.IRI()]++
		}
	}
	if most := mostUsed(counts); len(most) > 0 {
		return most[0]
	}
	return ""
}

// holds tells whether the store has any quad with a predicate.
func holds(ctx context.Context, store *graph.Store, predicate graph.IRI) bool {
	for _, err := range store.QuadsMatching(ctx, graph.Pattern{Predicate: graph.NewIRI(predicate)}) {
		return err == nil
	}
	return false
}

// nameIn is the name that an entity's IRI spells.
func nameIn(id graph.IRI) string { return tailOf(graph.NewIRI(id)) }

// isEntity tells an entity from a literal and from what belongs to one article.
func isEntity(t graph.Term) bool { return t.IsIRI() && !strings.Contains(t.Value, "#") }

// busiestOf returns the entities with the most edges, by IRI where they have as many.
func busiestOf(counts map[graph.IRI]*degrees) []graph.IRI {
	list := slices.SortedFunc(maps.Keys(counts), func(a, b graph.IRI) int {
		return cmp.Or(cmp.Compare(counts[b].edges, counts[a].edges), cmp.Compare(a, b))
	})
	return list[:min(len(list), 20)]
}

// hubOf describes the first of the busiest entities.
func hubOf(busiest []graph.IRI, counts map[graph.IRI]*degrees) hub {
	if len(busiest) == 0 {
		return hub{}
	}
	id := busiest[0]
	h := hub{id: id, name: nameIn(id)}
	h.out, h.in = mostUsed(counts[id].out), mostUsed(counts[id].in)
	return h
}

// mostUsed returns the eight relations that most edges have.
func mostUsed(counts map[graph.IRI]int) []graph.IRI {
	list := slices.SortedFunc(maps.Keys(counts), func(a, b graph.IRI) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return list[:min(len(list), 8)]
}

// gizmoList writes IRIs as the argument of Out: "<kg:a>", or ["<kg:a>", "<kg:b>"].
func gizmoList(list []graph.IRI) string {
	quoted := make([]string, len(list))
	for i, iri := range list {
		quoted[i] = gizmoIRI(iri)
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func gizmoIRI(iri graph.IRI) string { return strconv.Quote("<" + string(iri) + ">") }

// makeOpeners writes the queries for a graph whose busiest entity is h.
func makeOpeners(h hub) *openerList {
	list := &openerList{First: map[string]string{
		"gizmo":   "// No fact joins two entities so far: kg load ARTICLE adds more.\ng.V().Limit(10).All()",
		"graphql": "{\n  nodes(first: 10){\n    id\n  }\n}",
		"mql":     "[{\n  \"id\": null\n}]",
	}, Examples: []opener{}}
	if h.id == "" {
		return list
	}
	list.First["gizmo"] = aroundQuery(h)
	list.First["graphql"] = graphqlQuery(h)
	list.First["mql"] = mqlQuery(h)
	add := func(holds bool, title, lang, text string) {
		if holds {
			list.Examples = append(list.Examples, opener{title, lang, text})
		}
	}
	add(true, "What is stated as a fact about "+h.name, "gizmo", aroundQuery(h))
	add(true, "Who is for whom", "gizmo", stanceQuery(graph.StanceFor, "takes somebody's side: supports, praises, is allied with …"))
	add(true, "Who is against whom", "gizmo", stanceQuery(graph.StanceAgainst, "is against somebody: opposes, accuses, attacks …"))
	add(true, "What was read about "+h.name+", with the sentences", "gizmo", evidenceQuery(h))
	add(h.speaker != "", "What "+nameIn(h.speaker)+" claims", "gizmo", claimsQuery(h.speaker))
	add(h.denied, "What is denied", "gizmo", deniedQuery)
	add(h.modal, "What is planned, possible or asked for", "gizmo", modalQuery)
	add(true, "Friends of friends of "+h.name, "gizmo", friendsQuery(h))
	add(true, "The articles", "gizmo", articlesQuery)
	add(true, h.name+" in GraphQL", "graphql", list.First["graphql"])
	add(true, h.name+" in MQL", "mql", list.First["mql"])
	return list
}

// cannedExamples are the canned queries that the editor offers as programs; the
// entities with the most edges stand for their parameters.
var cannedExamples = []string{"supporters", "opponents", "allies", "talks", "timeline", "common", "path", "contradictions"}

// cannedOpeners writes canned queries with their arguments bound.
func cannedOpeners(ctx context.Context, store *graph.Store, h hub, busiest []graph.IRI) []opener {
	var list []opener
	for _, name := range cannedExamples {
		q, ok, _ := queries.Find(name)
		args, title := queries.Args{}, q.Question
		who := 0
		for _, p := range q.Params {
			if p.Kind != queries.EntityParam || !p.Required {
				continue
			}
			if ok = ok && who < len(busiest); !ok {
				break
			}
			args[p.Name] = string(busiest[who])
			title = named(title, queries.Args{p.Name: nameIn(busiest[who])})
			who++
		}
		if !ok || h.id == "" {
			continue
		}
		if script, err := q.Script(ctx, store, args); err == nil {
			list = append(list, opener{title + " (kg query " + name + ")", "gizmo", script})
		}
	}
	return list
}

const tagNote = "// The tags \"source\" and \"target\" let the Visualize page draw it.\n"

// aroundQuery draws the edges of the hub.
func aroundQuery(h hub) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// What the articles state as facts about %s.\n%svar who = g.V(%s)\n", h.name, tagNote, gizmoIRI(h.id))
	if len(h.out) > 0 {
		fmt.Fprintf(&b, "\nwho.Tag(\"source\")\n  .Out(%s, \"relation\")\n  .Tag(\"target\").All()\n", gizmoList(h.out))
	}
	if len(h.in) > 0 {
		fmt.Fprintf(&b, "\nwho.Tag(\"target\")\n  .In(%s, \"relation\")\n  .Tag(\"source\").All()\n", gizmoList(h.in))
	}
	return b.String()
}

func stanceQuery(stance graph.Stance, what string) string {
	return fmt.Sprintf("// Who %s\n%sg.V().Tag(\"source\")\n  .Out(%s, \"relation\")\n  .Tag(\"target\").All()\n",
		what, tagNote, gizmoList(graph.Vocab().WithStance(stance)))
}

// statementTags saves the three parts of a statement as tags.
const statementTags = `  .Save("<` + string(graph.RDFSubject) + `>", "source")
  .Save("<` + string(graph.RDFPredicate) + `>", "relation")
  .Save("<` + string(graph.RDFObject) + `>", "target")
`

func evidenceQuery(h hub) string {
	return fmt.Sprintf("// Every statement about %s, claims and plans too, and the sentence it was read off.\n"+
		"g.V(%s).In([\"<%s>\", \"<%s>\"]).Tag(\"statement\")\n%s  .Out(\"<%s>\").Save(\"<%s>\", \"sentence\").All()\n",
		h.name, gizmoIRI(h.id), graph.RDFSubject, graph.RDFObject, statementTags, graph.FieldEvidence, graph.FieldText)
}

func claimsQuery(speaker graph.IRI) string {
	return fmt.Sprintf("// What %s says, which the articles don't say themselves.\n"+
		"g.V(%s).In(\"<%s>\").Tag(\"statement\")\n%s  .All()\n", nameIn(speaker), gizmoIRI(speaker), graph.FieldAttributedTo, statementTags)
}

const deniedQuery = "// What the articles, or those they quote, deny.\n" +
	"g.V(\"negative\").In(\"<" + string(graph.FieldPolarity) + ">\").Tag(\"statement\")\n" + statementTags + "  .All()\n"

const modalQuery = "// What has not happened (yet).\n" +
	"g.V(\"planned\", \"possible\", \"requested\", \"conditional\").Tag(\"modality\")\n" +
	"  .In(\"<" + string(graph.FieldModality) + ">\").Tag(\"statement\")\n" + statementTags + "  .All()\n"

func friendsQuery(h hub) string {
	return fmt.Sprintf("// Who sides with those that %s sides with.\n%svar sides = %s\n"+
		"g.V(%s).Both(sides).Unique().Tag(\"source\").Both(sides, \"relation\").Tag(\"target\").All()\n",
		h.name, tagNote, gizmoList(graph.Vocab().WithStance(graph.StanceFor)), gizmoIRI(h.id))
}

const articlesQuery = "// The articles in the store.\n" +
	"g.V(\"<" + string(graph.SchemaArticle) + ">\").In(\"<" + string(graph.RDFType) + ">\").Tag(\"article\")\n" +
	"  .Save(\"<" + string(graph.SchemaHeadline) + ">\", \"headline\").All()\n"

// graphqlQuery asks for the hub's name and edges.
func graphqlQuery(h hub) string {
	var b strings.Builder
	fmt.Fprintf(&b, "{\n  nodes(id: <%s>){\n    id\n    name: <%s>\n", h.id, graph.RDFSLabel)
	for _, r := range h.out[:min(len(h.out), 3)] {
		fmt.Fprintf(&b, "    %s: <%s> {\n      id\n    }\n", strings.ReplaceAll(strings.TrimPrefix(string(r), "kg:"), "/", "_"), r)
	}
	return b.String() + "  }\n}\n"
}

func mqlQuery(h hub) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[{\n  \"id\": \"<%s>\",\n  \"<%s>\": null", h.id, graph.RDFSLabel)
	for _, r := range h.out[:min(len(h.out), 3)] {
		fmt.Fprintf(&b, ",\n  \"<%s>\": []", r)
	}
	return b.String() + "\n}]\n"
}

package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kg/graph"
)

// Colours of the nodes on the Visualize page by what the relation says; the
// relation stands in the label as well.
const (
	hubColour     = "#001B8A"
	forColour     = "#0F7B47"
	againstColour = "#B3261E"
	neitherColour = "#C77700"
)

// fromVisualize tells that Cayley's Visualize page asks.
func fromVisualize(r *http.Request) bool {
	ref, err := url.Parse(r.Referer())
	return err == nil && ref.Path == "/ui/visualize"
}

// label adds to rows with the tags source and target what the Visualize page
// shows of a node: its name with its relations to the node most rows share, and
// a colour. The page itself would show bare IRIs and no relations.
func (s *server) label(ctx context.Context, rows []any) {
	edges := edgesOf(rows)
	degree := map[string]int{}
	for _, e := range edges {
		degree[e.source]++
		degree[e.target]++
	}
	names, namer := map[string]string{}, newNamer(s.store)
	for node := range degree {
		names[node] = namer.nameOf(ctx, node)
	}
	labels, colours := farEnds(edges, degree, names)
	for _, e := range edges {
		for _, end := range []struct{ node, tag string }{{e.source, "source"}, {e.target, "target"}} {
			setIfAbsent(e.row, end.tag+"_label", firstNonEmpty(labels[end.node], names[end.node]))
			setIfAbsent(e.row, end.tag+"_color", firstNonEmpty(colours[end.node], hubColour))
		}
	}
}

// farEnds gives the labels and colours of the nodes away from the centre:
// "Russia → supports" where the node is the subject, "supports → Assad" where
// it is the object.
func farEnds(edges []drawnEdge, degree map[string]int, names map[string]string) (labels, colours map[string]string) {
	relations := map[string][]string{}
	labels, colours = map[string]string{}, map[string]string{}
	for _, e := range edges {
		far := e.far(degree)
		if e.words != "" && !slices.Contains(relations[far], e.words) && len(relations[far]) < 3 {
			relations[far] = append(relations[far], e.words)
		}
		if list := strings.Join(relations[far], ", "); list == "" {
			labels[far] = names[far]
		} else if far == e.source {
			labels[far] = names[far] + " → " + list
		} else {
			labels[far] = list + " → " + names[far]
		}
		if colours[far] == "" || colours[far] == neitherColour {
			colours[far] = e.colour()
		}
	}
	return labels, colours
}

// drawnEdge is a row of an answer that has a source and a target.
type drawnEdge struct {
	row            map[string]any
	source, target string
	relation       graph.Relation
	words          string // the relation as read from the source
}

func edgesOf(rows []any) []drawnEdge {
	var edges []drawnEdge
	for _, row := range rows {
		m, ok := row.(map[string]any)
		if !ok {
			continue
		}
		source, ok1 := m["source"].(string)
		target, ok2 := m["target"].(string)
		if !ok1 || !ok2 {
			continue
		}
		e := drawnEdge{row: m, source: source, target: target}
		if tag, ok := m["relation"].(string); ok {
			iri := graph.IRI(strings.Trim(tag, "<>"))
			e.relation, _ = graph.Vocab().Relation(iri)
			e.words = graph.Vocab().Label(iri)
		}
		edges = append(edges, e)
	}
	return edges
}

// far is the end that fewer rows share, the target where both are as common.
func (e *drawnEdge) far(degree map[string]int) string {
	if degree[e.source] < degree[e.target] {
		return e.source
	}
	return e.target
}

func (e *drawnEdge) colour() string {
	switch e.relation.Stance {
	case graph.StanceFor:
		return forColour
	case graph.StanceAgainst:
		return againstColour
	}
	return neitherColour
}

// nameOf gives the label of a node, or what its IRI ends in.
func (n *namer) nameOf(ctx context.Context, node string) string {
	term := parseTerm(node)
	if !term.IsIRI() {
		return strings.Trim(node, `"`)
	}
	return n.name(ctx, term.IRI())
}

func setIfAbsent(row map[string]any, tag, value string) {
	if _, there := row[tag]; !there {
		row[tag] = value
	}
}

func firstNonEmpty(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

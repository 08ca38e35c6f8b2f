package web

import (
	"context"
	"net/http"
	"strings"

	"kg/graph"
)

// matrixSize is how many actors the matrix of stances shows.
const matrixSize = 16

// stancesPage shows who is for and who against whom, as a matrix of the actors
// that have most to do with one another.
type stancesPage struct {
	Title  string       `json:"-"`
	Self   string       `json:"-"`
	Actors []ref        `json:"actors"`
	Rows   []stanceLine `json:"rows"`
	More   bool         `json:"more"` // there are more actors than these
}

// stanceLine is what one actor's stands towards all.
type stanceLine struct {
	Actor ref          `json:"actor"`
	Cells []stanceCell `json:"cells"`
}

// stanceCell is one actor's stand towards another.
type stanceCell struct {
	Stance string `json:"stance"` // "for", "against", "both", "" for none known
	Words  string `json:"words"`  // "supports; accuses (claim of Turkey)"
	Href   string `json:"-"`      // of one of the statements
	Self   bool   `json:"-"`

	named int
}

// Sign is how the page shows a stand.
func (c stanceCell) Sign() string {
	return map[string]string{"for": "+", "against": "−", "both": "±"}[c.Stance]
}

func (p *stancesPage) table() ([]string, [][]string) {
	var rows [][]string
	for _, line := range p.Rows {
		for i, c := range line.Cells {
			if c.Stance != "" {
				rows = append(rows, []string{line.Actor.Name, c.Stance, p.Actors[i].Name, c.Words})
			}
		}
	}
	return []string{"actor", "stance", "target", "relations"}, rows
}

// stand is one actor and another.
type stand struct{ actor, target int32 }

// loadStances makes the matrix of the actors that have stands to or from most
// others.
func (s *server) loadStances(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	c, err := s.catalogue.get(ctx)
	if err != nil {
		return nil, err
	}
	p := &stancesPage{Title: "Who is for whom, and who is against whom", Self: r.URL.RequestURI(), Actors: []ref{}, Rows: []stanceLine{}}
	stands, degree := c.stands()
	var actors []int32
	for _, number := range ranking(c, degree) {
		if p.More = len(actors) == matrixSize; p.More {
			break
		}
		if isActorType(graph.IRI(n.value(ctx, c.iri(number), graph.RDFType))) {
			actors = append(actors, number)
			p.Actors = append(p.Actors, n.ref(ctx, c.terms[number]))
		}
	}
	for i, actor := range actors {
		line := stanceLine{Actor: p.Actors[i]}
		for _, target := range actors {
			cell := stanceCell{Self: actor == target}
			for _, e := range stands[stand{actor, target}] {
				cell.add(string(c.stances[e.relation]), graph.Vocab().Label(c.iri(e.relation)), e.known(ctx, c, n), statementHref(graph.IRI(e.id)))
			}
			line.Cells = append(line.Cells, cell)
		}
		p.Rows = append(p.Rows, line)
	}
	return p, nil
}

// stands gathers the stands that are not denied, facts first, and how many others
// each actor has a stand to or from.
func (c *catalogue) stands() (stands map[stand][]*entry, degree map[int32]int) {
	stands, degree = map[stand][]*entry{}, map[int32]int{}
	named := func(number int32) bool { id := c.iri(number); return id != "" && !strings.Contains(string(id), "#") }
	for _, plain := range []bool{true, false} {
		for i := range c.entries {
			e := &c.entries[i]
			if c.stances[e.relation] == "" || e.negated || e.plain() != plain || e.subject == e.object || !named(e.subject) || !named(e.object) {
				continue
			}
			key := stand{e.subject, e.object}
			if stands[key] == nil {
				degree[e.subject]++
				degree[e.object]++
			}
			stands[key] = append(stands[key], e)
		}
	}
	return stands, degree
}

// isActorType tells the types of those who can take a stand.
func isActorType(t graph.IRI) bool {
	switch t {
	case graph.ClassIRI(graph.Person), graph.ClassIRI(graph.Organization), graph.ClassIRI(graph.Government), graph.ClassIRI(graph.Country),
		graph.ClassIRI(graph.ArmedGroup), graph.ClassIRI(graph.Group):
		return true
	}
	return false
}

// known says how an entry is known, as knownAs.
func (e *entry) known(ctx context.Context, c *catalogue, n *namer) string {
	info := graph.StatementInfo{Polarity: graph.Positive, Modality: e.modality, Plain: e.plain()}
	if e.negated {
		info.Polarity = graph.Negative
	}
	by := ""
	if e.by >= 0 {
		by = n.ref(ctx, c.terms[e.by]).Name
	}
	return knownAs(&info, by)
}

// cellWords is how many relations a cell names.
const cellWords = 4

// add adds a statement to a stand.
func (c *stanceCell) add(stance, words, known, href string) {
	switch c.Stance {
	case "", stance:
		c.Stance = stance
	default:
		c.Stance = "both"
	}
	if known != "fact" {
		words += " (" + known + ")"
	}
	switch c.named++; {
	case c.Words == "":
		c.Words, c.Href = words, href
	case c.named <= cellWords && !strings.Contains("; "+c.Words+";", "; "+words+";"):
		c.Words += "; " + words
	}
}

package web

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"kg/queries"
)

// matrixSize is how many actors the matrix of stances shows.
const matrixSize = 16

// matrixStatements is how many statements it is made of at most, for and against.
const matrixStatements = 2000

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

// stand is all that is known of one actor's stand towards another.
type stand struct{ actor, target string }

func (s *server) loadStances(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	q, ok, _ := queries.Find("stances")
	if !ok {
		return nil, fmt.Errorf("there is no query of stances")
	}
	answer, err := s.ask(ctx, r, q, queries.Args{}, matrixStatements)
	if err != nil {
		return nil, err
	}
	stands, names, degree := gatherStands(answer)
	actors := slices.SortedFunc(maps.Keys(degree), func(a, b string) int {
		return cmp.Or(cmp.Compare(degree[b], degree[a]), cmp.Compare(a, b))
	})
	p := &stancesPage{Title: "Who is for whom, and who is against whom", Self: r.URL.RequestURI(), More: len(actors) > matrixSize || answer.Truncated,
		Actors: []ref{}, Rows: []stanceLine{}}
	actors = actors[:min(len(actors), matrixSize)]
	for _, id := range actors {
		p.Actors = append(p.Actors, ref{ID: id, Name: names[id], Href: hrefOf(id)})
	}
	for i, id := range actors {
		line := stanceLine{Actor: p.Actors[i]}
		for _, target := range actors {
			cell := stanceCell{Self: id == target}
			if c := stands[stand{id, target}]; c != nil {
				cell = *c
			}
			line.Cells = append(line.Cells, cell)
		}
		p.Rows = append(p.Rows, line)
	}
	return p, nil
}

// gatherStands reads the rows of the query: each pair's stand, the names of the
// actors and how many others each has a stand to or from.
func gatherStands(t *queries.Table) (stands map[stand]*stanceCell, names map[string]string, degree map[string]int) {
	column := map[string]int{}
	for i, c := range t.Columns {
		column[c.Name] = i
	}
	stands, names, degree = map[stand]*stanceCell{}, map[string]string{}, map[string]int{}
	for _, row := range t.Rows {
		actor, target := row[column["actor"]], row[column["target"]]
		if !isActor(actor) || !isActor(target) || actor.IRI == target.IRI {
			continue
		}
		names[actor.IRI], names[target.IRI] = actor.Text, target.Text
		key := stand{actor.IRI, target.IRI}
		cell := stands[key]
		if cell == nil {
			cell = &stanceCell{Stance: row[column["stance"]].Text}
			stands[key] = cell
			degree[actor.IRI]++
			degree[target.IRI]++
		}
		cell.add(row, column)
	}
	return stands, names, degree
}

// isActor tells an entity with a name of its own.
func isActor(c queries.Cell) bool { return c.IRI != "" && !strings.Contains(c.IRI, "#") }

// add adds a row of the query to a stand.
func (c *stanceCell) add(row []queries.Cell, column map[string]int) {
	if c.Stance != row[column["stance"]].Text {
		c.Stance = "both"
	}
	words := row[column["relations"]].Text
	if known := row[column["known"]].Text; known != "" && known != "fact" {
		words += " (" + known + ")"
	}
	if c.Words != "" {
		words = c.Words + "; " + words
	}
	c.Words = words
	if i, ok := column["statement"]; ok && c.Href == "" {
		c.Href = hrefOf(row[i].IRI)
	}
}

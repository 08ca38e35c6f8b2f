package queries

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed gizmo
var files embed.FS

// Query is a canned query: a file of Gizmo whose header says what it answers
// and how to ask it.
type Query struct {
	Name     string   // "supporters", the file's name
	Title    string   // a few words
	Question string   // with the names of the parameters in it: "Who supports X?"
	Doc      string   // what counts and what doesn't
	Params   []Param  // those without a flag first, in order
	Columns  []Column // of the answer
	Examples []string // argument lists as typed: "Assad --exact"
	Gizmo    string   // the program, without the prelude

	order    string // how rows are sorted, see rows.go
	group    []int  // the columns that rows have to agree in to be one
	omit     bool   // leaves out what is negated, unless --negated is given
	vertical bool   // each field a row
}

// ParamKind tells how the words of an argument are understood.
type ParamKind string

// The kinds of parameters.
const (
	EntityParam    ParamKind = "entity"    // a name as a person writes it, or an IRI
	StatementParam ParamKind = "statement" // a statement's IRI, or the hexadecimal digits that end it
	NumberParam    ParamKind = "number"    // a whole number from 1
	FlagParam      ParamKind = "flag"      // there or not there
)

// Param is a parameter of a query.
type Param struct {
	Name     string    `json:"name"` // X, by
	Kind     ParamKind `json:"kind"`
	Flag     bool      `json:"flag"`     // given as --name, otherwise by its position
	Required bool      `json:"required"` // only those without a flag
	Default  string    `json:"default"`  // of a number
	Doc      string    `json:"doc"`
}

// Column is a column of an answer.
type Column struct {
	Name   string `json:"name"`
	Detail bool   `json:"detail"` // left out where the room is small, such as on a terminal

	source string // where its cells come from, see cells.go
}

// Cell is a value of an answer: what people read, and the IRI behind it where
// there is one.
type Cell struct {
	Text string `json:"text"`
	IRI  string `json:"iri,omitempty"`
}

// Table is an answer.
type Table struct {
	Query     string   `json:"query"`
	Columns   []Column `json:"columns"`
	Rows      [][]Cell `json:"rows"`
	Notes     []string `json:"notes,omitempty"` // how names were understood, what was folded in
	Truncated bool     `json:"truncated"`       // there was more than a query gives
}

// Usage gives how to type the query: "supporters X [--exact]".
func (q Query) Usage() string {
	var b strings.Builder
	b.WriteString(q.Name)
	for _, p := range q.Params {
		word := p.Name
		if p.Flag {
			word = "--" + p.Name
			if p.Kind != FlagParam {
				word += " " + valueWord(p.Kind)
			}
		}
		if p.Required {
			b.WriteString(" " + word)
		} else {
			b.WriteString(" [" + word + "]")
		}
	}
	return b.String()
}

func valueWord(k ParamKind) string {
	if k == NumberParam {
		return "N"
	}
	return "NAME"
}

var load = sync.OnceValue(func() []Query {
	all, err := Read(files, "gizmo")
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return all
})

// All gives the canned queries that the program carries, in the order of its list.
func All() []Query { return append([]Query(nil), load()...) }

// Find gives the query of a name; where there is none, the names nearest to it.
func Find(name string) (q Query, ok bool, near []string) {
	for _, q := range load() {
		if q.Name == name {
			return q, true, nil
		}
	}
	return Query{}, false, nearest(name)
}

// Read reads the queries of a folder: each file named in its list.txt, a name
// a line, in that order. An error names the file and the line.
func Read(fsys fs.FS, dir string) ([]Query, error) {
	list, err := fs.ReadFile(fsys, path.Join(dir, "list.txt"))
	if err != nil {
		return nil, err
	}
	var all []Query
	for n, line := range strings.Split(string(list), "\n") {
		name := strings.TrimSpace(line)
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		file := path.Join(dir, name+".gizmo")
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path.Join(dir, "list.txt"), n+1, err)
		}
		q, err := Parse(file, string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

// nearest gives the names of queries that a misspelt one may have meant.
func nearest(name string) []string {
	var near []string
	for _, q := range load() {
		if d := editDistance(name, q.Name); d <= 2 || len(name) >= 3 && (strings.HasPrefix(q.Name, name) || strings.HasPrefix(name, q.Name)) {
			near = append(near, q.Name)
		}
	}
	return near
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

package queries

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"kg/graph"
)

// world puts the articles of testdata/world.tsv into a store of its own.
func world(t testing.TB) *graph.Store {
	t.Helper()
	ctx := context.Background()
	store, err := graph.Open(ctx, filepath.Join(t.TempDir(), "kg.db"), graph.OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	for _, r := range readWorld(t) {
		if _, err := store.Put(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

var readings = sync.OnceValues(func() ([]*graph.Reading, error) {
	f, err := os.Open(filepath.Join("testdata", "world.tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []*graph.Reading
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field := strings.Split(line, "\t")
		switch field[0] {
		case "article":
			all = append(all, &graph.Reading{Article: graph.Article{
				ID: graph.ArticleID("world/"+field[1], field[4]), Source: "world/" + field[1], Published: field[2], Publisher: field[3], Title: field[4],
			}})
		case "entity":
			addEntity(all[len(all)-1], field)
		default:
			addStatement(all[len(all)-1], field)
		}
	}
	return all, nil
})

func readWorld(t testing.TB) []*graph.Reading {
	all, err := readings()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func addEntity(r *graph.Reading, field []string) {
	e := graph.Entity{ID: graph.EntityID(field[1]), Name: field[1], Type: graph.EntityType(field[2])}
	for _, alias := range strings.Split(field[3], ",") {
		if alias = strings.TrimSpace(alias); alias != "" {
			e.Aliases = append(e.Aliases, alias)
		}
	}
	r.Entities = append(r.Entities, e)
}

func addStatement(r *graph.Reading, field []string) {
	text := &r.Article.Text
	begin := strings.Index(*text, field[0])
	if begin < 0 {
		begin = len(*text)
		*text += field[0] + "\n"
	}
	s := graph.Statement{
		Relation: graph.IRI("kg:" + field[2]), Subject: argument(r, field[1]), Object: argument(r, field[3]),
		Polarity: graph.Positive, Modality: graph.Actual, Rule: "test", Confidence: 1,
		Sentence: graph.Span{Begin: begin, End: begin + len(field[0])},
	}
	for _, f := range strings.Split(field[4], ";") {
		name, value, _ := strings.Cut(f, "=")
		setField(r, &s, name, value)
	}
	s.Event = graph.EventID(r.Article.ID, s.Sentence)
	s.ID = graph.StatementID(r.Article.ID, &s)
	r.Statements = append(r.Statements, s)
}

func setField(r *graph.Reading, s *graph.Statement, name, value string) {
	switch name {
	case "pol":
		s.Polarity = graph.Polarity(value)
	case "mod":
		s.Modality = graph.Modality(value)
	case "by":
		if unicode.IsUpper(rune(value[0])) {
			s.AttributedTo = &graph.Source{Argument: *argument(r, value)}
		} else {
			s.AttributedTo = &graph.Source{Argument: graph.Argument{Name: value}}
		}
	case "via":
		s.AttributedTo.Via = &graph.Source{Argument: *argument(r, value)}
	case "cue":
		s.Cue = &graph.Passage{Text: value}
	case "time":
		s.Time = &graph.Time{Value: value}
	case "when":
		s.Time.Text = value
	case "place":
		s.Place = argument(r, value)
	case "means":
		s.Instrument = &graph.Passage{Text: value}
	case "much":
		s.Quantity = &graph.Passage{Text: value}
	case "to":
		s.Addressee = &graph.Argument{Name: value}
	}
}

// argument reads a name, "a literal" or - for nothing.
func argument(r *graph.Reading, word string) *graph.Argument {
	if word == "-" {
		return nil
	}
	if literal, ok := strings.CutPrefix(word, `"`); ok {
		return &graph.Argument{Name: strings.TrimSuffix(literal, `"`)}
	}
	if unicode.IsUpper(rune(word[0])) {
		return &graph.Argument{ID: graph.EntityID(word), Name: word}
	}
	id := graph.UnnamedID(r.Article.ID, word)
	for _, e := range r.Entities {
		if e.ID == id {
			return &graph.Argument{ID: id, Name: word}
		}
	}
	r.Entities = append(r.Entities, graph.Entity{ID: id, Name: word, Type: graph.Group})
	return &graph.Argument{ID: id, Name: word}
}

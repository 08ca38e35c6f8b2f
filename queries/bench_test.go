package queries

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"kg/graph"
)

// synthetic makes articles of 20 statements each between entities that are
// named as often as those of real news: a few in most articles, most in few.
func synthetic(articles int) []*graph.Reading {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.2, 8, 4999)
	relations := graph.Vocab().Relations()
	relation := func() graph.IRI {
		for {
			switch r := relations[random.IntN(len(relations))].IRI; r {
			case "kg:partOf", "kg:leads", "kg:represents": // few belong to another
				if random.IntN(40) == 0 {
					return r
				}
			default:
				return r
			}
		}
	}
	entity := func() *graph.Argument {
		name := fmt.Sprintf("Entity %d", zipf.Uint64())
		return &graph.Argument{ID: graph.EntityID(name), Name: name}
	}
	var all []*graph.Reading
	for a := range articles {
		source := fmt.Sprintf("news/%d.txt", a)
		r := &graph.Reading{Article: graph.Article{ID: graph.ArticleID(source, ""), Source: source, Title: source, Published: fmt.Sprintf("20%02d-%02d-%02d", a%20, a%12+1, a%28+1)}}
		seen := map[graph.IRI]bool{}
		for i := range 20 {
			s := graph.Statement{
				Subject: entity(), Object: entity(), Relation: relation(), Polarity: graph.Positive, Modality: graph.Actual,
				Sentence: graph.Span{Begin: i * 60, End: i*60 + 50}, Trigger: graph.Passage{Text: "does"}, Rule: "verb", Confidence: 0.9,
			}
			switch random.IntN(10) {
			case 0:
				s.Polarity = graph.Negative
			case 1:
				s.Modality = graph.Planned
			case 2, 3:
				s.AttributedTo, s.Cue = &graph.Source{Argument: *entity()}, &graph.Passage{Text: "said"}
			}
			s.Event = graph.EventID(r.Article.ID, s.Sentence)
			s.ID = graph.StatementID(r.Article.ID, &s)
			r.Article.Text += fmt.Sprintf("%-60s", s.Subject.Name+" does something to "+s.Object.Name+".")
			r.Statements = append(r.Statements, s)
			for _, e := range []*graph.Argument{s.Subject, s.Object} {
				if !seen[e.ID] {
					seen[e.ID] = true
					r.Entities = append(r.Entities, graph.Entity{ID: e.ID, Name: e.Name, Type: graph.Organization})
				}
			}
		}
		all = append(all, r)
	}
	return all
}

// BenchmarkQueries asks each query about one of the most named entities of
// 40,000 statements, some 600,000 quads.
func BenchmarkQueries(b *testing.B) {
	ctx := context.Background()
	store, err := graph.Open(ctx, filepath.Join(b.TempDir(), "kg.db"), graph.OpenOptions{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	if _, err := store.PutAll(ctx, synthetic(2000)); err != nil {
		b.Fatal(err)
	}
	for _, q := range All() {
		args := Args{}
		for i, p := range q.Params {
			if p.Required && p.Kind == EntityParam {
				args[p.Name] = fmt.Sprintf("Entity %d", 10+i)
			}
		}
		if _, ok := q.param("by"); ok {
			args["by"] = "Entity 10"
		}
		if q.Name == "contradictions" {
			args["X"] = "Entity 10"
		}
		if q.Name == "evidence" {
			continue
		}
		b.Run(q.Name, func(b *testing.B) {
			rows := 0
			for b.Loop() {
				table, err := q.Run(ctx, store, args)
				if err != nil {
					b.Fatal(err)
				}
				rows = len(table.Rows)
			}
			b.ReportMetric(float64(rows), "rows")
		})
	}
}

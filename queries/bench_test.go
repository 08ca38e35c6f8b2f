package queries

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

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

// benchArticles make a store of a million quads, of 65,000 statements.
const benchArticles = 3250

// benchStore is the environment variable that names a folder where the store of
// the benchmark stays for the next time.
const benchStore = "KG_BENCH_STORE"

func openBench(b *testing.B) *graph.Store {
	b.Helper()
	ctx := context.Background()
	path := os.Getenv(benchStore)
	if path == "" {
		path = filepath.Join(b.TempDir(), "kg.db")
	}
	store, err := graph.Open(ctx, path, graph.OpenOptions{ReadOnly: true})
	if errors.Is(err, graph.ErrNoStore) {
		if store, err = graph.Open(ctx, path, graph.OpenOptions{Create: true}); err == nil {
			_, err = store.PutAll(ctx, synthetic(benchArticles))
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	stats, err := store.Stats(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d quads, %d statements, %d entities", stats.Quads, stats.Statements, stats.Entities)
	return store
}

// draws gives arguments for a query: about the most named entity first, then
// about others, each as often as articles name it.
func draws(b *testing.B, store *graph.Store, q Query) []Args {
	random := rand.New(rand.NewPCG(3, 4))
	zipf := rand.NewZipf(random, 1.2, 8, 4999)
	statement := func() string { // about somebody
		about := graph.NewIRI(graph.EntityID(fmt.Sprintf("Entity %d", zipf.Uint64())))
		for quad, err := range store.QuadsMatching(context.Background(), graph.Pattern{Predicate: graph.NewIRI(graph.RDFSubject), Object: about}) {
			if err == nil {
				return quad.Subject.Value
			}
		}
		return ""
	}
	var list []Args
	for len(list) < 40 {
		args, next := Args{}, uint64(len(list))
		for _, p := range q.Params {
			if len(list) >= 2 {
				next = zipf.Uint64()
			}
			switch {
			case p.Kind == EntityParam && (p.Required || len(list)%4 != 3): // a flag is not always given
				args[p.Name] = fmt.Sprintf("Entity %d", next)
				next++
			case p.Kind == StatementParam:
				args[p.Name] = statement()
			}
		}
		list = append(list, args)
	}
	return list
}

// BenchmarkQueries asks each query about entities of a million quads, as the
// pages of the web do, and reports the median and the 95th percentile of the
// times. An operation is the whole list of draws.
func BenchmarkQueries(b *testing.B) {
	ctx, store := context.Background(), openBench(b)
	for _, q := range All() {
		b.Run(q.Name, func(b *testing.B) {
			list := draws(b, store, q)
			var times []time.Duration
			rows, slowest := 0, Args{}
			for b.Loop() {
				for _, args := range list {
					begin := time.Now()
					table, err := q.RunFirst(ctx, store, args, 500)
					if err != nil {
						b.Fatal(args, err)
					}
					took := time.Since(begin)
					if len(times) == 0 || took > slices.Max(times) {
						slowest, rows = args, len(table.Rows)
					}
					times = append(times, took)
				}
			}
			slices.Sort(times)
			ms := func(t time.Duration) float64 { return float64(t.Microseconds()) / 1000 }
			b.ReportMetric(ms(times[len(times)/2]), "p50-ms")
			b.ReportMetric(ms(times[len(times)*95/100]), "p95-ms")
			b.ReportMetric(ms(times[len(times)-1]), "max-ms")
			b.Logf("slowest with %v, %d rows", slowest, rows)
		})
	}
}

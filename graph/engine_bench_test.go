package graph_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/enginetest"
	"kg/graph/postgres/pgtest"
	"kg/graph/synthetic"
)

// BenchmarkEngines runs what people wait for on the embedded store and on
// PostgreSQL: KG_BENCH_QUADS (100,000) synthetic quads with a label for each
// entity.
func BenchmarkEngines(b *testing.B) {
	b.Run("embedded", func(b *testing.B) { benchEngine(b, enginetest.Embedded.New(b)) })
	b.Run("postgres", func(b *testing.B) {
		pgtest.Server(b)
		benchEngine(b, pgtest.Database(b))
	})
}

func benchEngine(b *testing.B, path string) {
	n := 100_000
	if set, err := strconv.Atoi(os.Getenv("KG_BENCH_QUADS")); err == nil && set > 0 {
		n = set
	}
	ctx := context.Background()
	s, err := graph.Open(ctx, path, graph.OpenOptions{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	begin := time.Now()
	loaded, err := s.LoadNQuads(ctx, io.MultiReader(synthetic.New(n, 1), strings.NewReader(labels(n))), "bench")
	if err != nil {
		b.Fatal(err)
	}
	rate := float64(loaded) / time.Since(begin).Seconds()
	b.Run("load", func(b *testing.B) { b.ReportMetric(rate, "quads/s") }) // once: again there is nothing new
	hub := graph.IRI("kg:Entity_0_of_the_0")
	query := func(text string) func() error {
		return func() error {
			_, err := s.Query(ctx, "gizmo", text, graph.QueryOptions{})
			return err
		}
	}
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"stats", func() error { _, err := s.Stats(ctx); return err }},
		{"articles", func() error { _, err := s.Articles(ctx); return err }},
		{"entity-hub", func() error { _, err := s.Entity(ctx, hub); return err }},
		{"find-name", func() error { _, _, err := s.FindEntity(ctx, "Entity 0 of the 0"); return err }},
		{"find-folded", func() error { _, _, err := s.FindEntity(ctx, "entity 1 OF the 1"); return err }},
		{"one-hop", query(`g.V("<kg:Entity_7_of_the_7>").Out("<kg:supports>").All()`)},
		{"two-hops", query(`g.V("<kg:Entity_7_of_the_7>").In("<kg:supports>").Out("<kg:opposes>").All()`)},
		{"hub-one-hop", query(`g.V("<` + string(hub) + `>").Out("<kg:supports>").All()`)},
		{"statements", query(`g.V("<kg:Entity_7_of_the_7>").In("<rdf:subject>").Tag("s").Has("<rdf:predicate>", "<kg:supports>").Out("<rdf:object>").All()`)},
		{"export", func() error { return s.Export(ctx, io.Discard, graph.ExportOptions{}) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	count := 0
	for _, c := range []struct {
		name  string
		group int
	}{{"put", 1}, {"put-64", 64}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				var rs []*graph.Reading
				for range c.group {
					count++
					rs = append(rs, enginetest.Article(count, "An article of the benchmark."))
				}
				if _, err := s.PutAll(ctx, rs); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(c.group*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// labels names the entities of a synthetic graph, three times each.
func labels(quads int) string {
	var b strings.Builder
	for i := range max(quads/25, 100) {
		for g := range 3 {
			fmt.Fprintf(&b, "<kg:Entity_%d_of_the_%d> <%s> \"Entity %d of the %d\" <kg:article/label%d> .\n", i, i%97, graph.RDFSLabel, i, i%97, g)
		}
	}
	return b.String()
}

package graph

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kg/graph/synthetic"
)

// benchQuads is how many quads the benchmarks load: KG_BENCH_QUADS, or 100,000.
func benchQuads() int {
	if n, err := strconv.Atoi(os.Getenv("KG_BENCH_QUADS")); err == nil && n > 0 {
		return n
	}
	return 100_000
}

// cpuTime is what the process has used of the processors so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the most that the process has had in memory, in bytes.
func peakMemory() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Maxrss << 10
}

func writeSynthetic(b *testing.B, path string, quads int) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(f, synthetic.New(quads, 1)); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

func openBench(b *testing.B, path string, opts OpenOptions) *Store {
	b.Helper()
	s, err := Open(context.Background(), path, opts)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkLoad loads N-Quads into an empty store.
func BenchmarkLoad(b *testing.B) {
	n := benchQuads()
	file := filepath.Join(b.TempDir(), "bench.nq")
	writeSynthetic(b, file, n)
	runtime.GC()
	for b.Loop() {
		s := openBench(b, filepath.Join(b.TempDir(), "kg.db"), OpenOptions{Create: true})
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		before := cpuTime()
		if _, err := s.LoadNQuads(context.Background(), f, file); err != nil {
			b.Fatal(err)
		}
		f.Close()
		b.ReportMetric(float64((cpuTime()-before).Milliseconds())/1000, "cpu-s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64((cpuTime()-before).Milliseconds())/1000, "cpu-s-closed")
		b.ReportMetric(float64(peakMemory()>>20), "peak-MB")
		b.ReportMetric(float64(diskBytes(s.Path())>>20), "disk-MB")
	}
}

func diskBytes(dir string) (n int64) {
	filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return nil
	})
	return n
}

// loadedBench gives a store with the synthetic quads.
func loadedBench(b *testing.B) *Store {
	b.Helper()
	path := filepath.Join(b.TempDir(), "kg.db")
	s := openBench(b, path, OpenOptions{Create: true})
	if _, err := s.LoadNQuads(context.Background(), synthetic.New(benchQuads(), 1), "bench"); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	s = openBench(b, path, OpenOptions{})
	b.Cleanup(func() { s.Close() })
	return s
}

// BenchmarkQueries runs seeded draws of each kind of query and reports their
// median and 95th percentile.
func BenchmarkQueries(b *testing.B) {
	s := loadedBench(b)
	ctx := context.Background()
	draws := synthetic.New(benchQuads(), 2)
	entity := func() string { return draws.Entity() }
	relation := func() string { return draws.Relation() }
	var labels []string
	for q, err := range s.QuadsMatching(ctx, Pattern{Predicate: NewIRI("kg:supports")}) {
		if err != nil {
			b.Fatal(err)
		}
		if labels = append(labels, q.Graph.String()); len(labels) == 200 {
			break
		}
	}
	for _, c := range []struct {
		name string
		text func(i int) string
	}{
		{"one-hop", func(int) string { return `g.V("` + entity() + `").Out("` + relation() + `").All()` }},
		{"one-hop-in", func(int) string { return `g.V("` + entity() + `").In("` + relation() + `").All()` }},
		{"two-hops", func(int) string {
			return `g.V("` + entity() + `").In("` + relation() + `").Out("` + relation() + `").All()`
		}},
		{"relation-and-type", func(int) string {
			return `g.V("` + entity() + `").Out("` + relation() + `").Has("<rdf:type>", "<kg:class/Person>").All()`
		}},
		{"intersection", func(int) string {
			return `g.V("` + entity() + `").Out("` + relation() + `").Intersect(g.V("` + entity() + `").In("` + relation() + `")).All()`
		}},
		{"label", func(i int) string {
			return `g.V().LabelContext("` + labels[i%len(labels)] + `").Out("<kg:supports>").All()`
		}},
		{"statements", func(int) string {
			return `g.V("` + entity() + `").In("<rdf:subject>").Tag("s").Has("<rdf:predicate>", "` + relation() + `").Out("<rdf:object>").All()`
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var times []time.Duration
			rows := 0
			for b.Loop() {
				for i := range 200 {
					text := c.text(i)
					begin := time.Now()
					r, err := s.Query(ctx, "gizmo", text, QueryOptions{})
					if err != nil {
						b.Fatal(text, err)
					}
					rows += len(r.Rows)
					times = append(times, time.Since(begin))
				}
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "max-ms")
			b.ReportMetric(float64(rows)/float64(len(times)), "rows")
		})
	}
}

// benchReading is an article of 25 quads about entities of the synthetic ones.
func benchReading(g *synthetic.Generator, n int) *Reading {
	a := Article{Title: "Article " + itoa(n), Publisher: "The Example", Source: "news/" + itoa(n) + ".txt", Published: "2015-10-30", Language: "en",
		Text: "They met, it was said in article " + itoa(n) + "."}
	a.ID = ArticleID(a.Source, a.Text)
	r := &Reading{Article: a}
	entity := func() *Argument {
		id := IRI(strings.Trim(g.Entity(), "<>"))
		name := strings.ReplaceAll(strings.TrimPrefix(string(id), Scheme), "_", " ")
		r.Entities = append(r.Entities, Entity{ID: id, Name: name, Type: Person, Aliases: []string{strings.ToLower(name)}})
		return &Argument{ID: id, Name: name}
	}
	s := Statement{Relation: "kg:meets", Subject: entity(), Object: entity(), Polarity: Positive, Modality: Actual,
		Sentence: Span{0, len(a.Text)}, Rule: "bench", Confidence: 0.5}
	s.ID = StatementID(a.ID, &s)
	r.Statements = []Statement{s}
	entity() // who is named and does nothing
	return r
}

// BenchmarkPut stores small articles into a filled store: one durable
// transaction each, and as many as are ready in one.
func BenchmarkPut(b *testing.B) {
	s := loadedBench(b)
	ctx := context.Background()
	g := synthetic.New(benchQuads(), 3)
	quads, err := Quads(benchReading(g, 0))
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for _, group := range []int{1, 1000} {
		name := "grouped"
		if group == 1 {
			name = "one-by-one"
		}
		b.Run(name, func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				b.StopTimer()
				var rs []*Reading
				for range group {
					n++
					rs = append(rs, benchReading(g, n))
				}
				b.StartTimer()
				before := cpuTime()
				if _, err := s.PutAll(ctx, rs); err != nil {
					b.Fatal(err)
				}
				cpu += cpuTime() - before
			}
			b.ReportMetric(float64(group*b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(cpu.Seconds()*1000/float64(group*b.N), "cpu-ms/article")
			b.ReportMetric(float64(len(quads)), "quads/article")
		})
	}
}

// BenchmarkReaders asks with 8 readers at a time, first alone and then beside
// a load of as many quads as the store has.
func BenchmarkReaders(b *testing.B) {
	s := loadedBench(b)
	ctx := context.Background()
	var loading atomic.Bool
	read := func(b *testing.B) {
		var mu sync.Mutex
		var times []time.Duration
		var group sync.WaitGroup
		for reader := range 8 {
			group.Go(func() {
				draws := synthetic.New(benchQuads(), uint64(10+reader))
				var own []time.Duration
				for n := 0; n < 1000 || loading.Load(); n++ {
					begin := time.Now()
					if _, err := s.Query(ctx, "gizmo", `g.V("`+draws.AnyEntity()+`").Out("`+draws.Relation()+`").All()`, QueryOptions{}); err != nil {
						b.Error(err)
						return
					}
					own = append(own, time.Since(begin))
					time.Sleep(time.Millisecond) // a reader reads its answer
				}
				mu.Lock()
				defer mu.Unlock()
				times = append(times, own...)
			})
		}
		group.Wait()
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "median-ms")
		b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
	}
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			read(b)
		}
	})
	b.Run("beside-a-load", func(b *testing.B) {
		for b.Loop() {
			loading.Store(true)
			go func() {
				defer loading.Store(false)
				if _, err := s.LoadNQuads(ctx, synthetic.New(benchQuads(), 5), "bench"); err != nil {
					b.Error(err)
				}
			}()
			read(b)
		}
	})
}

type countingWriter int

func (w *countingWriter) Write(p []byte) (int, error) {
	*w += countingWriter(len(p))
	return len(p), nil
}

// BenchmarkExport writes the whole store.
func BenchmarkExport(b *testing.B) {
	s := loadedBench(b)
	for b.Loop() {
		var out countingWriter
		before := cpuTime()
		if err := s.Export(context.Background(), &out, ExportOptions{}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out)/1e6/(cpuTime()-before).Seconds(), "MB/cpu-s")
	}
}

// BenchmarkOpen opens and closes a filled store.
func BenchmarkOpen(b *testing.B) {
	s := loadedBench(b)
	path := s.Path()
	s.Close()
	for b.Loop() {
		openBench(b, path, OpenOptions{ReadOnly: true}).Close()
	}
}

// BenchmarkCheck verifies a filled store.
func BenchmarkCheck(b *testing.B) {
	s := loadedBench(b)
	for b.Loop() {
		before := cpuTime()
		wantClean(b, s)
		b.ReportMetric((cpuTime() - before).Seconds(), "cpu-s")
	}
}

package extract

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/graph"
	"kg/nlp"
)

// articles returns the project's own articles.
func articles(tb testing.TB) []graph.Article {
	tb.Helper()
	files, err := filepath.Glob("../testdata/articles/*.txt")
	if err != nil || len(files) == 0 {
		tb.Skip("no articles in testdata/articles")
	}
	var out []graph.Article
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, graph.Article{Source: filepath.Base(f), Text: string(b), Published: "2016-01-01"})
	}
	return out
}

// BenchmarkRead measures the reading of parsed articles, in words a second.
func BenchmarkRead(b *testing.B) {
	p, err := nlp.New()
	if err != nil {
		b.Fatal(err)
	}
	x, err := New(p, Options{})
	if err != nil {
		b.Fatal(err)
	}
	var docs []*nlp.Document
	as := articles(b)
	words := 0
	for _, a := range as {
		d := p.Parse(a.Text)
		words += len(d.Tokens)
		docs = append(docs, d)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, d := range docs {
			x.Read(d, as[i])
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkExtract measures raw text to statements, in words a second.
func BenchmarkExtract(b *testing.B) {
	p, err := nlp.New()
	if err != nil {
		b.Fatal(err)
	}
	x, err := New(p, Options{})
	if err != nil {
		b.Fatal(err)
	}
	as := articles(b)
	words := 0
	for _, a := range as {
		words += len(p.Parse(a.Text).Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range as {
			if _, err := x.Extract(context.Background(), a); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkLong measures one article of many names that no table has, at two
// sizes: the time for a token stays the same.
func BenchmarkLong(b *testing.B) {
	p, err := nlp.New()
	if err != nil {
		b.Fatal(err)
	}
	x, err := New(p, Options{})
	if err != nil {
		b.Fatal(err)
	}
	parts := []string{"ka", "ro", "mi", "ten", "sal", "bor", "du", "vel", "no", "ra"}
	name := func(i int) string {
		s := ""
		for ; i > 0; i /= len(parts) {
			s += parts[i%len(parts)]
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	for _, n := range []int{500, 5000} {
		var text strings.Builder
		for i := 1; i <= n; i++ {
			fmt.Fprintf(&text, "%s %s met the minister in %s. The army attacked %s, and the %s Front fled.\n\n", name(i), name(7*i), name(3*i), name(5*i), name(11*i))
		}
		d := p.Parse(text.String())
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				x.Read(d, graph.Article{Source: "long", Text: text.String()})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(d.Tokens)), "ns/token")
		})
	}
}

//go:build unix

package nlp

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime returns the processor time that this process has used, which other
// programs on the machine don't change much.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// reportWords reports words a second of processor time.
func reportWords(b *testing.B, words int, start time.Duration) {
	b.ReportMetric(float64(words)/(cpuTime(b)-start).Seconds(), "words/CPU-s")
}

func BenchmarkPipeline(b *testing.B) {
	p, text := pipeline(b), articles(b)
	p.Parse(text)
	b.SetBytes(int64(len(text)))
	b.ResetTimer()
	words, start := 0, cpuTime(b)
	for b.Loop() {
		words += len(p.Parse(text).Tokens)
	}
	reportWords(b, words, start)
}

// BenchmarkStages times each stage by itself.
func BenchmarkStages(b *testing.B) {
	p, text := pipeline(b), articles(b)
	for _, s := range p.stages {
		b.Run(s.name, func(b *testing.B) {
			w := &work{Document: p.tokenizer.Document(text)}
			for _, before := range p.stages {
				before.run(w)
			}
			b.ResetTimer()
			start := cpuTime(b)
			for b.Loop() {
				s.run(w)
			}
			reportWords(b, len(w.Tokens)*b.N, start)
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTokenizer(b *testing.B) {
	tok := tokenizer(b)
	text := articles(b)
	b.SetBytes(int64(len(text)))
	words, start := 0, cpuTime(b)
	for b.Loop() {
		words += len(tok.Document(text).Tokens)
	}
	reportWords(b, words, start)
}

package model

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"kg/nlp/neural"
)

func open(t testing.TB) *neural.Model {
	t.Helper()
	m, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestOpenIsQuick(t *testing.T) {
	open(t)
	began := cpuTime()
	open(t)
	if d := cpuTime() - began; d > 100*time.Millisecond {
		t.Errorf("loading took %v of CPU, want at most 100ms", d)
	}
}

func TestSizes(t *testing.T) {
	for name, b := range map[string][]byte{"net.bin": net, "vectors.bin": vectors} {
		if len(b) > 6<<20 {
			t.Errorf("%s has %d bytes, want at most 6 MiB", name, len(b))
		}
	}
}

func TestParse(t *testing.T) {
	a := open(t).Parse([][]string{strings.Fields("Maria Silva met the president of Brazil in Paris on Monday .")})[0]
	if got := a.Deprel[2]; got != "root" || a.Head[2] != -1 {
		t.Errorf("met: %s of %d", got, a.Head[2])
	}
	if got := strings.Join(a.Name[:2], " "); got != "B-Person I-Person" {
		t.Errorf("Maria Silva: %s", got)
	}
	if a.Deprel[4] != "obj" || a.Head[4] != 2 || a.UPOS[2] != "VERB" || a.XPOS[2] != "VBD" {
		t.Errorf("president: %s of %d; met: %s %s", a.Deprel[4], a.Head[4], a.UPOS[2], a.XPOS[2])
	}
}

// cpuTime is what the process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkParse reads a treebank's sentences again and again: words per CPU-second, warm.
func BenchmarkParse(b *testing.B) {
	all := treebank(b, "gumfree-dev")
	var sentences [][]string
	words := 0
	for _, s := range all {
		sentences = append(sentences, s.Forms())
		words += len(s.Tokens)
	}
	m := open(b)
	m.Parse(sentences)
	began := cpuTime()
	for b.Loop() {
		m.Parse(sentences)
	}
	b.ReportMetric(float64(words*b.N)/(cpuTime()-began).Seconds(), "words/cpu-s")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		open(b)
	}
}

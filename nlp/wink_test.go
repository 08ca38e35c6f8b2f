//go:build unix

package nlp

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkBesideWink reads the same text with this package and with npm's
// wink-nlp (tags, names and sentences; it has no trees and no coreference). Words
// are counted alike for both. tools/bench/wink.sh installs it.
func BenchmarkBesideWink(b *testing.B) {
	text := articles(b)
	p := pipeline(b)
	words := len(p.Parse(text).Tokens)
	b.Run("kg, trees and coreference too", func(b *testing.B) {
		start := cpuTime(b)
		for b.Loop() {
			p.Parse(text)
		}
		reportWords(b, words*b.N, start)
	})
	b.Run("wink-nlp", func(b *testing.B) {
		modules, err := filepath.Abs("../build/wink")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(modules, "node_modules", "wink-nlp")); err != nil {
			b.Skip("no wink-nlp in build/wink: run tools/bench/wink.sh, which needs npm")
		}
		readings, seconds := 0, 0.0
		for b.Loop() {
			command := exec.Command("node", "testdata/wink.cjs", modules, "3")
			command.Stdin = strings.NewReader(text)
			out, err := command.Output()
			if err != nil {
				b.Fatal(err)
			}
			var used struct {
				Readings   int
				CPUSeconds float64
			}
			if err := json.Unmarshal(out, &used); err != nil {
				b.Fatalf("%v in %q", err, out)
			}
			readings, seconds = readings+used.Readings, seconds+used.CPUSeconds
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(words*readings)/seconds, "words/CPU-s")
	})
}

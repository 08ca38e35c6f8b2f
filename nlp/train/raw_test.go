package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWritten(t *testing.T) {
	const head = "From ann@example.org  Thu Aug 22 14:44:26 2002\nFrom: Ann <ann@example.org>\nSubject: dogs\n"
	for _, test := range []struct{ name, in, want string }{
		{"a text", "The dogs\nsleep.\n", "The dogs\nsleep.\n"},
		{"a mail", head + "\nThe dogs sleep.\n\n> Do they?\n\n  They do.\n-- \nAnn\n", "The dogs sleep.\n\n\n\nThey do.\n"},
		{"Windows line ends", strings.ReplaceAll(head+"\nThey do.\n", "\n", "\r\n"), "They do.\n\n"},
		{"a page", head + "Content-Type: text/html\n\n<p>They do.</p>\n", ""},
		{"broken bytes", "caf\xe9s", "cafs"},
	} {
		if got := written([]byte(test.in)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestFit(t *testing.T) {
	for text, want := range map[string]bool{
		"The dogs of Rome sleep .":         true,
		"Go on .":                          false,
		"1 | 2 | 3 | four":                 false,
		"12 14 16 18 and 20":               false,
		"Write to ann@example.org at once": false,
		"x" + strings.Repeat(" y", 80):     false,
	} {
		if got := fit(strings.Fields(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestReadRaw(t *testing.T) {
	dir := littleCorpora(t)
	text := filepath.Join(dir, "speech.txt")
	if err := os.WriteFile(text, []byte("The dogs of Oslo sleep. The dogs of Oslo sleep. The cats of Oslo do not."), 0o644); err != nil {
		t.Fatal(err)
	}
	raw, err := readRaw(dir, text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range raw {
		got = append(got, strings.Join(s.forms, " "))
	}
	want := "The dogs of Rome sleep . / The dogs of Paris sleep . / The dogs of Oslo sleep . / The cats of Oslo do not ."
	if joined := strings.Join(got, " / "); joined != want {
		t.Errorf("got %s, want %s", joined, want)
	}
	if _, err := readRaw(dir, filepath.Join(dir, "none*.txt")); err == nil {
		t.Error("a pattern that names nothing is taken")
	}
}

// TestRawOfGoesByInTurn wants every sentence once before any comes again.
func TestRawOfGoesByInTurn(t *testing.T) {
	tr := &training{options: &options{rawShare: 3, seed: rand.Uint64()}, corpora: &corpora{}}
	for range 6 {
		tr.corpora.raw = append(tr.corpora.raw, &sentence{})
	}
	seen := map[*sentence]int{}
	for epoch := 1; epoch <= 4; epoch++ {
		for _, s := range tr.rawOf(epoch) {
			seen[s]++
		}
	}
	for _, s := range tr.corpora.raw {
		if seen[s] != 2 {
			t.Errorf("a sentence came %d times in two rounds", seen[s])
		}
	}
}

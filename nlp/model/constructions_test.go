package model

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"kg/nlp/neural"
)

// construction is a made-up sentence with what must hold in its analysis.
type construction struct {
	kind   string
	words  []string
	checks []string
}

// readConstructions reads testdata/constructions.txt, whose head says how it is written.
func readConstructions(t *testing.T) []construction {
	t.Helper()
	const path = "testdata/constructions.txt"
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []construction
	kind := ""
	scan := bufio.NewScanner(f)
	for line := 1; scan.Scan(); line++ {
		text := scan.Text()
		if k, ok := strings.CutPrefix(text, "## "); ok {
			kind = k
			continue
		}
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		sentence, checks, ok := strings.Cut(text, " | ")
		if !ok {
			t.Fatalf("%s:%d: no bar", path, line)
		}
		out = append(out, construction{kind, strings.Fields(sentence), strings.Split(checks, "; ")})
	}
	return out
}

func (c *construction) find(name string) int {
	form, count, ok := strings.Cut(name, "#")
	n := 1
	if ok {
		fmt.Sscan(count, &n)
	}
	for i, w := range c.words {
		if w == form {
			if n--; n == 0 {
				return i
			}
		}
	}
	return -1
}

// fails returns the first thing that does not hold, "" if all does.
func (c *construction) fails(a *neural.Analysis) string {
	for _, check := range c.checks {
		f := strings.Fields(check)
		i := c.find(f[0])
		if i < 0 {
			return check + ": no such word"
		}
		if got := c.said(a, i, f); got != "" {
			return fmt.Sprintf("%s: got %s", check, got)
		}
	}
	return ""
}

// said returns what the analysis says otherwise than check f of word i, "" if it agrees.
func (c *construction) said(a *neural.Analysis, i int, f []string) string {
	label, head := a.Deprel[i], "root"
	if a.Head[i] >= 0 {
		head = c.words[a.Head[i]]
	}
	got := fmt.Sprintf("%s of %s", label, head)
	switch {
	case len(f) == 1: // the word is there
		return ""
	case f[1] == "root":
		if a.Head[i] < 0 {
			return ""
		}
	case strings.HasPrefix(f[1], "="):
		if a.UPOS[i] == f[1][1:] {
			return ""
		}
		return a.UPOS[i]
	case len(f) == 2: // a head with any relation
		if int(a.Head[i]) == c.find(f[1]) {
			return ""
		}
	default:
		if !strings.Contains(f[1], ":") {
			label, _, _ = strings.Cut(label, ":")
		}
		if int(a.Head[i]) == c.find(f[2]) && label == f[1] {
			return ""
		}
	}
	return got
}

func TestConstructions(t *testing.T) {
	all := readConstructions(t)
	var sentences [][]string
	for _, c := range all {
		sentences = append(sentences, c.words)
	}
	right := 0
	for i, a := range open(t).Parse(sentences) {
		if wrong := all[i].fails(&a); wrong != "" {
			t.Logf("%s: %s | %s", all[i].kind, strings.Join(all[i].words, " "), wrong)
			continue
		}
		right++
	}
	if len(all) < 150 {
		t.Errorf("%d sentences, want at least 150", len(all))
	}
	if share := float64(right) / float64(len(all)); share < 0.9 {
		t.Errorf("%d of %d sentences (%.1f %%) are read right, want 90 %%", right, len(all), 100*share)
	} else {
		t.Logf("%d of %d sentences (%.1f %%) are read right", right, len(all), 100*share)
	}
}

package nlp

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// constructionsBar is the share of the sentences of testdata/constructions.tsv
// that must be read right in every respect.
const constructionsBar = 0.88

func TestConstructions(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/constructions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	right, all := map[string]int{}, map[string]int{}
	var order []string
	for number, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("constructions.tsv:%d: %d columns, want 3", number+1, len(f))
		}
		if all[f[0]] == 0 {
			order = append(order, f[0])
		}
		all[f[0]]++
		d := p.Parse(f[1])
		ok := true
		for _, check := range strings.Split(f[2], "; ") {
			holds, err := holdsIn(d, check)
			if err != nil {
				t.Fatalf("constructions.tsv:%d: %v", number+1, err)
			}
			if !holds {
				t.Logf("%s: %s  lacks %s", f[0], f[1], check)
				ok = false
			}
		}
		if ok {
			right[f[0]]++
		}
	}
	sum, total := 0, 0
	for _, c := range order {
		t.Logf("%-20s %d of %d", c, right[c], all[c])
		sum += right[c]
		total += all[c]
	}
	t.Logf("all %d of %d, %.1f %%", sum, total, 100*float64(sum)/float64(total))
	if total < 150 || float64(sum) < constructionsBar*float64(total) {
		t.Errorf("%d of %d sentences right, want %.0f %% of 150 or more", sum, total, 100*constructionsBar)
	}
}

// holdsIn tells whether "relation(head, dependent)" holds in a document. A
// relation without subtype stands for all its subtypes; "a|b" for either.
func holdsIn(d *Document, check string) (bool, error) {
	relation, rest, ok := strings.Cut(strings.TrimSuffix(check, ")"), "(")
	head, dependent, ok2 := strings.Cut(rest, ", ")
	if !ok || !ok2 {
		return false, fmt.Errorf("want relation(head, dependent), got %q", check)
	}
	known := false
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if !oneOf(dependent, t.Form) {
			continue
		}
		known = true
		if t.Head < 0 {
			if oneOf(relation, "root") {
				return true, nil
			}
			continue
		}
		if oneOf(head, d.Tokens[t.Head].Form) && (oneOf(relation, t.Deprel) || oneOf(relation, mainRelation(t.Deprel))) {
			return true, nil
		}
	}
	if !known {
		return false, fmt.Errorf("%q: no word %q in %q", check, dependent, d.Text)
	}
	return false, nil
}

func oneOf(alternatives, s string) bool {
	for _, a := range strings.Split(alternatives, "|") {
		if a == s {
			return true
		}
	}
	return false
}

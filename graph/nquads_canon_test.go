package graph

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRDFC10(t *testing.T) {
	dir := w3c(t, "tests")
	data, err := os.ReadFile(filepath.Join(dir, "manifest.jsonld"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Entries []struct{ ID, Type, Action, Result, HashAlgorithm string }
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest.Entries) != 86 {
		t.Errorf("%d cases, not 86", len(manifest.Entries))
	}
	for _, e := range manifest.Entries {
		in, err := os.ReadFile(filepath.Join(dir, e.Action))
		if err != nil {
			t.Fatal(err)
		}
		quads, err := readAll(NewNQuadsReader(bytes.NewReader(in)))
		if err != nil {
			t.Errorf("%s: %v", e.ID, err)
			continue
		}
		var opts CanonicalOptions
		if e.HashAlgorithm == "SHA384" {
			opts.Hash = sha512.New384
		}
		lines, names, err := Canonicalize(quads, opts)
		if e.Type == "rdfc:RDFC10NegativeEvalTest" {
			if !errors.Is(err, ErrTooComplex) {
				t.Errorf("%s: %v", e.ID, err)
			}
			continue
		}
		want, rerr := os.ReadFile(filepath.Join(dir, e.Result))
		if err != nil || rerr != nil {
			t.Errorf("%s: %v, %v", e.ID, err, rerr)
			continue
		}
		if e.Type == "rdfc:RDFC10MapTest" {
			wantNames := map[string]string{}
			if err := json.Unmarshal(want, &wantNames); err != nil || !maps.Equal(names, wantNames) {
				t.Errorf("%s: %v\n got %v\nwant %v", e.ID, err, names, wantNames)
			}
			continue
		}
		if got := strings.Join(append(lines, ""), "\n"); got != string(want) {
			t.Errorf("%s:\n got %s\nwant %s", e.ID, got, want)
		}
	}
}

func TestCanonicalizeRefusesWhatCannotBeSaid(t *testing.T) {
	_, _, err := Canonicalize([]Quad{{NewIRI("Russia"), NewIRI("kg:p"), NewString("o"), Term{}}}, CanonicalOptions{})
	if err == nil {
		t.Error("a relative IRI went through")
	}
}

// TestCanonicalizeIgnoresNamesAndOrder renames the blank nodes of random
// datasets and shuffles their quads.
func TestCanonicalizeIgnoresNamesAndOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	blank := func(n int) Term { return Term{Kind: BlankTerm, Value: fmt.Sprintf("b%d", n)} }
	for range 200 {
		nodes := 2 + random.IntN(6)
		var quads, other []Quad
		renamed := random.Perm(nodes)
		for range 2 + random.IntN(12) {
			a, b, p := random.IntN(nodes), random.IntN(nodes), NewIRI(IRI(fmt.Sprintf("kg:p%d", random.IntN(2))))
			quads = append(quads, Quad{Subject: blank(a), Predicate: p, Object: blank(b)})
			other = append(other, Quad{Subject: blank(renamed[a]), Predicate: p, Object: blank(renamed[b])})
		}
		random.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		one, _, err1 := Canonicalize(quads, CanonicalOptions{})
		two, _, err2 := Canonicalize(other, CanonicalOptions{})
		if err1 != nil || err2 != nil || !slices.Equal(one, two) {
			t.Fatalf("%v %v\n%v\n%v", err1, err2, one, two)
		}
	}
}

func TestExportCanonical(t *testing.T) {
	ctx := context.Background()
	export := func(text string) (canonical, sorted string) {
		store, err := Open(ctx, filepath.Join(t.TempDir(), "kg.db"), OpenOptions{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		if _, err := store.LoadNQuads(ctx, strings.NewReader(text), "t.nq"); err != nil {
			t.Fatal(err)
		}
		var c, s bytes.Buffer
		if err := store.ExportCanonical(ctx, &c); err != nil {
			t.Fatal(err)
		}
		if err := store.Export(ctx, &s, ExportOptions{}); err != nil {
			t.Fatal(err)
		}
		return c.String(), s.String()
	}
	if canonical, sorted := export("<kg:b> <kg:p> \"x\\u0041\\n\"@en <kg:g> .\n<kg:a> <kg:p> \"007\"^^<http://www.w3.org/2001/XMLSchema#integer> ."); canonical != sorted {
		t.Errorf("%s\n%s", canonical, sorted)
	}
	one, _ := export("_:x <kg:p> _:y .\n_:y <kg:q> \"end\" .")
	two, _ := export("_:other <kg:q> \"end\" .\n_:one <kg:p> _:other .")
	if one != two || one != "_:c14n0 <kg:p> _:c14n1 .\n_:c14n1 <kg:q> \"end\" .\n" && one != "_:c14n0 <kg:q> \"end\" .\n_:c14n1 <kg:p> _:c14n0 .\n" {
		t.Errorf("%s\n%s", one, two)
	}
}

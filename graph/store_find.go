package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kg/graph/quadstore"
)

// EntityMatch is an entity that a name may mean.
type EntityMatch struct {
	ID     IRI    `json:"id"`
	Name   string `json:"name"`
	Types  []IRI  `json:"types"`
	By     string `json:"by"`     // how it was found: "iri", "name", "alias", "folded", "words", "near"
	Weight int    `json:"weight"` // quads that name it, for ranking
}

// maxSuggestions bounds what FindEntity suggests.
const maxSuggestions = 5

// FindEntity resolves a name as a person writes it: an IRI (with or without
// brackets or "kg:"), a name, an alias; then without regard to case,
// diacritics and punctuation; then as some of the words of a name. Matches of
// the best such kind come back, most often named first. Without a match,
// suggestions hold the nearest names by edit distance.
func (s *Store) FindEntity(ctx context.Context, name string) (matches, suggestions []EntityMatch, err error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer v.Close()
	f := finder{ctx: ctx, v: v}
	for _, find := range []func(string) ([]IRI, string, error){f.byIRI, f.byName, f.byAlias} {
		ids, by, err := find(name)
		if err != nil {
			return nil, nil, err
		}
		if len(ids) > 0 {
			matches, err = f.describe(ids, by)
			return matches, nil, err
		}
	}
	names, err := s.names.at(ctx, v)
	if err != nil {
		return nil, nil, err
	}
	ids, by := names.lookup(foldName(name))
	if len(ids) > 0 {
		matches, err = f.describe(ids, by)
		return matches, nil, err
	}
	suggestions, err = f.describe(names.near(foldName(name), maxSuggestions), "near")
	return nil, suggestions, err
}

// finder looks names up in one state of the store.
type finder struct {
	ctx context.Context
	v   view
}

func (f *finder) byIRI(name string) ([]IRI, string, error) {
	iri, bracketed := strings.CutPrefix(name, "<")
	iri = expandIRI(strings.TrimSuffix(iri, ">"))
	if !bracketed && !isAbsolute(iri) {
		return nil, "", nil
	}
	ok, err := f.v.Has(termBytes(NewIRI(IRI(iri))))
	if !ok || err != nil {
		return nil, "", err
	}
	return []IRI{IRI(iri)}, "iri", nil
}

// byName finds what has the name as its label, or the IRI made of it.
func (f *finder) byName(name string) ([]IRI, string, error) {
	ids, err := subjects(f.ctx, f.v, Pattern{Predicate: NewIRI(RDFSLabel), Object: NewString(name)})
	if err != nil || strings.TrimSpace(name) == "" {
		return ids, "name", err
	}
	id := EntityID(name)
	for _, err := range f.v.Match(f.ctx, quadstore.Pattern{Terms: quadstore.Terms{termBytes(NewIRI(id)), termBytes(NewIRI(RDFSLabel))}}) {
		if err != nil {
			return nil, "", err
		}
		return sortedSet(append(ids, id)), "name", nil
	}
	return ids, "name", nil
}

func (f *finder) byAlias(name string) ([]IRI, string, error) {
	ids, err := subjects(f.ctx, f.v, Pattern{Predicate: NewIRI(SKOSAltLabel), Object: NewString(name)})
	return ids, "alias", err
}

// describe gives the entities, most often named first. What is near keeps its
// order.
func (f *finder) describe(ids []IRI, by string) ([]EntityMatch, error) {
	matches := make([]EntityMatch, 0, len(ids))
	for _, id := range ids {
		m, err := f.match(id)
		if err != nil {
			return nil, err
		}
		m.By = by
		matches = append(matches, m)
	}
	if by != "near" {
		slices.SortStableFunc(matches, func(a, b EntityMatch) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID))
		})
	}
	return matches, nil
}

// match reads what is shown of an entity; one that many articles name has
// thousands of quads.
func (f *finder) match(id IRI) (m EntityMatch, err error) {
	m.ID = id
	about := NewIRI(id)
	err = grouped(f.ctx, f.v, Pattern{Subject: about, Predicate: NewIRI(RDFSLabel)}, quadstore.Object, func(t Term) {
		if m.Name == "" || t.Value < m.Name {
			m.Name = t.Value
		}
	})
	if err != nil {
		return m, err
	}
	if m.Name == "" {
		m.Name = nameFromIRI(id)
	}
	err = grouped(f.ctx, f.v, Pattern{Subject: about, Predicate: NewIRI(RDFType)}, quadstore.Object, func(t Term) { m.Types = append(m.Types, t.IRI()) })
	if err != nil {
		return m, err
	}
	m.Types = sortedSet(m.Types)
	for _, p := range []Pattern{{Subject: about}, {Object: about}} {
		n, err := f.v.Count(f.ctx, p.bytes())
		if err != nil {
			return m, err
		}
		m.Weight += int(n)
	}
	return m, nil
}

// nameIndex keeps the folded names of one state of the store.
type nameIndex struct {
	mu     sync.Mutex
	commit uint64
	names  *foldedNames
}

// foldedNames are all names and aliases, folded.
type foldedNames struct {
	ids   map[string][]IRI // by folded name
	words map[string][]int // by word of a folded name, its indexes in list
	list  []string         // sorted
}

func (x *nameIndex) at(ctx context.Context, v view) (*foldedNames, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	commit := v.Commit()
	if x.names != nil && x.commit == commit {
		return x.names, nil
	}
	names, err := readNames(ctx, v)
	if err != nil {
		return nil, err
	}
	x.names, x.commit = names, commit
	return names, nil
}

func readNames(ctx context.Context, v view) (*foldedNames, error) {
	n := &foldedNames{ids: make(map[string][]IRI), words: make(map[string][]int)}
	for _, predicate := range []IRI{RDFSLabel, SKOSAltLabel} {
		for q, err := range triplesMatching(ctx, v, Pattern{Predicate: NewIRI(predicate)}) {
			if err != nil {
				return nil, err
			}
			folded := foldName(q.Object.Value)
			n.ids[folded] = append(n.ids[folded], q.Subject.IRI())
		}
	}
	for folded, ids := range n.ids {
		n.ids[folded] = sortedSet(ids)
		n.list = append(n.list, folded)
	}
	slices.Sort(n.list)
	for i, folded := range n.list {
		for word := range strings.FieldsSeq(folded) {
			n.words[word] = append(n.words[word], i)
		}
	}
	return n, nil
}

// lookup finds a folded name, or else those that hold all of its words.
func (n *foldedNames) lookup(folded string) ([]IRI, string) {
	if ids := n.ids[folded]; len(ids) > 0 || folded == "" {
		return ids, "folded"
	}
	var common []int
	for i, word := range strings.Fields(folded) {
		with := n.words[word]
		if i == 0 {
			common = with
			continue
		}
		common = slices.DeleteFunc(slices.Clone(common), func(i int) bool {
			_, ok := slices.BinarySearch(with, i)
			return !ok
		})
	}
	var ids []IRI
	for _, i := range common {
		ids = append(ids, n.ids[n.list[i]]...)
	}
	return sortedSet(ids), "words"
}

// near gives the entities whose names are nearest by edit distance, at most
// a third of the letters away.
func (n *foldedNames) near(folded string, limit int) (ids []IRI) {
	type candidate struct {
		name     string
		distance int
	}
	want := []rune(folded)
	bound := max(1, len(want)/3)
	var found []candidate
	for _, name := range n.list {
		if d := editDistance(want, []rune(name), bound); d <= bound {
			found = append(found, candidate{name, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	for _, c := range found {
		for _, id := range n.ids[c.name] {
			if len(ids) < limit && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// editDistance counts the letters to insert, delete, replace or swap with
// their neighbour to make b of a; it gives up past bound with bound+1.
func editDistance(a, b []rune, bound int) int {
	if len(a)-len(b) > bound || len(b)-len(a) > bound {
		return bound + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > bound {
			return bound + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// letters that Unicode does not take apart into a letter and a mark.
var plainLetters = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ħ", "h", "ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "ð", "d")

// foldName brings the ways to write a name together: lower case, no
// diacritics, no punctuation, no article in front.
func foldName(name string) string {
	lower := strings.ToLower(norm.NFKD.String(tidy(name)))
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '.':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		}
		return ' '
	}, lower)
	words := strings.Fields(plainLetters.Replace(plain))
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

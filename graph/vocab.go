package graph

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Kind is the group that a relation belongs to.
type Kind string

// The kinds of relations.
const (
	KindTalking          Kind = "talking"
	KindCooperation      Kind = "cooperation"
	KindVerbalConflict   Kind = "verbal conflict"
	KindMaterialConflict Kind = "material conflict"
	KindBusiness         Kind = "business"
	KindPublicLife       Kind = "public life"
	KindStanding         Kind = "standing" // holds for a time and has no PLOVER root: roles, membership, places
	KindOpen             Kind = "open"     // kg:rel/…, a predicate outside the vocabulary
)

// Stance is what a relation says of its subject's stand towards its object.
type Stance string

// The stances.
const (
	StanceFor     Stance = "for"
	StanceAgainst Stance = "against"
	StanceNeither Stance = ""
)

// Relation is a word of the vocabulary: what somebody can do to, or be to, somebody.
type Relation struct {
	Name        string // "supports"
	IRI         IRI    // "kg:supports"
	Label       string // "supports": SUBJECT supports OBJECT
	Inverse     string // "is supported by": OBJECT is supported by SUBJECT
	Plover      string // PLOVER root, "" for none
	Symmetric   bool   // stored once, asked both ways
	Kind        Kind
	Stance      Stance
	Description string
}

// Vocabulary holds the relations in the order of their file. It is immutable.
type Vocabulary struct {
	relations []Relation
	byName    map[string]int
}

//go:embed data/relations.tsv
var relationsTSV string

var vocabulary = sync.OnceValue(func() *Vocabulary {
	v, err := ReadVocabulary(strings.NewReader(relationsTSV), "relations.tsv")
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return v
})

// Vocab returns the vocabulary that the program carries.
func Vocab() *Vocabulary { return vocabulary() }

// Relations returns all relations in the order of their file.
func (v *Vocabulary) Relations() []Relation {
	return append([]Relation(nil), v.relations...)
}

// Relation finds a relation by its IRI or its name, "kg:supports" or
// "supports". An open relation, "kg:rel/take_aim_at", is known by its form and
// labelled with its words.
func (v *Vocabulary) Relation(name IRI) (Relation, bool) {
	short := strings.TrimPrefix(string(name), Scheme)
	if i, ok := v.byName[short]; ok {
		return v.relations[i], true
	}
	if words, ok := strings.CutPrefix(short, "rel/"); ok && words != "" {
		label := strings.ReplaceAll(decodePercent(words), "_", " ")
		return Relation{Name: short, IRI: IRI(Scheme + short), Label: label, Inverse: label + " (from)", Kind: KindOpen}, true
	}
	return Relation{}, false
}

// Label returns what a table shows for a relation: its label, or the IRI where
// it is none of ours.
func (v *Vocabulary) Label(relation IRI) string {
	if r, ok := v.Relation(relation); ok {
		return r.Label
	}
	return string(relation)
}

// WithStance returns the IRIs of the relations that are for or against their object.
func (v *Vocabulary) WithStance(s Stance) []IRI {
	return v.pick(func(r Relation) bool { return r.Stance == s })
}

// OfKind returns the IRIs of the relations of the kinds.
func (v *Vocabulary) OfKind(kinds ...Kind) []IRI {
	return v.pick(func(r Relation) bool {
		for _, k := range kinds {
			if r.Kind == k {
				return true
			}
		}
		return false
	})
}

func (v *Vocabulary) pick(want func(Relation) bool) []IRI {
	var out []IRI
	for _, r := range v.relations {
		if want(r) {
			out = append(out, r.IRI)
		}
	}
	return out
}

// ReadVocabulary reads relations from tab-separated lines. An error names the
// file and the line.
func ReadVocabulary(r io.Reader, name string) (*Vocabulary, error) {
	v := &Vocabulary{byName: map[string]int{}}
	lines := bufio.NewScanner(r)
	header := false
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !header {
			if line != relationColumns {
				return nil, fmt.Errorf("%s:%d: the columns are not %q", name, n, relationColumns)
			}
			header = true
			continue
		}
		rel, err := parseRelation(line)
		if err == nil {
			err = v.add(rel)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(v.relations) == 0 {
		return nil, fmt.Errorf("%s: no relations", name)
	}
	return v, nil
}

const relationColumns = "name\tlabel\tinverse\tplover\tsymmetric\tkind\tstance\tdescription"

func (v *Vocabulary) add(r Relation) error {
	if i, ok := v.byName[r.Name]; ok {
		return fmt.Errorf("relation %q stands here twice, first with the label %q", r.Name, v.relations[i].Label)
	}
	v.byName[r.Name] = len(v.relations)
	v.relations = append(v.relations, r)
	return nil
}

func parseRelation(line string) (Relation, error) {
	f := strings.Split(line, "\t")
	if want := strings.Count(relationColumns, "\t") + 1; len(f) != want {
		return Relation{}, fmt.Errorf("%d columns, not %d", len(f), want)
	}
	for i, s := range f {
		switch {
		case s == "" || s != strings.TrimSpace(s):
			return Relation{}, fmt.Errorf("column %d is empty or has spaces around it: %q", i+1, s)
		case s == "-":
			f[i] = ""
		}
	}
	r := Relation{
		Name: f[0], IRI: IRI(Scheme + f[0]), Label: f[1], Inverse: f[2], Plover: f[3],
		Symmetric: f[4] == "yes", Kind: Kind(f[5]), Stance: Stance(f[6]), Description: f[7],
	}
	switch {
	case !isFieldName(r.Name):
		return r, fmt.Errorf("relation %q is not a word of letters that begins small", r.Name)
	case r.Label == "" || r.Inverse == "":
		return r, fmt.Errorf("relation %q lacks a label", r.Name)
	case !ploverRoots[r.Plover]:
		return r, fmt.Errorf("%q is no PLOVER root", r.Plover)
	case f[4] != "yes" && f[4] != "no":
		return r, fmt.Errorf("symmetric is %q, neither yes nor no", f[4])
	case r.Symmetric != (r.Label == r.Inverse):
		return r, fmt.Errorf("relation %q: a symmetric relation, and no other, has one label for both ways", r.Name)
	case !relationKinds[r.Kind]:
		return r, fmt.Errorf("%q is no kind of relation", r.Kind)
	case r.Stance != StanceFor && r.Stance != StanceAgainst && r.Stance != StanceNeither:
		return r, fmt.Errorf("stance is %q, none of for, against, -", r.Stance)
	}
	return r, nil
}

func isFieldName(s string) bool {
	for i, c := range s {
		lower, upper := c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z'
		if !lower && (i == 0 || !upper) {
			return false
		}
	}
	return s != ""
}

var relationKinds = map[Kind]bool{
	KindTalking: true, KindCooperation: true, KindVerbalConflict: true, KindMaterialConflict: true,
	KindBusiness: true, KindPublicLife: true, KindStanding: true,
}

var ploverRoots = map[string]bool{
	"": true, "AGREE": true, "CONSULT": true, "SUPPORT": true, "COOPERATE": true, "AID": true, "YIELD": true,
	"REQUEST": true, "ACCUSE": true, "REJECT": true, "THREATEN": true, "PROTEST": true, "SANCTION": true,
	"MOBILIZE": true, "COERCE": true, "ASSAULT": true,
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kg/nlp"
	"kg/nlp/gazetteer"
)

// silverTypes are the types of names that gazetteers' types stand for.
var silverTypes = map[gazetteer.Type]string{
	gazetteer.Person: "Person", gazetteer.GivenName: "Person",
	gazetteer.Organization: "Organization", gazetteer.Government: "Organization", gazetteer.ArmedGroup: "Organization",
	gazetteer.Country: "Place", gazetteer.Place: "Place", gazetteer.Facility: "Place",
	gazetteer.Event: "Misc", gazetteer.Weapon: "Misc",
}

// silver gives types to the names of a treebank without any: a run of proper
// nouns that hang together is a name, whose type a gazetteer may tell. What it
// does not tell stays some name.
type silver struct{ table *gazetteer.Table }

func (v *silver) names(s *sentence) []string {
	names := properNames(s)
	for i := 0; i < len(names); {
		if names[i] != someName {
			i++
			continue
		}
		end := i + 1
		for end < len(names) && (names[end] == someName && v.together(s, i, end) || v.inner(s, names, end)) {
			end++
		}
		if kind := v.kind(s, i, end); kind != "" {
			names[i] = "B-" + kind
			for j := i + 1; j < end; j++ {
				names[j] = "I-" + kind
			}
		}
		i = end
	}
	return names
}

// together says that word j belongs to the name that begins at i.
func (v *silver) together(s *sentence, i, j int) bool {
	label, h := s.deprel[j], s.heads[j]
	if label == "flat" && h >= i && h < j || label == "goeswith" {
		return true
	}
	for k := i; k < j; k++ { // what stands before its head
		if d := s.deprel[k]; (d == "compound" || d == "amod") && s.heads[k] >= j && !v.parted(s, k, s.heads[k]) {
			return true
		}
	}
	return false
}

// parted says that something other than proper nouns and hyphens stands between two words.
func (v *silver) parted(s *sentence, from, to int) bool {
	for k := from + 1; k <= to; k++ {
		if !strings.HasPrefix(s.xpos[k], "NNP") && s.xpos[k] != "HYPH" {
			return true
		}
	}
	return false
}

// inner says that word j is a hyphen, or an "of", between parts of one name.
func (v *silver) inner(s *sentence, names []string, j int) bool {
	return j+1 < len(names) && s.xpos[j] == "HYPH" && names[j+1] == someName && names[j-1] == someName
}

// kind is the type that a gazetteer tells of the words [from, to), "" for none.
func (v *silver) kind(s *sentence, from, to int) string {
	forms := s.forms[from:to]
	words := make([]gazetteer.Word, len(forms))
	for i, f := range forms {
		words[i] = gazetteer.NewWord(f)
	}
	n, found := v.table.Longest(words)
	first := v.only(found)
	switch {
	case n == len(words):
		return first
	case first == "Person" && v.flat(s, from, to):
		return first
	}
	return silverTypes[v.table.TypeByHead(forms)]
}

// only is the type of all entries, "" where they differ.
func (v *silver) only(found []gazetteer.Match) string {
	kind := ""
	for _, m := range found {
		k := silverTypes[m.Type]
		if k == "" || kind != "" && k != kind {
			return ""
		}
		kind = k
	}
	return kind
}

// flat says that the words hang together as a person's name does.
func (v *silver) flat(s *sentence, from, to int) bool {
	for j := from + 1; j < to; j++ {
		if s.deprel[j] != "flat" {
			return false
		}
	}
	return true
}

// readTypes are the types of names that the pipeline's types stand for. It
// calls a nationality a name, as only one of the corpora does: it teaches nothing.
var readTypes = map[nlp.NameType]string{
	nlp.Person: "Person", nlp.Organization: "Organization", nlp.Government: "Organization", nlp.ArmedGroup: "Organization",
	nlp.Country: "Place", nlp.Place: "Place", nlp.Facility: "Place",
	nlp.Misc: "Misc", nlp.Event: "Misc", nlp.Weapon: "Misc",
}

// readNames gives the names of EWT that no gazetteer tells the types that the
// whole pipeline reads, which knows the rest of the document.
func (c *corpora) readNames(dir string) error {
	pipeline, err := nlp.New()
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "ud", "ewt-train.conllu")
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	docs, err := nlp.ReadCoNLLU(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	at := 0 // EWT's sentences come first
	for _, d := range docs {
		pipeline.Annotate(d)
		var labels []string
		first := at
		for _, s := range d.Sentences {
			labels = append(labels, c.train[at].names...)
			if len(c.train[at].forms) != s.Last-s.First {
				return fmt.Errorf("%s: sentence %d has other words than before", path, at+1)
			}
			at++
		}
		addRead(labels, d.Names)
		for _, s := range c.train[first:at] {
			n := len(s.forms)
			s.names, labels = labels[:n:n], labels[n:]
		}
	}
	return nil
}

// addRead writes the names of a document to its labels, where all of a name may be one and has no type yet.
func addRead(labels []string, names []nlp.Name) {
	for _, n := range names {
		kind, open := readTypes[n.Type], true
		for _, label := range labels[n.First:n.Last] {
			open = open && (label == someName || label == "")
		}
		if kind == "" || !open {
			continue
		}
		labels[n.First] = "B-" + kind
		for i := n.First + 1; i < n.Last; i++ {
			labels[i] = "I-" + kind
		}
	}
}

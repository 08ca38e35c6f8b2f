package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"kg/nlp/conllu"
	"kg/nlp/gazetteer"
	"kg/nlp/neural"
)

// sentence is a sentence of a corpus with whatever it is annotated with.
type sentence struct {
	forms  []string
	upos   []string // nil where the corpus has none
	xpos   []string
	heads  []int // -1 for the root
	deprel []string
	names  []string // B-Person and so on; "" is not known, someName any but O
	news   bool
	soft   *neural.Soft // what teachers say
}

// nameTypes are the types of the name head.
var nameTypes = []string{"Person", "Organization", "Place", "Misc"}

func nameLabels() []string {
	labels := []string{"O"}
	for _, t := range nameTypes {
		labels = append(labels, "B-"+t, "I-"+t)
	}
	return labels
}

// readTreebank reads a CoNLL-U file. Names come off the Entity annotation where
// there is one, off the tags and gazetteers otherwise.
func readTreebank(path string, v *silver) ([]*sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := conllu.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	entities := false
	for _, s := range all {
		entities = entities || strings.HasPrefix(s.Comment("global.Entity"), "GRP-etype")
	}
	var out []*sentence
	document := ""
	for _, c := range all {
		s := fromTree(c)
		if id := c.Comment("newdoc id"); id != "" {
			document = id
		}
		s.news = strings.Contains(document, "_news_")
		if entities {
			s.names = entityNames(c)
		} else if v != nil {
			s.names = v.names(s)
		}
		out = append(out, s)
	}
	return out, nil
}

func fromTree(c *conllu.Sentence) *sentence {
	s := &sentence{}
	for _, t := range c.Tokens {
		s.forms = append(s.forms, t.Form)
		s.upos = append(s.upos, t.UPOS)
		s.xpos = append(s.xpos, t.XPOS)
		s.heads = append(s.heads, t.Head-1)
		s.deprel = append(s.deprel, t.Deprel)
	}
	return s
}

// conll types of names in the project's words.
var conllTypes = map[string]string{
	"PER": "Person", "ORG": "Organization", "LOC": "Place", "MISC": "Misc", "OTH": "Misc",
}

// readNames reads wikigold's format (word, blank, IOB label) or Universal NER's
// (number, word, label, separated by tabs).
func readNames(path string) ([]*sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []*sentence
	s := &sentence{}
	flush := func() {
		if len(s.forms) > 0 {
			out = append(out, s)
			s = &sentence{}
		}
	}
	scan := bufio.NewScanner(f)
	for line := 1; scan.Scan(); line++ {
		text := scan.Text()
		if text == "" {
			flush()
			continue
		}
		if strings.HasPrefix(text, "# ") {
			continue
		}
		form, label, err := nameLine(text)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, line, err)
		}
		s.addNamed(form, label)
	}
	flush()
	return out, scan.Err()
}

func nameLine(text string) (form, label string, err error) {
	if fields := strings.Split(text, "\t"); len(fields) > 2 {
		return fields[1], fields[2], nil
	}
	form, label, ok := strings.Cut(text, " ")
	if !ok {
		return "", "", fmt.Errorf("%q is no word with a label", text)
	}
	return form, label, nil
}

// addNamed adds a word with its label, split at hyphens as the treebanks do.
func (s *sentence) addNamed(form, label string) {
	mark, kind, _ := strings.Cut(label, "-")
	before := "O"
	if n := len(s.names); n > 0 {
		before = s.names[n-1]
	}
	for i, part := range splitHyphens(form) {
		name := "O"
		if kind != "" {
			name = "B-" + conllTypes[kind]
			inside := strings.TrimPrefix(before, "B-") == conllTypes[kind] || strings.TrimPrefix(before, "I-") == conllTypes[kind]
			if (mark == "I" || i > 0) && inside {
				name = "I-" + conllTypes[kind]
			}
		}
		s.forms = append(s.forms, part)
		s.names = append(s.names, name)
		before = name
	}
}

func splitHyphens(form string) []string {
	if !strings.Contains(form, "-") || strings.Trim(form, "-") == "" || strings.HasPrefix(form, "-") || strings.HasSuffix(form, "-") {
		return []string{form}
	}
	var parts []string
	for i, p := range strings.Split(form, "-") {
		if i > 0 {
			parts = append(parts, "-")
		}
		if p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// corpora is all there is to learn from and to look at.
type corpora struct {
	train []*sentence
	raw   []*sentence // without trees
	dev   []devSet
}

type devSet struct {
	name      string
	sentences []*sentence
}

func readCorpora(dir string) (*corpora, error) {
	table, err := gazetteer.Load()
	if err != nil {
		return nil, err
	}
	v := &silver{table}
	c := &corpora{}
	for _, name := range []string{"ewt", "gumfree"} {
		s, err := readTreebank(filepath.Join(dir, "ud", name+"-train.conllu"), v)
		if err != nil {
			return nil, err
		}
		c.train = append(c.train, s...)
		for _, x := range s {
			if x.news { // what the project reads: it counts twice
				c.train = append(c.train, x)
			}
		}
	}
	s, err := readNames(filepath.Join(dir, "ner", "wikigold.conll.txt"))
	if err != nil {
		return nil, err
	}
	c.train = append(c.train, s...)
	c.dev, err = readDev(dir)
	return c, err
}

func readDev(dir string) ([]devSet, error) {
	var dev []devSet
	for _, name := range []string{"ewt", "gumfree"} {
		s, err := readTreebank(filepath.Join(dir, "ud", name+"-dev.conllu"), nil)
		if err != nil {
			return nil, err
		}
		dev = append(dev, devSet{name + "-dev", s})
	}
	s, err := readNames(filepath.Join(dir, "ner", "uner-ewt-dev.iob2"))
	if err != nil {
		return nil, err
	}
	return append(dev, devSet{"uner-ewt-dev", s}), nil
}

// labelSets are the values that occur in training, sorted.
func labelSets(train []*sentence, cfg *neural.Config) {
	collect := func(get func(*sentence) []string) []string {
		seen := map[string]bool{}
		for _, s := range train {
			for _, v := range get(s) {
				if v != "" {
					seen[v] = true
				}
			}
		}
		var out []string
		for v := range seen {
			out = append(out, v)
		}
		sort.Strings(out)
		return out
	}
	cfg.UPOS = collect(func(s *sentence) []string { return s.upos })
	cfg.XPOS = collect(func(s *sentence) []string { return s.xpos })
	cfg.Deprel = collect(func(s *sentence) []string { return s.deprel })
	cfg.Names = nameLabels()
}

// wordCounts counts the words in lower case that occur at least twice.
func wordCounts(train []*sentence) map[string]int {
	counts := map[string]int{}
	for _, s := range train {
		for _, f := range s.forms {
			counts[neural.Normal(f)]++
		}
	}
	for w, n := range counts {
		if n < 2 {
			delete(counts, w)
		}
	}
	return counts
}

// coder turns strings into indexes.
type coder struct {
	upos, xpos, deprel, names map[string]int
}

func newCoder(cfg *neural.Config) *coder {
	index := func(names []string) map[string]int {
		m := map[string]int{}
		for i, n := range names {
			m[n] = i
		}
		return m
	}
	return &coder{index(cfg.UPOS), index(cfg.XPOS), index(cfg.Deprel), index(cfg.Names)}
}

func (c *coder) example(s *sentence) *neural.Example {
	code := func(m map[string]int, values []string) []int {
		if values == nil {
			return nil
		}
		out := make([]int, len(values))
		for i, v := range values {
			if k, ok := m[v]; ok {
				out[i] = k
			} else if v == someName {
				out[i] = neural.NotFirst
			} else {
				out[i] = neural.Unknown
			}
		}
		return out
	}
	return &neural.Example{
		Forms: s.forms, UPOS: code(c.upos, s.upos), XPOS: code(c.xpos, s.xpos),
		Heads: s.heads, Deprel: code(c.deprel, s.deprel), Names: code(c.names, s.names), Soft: s.soft,
	}
}

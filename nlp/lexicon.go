package nlp

import (
	"embed"
	"fmt"
	"strings"
	"unicode/utf8"
)

//go:embed data
var dataFiles embed.FS

// abbreviation tells how a word with a full stop behaves (data/abbreviations.tsv).
type abbreviation uint8

const (
	notAbbreviated abbreviation = iota
	titleAbbr                   // before a name, never ends a sentence
	numberAbbr                  // abbreviation only before a number
	dateAbbr                    // month or weekday
	plainAbbr                   // may end a sentence
	innerAbbr                   // never ends a sentence
	initialAbbr                 // a single capital
	acronymAbbr                 // "U.S.", "a.m."
)

var abbreviationKinds = map[string]abbreviation{
	"title": titleAbbr, "number": numberAbbr, "date": dateAbbr, "plain": plainAbbr, "inner": innerAbbr,
}

// lexicon is what the tokenizer knows about words.
type lexicon struct {
	abbreviations map[string]abbreviation
	contractions  map[string][]int // lower case; the lengths of the parts in runes
	prefixes      map[string]bool  // keep their hyphen
	starters      map[string]bool  // begin sentences
	units         map[string]bool  // stand against their number
	speech        map[string]bool  // report a quotation
}

func newLexicon() (*lexicon, error) {
	l := &lexicon{abbreviations: map[string]abbreviation{}, contractions: map[string][]int{}}
	err := readLines("abbreviations.tsv", func(line string) error {
		kind, word, ok := strings.Cut(line, "\t")
		if !ok || abbreviationKinds[kind] == notAbbreviated {
			return fmt.Errorf("want a kind, a tab and a word, got %q", line)
		}
		l.abbreviations[word] = abbreviationKinds[kind]
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = readLines("contractions.tsv", func(line string) error {
		parts := strings.Fields(line)
		if len(parts) < 2 {
			return fmt.Errorf("want two parts or more, got %q", line)
		}
		lengths := make([]int, len(parts))
		for i, p := range parts {
			lengths[i] = utf8.RuneCountInString(p)
		}
		l.contractions[strings.Join(parts, "")] = lengths
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, set := range map[string]*map[string]bool{
		"prefixes.txt": &l.prefixes, "starters.txt": &l.starters, "units.txt": &l.units, "speech.txt": &l.speech,
	} {
		if *set, err = readWords(name); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// readWords reads a file of one word a line.
func readWords(name string) (map[string]bool, error) {
	words := map[string]bool{}
	err := readLines(name, func(line string) error {
		words[line] = true
		return nil
	})
	return words, err
}

// readLines calls f with each line of a data file that is neither empty nor a
// comment; the error names file and line.
func readLines(name string, f func(line string) error) error {
	data, err := dataFiles.ReadFile("data/" + name)
	if err != nil {
		return err
	}
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimRight(line, "\r\n ")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("nlp/data/%s:%d: %w", name, number, err)
		}
	}
	return nil
}

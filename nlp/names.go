package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/nlp/gazetteer"
)

// nameTagger finds the names of a document. It weighs what the network labels
// against the gazetteer, the tags and the rest of the document.
type nameTagger struct {
	table *gazetteer.Table
}

func newNameTagger(table *gazetteer.Table) *nameTagger { return &nameTagger{table} }

// candidate is a stretch of tokens that may be a name.
type candidate struct {
	first, last int
	label       NameType          // the network's, "" where it sees no name
	matches     []gazetteer.Match // entries that bear exactly these words
	kind        NameType          // decided
	sure        bool              // by its words alone, whatever stands elsewhere
	proper      bool              // tagged as a proper noun
	key         string            // its words, to compare
}

// reading is the state of tagging one document.
type reading struct {
	*nameTagger
	d        *Document
	words    []gazetteer.Word
	labels   []string // "B-Person", "I-Person", "O", ... a token, nil where no network read it
	sentence int
	caps     []bool // by sentence: all in capitals
	found    []candidate
}

// names sets d.Names. labels holds a label for each token ("B-Person",
// "I-Person", "O"), or is nil where no network has read the document: names
// are then found by their tags.
func (t *nameTagger) names(d *Document, labels []string) {
	r := &reading{nameTagger: t, d: d, labels: labels}
	r.readAll()
	r.agree()
	d.Names = d.Names[:0]
	for _, c := range r.found {
		if c.kind != "" {
			d.Names = append(d.Names, Name{c.first, c.last, c.kind})
		}
	}
}

// readAll finds the candidates of the document, and their types by rules.
func (r *reading) readAll() {
	d := r.d
	r.words, r.caps = make([]gazetteer.Word, len(d.Tokens)), make([]bool, len(d.Sentences))
	for i := range d.Tokens {
		r.words[i] = gazetteer.NewWord(d.Tokens[i].Form)
	}
	for i, s := range d.Sentences {
		r.sentence = i
		r.caps[i] = allCapitals(d.Tokens[s.First:s.Last])
		r.readSentence(s)
	}
}

// readSentence appends the names of a sentence to r.found.
func (r *reading) readSentence(s Sentence) {
	spans := append(r.gazetteerSpans(s), r.labelSpans(s)...)
	spans = append(spans, r.smallPlaces(s)...)
	spans = r.settle(append(spans, r.properSpans(s)...), s)
	for _, c := range spans {
		r.decide(&c)
		c.key = r.key(&c)
		r.found = append(r.found, c)
	}
}

// allCapitals tells whether a sentence is written in capitals, so that they
// tell nothing.
func allCapitals(tokens []Token) bool {
	upper, words := 0, 0
	for i := range tokens {
		form := tokens[i].Form
		if len(form) < 2 || !isLetters(form) {
			continue
		}
		words++
		if strings.ToUpper(form) == form {
			upper++
		}
	}
	return words >= 3 && upper*10 >= words*7
}

func isLetters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// inCapitals tells whether a word of two letters or more has no small one.
func inCapitals(s string) bool {
	return len(s) > 1 && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// typeOf returns the NameType of an entry's type.
func typeOf(kind gazetteer.Type) NameType { return NameType(kind) }

// isNameType tells whether entries of a type are names and not words that go with them.
func isNameType(kind gazetteer.Type) bool {
	return kind != gazetteer.Title && kind != gazetteer.Role && kind != gazetteer.GivenName
}

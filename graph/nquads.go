package graph

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// RawTerm is a term whose bytes belong to the reader that gave it: they hold
// until its next call. Value is decoded, as in Term.
type RawTerm struct {
	Kind     TermKind
	Value    []byte
	Datatype []byte // nil for a plain or a tagged string, xsd:string included
	Lang     []byte
}

// Term copies the term.
func (t RawTerm) Term() Term {
	return Term{Kind: t.Kind, Value: string(t.Value), Datatype: IRI(t.Datatype), Lang: string(t.Lang)}
}

// RawQuad is a quad whose bytes belong to the reader that gave it.
type RawQuad struct {
	Subject, Predicate, Object, Graph RawTerm
}

// The classes of ASCII bytes in N-Quads.
const (
	inIRI     = 1 << iota // may stand in an IRI
	inLabel               // may stand in a blank node's label, "." aside
	startLang             // letters
	inLang                // letters and digits
	inText                // may stand in the canonical form of a literal as it is
	inScheme              // may stand in an IRI's scheme
)

var nqClass = func() (class [256]uint8) {
	for c := range 256 {
		b := byte(c)
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		digit := b >= '0' && b <= '9'
		if b > ' ' && bytes.IndexByte([]byte("<>\"{}|^`\\"), b) < 0 {
			class[c] |= inIRI
		}
		if b >= ' ' && b != '"' && b != '\\' && b != 0x7F && b != 0xEF { // 0xEF begins U+FFFE
			class[c] |= inText
		}
		if letter {
			class[c] |= startLang
		}
		if letter || digit {
			class[c] |= inLabel | inLang | inScheme
		}
		if b == '_' || b == '-' {
			class[c] |= inLabel
		}
		if b == '+' || b == '-' || b == '.' {
			class[c] |= inScheme
		}
	}
	return class
}()

// illegalInIRI gives the index of the first byte that no IRI may hold, or -1.
func illegalInIRI[T string | []byte](iri T) int {
	for i := 0; i < len(iri); i++ {
		if nqClass[iri[i]]&inIRI == 0 {
			return i
		}
	}
	return -1
}

// isAbsolute tells whether an IRI begins with a scheme.
func isAbsolute[T string | []byte](iri T) bool {
	if len(iri) == 0 || nqClass[iri[0]]&startLang == 0 {
		return false
	}
	for i := 1; i < len(iri); i++ {
		if nqClass[iri[i]]&inScheme == 0 {
			return iri[i] == ':'
		}
	}
	return false
}

// labelLen gives the length of the blank node label that text begins with.
func labelLen[T string | []byte](text T) int {
	n := 0
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '.' && i > 0:
			i++ // belongs to the label only when more of it follows
			continue
		case c < utf8.RuneSelf:
			if nqClass[c]&inLabel == 0 || i == 0 && c == '-' {
				return n
			}
			i++
		default:
			r, size := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
			if !labelRune(r, i == 0) {
				return n
			}
			i += size
		}
		n = i
	}
	return n
}

// labelRune holds the characters beyond ASCII of PN_CHARS_BASE, and those of
// PN_CHARS when it is not the first.
func labelRune(r rune, first bool) bool {
	switch {
	case r >= 0xC0 && r <= 0x2FF && r != 0xD7 && r != 0xF7, r >= 0x370 && r <= 0x1FFF && r != 0x37E,
		r == 0x200C, r == 0x200D, r >= 0x2070 && r <= 0x218F, r >= 0x2C00 && r <= 0x2FEF,
		r >= 0x3001 && r <= 0xD7FF, r >= 0xF900 && r <= 0xFDCF, r >= 0xFDF0 && r <= 0xFFFD, r >= 0x10000 && r <= 0xEFFFF:
		return true
	}
	return !first && (r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040)
}

// langLen gives the length of the language tag that text begins with. With
// direction, it may end in --ltr or --rtl, as in RDF 1.2.
func langLen[T string | []byte](text T, direction bool) int {
	n := 0
	for n < len(text) && nqClass[text[n]]&startLang != 0 {
		n++
	}
	if n == 0 {
		return 0
	}
	for n+1 < len(text) && text[n] == '-' && nqClass[text[n+1]]&inLang != 0 {
		n += 2
		for n < len(text) && nqClass[text[n]]&inLang != 0 {
			n++
		}
	}
	if direction && n+5 <= len(text) {
		if d := string(text[n : n+5]); d == "--ltr" || d == "--rtl" {
			n += 5
		}
	}
	return n
}

// checkTerm refuses a term that N-Quads cannot say.
func checkTerm(t Term) error {
	switch t.Kind {
	case IRITerm:
		return checkIRI(t.Value)
	case BlankTerm:
		if t.Value == "" || !utf8.ValidString(t.Value) || labelLen(t.Value) != len(t.Value) {
			return fmt.Errorf("%q is no label of a blank node", clip(t.Value))
		}
		return nil
	case LiteralTerm:
		return checkLiteral(t)
	}
	return fmt.Errorf("there is no term")
}

func checkIRI(iri string) error {
	switch i := illegalInIRI(iri); {
	case i >= 0:
		return fmt.Errorf("the IRI %q holds %q", clip(iri), iri[i])
	case !utf8.ValidString(iri):
		return fmt.Errorf("the IRI %q is not UTF-8", clip(iri))
	case !isAbsolute(iri):
		return fmt.Errorf("the IRI %q is not absolute", clip(iri))
	}
	return nil
}

func checkLiteral(t Term) error {
	if !utf8.ValidString(t.Value) {
		return fmt.Errorf("the literal %q is not UTF-8", clip(t.Value))
	}
	if t.Lang != "" {
		if langLen(t.Lang, true) != len(t.Lang) {
			return fmt.Errorf("%q is no language tag", clip(t.Lang))
		}
		if t.Datatype != "" && t.Datatype != rdfLangString {
			return fmt.Errorf("a literal with the language %s has the datatype %q", t.Lang, clip(string(t.Datatype)))
		}
		return nil
	}
	if t.Datatype != "" {
		if err := checkIRI(string(t.Datatype)); err != nil {
			return fmt.Errorf("datatype: %w", err)
		}
	}
	return nil
}

// clip shortens what an error quotes.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}

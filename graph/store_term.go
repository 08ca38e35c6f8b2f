package graph

import (
	"encoding/json"
	"regexp"
	"strings"

	"kg/graph/quadstore"
)

// TermKind tells the kinds of RDF terms apart.
type TermKind uint8

// The kinds of terms. The zero Term, of kind NoTerm, stands for the default
// graph and for "nothing there".
const (
	NoTerm TermKind = iota
	IRITerm
	BlankTerm
	LiteralTerm
)

// String names the kind as JSON does: "iri", "blank", "literal", "".
func (k TermKind) String() string {
	switch k {
	case IRITerm:
		return "iri"
	case BlankTerm:
		return "blank"
	case LiteralTerm:
		return "literal"
	}
	return ""
}

// MarshalText writes the kind as String does.
func (k TermKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Term is one term of a quad, exactly as it came in.
type Term struct {
	Kind     TermKind `json:"kind"`
	Value    string   `json:"value"`              // IRI without brackets, blank node without "_:", lexical form of a literal
	Datatype IRI      `json:"datatype,omitempty"` // of a typed literal; "" for a plain or a tagged string
	Lang     string   `json:"lang,omitempty"`     // BCP 47 tag of a tagged string
}

// NewIRI gives the term of an IRI.
func NewIRI(iri IRI) Term { return Term{Kind: IRITerm, Value: string(iri)} }

// NewString gives a plain string literal.
func NewString(s string) Term { return Term{Kind: LiteralTerm, Value: s} }

// IsIRI tells whether the term is an IRI.
func (t Term) IsIRI() bool { return t.Kind == IRITerm }

// IsZero tells whether there is no term at all.
func (t Term) IsZero() bool { return t.Kind == NoTerm }

// IRI is the term's IRI, or "" when it is none.
func (t Term) IRI() IRI {
	if t.Kind != IRITerm {
		return ""
	}
	return IRI(t.Value)
}

// String writes the term as N-Quads does: <iri>, _:blank, "text"@en,
// "7"^^<http://www.w3.org/2001/XMLSchema#integer>.
func (t Term) String() string {
	switch t.Kind {
	case IRITerm:
		return "<" + t.Value + ">"
	case BlankTerm:
		return "_:" + t.Value
	case LiteralTerm:
		return t.literal()
	}
	return ""
}

func (t Term) literal() string {
	s := `"` + literalEscapes.Replace(t.Value) + `"`
	switch {
	case t.Lang != "":
		return s + "@" + t.Lang
	case t.Datatype != "":
		return s + "^^<" + string(t.Datatype) + ">"
	}
	return s
}

var literalEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)

// Short writes the term for people: an IRI with its prefix (rdf:type,
// kg:supports), a literal as its bare text.
func (t Term) Short() string {
	switch t.Kind {
	case IRITerm:
		return shortIRI(t.Value)
	case BlankTerm:
		return "_:" + t.Value
	}
	return t.Value
}

// Quad is a statement of RDF with the graph it stands in; a zero Graph is the
// default graph.
type Quad struct {
	Subject, Predicate, Object, Graph Term
}

// appendTermBytes appends the bytes by which the quad store knows a term.
func appendTermBytes(dst []byte, t Term) []byte {
	switch t.Kind {
	case IRITerm:
		return quadstore.AppendIRI(dst, t.Value)
	case BlankTerm:
		return quadstore.AppendBlank(dst, t.Value)
	case LiteralTerm:
		return quadstore.AppendLiteral(dst, t.Value, string(t.Datatype), t.Lang)
	}
	return dst
}

// termBytes gives the bytes by which the quad store knows a term, nil for none.
func termBytes(t Term) []byte { return appendTermBytes(nil, t) }

// termFromBytes undoes termBytes.
func termFromBytes(b []byte) (Term, error) {
	t, err := quadstore.ParseTerm(b)
	if err != nil {
		return Term{}, err
	}
	return Term{Kind: termKinds[t.Kind], Value: string(t.Text), Datatype: IRI(t.Datatype), Lang: string(t.Lang)}, nil
}

// Datatypes that Gizmo knows as numbers and booleans of JavaScript.
const (
	XSDInteger IRI = "http://www.w3.org/2001/XMLSchema#integer"
	XSDBoolean IRI = "http://www.w3.org/2001/XMLSchema#boolean"
)

var termKinds = map[quadstore.Kind]TermKind{quadstore.IRI: IRITerm, quadstore.Blank: BlankTerm, quadstore.Literal: LiteralTerm}

// quadBytes gives the terms of a quad as the quad store knows them.
func quadBytes(q Quad) quadstore.Terms {
	return quadstore.Terms{termBytes(q.Subject), termBytes(q.Predicate), termBytes(q.Object), termBytes(q.Graph)}
}

// quadFromBytes undoes quadBytes.
func quadFromBytes(b quadstore.Terms) (q Quad, err error) {
	for i, t := range []*Term{&q.Subject, &q.Predicate, &q.Object, &q.Graph} {
		if *t, err = termFromBytes(b[i]); err != nil {
			return q, err
		}
	}
	return q, nil
}

// JSON gives the term as Cayley's HTTP API does: an IRI short and in
// brackets, a number or a boolean as such, any other literal as its text.
func (t Term) JSON() any {
	switch t.Kind {
	case IRITerm:
		return "<" + t.Short() + ">"
	case BlankTerm:
		return t.String()
	case NoTerm:
		return nil
	}
	name, ok := strings.CutPrefix(string(t.Datatype), "http://www.w3.org/2001/XMLSchema#")
	switch {
	case !ok:
	case name == "boolean" && (t.Value == "true" || t.Value == "false"):
		return t.Value == "true"
	case numeric[name] && jsonNumber.MatchString(t.Value):
		return json.Number(t.Value)
	}
	return t.Value
}

var numeric = map[string]bool{"integer": true, "decimal": true, "double": true, "float": true, "int": true, "long": true, "nonNegativeInteger": true}

// jsonNumber matches the numbers that JSON can write as they are.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

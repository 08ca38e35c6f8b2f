package graph

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Quads says a reading in quads, in the order of the text: the article, its
// entities, its statements. The quads of a statement's node, and all others,
// are labelled with the article; only the plain edge of what the article
// itself asserts is labelled with its statement. Taking out the quads with
// these labels takes out the reading and nothing else. A reading with a term
// that no store can hold, such as a relative IRI, is refused.
func Quads(r *Reading) ([]Quad, error) {
	w := &quadsWriter{article: &r.Article, label: NewIRI(r.Article.ID), seen: map[Quad]bool{}}
	w.articleQuads()
	for i := range r.Entities {
		w.entity(&r.Entities[i])
	}
	for i := range r.Statements {
		w.statement(&r.Statements[i])
	}
	if w.err != nil {
		return nil, fmt.Errorf("article %s: %w", r.Article.ID, w.err)
	}
	return w.quads, nil
}

// unnamedSource stands for a source that the article gives no words for.
const unnamedSource = "an unnamed source"

type quadsWriter struct {
	article *Article
	label   Term
	quads   []Quad
	seen    map[Quad]bool
	checked IRI // the latest subject that was found to be legal
	err     error
}

// add adds a quad once; a missing object adds none.
func (w *quadsWriter) add(subject, predicate IRI, object, label Term) {
	if object.IsZero() || w.err != nil {
		return
	}
	q := Quad{NewIRI(subject), NewIRI(predicate), object, label}
	if w.seen[q] {
		return
	}
	// Graphs and relations are checked where they are a subject or an object.
	if w.err = checkTerm(q.Object); w.err == nil && subject != w.checked {
		w.err = checkTerm(q.Subject)
	}
	if w.err != nil {
		return
	}
	w.checked = subject
	w.seen[q] = true
	w.quads = append(w.quads, q)
}

// node adds a field of a node, in the article's graph.
func (w *quadsWriter) node(subject, predicate IRI, object Term) {
	w.add(subject, predicate, object, w.label)
}

func (w *quadsWriter) articleQuads() {
	a := w.article
	w.node(a.ID, RDFType, NewIRI(SchemaArticle))
	w.node(a.ID, SchemaHeadline, words(a.Title))
	w.node(a.ID, SchemaPublished, dateTerm(a.Published))
	w.node(a.ID, SchemaPublisher, words(a.Publisher))
	w.node(a.ID, SchemaLanguage, words(a.Language))
	w.node(a.ID, FieldSource, words(a.Source))
	if web := strings.HasPrefix(a.Source, "http://") || strings.HasPrefix(a.Source, "https://"); web && checkIRI(a.Source) == nil {
		w.node(a.ID, SchemaURL, NewIRI(IRI(a.Source)))
	}
}

func (w *quadsWriter) entity(e *Entity) {
	w.node(e.ID, RDFType, NewIRI(ClassIRI(e.Type)))
	w.node(e.ID, RDFSLabel, words(e.Name))
	for _, alias := range e.Aliases {
		if alias != e.Name {
			w.node(e.ID, SKOSAltLabel, words(alias))
		}
	}
	for _, same := range e.SameAs {
		w.node(e.ID, OWLSameAs, NewIRI(same))
	}
	if e.ActsFor != "" {
		w.node(e.ID, FieldActsFor, NewIRI(e.ActsFor))
	}
	if e.At != nil {
		w.node(e.ID, GeoLat, degrees(e.At.Lat))
		w.node(e.ID, GeoLong, degrees(e.At.Lon))
	}
}

func (w *quadsWriter) statement(s *Statement) {
	if w.err == nil && (s.Polarity == "" || s.Modality == "") {
		w.err = fmt.Errorf("statement %s has no polarity or no modality", s.ID)
	}
	if s.Plain() && s.Subject.ID != "" {
		w.add(s.Subject.ID, s.Relation, w.argument(s.Object), NewIRI(s.ID))
	}
	w.node(s.ID, RDFType, NewIRI(RDFStatement))
	w.node(s.ID, RDFSubject, w.argument(s.Subject))
	w.node(s.ID, RDFPredicate, NewIRI(s.Relation))
	w.node(s.ID, RDFObject, w.argument(s.Object))
	w.node(s.ID, FieldAddressee, w.argument(s.Addressee))
	w.node(s.ID, FieldEvent, iriTerm(s.Event))
	w.evidence(s)
	w.asserted(s)
	w.circumstances(s)
	w.node(s.ID, FieldTrigger, words(s.Trigger.Text))
	w.node(s.ID, FieldTriggerAt, w.place(s.Trigger.Span))
	if s.Subject != nil {
		w.node(s.ID, FieldSubjectAt, w.place(s.Subject.Span))
	}
	if s.Object != nil {
		w.node(s.ID, FieldObjectAt, w.place(s.Object.Span))
	}
	w.node(s.ID, FieldRule, words(s.Rule))
	w.node(s.ID, FieldConfidence, Term{Kind: LiteralTerm, Value: decimal(s.Confidence), Datatype: XSDDecimal})
}

// evidence adds the sentence, with its words.
func (w *quadsWriter) evidence(s *Statement) {
	id := EvidenceID(w.article.ID, s.Sentence)
	w.node(s.ID, FieldEvidence, NewIRI(id))
	w.node(id, ProvQuotedFrom, NewIRI(w.article.ID))
	w.node(id, FieldText, words(cut(w.article.Text, s.Sentence)))
}

// asserted adds what keeps a statement from being a plain fact.
func (w *quadsWriter) asserted(s *Statement) {
	if s.Polarity != Positive {
		w.node(s.ID, FieldPolarity, words(string(s.Polarity)))
	}
	if s.Modality != Actual {
		w.node(s.ID, FieldModality, words(string(s.Modality)))
	}
	if by := s.AttributedTo; by != nil {
		source := w.argument(&by.Argument)
		if source.IsZero() {
			source = words(unnamedSource) // a claim must not read as a fact for want of a name
		}
		w.node(s.ID, FieldAttributedTo, source)
		if by.Via != nil {
			w.node(s.ID, FieldVia, w.argument(&by.Via.Argument))
		}
	}
	if s.Cue != nil {
		w.node(s.ID, FieldCue, words(cmp.Or(s.Cue.Text, cut(w.article.Text, s.Cue.Span), "reportedly")))
	}
}

func (w *quadsWriter) circumstances(s *Statement) {
	if t := s.Time; t != nil {
		if t.Value != "" {
			w.node(s.ID, FieldTime, Term{Kind: LiteralTerm, Value: clean(t.Value), Datatype: EDTFDatatype})
		}
		w.node(s.ID, FieldTimeText, words(t.Text))
	}
	w.node(s.ID, FieldPlace, w.argument(s.Place))
	if s.Quantity != nil {
		w.node(s.ID, FieldQuantity, words(s.Quantity.Text))
	}
	if s.Instrument != nil {
		w.node(s.ID, FieldInstrument, words(s.Instrument.Text))
	}
}

// argument is an entity's IRI, or the words of what is none.
func (w *quadsWriter) argument(a *Argument) Term {
	switch {
	case a == nil:
		return Term{}
	case a.ID != "":
		return NewIRI(a.ID)
	case a.Name != "":
		return words(a.Name)
	}
	return words(cut(w.article.Text, a.Span))
}

// place is the passage of a span; an empty one, of what stands nowhere, is none.
func (w *quadsWriter) place(s Span) Term {
	if s.End <= s.Begin {
		return Term{}
	}
	return NewIRI(EvidenceID(w.article.ID, s))
}

func iriTerm(iri IRI) Term {
	if iri == "" {
		return Term{}
	}
	return NewIRI(iri)
}

// words is a string literal, or no term for an empty string.
func words(s string) Term {
	if s == "" {
		return Term{}
	}
	return NewString(clean(s))
}

// degrees is a decimal number with at least one digit after the point, as XSD's canonical form has it.
func degrees(x float64) Term {
	value := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(value, ".") {
		value += ".0"
	}
	return Term{Kind: LiteralTerm, Value: value, Datatype: XSDDecimal}
}

func clean(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// cut gives the words of a span, as far as the text goes.
func cut(text string, s Span) string {
	begin, end := max(0, min(s.Begin, len(text))), max(0, min(s.End, len(text)))
	if begin >= end {
		return ""
	}
	return text[begin:end]
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

var dateForms = []struct {
	form     *regexp.Regexp
	datatype IRI
}{
	{regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), XSDDate},
	{regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`), XSDDateTime},
	{regexp.MustCompile(`^\d{4}$`), XSDYear},
	{regexp.MustCompile(`^\d{4}-\d\d$`), XSDYearMonth},
}

// dateTerm types a date by its form; what has none of XML Schema's is EDTF.
func dateTerm(date string) Term {
	if date == "" {
		return Term{}
	}
	for _, f := range dateForms {
		if f.form.MatchString(date) {
			return Term{Kind: LiteralTerm, Value: date, Datatype: f.datatype}
		}
	}
	return Term{Kind: LiteralTerm, Value: clean(date), Datatype: EDTFDatatype}
}

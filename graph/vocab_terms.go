package graph

// The words of standard vocabularies that the graph uses, by their full IRIs.
const (
	RDFType      IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	RDFStatement IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement"
	RDFSubject   IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"
	RDFPredicate IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate"
	RDFObject    IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object"
	RDFSLabel    IRI = "http://www.w3.org/2000/01/rdf-schema#label"
	SKOSAltLabel IRI = "http://www.w3.org/2004/02/skos/core#altLabel"
	OWLSameAs    IRI = "http://www.w3.org/2002/07/owl#sameAs"

	GeoLat  IRI = "http://www.w3.org/2003/01/geo/wgs84_pos#lat"  // W3C's basic geo vocabulary: degrees north
	GeoLong IRI = "http://www.w3.org/2003/01/geo/wgs84_pos#long" // degrees east

	ProvQuotedFrom IRI = "http://www.w3.org/ns/prov#wasQuotedFrom" // a passage, of its article

	SchemaArticle   IRI = "http://schema.org/NewsArticle"
	SchemaHeadline  IRI = "http://schema.org/headline"
	SchemaPublished IRI = "http://schema.org/datePublished"
	SchemaPublisher IRI = "http://schema.org/publisher"
	SchemaLanguage  IRI = "http://schema.org/inLanguage"
	SchemaURL       IRI = "http://schema.org/url"

	XSDDecimal   IRI = "http://www.w3.org/2001/XMLSchema#decimal"
	XSDDate      IRI = "http://www.w3.org/2001/XMLSchema#date"
	XSDDateTime  IRI = "http://www.w3.org/2001/XMLSchema#dateTime"
	XSDYear      IRI = "http://www.w3.org/2001/XMLSchema#gYear"
	XSDYearMonth IRI = "http://www.w3.org/2001/XMLSchema#gYearMonth"
	EDTFDatatype IRI = "http://id.loc.gov/datatypes/edtf"
)

// The fields of the graph's own vocabulary. Each is there only where it holds:
// no kg:polarity is positive, no kg:modality is actual.
const (
	FieldActsFor      IRI = "kg:actsFor"      // person → the country that the person heads, by the gazetteer
	FieldEvidence     IRI = "kg:evidence"     // statement → the passage it was read off
	FieldText         IRI = "kg:text"         // passage → its words
	FieldSource       IRI = "kg:source"       // article → path or URL as given
	FieldEvent        IRI = "kg:event"        // statement → what all statements of one predicate share
	FieldTrigger      IRI = "kg:trigger"      // statement → the words that carry the relation
	FieldTriggerAt    IRI = "kg:triggerAt"    // statement → where they stand
	FieldSubjectAt    IRI = "kg:subjectAt"    // statement → where the subject's words stand
	FieldObjectAt     IRI = "kg:objectAt"     // statement → where the object's words stand
	FieldAddressee    IRI = "kg:addressee"    // kg:says statement → to whom
	FieldPolarity     IRI = "kg:polarity"     // statement → "negative"
	FieldModality     IRI = "kg:modality"     // statement → "planned", "possible", "requested", "conditional"
	FieldAttributedTo IRI = "kg:attributedTo" // statement → who says so, an entity or the words for an unnamed source
	FieldVia          IRI = "kg:via"          // statement → who quotes the one that it is attributed to
	FieldCue          IRI = "kg:cue"          // statement → the words that attribute it
	FieldTime         IRI = "kg:time"         // statement → EDTF value
	FieldTimeText     IRI = "kg:timeText"     // statement → the words of the time
	FieldPlace        IRI = "kg:place"        // statement → an entity, or words
	FieldQuantity     IRI = "kg:quantity"     // statement → words
	FieldInstrument   IRI = "kg:instrument"   // statement → words
	FieldRule         IRI = "kg:rule"         // statement → the rule that read it
	FieldConfidence   IRI = "kg:confidence"   // statement → 0 to 1, xsd:decimal
)

package graph

import "strings"

// prefixes are the short names of the standard vocabularies, longest
// namespace first where one begins another. kg: is a scheme of its own and
// needs none.
var prefixes = []struct{ prefix, namespace string }{
	{"rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs:", "http://www.w3.org/2000/01/rdf-schema#"},
	{"owl:", "http://www.w3.org/2002/07/owl#"},
	{"xsd:", "http://www.w3.org/2001/XMLSchema#"},
	{"skos:", "http://www.w3.org/2004/02/skos/core#"},
	{"geo:", "http://www.w3.org/2003/01/geo/wgs84_pos#"},
	{"prov:", "http://www.w3.org/ns/prov#"},
	{"dcterms:", "http://purl.org/dc/terms/"},
	{"foaf:", "http://xmlns.com/foaf/0.1/"},
	{"wd:", "http://www.wikidata.org/entity/"},
	{"schema:", "http://schema.org/"},
}

// shortIRI gives iri with its prefix in place of a known namespace.
func shortIRI(iri string) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(iri, p.namespace); ok && rest != "" {
			return p.prefix + rest
		}
	}
	return iri
}

// expandIRI gives iri with the namespace of a known prefix in its place.
func expandIRI(iri string) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(iri, p.prefix); ok {
			return p.namespace + rest
		}
	}
	return iri
}

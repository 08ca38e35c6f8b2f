package graph

import (
	"slices"
	"strconv"
	"strings"
)

// statementInfo reads a statement's node from the quads about it, in any
// order; those of other subjects are skipped. Its evidence comes without the
// words, which are of the passage's own node. It gives false where the quads
// hold no statement.
func statementInfo(id IRI, quads []Quad) (StatementInfo, bool) {
	info := StatementInfo{ID: id, Polarity: Positive, Modality: Actual}
	found := false
	for _, q := range quads {
		if q.Subject.IRI() != id {
			continue
		}
		predicate, v := q.Predicate.IRI(), q.Object
		found = found || predicate == RDFType && v.IRI() == RDFStatement
		info.set(predicate, v)
		if predicate == RDFType {
			info.Article = q.Graph.IRI()
		}
		info.Properties = append(info.Properties, Property{predicate, v})
	}
	info.Plain = info.Polarity == Positive && info.Modality == Actual && info.AttributedTo.IsZero() && info.Cue == "" &&
		!info.Subject.IsZero() && !info.Object.IsZero()
	slices.SortFunc(info.Evidence, func(a, b Evidence) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return info, found
}

func (s *StatementInfo) set(predicate IRI, v Term) {
	switch predicate {
	case RDFSubject:
		s.Subject = v
	case RDFPredicate:
		s.Relation = v.IRI()
	case RDFObject:
		s.Object = v
	case FieldEvent:
		s.Event = v.IRI()
	case FieldPolarity:
		s.Polarity = Polarity(v.Value)
	case FieldModality:
		s.Modality = Modality(v.Value)
	case FieldAttributedTo:
		s.AttributedTo = v
	case FieldPlace:
		s.Place = v
	case FieldEvidence:
		e := Evidence{ID: v.IRI()}
		e.Article, e.Span, _ = passageOf(e.ID)
		s.Evidence = append(s.Evidence, e)
	case FieldConfidence:
		s.Confidence, _ = strconv.ParseFloat(v.Value, 64)
	default:
		if text := s.text(predicate); text != nil {
			*text = v.Value
		}
	}
}

// text is the field of a statement that holds a predicate's words.
func (s *StatementInfo) text(predicate IRI) *string {
	switch predicate {
	case FieldCue:
		return &s.Cue
	case FieldTime:
		return &s.Time
	case FieldTimeText:
		return &s.TimeText
	case FieldQuantity:
		return &s.Quantity
	case FieldInstrument:
		return &s.Instrument
	case FieldTrigger:
		return &s.Trigger
	case FieldRule:
		return &s.Rule
	}
	return nil
}

// passageOf undoes EvidenceID.
func passageOf(id IRI) (article IRI, span Span, ok bool) {
	head, tail, ok := strings.Cut(string(id), "#char=")
	begin, end, comma := strings.Cut(tail, ",")
	if !ok || !comma {
		return "", Span{}, false
	}
	b, err1 := strconv.Atoi(begin)
	e, err2 := strconv.Atoi(end)
	if err1 != nil || err2 != nil || b < 0 || e < b {
		return "", Span{}, false
	}
	return IRI(head), Span{b, e}, true
}

// entityInfo reads an entity's node from the quads about it, over all
// articles; Statements is left to whoever can look them up. It gives false
// where no article describes the entity.
func entityInfo(id IRI, quads []Quad) (EntityInfo, bool) {
	info := EntityInfo{ID: id}
	for _, q := range quads {
		if q.Subject.IRI() != id {
			continue
		}
		switch q.Predicate.IRI() {
		case RDFSLabel:
			if info.Name == "" || q.Object.Value < info.Name {
				info.Name = q.Object.Value
			}
		case RDFType:
			info.Types = append(info.Types, q.Object.IRI())
		case SKOSAltLabel:
			info.Aliases = append(info.Aliases, q.Object.Value)
		case OWLSameAs:
			info.SameAs = append(info.SameAs, q.Object.IRI())
		case FieldActsFor:
			info.ActsFor = append(info.ActsFor, q.Object.IRI())
		case GeoLat, GeoLong:
			info.locate(q)
		default:
			continue
		}
		info.Articles = append(info.Articles, q.Graph.IRI())
	}
	found := len(info.Articles) > 0
	if info.Name == "" {
		info.Name = nameFromIRI(id)
	}
	info.Types = sortedSet(info.Types)
	info.Aliases = sortedSet(info.Aliases)
	info.SameAs = sortedSet(info.SameAs)
	info.ActsFor = sortedSet(info.ActsFor)
	info.Articles = sortedSet(info.Articles)
	return info, found
}

// locate takes a coordinate; what is no number is passed over.
func (e *EntityInfo) locate(q Quad) {
	x, err := strconv.ParseFloat(q.Object.Value, 64)
	if err != nil {
		return
	}
	if e.At == nil {
		e.At = &Coordinates{}
	}
	if q.Predicate.IRI() == GeoLat {
		e.At.Lat = x
	} else {
		e.At.Lon = x
	}
}

// articleInfo reads an article's node from the quads about it; the counts are
// left to whoever can count. It gives false where the quads hold no article.
func articleInfo(id IRI, quads []Quad) (ArticleInfo, bool) {
	info := ArticleInfo{ID: id}
	found := false
	for _, q := range quads {
		if q.Subject.IRI() != id {
			continue
		}
		found = found || q.Predicate.IRI() == RDFType && q.Object.IRI() == SchemaArticle
		info.set(q.Predicate.IRI(), q.Object)
	}
	return info, found
}

// set notes what a quad about an article says.
func (a *ArticleInfo) set(predicate IRI, v Term) {
	switch predicate {
	case SchemaHeadline:
		a.Title = v.Value
	case SchemaPublished:
		a.Published = v.Value
	case SchemaPublisher:
		a.Publisher = v.Value
	case FieldSource:
		a.Source = v.Value
	}
}

// nameFromIRI is what people read where an entity has no label: the last part
// of its IRI with spaces.
func nameFromIRI(id IRI) string {
	s := string(id)
	if i := strings.LastIndexByte(s, '#'); i >= 0 && i+1 < len(s) {
		s = s[i+1:]
	}
	if rest, ok := strings.CutPrefix(s, Scheme); ok {
		s = rest
	} else if i := strings.LastIndexByte(s, '/'); i >= 0 && i+1 < len(s) {
		s = s[i+1:]
	}
	return strings.ReplaceAll(decodePercent(s), "_", " ")
}

func sortedSet[T ~string](s []T) []T {
	slices.Sort(s)
	return slices.Compact(s)
}

package web

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"kg/graph"
)

// part is a stretch of a sentence with the role it plays in a statement.
type part struct {
	Text string `json:"text"`
	Role string `json:"role,omitempty"` // "subject", "trigger", "object", "cue"
}

// mark is the place of a role, in bytes of a sentence.
type mark struct {
	begin, end int
	role       string
}

// partsOf cuts the first sentence of a statement where its words stand.
func partsOf(s *graph.StatementInfo) []part {
	if len(s.Evidence) == 0 {
		return nil
	}
	sentence := s.Evidence[0]
	var marks []mark
	add := func(begin, end int, role string) {
		if begin < 0 || begin >= end || end > len(sentence.Text) {
			return
		}
		for _, m := range marks {
			if begin < m.end && m.begin < end {
				return
			}
		}
		marks = append(marks, mark{begin, end, role})
	}
	places := map[graph.IRI]graph.Span{}
	for _, p := range s.Properties {
		if span, ok := charSpan(p.Value.Value); ok {
			places[p.Predicate] = span
		}
	}
	for _, p := range []struct {
		field graph.IRI
		role  string
	}{{graph.FieldTriggerAt, "trigger"}, {graph.FieldSubjectAt, "subject"}, {graph.FieldObjectAt, "object"}} {
		if span, ok := places[p.field]; ok {
			add(span.Begin-sentence.Span.Begin, span.End-sentence.Span.Begin, p.role)
		}
	}
	for _, p := range []struct{ words, role string }{{s.Trigger, "trigger"}, {s.Cue, "cue"}} {
		marked := slices.ContainsFunc(marks, func(m mark) bool { return m.role == p.role })
		if i := strings.Index(sentence.Text, p.words); p.words != "" && i >= 0 && !marked {
			add(i, i+len(p.words), p.role)
		}
	}
	return cutAt(sentence.Text, marks)
}

// cutAt cuts a text at marks that don't overlap.
func cutAt(text string, marks []mark) []part {
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Compare(a.begin, b.begin) })
	var parts []part
	at := 0
	for _, m := range marks {
		if m.begin > at {
			parts = append(parts, part{Text: text[at:m.begin]})
		}
		parts = append(parts, part{text[m.begin:m.end], m.role})
		at = m.end
	}
	if at < len(text) {
		parts = append(parts, part{Text: text[at:]})
	}
	return parts
}

// charSpan reads the span off a passage's IRI, "kg:article/9c1e…#char=120,310".
func charSpan(iri string) (graph.Span, bool) {
	_, tail, ok := strings.Cut(iri, "#char=")
	begin, end, comma := strings.Cut(tail, ",")
	b, err1 := strconv.Atoi(begin)
	e, err2 := strconv.Atoi(end)
	return graph.Span{Begin: b, End: e}, ok && comma && err1 == nil && err2 == nil && 0 <= b && b <= e
}

// passage is a sentence of an article that the store keeps: those that
// something was read off.
type passage struct {
	ID         string         `json:"id"`
	Begin      int            `json:"begin"`
	End        int            `json:"end"`
	Text       string         `json:"text"`
	Parts      []part         `json:"-"`                    // of the sentence that is looked at
	Gap        bool           `json:"gap"`                  // the article has more words before it
	Statements []statementRow `json:"statements,omitempty"` // read off it
}

// Anchor is where a page can be opened at the passage.
func (p *passage) Anchor() string { return "at-" + strconv.Itoa(p.Begin) }

// maxPassages is how many sentences of one article a page shows.
const maxPassages = 1000

// passages gives the sentences of an article that the store keeps, in order. A
// sentence that stands within another is left out.
func (s *server) passages(ctx context.Context, article graph.IRI) ([]passage, error) {
	var list []passage
	pattern := graph.Pattern{Predicate: graph.NewIRI(graph.FieldText), Graph: graph.NewIRI(article)}
	for quad, err := range s.store.QuadsMatching(ctx, pattern) {
		if err != nil {
			return nil, err
		}
		if span, ok := charSpan(quad.Subject.Value); ok {
			list = append(list, passage{ID: quad.Subject.Value, Begin: span.Begin, End: span.End, Text: quad.Object.Value})
		}
		if len(list) == maxPassages {
			break
		}
	}
	slices.SortFunc(list, func(a, b passage) int { return cmp.Or(cmp.Compare(a.Begin, b.Begin), cmp.Compare(b.End, a.End)) })
	kept := list[:0]
	at := 0
	for _, p := range list {
		if len(kept) > 0 && p.End <= at {
			continue
		}
		p.Gap = p.Begin > at+3 // more than white space and a quotation mark
		kept, at = append(kept, p), max(at, p.End)
	}
	return kept, nil
}

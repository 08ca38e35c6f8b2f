package web

import (
	"context"
	"net/url"
	"strings"

	"kg/graph"
)

// statementRow is a statement as a line of a page.
type statementRow struct {
	ID       string `json:"id"`
	Subject  ref    `json:"subject"`
	Relation string `json:"relation"` // as read from the subject: "supports"
	Inverse  string `json:"-"`
	Object   ref    `json:"object"`
	Stance   string `json:"stance,omitempty"` // "for", "against"
	Negated  bool   `json:"negated,omitempty"`
	Known    string `json:"known"` // "fact", "denied, said by Putin"
	Fact     bool   `json:"fact"`
	By       ref    `json:"attributedTo"`
	Time     string `json:"time,omitempty"`
	TimeText string `json:"timeText,omitempty"`
	Place    ref    `json:"place"`
	Detail   string `json:"detail,omitempty"` // quantity and instrument
	Sentence string `json:"sentence"`
	Parts    []part `json:"parts,omitempty"` // of the first sentence
	Article  ref    `json:"article"`
	Day      string `json:"published,omitempty"` // of the article
	Href     string `json:"href,omitempty"`
}

// Stand is how the page shows the stance: what is denied is neither.
func (r statementRow) Stand() string { return standOf(r.Stance, r.Negated) }

func standOf(stance string, negated bool) string {
	if negated {
		return "denied"
	}
	return stance
}

// row makes the line for a statement.
func (n *namer) row(ctx context.Context, s *graph.StatementInfo) statementRow {
	row := statementRow{
		ID:       string(s.ID),
		Subject:  n.ref(ctx, s.Subject),
		Relation: graph.Vocab().Label(s.Relation),
		Object:   n.ref(ctx, s.Object),
		Known:    knownAs(s, n.ref(ctx, s.AttributedTo).Name),
		Fact:     s.Plain,
		Negated:  s.Polarity == graph.Negative,
		By:       n.ref(ctx, s.AttributedTo),
		Time:     s.Time, TimeText: s.TimeText,
		Place:   n.ref(ctx, s.Place),
		Detail:  strings.Join(nonEmpty(s.Quantity, s.Instrument), ", "),
		Article: ref{ID: string(s.Article), Name: n.articleTitle(ctx, s.Article), Href: articleHref(s.Article)},
		Href:    statementHref(s.ID),
	}
	row.Inverse = row.Relation
	if r, ok := graph.Vocab().Relation(s.Relation); ok {
		row.Stance, row.Inverse = string(r.Stance), r.Inverse
	}
	sentences := make([]string, len(s.Evidence))
	for i, e := range s.Evidence {
		sentences[i] = e.Text
	}
	row.Sentence, row.Parts = strings.Join(sentences, " … "), partsOf(s)
	row.Day, _, _ = strings.Cut(n.value(ctx, s.Article, graph.SchemaPublished), "T")
	return row
}

// knownAs says how a statement is known: a fact, or in what way it is not one.
func knownAs(s *graph.StatementInfo, by string) string {
	if s.Plain {
		return "fact"
	}
	var parts []string
	if s.Polarity == graph.Negative {
		parts = append(parts, "denied")
	}
	switch s.Modality {
	case "", graph.Actual:
	case graph.Requested:
		parts = append(parts, "asked for")
	default:
		parts = append(parts, string(s.Modality))
	}
	if by != "" {
		parts = append(parts, "said by "+by)
	}
	if len(parts) == 0 {
		return "stated"
	}
	return strings.Join(parts, ", ")
}

// articleTitle gives an article's headline, or where it was read from.
func (n *namer) articleTitle(ctx context.Context, id graph.IRI) string {
	if name, ok := n.known[id]; ok {
		return name
	}
	title := firstNonEmpty(n.value(ctx, id, graph.SchemaHeadline), n.value(ctx, id, graph.FieldSource), "untitled article")
	n.known[id] = title
	return title
}

// value gives the first value of a node's field, "" for none.
func (n *namer) value(ctx context.Context, id, field graph.IRI) string {
	p := graph.Pattern{Subject: graph.NewIRI(id), Predicate: graph.NewIRI(field)}
	for quad, err := range n.store.QuadsMatching(ctx, p) {
		if err == nil {
			return quad.Object.Value
		}
		break
	}
	return ""
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func entityHref(id graph.IRI) string {
	return "/explore/entity?" + url.Values{"id": {string(id)}}.Encode()
}
func statementHref(id graph.IRI) string {
	return "/explore/statement?" + url.Values{"id": {string(id)}}.Encode()
}
func articleHref(id graph.IRI) string {
	return "/explore/article?" + url.Values{"id": {string(id)}}.Encode()
}

var statementHeader = []string{
	"subject", "relation", "object", "known", "attributed to", "time", "place", "detail", "sentence", "article", "statement",
}

func statementTable(rows []statementRow) [][]string {
	table := make([][]string, len(rows))
	for i, r := range rows {
		table[i] = []string{
			r.Subject.Name, r.Relation, r.Object.Name, r.Known, r.By.Name, r.Time, r.Place.Name, r.Detail,
			r.Sentence, r.Article.Name, r.ID,
		}
	}
	return table
}

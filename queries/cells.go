package queries

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kg/graph"
)

// fact is a statement with what a row shows of it.
type fact struct {
	graph.StatementInfo
	article  graph.ArticleInfo
	via      graph.Term // who quotes the source
	sentence string
}

// statementTags are the tags of rows whose statements are shown.
var statementTags = [...]string{"statement", "other"}

// facts looks things up, each once.
type facts struct {
	ctx        context.Context
	store      *graph.Store
	statements map[graph.IRI]*fact
	articles   map[graph.IRI]graph.ArticleInfo
	names      map[graph.IRI]string
}

func newFacts(ctx context.Context, store *graph.Store) *facts {
	return &facts{ctx, store, map[graph.IRI]*fact{}, map[graph.IRI]graph.ArticleInfo{}, map[graph.IRI]string{}}
}

// load looks the statements of an answer up at once.
func (s *facts) load(emitted []graph.Row) error {
	var ids []graph.IRI
	for _, e := range emitted {
		tags := tagsOf(e)
		for _, tag := range statementTags {
			if t := tags[tag]; t.IsIRI() {
				ids = append(ids, t.IRI())
			}
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	infos, err := s.store.Statements(s.ctx, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		f, err := s.describe(infos[i])
		if err != nil {
			return err
		}
		s.statements[id] = f
	}
	return nil
}

// describe adds what a row shows to a statement; nil where there is none.
func (s *facts) describe(info *graph.StatementInfo) (*fact, error) {
	if info == nil {
		return nil, nil
	}
	f := &fact{StatementInfo: *info}
	for _, p := range info.Properties {
		if p.Predicate == graph.FieldVia {
			f.via = p.Value
		}
	}
	var texts []string
	for _, e := range info.Evidence {
		texts = append(texts, strings.Join(strings.Fields(e.Text), " "))
	}
	f.sentence = strings.Join(texts, " … ")
	var err error
	f.article, err = s.article(info.Article)
	return f, err
}

// article looks up what a row shows of an article; Store.Article would count
// its quads too.
func (s *facts) article(id graph.IRI) (graph.ArticleInfo, error) {
	if a, ok := s.articles[id]; ok {
		return a, nil
	}
	a := graph.ArticleInfo{ID: id}
	for q, err := range s.store.QuadsMatching(s.ctx, graph.Pattern{Subject: graph.NewIRI(id)}) {
		if err != nil {
			return a, err
		}
		switch q.Predicate.IRI() {
		case graph.SchemaHeadline:
			a.Title = q.Object.Value
		case graph.SchemaPublished:
			a.Published = q.Object.Value
		case graph.FieldSource:
			a.Source = q.Object.Value
		}
	}
	s.articles[id] = a
	return a, nil
}

// name is what people read for an entity.
func (s *facts) name(id graph.IRI) (string, error) {
	if name, ok := s.names[id]; ok {
		return name, nil
	}
	name := ""
	pattern := graph.Pattern{Subject: graph.NewIRI(id), Predicate: graph.NewIRI(graph.RDFSLabel)}
	for q, err := range s.store.QuadsMatching(s.ctx, pattern) {
		if err != nil {
			return "", err
		}
		name = q.Object.Value
		break // each of its articles has the label again
	}
	if name == "" {
		name = graph.NewIRI(id).Short()
		if strings.HasPrefix(name, graph.Scheme) {
			name = id.Name()
		}
	}
	s.names[id] = name
	return name, nil
}

// folded gives a note for each entity that was asked about with its members.
func (s *facts) folded(emitted []graph.Row) ([]string, error) {
	const most = 6
	var notes []string
	for _, e := range emitted {
		tags := tagsOf(e)
		if tags["includes"].IsZero() {
			continue
		}
		whole, err := s.list(tags["asked"].Value, 1)
		if err != nil {
			return nil, err
		}
		parts, err := s.list(tags["includes"].Value, most)
		if err != nil {
			return nil, err
		}
		note := fmt.Sprintf("counted with %s: %s (--exact leaves them out)", whole, parts)
		if !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return notes, nil
}

// list names the entities that stand in a text, a line each, up to a number.
func (s *facts) list(text string, most int) (string, error) {
	var names []string
	for i, line := range strings.Split(text, "\n") {
		if i == most && most > 1 {
			names = append(names, "…")
		}
		if i >= most {
			break
		}
		name, err := s.name(graph.IRI(strings.Trim(line, "<>")))
		if err != nil {
			return "", err
		}
		names = append(names, name)
	}
	return strings.Join(names, ", "), nil
}

// validSource tells whether a header may name it: "subject", "other.subject",
// "all.relation", "count", "toward", "@tag", or several with "|" between, of which the
// first that holds something is taken.
func validSource(source string) bool {
	for _, one := range strings.Split(source, "|") {
		one = strings.TrimSpace(one)
		if tag, ok := strings.CutPrefix(one, "@"); ok {
			if tag == "" {
				return false
			}
			continue
		}
		one = strings.TrimPrefix(strings.TrimPrefix(one, "other."), "all.")
		if _, ok := fields[one]; !ok && one != "count" && one != "toward" {
			return false
		}
	}
	return source != ""
}

// cell fills a cell from a source as validSource knows them.
func (s *facts) cell(r *row, source string) (Cell, error) {
	for _, one := range strings.Split(source, "|") {
		c, err := s.oneCell(r, strings.TrimSpace(one))
		if err != nil || c.Text != "" {
			return c, err
		}
	}
	return Cell{}, nil
}

func (s *facts) oneCell(r *row, source string) (Cell, error) {
	switch source {
	case "count":
		return Cell{Text: "1"}, nil
	case "toward":
		return toward(r), nil
	}
	if tag, ok := strings.CutPrefix(source, "@"); ok {
		return s.term(r.tags[tag])
	}
	tag := "statement"
	if field, ok := strings.CutPrefix(source, "other."); ok {
		tag, source = "other", field
	}
	f := r.statement(tag)
	if f == nil {
		return Cell{}, nil
	}
	return fields[strings.TrimPrefix(source, "all.")](s, f)
}

// fields are what a column can show of a statement.
var fields = fieldTable()

func fieldTable() map[string]func(s *facts, f *fact) (Cell, error) {
	text := func(get func(f *fact) string) func(*facts, *fact) (Cell, error) {
		return func(_ *facts, f *fact) (Cell, error) { return Cell{Text: get(f)}, nil }
	}
	term := func(get func(f *fact) graph.Term) func(*facts, *fact) (Cell, error) {
		return func(s *facts, f *fact) (Cell, error) { return s.term(get(f)) }
	}
	return map[string]func(*facts, *fact) (Cell, error){
		"subject":    term(func(f *fact) graph.Term { return f.Subject }),
		"object":     term(func(f *fact) graph.Term { return f.Object }),
		"place":      term(func(f *fact) graph.Term { return f.Place }),
		"addressee":  term(func(f *fact) graph.Term { return f.property(graph.FieldAddressee) }),
		"by":         (*facts).by,
		"relation":   (*facts).relation,
		"claim":      (*facts).claim,
		"known":      (*facts).known,
		"article":    (*facts).source,
		"statement":  func(_ *facts, f *fact) (Cell, error) { return iriCell(f.ID), nil },
		"event":      func(_ *facts, f *fact) (Cell, error) { return iriCell(f.Event), nil },
		"time":       text((*fact).time),
		"when":       text((*fact).whenText),
		"date":       text(func(f *fact) string { return f.article.Published }),
		"quantity":   text(func(f *fact) string { return f.Quantity }),
		"instrument": text(func(f *fact) string { return f.Instrument }),
		"trigger":    text(func(f *fact) string { return f.Trigger }),
		"cue":        text(func(f *fact) string { return f.Cue }),
		"polarity":   text(func(f *fact) string { return string(f.Polarity) }),
		"modality":   text(func(f *fact) string { return string(f.Modality) }),
		"rule":       text(func(f *fact) string { return f.Rule }),
		"confidence": text(func(f *fact) string { return fmt.Sprintf("%.2f", f.Confidence) }),
		"sentence":   text(func(f *fact) string { return f.sentence }),
	}
}

func iriCell(iri graph.IRI) Cell {
	if iri == "" {
		return Cell{}
	}
	return Cell{Text: graph.NewIRI(iri).Short(), IRI: string(iri)}
}

// term shows an entity by its name and a literal by its words.
func (s *facts) term(t graph.Term) (Cell, error) {
	if !t.IsIRI() {
		return Cell{Text: t.Short()}, nil
	}
	if r, ok := graph.Vocab().Relation(t.IRI()); ok {
		return Cell{Text: r.Label, IRI: t.Value}, nil
	}
	if class, ok := strings.CutPrefix(t.Value, string(graph.ClassIRI(""))); ok {
		return Cell{Text: class, IRI: t.Value}, nil
	}
	name, err := s.name(t.IRI())
	return Cell{Text: name, IRI: t.Value}, err
}

func (s *facts) relation(f *fact) (Cell, error) {
	return Cell{Text: graph.Vocab().Label(f.Relation), IRI: string(f.Relation)}, nil
}

// toward is the relation as a row reads that goes from one entity to another:
// inverse where it starts at the object.
func toward(r *row) Cell {
	f := r.statement("statement")
	if f == nil {
		return Cell{}
	}
	label := graph.Vocab().Label(f.Relation)
	if relation, ok := graph.Vocab().Relation(f.Relation); ok && r.tags["from"] == f.Object && f.Object != f.Subject {
		label = relation.Inverse
	}
	return Cell{Text: label, IRI: string(f.Relation)}
}

// by is who says so; the words of an unnamed source, or the cue where there is only one.
func (s *facts) by(f *fact) (Cell, error) {
	if f.AttributedTo.IsZero() {
		return Cell{Text: f.Cue}, nil
	}
	c, err := s.term(f.AttributedTo)
	if err != nil || f.via.IsZero() {
		return c, err
	}
	via, err := s.term(f.via)
	c.Text += " via " + via.Text
	return c, err
}

// claim says a statement in one line.
func (s *facts) claim(f *fact) (Cell, error) {
	object, err := s.term(f.Object)
	if err != nil || f.Relation == "kg:says" {
		return Cell{Text: object.Text}, err
	}
	subject, err := s.term(f.Subject)
	if err != nil {
		return Cell{}, err
	}
	text := cmp.Or(subject.Text, "…") + " " + graph.Vocab().Label(f.Relation) + " " + object.Text
	if f.negated() {
		text = "not so: " + text
	}
	return Cell{Text: strings.TrimSpace(text)}, nil
}

// known says how a statement is known: "fact" where the article asserts it,
// otherwise whose claim it is, and what keeps it from being a fact.
func (s *facts) known(f *fact) (Cell, error) {
	by, err := s.by(f)
	if err != nil {
		return Cell{}, err
	}
	var words []string
	switch {
	case !f.AttributedTo.IsZero():
		words = append(words, "claim of "+by.Text)
	case f.Cue != "":
		words = append(words, "report")
	case f.Modality == graph.Actual && f.negated():
		words = append(words, "fact")
	}
	if f.Polarity != graph.Positive {
		words = append(words, "negated")
	}
	if f.Modality != graph.Actual {
		words = append(words, string(f.Modality))
	}
	if words == nil && f.Relation == "kg:says" {
		subject, err := s.term(f.Subject)
		return Cell{Text: "words of " + subject.Text}, err
	}
	if words == nil {
		words = []string{"fact"}
	}
	return Cell{Text: strings.Join(words, ", ")}, nil
}

// source shows an article by its headline, its source or its IRI.
func (s *facts) source(f *fact) (Cell, error) {
	text := f.article.Title
	if text == "" {
		text = f.article.Source
	}
	if text == "" {
		text = string(f.Article)
	}
	return Cell{Text: text, IRI: string(f.Article)}, nil
}

func (f *fact) property(predicate graph.IRI) graph.Term {
	for _, p := range f.Properties {
		if p.Predicate == predicate {
			return p.Value
		}
	}
	return graph.Term{}
}

func (f *fact) negated() bool { return f != nil && f.Polarity == graph.Negative }

// weakness ranks how well a statement is known, 0 for a fact.
func (f *fact) weakness() int {
	if f == nil {
		return 0
	}
	n := 0
	switch f.Modality {
	case graph.Planned:
		n = 2
	case graph.Possible:
		n = 3
	case graph.Conditional, graph.Requested:
		n = 4
	}
	if !f.AttributedTo.IsZero() || f.Cue != "" {
		n++
	}
	if f.negated() {
		n += 10
	}
	return n
}

// time is when, as a date where it is known and else in the words.
func (f *fact) time() string {
	if f.Time != "" {
		return f.Time
	}
	return f.TimeText
}

// whenText is the time, or the day of the article with a word that says so.
func (f *fact) whenText() string {
	if f.Time != "" || f.article.Published == "" {
		return f.time()
	}
	return f.article.Published + " (reported)"
}

// when is the key that a timeline sorts by: the statement's time, or the day
// of its article; what has neither comes last.
func (f *fact) when() string {
	if f == nil {
		return "~"
	}
	if key := edtfKey(f.Time); key != "" {
		return key
	}
	if key := edtfKey(f.article.Published); key != "" {
		return key
	}
	return "~"
}

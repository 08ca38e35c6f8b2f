package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"kg/graph/quadstore"
)

// ArticleInfo is what the store knows about an article.
type ArticleInfo struct {
	ID         IRI    `json:"id"`
	Title      string `json:"title"`
	Source     string `json:"source"` // path or URL it was read from
	Published  string `json:"published"`
	Publisher  string `json:"publisher"`
	Statements int    `json:"statements"`
}

// Articles lists the articles, by date of publication and then by ID.
func (s *Store) Articles(ctx context.Context) ([]ArticleInfo, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	ids, err := subjects(ctx, v, Pattern{Predicate: NewIRI(RDFType), Object: NewIRI(SchemaArticle)})
	if err != nil {
		return nil, err
	}
	articles := make([]ArticleInfo, len(ids))
	byID := make(map[IRI]*ArticleInfo, len(ids))
	for i, id := range ids {
		articles[i].ID = id
		byID[id] = &articles[i]
	}
	for _, field := range []IRI{SchemaHeadline, SchemaPublished, SchemaPublisher, FieldSource} {
		for q, err := range triplesMatching(ctx, v, Pattern{Predicate: NewIRI(field)}) {
			if err != nil {
				return nil, err
			}
			if a := byID[q.Subject.IRI()]; a != nil {
				a.set(field, q.Object)
			}
		}
	}
	for g, err := range v.Group(ctx, statementsPattern(), quadstore.Label) {
		if err != nil {
			return nil, err
		}
		graph, err := termFromBytes(g.Term)
		if err != nil {
			return nil, err
		}
		if a := byID[graph.IRI()]; a != nil {
			a.Statements = int(g.Quads)
		}
	}
	slices.SortFunc(articles, func(a, b ArticleInfo) int {
		if c := strings.Compare(a.Published, b.Published); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return articles, nil
}

// statementsPattern selects the quads that say what is a statement, each in
// the graph of its article.
func statementsPattern() quadstore.Pattern {
	return quadstore.Pattern{Terms: quadstore.Terms{quadstore.Predicate: termBytes(NewIRI(RDFType)), quadstore.Object: termBytes(NewIRI(RDFStatement))}}
}

// Article gives one article, or ErrNotFound.
func (s *Store) Article(ctx context.Context, id IRI) (*ArticleInfo, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	return readArticle(ctx, v, id)
}

func readArticle(ctx context.Context, v view, id IRI) (*ArticleInfo, error) {
	about, err := readQuads(ctx, v, Pattern{Subject: NewIRI(id)})
	if err != nil {
		return nil, err
	}
	info, ok := articleInfo(id, about)
	if !ok {
		return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
	}
	p := statementsPattern()
	p.Terms[quadstore.Label] = termBytes(NewIRI(id))
	n, err := v.Count(ctx, p)
	if err != nil {
		return nil, err
	}
	info.Statements = int(n)
	return &info, nil
}

// Pattern selects quads; a zero Term matches any. InDefaultGraph selects
// those without a graph.
type Pattern struct {
	Subject, Predicate, Object, Graph Term
	InDefaultGraph                    bool
}

// QuadsMatching runs through the quads that match, in one state of the store
// and in the order of an index. It ends after the first error.
func (s *Store) QuadsMatching(ctx context.Context, p Pattern) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		v, err := s.view(ctx)
		if err != nil {
			yield(Quad{}, err)
			return
		}
		defer v.Close()
		for q, err := range quadsMatching(ctx, v, p) {
			if !yield(q, err) {
				return
			}
		}
	}
}

func quadsMatching(ctx context.Context, v view, p Pattern) iter.Seq2[Quad, error] {
	return quadsFrom(v.Match(ctx, p.bytes()))
}

// bytes gives the pattern as an engine knows it.
func (p Pattern) bytes() quadstore.Pattern {
	return quadstore.Pattern{Terms: quadBytes(Quad{p.Subject, p.Predicate, p.Object, p.Graph}), NoLabel: p.InDefaultGraph}
}

func quadsFrom(list iter.Seq2[quadstore.Terms, error]) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		for b, err := range list {
			var q Quad
			if err == nil {
				q, err = quadFromBytes(b)
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// TriplesMatching runs through the quads that match without their graphs, each
// triple once: less is read than by QuadsMatching.
func (s *Store) TriplesMatching(ctx context.Context, p Pattern) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		v, err := s.view(ctx)
		if err != nil {
			yield(Quad{}, err)
			return
		}
		defer v.Close()
		for q, err := range triplesMatching(ctx, v, p) {
			if !yield(q, err) {
				return
			}
		}
	}
}

func triplesMatching(ctx context.Context, v view, p Pattern) iter.Seq2[Quad, error] {
	return quadsFrom(v.Triples(ctx, p.bytes()))
}

func readQuads(ctx context.Context, v view, p Pattern) (quads []Quad, err error) {
	for q, err := range quadsMatching(ctx, v, p) {
		if err != nil {
			return nil, err
		}
		quads = append(quads, q)
	}
	return quads, nil
}

// subjects gives the subjects of the quads that match, sorted.
func subjects(ctx context.Context, v view, p Pattern) (ids []IRI, err error) {
	err = grouped(ctx, v, p, quadstore.Subject, func(t Term) { ids = append(ids, t.IRI()) })
	return sortedSet(ids), err
}

// grouped calls use with each term that the quads that match have in a place.
func grouped(ctx context.Context, v view, p Pattern, place int, use func(Term)) error {
	for g, err := range v.Group(ctx, p.bytes(), place) {
		if err != nil {
			return err
		}
		t, err := termFromBytes(g.Term)
		if err != nil {
			return err
		}
		use(t)
	}
	return nil
}

// EntityInfo is an entity as the store describes it, over all articles.
type EntityInfo struct {
	ID         IRI          `json:"id"`
	Name       string       `json:"name"` // rdfs:label; the IRI's last part where there is none
	Types      []IRI        `json:"types"`
	Aliases    []string     `json:"aliases"`
	SameAs     []IRI        `json:"sameAs"`
	ActsFor    []IRI        `json:"actsFor,omitempty"` // countries that a person heads, by the gazetteer
	At         *Coordinates `json:"at,omitempty"`
	Articles   []IRI        `json:"articles"`   // that describe it
	Statements []IRI        `json:"statements"` // that have it in any place, sorted
}

// Entity gives an entity, or ErrNotFound.
func (s *Store) Entity(ctx context.Context, id IRI) (*EntityInfo, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	about, err := readQuads(ctx, v, Pattern{Subject: NewIRI(id)})
	if err != nil {
		return nil, err
	}
	info, ok := entityInfo(id, about)
	if !ok {
		return nil, fmt.Errorf("entity %s: %w", id, ErrNotFound)
	}
	err = grouped(ctx, v, Pattern{Object: NewIRI(id)}, quadstore.Subject, func(t Term) {
		if strings.HasPrefix(t.Value, statementPrefix) {
			info.Statements = append(info.Statements, t.IRI())
		}
	})
	if err != nil {
		return nil, err
	}
	info.Statements = sortedSet(info.Statements)
	return &info, nil
}

// Property is one field of a node: predicate and value.
type Property struct {
	Predicate IRI  `json:"predicate"`
	Value     Term `json:"value"`
}

// StatementInfo is a statement as the store has it. A Term that is not there
// is zero.
type StatementInfo struct {
	ID           IRI        `json:"id"`
	Article      IRI        `json:"article"`
	Event        IRI        `json:"event"`
	Relation     IRI        `json:"relation"`
	Subject      Term       `json:"subject"`
	Object       Term       `json:"object"`
	Polarity     Polarity   `json:"polarity"`
	Modality     Modality   `json:"modality"`
	AttributedTo Term       `json:"attributedTo"`
	Cue          string     `json:"cue"`
	Time         string     `json:"time"`     // EDTF, "" unresolved
	TimeText     string     `json:"timeText"` // the words
	Place        Term       `json:"place"`
	Quantity     string     `json:"quantity"`
	Instrument   string     `json:"instrument"`
	Trigger      string     `json:"trigger"`
	Rule         string     `json:"rule"`
	Confidence   float64    `json:"confidence"`
	Plain        bool       `json:"plain"` // the article asserts it as a fact
	Evidence     []Evidence `json:"evidence"`
	Properties   []Property `json:"properties"` // every field as stored, in index order
}

// Evidence is the sentence that a statement was read off.
type Evidence struct {
	ID      IRI    `json:"id"` // "kg:article/…#char=120,310"
	Article IRI    `json:"article"`
	Span    Span   `json:"span"`
	Text    string `json:"text"`
}

// Statement gives a statement, or ErrNotFound.
func (s *Store) Statement(ctx context.Context, id IRI) (*StatementInfo, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	return readStatement(ctx, v, id)
}

// Statements gives many statements, in the order of their ids; nil where there
// is none.
func (s *Store) Statements(ctx context.Context, ids []IRI) ([]*StatementInfo, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := warm(ctx, v, ids); err != nil {
		return nil, err
	}
	infos := make([]*StatementInfo, len(ids))
	if err := inParallel(ctx, len(ids), func(i int) (err error) {
		infos[i], err = readStatementNode(ctx, v, ids[i])
		if errors.Is(err, ErrNotFound) {
			err = nil
		}
		return err
	}); err != nil {
		return nil, err
	}
	var passages []IRI
	for _, info := range infos {
		if info != nil {
			for _, e := range info.Evidence {
				passages = append(passages, e.ID)
			}
		}
	}
	if err := warm(ctx, v, sortedSet(passages)); err != nil {
		return nil, err
	}
	return infos, inParallel(ctx, len(infos), func(i int) error {
		if infos[i] == nil {
			return nil
		}
		return readEvidence(ctx, v, infos[i])
	})
}

// inParallel calls f with each number below n, on all processors where they
// are many.
func inParallel(ctx context.Context, n int, f func(i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	workers := min(runtime.GOMAXPROCS(0), n/16+1)
	for w := range workers {
		group.Go(func() error {
			for i := w; i < n; i += workers {
				if err := errors.Join(ctx.Err(), f(i)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

func readStatement(ctx context.Context, v view, id IRI) (*StatementInfo, error) {
	info, err := readStatementNode(ctx, v, id)
	if err != nil {
		return nil, err
	}
	return info, readEvidence(ctx, v, info)
}

// readStatementNode reads a statement but for the words of its evidence.
func readStatementNode(ctx context.Context, v view, id IRI) (*StatementInfo, error) {
	about, err := readQuads(ctx, v, Pattern{Subject: NewIRI(id)})
	if err != nil {
		return nil, err
	}
	info, ok := statementInfo(id, about)
	if !ok {
		return nil, fmt.Errorf("statement %s: %w", id, ErrNotFound)
	}
	return &info, nil
}

func readEvidence(ctx context.Context, v view, info *StatementInfo) error {
	for i := range info.Evidence {
		e := &info.Evidence[i]
		for q, err := range quadsMatching(ctx, v, Pattern{Subject: NewIRI(e.ID), Predicate: NewIRI(FieldText)}) {
			if err != nil {
				return err
			}
			e.Text = q.Object.Value
		}
	}
	return nil
}

// Evidence gives the sentences of a statement, or ErrNotFound.
func (s *Store) Evidence(ctx context.Context, statement IRI) ([]Evidence, error) {
	info, err := s.Statement(ctx, statement)
	if err != nil {
		return nil, err
	}
	return info.Evidence, nil
}

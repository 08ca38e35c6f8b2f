package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kg/graph/quadstore"
)

// PutResult says what Put did; exactly one of the three is true.
type PutResult struct {
	Added     bool // the article is new
	Unchanged bool // the store had it, word for word
	Replaced  bool // the store had another text or another reading, now gone

	Statements int // statements of the article
	Quads      int // quads of the article
}

// Put stores what was read off one article in one durable transaction. The
// same reading again is a no-op; another text under the same non-empty Source
// replaces what the old one said. Concurrent calls share the disk's sync.
func (s *Store) Put(ctx context.Context, r *Reading) (PutResult, error) {
	result, wait, err := s.put(ctx, r)
	if err != nil {
		return PutResult{}, err
	}
	return result, wait()
}

// pendingPuts is how many transactions PutAll lets wait for the disk at once.
const pendingPuts = 64

// PutAll stores many readings, each in a transaction of its own as Put does,
// and lets them share the disk's syncs. After an error the results are those
// of the readings before, all of them stored.
func (s *Store) PutAll(ctx context.Context, rs []*Reading) (results []PutResult, err error) {
	var waiting []func() error
	wait := func() (err error) {
		for _, w := range waiting {
			err = errors.Join(err, w())
		}
		waiting = waiting[:0]
		return err
	}
	for _, r := range rs {
		result, durable, err := s.put(ctx, r)
		if err != nil {
			return results, errors.Join(err, wait())
		}
		results, waiting = append(results, result), append(waiting, durable)
		if len(waiting) < pendingPuts {
			continue
		}
		if err := wait(); err != nil {
			return results, err
		}
	}
	return results, wait()
}

// put begins the transaction of Put.
func (s *Store) put(ctx context.Context, r *Reading) (result PutResult, wait func() error, err error) {
	if err := ctx.Err(); err != nil {
		return result, nil, err
	}
	if s.opts.ReadOnly {
		return result, nil, ErrReadOnly
	}
	quads, err := Quads(r)
	if err != nil {
		return result, nil, err
	}
	add := make([]quadstore.Terms, len(quads))
	for i, q := range quads {
		add[i] = quadBytes(q)
	}
	s.putting.Lock()
	defer s.putting.Unlock()
	replaces := false
	change, wait, err := s.qs.Change(ctx, func(v view) (_, del []quadstore.Terms, err error) {
		del, err = replaced(ctx, v, &r.Article)
		replaces = len(del) > 0
		return add, del, err
	})
	if err != nil {
		return result, nil, fmt.Errorf("put article %s: %w", r.Article.ID, err)
	}
	result.Statements, result.Quads = len(r.Statements), len(quads)
	switch {
	case change.Added+change.Deleted == 0:
		result.Unchanged = true
	case replaces:
		result.Replaced = true
	default:
		result.Added = true
	}
	return result, wait, nil
}

// replaced gives the quads that an article takes the place of: those of its
// earlier reading, and those of other texts under its source.
func replaced(ctx context.Context, v view, a *Article) ([]quadstore.Terms, error) {
	ids := []IRI{a.ID}
	if a.Source != "" {
		others, err := subjects(ctx, v, Pattern{Predicate: NewIRI(FieldSource), Object: words(a.Source)})
		if err != nil {
			return nil, err
		}
		ids = append(ids, others...)
	}
	var quads []quadstore.Terms
	for _, id := range sortedSet(ids) {
		of, err := articleQuads(ctx, v, id)
		if err != nil {
			return nil, err
		}
		quads = append(quads, of...)
	}
	return quads, nil
}

// Remove takes the article and its statements out and nothing else. It fails
// with ErrNotFound when there is no such article.
func (s *Store) Remove(ctx context.Context, article IRI) error {
	if s.opts.ReadOnly {
		return ErrReadOnly
	}
	s.putting.Lock()
	defer s.putting.Unlock()
	_, wait, err := s.qs.Change(ctx, func(v view) (_, del []quadstore.Terms, err error) {
		if _, err := readArticle(ctx, v, article); err != nil {
			return nil, nil, err
		}
		del, err = articleQuads(ctx, v, article)
		return nil, del, err
	})
	if errors.Is(err, ErrNotFound) {
		return err
	}
	if err == nil {
		err = wait()
	}
	if err != nil {
		return fmt.Errorf("remove article %s: %w", article, err)
	}
	return nil
}

// articleQuads gives the quads of an article: those in its graph, and the
// plain edges in the graphs of its statements.
func articleQuads(ctx context.Context, v view, article IRI) (quads []quadstore.Terms, err error) {
	graphs := [][]byte{termBytes(NewIRI(article))}
	typed, statement := termBytes(NewIRI(RDFType)), termBytes(NewIRI(RDFStatement))
	for i := 0; i < len(graphs); i++ {
		for q, err := range v.Match(ctx, quadstore.Pattern{Terms: quadstore.Terms{3: graphs[i]}}) {
			if err != nil {
				return nil, fmt.Errorf("read article %s: %w", article, err)
			}
			quads = append(quads, q)
			if i == 0 && slices.Equal(q[1], typed) && slices.Equal(q[2], statement) {
				graphs = append(graphs, q[0])
			}
		}
	}
	return quads, nil
}

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
	result, pending, err := s.put(ctx, r)
	if err != nil {
		return PutResult{}, err
	}
	return result, pending.Wait()
}

// pendingPuts is how many transactions PutAll lets wait for the disk at once.
const pendingPuts = 64

// PutAll stores many readings, each in a transaction of its own as Put does,
// and lets them share the disk's syncs. After an error the results are those
// of the readings before, all of them stored.
func (s *Store) PutAll(ctx context.Context, rs []*Reading) (results []PutResult, err error) {
	var waiting []*quadstore.Pending
	wait := func() (err error) {
		for _, p := range waiting {
			err = errors.Join(err, p.Wait())
		}
		waiting = waiting[:0]
		return err
	}
	for _, r := range rs {
		result, pending, err := s.put(ctx, r)
		if err != nil {
			return results, errors.Join(err, wait())
		}
		results, waiting = append(results, result), append(waiting, pending)
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
func (s *Store) put(ctx context.Context, r *Reading) (result PutResult, _ *quadstore.Pending, err error) {
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
	del, err := s.replaced(ctx, &r.Article)
	if err != nil {
		return result, nil, err
	}
	pending, err := s.qs.Begin(add, del)
	if err != nil {
		return result, nil, fmt.Errorf("put article %s: %w", r.Article.ID, err)
	}
	result.Statements, result.Quads = len(r.Statements), len(quads)
	switch {
	case pending.Added+pending.Deleted == 0:
		result.Unchanged = true
	case len(del) > 0:
		result.Replaced = true
	default:
		result.Added = true
	}
	return result, pending, nil
}

// replaced gives the quads that an article takes the place of: those of its
// earlier reading, and those of other texts under its source.
func (s *Store) replaced(ctx context.Context, a *Article) ([]quadstore.Terms, error) {
	v, err := s.qs.View()
	if err != nil {
		return nil, err
	}
	defer v.Close()
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
	v, err := s.qs.View()
	if err != nil {
		return err
	}
	defer v.Close()
	if _, err := readArticle(ctx, v, article); err != nil {
		return err
	}
	quads, err := articleQuads(ctx, v, article)
	if err != nil {
		return err
	}
	if _, err = s.qs.Apply(nil, quads); err != nil {
		return fmt.Errorf("remove article %s: %w", article, err)
	}
	return nil
}

// articleQuads gives the quads of an article: those in its graph, and the
// plain edges in the graphs of its statements.
func articleQuads(ctx context.Context, v *quadstore.View, article IRI) (quads []quadstore.Terms, err error) {
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

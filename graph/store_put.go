package graph

import (
	"context"
	"encoding/binary"
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
	results, err := s.PutAll(ctx, []*Reading{r})
	if err != nil {
		return PutResult{}, err
	}
	return results[0], nil
}

// A transaction of PutAll takes no more than so much.
const (
	groupArticles = 64
	groupQuads    = 10_000
)

// PutAll stores many readings as Put does, many in one transaction. After an
// error the results are those of the readings before that are stored, each as
// a whole; nothing of the others is.
func (s *Store) PutAll(ctx context.Context, rs []*Reading) (results []PutResult, err error) {
	if s.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	var group putGroup
	flush := func() error {
		done, err := s.putGroup(ctx, &group)
		results = append(results, done...)
		group = putGroup{}
		return err
	}
	for _, r := range rs {
		p, err := newPut(r)
		if err != nil {
			return results, errors.Join(flush(), err)
		}
		if !group.takes(p) {
			if err := flush(); err != nil {
				return results, err
			}
		}
		group.add(p)
	}
	return results, flush()
}

// onePut is a reading that is to be stored.
type onePut struct {
	*Reading
	quads []quadstore.Terms
}

func newPut(r *Reading) (p onePut, err error) {
	quads, err := Quads(r)
	if err != nil {
		return p, err
	}
	p = onePut{r, make([]quadstore.Terms, len(quads))}
	for i, q := range quads {
		p.quads[i] = quadBytes(q)
	}
	return p, nil
}

// putGroup is what one transaction stores. Its articles differ in their names
// and sources, so that none takes the place of another.
type putGroup struct {
	puts  []onePut
	quads int
	names map[string]bool
}

func (g *putGroup) takes(p onePut) bool {
	if len(g.puts) == groupArticles || g.quads+len(p.quads) > groupQuads && g.quads > 0 {
		return false
	}
	return !g.names[string(p.Article.ID)] && (p.Article.Source == "" || !g.names[" "+p.Article.Source])
}

func (g *putGroup) add(p onePut) {
	if g.names == nil {
		g.names = make(map[string]bool)
	}
	g.names[string(p.Article.ID)], g.names[" "+p.Article.Source] = true, true
	g.puts, g.quads = append(g.puts, p), g.quads+len(p.quads)
}

// putGroup stores a group and waits until the disk has it.
func (s *Store) putGroup(ctx context.Context, g *putGroup) (results []PutResult, err error) {
	if err := ctx.Err(); err != nil || len(g.puts) == 0 {
		return nil, err
	}
	s.putting.Lock()
	_, wait, err := s.qs.Change(ctx, func(v view) (add, del []quadstore.Terms, err error) {
		results = results[:0] // a database may ask again
		for i := range g.puts {
			p := &g.puts[i]
			old, err := replaced(ctx, v, &p.Article)
			if err != nil {
				return nil, nil, err
			}
			result := PutResult{Statements: len(p.Statements), Quads: len(p.quads)}
			switch {
			case len(old) == 0:
				result.Added = true
			case sameQuads(old, p.quads):
				result.Unchanged = true
			default:
				result.Replaced = true
			}
			results = append(results, result)
			if !result.Unchanged {
				add, del = append(add, p.quads...), append(del, old...)
			}
		}
		return add, del, nil
	})
	s.putting.Unlock()
	if err == nil {
		err = wait()
	}
	if err != nil {
		return nil, fmt.Errorf("put article %s and %d more: %w", g.puts[0].Article.ID, len(g.puts)-1, err)
	}
	return results, nil
}

// sameQuads tells whether two lists hold the same quads.
func sameQuads(a, b []quadstore.Terms) bool {
	key := func(q *quadstore.Terms) string {
		var k []byte
		for _, t := range q {
			k = append(binary.AppendUvarint(k, uint64(len(t))), t...)
		}
		return string(k)
	}
	in := make(map[string]bool, len(a))
	for i := range a {
		in[key(&a[i])] = true
	}
	also := make(map[string]bool, len(a))
	for i := range b {
		k := key(&b[i])
		if !in[k] {
			return false
		}
		also[k] = true
	}
	return len(also) == len(in)
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

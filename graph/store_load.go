package graph

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kg/graph/quadstore"
)

// LoadNQuads adds the quads of an N-Quads text, name standing for it in
// errors, and gives the number of quads that were new. All of it is stored in
// one step, and after an error nothing of it. Blank nodes keep their labels:
// the same label in two files is the same node, as an export needs it.
func (s *Store) LoadNQuads(ctx context.Context, r io.Reader, name string) (n int, err error) {
	loader, err := s.qs.NewLoader(ctx)
	if err != nil {
		return 0, err
	}
	defer loader.Abort()
	var buf [4][]byte
	var terms quadstore.Terms // the loader's to read until Add returns
	err = eachQuad(ctx, r, name, func(q *RawQuad) error {
		for i, t := range [4]*RawTerm{&q.Subject, &q.Predicate, &q.Object, &q.Graph} {
			buf[i] = appendRawBytes(buf[i][:0], t)
			terms[i] = buf[i]
		}
		return loader.Add(&terms)
	})
	if err != nil {
		return 0, err
	}
	total, err := loader.Close()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return total.Added, nil
}

// CheckNQuads reads an N-Quads text as LoadNQuads does, fails where that would,
// and gives the number of its quads. It stores nothing.
func CheckNQuads(ctx context.Context, r io.Reader, name string) (n int, err error) {
	err = eachQuad(ctx, r, name, func(*RawQuad) error {
		n++
		return nil
	})
	return n, err
}

// eachQuad reads N-Quads until the end, an error or the end of the context.
func eachQuad(ctx context.Context, r io.Reader, name string, use func(*RawQuad) error) error {
	in := NewNQuadsReader(r)
	in.Name = name
	for n := 0; ; n++ {
		q, err := in.ReadRaw()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if n%4096 == 0 {
			err = ctx.Err()
		}
		if err == nil {
			err = use(q)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, in.Line(), err)
		}
	}
}

// deleteBatch is how many quads one transaction of DeleteNQuads takes out.
const deleteBatch = 50_000

// DeleteNQuads takes the quads of an N-Quads text out and gives the number of
// those that were there.
func (s *Store) DeleteNQuads(ctx context.Context, r io.Reader, name string) (n int, err error) {
	if s.opts.ReadOnly {
		return 0, ErrReadOnly
	}
	var batch termBatch
	flush := func() error {
		s.putting.Lock()
		defer s.putting.Unlock()
		c, wait, err := s.qs.Change(ctx, func(view) (_, del []quadstore.Terms, err error) { return nil, batch.quads, nil })
		if err == nil {
			n += c.Deleted
			err = wait()
		}
		batch.reset()
		return err
	}
	err = eachQuad(ctx, r, name, func(q *RawQuad) error {
		if batch.add(q); len(batch.quads) < deleteBatch {
			return nil
		}
		return flush()
	})
	if err != nil {
		return n, err
	}
	return n, flush()
}

// termBatch collects quads in a few large pieces of memory.
type termBatch struct {
	quads []quadstore.Terms
	block []byte
}

const termBlock = 1 << 20

func (b *termBatch) reset() { b.quads, b.block = b.quads[:0], nil }

func (b *termBatch) add(q *RawQuad) {
	b.quads = append(b.quads, quadstore.Terms{
		b.term(&q.Subject), b.term(&q.Predicate), b.term(&q.Object), b.term(&q.Graph),
	})
}

func (b *termBatch) term(t *RawTerm) []byte {
	need := len(t.Value) + len(t.Datatype) + len(t.Lang) + 16
	if cap(b.block)-len(b.block) < need {
		b.block = make([]byte, 0, max(termBlock, need))
	}
	from := len(b.block)
	b.block = appendRawBytes(b.block, t)
	if len(b.block) == from {
		return nil
	}
	return b.block[from:len(b.block):len(b.block)]
}

// appendRawBytes is appendTermBytes for a term of the N-Quads reader.
func appendRawBytes(dst []byte, t *RawTerm) []byte {
	switch t.Kind {
	case IRITerm:
		return quadstore.AppendIRI(dst, t.Value)
	case BlankTerm:
		return quadstore.AppendBlank(dst, t.Value)
	case LiteralTerm:
		return quadstore.AppendLiteral(dst, t.Value, t.Datatype, t.Lang)
	}
	return dst
}

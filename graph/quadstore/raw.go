package quadstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/cayleygraph/quad"
)

// Terms is a quad as the bytes of its terms (see AppendIRI and the others):
// subject, predicate, object, label. The label is nil for a quad without one.
type Terms [4][]byte

// AppendIRI appends the bytes of an IRI.
func AppendIRI[T string | []byte](dst []byte, iri T) []byte {
	return append(append(dst, kindIRI), iri...)
}

// AppendBlank appends the bytes of a blank node, label without "_:".
func AppendBlank[T string | []byte](dst []byte, label T) []byte {
	return append(append(dst, kindBlank), label...)
}

// AppendLiteral appends the bytes of a literal. At most one of datatype and
// lang is not empty.
func AppendLiteral[T string | []byte](dst []byte, text, datatype, lang T) []byte {
	switch {
	case len(lang) > 0:
		return appendTwo(dst, kindLang, lang, text)
	case len(datatype) > 0 && string(datatype) != xsdString:
		return appendTwo(dst, kindTyped, datatype, text)
	}
	return append(append(dst, kindString), text...)
}

func appendTwo[T string | []byte](dst []byte, kind byte, first, second T) []byte {
	dst = append(dst, kind)
	dst = binary.AppendUvarint(dst, uint64(len(first)))
	dst = append(dst, first...)
	return append(dst, second...)
}

// Term is a term taken apart. Its slices are parts of the term's bytes.
type Term struct {
	Kind                 Kind
	Text, Datatype, Lang []byte
}

// Kind tells the kinds of terms apart.
type Kind uint8

// The kinds of terms.
const (
	NoTerm Kind = iota
	IRI
	Blank
	Literal
)

// ParseTerm takes the bytes of a term apart; no bytes are no term.
func ParseTerm(b []byte) (Term, error) {
	if len(b) == 0 {
		return Term{}, nil
	}
	switch kind, rest := b[0], b[1:]; kind {
	case kindIRI:
		return Term{Kind: IRI, Text: rest}, nil
	case kindBlank:
		return Term{Kind: Blank, Text: rest}, nil
	case kindString:
		return Term{Kind: Literal, Text: rest}, nil
	case kindLang, kindTyped:
		first, text, err := splitPair(kind, rest)
		if err != nil {
			return Term{}, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if kind == kindLang {
			return Term{Kind: Literal, Text: text, Lang: first}, nil
		}
		return Term{Kind: Literal, Text: text, Datatype: first}, nil
	}
	return Term{}, fmt.Errorf("%w: a term of unknown kind %q", ErrDamaged, b[0])
}

// Value gives the bytes of a value of Cayley's.
func Value(v quad.Value) ([]byte, error) { return appendTerm(nil, v) }

// Pattern selects quads: a nil term matches any. NoLabel selects those
// without a label.
type Pattern struct {
	Terms   Terms
	NoLabel bool
}

// filter finds the nodes of a pattern; it is false when no quad can match.
func (v *View) filter(p Pattern) (f filter, ok bool, err error) {
	for i, term := range p.Terms {
		if term == nil {
			continue
		}
		n := nodeOf(term)
		if ok, err := v.has(nodeKey(termPrefix, n)); !ok || err != nil {
			return f, false, err
		}
		f.set(i, n)
	}
	if p.NoLabel {
		f.set(label, noNode)
	}
	return f, true, nil
}

// Match runs through the quads of a pattern, in the order of an index. Their
// bytes must not be changed. It ends after the first error.
func (v *View) Match(ctx context.Context, p Pattern) iter.Seq2[Terms, error] {
	return func(yield func(Terms, error) bool) {
		f, ok, err := v.filter(p)
		if err != nil {
			yield(Terms{}, err)
		}
		if err != nil || !ok {
			return
		}
		r := quadReader{src: v, f: f}
		defer r.close()
		for {
			q, ok := r.next(ctx)
			if !ok {
				break
			}
			t, err := v.quadTerms(&q)
			if !yield(t, err) || err != nil {
				return
			}
		}
		if r.err != nil {
			yield(Terms{}, r.err)
		}
	}
}

// Count counts the quads of a pattern, exactly.
func (v *View) Count(ctx context.Context, p Pattern) (int64, error) {
	f, ok, err := v.filter(p)
	if err != nil || !ok {
		return 0, err
	}
	if sz, err := v.size(ctx, &f); err != nil || sz.exact {
		return sz.n, err
	}
	r := quadReader{src: v, f: f}
	defer r.close()
	var n int64
	for {
		if _, ok := r.next(ctx); !ok {
			return n, r.err
		}
		n++
	}
}

// Has tells whether some quad names the term.
func (v *View) Has(term []byte) (bool, error) {
	return v.has(nodeKey(termPrefix, nodeOf(term)))
}

// Terms runs through all terms, in the order of their hashes. The bytes hold
// until the next one.
func (v *View) Terms(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		it, err := v.iter()
		if err != nil {
			yield(nil, err)
			return
		}
		defer v.put(it)
		n := 0
		for ok := it.SeekGE([]byte{termPrefix}); ok && it.Key()[0] == termPrefix; ok = it.Next() {
			if n++; n%1024 == 0 && ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			b, err := it.ValueAndErr()
			if !yield(b, readError(err)) || err != nil {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(nil, readError(err))
		}
	}
}

// Predicates gives the number of quads and of subjects of each predicate.
func (v *View) Predicates(ctx context.Context) iter.Seq2[PredicateCount, error] {
	return func(yield func(PredicateCount, error) bool) {
		it, err := v.iter()
		if err != nil {
			yield(PredicateCount{}, err)
			return
		}
		defer v.put(it)
		for ok := it.SeekGE([]byte{predicatePrefix}); ok && it.Key()[0] == predicatePrefix; ok = it.Next() {
			var c PredicateCount
			key := it.Key()
			if len(key) != termKeySize {
				yield(c, fmt.Errorf("%w: the key of a count", ErrDamaged))
				return
			}
			n := node(key[1:])
			if c.Term, err = v.termBytes(n); err == nil {
				c.Quads, c.Subjects, err = v.predicateCounts(n)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(PredicateCount{}, readError(err))
		}
	}
}

// PredicateCount is what is counted of a predicate.
type PredicateCount struct {
	Term            []byte
	Quads, Subjects int64
}

// PredicateCount gives the counts of one predicate, zero when it is not used.
func (v *View) PredicateCount(term []byte) (quads, subjects int64, err error) {
	return v.predicateCounts(nodeOf(term))
}

// ClassCount gives the number of rdf:type quads that name a class.
func (v *View) ClassCount(class []byte) (int64, error) {
	return getCount(v.snap, nodeKey(classPrefix, nodeOf(class)))
}

// Sizes gives the exact number of quads and of terms.
func (v *View) Sizes() (quads, terms int64) { return v.quads, v.terms }

// quadTerms gives the bytes of a quad's terms.
func (v *View) quadTerms(q *quadKey) (t Terms, err error) {
	for p, n := range q {
		if n == noNode {
			continue
		}
		if t[p], err = v.termBytes(n); err != nil {
			return t, err
		}
	}
	return t, nil
}

// termBytes gives the bytes of a term that must be there.
func (v *View) termBytes(n node) ([]byte, error) {
	t, err := v.term(n)
	if err == nil && t.bytes == nil {
		err = fmt.Errorf("%w: no term for %x", ErrDamaged, n)
	}
	return t.bytes, err
}

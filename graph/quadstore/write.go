package quadstore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

// rdfType is the predicate whose objects, the classes, have counts of their own.
const rdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

var rdfTypeNode = nodeOf(append([]byte{kindIRI}, rdfType...))

// ErrCollision is returned when two terms have the same hash, which is not
// expected to happen before the sun goes out; the store refuses the second.
var ErrCollision = errors.New("two terms have the same hash")

// Change is what a transaction did.
type Change struct {
	Added, Deleted int // quads that were not there, or were
}

// ApplyDeltas adds and deletes quads in one durable transaction. Unless opts
// says otherwise it fails with a graph.DeltaError, and changes nothing, when
// a quad to add is there or one to delete is not.
func (s *Store) ApplyDeltas(deltas []graph.Delta, opts graph.IgnoreOpts) error {
	_, err := s.apply(func(t *tx) error { return t.deltas(deltas, opts) })
	return err
}

// Apply deletes and then adds quads in one durable transaction; what is
// already so is left alone.
func (s *Store) Apply(add, del []Terms) (Change, error) {
	p, err := s.Begin(add, del)
	if err != nil {
		return Change{}, err
	}
	return p.Change, p.Wait()
}

// Pending is a transaction that readers see and the disk may not have yet.
type Pending struct {
	Change
	s     *Store
	batch *pebble.Batch
}

// Begin does what Apply does but for waiting until the disk has it, so that
// many transactions can share one sync.
func (s *Store) Begin(add, del []Terms) (*Pending, error) {
	return s.begin(func(t *tx) error {
		for i := range del {
			if _, err := t.note(t.key(&del[i], false), graph.Delete); err != nil {
				return err
			}
		}
		for i := range add {
			if err := add[i].check(); err != nil {
				return err
			}
			if _, err := t.note(t.key(&add[i], true), graph.Add); err != nil {
				return err
			}
		}
		return nil
	})
}

func (q *Terms) check() error {
	if len(q[subject]) == 0 || len(q[predicate]) == 0 || len(q[object]) == 0 {
		return errEmptyTerm
	}
	return nil
}

// Wait returns once the transaction is on the disk. It must be called once.
func (p *Pending) Wait() error {
	if p.batch == nil {
		return nil
	}
	if err := p.batch.SyncWait(); err != nil {
		p.s.failure.set(err)
	}
	if err := p.s.failure.get(); err != nil {
		return err
	}
	return p.batch.Close()
}

func (s *Store) apply(build func(*tx) error) (Change, error) {
	p, err := s.begin(build)
	if err != nil {
		return Change{}, err
	}
	return p.Change, p.Wait()
}

// begin builds a transaction and hands it to Pebble. Writers take turns up to
// there; the wait for the disk is outside.
func (s *Store) begin(build func(*tx) error) (*Pending, error) {
	if s.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	v, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(v)
	if err := s.failure.get(); err != nil {
		return nil, err
	}
	t := newTx(s, v)
	if err := build(t); err != nil {
		return nil, err
	}
	if err := errors.Join(t.err, t.write()); err != nil {
		return nil, errors.Join(err, t.discard())
	}
	if t.batch.Empty() {
		return &Pending{}, t.discard()
	}
	if err := s.commit(t.batch); err != nil {
		return nil, err
	}
	s.sizes = t.sizes
	s.outdate()
	return &Pending{Change: t.change_, s: s, batch: t.batch}, nil
}

// commitGrace is how long a batch may take once a write has failed.
const commitGrace = time.Second

// commit hands a batch to Pebble. It does not wait for long after a failed
// write, since there may never be room for the batch then.
func (s *Store) commit(batch *pebble.Batch) error {
	applied := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil { // Pebble was closed meanwhile
				applied <- fmt.Errorf("commit: %v", r)
			}
		}()
		applied <- s.db.ApplyNoSyncWait(batch, pebble.Sync)
	}()
	select {
	case err := <-applied:
		return errors.Join(err, s.failure.get())
	case <-s.failure.told:
	}
	select {
	case err := <-applied:
		return errors.Join(err, s.failure.get())
	case <-time.After(commitGrace):
	}
	return s.failure.get()
}

// tx is a transaction in the making, over the state v.
type tx struct {
	s       *Store
	v       *View
	quads   map[quadKey]graph.Procedure // the net change to the store
	order   []quadKey                   // of quads, as they came
	terms   map[node][]byte             // of the quads to add
	known   map[node]bool               // whether the store had them
	sizes   sizes
	change_ Change
	batch   *pebble.Batch
	err     error // a collision
}

func newTx(s *Store, v *View) *tx {
	return &tx{
		s: s, v: v, sizes: s.sizes,
		quads: make(map[quadKey]graph.Procedure),
		terms: make(map[node][]byte),
		known: make(map[node]bool),
	}
}

func (t *tx) discard() error {
	if t.batch == nil {
		return nil
	}
	return t.batch.Close()
}

func (t *tx) deltas(deltas []graph.Delta, opts graph.IgnoreOpts) error {
	for _, d := range deltas {
		if err := t.change(d.Quad, d.Action, opts); err != nil {
			return err
		}
	}
	return nil
}

// change notes one quad to add or delete.
func (t *tx) change(q quad.Quad, action graph.Procedure, opts graph.IgnoreOpts) error {
	fail := func(err error) error {
		return &graph.DeltaError{Delta: graph.Delta{Quad: q, Action: action}, Err: err}
	}
	if action != graph.Add && action != graph.Delete {
		return fail(graph.ErrInvalidAction)
	}
	terms, err := termsOf(q)
	if err != nil {
		return fail(err)
	}
	changed, err := t.note(t.key(&terms, action == graph.Add), action)
	switch {
	case err != nil || changed:
		return err
	case action == graph.Add && !opts.IgnoreDup:
		return fail(graph.ErrQuadExists)
	case action == graph.Delete && !opts.IgnoreMissing:
		return fail(graph.ErrQuadNotExist)
	}
	return nil
}

// note adds a quad to the net change; it is false when it is so already.
func (t *tx) note(k quadKey, action graph.Procedure) (bool, error) {
	pending, noted := t.quads[k]
	there := pending == graph.Add
	if !noted {
		var err error
		if there, err = t.has(&k); err != nil {
			return false, err
		}
	}
	switch {
	case there == (action == graph.Add):
		return false, nil
	case noted: // back to what the store has
		delete(t.quads, k)
	default:
		t.quads[k] = action
		t.order = append(t.order, k)
	}
	return true, nil
}

// key gives the nodes of a quad; those of a quad to add are kept with their terms.
func (t *tx) key(q *Terms, keep bool) (k quadKey) {
	for p, term := range q {
		if len(term) == 0 && p == label {
			continue
		}
		k[p] = nodeOf(term)
		if !keep {
			continue
		}
		if kept := t.terms[k[p]]; kept == nil {
			t.terms[k[p]] = bytes.Clone(term)
		} else if !bytes.Equal(kept, term) {
			t.err = collision(kept, term)
		}
	}
	return k
}

// termsOf gives the bytes of a quad's terms.
func termsOf(q quad.Quad) (t Terms, err error) {
	for p, val := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if val == nil && p == label {
			continue
		}
		if t[p], err = appendTerm(nil, val); err != nil {
			return t, err
		}
	}
	return t, nil
}

// has tells whether the store has a quad. It cannot when it lacks a term of
// it, which is so for most quads of a new article and takes a look at fewer keys.
func (t *tx) has(k *quadKey) (bool, error) {
	for _, p := range [...]int{label, subject, object} {
		if k[p] == noNode {
			continue
		}
		if ok, err := t.hasTerm(k[p]); !ok || err != nil {
			return false, err
		}
	}
	var buf [quadKeySize]byte
	return t.v.has(spog.appendKey(buf[:0], k))
}

// hasTerm tells whether the store had a term before the transaction.
func (t *tx) hasTerm(n node) (bool, error) {
	if ok, noted := t.known[n]; noted {
		return ok, nil
	}
	old, err := t.s.knownTerm(t.v, n)
	if err != nil {
		return false, err
	}
	if term := t.terms[n]; old != nil && term != nil && !bytes.Equal(old, term) {
		return false, collision(old, term)
	}
	t.known[n] = old != nil
	return old != nil, nil
}

// maxKnown is how many terms the store remembers to have.
const maxKnown = 1 << 16

// knownTerm gives the bytes of a term that the store has, else nil. It is
// called by the writer, who forgets s.known when terms are deleted.
func (s *Store) knownTerm(v *View, n node) ([]byte, error) {
	if term := s.known[n]; term != nil {
		return term, nil
	}
	b, c, err := v.snap.Get(nodeKey(termPrefix, n))
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, readError(err)
	}
	defer c.Close()
	if s.known == nil || len(s.known) >= maxKnown {
		s.known = make(map[node][]byte)
	}
	term := bytes.Clone(b)
	s.known[n] = term
	return term, nil
}

// write turns the net change into a batch.
func (t *tx) write() error {
	add, del := t.split()
	t.change_ = Change{Added: len(add), Deleted: len(del)}
	if len(del) > 0 {
		t.batch = t.s.db.NewIndexedBatch() // orphans are looked for in it
	} else {
		t.batch = t.s.db.NewBatchWithSize(len(add)*4*(quadKeySize+4) + 1024)
	}
	if len(add)+len(del) == 0 {
		return nil
	}
	counts := newCounts(t.v)
	if err := t.each(del, func(key []byte) error { return t.batch.Delete(key, nil) }); err != nil {
		return err
	}
	if err := t.each(add, func(key []byte) error { return t.batch.Set(key, nil, nil) }); err != nil {
		return err
	}
	if err := t.countChanges(counts, add, del); err != nil {
		return err
	}
	if err := t.writeTerms(add); err != nil {
		return err
	}
	if err := t.dropOrphans(add, del); err != nil {
		return err
	}
	t.sizes.quads += int64(len(add) - len(del))
	return errors.Join(counts.write(t.batch), t.writeSizes())
}

func (t *tx) split() (add, del []quadKey) {
	for _, k := range t.order {
		switch action, ok := t.quads[k]; {
		case !ok:
		case action == graph.Add:
			add = append(add, k)
		default:
			del = append(del, k)
		}
		delete(t.quads, k) // k may stand in order twice
	}
	return add, del
}

// each calls do with the keys of quads in every index, sorted, which is how
// Pebble takes them fastest.
func (t *tx) each(quads []quadKey, do func(key []byte) error) error {
	keys := make([][quadKeySize]byte, len(quads))
	for _, x := range indexes {
		for i := range quads {
			x.appendKey(keys[i][:0], &quads[i])
		}
		slices.SortFunc(keys, func(a, b [quadKeySize]byte) int { return bytes.Compare(a[:], b[:]) })
		for i := range keys {
			if err := do(keys[i][:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeTerms adds the terms that the store does not have.
func (t *tx) writeTerms(add []quadKey) error {
	seen := make(map[node]bool, len(t.terms))
	for _, k := range add {
		for _, n := range k {
			if n == noNode || seen[n] {
				continue
			}
			seen[n] = true
			if err := t.writeTerm(n, t.terms[n]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) writeTerm(n node, term []byte) error {
	if ok, err := t.hasTerm(n); ok || err != nil {
		return err
	}
	t.sizes.terms++
	return t.batch.Set(nodeKey(termPrefix, n), term, nil)
}

func collision(a, b []byte) error {
	return fmt.Errorf("%w: %q and %q", ErrCollision, clip(a), clip(b))
}

// dropOrphans deletes the terms of deleted quads that no quad names any more.
func (t *tx) dropOrphans(add, del []quadKey) error {
	if len(del) == 0 {
		return nil
	}
	t.s.known = nil
	used := make(map[node]bool)
	for _, k := range add {
		for _, n := range k {
			used[n] = true
		}
	}
	it, err := t.batch.NewIter(nil)
	if err != nil {
		return readError(err)
	}
	defer it.Close()
	for _, k := range del {
		for _, n := range k {
			if n == noNode || used[n] {
				continue
			}
			used[n] = true
			named, err := isNamed(it, n)
			if err != nil {
				return err
			}
			if named {
				continue
			}
			t.sizes.terms--
			if err := t.batch.Delete(nodeKey(termPrefix, n), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// isNamed tells whether a quad has n in any place.
func isNamed(it *pebble.Iterator, n node) (bool, error) {
	for _, x := range indexes {
		prefix := nodeKey(x.prefix, n)
		// the limit keeps it from walking over all that was deleted behind
		switch it.SeekGEWithLimit(prefix, successor(bytes.Clone(prefix))) {
		case pebble.IterValid:
			return true, nil
		case pebble.IterExhausted:
			if err := it.Error(); err != nil {
				return false, readError(err)
			}
		}
	}
	return false, nil
}

func (t *tx) writeSizes() error {
	return errors.Join(
		t.batch.Set(quadsKey, appendCount(nil, t.sizes.quads), nil),
		t.batch.Set(termsKey, appendCount(nil, t.sizes.terms), nil),
	)
}

func appendCount(dst []byte, n int64) []byte { return binary.BigEndian.AppendUint64(dst, uint64(n)) }

// counts are the numbers that a transaction changes: the quads and the
// subjects of each predicate, and the rdf:type quads of each class.
type counts struct {
	v          *View
	predicates map[node]*[2]int64 // quads, subjects
	classes    map[node]int64
	recent     [64]struct { // of predicates, of which there are few
		node node
		n    *[2]int64
	}
}

func newCounts(v *View) *counts {
	return &counts{v: v, predicates: make(map[node]*[2]int64), classes: make(map[node]int64)}
}

// countChanges notes what the quads change. A subject is counted with a
// predicate while it has any quad of it, in whatever graph.
func (t *tx) countChanges(c *counts, add, del []quadKey) error {
	for _, k := range del {
		c.quad(&k, -1)
	}
	for _, k := range add {
		c.quad(&k, +1)
	}
	pairs := make(map[[2]node]int64, len(add)+len(del)) // the change to each subject and predicate
	var order [][2]node
	note := func(k *quadKey, n int64) {
		pair := [2]node{k[subject], k[predicate]}
		if _, ok := pairs[pair]; !ok {
			order = append(order, pair)
		}
		pairs[pair] += n
	}
	for _, k := range del {
		note(&k, -1)
	}
	for _, k := range add {
		note(&k, +1)
	}
	slices.SortFunc(order, func(a, b [2]node) int {
		return cmp.Or(bytes.Compare(a[0][:], b[0][:]), bytes.Compare(a[1][:], b[1][:]))
	})
	it, err := t.v.iter()
	if err != nil {
		return err
	}
	defer t.v.put(it)
	for _, pair := range order {
		n := int64(0)
		if ok, err := t.hasTerm(pair[0]); err != nil {
			return err
		} else if ok {
			if n, err = countUpTo(it, pair, -pairs[pair]+1); err != nil {
				return err
			}
		}
		before, after := n > 0, n+pairs[pair] > 0
		if before != after {
			d := int64(1)
			if before {
				d = -1
			}
			c.of(pair[1])[1] += d
		}
	}
	return nil
}

// countUpTo counts the quads of a subject and predicate in the state before
// the transaction, but not further than limit (and at least 1).
func countUpTo(it *pebble.Iterator, pair [2]node, limit int64) (n int64, err error) {
	var f filter
	f.set(subject, pair[0])
	f.set(predicate, pair[1])
	prefix := spog.appendPrefix(make([]byte, 0, quadKeySize), &f, 2)
	for ok := it.SeekGE(prefix); ok && bytes.HasPrefix(it.Key(), prefix); ok = it.Next() {
		if n++; n >= max(limit, 1) {
			break
		}
	}
	return n, readError(it.Error())
}

func (c *counts) of(predicate node) *[2]int64 {
	recent := &c.recent[predicate[0]%64]
	if recent.n != nil && recent.node == predicate {
		return recent.n
	}
	n := c.predicates[predicate]
	if n == nil {
		n = new([2]int64)
		c.predicates[predicate] = n
	}
	recent.node, recent.n = predicate, n
	return n
}

func (c *counts) quad(k *quadKey, n int64) {
	c.of(k[predicate])[0] += n
	if k[predicate] == rdfTypeNode {
		c.classes[k[object]] += n
	}
}

// writer is what counts are written to: a batch or a table.
type writer interface {
	Set(key, value []byte, _ *pebble.WriteOptions) error
	Delete(key []byte, _ *pebble.WriteOptions) error
}

// write adds the changes to the counts of the state before.
func (c *counts) write(w writer) error {
	for _, p := range sortedNodes(c.predicates) {
		quads, subjects, err := c.v.predicateCounts(p)
		if err != nil {
			return err
		}
		d := c.predicates[p]
		value := appendCount(appendCount(nil, quads+d[0]), subjects+d[1])
		if err := setCount(w, nodeKey(predicatePrefix, p), value, quads+d[0]); err != nil {
			return err
		}
	}
	for _, class := range sortedNodes(c.classes) {
		key := nodeKey(classPrefix, class)
		n, err := getCount(c.v.snap, key)
		if err != nil {
			return err
		}
		n += c.classes[class]
		if err := setCount(w, key, appendCount(nil, n), n); err != nil {
			return err
		}
	}
	return nil
}

func sortedNodes[V any](m map[node]V) []node {
	nodes := make([]node, 0, len(m))
	for n := range m {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b node) int { return bytes.Compare(a[:], b[:]) })
	return nodes
}

func setCount(w writer, key, value []byte, n int64) error {
	if n == 0 {
		return w.Delete(key, nil)
	}
	return w.Set(key, value, nil)
}

// predicateCounts gives the number of quads of a predicate and of their subjects.
func (v *View) predicateCounts(p node) (quads, subjects int64, err error) {
	b, c, err := v.snap.Get(nodeKey(predicatePrefix, p))
	if errors.Is(err, pebble.ErrNotFound) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, readError(err)
	}
	defer c.Close()
	if len(b) != 16 {
		return 0, 0, fmt.Errorf("%w: the counts of a predicate", ErrDamaged)
	}
	return int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint64(b[8:])), nil
}

// NewQuadWriter gives a writer that loads quads; what is there already is left
// alone. Close writes what is pending.
func (s *Store) NewQuadWriter() (quad.WriteCloser, error) {
	l, err := s.NewLoader(context.Background())
	if err != nil {
		return nil, err
	}
	return quadWriter{l}, nil
}

type quadWriter struct{ *Loader }

func (w quadWriter) WriteQuad(q quad.Quad) error {
	t, err := termsOf(q)
	if err != nil {
		return err
	}
	return w.Add(&t)
}

func (w quadWriter) WriteQuads(quads []quad.Quad) (int, error) {
	for i, q := range quads {
		if err := w.WriteQuad(q); err != nil {
			return i, err
		}
	}
	return len(quads), nil
}

func (w quadWriter) Close() error {
	_, err := w.Loader.Close()
	return err
}

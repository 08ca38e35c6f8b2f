package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/quadstore"
)

// rdfType is the predicate whose objects, the classes, have counts of their own.
var rdfType = nodeOf(quadstore.AppendIRI(nil, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))

// maxAttempts is how often a transaction is begun that the server ends in
// favour of another one.
const maxAttempts = 8

// Change deletes and then adds quads in one transaction; what is already so
// is left alone. decide sees the state that is changed, and is called again
// when the server makes the transaction begin anew. All writers, on whatever
// machine, take turns.
func (s *Store) Change(ctx context.Context, decide func(*View) (add, del []quadstore.Terms, err error)) (c quadstore.Change, err error) {
	if s.opts.ReadOnly {
		return c, quadstore.ErrReadOnly
	}
	for attempt := 1; ; attempt++ {
		c, err = s.change(ctx, decide)
		if again := code(err) == serialization || code(err) == deadlock; !again || attempt == maxAttempts {
			return c, s.explain(err)
		}
		time.Sleep(time.Duration(rand.IntN(20*attempt)) * time.Millisecond)
	}
}

func (s *Store) change(ctx context.Context, decide func(*View) (add, del []quadstore.Terms, err error)) (c quadstore.Change, err error) {
	w, err := s.begin(ctx)
	if err != nil {
		return c, err
	}
	defer w.rollback()
	add, del, err := decide(w.v)
	if err != nil {
		return c, err
	}
	if err := w.apply(add, del); err != nil {
		return c, err
	}
	return w.Change, w.commit()
}

// writer is a transaction that has the right to write.
type writer struct {
	quadstore.Change
	ctx    context.Context
	tx     pgx.Tx
	v      *View
	counts counts
	quads  int64 // the change to the sizes
	terms  int64
	done   func()
}

// begin waits for its turn to write.
func (s *Store) begin(ctx context.Context) (*writer, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, s.closedOr(err)
	}
	tx, err := conn.Begin(ctx)
	if err != nil {
		conn.Release()
		return nil, err
	}
	w := &writer{ctx: ctx, tx: tx, done: conn.Release, v: newView(ctx, s, tx), counts: newCounts()}
	if err := w.v.lock(tx); err != nil {
		w.rollback()
		return nil, err
	}
	return w, nil
}

// rollback ends the transaction; after a commit it only gives the connection
// back.
func (w *writer) rollback() {
	if w.done == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	_ = w.tx.Rollback(ctx) // the server does so by itself where this fails
	w.v.Close()
	w.done()
	w.done = nil
}

// keyed are quads as nodes, each once.
type keyed struct {
	keys  []quadKey
	terms map[node][]byte
}

var errNoTerm = errors.New("a term is missing")

func keysOf(quads []quadstore.Terms) (k keyed, err error) {
	k.terms = make(map[node][]byte)
	seen := make(map[quadKey]bool, len(quads))
	for i := range quads {
		var q quadKey
		for p, t := range quads[i] {
			if len(t) == 0 {
				if p < 3 {
					return k, errNoTerm
				}
				continue
			}
			q[p] = nodeOf(t)
			k.terms[q[p]] = t
		}
		if !seen[q] {
			seen[q] = true
			k.keys = append(k.keys, q)
		}
	}
	return k, nil
}

// columnsOf gives quads as four lists for unnest.
func columnsOf(keys []quadKey) []any {
	lists := make([][][]byte, 4)
	for i := range keys {
		for p := range lists {
			lists[p] = append(lists[p], keys[i][p][:])
		}
	}
	return []any{lists[0], lists[1], lists[2], lists[3]}
}

// bytesOf gives nodes as a list for unnest.
func bytesOf(nodes []node) [][]byte {
	list := make([][]byte, len(nodes))
	for i := range nodes {
		list[i] = nodes[i][:]
	}
	return list
}

const (
	deleteQuads = `DELETE FROM kg_quads AS q USING unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[]) AS d(s, p, o, g)
		WHERE q.s = d.s AND q.p = d.p AND q.o = d.o AND q.g = d.g RETURNING q.s, q.p, q.o, q.g`
	insertQuads = `INSERT INTO kg_quads SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[])
		ON CONFLICT DO NOTHING RETURNING s, p, o, g`
	insertTerms = `INSERT INTO kg_terms SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT DO NOTHING`
	otherTerms  = `SELECT t.term, n.term FROM unnest($1::bytea[], $2::bytea[]) AS n(node, term)
		JOIN kg_terms AS t ON t.node = n.node WHERE t.term <> n.term LIMIT 1`
	deleteOrphans = `DELETE FROM kg_terms AS t USING unnest($1::bytea[]) AS d(node) WHERE t.node = d.node
		AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE s = d.node) AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE p = d.node)
		AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE o = d.node) AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE g = d.node)`
	countPairs = `SELECT d.s, d.p, (SELECT count(*) FROM kg_quads AS q WHERE q.s = d.s AND q.p = d.p)
		FROM unnest($1::bytea[], $2::bytea[]) AS d(s, p)`
	addPredicates = `INSERT INTO kg_predicates AS c (node, quads, subjects) SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[])
		ON CONFLICT (node) DO UPDATE SET quads = c.quads + excluded.quads, subjects = c.subjects + excluded.subjects`
	addClasses = `INSERT INTO kg_classes AS c (node, quads) SELECT * FROM unnest($1::bytea[], $2::bigint[])
		ON CONFLICT (node) DO UPDATE SET quads = c.quads + excluded.quads`
)

// apply deletes and adds quads; an addition wins over a deletion.
func (w *writer) apply(add, del []quadstore.Terms) error {
	adds, err := keysOf(add)
	if err != nil {
		return err
	}
	dels, err := keysOf(del)
	if err != nil {
		return err
	}
	if len(del) > 0 {
		kept := make(map[quadKey]bool, len(adds.keys))
		for _, q := range adds.keys {
			kept[q] = true
		}
		dels.keys = slices.DeleteFunc(dels.keys, func(q quadKey) bool { return kept[q] })
	}
	deleted, added, err := w.quadsChanged(dels.keys, adds.keys)
	if err != nil || len(deleted)+len(added) == 0 {
		return err
	}
	w.Deleted += len(deleted)
	w.Added += len(added)
	w.quads += int64(len(added) - len(deleted))
	return w.follow(deleted, added, adds.terms)
}

// quadsChanged changes kg_quads and gives the quads that were there, and
// those that were not.
func (w *writer) quadsChanged(del, add []quadKey) (deleted, added []quadKey, err error) {
	batch := &pgx.Batch{}
	collect := func(to *[]quadKey) func(pgx.Rows) error {
		return func(rows pgx.Rows) error {
			for rows.Next() {
				var q quadKey
				for p, b := range rows.RawValues() {
					copy(q[p][:], b)
				}
				*to = append(*to, q)
			}
			return rows.Err()
		}
	}
	if len(del) > 0 {
		batch.Queue(deleteQuads, columnsOf(del)...).Query(collect(&deleted))
	}
	if len(add) > 0 {
		batch.Queue(insertQuads, columnsOf(add)...).Query(collect(&added))
	}
	if batch.Len() == 0 {
		return nil, nil, nil
	}
	return deleted, added, w.tx.SendBatch(w.ctx, batch).Close()
}

// follow makes terms and counts follow a change of quads.
func (w *writer) follow(deleted, added []quadKey, terms map[node][]byte) error {
	pairs := pairsOf(deleted, added)
	batch := &pgx.Batch{}
	w.queueTerms(batch, added, terms)
	if orphans := nodesOf(deleted, nodeSet(added)); len(orphans) > 0 {
		batch.Queue(deleteOrphans, bytesOf(orphans)).Exec(func(tag pgconn.CommandTag) error {
			w.terms -= tag.RowsAffected()
			return nil
		})
	}
	subjects, predicates := pairs.lists()
	batch.Queue(countPairs, subjects, predicates).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			row := rows.RawValues()
			pair := [2]node{node(row[0]), node(row[1])}
			after := int64Of(row[2])
			w.counts.subject(pair[1], after-pairs.net[pair] > 0, after > 0)
		}
		return rows.Err()
	})
	for _, q := range deleted {
		w.counts.quad(&q, -1)
	}
	for _, q := range added {
		w.counts.quad(&q, +1)
	}
	return w.tx.SendBatch(w.ctx, batch).Close()
}

// queueTerms adds the terms of new quads, and looks for other terms of the
// same hash.
func (w *writer) queueTerms(batch *pgx.Batch, added []quadKey, terms map[node][]byte) {
	nodes := nodesOf(added, nil)
	if len(nodes) == 0 {
		return
	}
	texts := make([][]byte, len(nodes))
	for i, n := range nodes {
		texts[i] = terms[n]
	}
	batch.Queue(insertTerms, bytesOf(nodes), texts).Exec(func(tag pgconn.CommandTag) error {
		w.terms += tag.RowsAffected()
		return nil
	})
	batch.Queue(otherTerms, bytesOf(nodes), texts).Query(func(rows pgx.Rows) error {
		var collision error
		for rows.Next() {
			row := rows.RawValues()
			collision = fmt.Errorf("%w: %.80q and %.80q", quadstore.ErrCollision, row[0], row[1])
		}
		return errors.Join(collision, rows.Err())
	})
}

// nodesOf gives the nodes of quads, sorted, but for those in another set.
func nodesOf(quads []quadKey, but map[node]bool) (nodes []node) {
	for n := range nodeSet(quads) {
		if !but[n] {
			nodes = append(nodes, n)
		}
	}
	slices.SortFunc(nodes, compareNodes) // every writer locks in one order
	return nodes
}

func nodeSet(quads []quadKey) map[node]bool {
	set := make(map[node]bool)
	for i := range quads {
		for _, n := range quads[i] {
			if n != noNode {
				set[n] = true
			}
		}
	}
	return set
}

// pairs are subjects with predicates and the change to their quads. A subject
// is counted with a predicate while it has any quad of it, in whatever graph.
type pairs struct{ net map[[2]node]int64 }

func pairsOf(deleted, added []quadKey) pairs {
	p := pairs{make(map[[2]node]int64)}
	for _, q := range deleted {
		p.net[[2]node{q[0], q[1]}]--
	}
	for _, q := range added {
		p.net[[2]node{q[0], q[1]}]++
	}
	return p
}

func (p pairs) lists() (subjects, predicates [][]byte) {
	for pair := range p.net {
		subjects, predicates = append(subjects, bytes.Clone(pair[0][:])), append(predicates, bytes.Clone(pair[1][:]))
	}
	return subjects, predicates
}

// counts are the numbers that a transaction changes: the quads and the
// subjects of each predicate, and the rdf:type quads of each class.
type counts struct {
	predicates map[node]*[2]int64
	classes    map[node]int64
}

func newCounts() counts {
	return counts{make(map[node]*[2]int64), make(map[node]int64)}
}

func (c counts) of(predicate node) *[2]int64 {
	n := c.predicates[predicate]
	if n == nil {
		n = new([2]int64)
		c.predicates[predicate] = n
	}
	return n
}

func (c counts) quad(q *quadKey, n int64) {
	c.of(q[1])[0] += n
	if q[1] == rdfType {
		c.classes[q[2]] += n
	}
}

func (c counts) subject(predicate node, before, after bool) {
	switch {
	case after && !before:
		c.of(predicate)[1]++
	case before && !after:
		c.of(predicate)[1]--
	}
}

// queue adds the changes to the counts that are stored.
func (c counts) queue(batch *pgx.Batch) {
	var quads, subjects []int64
	nodes := sortedKeys(c.predicates)
	for _, n := range nodes {
		quads, subjects = append(quads, c.predicates[n][0]), append(subjects, c.predicates[n][1])
	}
	batch.Queue(addPredicates, bytesOf(nodes), quads, subjects)
	batch.Queue(`DELETE FROM kg_predicates WHERE quads = 0 AND node = ANY($1)`, bytesOf(nodes))
	if len(c.classes) == 0 {
		return
	}
	classes := sortedKeys(c.classes)
	quads = nil
	for _, n := range classes {
		quads = append(quads, c.classes[n])
	}
	batch.Queue(addClasses, bytesOf(classes), quads)
	batch.Queue(`DELETE FROM kg_classes WHERE quads = 0 AND node = ANY($1)`, bytesOf(classes))
}

func sortedKeys[T any](m map[node]T) (nodes []node) {
	for n := range m {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, compareNodes)
	return nodes
}

// commit stores the counts and ends the transaction. Without a change there
// is no new state.
func (w *writer) commit() error {
	if w.Added+w.Deleted == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	w.counts.queue(batch)
	batch.Queue(`UPDATE kg_state SET change = change + 1, quads = quads + $1, terms = terms + $2`, w.quads, w.terms)
	if err := w.tx.SendBatch(w.ctx, batch).Close(); err != nil {
		return err
	}
	return w.tx.Commit(w.ctx)
}

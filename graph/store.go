package graph

import (
	"context"
	"errors"
	"strings"
	"sync"

	"kg/graph/postgres"
	"kg/graph/quadstore"
)

// What can be wrong with a store.
var (
	// ErrNoStore is returned when there is no store at the path and none was to be created.
	ErrNoStore = quadstore.ErrNoStore
	// ErrInUse is returned when another process has the store open; the message names it.
	ErrInUse = quadstore.ErrInUse
	// ErrNotAStore is returned when the path holds something else than a store.
	ErrNotAStore = quadstore.ErrNotAStore
	// ErrReadOnly is returned by a write to a store that was opened for reading.
	ErrReadOnly = quadstore.ErrReadOnly
	// ErrDamaged is returned when the store's files are cut or altered.
	ErrDamaged = quadstore.ErrDamaged
	// ErrClosed is returned by a store that has been closed.
	ErrClosed = quadstore.ErrClosed
	// ErrUnreachable is returned when no PostgreSQL server answers, or the connection to it is lost.
	ErrUnreachable = postgres.ErrUnreachable
	// ErrRefused is returned when the PostgreSQL server does not let the user in, or do what is wanted.
	ErrRefused = postgres.ErrRefused
	// ErrAddress is returned for an address of a database that cannot be read.
	ErrAddress = postgres.ErrAddress
	// ErrNotFound is returned when the store does not know the entity, statement or article.
	ErrNotFound = errors.New("not in the store")
	// ErrQuery is returned when a query cannot be read or fails while it runs.
	ErrQuery = errors.New("query failed")
)

// Store keeps what was read off articles, as quads. It is safe for concurrent
// use: many readers, each seeing one state, beside one writer at a time. A
// folder belongs to one process; a database may be shared by many machines.
type Store struct {
	qs   engine
	path string
	opts OpenOptions

	putting sync.Mutex // held from reading what an article has to changing it
	names   nameIndex
}

// OpenOptions tell how to open a store.
type OpenOptions struct {
	ReadOnly bool // no write is possible; several processes may read at a time
	Create   bool // make an empty store when there is none at the path
}

// Open opens the store in the folder path, or in the PostgreSQL database whose
// address it is ("postgres://user:password@host/database"; the folder is then
// a schema that holds nothing else). It fails within two seconds with ErrInUse
// when another process holds the folder, with ErrNoStore when there is no
// store and with ErrNotAStore when there is something else; a database also
// with ErrUnreachable, ErrRefused and ErrAddress. No error holds the password.
func Open(ctx context.Context, path string, opts OpenOptions) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var qs engine
	var err error
	if IsAddress(path) {
		qs, err = openShared(ctx, path, opts)
	} else {
		qs, err = openEmbedded(path, opts)
	}
	if err != nil {
		return nil, err
	}
	return &Store{qs: qs, path: path, opts: opts}, nil
}

// Close writes what is pending and gives the folder free.
func (s *Store) Close() error { return s.qs.Close() }

// Path is the folder of the store, or the address of its database without the
// password.
func (s *Store) Path() string { return Redact(s.path) }

// Location is what Open was given: with the password, for another process to
// open the store by, and not for messages.
func (s *Store) Location() string { return s.path }

// Shared tells whether other processes may open the store while this one has
// it: one that is open for reading, or a database.
func (s *Store) Shared() bool { return s.opts.ReadOnly || IsAddress(s.path) }

// ReadOnly tells whether the store was opened for reading.
func (s *Store) ReadOnly() bool { return s.opts.ReadOnly }

// Stats are the sizes of a store; every figure is exact and kept, not counted.
type Stats struct {
	Articles   int64 `json:"articles"`
	Entities   int64 `json:"entities"`
	Statements int64 `json:"statements"`
	PlainFacts int64 `json:"plainFacts"` // statements that the articles assert as facts
	Quads      int64 `json:"quads"`
	Terms      int64 `json:"terms"`
	Predicates int64 `json:"predicates"`
	Bytes      int64 `json:"bytes"` // on disk
}

// Stats gives the sizes at once, however large the store is.
func (s *Store) Stats(ctx context.Context) (st Stats, err error) {
	v, err := s.view(ctx)
	if err != nil {
		return st, err
	}
	defer v.Close()
	st.Quads, st.Terms = v.Sizes()
	st.Bytes = s.qs.Bytes()
	if st.Articles, err = v.ClassCount(termBytes(NewIRI(SchemaArticle))); err != nil {
		return st, err
	}
	if st.Statements, err = v.ClassCount(termBytes(NewIRI(RDFStatement))); err != nil {
		return st, err
	}
	for c, err := range v.Predicates(ctx) {
		if err != nil {
			return st, err
		}
		st.Predicates++
		term, err := termFromBytes(c.Term)
		if err != nil {
			return st, err
		}
		switch {
		case term.IRI() == RDFSLabel:
			st.Entities = c.Subjects
		case isRelation(term.IRI()):
			st.PlainFacts += c.Quads
		}
	}
	return st, nil
}

// isRelation tells whether a predicate is one that plain edges have.
func isRelation(iri IRI) bool {
	if strings.HasPrefix(string(iri), openPrefix) {
		return true
	}
	_, ok := Vocab().Relation(iri)
	return ok
}

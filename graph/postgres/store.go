package postgres

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"kg/graph/quadstore"
)

// Options tell how to open a store. The zero value opens an existing one.
type Options struct {
	ReadOnly bool // no write is possible
	Create   bool // make the tables in a database that has none
}

// Store is a graph.QuadStore in a PostgreSQL database. It is safe for
// concurrent use, by many processes on many machines.
type Store struct {
	pool  *pgxpool.Pool
	name  string // the address without its password
	opts  Options
	terms terms

	closing sync.Once
}

const (
	connectTimeout = 10 * time.Second // where the address has no connect_timeout
	leastConns     = 8                // where the address has no pool_max_conns
)

// Open opens the store at an address, "postgres://user:password@host/database".
// It fails with ErrUnreachable, ErrRefused, or with ErrNoStore and
// ErrNotAStore of quadstore. No error holds the password.
func Open(ctx context.Context, address string, opts Options) (*Store, error) {
	config, err := configure(address)
	if err != nil {
		return nil, err
	}
	s := &Store{name: Redact(address), opts: opts}
	if config.ConnConfig.ConnectTimeout == 0 || config.ConnConfig.ConnectTimeout > connectTimeout {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	if config.MaxConns < leastConns {
		config.MaxConns = leastConns
	}
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "kg"
	}
	config.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: time.Second} // the server stops too
	}
	config.AfterConnect = tune
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, s.explain(err)
	}
	if err := s.prepare(ctx); err != nil {
		s.pool.Close()
		return nil, err
	}
	return s, nil
}

// tune sets what short queries over few nodes want. A server that does not
// know a setting (CockroachDB) goes without it.
func tune(ctx context.Context, c *pgx.Conn) error {
	for _, setting := range []string{"jit = off", "plan_cache_mode = force_custom_plan", "cursor_tuple_fraction = 1.0"} {
		if _, err := c.Exec(ctx, "SET "+setting); err != nil && code(err) == "" {
			return err
		}
	}
	return nil
}

// Name is the address without its password.
func (s *Store) Name() string { return s.name }

// Close gives the connections back. Views have to be closed before.
func (s *Store) Close() error {
	s.closing.Do(s.pool.Close)
	return nil
}

// Bytes is the size of the tables with their indexes, 0 where the server does
// not tell.
func (s *Store) Bytes() (n int64) {
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	err := s.pool.QueryRow(ctx, `SELECT sum(pg_total_relation_size(t::regclass))::bigint
		FROM unnest(ARRAY['kg_state', 'kg_terms', 'kg_quads', 'kg_predicates', 'kg_classes']) AS t`).Scan(&n)
	if err != nil {
		return 0
	}
	return n
}

// View gives the state after the last change that is committed. ctx bounds
// all that is read from it. It must be closed: it holds a connection.
func (s *Store) View(ctx context.Context) (*View, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, s.closedOr(err)
	}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		conn.Release()
		return nil, s.explain(err)
	}
	v := newView(ctx, s, tx)
	v.end = func() {
		ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
		defer cancel()
		_ = tx.Rollback(ctx) // nothing was written
		conn.Release()
	}
	if err := v.readState(""); err != nil {
		v.Close()
		return nil, s.explain(err)
	}
	return v, nil
}

func (s *Store) closedOr(err error) error {
	if err.Error() == "closed pool" {
		return quadstore.ErrClosed
	}
	return s.explain(err)
}

// readState reads the sizes; lock keeps other writers out until the end of
// the transaction.
func (v *View) readState(lock string) error {
	var commit int64
	err := v.tx.QueryRow(v.ctx, `SELECT change, quads, terms FROM kg_state`+lock).Scan(&commit, &v.quads, &v.nodes)
	v.commit = uint64(commit)
	if err != nil {
		return fmt.Errorf("read the sizes: %w", err)
	}
	return nil
}

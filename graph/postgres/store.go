package postgres

import (
	"context"
	"fmt"
	"strconv"
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
	v := newView(ctx, s, conn)
	v.end = func() {
		ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
		defer cancel()
		_ = conn.Conn().PgConn().Exec(ctx, "ROLLBACK").Close() // nothing was written
		conn.Release()
	}
	if err := v.begin(conn.Conn().PgConn()); err != nil {
		v.Close()
		return nil, s.explain(err)
	}
	return v, nil
}

// begin begins the transaction of a view and reads the sizes, in one message
// to the server.
func (v *View) begin(conn *pgconn.PgConn) error {
	results, err := conn.Exec(v.ctx, "BEGIN READ ONLY, ISOLATION LEVEL REPEATABLE READ; "+readState).ReadAll()
	if err != nil {
		return err
	}
	var sizes [3]int64
	for _, r := range results {
		for _, row := range r.Rows {
			for i, text := range row {
				if sizes[i], err = strconv.ParseInt(string(text), 10, 64); err != nil {
					return fmt.Errorf("%w: the sizes: %w", quadstore.ErrDamaged, err)
				}
			}
		}
	}
	v.commit, v.quads, v.nodes = uint64(sizes[0]), sizes[1], sizes[2]
	return nil
}

const readState = "SELECT change, quads, terms FROM kg_state"

func (s *Store) closedOr(err error) error {
	if err.Error() == "closed pool" {
		return quadstore.ErrClosed
	}
	return s.explain(err)
}

// lock reads the sizes and keeps other writers out until the end of the
// transaction.
func (v *View) lock(tx pgx.Tx) error {
	var commit int64
	err := tx.QueryRow(v.ctx, readState+" FOR UPDATE").Scan(&commit, &v.quads, &v.nodes)
	v.commit = uint64(commit)
	return err
}

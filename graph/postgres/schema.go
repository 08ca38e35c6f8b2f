package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"kg/graph/quadstore"
)

// format is the version of the tables.
const format = 1

// The tables. A node is the hash of a term; a quad without a label has the
// zero node there. Types and clauses are those that CockroachDB knows too.
var tables = []string{
	`CREATE TABLE kg_state (
		one boolean PRIMARY KEY DEFAULT true CHECK (one),
		format bigint NOT NULL,
		change bigint NOT NULL,
		quads bigint NOT NULL,
		terms bigint NOT NULL)`,
	`CREATE TABLE kg_terms (
		node bytea PRIMARY KEY,
		term bytea NOT NULL)`,
	`CREATE TABLE kg_quads (
		s bytea NOT NULL, p bytea NOT NULL, o bytea NOT NULL, g bytea NOT NULL,
		PRIMARY KEY (s, p, o, g))`,
	`CREATE INDEX kg_quads_posg ON kg_quads (p, o, s, g)`,
	`CREATE INDEX kg_quads_ospg ON kg_quads (o, s, p, g)`,
	`CREATE INDEX kg_quads_gspo ON kg_quads (g, s, p, o)`,
	`CREATE TABLE kg_predicates (
		node bytea PRIMARY KEY,
		quads bigint NOT NULL,
		subjects bigint NOT NULL)`,
	`CREATE TABLE kg_classes (
		node bytea PRIMARY KEY,
		quads bigint NOT NULL)`,
	`INSERT INTO kg_state (format, change, quads, terms) VALUES (` + strconv.Itoa(format) + `, 0, 0, 0)`,
}

// prepare finds the store in the database, or makes it.
func (s *Store) prepare(ctx context.Context) error {
	found, foreign, err := s.inspect(ctx)
	switch {
	case err != nil:
		return s.explain(err)
	case found:
		return nil
	case foreign != "":
		return fmt.Errorf("%w: %s has other tables (%s)", quadstore.ErrNotAStore, s.name, foreign)
	case !s.opts.Create || s.opts.ReadOnly:
		return fmt.Errorf("%w: %s has no tables", quadstore.ErrNoStore, s.name)
	}
	err = s.create(ctx)
	if found, _, again := s.inspect(ctx); again == nil && found {
		return nil // made, perhaps by another machine at the same moment
	}
	return s.explain(err)
}

// inspect tells whether the schema that tables are made in holds a store, or
// names something else that it holds.
func (s *Store) inspect(ctx context.Context) (found bool, foreign string, err error) {
	rows, err := s.pool.Query(ctx, `SELECT table_name::text FROM information_schema.tables
		WHERE table_schema = current_schema() ORDER BY 1 LIMIT 100`)
	if err != nil {
		return false, "", err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return false, "", err
	}
	var others []string
	for _, name := range names {
		if name == "kg_state" {
			found = true
		}
		others = append(others, name)
	}
	if !found {
		return false, strings.Join(others[:min(len(others), 3)], ", "), nil
	}
	var version int64
	switch err := s.pool.QueryRow(ctx, `SELECT format FROM kg_state`).Scan(&version); {
	case errors.Is(err, pgx.ErrNoRows):
		return false, "kg_state, which is empty", nil
	case err != nil:
		return false, "", err
	case version != format:
		return false, "", fmt.Errorf("%w: %s has the format %d, which this version does not read", quadstore.ErrNotAStore, s.name, version)
	}
	return true, "", nil
}

// create makes the tables, all or none.
func (s *Store) create(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for _, table := range tables {
			if _, err := tx.Exec(ctx, table); err != nil {
				return err
			}
		}
		return nil
	})
}

package postgres

import (
	"context"
	"fmt"

	"kg/graph/quadstore"
)

// Check verifies the tables against each other and the counts, and reports
// each thing that is wrong: where ("dictionary", "counts") and what. That an
// index of PostgreSQL fits its table is not verified: pg_amcheck does that.
func (v *View) Check(ctx context.Context, report func(where, what string)) error {
	for _, step := range []func(context.Context, func(where, what string)) error{v.checkTerms, v.checkNodes, v.checkSizes, v.checkCounts} {
		if err := step(ctx, report); err != nil {
			return err
		}
	}
	return nil
}

// checkTerms verifies that each term can be read and has its hash.
func (v *View) checkTerms(ctx context.Context, report func(where, what string)) error {
	return v.each(ctx, func(row [][]byte) error {
		n := nodeOf(row[1])
		if _, err := quadstore.ParseTerm(row[1]); err != nil || string(n[:]) != string(row[0]) {
			report("dictionary", fmt.Sprintf("the term %.80q stands under another's hash", row[1]))
		}
		return nil
	}, `SELECT node, term FROM kg_terms`)
}

// checkNodes verifies that each node of a quad has its term and each term a
// quad.
func (v *View) checkNodes(ctx context.Context, report func(where, what string)) error {
	for _, place := range places {
		err := v.each(ctx, func(row [][]byte) error {
			report("dictionary", fmt.Sprintf("no term for %x in column %s", row[0], place))
			return nil
		}, `SELECT DISTINCT q.`+place+` FROM kg_quads AS q WHERE q.`+place+` <> $1
			AND NOT EXISTS (SELECT 1 FROM kg_terms AS t WHERE t.node = q.`+place+`)`, noNode[:])
		if err != nil {
			return err
		}
	}
	return v.each(ctx, func(row [][]byte) error {
		report("dictionary", fmt.Sprintf("the term %.80q is in no quad", row[0]))
		return nil
	}, `SELECT t.term FROM kg_terms AS t WHERE NOT EXISTS (SELECT 1 FROM kg_quads WHERE s = t.node)
		AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE p = t.node) AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE o = t.node)
		AND NOT EXISTS (SELECT 1 FROM kg_quads WHERE g = t.node)`)
}

func (v *View) checkSizes(ctx context.Context, report func(where, what string)) error {
	return v.each(ctx, func(row [][]byte) error {
		if n := int64Of(row[0]); n != v.quads {
			report("counts", fmt.Sprintf("%d quads are counted and %d are there", v.quads, n))
		}
		if n := int64Of(row[1]); n != v.nodes {
			report("counts", fmt.Sprintf("%d terms are counted and %d are there", v.nodes, n))
		}
		return nil
	}, `SELECT (SELECT count(*) FROM kg_quads), (SELECT count(*) FROM kg_terms)`)
}

func (v *View) checkCounts(ctx context.Context, report func(where, what string)) error {
	for _, c := range []struct{ what, sql string }{
		{"predicate", `SELECT coalesce(c.node, q.node), coalesce(q.quads, 0)::bigint FROM kg_predicates AS c
			FULL JOIN (SELECT p AS node, count(*) AS quads, count(DISTINCT s) AS subjects FROM kg_quads GROUP BY p) AS q ON q.node = c.node
			WHERE c.quads IS DISTINCT FROM q.quads OR c.subjects IS DISTINCT FROM q.subjects`},
		{"class", `SELECT coalesce(c.node, q.node), coalesce(q.quads, 0)::bigint FROM kg_classes AS c
			FULL JOIN (SELECT o AS node, count(*) AS quads FROM kg_quads WHERE p = $1 GROUP BY o) AS q ON q.node = c.node
			WHERE c.quads IS DISTINCT FROM q.quads`},
	} {
		var args []any
		if c.what == "class" {
			args = append(args, rdfType[:])
		}
		err := v.each(ctx, func(row [][]byte) error {
			report("counts", fmt.Sprintf("the counts of the %s %x are not those of its %d quads", c.what, row[0], int64Of(row[1])))
			return nil
		}, c.sql, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

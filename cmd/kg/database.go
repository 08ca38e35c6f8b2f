package main

import (
	"errors"

	"kg/graph"
)

const databaseHint = "name a folder, such as --db kg.db, or a database: --db postgres://USER:PASSWORD@HOST:5432/NAME"

// hintDatabase adds what to do about a database that does not open.
func hintDatabase(err error) error {
	switch {
	case errors.Is(err, graph.ErrAddress):
		return withHint(usageError{err}, databaseHint+"; in a user or password : is written %%3A, / %%2F and @ %%40")
	case errors.Is(err, graph.ErrUnreachable):
		return withHint(err, "see that the server runs there and takes connections from here: psql with the same address tells")
	case errors.Is(err, graph.ErrRefused):
		return withHint(err, "check user and password (in the address, $PGPASSWORD or ~/.pgpass) and what the user may do: GRANT CREATE, USAGE ON SCHEMA public")
	case errors.Is(err, graph.ErrNotAStore):
		return withHint(err, "a store wants a database of its own (createdb NAME) or a schema of its own: postgres://…/NAME?search_path=kg after CREATE SCHEMA kg")
	case errors.Is(err, graph.ErrNoStore):
		return withHint(err, "kg load makes the tables in a database that is there and empty; createdb NAME makes a database")
	}
	return err
}

// Package postgres is a graph.QuadStore of Cayley in a PostgreSQL database,
// for graphs that many machines read and write.
//
// # Why not Cayley's own SQL store
//
// Cayley's graph/sql was read, and cannot be made exact from
// outside: it keeps typed literals as native values, so that "007", a time's
// zone and its fractions of a second do not come back; a NUL and the text
// \x00 are one to it; it counts references to a term row by row and writes a
// statement for each quad; its Stats(false) is -1; each of its reads is a
// transaction of its own, so that a query sees many states; names are read one
// by one. This package keeps the bytes of terms that package quadstore keeps,
// over pgx, and gives the same answers as the embedded store.
//
// # Tables
//
//	kg_state       one row: format, number of the last change, quads, terms
//	kg_terms       node -> the term's bytes
//	kg_quads       s p o g, four nodes; indexed as spog, posg, ospg, gspo
//	kg_predicates  node -> its quads and its subjects
//	kg_classes     node -> the rdf:type quads that name it
//
// A node is a term's hash, as in package quadstore; the zero node stands for
// no label. The tables lie in the schema that the connection makes tables in
// (public, or what search_path in the address says), which must hold nothing
// else. SQL is kept to what CockroachDB documents too; it is not tested there.
//
// # States and changes
//
// A View is a transaction of isolation REPEATABLE READ: one state, however
// many statements a query takes. Each holds a connection until it is closed. A
// writer first locks the row of kg_state, so that writers on all machines take
// turns and what a change is decided by is what it changes. Adding what is
// there and deleting what is not are no-ops; a term goes with its last quad;
// counts are kept exactly, in the same transaction.
//
// # Queries
//
// What a query asks of quads is merged into one SELECT as far as it goes:
// steps, intersections, unions, tags, exclusions and uniqueness; PostgreSQL
// plans the joins. Where paths from certain nodes meet and are long together,
// each is read by itself first: the planner, which takes a step to give about
// one row, would walk such a list from hub to hub for minutes. What it cannot say in SQL (recursion, filters, optional
// parts, paging) Cayley's iterators do over such selections, many nodes in a
// statement. Rows come in a fixed order, by their nodes. Terms are read in
// batches and kept: a node's term never changes.
//
// # What it cannot do
//
// It is slower than the embedded store, by a trip to the server for each
// statement, most of all in loading. It does not check that PostgreSQL's
// indexes fit their tables (pg_amcheck does). It makes no database, only the
// tables in one, and no backups. Connections through a proxy that shares them
// between transactions (PgBouncer) want default_query_exec_mode=exec in the
// address.
package postgres

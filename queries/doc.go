// Package queries holds the canned questions about relationships: who supports
// whom, who attacked what, what is said and denied. Each is a file of Gizmo
// (folder gizmo) whose header names its title, question, parameters and
// columns; the command line, the web pages and their JSON all serve the same
// list.
//
// The program of a query finds statements and emits their IRIs; Run then adds
// to each row what the statement holds and how it is known: a plain fact of an
// article or whose claim, negated, planned, possible, with the article and the
// sentence. Arguments are names as people write them. They are resolved
// against the store and bound to variables of the program, never spliced into
// its text.
//
//	q, _, _ := queries.Find("supporters")
//	table, err := q.Run(ctx, store, queries.Args{"X": "Assad"})
//
// Where a country, a party or a company is asked about, what is part of it and
// who leads or represents it answers too, unless the flag exact is given.
package queries

// Package web serves a store to a browser: Cayley's own web UI at /, the API
// that it calls under /api, and the explorer at /explore.
//
// Cayley's pages come out of its Go module (see the folder cayley) and are
// served as they are, but for three additions made on the way out: the first
// query of the editor, which shows something of the reader's own graph, a list
// of examples to put into it, and a link to the explorer.
//
// The explorer's pages are the server's and work without scripts; each has a
// twin .json and .csv, and its state is in its address. Scripts built of the
// folder ui (make assets) bring them to life. What looks at many statements at
// once is answered from a catalogue of all of them, see explore_catalogue.go.
//
// Safe by default: only loopback addresses and names are answered as Host,
// requests from pages of other sites are refused, nothing can be written unless
// Options.Write is set, and queries are bounded in time, number and rows.
package web

//go:generate go run ./copyui cayley

// Package quadstore is a graph.QuadStore of Cayley, embedded in one folder
// and kept by Pebble.
//
// # Layout
//
// A term is stored once, under the first 12 bytes of the SHA-256 of its bytes
// (its node); a quad is four nodes, stored as a key in each of four orders,
// so that every set of known directions is the beginning of some key:
//
//	s  subject predicate object label    S, SP, SPO
//	p  predicate object subject label    P, PO
//	o  object subject predicate label    O, OS
//	g  label subject predicate object    G, GS, GSP
//	t  node                              -> the term
//	c  predicate                         -> its quads and its subjects
//	k  class                             -> the rdf:type quads that name it
//	m  name                              -> sizes and format
//
// A quad without a label has the zero node there. Nodes are hashes, so the
// keys under a prefix are spread evenly: the size of a long run is estimated
// from how far its first keys reach, and small runs are counted.
//
// # States
//
// A View is one state of the store, shared by all queries between two
// commits. Writers take turns; a transaction is one Pebble batch. Adding what
// is there and deleting what is not are no-ops; a term that no quad names any
// more goes with its last quad.
//
// # Loads
//
// A Loader numbers terms as they come and keeps a quad as four numbers, up to
// 12 million of them; then numbers become ranks among the nodes, the quads are
// sorted for each index and written as tables that Pebble takes in one step.
// Texts of terms, and what is beyond, go through sorted files. What it takes
// stands in tools/bench/README.md, beside other stores.
package quadstore

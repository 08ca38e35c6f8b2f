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
// # Queries
//
// OptimizeShape turns a step of a path into one pass over an index: links, or
// a join of links with the nodes that another step gives, which seeks each of
// them. Unique becomes a part of its step, so that a node is read once and
// known by its hash; a row becomes an interface of Cayley's only when it is
// given.
//
// # Loads
//
// A Loader numbers terms as they come and keeps a quad as four numbers, up to
// 12 million of them; then numbers become ranks among the nodes and the quads
// are sorted for the first index. The order of each other index is made of
// that one by counting, and their tables are written two at a time, which
// Pebble takes in one step. Texts of terms, and what is beyond, go through
// sorted files.
//
// # Lines
//
// Lines, for an export, are sorted in memory up to a million quads. A larger
// store is split by the texts of its subjects into temporary files of about as
// many, one of which is in memory at a time. What all of it takes stands in
// tools/bench/README.md, beside other stores.
package quadstore

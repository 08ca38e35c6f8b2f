package quadstore

import "github.com/cayleygraph/quad"

// HashSize is the length of a Hash.
const HashSize = nodeSize

// Hash gives what a term's bytes are known by in keys.
func Hash(term []byte) [HashSize]byte { return nodeOf(term) }

// ParseValue gives the bytes of a term as a value of Cayley's.
func ParseValue(term []byte) (quad.Value, error) { return parseTerm(term) }

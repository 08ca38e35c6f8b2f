package main

import (
	"io"

	"kg/graph"
)

// writeQuads writes a reading as N-Quads, as the store would hold it.
func writeQuads(w io.Writer, r *graph.Reading) error {
	quads, err := graph.Quads(r)
	if err != nil {
		return err
	}
	out := graph.NewNQuadsWriter(w)
	for _, q := range quads {
		if err := out.Write(q); err != nil {
			return err
		}
	}
	return out.Flush()
}

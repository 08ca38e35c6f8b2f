package graph

import (
	"bufio"
	"context"
	"fmt"
	"io"
)

// ExportCanonical writes the store in the canonical form of RDFC-1.0. Without
// blank nodes, and nothing that is read off articles has any, these are the
// bytes of Export; with them, all quads are held in memory, and it fails with
// ErrTooComplex where they are entangled beyond reason.
func (s *Store) ExportCanonical(ctx context.Context, w io.Writer) error {
	var quads []Quad
	for q, err := range s.QuadsMatching(ctx, Pattern{}) {
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		quads = append(quads, q)
	}
	lines, _, err := Canonicalize(quads, CanonicalOptions{})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	for _, line := range lines {
		if _, err := out.WriteString(line + "\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

package graph

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestNoGoroutineIsLeft runs queries to their end, to their limit and to
// their deadline, and looks for what still runs when the store is closed.
func TestNoGoroutineIsLeft(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "kg.db"), OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, storeReading(1, "Turkey backs rebel groups against Assad.")); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`g.V().All()`, `g.V().Out().Out().All()`, `while(true) g.V().All()`, `while(true){}`, `throw 1`, `g.V(`} {
		for _, limit := range []int{0, 2} {
			s.Query(ctx, "gizmo", text, QueryOptions{Timeout: 50 * time.Millisecond, Limit: limit})
		}
	}
	for range s.QuadsMatching(ctx, Pattern{}) {
		break
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

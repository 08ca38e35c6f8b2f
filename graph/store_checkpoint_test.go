package graph

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// exported gives all quads of a store.
func exported(t *testing.T, s *Store) string {
	t.Helper()
	var out bytes.Buffer
	if err := s.Export(context.Background(), &out, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestCheckpoint reads a checkpoint beside the store that it was made of.
func TestCheckpoint(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "kg.db")
	s, err := Open(ctx, path, OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	put := func(n int) {
		t.Helper()
		if _, err := s.Put(ctx, storeReading(n, "Turkey supports rebel groups.")); err != nil {
			t.Fatal(err)
		}
	}
	put(1)
	before := exported(t, s)
	commit, err := s.Commit()
	if err != nil {
		t.Fatal(err)
	}
	folder, at, err := s.Checkpoint()
	if err != nil || at != commit {
		t.Fatalf("checkpoint of commit %d is of %d: %v", commit, at, err)
	}
	put(2)
	if now, _ := s.Commit(); now == commit {
		t.Error("a change keeps the number of the state")
	}
	copied, err := Open(ctx, folder, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := exported(t, copied); got != before {
		t.Errorf("the checkpoint holds\n%s\nand not\n%s", got, before)
	}
	if _, _, err := copied.Checkpoint(); !errors.Is(err, ErrReadOnly) {
		t.Errorf("checkpoint of what is only read: %v", err)
	}
	if err := copied.Close(); err != nil {
		t.Error(err)
	}
	if exported(t, s) == before {
		t.Error("the store does not hold the second article")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Checkpoint(); !errors.Is(err, ErrClosed) {
		t.Errorf("checkpoint of a closed store: %v", err)
	}
	if s, err = Open(ctx, path, OpenOptions{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	wantClean(t, s)
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was left of a checkpoint stays: %v", err)
	}
}

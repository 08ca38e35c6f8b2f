package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"

	"kg/graph"
)

// swallow is a store that reads all and keeps nothing.
type swallow struct{ read int }

func (s *swallow) PutAll(_ context.Context, rs []*graph.Reading) ([]graph.PutResult, error) {
	return make([]graph.PutResult, len(rs)), nil
}

func (s *swallow) LoadNQuads(_ context.Context, r io.Reader, _ string) (int, error) {
	data, err := io.ReadAll(r)
	s.read = len(data)
	return 0, err
}

func TestNoRoomIsAnErrorBeforeTheWrite(t *testing.T) {
	free := int64(leastFree - 1)
	inner := &swallow{}
	store := &roomy{inner, func() (int64, bool) { return free, true }}
	if _, err := store.PutAll(context.Background(), []*graph.Reading{{}}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("PutAll on a full disk: %v", err)
	}
	if _, err := store.LoadNQuads(context.Background(), strings.NewReader("x"), "x"); !errors.Is(err, syscall.ENOSPC) || inner.read > 0 {
		t.Errorf("LoadNQuads on a full disk: %v after %d bytes", err, inner.read)
	}
	free = leastFree
	if got, err := store.PutAll(context.Background(), []*graph.Reading{{}}); err != nil || len(got) != 1 {
		t.Errorf("PutAll with room: %v, %v", got, err)
	}
	checks := 0
	store.free = func() (int64, bool) { checks++; return leastFree, true }
	if _, err := store.LoadNQuads(context.Background(), strings.NewReader(strings.Repeat("x", 3*checkEvery)), "x"); err != nil || checks < 3 {
		t.Errorf("%d checks of 3 parts, %v", checks, err)
	}
}

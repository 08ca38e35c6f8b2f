package graph

import (
	"context"
	"sync"
	"sync/atomic"
)

// frozen is the key of a heldView in a context.
type frozen struct{ s *Store }

// Freeze gives a context under which all that is read from the store is read
// from its present state, until end is called. What takes many reads is then
// of one piece, and quicker where the store is a database.
func (s *Store) Freeze(ctx context.Context) (_ context.Context, end func(), err error) {
	v, err := s.view(ctx)
	if err != nil {
		return ctx, func() {}, err
	}
	held := &heldView{view: v}
	held.users.Store(1)
	return context.WithValue(ctx, frozen{s}, held), sync.OnceFunc(held.release), nil
}

// view gives the state that the context holds, or the present one.
func (s *Store) view(ctx context.Context) (view, error) {
	if held, ok := ctx.Value(frozen{s}).(*heldView); ok && held.borrow() {
		return &borrowed{view: held.view, release: sync.OnceFunc(held.release)}, nil
	}
	return s.qs.View(ctx)
}

// heldView is a view with those who use it; the last one closes it.
type heldView struct {
	view
	users atomic.Int64
}

// borrow adds a user; it is false when the view is closed.
func (h *heldView) borrow() bool {
	for n := h.users.Load(); n > 0; n = h.users.Load() {
		if h.users.CompareAndSwap(n, n+1) {
			return true
		}
	}
	return false
}

func (h *heldView) release() {
	if h.users.Add(-1) == 0 {
		_ = h.view.Close()
	}
}

// borrowed is a heldView for one user.
type borrowed struct {
	view
	release func()
}

// Close gives the view back.
func (b *borrowed) Close() error {
	b.release()
	return nil
}

// Warm does what the view below can.
func (b *borrowed) Warm(ctx context.Context, subjects [][]byte) error {
	if w, ok := b.view.(warmer); ok {
		return w.Warm(ctx, subjects)
	}
	return nil
}

package main

import (
	"context"
	"fmt"
	"io"
	"syscall"

	"kg/graph"
	"kg/loaders"
)

// roomy is a store that stops before the disk is full: the engine below cannot
// go on from a write that did not fit.
type roomy struct {
	loaders.Store
	free func() (bytes int64, known bool)
}

// leastFree is how many bytes have to be free for a batch of articles or the
// next part of a file of N-Quads.
const leastFree = 64 << 20

// PutAll stores readings where there is room for them.
func (r *roomy) PutAll(ctx context.Context, rs []*graph.Reading) ([]graph.PutResult, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	return r.Store.PutAll(ctx, rs)
}

// LoadNQuads loads quads as long as there is room for more.
func (r *roomy) LoadNQuads(ctx context.Context, in io.Reader, name string) (int, error) {
	return r.Store.LoadNQuads(ctx, &roomyReader{in: in, check: r.check}, name)
}

func (r *roomy) check() error {
	if free, known := r.free(); known && free < leastFree {
		return fmt.Errorf("%d MB are free on its disk, at least %d are needed: %w", free>>20, leastFree>>20, syscall.ENOSPC)
	}
	return nil
}

// roomyReader checks the room before each part of what it reads.
type roomyReader struct {
	in    io.Reader
	check func() error
	left  int // bytes until the next check
}

// checkEvery is how many bytes of N-Quads are read between two checks.
const checkEvery = 4 << 20

func (r *roomyReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		if err := r.check(); err != nil {
			return 0, err
		}
		r.left = checkEvery
	}
	n, err := r.in.Read(p)
	r.left -= n
	return n, err
}

package quadstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"

	"github.com/cockroachdb/pebble/v2"
)

// size is how many keys a run has.
type size struct {
	n     int64
	exact bool
}

const (
	// countedKeys is the length up to which a run is counted key by key.
	countedKeys = 1000
	// sampledValues is how many different values of the next place let the
	// hashes be taken for evenly spread.
	sampledValues = 30
)

// plan chooses the index to read the quads of f from, and how many of its
// places are known. Where no index covers f, the shortest run is taken.
func (v *View) plan(ctx context.Context, f *filter) (*index, int, error) {
	known := f.count()
	for _, x := range indexes {
		if x.covered(f) == known {
			return x, known, nil
		}
	}
	var (
		best  *index
		cover int
		least = int64(math.MaxInt64)
	)
	for _, x := range indexes {
		n := x.covered(f)
		if n == 0 {
			continue
		}
		sz, err := v.run(ctx, x, f, n)
		if err != nil {
			return nil, 0, err
		}
		if sz.n < least {
			best, cover, least = x, n, sz.n
		}
	}
	return best, cover, nil
}

// size tells how many quads match f.
func (v *View) size(ctx context.Context, f *filter) (size, error) {
	x, n, err := v.plan(ctx, f)
	if err != nil {
		return size{}, err
	}
	sz, err := v.run(ctx, x, f, n)
	if err != nil || n == f.count() {
		return sz, err
	}
	if sz.n > countedKeys {
		return size{n: sz.n / 2}, nil
	}
	return v.countMatching(ctx, x, f, n)
}

// countMatching counts the quads of f in a run that is not longer than
// countedKeys.
func (v *View) countMatching(ctx context.Context, x *index, f *filter, n int) (size, error) {
	r := quadReader{src: v, x: x, f: *f, n: n}
	defer r.close()
	var total int64
	for {
		_, ok := r.next(ctx)
		if !ok {
			return size{n: total, exact: true}, r.err
		}
		total++
	}
}

// run tells how many keys of x begin with the first n places of f.
func (v *View) run(ctx context.Context, x *index, f *filter, n int) (size, error) {
	switch {
	case n == 0:
		return size{n: v.quads, exact: true}, nil
	case n == 1 && x == &posg:
		c, err := getCount(v.snap, nodeKey(predicatePrefix, f.nodes[predicate]))
		return size{n: c, exact: true}, err
	}
	prefix := x.appendPrefix(make([]byte, 0, quadKeySize), f, n)
	v.mu.Lock()
	sz, ok := v.sizes[string(prefix)]
	v.mu.Unlock()
	if ok {
		return sz, nil
	}
	sz, err := v.measure(ctx, prefix, countedKeys)
	if err != nil {
		return sz, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.sizes) > 1<<16 {
		clear(v.sizes)
	}
	v.sizes[string(prefix)] = sz
	return sz, nil
}

// measure counts the keys that begin with prefix, or estimates their number
// once there are more than limit.
func (v *View) measure(ctx context.Context, prefix []byte, limit int64) (size, error) {
	it, err := v.iter()
	if err != nil {
		return size{}, err
	}
	defer v.put(it)
	if len(prefix) == quadKeySize {
		ok, err := v.has(prefix)
		sz := size{exact: true}
		if ok {
			sz.n = 1
		}
		return sz, err
	}
	return measureRun(ctx, it, prefix, limit)
}

func measureRun(ctx context.Context, it *pebble.Iterator, prefix []byte, limit int64) (size, error) {
	var n, values int64
	var last node
	next := len(prefix)
	for ok := it.SeekGE(prefix); ok && bytes.HasPrefix(it.Key(), prefix); ok = it.Next() {
		if n++; n > limit {
			if values < sampledValues {
				return skipRun(ctx, it, prefix, limit/4)
			}
			return size{n: int64(float64(n) / fraction(it.Key()[next:]))}, nil
		}
		if cur := node(it.Key()[next : next+nodeSize]); cur != last || n == 1 {
			last = cur
			values++
		}
	}
	return size{n: n, exact: true}, readError(it.Error())
}

// skipRun estimates a run whose next place has few values with many keys
// each: it adds the estimates for each value.
func skipRun(ctx context.Context, it *pebble.Iterator, prefix []byte, limit int64) (size, error) {
	if limit < 16 {
		limit = 16
	}
	var total int64
	next := len(prefix)
	seek := append(make([]byte, 0, quadKeySize+1), prefix...)
	for values := 1; it.SeekGE(seek) && bytes.HasPrefix(it.Key(), prefix); values++ {
		if err := ctx.Err(); err != nil {
			return size{}, err
		}
		longer := append([]byte(nil), it.Key()[:next+nodeSize]...)
		if values > 2*sampledValues {
			return size{n: int64(float64(total) / fraction(longer[next:]))}, nil
		}
		if len(longer) == quadKeySize {
			total++
		} else {
			sz, err := measureRun(ctx, it, longer, limit)
			if err != nil {
				return size{}, err
			}
			total += sz.n
		}
		seek = successor(append(seek[:0], longer...))
	}
	return size{n: total}, readError(it.Error())
}

// fraction tells how far from none (0) to all (1) of its values a node lies.
func fraction(n []byte) float64 {
	f := float64(binary.BigEndian.Uint64(n)) / (1 << 64)
	return max(f, 1e-9)
}

// successor turns b into the first key after all that begin with b.
func successor(b []byte) []byte {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] != 0 {
			return b[:i+1]
		}
	}
	return b
}

// sampleRun gives the mean number of keys that share the value of the next
// place, over the first values of a run, times fanOutScale.
func sampleRun(it *pebble.Iterator, prefix []byte) (int64, error) {
	const sampledKeys = 512
	var keys, values int64
	var last node
	next := len(prefix)
	for ok := it.SeekGE(prefix); ok && bytes.HasPrefix(it.Key(), prefix) && keys < sampledKeys; ok = it.Next() {
		if cur := node(it.Key()[next : next+nodeSize]); cur != last || keys == 0 {
			last = cur
			values++
		}
		keys++
	}
	return keys * fanOutScale / max(values, 1), readError(it.Error())
}

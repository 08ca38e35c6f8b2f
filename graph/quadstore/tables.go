package quadstore

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// loadFolder holds tables until Pebble takes them; what a load that was
// interrupted left there goes at the next opening.
const loadFolder = "load"

// tables writes keys in order into as many tables as they need.
type tables struct {
	s     *Store
	w     *sstable.Writer
	size  int
	paths []string
	key   []byte
}

func (t *tables) set(key, value []byte) error {
	if t.w != nil && t.size > tableSize {
		if err := t.finish(); err != nil {
			return err
		}
	}
	if t.w == nil {
		if err := t.open(key[0]); err != nil {
			return err
		}
	}
	t.size += len(key) + len(value)
	return t.w.Set(key, value)
}

// quad writes the key of a quad whose nodes are in the order of the index, and
// counts it.
func (t *tables) quad(c *loadCounts, x *index, nodes []byte) error {
	if x == &spog {
		if err := c.quad(quadOf(nodes)); err != nil {
			return err
		}
	}
	t.key = append(append(t.key[:0], x.prefix), nodes...)
	return t.set(t.key, nil)
}

// term writes a term and counts it.
func (t *tables) term(c *loadCounts, n node, term []byte) error {
	c.terms++
	t.key = append(append(t.key[:0], termPrefix), n[:]...)
	return t.set(t.key, term)
}

// counts writes what the load makes of the counts under a prefix.
func (t *tables) counts(c *loadCounts, prefix byte) error {
	var all keyValues
	if err := c.write(&all); err != nil {
		return err
	}
	sz := c.sizes()
	if err := errors.Join(all.Set(quadsKey, appendCount(nil, sz.quads), nil), all.Set(termsKey, appendCount(nil, sz.terms), nil)); err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b [2][]byte) int { return bytes.Compare(a[0], b[0]) })
	for _, p := range all {
		if p[0][0] != prefix {
			continue
		}
		if err := t.set(p[0], p[1]); err != nil {
			return err
		}
	}
	return nil
}

// keyValues collects a few keys.
type keyValues [][2][]byte

// Set makes keyValues a writer of counts.
func (k *keyValues) Set(key, value []byte, _ *pebble.WriteOptions) error {
	*k = append(*k, [2][]byte{bytes.Clone(key), bytes.Clone(value)})
	return nil
}

// Delete is not called: a load takes nothing away.
func (k *keyValues) Delete(key []byte, _ *pebble.WriteOptions) error {
	return fmt.Errorf("a load would delete the count %x", key)
}

// open begins a table. Single keys are looked up in the first index and among
// the terms; the other indexes need no filters.
func (t *tables) open(prefix byte) error {
	dir := t.s.fs.PathJoin(t.s.path, loadFolder)
	if err := t.s.fs.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	path := t.s.fs.PathJoin(dir, fmt.Sprintf("%06d.table", len(t.paths)))
	f, err := t.s.fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	const lowest = 6
	options := t.s.pebbleOptions(false)
	options.EnsureDefaults()
	writer := options.MakeWriterOptions(lowest, t.s.db.TableFormat())
	for _, x := range indexes[1:] {
		if x.prefix == prefix {
			writer.FilterPolicy = pebble.NoFilterPolicy
		}
	}
	t.w = sstable.NewWriter(objstorageprovider.NewFileWritable(f), writer)
	t.paths, t.size = append(t.paths, path), 0
	return nil
}

func (t *tables) finish() error {
	if t.w == nil {
		return nil
	}
	err := t.w.Close()
	t.w = nil
	return err
}

// remove takes away the tables; those that Pebble took have a link of its own.
func (t *tables) remove() error {
	if t.w != nil {
		t.w.Close() // after an error, which has been told
	}
	return t.s.fs.RemoveAll(t.s.fs.PathJoin(t.s.path, loadFolder))
}

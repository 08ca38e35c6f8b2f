package quadstore

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// loadFolder holds tables until Pebble takes them; what a load that was
// interrupted left there goes at the next opening.
const loadFolder = "load"

func (s *Store) loadFolder() string { return s.fs.PathJoin(s.path, loadFolder) }

// tables writes keys in order into as many tables as they need.
type tables struct {
	s      *Store
	number int // tells the names of its files from those of others
	w      *sstable.Writer
	size   int
	paths  []string
	key    []byte
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

// quad writes the key of a quad, and counts it.
func (t *tables) quad(c *loadCounts, x *index, key []byte) error {
	if x == &spog {
		q := x.quad(key)
		if err := c.quad(&q); err != nil {
			return err
		}
	}
	return t.set(key, nil)
}

// term writes a term and counts it.
func (t *tables) term(c *loadCounts, n node, term []byte) error {
	c.terms++
	t.key = append(append(t.key[:0], termPrefix), n[:]...)
	return t.set(t.key, term)
}

// allCounts writes all counts, those with other keys between them into tables
// of their own.
func (t *tables) allCounts(c *loadCounts) error {
	for _, prefixes := range []string{string(predicatePrefix), string(classPrefix) + string(metaPrefix)} {
		for _, prefix := range []byte(prefixes) {
			if err := t.counts(c, prefix); err != nil {
				return err
			}
		}
		if err := t.finish(); err != nil {
			return err
		}
	}
	return nil
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
// the terms; the other indexes need no filters. Hashes hardly get smaller when
// they are compressed.
func (t *tables) open(prefix byte) error {
	path := t.s.fs.PathJoin(t.s.loadFolder(), fmt.Sprintf("%d-%06d.table", t.number, len(t.paths)))
	f, err := t.s.fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	const lowest = 6
	options := t.s.pebbleOptions(false)
	options.EnsureDefaults()
	writer := options.MakeWriterOptions(lowest, t.s.db.TableFormat())
	for _, x := range indexes {
		if x.prefix != prefix {
			continue
		}
		writer.Compression = sstable.NoCompression
		if x != &spog {
			writer.FilterPolicy = pebble.NoFilterPolicy
		}
	}
	t.w = sstable.NewWriter(&tableFile{f: f}, writer)
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

// tableFile is the file of a table. Blocks are small, and each write to a file
// costs as much as several of them: they are written many at once.
type tableFile struct {
	f   vfs.File
	buf []byte
}

const tableBuffer = 512 << 10

func (w *tableFile) Write(p []byte) error {
	if w.buf == nil {
		w.buf = make([]byte, 0, tableBuffer)
	}
	for len(p) > 0 {
		n := min(len(p), cap(w.buf)-len(w.buf))
		w.buf = append(w.buf, p[:n]...)
		p = p[n:]
		if len(w.buf) == cap(w.buf) {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *tableFile) flush() error {
	_, err := w.f.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// Finish makes the table durable.
func (w *tableFile) Finish() error {
	err := w.flush()
	if err == nil {
		err = w.f.Sync()
	}
	return errors.Join(err, w.f.Close())
}

// Abort gives the file up.
func (w *tableFile) Abort() { _ = w.f.Close() }

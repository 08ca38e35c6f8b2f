package quadstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// What can be wrong with a store.
var (
	// ErrNoStore is returned when there is no store at the path and none was to be created.
	ErrNoStore = errors.New("no such store")
	// ErrInUse is returned when another process has the store open; the message names it.
	ErrInUse = errors.New("the store is in use by another process")
	// ErrNotAStore is returned when the path holds something else than a store.
	ErrNotAStore = errors.New("not a store of kg")
	// ErrReadOnly is returned by a write to a store or a View that is for reading.
	ErrReadOnly = errors.New("the store is open for reading only")
	// ErrDamaged is returned when the store's files are cut or altered.
	ErrDamaged = errors.New("the store is damaged")
	// ErrClosed is returned when the store has been closed.
	ErrClosed = errors.New("the store is closed")
	// ErrBroken is returned by every write after the disk failed one; what
	// was committed before stands, and opening the store again mends it.
	ErrBroken = errors.New("the store takes no more writes until it is opened again")
)

// Options tell how to open a store. The zero value opens an existing one.
type Options struct {
	ReadOnly bool   // nothing in the folder changes; readers go together
	Create   bool   // make an empty store where there is none
	FS       vfs.FS // nil for the disk

	CacheBytes    int64  // of blocks read from the disk; 0 for 64 MB
	MemTableBytes uint64 // of writes kept in memory; 0 for 16 MB
}

// Files of a store's folder that are not Pebble's.
const (
	formatFile = "kg-store" // its presence says whose folder this is
	formatNew  = "kg-store 1 new\n"
	formatText = "kg-store 1\n"
	lockName   = "LOCK"
)

// Store is a graph.QuadStore in a folder. It is safe for concurrent use.
type Store struct {
	path string
	opts Options
	db   *pebble.DB
	fs   vfs.FS
	lock io.Closer

	writing sync.Mutex      // held while a transaction is built and applied
	sizes   sizes           // guarded by writing
	known   map[node][]byte // terms that the store has; guarded by writing
	failure failure

	viewing sync.Mutex
	current *View // the last committed state, once somebody asked for it
	closed  bool
	views   sync.WaitGroup // views that are not released

	terms       termCache
	commits     atomic.Uint64
	checkpoints atomic.Uint64 // made so far
}

// sizes are kept exactly, in every transaction.
type sizes struct {
	quads, terms int64
}

// failure keeps the first thing that made Pebble give up.
type failure struct {
	failed atomic.Bool
	told   chan struct{} // closed when it is set
	mu     sync.Mutex
	err    error
}

func (f *failure) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
		f.failed.Store(true)
		if f.told != nil {
			close(f.told)
		}
	}
}

func (f *failure) isSet() bool { return f.failed.Load() }

func (f *failure) get() error {
	if !f.failed.Load() {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return fmt.Errorf("%w: %w", ErrBroken, f.err)
}

// Infof and the other two make failure a pebble.Logger. Pebble expects Fatalf
// not to return; everything it does afterwards fails in turn, which is what
// becomes of the store's writes.
func (f *failure) Infof(string, ...any)  {}
func (f *failure) Errorf(string, ...any) {}
func (f *failure) Fatalf(format string, args ...any) {
	f.set(fmt.Errorf(format, args...))
}

// Open opens the store in the folder path. It returns at once with ErrInUse
// when another process has it.
func Open(path string, opts Options) (_ *Store, err error) {
	s := &Store{path: path, opts: opts, fs: opts.FS}
	s.failure.told = make(chan struct{})
	if s.fs == nil {
		s.fs = vfs.Default
	}
	fresh, err := s.inspect()
	if err != nil {
		return nil, err
	}
	if s.lock, err = s.takeLock(); err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s: %v", ErrDamaged, path, r)
		}
		if err != nil {
			s.lock.Close()
		}
	}()
	if fresh {
		err = s.create()
	} else {
		err = s.open(false)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// inspect tells whether a store is to be made, or why none can be opened.
func (s *Store) inspect() (fresh bool, err error) {
	names, err := s.fs.List(s.path)
	switch {
	case isNotExist(err) || (err == nil && len(names) == 0):
		if !s.opts.Create || s.opts.ReadOnly {
			return false, fmt.Errorf("%w: %s", ErrNoStore, s.path)
		}
		return true, s.fs.MkdirAll(s.path, 0o755)
	case err != nil:
		if info, serr := s.fs.Stat(s.path); serr == nil && !info.IsDir() {
			return false, fmt.Errorf("%w: %s is a file", ErrNotAStore, s.path)
		}
		return false, fmt.Errorf("open store: %w", err)
	}
	format, err := s.readFile(formatFile)
	if isNotExist(err) {
		if len(names) == 1 && names[0] == lockName && s.opts.Create { // two at once
			return true, nil
		}
		return false, fmt.Errorf("%w: %s", ErrNotAStore, s.path)
	}
	if err != nil {
		return false, fmt.Errorf("open store: %w", err)
	}
	switch string(format) {
	case formatText:
		return false, nil
	case formatNew: // whoever made it did not come to the end
		if s.opts.ReadOnly {
			return false, fmt.Errorf("%w: %s was never finished", ErrNoStore, s.path)
		}
		return true, nil
	}
	return false, fmt.Errorf("%w: %s has the format %.40q, which this version does not read", ErrNotAStore, s.path, format)
}

func isNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }

func (s *Store) takeLock() (io.Closer, error) {
	if s.opts.FS != nil {
		return io.NopCloser(nil), nil
	}
	file := filepath.Join(s.path, lockName)
	c, err := lockFile(file, s.opts.ReadOnly)
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("%w: %s has %s", ErrInUse, owner(file), s.path)
	}
	if err != nil {
		return nil, fmt.Errorf("lock store: %w", err)
	}
	return c, nil
}

// create makes an empty store; one that is interrupted is made again.
func (s *Store) create() error {
	if format, err := s.readFile(formatFile); err == nil && string(format) == formatText {
		return s.open(false) // somebody else made it just now
	}
	if err := s.writeFile(formatFile, formatNew); err != nil {
		return fmt.Errorf("create store: %w", err)
	}
	if err := s.open(true); err != nil {
		return err
	}
	if err := s.writeFile(formatFile, formatText); err != nil {
		s.db.Close()
		return fmt.Errorf("create store: %w", err)
	}
	return nil
}

func (s *Store) open(fresh bool) error {
	db, err := pebble.Open(s.path, s.pebbleOptions(fresh))
	if err != nil {
		return openError(s.path, err)
	}
	s.db = db
	if !s.opts.ReadOnly { // what a process that was interrupted left
		_ = s.fs.RemoveAll(filepath.Join(s.path, loadFolder)) // it only takes room
		_ = s.fs.RemoveAll(filepath.Join(s.path, checkpointFolder))
	}
	if err := s.readSizes(); err != nil {
		db.Close()
		return err
	}
	return nil
}

// openError tells damage from what the system refuses.
func openError(path string, err error) error {
	var system *fs.PathError
	if errors.As(err, &system) && !isNotExist(err) {
		return fmt.Errorf("open store: %w", err)
	}
	return fmt.Errorf("%w: %s: %w", ErrDamaged, path, err)
}

func (s *Store) pebbleOptions(fresh bool) *pebble.Options {
	cache, memTable := s.opts.CacheBytes, s.opts.MemTableBytes
	if cache == 0 {
		cache = 64 << 20
	}
	if memTable == 0 {
		memTable = 16 << 20
	}
	o := &pebble.Options{
		FS:                    &diskFS{s.fs, &s.failure},
		CacheSize:             cache,
		MemTableSize:          memTable,
		ReadOnly:              s.opts.ReadOnly,
		ErrorIfNotExists:      !fresh,
		FormatMajorVersion:    pebble.FormatNewest,
		Logger:                &s.failure,
		EventListener:         &pebble.EventListener{DataCorruption: s.corrupted},
		L0CompactionThreshold: 4,
	}
	for i := range o.Levels {
		o.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
	}
	return o
}

func (s *Store) corrupted(info pebble.DataCorruptionInfo) {
	s.failure.set(fmt.Errorf("%w: %s", ErrDamaged, info.Path))
}

func (s *Store) readFile(name string) ([]byte, error) {
	f, err := s.fs.Open(filepath.Join(s.path, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 1<<10))
}

func (s *Store) writeFile(name, text string) error {
	temporary := filepath.Join(s.path, name+".tmp")
	f, err := s.fs.Create(temporary, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte(text))
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := s.fs.Rename(temporary, filepath.Join(s.path, name)); err != nil {
		return err
	}
	_ = s.syncDir(filepath.Dir(s.path)) // it may be closed to us, and not every system can
	return s.syncDir(s.path)
}

// syncDir makes the names in a folder durable.
func (s *Store) syncDir(path string) error {
	d, err := s.fs.OpenDir(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Keys of the sizes.
var (
	quadsKey = []byte{metaPrefix, 'q'}
	termsKey = []byte{metaPrefix, 't'}
)

func (s *Store) readSizes() (err error) {
	if s.sizes.quads, err = getCount(s.db, quadsKey); err != nil {
		return err
	}
	s.sizes.terms, err = getCount(s.db, termsKey)
	return err
}

// getCount reads a number; one that is not there is 0.
func getCount(r pebble.Reader, key []byte) (int64, error) {
	b, c, err := r.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, readError(err)
	}
	defer c.Close()
	if len(b) < 8 {
		return 0, fmt.Errorf("%w: the count under %q", ErrDamaged, key)
	}
	return int64(binary.BigEndian.Uint64(b)), nil
}

// readError marks what Pebble found altered as damage.
func readError(err error) error {
	if err == nil || !pebble.IsCorruptionError(err) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// Path is the folder of the store.
func (s *Store) Path() string { return s.path }

// Bytes is the size of the store on the disk.
func (s *Store) Bytes() int64 {
	s.viewing.Lock()
	defer s.viewing.Unlock()
	if s.closed {
		return 0
	}
	return int64(s.db.Metrics().DiskSpaceUsage())
}

// Close writes what is in memory to tables, so that the next opening is fast,
// waits for the views that are still in use, and gives the folder free.
func (s *Store) Close() (err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.shut() {
		return nil
	}
	abandoned := !s.waitForViews()
	defer func() {
		if r := recover(); r != nil { // Pebble found something still open
			err = errors.Join(err, fmt.Errorf("close store: %v", r))
		}
		err = errors.Join(err, s.lock.Close())
	}()
	broken := s.failure.get() != nil
	if !s.opts.ReadOnly && !broken {
		err = s.db.Flush()
	}
	if abandoned { // whoever reads may go on, and nothing more is written
		s.failure.set(ErrClosed)
		return errors.Join(err, errors.New("close store: a query is still running"))
	}
	return errors.Join(err, s.closeDB(broken))
}

// viewsGrace is how long Close waits for queries.
const viewsGrace = 10 * time.Second

// waitForViews waits until no view is in use, but not for ever.
func (s *Store) waitForViews() bool {
	done := make(chan struct{})
	go func() {
		s.views.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(viewsGrace):
		return false
	}
}

// shut lets nobody in any more; it is false when the store was shut before.
func (s *Store) shut() bool {
	s.viewing.Lock()
	defer s.viewing.Unlock()
	if s.closed {
		return false
	}
	s.closed = true
	if s.current != nil {
		s.current.unref()
		s.current = nil
	}
	return true
}

// brokenClose is how long Pebble may take to close after a failed write.
const brokenClose = 2 * time.Second

// closeDB closes Pebble. After a failed write it may be beyond closing; then
// it is left alone, since nothing of it reaches the disk any more, and the
// error has been told already.
func (s *Store) closeDB(broken bool) error {
	if !broken {
		return s.db.Close()
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		defer func() { _ = recover() }()
		_ = s.db.Close()
	}()
	select {
	case <-closed:
	case <-time.After(brokenClose):
	}
	return nil
}

package quadstore

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// checkpointFolder holds the checkpoints of a store; what a process that was
// interrupted left there goes when the store is next opened for writing.
const checkpointFolder = "checkpoints"

// Checkpoint makes a store of its own, in a folder inside this one's, that
// stays as this one is after commit (or a later one). Files that stay the same
// are shared. Another process may open it for reading while this one goes on
// writing. The caller removes the folder.
func (s *Store) Checkpoint() (path string, commit uint64, err error) {
	if s.opts.ReadOnly {
		return "", 0, ErrReadOnly
	}
	v, err := s.acquire() // keeps the store open
	if err != nil {
		return "", 0, err
	}
	defer s.release(v)
	if err := s.failure.get(); err != nil {
		return "", 0, err
	}
	path = s.fs.PathJoin(s.path, checkpointFolder, strconv.FormatUint(s.checkpoints.Add(1), 10))
	err = s.db.Checkpoint(path, pebble.WithFlushedWAL())
	if err == nil {
		err = vfs.LinkOrCopy(s.fs, s.fs.PathJoin(s.path, formatFile), s.fs.PathJoin(path, formatFile))
	}
	if err != nil {
		return "", 0, fmt.Errorf("checkpoint: %w", errors.Join(err, s.fs.RemoveAll(path)))
	}
	return path, v.commit, nil
}

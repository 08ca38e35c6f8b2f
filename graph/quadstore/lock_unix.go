//go:build unix

package quadstore

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// errLocked is returned by lockFile when another open file has the lock.
var errLocked = errors.New("locked")

// lockFile takes the lock of the file at path at once or fails with
// errLocked; shared locks go together. The lock ends with the process.
func lockFile(path string, shared bool) (io.Closer, error) {
	how := unix.LOCK_EX
	if shared {
		how = unix.LOCK_SH
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil && shared {
		f, err = os.Open(path) // a folder that may only be read
		if errors.Is(err, os.ErrNotExist) {
			return io.NopCloser(nil), nil // nobody can write here
		}
	}
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = errLocked
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if !shared {
		writeOwner(f)
	}
	return f, nil
}

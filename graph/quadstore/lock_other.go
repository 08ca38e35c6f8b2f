//go:build !unix

package quadstore

import (
	"errors"
	"fmt"
	"io"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// errLocked is returned by lockFile when another open file has the lock.
var errLocked = errors.New("locked")

// lockFile takes the lock of the file at path at once or fails with
// errLocked. Here even readers exclude one another.
func lockFile(path string, shared bool) (io.Closer, error) {
	c, err := vfs.Default.Lock(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLocked, err)
	}
	return c, nil
}

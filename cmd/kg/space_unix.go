//go:build unix

package main

import "golang.org/x/sys/unix"

// freeBytes tells how many bytes the disk of a path has for us.
func freeBytes(path string) (bytes int64, known bool) {
	var fs unix.Statfs_t
	if err := unix.Statfs(path, &fs); err != nil {
		return 0, false
	}
	return int64(fs.Bavail) * int64(fs.Bsize), true //nolint:unconvert // it is 32 bits wide on some systems
}

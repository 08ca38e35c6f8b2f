package graph

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullFolder writes to a file system of a few megabytes until it is full:
// the writer gets an error, and what it was told to be stored is there. It
// wants to be root, to mount one.
func TestFullFolder(t *testing.T) {
	for _, c := range []struct{ job, size string }{{"put", "3m"}, {"group", "3m"}, {"load", "12m"}} {
		t.Run(c.job, func(t *testing.T) {
			dir := t.TempDir()
			if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+c.size); err != nil {
				t.Skip("mounting a tmpfs:", err)
			}
			t.Cleanup(func() {
				if err := syscall.Unmount(dir, 0); err != nil {
					t.Error(err)
				}
			})
			path := filepath.Join(dir, "kg.db")
			last, failed := stored(t, childOf(t, c.job, path), 0)
			if !strings.Contains(failed, "no space left") {
				t.Errorf("stored all up to %d in %s: %q", last, c.size, failed)
			}
			if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=256m"); err != nil {
				t.Fatal(err)
			}
			s, err := Open(context.Background(), path, OpenOptions{})
			if err != nil {
				t.Fatal(err)
			}
			wantClean(t, s)
			switch c.job {
			case "put":
				wantArticles(t, s, last, 1)
			case "group":
				wantArticles(t, s, last, crashGroup)
			default:
				wantFiles(t, s, last)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if entries, err := os.ReadDir(filepath.Join(path, "load")); err == nil {
				t.Errorf("%d files of the load that failed are still there", len(entries))
			}
		})
	}
}

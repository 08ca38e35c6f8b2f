package quadstore

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// diskFS stands between Pebble and the disk. When a write fails, as on a full
// disk, it freezes: nothing more reaches the disk, which stays as it was and
// will be recovered like after a crash. Pebble cannot bear a failing log (it
// ends the process), so that writes to the log then seem to succeed; the
// store, which has been told of the failure, acknowledges none of them.
// Writes to other files fail.
//
// It also leaves the lock of the folder to this package, which lets readers
// go together and names the other process.
type diskFS struct {
	vfs.FS
	failure *failure
}

var errFrozen = errors.New("nothing more is written after a failed write")

// frozenPause keeps Pebble, which tries again at once, from spinning.
const frozenPause = 50 * time.Millisecond

func isLog(name string) bool { return strings.HasSuffix(name, ".log") }

// check freezes the disk after an error.
func (d *diskFS) check(err error) error {
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
		d.failure.set(err)
	}
	return err
}

func (d *diskFS) frozen() bool { return d.failure.isSet() }

func refuse() error {
	time.Sleep(frozenPause)
	return errFrozen
}

func (d *diskFS) Unwrap() vfs.FS                 { return d.FS }
func (d *diskFS) Lock(string) (io.Closer, error) { return io.NopCloser(nil), nil }

// file gives the file of a call that creates or opens one, and freezes when
// it fails.
func (d *diskFS) file(name string, open func() (vfs.File, error)) (vfs.File, error) {
	if !d.frozen() {
		f, err := open()
		if err == nil {
			return &diskFile{File: f, disk: d, log: isLog(name)}, nil
		}
		if err := d.check(err); !d.frozen() {
			return nil, err
		}
	}
	if !isLog(name) {
		return nil, refuse()
	}
	return &diskFile{File: noFile{}, disk: d, log: true}, nil
}

func (d *diskFS) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	return d.file(name, func() (vfs.File, error) { return d.FS.Create(name, c) })
}

func (d *diskFS) OpenReadWrite(name string, c vfs.DiskWriteCategory, opts ...vfs.OpenOption) (vfs.File, error) {
	return d.file(name, func() (vfs.File, error) { return d.FS.OpenReadWrite(name, c, opts...) })
}

func (d *diskFS) ReuseForWrite(from, to string, c vfs.DiskWriteCategory) (vfs.File, error) {
	return d.file(to, func() (vfs.File, error) { return d.FS.ReuseForWrite(from, to, c) })
}

// OpenDir is called for the sake of Sync, which follows the log's.
func (d *diskFS) OpenDir(name string) (vfs.File, error) {
	f, err := d.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return &diskFile{File: f, disk: d, log: true}, nil
}

// change does something to the folder unless it is frozen.
func (d *diskFS) change(do func() error) error {
	if d.frozen() {
		return refuse()
	}
	return do()
}

func (d *diskFS) Link(from, to string) error {
	return d.change(func() error { return d.FS.Link(from, to) })
}

func (d *diskFS) Remove(name string) error {
	return d.change(func() error { return d.FS.Remove(name) })
}

func (d *diskFS) RemoveAll(name string) error {
	return d.change(func() error { return d.FS.RemoveAll(name) })
}

func (d *diskFS) Rename(from, to string) error {
	return d.change(func() error { return d.check(d.FS.Rename(from, to)) })
}

// diskFile is a file that may be written.
type diskFile struct {
	vfs.File
	disk *diskFS
	log  bool // seems to work when frozen
}

// write does something to the file; lost tells that it only seemed so.
func (f *diskFile) write(do func() error) (lost bool, err error) {
	if !f.disk.frozen() {
		if err = f.disk.check(do()); err == nil {
			return false, nil
		}
	}
	if f.log {
		return true, nil
	}
	if err == nil {
		err = refuse()
	}
	return true, err
}

func (f *diskFile) Write(p []byte) (n int, err error) {
	lost, err := f.write(func() (err error) { n, err = f.File.Write(p); return err })
	if lost && err == nil {
		n = len(p)
	}
	return n, err
}

func (f *diskFile) WriteAt(p []byte, at int64) (n int, err error) {
	lost, err := f.write(func() (err error) { n, err = f.File.WriteAt(p, at); return err })
	if lost && err == nil {
		n = len(p)
	}
	return n, err
}

func (f *diskFile) Sync() error {
	_, err := f.write(f.File.Sync)
	return err
}

func (f *diskFile) SyncData() error {
	_, err := f.write(f.File.SyncData)
	return err
}

func (f *diskFile) SyncTo(length int64) (full bool, err error) {
	_, err = f.write(func() (err error) { full, err = f.File.SyncTo(length); return err })
	return full, err
}

func (f *diskFile) Preallocate(at, length int64) error {
	_, err := f.write(func() error { return f.File.Preallocate(at, length) })
	return err
}

// noFile is a log that could not be created.
type noFile struct{}

func (noFile) Close() error                           { return nil }
func (noFile) Read([]byte) (int, error)               { return 0, errFrozen }
func (noFile) ReadAt([]byte, int64) (int, error)      { return 0, errFrozen }
func (noFile) Write(p []byte) (int, error)            { return len(p), nil }
func (noFile) WriteAt(p []byte, _ int64) (int, error) { return len(p), nil }
func (noFile) Preallocate(int64, int64) error         { return nil }
func (noFile) Stat() (vfs.FileInfo, error)            { return noInfo{}, nil }
func (noFile) Sync() error                            { return nil }
func (noFile) SyncTo(int64) (bool, error)             { return true, nil }
func (noFile) SyncData() error                        { return nil }
func (noFile) Prefetch(int64, int64) error            { return nil }
func (noFile) Fd() uintptr                            { return vfs.InvalidFd }

// noInfo is the information of an empty file.
type noInfo struct{}

func (noInfo) Name() string           { return "" }
func (noInfo) Size() int64            { return 0 }
func (noInfo) Mode() fs.FileMode      { return 0 }
func (noInfo) ModTime() time.Time     { return time.Time{} }
func (noInfo) IsDir() bool            { return false }
func (noInfo) Sys() any               { return nil }
func (noInfo) DeviceID() vfs.DeviceID { return vfs.DeviceID{} }

package quadstore

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// A run is a file of sorted records: keys of one length, with a value each
// when valued.
type run struct {
	path   string
	key    int
	valued bool
}

const runBuffer = 256 << 10

// runWriter writes a run.
type runWriter struct {
	run
	f   vfs.File
	w   *bufio.Writer
	len []byte
}

func createRun(fs vfs.FS, path string, key int, valued bool) (*runWriter, error) {
	f, err := fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return nil, err
	}
	return &runWriter{run: run{path, key, valued}, f: f, w: bufio.NewWriterSize(f, runBuffer)}, nil
}

func (w *runWriter) add(key, value []byte) error {
	if _, err := w.w.Write(key); err != nil || !w.valued {
		return err
	}
	w.len = binary.AppendUvarint(w.len[:0], uint64(len(value)))
	if _, err := w.w.Write(w.len); err != nil {
		return err
	}
	_, err := w.w.Write(value)
	return err
}

func (w *runWriter) close() error { return errors.Join(w.w.Flush(), w.f.Close()) }

// runReader reads a run.
type runReader struct {
	run
	f     vfs.File
	r     *bufio.Reader
	buf   []byte // the key of the record
	value []byte
}

func openRun(fs vfs.FS, r run) (*runReader, error) {
	f, err := fs.Open(r.path)
	if err != nil {
		return nil, err
	}
	return &runReader{run: r, f: f, r: bufio.NewReaderSize(f, runBuffer), buf: make([]byte, r.key)}, nil
}

// next reads the next record; io.EOF tells the end.
func (r *runReader) next() error {
	if _, err := io.ReadFull(r.r, r.buf); err != nil || !r.valued {
		return err
	}
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return fmt.Errorf("read %s: %w", r.path, io.ErrUnexpectedEOF)
	}
	if uint64(cap(r.value)) < n {
		r.value = make([]byte, n)
	}
	r.value = r.value[:n]
	_, err = io.ReadFull(r.r, r.value)
	return err
}

// mergeRuns calls use for each record of the runs, sorted by key. The bytes
// hold until the next one.
func mergeRuns(fs vfs.FS, runs []run, use func(key, value []byte) error) (err error) {
	var heap []*runReader
	defer func() {
		for _, r := range heap {
			err = errors.Join(err, r.f.Close())
		}
	}()
	for _, r := range runs {
		reader, err := openRun(fs, r)
		if err != nil {
			return err
		}
		heap = append(heap, reader)
	}
	live := heap[:0:0]
	for _, r := range heap {
		if err := r.next(); err == nil {
			live = append(live, r)
		} else if !errors.Is(err, io.EOF) {
			return err
		}
	}
	for i := len(live)/2 - 1; i >= 0; i-- {
		siftDown(live, i)
	}
	for len(live) > 0 {
		top := live[0]
		if err := use(top.buf, top.value); err != nil {
			return err
		}
		if err := top.next(); errors.Is(err, io.EOF) {
			live[0] = live[len(live)-1]
			live = live[:len(live)-1]
		} else if err != nil {
			return err
		}
		siftDown(live, 0)
	}
	return nil
}

// siftDown restores the order of a heap in which only i may be too high.
func siftDown(heap []*runReader, i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(heap); child++ {
			if bytes.Compare(heap[child].buf, heap[least].buf) < 0 {
				least = child
			}
		}
		if least == i {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
}

package quadstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// article gives the quads of one, of a size that divides no batch.
func article(n int) []Terms {
	var quads []Terms
	for i := range 7 + n%13 {
		quads = append(quads, terms(fmt.Sprintf("kg:s%d_%d", n, i), fmt.Sprintf("kg:p%d", i%5), fmt.Sprintf("kg:o%d", (n+i)%50), fmt.Sprintf("kg:article/%d", n)))
	}
	return quads
}

// articles tells which articles are there; one that is there in part fails.
func articles(t testing.TB, s *Store, upTo int) (there []int) {
	t.Helper()
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for n := range upTo {
		quads := article(n)
		got, err := v.Count(context.Background(), Pattern{Terms: Terms{label: quads[0][label]}})
		if err != nil {
			t.Fatal(err)
		}
		switch got {
		case 0:
		case int64(len(quads)):
			there = append(there, n)
		default:
			t.Errorf("article %d has %d of its %d quads", n, got, len(quads))
		}
	}
	return there
}

// rounds is how often a test of random faults runs: KG_ROUNDS, or a number
// that suits every run of the tests.
func rounds(usual int) uint64 {
	if n, err := strconv.Atoi(os.Getenv("KG_ROUNDS")); err == nil && n > 0 {
		return uint64(n)
	}
	if testing.Short() {
		return uint64(max(usual/4, 1))
	}
	return uint64(usual)
}

// TestFullDisk lets writes fail from some moment on: what was acknowledged
// stays, and the store is whole when it is opened again.
func TestFullDisk(t *testing.T) {
	for seed := range rounds(8) {
		random := rand.New(rand.NewPCG(seed, 5))
		memory := vfs.NewMem()
		var full atomic.Bool
		disk := errorfs.Wrap(memory, errorfs.InjectorFunc(func(op errorfs.Op) error {
			if full.Load() && op.Kind.ReadOrWrite() == errorfs.OpIsWrite && op.Kind != errorfs.OpFileClose && op.Kind != errorfs.OpRemove && op.Kind != errorfs.OpRemoveAll {
				return &fs.PathError{Op: "write", Path: op.Path, Err: syscall.ENOSPC}
			}
			return nil
		}))
		s, err := Open("kg.db", Options{Create: true, FS: disk, MemTableBytes: 64 << 10})
		if err != nil {
			t.Fatal(err)
		}
		var stored []int
		limit := 5 + random.IntN(200)
		failed := 0
		for n := range limit + 20 {
			if n == limit {
				full.Store(true)
			}
			var err error
			if n%17 == 16 {
				_, err = bulk(s, article(n))
			} else {
				_, err = s.Apply(article(n), nil)
			}
			switch {
			case err == nil:
				stored = append(stored, n)
			case n < limit:
				t.Fatal(err)
			default:
				failed++
				if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, ErrBroken) {
					t.Errorf("seed %d: a full disk is told as %v", seed, err)
				}
			}
		}
		if failed == 0 {
			t.Errorf("seed %d: nothing failed on a full disk", seed)
		}
		s.Close() // with whatever error
		full.Store(false)
		again, err := Open("kg.db", Options{FS: memory})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		there := articles(t, again, limit+20)
		for _, n := range stored {
			if !slices.Contains(there, n) {
				t.Errorf("seed %d: article %d was acknowledged and is gone", seed, n)
			}
		}
		v, _ := again.View()
		wantClean(t, v)
		v.Close()
		if _, err := again.Apply(article(limit+30), nil); err != nil {
			t.Error(err)
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestPowerCut drops what was not synced: every acknowledged article stays.
func TestPowerCut(t *testing.T) {
	for seed := range rounds(8) {
		random := rand.New(rand.NewPCG(seed, 9))
		disk := vfs.NewCrashableMem()
		s, err := Open("kg.db", Options{Create: true, FS: disk, MemTableBytes: 64 << 10})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range random.IntN(150) {
			var err error
			if n++; n%17 == 16 {
				_, err = bulk(s, article(n))
			} else {
				_, err = s.Apply(article(n), nil)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Begin(article(n+1), nil); err != nil { // not waited for
			t.Fatal(err)
		}
		after := disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: random.IntN(101), RNG: random})
		reader, err := Open("kg.db", Options{FS: after, ReadOnly: true})
		if err != nil {
			t.Fatalf("seed %d: for reading: %v", seed, err)
		}
		if there := articles(t, reader, n+2); len(there) < n {
			t.Errorf("seed %d: a reader finds %d of %d acknowledged articles", seed, len(there), n)
		}
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
		again, err := Open("kg.db", Options{FS: after})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if there := articles(t, again, n+2); len(there) < n {
			t.Errorf("seed %d: %d of %d acknowledged articles are there", seed, len(there), n)
		}
		v, _ := again.View()
		wantClean(t, v)
		v.Close()
		if err := again.Close(); err != nil {
			t.Error(err)
		}
		s.Close()
	}
}

// TestDamage cuts, flips and empties files of a store. Whatever happens must
// be an error or no harm, never a panic or a silent loss.
func TestDamage(t *testing.T) {
	original := filepath.Join(t.TempDir(), "kg.db")
	s, err := Open(original, Options{Create: true, MemTableBytes: 64 << 10})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 150 {
		if _, err := s.Apply(article(n), nil); err != nil {
			t.Fatal(err)
		}
		if n == 75 {
			if _, err := bulk(s, article(1000)); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := content(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	told, harmless := 0, 0
	for seed := range rounds(60) {
		random := rand.New(rand.NewPCG(seed, 11))
		dir := filepath.Join(t.TempDir(), "kg.db")
		if err := os.CopyFS(dir, os.DirFS(original)); err != nil {
			t.Fatal(err)
		}
		what := damage(t, random, dir)
		switch err := readAll(dir, want); {
		case errors.Is(err, errLost):
			t.Errorf("seed %d: %s: %v", seed, what, err)
		case err != nil:
			told++
		default:
			harmless++
		}
	}
	t.Logf("%d told, %d harmless", told, harmless)
	if told == 0 {
		t.Error("no damage was ever noticed")
	}
}

// damage does something to a file of the store.
func damage(t *testing.T, random *rand.Rand, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Size() > 0 && e.Name() != lockName {
			files = append(files, e.Name())
		}
	}
	name := files[random.IntN(len(files))]
	path := filepath.Join(dir, name)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var what string
	switch random.IntN(4) {
	case 0:
		what = "cut"
		b = b[:random.IntN(len(b))]
	case 1:
		what = "a bit flipped"
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
	case 2:
		what = "a page of zeroes"
		at := random.IntN(len(b))
		clear(b[at:min(at+4096, len(b))])
	default:
		what = "removed"
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		return name + " " + what
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name + " " + what
}

var errLost = errors.New("quads are lost and nothing told it")

// readAll opens a store, reads all of it and checks it.
func readAll(dir string, want []string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: panic: %v", errLost, r)
		}
	}()
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	v, err := s.View()
	if err != nil {
		return err
	}
	defer v.Close()
	var problems []string
	if err := v.Check(context.Background(), func(where, what string) { problems = append(problems, what) }); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "; "))
	}
	var got []string
	for q, err := range v.Match(context.Background(), Pattern{}) {
		if err != nil {
			return err
		}
		got = append(got, fmt.Sprintf("%s", q))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("%w: %d of %d", errLost, len(got), len(want))
	}
	return nil
}

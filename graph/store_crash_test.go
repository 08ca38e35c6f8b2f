//go:build unix

package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"kg/graph/synthetic"
)

// childOf runs this test binary as another process in which TestChild does
// what job says with the store.
func childOf(t *testing.T, job, path string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), "KG_TEST_JOB="+job, "KG_TEST_STORE="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestChild is the other process of the tests below.
func TestChild(t *testing.T) {
	job, path := os.Getenv("KG_TEST_JOB"), os.Getenv("KG_TEST_STORE")
	if job == "" {
		t.Skip("not called by another test")
	}
	if job == "limited" { // 1 MB is the most that a file may have
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(context.Background(), path, OpenOptions{Create: true})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(0)
	}
	fmt.Println("open")
	switch job {
	case "hold":
		time.Sleep(time.Minute)
	case "load":
		crashLoads(s)
	case "group":
		crashPuts(s, crashGroup)
	default:
		crashPuts(s, 1)
	}
	s.Close()
	os.Exit(0)
}

const (
	crashArticles = 400
	crashGroup    = 7    // articles that are stored together
	crashFiles    = 6    // that are loaded
	crashQuads    = 9000 // of the first file; each has 9,000 more than the one before
)

// crashPuts stores articles and tells of each group that it has stored.
func crashPuts(s *Store, group int) {
	for n := 0; n < crashArticles; n += group {
		var rs []*Reading
		for i := n; i < min(n+group, crashArticles); i++ {
			rs = append(rs, crashReading(i))
		}
		if _, err := s.PutAll(context.Background(), rs); err != nil {
			fmt.Println("failed", err)
			os.Exit(0)
		}
		fmt.Println("stored", n+len(rs)-1)
	}
}

// crashLoads loads files, the small ones as transactions and the large ones
// as tables, and tells of each that it has stored.
func crashLoads(s *Store) {
	for n := range crashFiles {
		if _, err := s.LoadNQuads(context.Background(), crashFile(n), "file"); err != nil {
			fmt.Println("failed", err)
			os.Exit(0)
		}
		fmt.Println("stored", n)
	}
}

// crashFile is a file that shares entities with the others but no quad.
func crashFile(n int) io.Reader {
	return synthetic.New(crashQuads*(1+n), uint64(n))
}

func crashReading(n int) *Reading {
	return storeReading(n, strings.Repeat("Turkey backs rebel groups against Assad. ", 1+n%9)+itoa(n))
}

// stored reads what the child acknowledges until it ends, and kills it after
// a while when that is not 0.
func stored(t *testing.T, cmd *exec.Cmd, kill time.Duration) (last int, failed string) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	last = -1
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "open":
			if kill > 0 {
				time.AfterFunc(kill, func() { cmd.Process.Signal(syscall.SIGKILL) })
			}
		case "stored":
			last, _ = strconv.Atoi(rest)
		case "failed":
			failed = rest
		}
	}
	cmd.Wait()
	return last, failed
}

// wantArticles verifies that every acknowledged article is there, and each
// one whole or not at all.
func wantArticles(t *testing.T, s *Store, last, group int) {
	t.Helper()
	articles, err := s.Articles(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	quads := make(map[IRI]int)
	v, err := s.qs.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for _, a := range articles {
		of, err := articleQuads(context.Background(), v, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		quads[a.ID] = len(of)
	}
	for n := range crashArticles {
		r := crashReading(n)
		want, _ := Quads(r)
		got, ok := quads[r.Article.ID]
		if ok && got != len(want) || !ok && n <= last {
			t.Errorf("article %d of %d acknowledged has %d of %d quads", n, last, got, len(want))
		}
	}
	if len(articles) > last+1+group {
		t.Errorf("%d articles, %d acknowledged", len(articles), last+1)
	}
}

// wantFiles verifies that every acknowledged file is there, and each one whole
// or not at all.
func wantFiles(t *testing.T, s *Store, last int) {
	t.Helper()
	st, err := s.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var whole int64
	for n := range crashFiles {
		if st.Quads == whole && n > last {
			return
		}
		quads := make(map[string]bool) // a file may say a quad twice
		for lines := bufio.NewScanner(crashFile(n)); lines.Scan(); {
			quads[lines.Text()] = true
		}
		whole += int64(len(quads))
	}
	if st.Quads != whole {
		t.Errorf("%d quads, which is no number of whole files; file %d was acknowledged", st.Quads, last)
	}
}

// TestKilledWriter kills writers at random moments: KG_KILLS times, or as
// often as suits every run of the tests.
func TestKilledWriter(t *testing.T) {
	rounds := 6
	if n, err := strconv.Atoi(os.Getenv("KG_KILLS")); err == nil {
		rounds = n
	} else if testing.Short() {
		rounds = 3
	}
	random := rand.New(rand.NewPCG(1, 2))
	for round := range rounds {
		killRound(t, round, []string{"put", "group", "load"}[round%3], time.Millisecond*time.Duration(1+random.IntN(700)))
	}
}

func killRound(t *testing.T, round int, job string, after time.Duration) {
	path := filepath.Join(t.TempDir(), "kg.db")
	last, failed := stored(t, childOf(t, job, path), after)
	if failed != "" {
		t.Fatal(failed)
	}
	s, err := Open(context.Background(), path, OpenOptions{})
	if err != nil {
		t.Fatalf("round %d, %s, after %d: %v", round, job, last+1, err)
	}
	defer func() {
		wantClean(t, s)
		if err := errors.Join(s.Close(), os.RemoveAll(path)); err != nil {
			t.Error(err)
		}
	}()
	wantClean(t, s)
	if job == "load" {
		wantFiles(t, s, last)
		for n := range min(last+2, crashFiles) { // the rerun
			added, err := s.LoadNQuads(context.Background(), crashFile(n), "file")
			if err != nil || n <= last && added != 0 {
				t.Errorf("loading file %d again: %d quads, %v", n, added, err)
			}
		}
		return
	}
	group := 1
	if job == "group" {
		group = crashGroup
	}
	wantArticles(t, s, last, group)
	for n := range min(last+3, crashArticles) { // the rerun
		r, err := s.Put(context.Background(), crashReading(n))
		if err != nil || n <= last && !r.Unchanged {
			t.Errorf("putting article %d again: %+v, %v", n, r, err)
		}
	}
}

func TestFileSizeLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kg.db")
	last, failed := stored(t, childOf(t, "limited", path), 0)
	if !strings.Contains(failed, "file too large") {
		t.Errorf("stored %d articles with a limit of 1 MB: %q", last+1, failed)
	}
	s, err := Open(context.Background(), path, OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	wantClean(t, s)
	wantArticles(t, s, last, 1)
}

func TestStoreInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kg.db")
	cmd := childOf(t, "hold", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "open" {
		t.Fatal("the other process did not open the store")
	}
	for _, opts := range []OpenOptions{{}, {ReadOnly: true}, {Create: true}} {
		begin := time.Now()
		_, err := Open(context.Background(), path, opts)
		if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "process "+itoa(cmd.Process.Pid)) {
			t.Errorf("%+v: %v", opts, err)
		}
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("%+v: told after %v", opts, took)
		}
	}
}

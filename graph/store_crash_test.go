//go:build unix

package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
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
	default:
		for n := range crashArticles {
			if _, err := s.Put(context.Background(), crashReading(n)); err != nil {
				fmt.Println("failed", err)
				os.Exit(0)
			}
			fmt.Println("stored", n)
		}
	}
	s.Close()
	os.Exit(0)
}

const crashArticles = 400

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
func wantArticles(t *testing.T, s *Store, last int) {
	t.Helper()
	articles, err := s.Articles(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	quads := make(map[IRI]int)
	for _, a := range articles {
		quads[a.ID] = a.Quads
	}
	for n := range crashArticles {
		r := crashReading(n)
		want, _ := Quads(r)
		got, ok := quads[r.Article.ID]
		if ok && got != len(want) || !ok && n <= last {
			t.Errorf("article %d of %d acknowledged has %d of %d quads", n, last, got, len(want))
		}
	}
	if len(articles) > last+2 {
		t.Errorf("%d articles, %d acknowledged", len(articles), last+1)
	}
}

func TestKilledWriter(t *testing.T) {
	rounds := 6
	if n, err := strconv.Atoi(os.Getenv("KG_KILLS")); err == nil {
		rounds = n
	} else if testing.Short() {
		rounds = 2
	}
	random := rand.New(rand.NewPCG(1, 2))
	for round := range rounds {
		path := filepath.Join(t.TempDir(), "kg.db")
		last, failed := stored(t, childOf(t, "put", path), time.Millisecond*time.Duration(1+random.IntN(700)))
		if failed != "" {
			t.Fatal(failed)
		}
		s, err := Open(context.Background(), path, OpenOptions{})
		if err != nil {
			t.Fatalf("round %d after %d articles: %v", round, last+1, err)
		}
		wantClean(t, s)
		wantArticles(t, s, last)
		for n := range last + 3 { // the rerun
			r, err := s.Put(context.Background(), crashReading(n))
			if err != nil || n <= last && !r.Unchanged {
				t.Errorf("putting article %d again: %+v, %v", n, r, err)
			}
		}
		wantClean(t, s)
		if err := s.Close(); err != nil {
			t.Error(err)
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
	wantArticles(t, s, last)
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

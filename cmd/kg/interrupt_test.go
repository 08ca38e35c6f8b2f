package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInterruptLeavesAWholeStore stops a load at several moments: the store is
// whole, and the same command then goes on to what one load would have made.
func TestInterruptLeavesAWholeStore(t *testing.T) {
	if testing.Short() {
		t.Skip("loads many articles")
	}
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("articles", 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 120 {
		text := fmt.Sprintf("Ministers meet again\n\nTurkey supports the rebels of group %d. The ministers of the two countries met in the capital on Friday, officials said.\n", i)
		if err := os.WriteFile(filepath.Join("articles", fmt.Sprintf("a%03d.txt", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, stderr := runKG(t, "", "load", "--db", "whole.db", "articles"); code != exitDone {
		t.Fatalf("load: %s", stderr)
	}
	_, want, _ := runKG(t, "", "export", "--db", "whole.db")
	for i, after := range []time.Duration{0, 100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond} {
		db := fmt.Sprintf("cut%d.db", i)
		ctx, cancel := context.WithCancel(context.Background())
		timer := time.AfterFunc(after, cancel)
		var stderr bytes.Buffer
		env := &environ{
			Stdin: strings.NewReader(""), Stdout: &stderr, Stderr: &stderr,
			Getenv: func(string) string { return "" }, Width: func() int { return 0 },
		}
		code := run(ctx, env, []string{"load", "--db", db, "articles"})
		timer.Stop()
		cancel()
		if code != exitInterrupted && code != exitDone {
			t.Errorf("stopped after %v: exit code %d: %s", after, code, stderr.String())
		}
		if _, err := os.Stat(db); err == nil {
			if code, _, problems := runKG(t, "", "check", "--db", db); code != exitDone {
				t.Errorf("stopped after %v: %s", after, problems)
			}
		}
		if code, _, problems := runKG(t, "", "load", "--db", db, "articles"); code != exitDone {
			t.Fatalf("go on: %s", problems)
		}
		if _, got, _ := runKG(t, "", "export", "--db", db); got != want {
			t.Errorf("stopped after %v and gone on: another store", after)
		}
	}
}

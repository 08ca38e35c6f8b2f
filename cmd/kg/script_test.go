package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// update writes golden files anew, for all tests of this package.
var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kg": main})
}

// TestScript runs testdata/script: a txtar for each command and each bug fixed.
// "exits CODE kg …" runs kg and wants that exit code; "interrupt kg …" sends
// Ctrl-C after a moment.
func TestScript(t *testing.T) {
	articles, err := filepath.Abs(filepath.Join("..", "..", "testdata", "articles"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("ARTICLES", articles)
			env.Setenv("KG_DB", "")
			env.Setenv("NO_COLOR", "")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": wantExit, "interrupt": interrupt},
	})
}

// wantExit implements "exits CODE COMMAND…".
func wantExit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitCode(ts, ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("%v exits with %d, want %d", args[1:], got, want)
	}
}

func exitCode(ts *testscript.TestScript, err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("run: %v", err)
	return -1
}

// interrupt implements "interrupt COMMAND…": Ctrl-C half a second after the
// start, and the exit code 130 or, where the command ends well on Ctrl-C, 0.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: interrupt COMMAND [ARG…]")
	}
	path, err := exec.LookPath(args[0])
	if err != nil {
		path = filepath.Join(filepath.Dir(os.Args[0]), args[0])
	}
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"), "KG_DB=")
	cmd.Stderr = ts.Stderr()
	cmd.Stdout = ts.Stdout()
	ts.Check(cmd.Start())
	time.Sleep(500 * time.Millisecond)
	ts.Check(cmd.Process.Signal(syscall.SIGINT))
	if code := exitCode(ts, cmd.Wait()); code != exitInterrupted && code != exitDone {
		ts.Fatalf("%v exits with %d after Ctrl-C", args, code)
	}
}

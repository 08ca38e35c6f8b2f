package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// exported loads the project's articles into a new store and exports it.
func exported(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "all.nq")
	for _, args := range [][]string{
		{"load", "--db", filepath.Join(dir, "kg.db"), filepath.Join("..", "..", "testdata", "articles")},
		{"export", "--db", filepath.Join(dir, "kg.db"), "-o", file},
	} {
		if code, _, stderr := runKG(t, "", args...); code != exitDone {
			t.Fatalf("kg %v exits with %d: %s", args, code, stderr)
		}
	}
	return file
}

// runKG runs a command in this process, without a terminal.
func runKG(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	env := &environ{
		Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &err,
		Getenv: func(string) string { return "" }, Width: func() int { return 0 },
		OpenBrowser: func(string) error { return nil },
	}
	code = run(context.Background(), env, args)
	return code, out.String(), err.String()
}

// TestPeersReadTheExport has other people's parsers read what kg export
// writes: Debian's serdi in strict mode and the npm parser n3.
func TestPeersReadTheExport(t *testing.T) {
	if testing.Short() {
		t.Skip("loads all articles")
	}
	file := exported(t)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Count(data, []byte("\n"))
	if want == 0 {
		t.Fatal("nothing was exported")
	}
	t.Run("serdi", func(t *testing.T) {
		serdi, err := exec.LookPath("serdi")
		if err != nil {
			t.Skip("serdi is not installed: apt install serdi")
		}
		out, err := exec.Command(serdi, "-i", "nquads", "-o", "nquads", file).Output()
		if err != nil {
			t.Fatalf("serdi refuses the export: %v: %s", err, stderrOf(err))
		}
		if got := bytes.Count(out, []byte("\n")); got != want {
			t.Errorf("serdi reads %d quads, want %d", got, want)
		}
	})
	t.Run("n3", func(t *testing.T) {
		modules, err := filepath.Abs(filepath.Join("..", "..", "build", "n3", "node_modules"))
		if err != nil {
			t.Fatal(err)
		}
		node, err := exec.LookPath("node")
		if _, missing := os.Stat(filepath.Join(modules, "n3")); missing != nil || err != nil {
			t.Skip("node with the npm package n3 is not there: npm install --prefix build/n3 n3@1")
		}
		script := fmt.Sprintf(`const {Parser} = require(%q), fs = require("fs");
console.log(new Parser({format: "N-Quads"}).parse(fs.readFileSync(%q, "utf8")).length)`, filepath.Join(modules, "n3"), file)
		out, err := exec.Command(node, "-e", script).Output()
		if err != nil {
			t.Fatalf("n3 refuses the export: %v: %s", err, stderrOf(err))
		}
		if got := strings.TrimSpace(string(out)); got != fmt.Sprint(want) {
			t.Errorf("n3 reads %s quads, want %d", got, want)
		}
	})
}

func stderrOf(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return string(exit.Stderr)
	}
	return ""
}

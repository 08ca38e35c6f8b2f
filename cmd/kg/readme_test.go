package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// more stands in an example of README.md for a line of output that is left out
// from here on; so many at the end as lines are wanted of a long output.
const more = "…"

// TestReadme runs the commands in the console blocks of README.md, in order and
// on one store, and compares what they print. A block that ends in "…" shows
// the beginning of its output. -update writes what is printed now.
func TestReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all articles")
	}
	t.Chdir(filepath.Join("..", ".."))
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "kg.db")
	var out bytes.Buffer
	examples := 0
	for i, part := range strings.Split(string(text), "```") {
		block, isConsole := strings.CutPrefix(part, "console\n$ ")
		if i%2 == 0 || !isConsole {
			out.WriteString(separator(i) + part)
			continue
		}
		examples++
		command, want, _ := strings.Cut(block, "\n")
		got := excerpt(runExample(t, db, command), want)
		if got != want && !*update {
			t.Errorf("$ %s\nprints\n%s\nREADME.md has\n%s\nmake golden writes it", command, got, want)
		}
		out.WriteString(separator(i) + "console\n$ " + command + "\n" + got)
	}
	if examples < 5 {
		t.Errorf("%d examples were found", examples)
	}
	if *update {
		if err := os.WriteFile("README.md", out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return "```"
}

// runExample runs "kg …" or "echo "…" | kg …" as on a terminal of 110 columns.
func runExample(t *testing.T, db, command string) string {
	t.Helper()
	stdin := ""
	if before, after, piped := strings.Cut(command, " | "); piped {
		words := shellWords(before)
		if words[0] != "echo" {
			t.Fatalf("cannot run %q", command)
		}
		stdin, command = strings.Join(words[1:], " ")+"\n", after
	}
	words := shellWords(command)
	if words[0] != "kg" {
		t.Fatalf("cannot run %q", command)
	}
	var out bytes.Buffer
	env := &environ{
		Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &out, StdoutTTY: true, StdinTTY: stdin == "",
		Width:       func() int { return 110 },
		OpenBrowser: func(string) error { return nil },
		Getenv: func(name string) string {
			return map[string]string{"KG_DB": db, "NO_COLOR": "1"}[name]
		},
	}
	if code := run(context.Background(), env, words[1:]); code != exitDone {
		t.Fatalf("$ %s exits with %d: %s", command, code, out.String())
	}
	return out.String()
}

// shellWords splits a command line at spaces outside of quotes.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	var quote rune
	inWord := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, inWord = r, true
		case quote == 0 && r == ' ':
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

// excerpt cuts an output to as many lines as the README shows, where that ends
// in "…". The lines have no spaces at their ends.
func excerpt(got, want string) string {
	var lines []string
	for line := range strings.Lines(strings.TrimRight(got, "\n") + "\n") {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	shown := strings.Count(want, "\n")
	if strings.HasSuffix(want, more+"\n") {
		shown = max(shown, 9)
		if len(lines) > shown {
			lines = append(lines[:shown-1], more)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

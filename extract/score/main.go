// Score measures what kg extract says against two public gold standards.
//
//	go run ./extract/score carb bin/kg DIR       open relations against CaRB (DIR/dev.txt, DIR/dev.tsv)
//	go run ./extract/score petrarch bin/kg DIR   statements against PETRARCH2's unit tests (DIR/PETR.UnitTest.records.xml)
//
// Each sentence is an article of its own. --show also prints what was missed
// and what was wrong. make score runs both on $KG_DATA/data.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"kg/graph"
)

func main() {
	show := flag.Bool("show", false, "print what was missed and what was wrong")
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: score [--show] carb|petrarch KG DIR") }
	flag.Parse()
	if flag.NArg() != 3 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Arg(1), flag.Arg(2), *show, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func run(what, kg, dir string, show bool, out io.Writer) error {
	switch what {
	case "carb":
		return runCarb(kg, dir, show, out)
	case "petrarch":
		return runPetrarch(kg, dir, show, out)
	}
	return fmt.Errorf("%q is no gold standard: carb or petrarch", what)
}

// read has kg read each text as an article and returns their readings in the
// same order, nil where a text could not be read.
func read(kg string, texts []string, flags ...string) ([]*graph.Reading, error) {
	dir, err := os.MkdirTemp("", "score")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	place := map[string]int{}
	for i, text := range texts {
		name := filepath.Join(dir, fmt.Sprintf("%05d.txt", i))
		place[name] = i
		if err := os.WriteFile(name, []byte(text+"\n"), 0o600); err != nil {
			return nil, err
		}
	}
	cmd := exec.Command(kg, append(append([]string{"extract", "--any-language", "--format", "jsonl"}, flags...), dir)...)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: build it with make build", err)
	}
	readings := make([]*graph.Reading, len(texts))
	in := bufio.NewReader(pipe)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			r := &graph.Reading{}
			if err := json.Unmarshal(line, r); err != nil {
				return nil, fmt.Errorf("%s printed no reading: %w", kg, err)
			}
			if i, ok := place[r.Article.Source]; ok {
				readings[i] = r
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return readings, cmd.Wait()
}

func openGold(dir, name, what string) (*os.File, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("%w: get %s and set KG_DATA to the folder that holds data/", err, what)
	}
	return f, nil
}

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"kg/nlp"
)

// readRaw reads text that has no trees, for teachers: CaRB's sentences, re3d's
// documents and the files that the patterns name, texts or
// e-mails as they were sent. Sentences come in order, none twice.
func readRaw(dir, patterns string) ([]*sentence, error) {
	var texts []string
	carb, err := os.ReadFile(filepath.Join(dir, "carb", "dev.txt"))
	if err != nil {
		return nil, err
	}
	texts = append(texts, strings.Split(string(carb), "\n")...)
	re3d, err := readDocuments(filepath.Join(dir, "re3d", "documents.jsonl"))
	if err != nil {
		return nil, err
	}
	texts = append(texts, re3d...)
	files, err := readFiles(patterns)
	if err != nil {
		return nil, err
	}
	return cut(append(texts, files...))
}

// readDocuments reads the texts of a file with a JSON object a line.
func readDocuments(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var texts []string
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for line := 1; scan.Scan(); line++ {
		var document struct{ Text string }
		if err := json.Unmarshal(scan.Bytes(), &document); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, line, err)
		}
		texts = append(texts, document.Text)
	}
	return texts, scan.Err()
}

// readFiles reads the files that patterns, parted by commas, name.
func readFiles(patterns string) ([]string, error) {
	var texts []string
	for _, pattern := range strings.Split(patterns, ",") {
		names, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pattern, err)
		}
		if len(names) == 0 && pattern != "" {
			return nil, fmt.Errorf("no file is called %s", pattern)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			texts = append(texts, written(b))
		}
	}
	return texts, nil
}

var envelope = regexp.MustCompile(`^From \S+@\S+ .*\n`)

// written returns what the writer of a text or an e-mail wrote: no headers, no
// lines quoted from others, no signature. Mail that isn't plain text has none.
func written(b []byte) string {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	line := envelope.Find(b)
	if line == nil {
		return strings.ToValidUTF8(string(b), "")
	}
	m, err := mail.ReadMessage(bytes.NewReader(b[len(line):]))
	if err != nil {
		return ""
	}
	if kind := m.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(strings.ToLower(kind), "text/plain") {
		return ""
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return ""
	}
	var out strings.Builder
	for _, line := range strings.Split(strings.ToValidUTF8(string(body), ""), "\n") {
		if strings.HasPrefix(line, "--") || strings.HasPrefix(line, "____") {
			break
		}
		if line = strings.TrimSpace(line); strings.HasPrefix(line, ">") || strings.HasPrefix(line, "|") {
			line = ""
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// cut parts texts into the sentences that are fit to learn from.
func cut(texts []string) ([]*sentence, error) {
	tokenizer, err := nlp.NewTokenizer()
	if err != nil {
		return nil, err
	}
	var out []*sentence
	seen := map[string]bool{}
	for _, text := range texts {
		d := tokenizer.Document(text)
		for _, span := range d.Sentences {
			s := &sentence{}
			for _, token := range d.Tokens[span.First:span.Last] {
				s.forms = append(s.forms, token.Form)
			}
			if key := strings.Join(s.forms, " "); fit(s.forms) && !seen[key] {
				seen[key] = true
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// fit says that the words look like a sentence, not like a table, an address or a line of code.
func fit(forms []string) bool {
	if len(forms) < 4 || len(forms) > 70 {
		return false
	}
	words := 0
	for _, f := range forms {
		if len(f) > 30 || strings.ContainsAny(f, "@<>=|{}\\^~_") {
			return false
		}
		if strings.IndexFunc(f, unicode.IsLetter) >= 0 {
			words++
		}
	}
	return 3*words >= 2*len(forms)
}

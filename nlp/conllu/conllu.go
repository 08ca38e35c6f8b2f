// Package conllu reads and writes treebanks in the CoNLL-U format of Universal
// Dependencies (https://universaldependencies.org/format.html).
//
// Empty nodes ("8.1") belong to enhanced graphs and are skipped. An underscore
// in a column other than FORM and LEMMA stands for nothing and is read as "".
package conllu

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Token is one syntactic word.
type Token struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // position of the head counted from 1; 0 for the root, -1 where it isn't given
	Deprel, Deps, Misc             string
}

// Range is a multiword token such as "don't": the syntactic words First to
// Last, counted from 1, both included.
type Range struct {
	First, Last int
	Form, Misc  string
}

// Sentence is the syntactic words of a sentence with its comments.
type Sentence struct {
	Comments []string // without the leading "#" and the space behind it
	Tokens   []Token
	Ranges   []Range // in order
}

// Comment returns the value of the comment "key = value", "" if there is none.
func (s *Sentence) Comment(key string) string {
	for _, c := range s.Comments {
		if k, v, ok := strings.Cut(c, "="); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// Forms returns the words.
func (s *Sentence) Forms() []string {
	forms := make([]string, len(s.Tokens))
	for i := range s.Tokens {
		forms[i] = s.Tokens[i].Form
	}
	return forms
}

// MiscValue returns the value of "key=value" in a MISC column, "" if absent.
func MiscValue(misc, key string) string {
	for misc != "" {
		var field string
		field, misc, _ = strings.Cut(misc, "|")
		if k, v, ok := strings.Cut(field, "="); ok && k == key {
			return v
		}
	}
	return ""
}

// maxLine bounds a line; the longest in a treebank is some kilobytes.
const maxLine = 1 << 20

// Reader reads sentences one at a time.
type Reader struct {
	scanner *bufio.Scanner
	line    int
}

// NewReader returns a Reader of r.
func NewReader(r io.Reader) *Reader {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	return &Reader{scanner: s}
}

// Read returns the next sentence, and io.EOF after the last one. Every other
// error names the line.
func (r *Reader) Read() (*Sentence, error) {
	s := &Sentence{}
	for r.scanner.Scan() {
		r.line++
		line := strings.TrimSuffix(r.scanner.Text(), "\r")
		switch {
		case line == "" && len(s.Tokens) > 0:
			return s, r.check(s)
		case line == "": // a run of blank lines
		case line[0] == '#':
			s.Comments = append(s.Comments, strings.TrimPrefix(line[1:], " "))
		default:
			if err := s.add(line); err != nil {
				return nil, fmt.Errorf("conllu: line %d: %w", r.line, err)
			}
		}
	}
	if err := r.scanner.Err(); err != nil {
		return nil, fmt.Errorf("conllu: line %d: %w", r.line+1, err)
	}
	if len(s.Tokens) > 0 {
		return s, r.check(s)
	}
	return nil, io.EOF
}

// check refuses heads outside the sentence.
func (r *Reader) check(s *Sentence) error {
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h > len(s.Tokens) {
			return fmt.Errorf("conllu: sentence ending at line %d: word %d has head %d of %d words", r.line, i+1, h, len(s.Tokens))
		}
	}
	return nil
}

// ReadAll returns every sentence of r.
func ReadAll(r io.Reader) ([]*Sentence, error) {
	var all []*Sentence
	for reader := NewReader(r); ; {
		s, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
}

func (s *Sentence) add(line string) error {
	c := strings.Split(line, "\t")
	if len(c) != 10 {
		return fmt.Errorf("%d columns, want 10", len(c))
	}
	if strings.Contains(c[0], ".") {
		return nil
	}
	if first, last, ok := strings.Cut(c[0], "-"); ok {
		return s.addRange(first, last, c)
	}
	id, err := strconv.Atoi(c[0])
	if err != nil || id != len(s.Tokens)+1 {
		return fmt.Errorf("word number %q, want %d", c[0], len(s.Tokens)+1)
	}
	head := -1
	if c[6] != "_" {
		if head, err = strconv.Atoi(c[6]); err != nil || head < 0 {
			return fmt.Errorf("head %q is no number", c[6])
		}
	}
	s.Tokens = append(s.Tokens, Token{
		Form: c[1], Lemma: c[2], UPOS: value(c[3]), XPOS: value(c[4]), Feats: value(c[5]),
		Head: head, Deprel: value(c[7]), Deps: value(c[8]), Misc: value(c[9]),
	})
	return nil
}

func (s *Sentence) addRange(first, last string, c []string) error {
	a, errA := strconv.Atoi(first)
	b, errB := strconv.Atoi(last)
	if errA != nil || errB != nil || a != len(s.Tokens)+1 || b < a {
		return fmt.Errorf("range of words %q after word %d", c[0], len(s.Tokens))
	}
	s.Ranges = append(s.Ranges, Range{First: a, Last: b, Form: c[1], Misc: value(c[9])})
	return nil
}

func value(column string) string {
	if column == "_" {
		return ""
	}
	return column
}

// Writer writes sentences. Call Flush at the end.
type Writer struct {
	w   *bufio.Writer
	buf []byte
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriter(w)} }

// Write writes one sentence with the blank line behind it.
func (w *Writer) Write(s *Sentence) error {
	b := w.buf[:0]
	for _, c := range s.Comments {
		b = append(b, "# "...)
		b = append(b, oneLine(c)...)
		b = append(b, '\n')
	}
	ranges := s.Ranges
	for i := range s.Tokens {
		for len(ranges) > 0 && ranges[0].First == i+1 {
			r := ranges[0]
			b = fmt.Appendf(b, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", r.First, r.Last, column(r.Form), column(r.Misc))
			ranges = ranges[1:]
		}
		b = appendToken(b, i+1, &s.Tokens[i])
	}
	b = append(b, '\n')
	w.buf = b
	_, err := w.w.Write(b)
	return err
}

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.w.Flush() }

func appendToken(b []byte, id int, t *Token) []byte {
	b = strconv.AppendInt(b, int64(id), 10)
	for _, c := range [...]string{t.Form, t.Lemma, t.UPOS, t.XPOS, t.Feats} {
		b = append(b, '\t')
		b = append(b, column(c)...)
	}
	b = append(b, '\t')
	if t.Head < 0 {
		b = append(b, '_')
	} else {
		b = strconv.AppendInt(b, int64(t.Head), 10)
	}
	for _, c := range [...]string{t.Deprel, t.Deps, t.Misc} {
		b = append(b, '\t')
		b = append(b, column(c)...)
	}
	return append(b, '\n')
}

// column makes a value fit its column: never empty, and without the characters
// that part columns and lines.
func column(s string) string {
	if s == "" {
		return "_"
	}
	return oneLine(strings.ReplaceAll(s, "\t", " "))
}

func oneLine(s string) string {
	if strings.ContainsAny(s, "\n\r") {
		return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s)
	}
	return s
}

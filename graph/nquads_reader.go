package graph

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
)

// DefaultMaxLine bounds a line of N-Quads, in bytes.
const DefaultMaxLine = 16 << 20

// ErrLineTooLong is returned when a line of N-Quads is longer than MaxLine.
var ErrLineTooLong = errors.New("the line is too long")

// SyntaxError tells where a text breaks the rules of N-Quads.
type SyntaxError struct {
	Name   string // of the file, may be empty
	Line   int    // from 1
	Column int    // from 1, in characters
	Msg    string
}

// Error gives "file:line:column: what is wrong".
func (e *SyntaxError) Error() string {
	if e.Name == "" {
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Name, e.Line, e.Column, e.Msg)
}

// NQuadsReader reads N-Quads 1.1 to the letter of the W3C recommendation, as
// a stream; what is gzip-compressed is decompressed. Set its fields before the
// first read.
type NQuadsReader struct {
	Name       string // stands for the input in errors
	MaxLine    int    // bytes of a line at most
	Directions bool   // takes the base directions of RDF 1.2 too: "…"@ar--rtl

	in         io.Reader
	buf        []byte
	start, end int // buf[start:end] is unread
	line       int
	started    bool
	eof        bool
	skipLF     bool // the line before ended in CR
	err        error

	lex  nqLexer
	quad RawQuad
	last [4]Term // the latest terms by place, which the next quad often repeats
}

// NewNQuadsReader gives a reader with the default limits.
func NewNQuadsReader(r io.Reader) *NQuadsReader {
	return &NQuadsReader{in: r, MaxLine: DefaultMaxLine}
}

// Line is the number of the line that the latest quad or error stands in.
func (r *NQuadsReader) Line() int { return r.line }

// Read gives the next quad, and io.EOF after the last. After a *SyntaxError
// the next call goes on with the next line; any other error stays.
func (r *NQuadsReader) Read() (Quad, error) {
	raw, err := r.ReadRaw()
	if err != nil {
		return Quad{}, err
	}
	return Quad{r.keep(0, raw.Subject), r.keep(1, raw.Predicate), r.keep(2, raw.Object), r.keep(3, raw.Graph)}, nil
}

// keep copies a term, or gives the copy made for the quad before.
func (r *NQuadsReader) keep(place int, t RawTerm) Term {
	last := &r.last[place]
	if last.Kind != t.Kind || last.Value != string(t.Value) || last.Datatype != IRI(t.Datatype) || last.Lang != string(t.Lang) {
		*last = t.Term()
	}
	return *last
}

// ReadRaw is Read without copies: the quad holds until the next call.
func (r *NQuadsReader) ReadRaw() (*RawQuad, error) {
	for {
		line, err := r.nextLine()
		if err != nil {
			return nil, err
		}
		r.lex.reset(line, r.Directions)
		found := r.lex.quad(&r.quad)
		if r.lex.msg != "" {
			column := utf8.RuneCount(line[:r.lex.at]) + 1
			return nil, &SyntaxError{Name: r.Name, Line: r.line, Column: column, Msg: r.lex.msg}
		}
		if found {
			return &r.quad, nil
		}
	}
}

// nextLine gives the next line without its end. LF, CR LF and CR end a line.
func (r *NQuadsReader) nextLine() ([]byte, error) {
	if r.err != nil {
		return nil, r.err
	}
	for scanned := 0; ; {
		if r.skipLF && r.start < r.end {
			if r.buf[r.start] == '\n' {
				r.start++
			}
			r.skipLF = false
		}
		window := r.buf[r.start:r.end]
		if i := indexLineEnd(window[scanned:]); i >= 0 {
			n := scanned + i
			r.start += n + 1
			r.skipLF = window[n] == '\r'
			r.line++
			return window[:n], nil
		}
		scanned = len(window)
		if r.eof && scanned > 0 {
			r.start = r.end
			r.line++
			return window, nil
		}
		if err := r.fill(); err != nil {
			r.err = err
			return nil, err
		}
	}
}

func indexLineEnd(b []byte) int {
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		if cr := bytes.IndexByte(b, '\r'); cr >= 0 {
			return cr
		}
		return -1
	}
	if cr := bytes.IndexByte(b[:end], '\r'); cr >= 0 {
		return cr
	}
	return end
}

// fill reads more bytes behind those that are left.
func (r *NQuadsReader) fill() error {
	const block = 256 << 10
	if r.eof {
		return io.EOF
	}
	if err := r.open(); err != nil {
		return r.wrap(err)
	}
	if r.end-r.start > r.MaxLine {
		r.line++
		return r.wrap(fmt.Errorf("%w: more than %d bytes", ErrLineTooLong, r.MaxLine))
	}
	if r.start > 0 {
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	if r.end == len(r.buf) {
		r.buf = append(r.buf, make([]byte, max(block, len(r.buf)))...)
	}
	n, err := r.in.Read(r.buf[r.end:])
	r.end += n
	if err == io.EOF {
		r.eof = true
		return nil
	}
	if err != nil {
		return r.wrap(err)
	}
	return nil
}

// open looks for gzip's magic number before the first read.
func (r *NQuadsReader) open() error {
	if r.started {
		return nil
	}
	r.started = true
	peek := bufio.NewReaderSize(r.in, 64)
	magic, err := peek.Peek(2)
	if err != nil && err != io.EOF {
		return err
	}
	if len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(r.unpeeked(peek))
		if err != nil {
			return err
		}
		r.in = z
		return nil
	}
	r.in = r.unpeeked(peek)
	return nil
}

// unpeeked gives the input with what was peeked at put back before it.
func (r *NQuadsReader) unpeeked(peek *bufio.Reader) io.Reader {
	head, _ := peek.Peek(peek.Buffered())
	return io.MultiReader(bytes.NewReader(append([]byte(nil), head...)), r.in)
}

func (r *NQuadsReader) wrap(err error) error {
	if r.Name == "" {
		return fmt.Errorf("line %d: %w", r.line, err)
	}
	return fmt.Errorf("%s:%d: %w", r.Name, r.line, err)
}

// nqLexer reads one line.
type nqLexer struct {
	line       []byte
	pos        int
	scratch    []byte // what was escaped, decoded
	directions bool
	msg        string // what is wrong, "" while nothing is
	at         int    // where
}

func (l *nqLexer) reset(line []byte, directions bool) {
	*l = nqLexer{line: line, scratch: l.scratch[:0], directions: directions}
}

func (l *nqLexer) fail(at int, msg string) bool {
	if l.msg == "" {
		l.at, l.msg = at, msg
	}
	return false
}

// expected fails with what stands at the position instead.
func (l *nqLexer) expected(what string) bool {
	if l.pos >= len(l.line) {
		return l.fail(l.pos, "expected "+what+", not the end of the line")
	}
	c, _ := utf8.DecodeRune(l.line[l.pos:])
	return l.fail(l.pos, fmt.Sprintf("expected %s, not %q", what, c))
}

func (l *nqLexer) space() {
	for l.pos < len(l.line) && (l.line[l.pos] == ' ' || l.line[l.pos] == '\t') {
		l.pos++
	}
}

// peek skips white space and gives the byte behind it, 0 at the end.
func (l *nqLexer) peek() byte {
	l.space()
	if l.pos < len(l.line) {
		return l.line[l.pos]
	}
	return 0
}

// quad reads the line's quad; false where it is empty, a comment or wrong.
func (l *nqLexer) quad(q *RawQuad) bool {
	if !utf8.Valid(l.line) {
		return l.fail(invalidUTF8(l.line), "not UTF-8")
	}
	l.space()
	if l.pos == len(l.line) || l.line[l.pos] == '#' {
		return false
	}
	if !l.node(&q.Subject, "a subject, which is <an IRI> or _:a blank node") {
		return false
	}
	if l.peek() != '<' {
		return l.expected("a predicate, which is <an IRI>")
	}
	if !l.iri(&q.Predicate) || !l.object(&q.Object) {
		return false
	}
	q.Graph = RawTerm{}
	if c := l.peek(); c == '<' || c == '_' {
		if !l.node(&q.Graph, "a graph") {
			return false
		}
	}
	return l.end()
}

func (l *nqLexer) end() bool {
	if l.peek() != '.' {
		return l.expected(`the "." that ends a quad`)
	}
	l.pos++
	if l.space(); l.pos < len(l.line) && l.line[l.pos] != '#' {
		return l.expected("the end of the line or a # comment")
	}
	return true
}

func invalidUTF8(line []byte) int {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(line)
}

func (l *nqLexer) node(t *RawTerm, what string) bool {
	switch l.peek() {
	case '<':
		return l.iri(t)
	case '_':
		return l.blank(t)
	}
	return l.expected(what)
}

func (l *nqLexer) object(t *RawTerm) bool {
	if l.peek() == '"' {
		return l.literal(t)
	}
	return l.node(t, `an object, which is <an IRI>, _:a blank node or "a literal"`)
}

// iri reads <…>, which stands at the position.
func (l *nqLexer) iri(t *RawTerm) bool {
	*t = RawTerm{Kind: IRITerm}
	begin := l.pos + 1
	i := begin
	for i < len(l.line) && nqClass[l.line[i]]&inIRI != 0 {
		i++
	}
	if i < len(l.line) && l.line[i] == '\\' {
		if t.Value, i = l.unescape(begin, i, '>'); t.Value == nil {
			return false
		}
		if bad := illegalInIRI(t.Value); bad >= 0 {
			return l.fail(l.pos, fmt.Sprintf("an escape puts %q into the IRI", t.Value[bad]))
		}
	} else {
		t.Value = l.line[begin:i]
	}
	switch {
	case i >= len(l.line):
		return l.fail(l.pos, `the IRI has no ">"`)
	case l.line[i] != '>':
		return l.fail(i, fmt.Sprintf("an IRI cannot hold %q", l.line[i]))
	case !isAbsolute(t.Value):
		return l.fail(l.pos, "the IRI is not absolute")
	}
	l.pos = i + 1
	return true
}

func (l *nqLexer) blank(t *RawTerm) bool {
	rest := l.line[l.pos:]
	if len(rest) < 2 || rest[1] != ':' {
		l.pos++
		return l.expected(`the ":" of a blank node`)
	}
	n := labelLen(rest[2:])
	if n == 0 {
		l.pos += 2
		return l.expected("the label of a blank node")
	}
	*t = RawTerm{Kind: BlankTerm, Value: rest[2 : 2+n]}
	l.pos += 2 + n
	return true
}

// literal reads "…", with its language or datatype.
func (l *nqLexer) literal(t *RawTerm) bool {
	*t = RawTerm{Kind: LiteralTerm}
	if !l.text(t) {
		return false
	}
	switch l.peek() {
	case '@':
		l.pos++
		n := langLen(l.line[l.pos:], l.directions)
		if n == 0 {
			return l.expected("a language tag")
		}
		t.Lang = l.line[l.pos : l.pos+n]
		l.pos += n
	case '^':
		return l.datatype(t)
	}
	return true
}

func (l *nqLexer) datatype(t *RawTerm) bool {
	l.pos++
	if l.pos >= len(l.line) || l.line[l.pos] != '^' {
		return l.expected(`the second "^" before a datatype`)
	}
	l.pos++
	if l.peek() != '<' {
		return l.expected("a datatype, which is <an IRI>")
	}
	var iri RawTerm
	if !l.iri(&iri) {
		return false
	}
	if string(iri.Value) != xsdString {
		t.Datatype = iri.Value
	}
	return true
}

func (l *nqLexer) text(t *RawTerm) bool {
	begin := l.pos + 1
	rest := l.line[begin:]
	quote := bytes.IndexByte(rest, '"')
	if quote < 0 {
		return l.fail(l.pos, "the literal has no closing quote")
	}
	slash := bytes.IndexByte(rest[:quote], '\\')
	if slash < 0 {
		t.Value = rest[:quote]
		l.pos = begin + quote + 1
		return true
	}
	value, end := l.unescape(begin, begin+slash, '"')
	if value == nil {
		return false
	}
	if end >= len(l.line) {
		return l.fail(l.pos, "the literal has no closing quote")
	}
	t.Value = value
	l.pos = end + 1
	return true
}

// unescape decodes from begin, with the first escape at i, up to the closing
// byte or, in an IRI, a byte that it cannot hold. It gives the decoded bytes,
// nil after a fault, and where it stopped.
func (l *nqLexer) unescape(begin, i int, closing byte) ([]byte, int) {
	from := len(l.scratch)
	l.scratch = append(l.scratch, l.line[begin:i]...)
	for i < len(l.line) {
		c := l.line[i]
		if c == closing || closing == '>' && c != '\\' && nqClass[c]&inIRI == 0 {
			break
		}
		if c != '\\' {
			l.scratch = append(l.scratch, c)
			i++
			continue
		}
		n := l.escape(i, closing == '"')
		if n == 0 {
			return nil, i
		}
		i += n
	}
	return l.scratch[from:len(l.scratch):len(l.scratch)], i
}

// escape decodes the escape at i and gives its length, 0 after a fault.
func (l *nqLexer) escape(i int, text bool) int {
	var c byte
	if i+1 < len(l.line) {
		c = l.line[i+1]
	}
	switch c {
	case 'u':
		return l.codePoint(i, 4)
	case 'U':
		return l.codePoint(i, 8)
	}
	if at := bytes.IndexByte([]byte(`tbnrf"'\`), c); text && c != 0 && at >= 0 {
		l.scratch = append(l.scratch, "\t\b\n\r\f\"'\\"[at])
		return 2
	}
	l.fail(i, "a backslash that begins no escape")
	return 0
}

func (l *nqLexer) codePoint(i, digits int) int {
	if i+2+digits > len(l.line) {
		l.fail(i, fmt.Sprintf("an escape of fewer than %d hexadecimal digits", digits))
		return 0
	}
	var r uint32
	for _, c := range l.line[i+2 : i+2+digits] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | uint32(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | uint32(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | uint32(c-'A'+10)
		default:
			l.fail(i, fmt.Sprintf("an escape of fewer than %d hexadecimal digits", digits))
			return 0
		}
	}
	if r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
		l.fail(i, fmt.Sprintf("U+%04X is no character", r))
		return 0
	}
	l.scratch = utf8.AppendRune(l.scratch, rune(r))
	return 2 + digits
}

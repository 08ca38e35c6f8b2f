package graph

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// NQuadsWriter writes N-Quads 1.1 in the canonical form: one space between
// terms, only the escapes that are needed, xsd:string left out. A term that
// N-Quads cannot say is refused, with nothing of its quad written.
type NQuadsWriter struct {
	w    *bufio.Writer
	line []byte
}

// NewNQuadsWriter gives a writer; Flush has to be called at the end.
func NewNQuadsWriter(w io.Writer) *NQuadsWriter {
	return &NQuadsWriter{w: bufio.NewWriterSize(w, 64<<10)}
}

// Write writes a quad as a line.
func (w *NQuadsWriter) Write(q Quad) error {
	line, err := AppendQuad(w.line[:0], q)
	if err != nil {
		return err
	}
	w.line = append(line, '\n')
	_, err = w.w.Write(w.line)
	return err
}

// Flush writes what is pending.
func (w *NQuadsWriter) Flush() error { return w.w.Flush() }

// AppendQuad appends the canonical line of a quad, without its end. It fails,
// and gives dst back, where N-Quads cannot say the quad: an IRI that is
// relative or holds a space, a control or one of <>"{}|^`\, a label, language
// tag or datatype of another form, text that is not UTF-8, a literal as
// subject.
func AppendQuad(dst []byte, q Quad) ([]byte, error) {
	for _, p := range [...]struct {
		name  string
		term  Term
		kinds string
	}{
		{"subject", q.Subject, "IB"}, {"predicate", q.Predicate, "I"}, {"object", q.Object, "IBL"}, {"graph", q.Graph, "IB-"},
	} {
		if !strings.Contains(p.kinds, string("-IBL"[min(p.term.Kind, LiteralTerm)])) {
			return dst, fmt.Errorf("the %s of a quad is %s", p.name, describeKind(p.term.Kind))
		}
		if p.term.Kind == NoTerm {
			continue
		}
		if err := checkTerm(p.term); err != nil {
			return dst, fmt.Errorf("the %s of a quad: %w", p.name, err)
		}
	}
	line := append(appendTerm(dst, q.Subject), ' ')
	line = append(appendTerm(line, q.Predicate), ' ')
	line = append(appendTerm(line, q.Object), ' ')
	if q.Graph.Kind != NoTerm {
		line = append(appendTerm(line, q.Graph), ' ')
	}
	return append(line, '.'), nil
}

// AppendTerm appends a term as N-Quads write it, or fails as AppendQuad does.
func AppendTerm(dst []byte, t Term) ([]byte, error) {
	if err := checkTerm(t); err != nil {
		return dst, err
	}
	return appendTerm(dst, t), nil
}

func describeKind(k TermKind) string {
	if k == NoTerm {
		return "missing"
	}
	return "a " + k.String()
}

func appendTerm(dst []byte, t Term) []byte {
	switch t.Kind {
	case IRITerm:
		return append(append(append(dst, '<'), t.Value...), '>')
	case BlankTerm:
		return append(append(dst, "_:"...), t.Value...)
	}
	dst = appendText(dst, t.Value)
	switch {
	case t.Lang != "":
		return append(append(dst, '@'), t.Lang...)
	case t.Datatype != "" && t.Datatype != xsdString:
		return append(append(append(dst, "^^<"...), t.Datatype...), '>')
	}
	return dst
}

// appendText appends a quoted literal with the escapes of the canonical form:
// quote, backslash, the controls, DEL, U+FFFE and U+FFFF.
func appendText[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if nqClass[c]&inText != 0 {
			i++
			continue
		}
		if c == 0xEF && !nonCharacter(s, i) {
			i++
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = appendEscape(dst, s, i)
		if c == 0xEF {
			i += 2
		}
		i++
		from = i
	}
	return append(append(dst, s[from:]...), '"')
}

// nonCharacter tells whether U+FFFE or U+FFFF stands at i.
func nonCharacter[T string | []byte](s T, i int) bool {
	return i+2 < len(s) && s[i+1] == 0xBF && (s[i+2] == 0xBE || s[i+2] == 0xBF)
}

func appendEscape[T string | []byte](dst []byte, s T, i int) []byte {
	const digits = "0123456789ABCDEF"
	switch c := s[i]; c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\t':
		return append(dst, `\t`...)
	case '\n':
		return append(dst, `\n`...)
	case '\f':
		return append(dst, `\f`...)
	case '\r':
		return append(dst, `\r`...)
	case 0xEF:
		r, _ := utf8.DecodeRuneInString(string(s[i : i+3]))
		return fmt.Appendf(dst, `\u%04X`, r)
	default:
		return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
	}
}

package quadstore

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
)

// Datatypes whose canonical lexical forms Cayley's native values stand for.
const (
	xsd         = "http://www.w3.org/2001/XMLSchema#"
	xsdString   = xsd + "string"
	xsdInteger  = xsd + "integer"
	xsdDouble   = xsd + "double"
	xsdBoolean  = xsd + "boolean"
	xsdDateTime = xsd + "dateTime"
)

// The first byte of a stored term tells its kind.
const (
	kindIRI    = 'i'
	kindBlank  = 'b'
	kindString = 's'
	kindLang   = 'l' // length of the tag, the tag, text
	kindTyped  = 't' // length of the datatype, the datatype, text
)

// node stands for a term: the beginning of the SHA-256 of its bytes. The zero
// node is the label of a quad that has none.
type node [nodeSize]byte

const nodeSize = 12

var noNode node

func nodeOf(term []byte) node {
	h := hashWords(term)
	return h.node()
}

// hashWords is the node of a term and the four bytes behind it in its hash.
func hashWords(term []byte) (w words) {
	h := sha256.Sum256(term)
	for i := range w {
		w[i] = binary.BigEndian.Uint32(h[4*i:])
	}
	if w[0]|w[1]|w[2] == 0 { // one chance in 2^96
		w[0] = 1 << 24
	}
	return w
}

var errEmptyTerm = errors.New("a term is missing")

// appendTerm appends the bytes of a term to dst. A native value is written as
// the literal of its XSD datatype in canonical form.
func appendTerm(dst []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return nil, errEmptyTerm
	case quad.IRI:
		return append(append(dst, kindIRI), v...), nil
	case quad.BNode:
		return append(append(dst, kindBlank), v...), nil
	case quad.String:
		return append(append(dst, kindString), v...), nil
	case quad.LangString:
		if v.Lang == "" {
			return append(append(dst, kindString), v.Value...), nil
		}
		return appendPair(dst, kindLang, v.Lang, string(v.Value)), nil
	case quad.TypedString:
		if v.Type == "" || v.Type == xsdString {
			return append(append(dst, kindString), v.Value...), nil
		}
		return appendPair(dst, kindTyped, string(v.Type), string(v.Value)), nil
	case quad.Int:
		return appendPair(dst, kindTyped, xsdInteger, strconv.FormatInt(int64(v), 10)), nil
	case quad.Float:
		return appendPair(dst, kindTyped, xsdDouble, formatDouble(float64(v))), nil
	case quad.Bool:
		return appendPair(dst, kindTyped, xsdBoolean, strconv.FormatBool(bool(v))), nil
	case quad.Time:
		return appendPair(dst, kindTyped, xsdDateTime, formatTime(time.Time(v))), nil
	case quad.TypedStringer:
		t := v.TypedString()
		return appendPair(dst, kindTyped, string(t.Type.Full()), string(t.Value)), nil
	}
	return nil, fmt.Errorf("term of unknown kind %T", v)
}

func appendPair(dst []byte, kind byte, first, second string) []byte {
	dst = append(dst, kind)
	dst = binary.AppendUvarint(dst, uint64(len(first)))
	dst = append(dst, first...)
	return append(dst, second...)
}

// splitPair parts what appendPair wrote behind the kind. A literal without a
// language or a datatype is written as a string, so there is none here.
func splitPair(kind byte, rest []byte) (first, second []byte, err error) {
	n, w := binary.Uvarint(rest)
	if w <= 0 || n > uint64(len(rest)-w) {
		return nil, nil, fmt.Errorf("a term cut short: %q", rest)
	}
	first, second = rest[w:w+int(n)], rest[w+int(n):]
	if n == 0 || kind == kindTyped && string(first) == xsdString {
		return nil, nil, fmt.Errorf("a literal without its language or datatype: %q", rest)
	}
	return first, second, nil
}

// parseTerm reads what appendTerm wrote. A literal becomes a native value
// only when that value is written in exactly these bytes.
func parseTerm(b []byte) (quad.Value, error) {
	if len(b) == 0 {
		return nil, errEmptyTerm
	}
	kind, rest := b[0], b[1:]
	switch kind {
	case kindIRI:
		return quad.IRI(rest), nil
	case kindBlank:
		return quad.BNode(rest), nil
	case kindString:
		return quad.String(rest), nil
	case kindLang, kindTyped:
		first, second, err := splitPair(kind, rest)
		if err != nil {
			return nil, err
		}
		if kind == kindLang {
			return quad.LangString{Value: quad.String(second), Lang: string(first)}, nil
		}
		return typedValue(string(first), string(second)), nil
	}
	return nil, fmt.Errorf("term of unknown kind %q", kind)
}

func typedValue(datatype, text string) quad.Value {
	switch datatype {
	case xsdInteger:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(n, 10) == text {
			return quad.Int(n)
		}
	case xsdDouble:
		if f, err := strconv.ParseFloat(text, 64); err == nil && f == f && formatDouble(f) == text {
			return quad.Float(f)
		}
	case xsdBoolean:
		if text == "true" || text == "false" {
			return quad.Bool(text == "true")
		}
	case xsdDateTime:
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil && formatTime(t) == text {
			return quad.Time(t.UTC())
		}
	}
	return quad.TypedString{Value: quad.String(text), Type: quad.IRI(datatype)}
}

// formatDouble writes the canonical form of xsd:double: 1.5E0, 1.0E-7, INF.
func formatDouble(f float64) string {
	s := strconv.FormatFloat(f, 'E', -1, 64)
	switch s {
	case "+Inf":
		return "INF"
	case "-Inf":
		return "-INF"
	case "NaN":
		return s
	}
	mantissa, exponent, _ := strings.Cut(s, "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	sign := ""
	if exponent[0] == '-' {
		sign = "-"
	}
	exponent = strings.TrimLeft(exponent, "+-0")
	if exponent == "" {
		sign, exponent = "", "0"
	}
	return mantissa + "E" + sign + exponent
}

func formatTime(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

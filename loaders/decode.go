package loaders

import (
	"bytes"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// magic are the first bytes of files that people take for text, and what to do
// with each.
var magic = []struct{ prefix, what, hint string }{
	{"%PDF-", "a PDF", "turn it into text first: pdftotext FILE -"},
	{"PK\x03\x04", "a zip archive or an office document", "save it as text or HTML, or unpack it first"},
	{"\x1f\x8b", "gzip", "unpack it first: gunzip -c FILE | kg load -"},
	{"\xd0\xcf\x11\xe0", "an office document", "save it as text or HTML first"},
	{"{\\rtf", "RTF", "save it as text or HTML first"},
	{"\x89PNG", "a picture", ""}, {"\xff\xd8\xff", "a picture", ""}, {"GIF8", "a picture", ""},
	{"\x7fELF", "a program", ""},
}

// checkText refuses what is empty or no text.
func checkText(name string, data []byte) *SourceError {
	if len(bytes.TrimSpace(data)) == 0 {
		return wrong(name, ErrEmpty, "", "")
	}
	for _, m := range magic {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return wrong(name, ErrBinary, "it looks like "+m.what, m.hint)
		}
	}
	if wide(data) != nil {
		return nil
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return wrong(name, ErrBinary, fmt.Sprintf("a NUL byte at byte %d", i), "")
	}
	control := 0
	for _, c := range data[:min(len(data), 4096)] {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			control++
		}
	}
	if control*20 > min(len(data), 4096) {
		return wrong(name, ErrBinary, "many control characters", "")
	}
	return nil
}

// wide gives the byte order of UTF-16 with a byte order mark, nil for all else.
func wide(data []byte) func(a, b byte) uint16 {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return func(a, b byte) uint16 { return uint16(a) | uint16(b)<<8 }
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return func(a, b byte) uint16 { return uint16(a)<<8 | uint16(b) }
	}
	return nil
}

// decodeText gives a plain text as UTF-8: in the encoding named, or else as
// its bytes show (UTF-8, UTF-16 with a mark, Windows-1252). UTF-8 with a few
// broken bytes is refused with the place, never guessed at.
func decodeText(name string, data []byte, named string) (string, *SourceError) {
	if named != "" {
		return decodeAs(name, data, named)
	}
	if order := wide(data); order != nil {
		return decodeWide(name, data[2:], order)
	}
	if utf8.Valid(data) {
		return string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), nil
	}
	bad, multibyte := firstBad(data)
	if !multibyte && latin(data) {
		return decodeAs(name, data, "windows-1252")
	}
	line := 1 + bytes.Count(data[:bad], []byte("\n"))
	return "", wrong(name, ErrEncoding, fmt.Sprintf("line %d: byte %d, 0x%02x, is not UTF-8", line, bad, data[bad]),
		"name its encoding with --encoding, or mend it: iconv -c -t utf-8 FILE")
}

// decodeAs decodes from the encoding that goes by a name of the WHATWG list.
func decodeAs(name string, data []byte, label string) (string, *SourceError) {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return "", wrong(name, ErrEncoding, fmt.Sprintf("no encoding is called %q", label),
			"names are those of the web: utf-8, windows-1252, iso-8859-15, utf-16le, koi8-r")
	}
	return decodeWith(name, data, enc, label)
}

func decodeWith(name string, data []byte, enc encoding.Encoding, label string) (string, *SourceError) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil || bytes.Contains(out, []byte("\uFFFD")) {
		return "", wrong(name, ErrEncoding, "it is not "+label, "name its encoding with --encoding")
	}
	return string(bytes.TrimPrefix(out, []byte("\xef\xbb\xbf"))), nil
}

// decodeWide decodes UTF-16.
func decodeWide(name string, data []byte, order func(a, b byte) uint16) (string, *SourceError) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order(data[2*i], data[2*i+1])
	}
	runes := utf16.Decode(units)
	for i, r := range runes {
		if r == utf8.RuneError || r == 0 {
			return "", wrong(name, ErrEncoding, fmt.Sprintf("broken UTF-16 at character %d", i), "name its encoding with --encoding")
		}
	}
	return string(runes), nil
}

// firstBad gives the place of the first byte that is not UTF-8, and whether
// any character of more than one byte is well formed.
func firstBad(data []byte) (bad int, multibyte bool) {
	bad = -1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			if bad < 0 {
				bad = i
			}
		} else if size > 1 {
			multibyte = true
		}
		i += size
	}
	return bad, multibyte
}

// latin tells whether bytes read as Windows-1252 are letters and typographic
// marks among words, as English text in that encoding has them: few, and none
// of the code's holes.
func latin(data []byte) bool {
	high := 0
	for _, c := range data {
		if c < 0x80 {
			continue
		}
		high++
		if charmap.Windows1252.DecodeByte(c) < 0xa0 && c < 0xa0 {
			return false
		}
	}
	return high*10 <= len(data)
}

// decodeHTML gives a page as UTF-8, by its mark, its <meta> or its bytes.
func decodeHTML(name string, data []byte, named string) (string, *SourceError) {
	if named != "" || wide(data) != nil {
		return decodeText(name, data, named)
	}
	if !utf8Page(data) {
		label := declared(data)
		enc, canonical := charset.Lookup(label)
		if enc == nil {
			return "", wrong(name, ErrEncoding, fmt.Sprintf("the page names the encoding %q, which is not known", label),
				"name its encoding with --encoding")
		}
		if canonical != "utf-8" {
			return decodeWith(name, data, enc, canonical)
		}
	}
	return decodeText(name, data, "")
}

// utf8Page tells whether a page says to be UTF-8, or says nothing.
func utf8Page(data []byte) bool {
	label := declared(data)
	return label == "" || label == "utf-8" || label == "utf8"
}

package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// sanitize makes one line of text safe to show: control characters (and with
// them every escape sequence), marks that reorder what is read, and invisible
// ones are dropped; line breaks and tabs become spaces.
func sanitize(s string) string {
	clean := func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unseen(r):
			return -1
		}
		return r
	}
	return strings.ToValidUTF8(strings.Map(clean, s), "\uFFFD")
}

// unseen tells control characters, marks that reorder what is read and invisible
// ones, but for those that shape words of Persian and Hindi.
func unseen(r rune) bool {
	return r != '\u200c' && r != '\u200d' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r))
}

// escapeUnseen writes what is unseen in a text of JSON as JSON escapes it, so
// that a terminal takes none of it for orders. Line breaks stay: inside of
// strings JSON has escaped them already.
func escapeUnseen(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unseen(r) }) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || !unseen(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, "\\u%04x", unit)
		}
	}
	return b.String()
}

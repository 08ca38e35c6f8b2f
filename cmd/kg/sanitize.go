package main

import (
	"strings"
	"unicode"
)

// sanitize makes one line of text safe to show: control characters (and with
// them every escape sequence), marks that reorder what is read, and invisible
// ones are dropped; line breaks and tabs become spaces.
func sanitize(s string) string {
	clean := func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200c' || r == '\u200d': // they shape words of Persian and Hindi
			return r
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}
	return strings.ToValidUTF8(strings.Map(clean, s), "\uFFFD")
}

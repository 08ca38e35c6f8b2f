package nlp

import (
	"strings"
	"unicode/utf8"
)

// line is a line of the text without its white space at both ends.
type line struct {
	Span
	width int  // in runes
	blank bool // a blank line stands before it
}

// paragraphs returns the paragraphs of a text as spans. A blank line always
// parts two of them; so does a plain newline, unless the text is hard-wrapped
// and the newline is where a line was full.
func paragraphs(text string) []Span {
	lines := splitLines(text)
	width := wrapWidth(text, lines)
	var out []Span
	for i, l := range lines {
		if i > 0 && !l.blank && wrapped(text, lines[i-1], l, width) {
			out[len(out)-1].End = l.End
			continue
		}
		out = append(out, l.Span)
	}
	return out
}

func splitLines(text string) []line {
	var lines []line
	blank := true
	for begin := 0; begin < len(text); {
		end, next := lineEnd(text, begin)
		b, e := trim(text, begin, end)
		if b < e {
			lines = append(lines, line{Span: Span{b, e}, width: utf8.RuneCountInString(text[b:e]), blank: blank})
			blank = strings.HasPrefix(text[end:], "\u2029")
		} else {
			blank = true
		}
		begin = next
	}
	return lines
}

// lineEnd returns where the line that begins at i ends and the next one begins.
func lineEnd(text string, i int) (end, next int) {
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n', c == '\f', c == '\v':
			return i, i + 1
		case c == '\r' && i+1 < len(text) && text[i+1] == '\n':
			return i, i + 2
		case c == '\r':
			return i, i + 1
		case c == 0xc2 && strings.HasPrefix(text[i:], "\u0085"):
			return i, i + 2
		case c == 0xe2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			return i, i + 3
		}
	}
	return i, i
}

// trim returns [begin, end) without the white space at both ends.
func trim(text string, begin, end int) (int, int) {
	for begin < end {
		r, size := utf8.DecodeRuneInString(text[begin:end])
		if !isSpace(r) {
			break
		}
		begin += size
	}
	for begin < end {
		r, size := utf8.DecodeLastRuneInString(text[begin:end])
		if !isSpace(r) {
			break
		}
		end -= size
	}
	return begin, end
}

const (
	minWrap = 40  // no text is wrapped at fewer characters
	maxWrap = 132 // nor at more
)

// wrapWidth returns the width at which a text is hard-wrapped, 0 if it isn't:
// the longest line, when most lines that another follows come near it.
func wrapWidth(text string, lines []line) int {
	width, inner, full := 0, 0, 0
	for _, l := range lines {
		if l.width > width && strings.ContainsAny(text[l.Begin:l.End], " \u00a0") {
			width = l.width
		}
	}
	if width < minWrap || width > maxWrap {
		return 0
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].blank {
			continue
		}
		inner++
		if lines[i-1].width+1+firstWordWidth(text, lines[i]) > width-8 {
			full++
		}
	}
	if inner == 0 || full*2 < inner {
		return 0
	}
	return width
}

// wrapped tells whether the newline between two lines is only where the first
// was full: its next word would not have fitted, or the sentence plainly goes on.
func wrapped(text string, l, next line, width int) bool {
	if width == 0 {
		return false
	}
	if l.width+1+firstWordWidth(text, next) > width {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[next.Begin:])
	return l.width*2 > width && isLower(r) && !isListItem(text[next.Begin:next.End])
}

func firstWordWidth(text string, l line) int {
	n := 0
	for _, r := range text[l.Begin:l.End] {
		if isSpace(r) {
			break
		}
		n++
	}
	return n
}

// isListItem tells "a) …" and "- …" from running text.
func isListItem(s string) bool {
	return len(s) > 2 && (s[1] == ')' || s[1] == ' ' && s[0] != 'a' && s[0] != 'I')
}

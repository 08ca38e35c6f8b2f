package loaders

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headlineBytes is the longest line that is taken for a headline.
const headlineBytes = 200

// topLines is how many lines with words are searched for the article's date.
const topLines = 5

// headline gives the first line of a text where it reads as a headline: short,
// with letters, not ending as a sentence ends, and with more text after it.
func headline(text string) string {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(strings.TrimLeft(line, "# "))
	if line == "" || len(line) > headlineBytes || strings.TrimSpace(rest) == "" || !strings.Contains(line, " ") {
		return ""
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	if strings.ContainsRune(".,;:…-–—", last) || dateOfLine(line) != "" {
		return ""
	}
	if next := strings.TrimLeft(rest, " \t"); !strings.HasPrefix(next, "\n") && !strings.HasPrefix(next, "\r") {
		if first, _ := utf8.DecodeRuneInString(next); unicode.IsLower(first) {
			return "" // a sentence that runs on in the next line
		}
	}
	return line
}

// dateOfText gives the date that the first lines of a text state.
func dateOfText(text string) string {
	seen := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if date := dateOfLine(line); date != "" {
			return date
		}
		if seen++; seen == topLines {
			break
		}
	}
	return ""
}

package loaders

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"kg/graph"
)

//go:embed data/boilerplate.tsv
var boilerplateData string

// cues tell what belongs to a page and not to its article.
type cues struct {
	is, starts, has, short [][]string // words in lower case
}

// shortWords is how many words a line of the kind "short" has at most.
const shortWords = 12

// readCues reads data/boilerplate.tsv: a kind, a tab, the words; # begins a comment.
func readCues(name, data string) (*cues, error) {
	c := &cues{}
	kinds := map[string]*[][]string{"is": &c.is, "starts": &c.starts, "has": &c.has, "short": &c.short}
	lines := bufio.NewScanner(strings.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, words, found := strings.Cut(line, "\t")
		list := kinds[kind]
		if !found || list == nil || len(wordsOf(words)) == 0 {
			return nil, fmt.Errorf("%s:%d: want is, starts, has or short, a tab and words, not %q", name, n, line)
		}
		*list = append(*list, wordsOf(words))
	}
	return c, lines.Err()
}

// wordsOf gives the words of a line in lower case, without marks.
func wordsOf(line string) []string {
	return strings.FieldsFunc(strings.ToLower(line), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '©' && r != '@'
	})
}

// match tells whether a paragraph is boilerplate. The first of a text is its
// headline, which short cues spare.
func (c *cues) match(paragraph string, first bool) bool {
	words := wordsOf(paragraph)
	if len(words) == 0 {
		return false
	}
	for _, cue := range c.is {
		if len(cue) == len(words) && contains(words[:len(cue)], cue) {
			return true
		}
	}
	for _, cue := range c.starts {
		if len(words) >= len(cue) && contains(words[:len(cue)], cue) {
			return true
		}
	}
	for _, cue := range c.has {
		if contains(words, cue) {
			return true
		}
	}
	if first || len(words) > shortWords || ends(paragraph) {
		return false
	}
	for _, cue := range c.short {
		if contains(words, cue) {
			return true
		}
	}
	return false
}

// ends tells whether a paragraph ends as a sentence ends.
func ends(paragraph string) bool {
	paragraph = strings.TrimRight(paragraph, " \t\r\n\"”’')")
	return strings.HasSuffix(paragraph, ".") || strings.HasSuffix(paragraph, "?") || strings.HasSuffix(paragraph, "!")
}

func contains(words, cue []string) bool {
	for i := 0; i+len(cue) <= len(words); i++ {
		if equal(words[i:i+len(cue)], cue) {
			return true
		}
	}
	return false
}

func equal(a, b []string) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// spans gives the paragraphs of a text that are boilerplate, in order. A line
// is a paragraph, together with the lines that carry its sentence on.
func (c *cues) spans(text string) []graph.Span {
	var out []graph.Span
	begin, first := 0, true
	for begin < len(text) {
		end := paragraphEnd(text, begin)
		if c.match(text[begin:end], first) {
			trimmed := strings.TrimRight(text[begin:end], "\r\n")
			out = append(out, graph.Span{Begin: begin, End: begin + len(trimmed)})
		}
		first = first && strings.TrimSpace(text[begin:end]) == ""
		begin = end
	}
	return out
}

// paragraphEnd gives where the paragraph that begins at begin ends.
func paragraphEnd(text string, begin int) int {
	for end := begin; ; {
		i := strings.IndexByte(text[end:], '\n')
		if i < 0 {
			return len(text)
		}
		line := text[end : end+i]
		end += i + 1
		if end >= len(text) || strings.TrimSpace(line) == "" || ends(line) {
			return end
		}
		if first := text[end]; first < 'a' || first > 'z' {
			return end
		}
	}
}

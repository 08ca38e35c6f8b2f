package web

import (
	"bytes"
	"html"
	"regexp"
	"strings"
)

// renderMarkdown writes the small part of Markdown that Cayley's documentation
// uses as HTML: headings, fenced code, lists, paragraphs, links, code, bold.
// Nothing of the text gets through as markup.
func renderMarkdown(text []byte) []byte {
	var m markdown
	for line := range strings.Lines(string(text)) {
		m.line(strings.TrimRight(line, "\r\n"))
	}
	m.close()
	return m.out.Bytes()
}

// markdown is the state of the rendering: the block that is open.
type markdown struct {
	out  bytes.Buffer
	open string // "", "p", "ul", "ol", "pre"
}

var listItem = regexp.MustCompile(`^\s*([*+-]|\d+\.)\s+(.*)$`)

func (m *markdown) line(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(trimmed, "```"):
		m.fence()
	case m.open == "pre":
		m.out.WriteString(html.EscapeString(line) + "\n")
	case trimmed == "" || strings.HasPrefix(trimmed, "<!--"):
		m.close()
	case strings.HasPrefix(trimmed, "#"):
		m.heading(trimmed)
	default:
		m.text(line, trimmed)
	}
}

func (m *markdown) fence() {
	if m.open == "pre" {
		m.close()
		return
	}
	m.start("pre")
}

func (m *markdown) heading(line string) {
	m.close()
	level := len(line) - len(strings.TrimLeft(line, "#"))
	tag := "h" + string(rune('0'+min(level, 6)))
	m.out.WriteString("<" + tag + ">" + inline(strings.Trim(line, "# ")) + "</" + tag + ">\n")
}

func (m *markdown) text(line, trimmed string) {
	if item := listItem.FindStringSubmatch(line); item != nil {
		kind := "ul"
		if item[1][0] >= '0' && item[1][0] <= '9' {
			kind = "ol"
		}
		if m.open != kind {
			m.start(kind)
		}
		m.out.WriteString("<li>" + inline(item[2]) + "</li>\n")
		return
	}
	if m.open == "" {
		m.start("p")
	}
	m.out.WriteString(inline(trimmed) + "\n")
}

func (m *markdown) start(block string) {
	m.close()
	m.open = block
	if block == "pre" {
		block = `pre tabindex="0"` // it may scroll, by keyboard too
	}
	m.out.WriteString("<" + block + ">")
}

func (m *markdown) close() {
	if m.open != "" {
		m.out.WriteString("</" + m.open + ">\n")
		m.open = ""
	}
}

var (
	codeSpan = regexp.MustCompile("`([^`]+)`")
	boldSpan = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	linkSpan = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)
	safeLink = regexp.MustCompile(`^(https?://|#|[A-Za-z0-9_-]+(\.md)?(#|$))`)
)

// inline writes the spans of a line.
func inline(text string) string {
	text = html.EscapeString(text)
	text = codeSpan.ReplaceAllString(text, "<code>$1</code>")
	text = boldSpan.ReplaceAllString(text, "<strong>$1</strong>")
	return linkSpan.ReplaceAllStringFunc(text, func(span string) string {
		m := linkSpan.FindStringSubmatch(span)
		if !safeLink.MatchString(m[2]) {
			return m[1]
		}
		return `<a href="` + m[2] + `" rel="noreferrer">` + m[1] + `</a>`
	})
}

package nlp

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteTree draws the tree of each sentence for people: a word a line, in the
// order of the text, hung on its head by box characters, with its tag and
// relation.
func (d *Document) WriteTree(w io.Writer) error {
	out := bufio.NewWriter(w)
	for i := range d.Sentences {
		if i > 0 {
			fmt.Fprintln(out)
		}
		d.writeTree(out, d.Sentences[i])
	}
	return out.Flush()
}

func (d *Document) writeTree(out *bufio.Writer, s Sentence) {
	children := make([][]int, s.Last-s.First)
	root := s.First
	for k := s.First; k < s.Last; k++ {
		if h := d.Tokens[k].Head; h >= s.First && h < s.Last {
			children[h-s.First] = append(children[h-s.First], k)
		} else {
			root = k
		}
	}
	lines := make([]string, s.Last-s.First)
	drawBranch(lines, children, s.First, root, "", "")
	width := 0
	for i := range lines {
		lines[i] += clean(d.Tokens[s.First+i].Form)
		width = max(width, columns(lines[i]))
	}
	names := d.nameLabels()
	for i, line := range lines {
		t := &d.Tokens[s.First+i]
		fmt.Fprintf(out, "%s%s  %-6s %-5s %s", line, strings.Repeat(" ", width-columns(line)), t.UPOS, t.XPOS, t.Deprel)
		if names[s.First+i] != "" {
			fmt.Fprintf(out, "  [%s]", names[s.First+i])
		}
		fmt.Fprintln(out)
	}
}

// drawBranch sets what stands before each word of the branch of token k: above
// says what runs down the lines above it, below what runs below.
func drawBranch(lines []string, children [][]int, first, k int, above, below string) {
	kids := children[k-first]
	left := 0
	for left < len(kids) && kids[left] < k {
		left++
	}
	for i, kid := range kids[:left] { // drawn above their head
		up, corner, down := above+"│  ", "├─ ", above+"│  "
		if i == 0 {
			up, corner = above+"   ", "┌─ "
		}
		placeBranch(lines, children, first, kid, above+corner, up, down)
	}
	for i, kid := range kids[left:] {
		up, corner, down := below+"│  ", "├─ ", below+"│  "
		if i == len(kids)-left-1 {
			corner, down = "└─ ", below+"   "
		}
		placeBranch(lines, children, first, kid, below+corner, up, down)
	}
}

func placeBranch(lines []string, children [][]int, first, kid int, at, up, down string) {
	if lines[kid-first] != "" {
		return // a circle: no tree
	}
	lines[kid-first] = at
	drawBranch(lines, children, first, kid, up, down)
}

// columns counts the characters of s.
func columns(s string) int { return strings.Count(s, "") - 1 }

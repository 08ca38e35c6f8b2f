package main

import (
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// tableView is a sheet as a terminal shows it.
type tableView struct {
	columns []string
	rows    []tableRow
	widths  []int
	numbers []bool // columns of numbers, which stand to the right
	total   int    // width of the table
	bold    bool
}

// tableRow is a row with what stands below it.
type tableRow struct {
	cells []string
	below string
}

// The space between columns, the indent of what stands below a row, and the
// least width that a wrapped column keeps.
const (
	gap       = 2
	indent    = 4
	narrowest = 14
)

// table lays a sheet out as wide as the terminal, or as its cells where there
// is none: the sentences below the rows, columns without any cell left out.
func (e *environ) table(s *sheet) *tableView {
	v := &tableView{bold: e.color(e.StdoutTTY)}
	var shown, below []int
	for _, name := range s.Below {
		if i := slices.Index(s.Columns, name); i >= 0 {
			below = append(below, i)
		}
	}
	for i, name := range s.Columns {
		switch {
		case slices.Contains(below, i):
		case slices.ContainsFunc(s.Rows, func(row []string) bool { return row[i] != "" }):
			shown = append(shown, i)
			v.columns = append(v.columns, name)
		}
	}
	for _, row := range s.Rows {
		v.rows = append(v.rows, tableRow{pick(row, shown), underneath(pick(row, below))})
	}
	v.fit(e.Width())
	return v
}

// underneath joins what stands below a row: the sentence in quotes, and where.
func underneath(cells []string) string {
	if len(cells) == 0 || cells[0] == "" {
		return ""
	}
	cells[0] = "“" + strings.Trim(cells[0], "\"“”") + "”"
	return strings.Join(slices.DeleteFunc(cells, func(s string) bool { return s == "" }), " – ")
}

// pick gives some cells of a row, safe to show.
func pick(row []string, columns []int) []string {
	var out []string
	for _, c := range columns {
		out = append(out, sanitize(row[c]))
	}
	return out
}

// fit sets the widths of the columns; where the room is small the widest gives
// way first; the digits of a statement never do, for they are copied.
func (v *tableView) fit(width int) {
	v.total = -gap
	for i, name := range v.columns {
		wide, number := text.StringWidth(name), true
		for _, row := range v.rows {
			wide = max(wide, text.StringWidth(row.cells[i]))
			number = number && strings.Trim(row.cells[i], "0123456789,") == ""
		}
		v.numbers = append(v.numbers, number)
		v.widths = append(v.widths, wide)
		v.total += wide + gap
	}
	for width > 0 && v.total > width {
		widest := -1
		for i, wide := range v.widths {
			if wide > narrowest && v.columns[i] != "statement" && (widest < 0 || wide > v.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		v.widths[widest]--
		v.total--
	}
	if width > 0 {
		v.total = max(v.total, min(width, 100)) // room for what stands below
	}
}

// draw writes the table; rows that share what stands below have it once.
func (v *tableView) draw(out io.Writer) error {
	if len(v.rows) == 0 {
		return nil
	}
	var b strings.Builder
	v.header(&b)
	for i, row := range v.rows {
		v.row(&b, row.cells)
		if row.below != "" && (i+1 == len(v.rows) || v.rows[i+1].below != row.below) {
			v.under(&b, row.below)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (v *tableView) header(b *strings.Builder) {
	line := v.line(v.columns)
	if v.bold {
		line = text.Bold.Sprint(line)
	}
	b.WriteString(line + "\n")
	rule := -gap
	for _, w := range v.widths {
		rule += w + gap
	}
	b.WriteString(strings.Repeat("─", rule) + "\n")
}

// row writes a row; its cells may take several lines.
func (v *tableView) row(b *strings.Builder, cells []string) {
	height := 1
	wrapped := make([][]string, len(cells))
	for i, cell := range cells {
		wrapped[i] = strings.Split(text.WrapSoft(cell, v.widths[i]), "\n")
		height = max(height, len(wrapped[i]))
	}
	for n := range height {
		parts := make([]string, len(cells))
		for i := range cells {
			if n < len(wrapped[i]) {
				parts[i] = strings.TrimRight(wrapped[i][n], " ")
			}
		}
		b.WriteString(v.line(parts) + "\n")
	}
}

// line joins parts at the columns.
func (v *tableView) line(parts []string) string {
	var b strings.Builder
	for i, part := range parts {
		space := strings.Repeat(" ", max(0, v.widths[i]-text.StringWidth(part)))
		if v.numbers[i] {
			part, space = space+part, ""
		}
		b.WriteString(part + space + strings.Repeat(" ", gap))
	}
	return strings.TrimRight(b.String(), " ")
}

// under writes what stands below a row.
func (v *tableView) under(b *strings.Builder, below string) {
	lines := []string{below}
	if v.total > 0 {
		lines = strings.Split(text.WrapSoft(below, max(v.total-indent, narrowest)), "\n")
	}
	for _, line := range lines {
		b.WriteString(strings.Repeat(" ", indent) + strings.TrimRight(line, " ") + "\n")
	}
}

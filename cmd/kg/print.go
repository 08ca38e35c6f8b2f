package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
)

// sheet is what a command lists: columns and rows of cells.
type sheet struct {
	Columns []string
	Rows    [][]string

	// Below names the columns that a table draws under the row, as wide as it
	// is: the sentence that proves it, and where it stands.
	Below []string

	// JSON, where set, is what --format json and jsonl print in place of the
	// rows: a value a row; with One, the one value that all rows are of.
	JSON []any
	One  bool
}

func (s *sheet) add(cells ...string) { s.Rows = append(s.Rows, cells) }

// formats are the values of --format.
var formats = []string{"table", "json", "jsonl", "csv", "tsv"}

// print writes a sheet in a format; "" is a table on a terminal and
// tab-separated lines in a pipe.
func (e *environ) print(s *sheet, format string) error {
	out := bufio.NewWriter(e.Stdout)
	err := e.write(out, s, format)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	return err
}

func (e *environ) write(out io.Writer, s *sheet, format string) error {
	if format == "" {
		format = "tsv"
		if e.StdoutTTY {
			format = "table"
		}
	}
	switch format {
	case "table":
		return e.table(s).draw(out)
	case "json":
		if s.One && len(s.JSON) == 1 {
			return writeJSON(out, s.JSON[0])
		}
		return writeJSON(out, s.values())
	case "jsonl":
		for _, v := range s.values() {
			if err := writeJSONLine(out, v); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return writeCSV(out, s)
	case "tsv":
		return writeTSV(out, s)
	}
	return checkFormat(format, formats)
}

// isTable tells whether a format, as given, makes a table.
func (e *environ) isTable(format string) bool {
	return format == "table" || (format == "" && e.StdoutTTY)
}

// checkFormat refuses a format that is not in the list.
func checkFormat(format string, known []string) error {
	for _, f := range known {
		if f == format {
			return nil
		}
	}
	err := usagef("no format is called %q", format)
	return withHint(err, "%s", didYouMean(nearest(format, known), "formats are "+strings.Join(known, ", ")))
}

// values gives a value a row for JSON.
func (s *sheet) values() []any {
	if s.JSON != nil {
		return s.JSON
	}
	out := []any{}
	for _, row := range s.Rows {
		out = append(out, object{s.Columns, row})
	}
	return out
}

// object is a row as a JSON object whose fields keep the columns' order.
type object struct{ names, values []string }

// MarshalJSON writes the fields in order, their names in lower case.
func (o object) MarshalJSON() ([]byte, error) {
	names := make([]string, len(o.names))
	for i, name := range o.names {
		names[i] = strings.ToLower(name)
	}
	return marshalFields(names, o.values)
}

func marshalFields[V any](names []string, values []V) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := enc.Encode(name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(values[i]); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func writeJSON(out io.Writer, v any) error { return encodeJSON(out, v, "  ") }

func writeJSONLine(out io.Writer, v any) error { return encodeJSON(out, v, "") }

func encodeJSON(out io.Writer, v any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(out, escapeUnseen(b.String()))
	return err
}

func writeCSV(out io.Writer, s *sheet) error {
	w := csv.NewWriter(out)
	if err := w.Write(s.Columns); err != nil {
		return err
	}
	for _, row := range s.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = sanitize(cell)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func writeTSV(out io.Writer, s *sheet) error {
	for _, row := range append([][]string{s.Columns}, s.Rows...) {
		for i, cell := range row {
			if i > 0 {
				io.WriteString(out, "\t")
			}
			io.WriteString(out, sanitize(cell))
		}
		if _, err := io.WriteString(out, "\n"); err != nil {
			return err
		}
	}
	return nil
}

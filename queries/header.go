package queries

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Parse reads a query from the text of its file. The header is the lines at
// the top that begin with "//:" and a word:
//
//	//: title     Who supports somebody
//	//: question  Who supports X?
//	//: doc       More words, as many lines as it takes.
//	//: param     X entity required   whose supporters
//	//: flag      exact flag          leaves out governments, ministries and armies
//	//: flag      most number 5       paths at most
//	//: column    supporter = subject
//	//: detail    rule = rule         a column that is left out where the room is small
//	//: order     strength            see the orders in rows.go
//	//: group     actor target        rows that agree in these columns are one
//	//: omit      negated             without --negated, which the query then has
//	//: layout    vertical            a row for each field
//	//: example   Assad --exact
func Parse(file, text string) (Query, error) {
	q := Query{Name: strings.TrimSuffix(path.Base(file), ".gizmo")}
	rest := text
	for n := 1; ; n++ {
		line, after, more := strings.Cut(rest, "\n")
		field, ok := strings.CutPrefix(line, "//:")
		if !ok {
			break
		}
		if err := q.field(strings.TrimSpace(field)); err != nil {
			return Query{}, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		rest = after
		if !more {
			break
		}
	}
	q.Gizmo = rest
	if err := q.complete(); err != nil {
		return Query{}, fmt.Errorf("%s: %w", file, err)
	}
	return q, nil
}

func (q *Query) field(line string) error {
	name, value, _ := strings.Cut(line, " ")
	value = strings.TrimSpace(value)
	if value == "" {
		return fmt.Errorf("%q has nothing behind it", name)
	}
	switch name {
	case "title":
		q.Title = value
	case "question":
		q.Question = value
	case "doc":
		q.Doc = strings.TrimSpace(q.Doc + " " + value)
	case "param", "flag":
		return q.addParam(value, name == "flag")
	case "column", "detail":
		return q.addColumn(value, name == "detail")
	case "order":
		if !orders[value] {
			return fmt.Errorf("%q is no order of rows", value)
		}
		q.order = value
	case "group":
		return q.setGroup(value)
	case "omit":
		q.omit = true
		return q.addParam("negated flag gives what is negated too", true)
	case "layout":
		q.vertical = value == "vertical"
	case "example":
		q.Examples = append(q.Examples, value)
	default:
		return fmt.Errorf("%q is no field of a header", name)
	}
	return nil
}

func (q *Query) addParam(value string, flag bool) error {
	f := strings.Fields(value)
	if len(f) < 3 {
		return fmt.Errorf("a parameter needs a name, a kind and words: %q", value)
	}
	p := Param{Name: f[0], Kind: ParamKind(f[1]), Flag: flag}
	words := f[2:]
	switch {
	case p.Kind == NumberParam:
		p.Default, words = words[0], words[1:]
	case !flag && (words[0] == "required" || words[0] == "optional"):
		p.Required, words = words[0] == "required", words[1:]
	case !flag:
		return fmt.Errorf("parameter %s is neither required nor optional", p.Name)
	}
	p.Doc = strings.Join(words, " ")
	switch p.Kind {
	case EntityParam, StatementParam, NumberParam, FlagParam:
	default:
		return fmt.Errorf("%q is no kind of parameter", p.Kind)
	}
	if _, ok := q.param(p.Name); ok {
		return fmt.Errorf("parameter %s stands here twice", p.Name)
	}
	if n := len(q.Params); !flag && n > 0 && (q.Params[n-1].Flag || p.Required && !q.Params[n-1].Required) {
		return fmt.Errorf("parameter %s has to stand before flags and what is optional", p.Name)
	}
	q.Params = append(q.Params, p)
	return nil
}

func (q *Query) addColumn(value string, detail bool) error {
	name, source, ok := strings.Cut(value, "=")
	c := Column{Name: strings.TrimSpace(name), Detail: detail, source: strings.TrimSpace(source)}
	if !ok || c.Name == "" {
		return fmt.Errorf("a column is NAME = SOURCE, not %q", value)
	}
	if !validSource(c.source) {
		return fmt.Errorf("column %s: %q is no field of a statement and no @tag", c.Name, c.source)
	}
	for _, other := range q.Columns {
		if other.Name == c.Name {
			return fmt.Errorf("column %s stands here twice", c.Name)
		}
	}
	q.Columns = append(q.Columns, c)
	return nil
}

func (q *Query) complete() error {
	switch {
	case q.Title == "" || q.Question == "":
		return fmt.Errorf("the header lacks a title or a question")
	case len(q.Columns) == 0:
		return fmt.Errorf("the header names no column")
	case len(q.Examples) == 0:
		return fmt.Errorf("the header gives no example")
	case strings.TrimSpace(q.Gizmo) == "":
		return fmt.Errorf("there is no Gizmo behind the header")
	}
	return nil
}

func (q *Query) setGroup(value string) error {
	for _, name := range strings.Fields(value) {
		i := slices.IndexFunc(q.Columns, func(c Column) bool { return c.Name == name })
		if i < 0 {
			return fmt.Errorf("%q is no column above", name)
		}
		q.group = append(q.group, i)
	}
	return nil
}

package web

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"kg/graph"
)

// exploreFuncs are what the templates of the explorer call.
var exploreFuncs = template.FuncMap{
	"bundle": bundleScript,
	"twin":   twin,
	"sign": func(stance string) string {
		return map[string]string{"for": "+ ", "against": "− ", "denied": "not: "}[stance]
	},
	"number": groupDigits,
	"entity": func(id string) string { return entityHref(graph.IRI(id)) },
	"short":  func(iri graph.IRI) string { return graph.NewIRI(iri).Short() },
	"span":   spanWords,
	"days":   byDay,
	"table": func(before, name, after string, rows []statementRow) table {
		return table{strings.Join(nonEmpty(before, name, after), " "), rows}
	},

	"filterForm": newFilterForm,
	"entityForm": func(path string, of ref) entityForm { return entityForm{path, of.Name} },
}

// groupDigits writes a number with commas: 14,691.
func groupDigits(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// twin is the address of a page's JSON or CSV twin.
func twin(form, href string) string {
	path, query, found := strings.Cut(href, "?")
	if found {
		query = "?" + query
	}
	return path + "." + form + query
}

// table is rows with what they are about.
type table struct {
	Title string
	Rows  []statementRow
}

// entityForm asks whom a page is about.
type entityForm struct{ Path, Name string }

// filterForm is the form that narrows a page down to some statements.
type filterForm struct {
	graphChoice
	Filtered bool
	Keep     []choice // parameters that are none of the filter's
	Clear    string   // the page without a filter
}

// filtered is a page with a filter.
type filtered interface{ choice() *graphChoice }

func (g *graphChoice) choice() *graphChoice { return g }

// Filtered tells whether the page leaves anything out.
func (g *graphChoice) Filtered() bool { return !g.Filter.isZero() }

// newFilterForm makes the form of a page for its address.
func newFilterForm(self string, page filtered) (filterForm, error) {
	f := filterForm{graphChoice: *page.choice()}
	f.graphChoice.Filter = page.choice().Filter
	f.Filtered = page.choice().Filtered()
	address, err := url.Parse(self)
	if err != nil {
		return f, err
	}
	kept := url.Values{}
	for _, name := range []string{"id", "also", "most"} {
		for _, value := range address.Query()[name] {
			kept.Add(name, value)
			f.Keep = append(f.Keep, choice{Name: name, ID: value})
		}
	}
	f.Clear = address.Path
	if len(kept) > 0 {
		f.Clear += "?" + kept.Encode()
	}
	return f, nil
}

// spanWords says a stretch of time: "Oct 2015 to 22 Nov 2015".
func spanWords(from, to string) string {
	from, to = strings.Trim(from, "."), strings.Trim(to, ".") // EDTF's open ends
	switch {
	case from == to:
		return dayWords(from)
	case from == "":
		return "until " + dayWords(to)
	case to == "":
		return "from " + dayWords(from)
	}
	return dayWords(from) + " to " + dayWords(to)
}

// dayGroup is the statements of one time.
type dayGroup struct {
	Day        string
	Statements []statementRow
}

// byDay groups statements that follow each other by when they hold.
func byDay(rows []statementRow) (groups []dayGroup) {
	for _, row := range rows {
		day := dayWords(row.Day) + " (day of the article)"
		if row.Time != "" {
			from, to, interval := strings.Cut(row.Time, "/")
			if !interval {
				to = from
			}
			day = spanWords(from, to)
		}
		if n := len(groups); n > 0 && groups[n-1].Day == day {
			groups[n-1].Statements = append(groups[n-1].Statements, row)
			continue
		}
		groups = append(groups, dayGroup{day, []statementRow{row}})
	}
	return groups
}

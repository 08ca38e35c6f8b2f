package web

import (
	"net/url"
	"slices"
	"strings"

	"kg/graph"
)

// filter chooses statements. Its fields are parameters of a page's address; the
// zero filter chooses all.
type filter struct {
	Relations []graph.IRI `json:"rel,omitempty"`     // one of these
	Stance    string      `json:"stance,omitempty"`  // "for", "against", "neither"
	Known     string      `json:"known,omitempty"`   // "fact", "claim": anything but a plain fact
	From      string      `json:"from,omitempty"`    // the first day, EDTF
	To        string      `json:"to,omitempty"`      // the last
	Article   graph.IRI   `json:"article,omitempty"` // what stands in it
}

// readFilter reads a filter off an address; what it doesn't know it leaves out.
func readFilter(values url.Values) filter {
	f := filter{From: dayOf(values.Get("from")), To: dayOf(values.Get("to")), Article: graph.IRI(values.Get("article"))}
	for _, name := range values["rel"] {
		if r, ok := graph.Vocab().Relation(graph.IRI(name)); ok {
			f.Relations = append(f.Relations, r.IRI)
		}
	}
	if s := values.Get("stance"); s == "for" || s == "against" || s == "neither" {
		f.Stance = s
	}
	if k := values.Get("known"); k == "fact" || k == "claim" {
		f.Known = k
	}
	return f
}

// dayOf keeps a year, a month or a day; the rest is "".
func dayOf(s string) string {
	s = strings.TrimSpace(s)
	for i, r := range s {
		if digit := r >= '0' && r <= '9'; (i == 4 || i == 7) != (r == '-') || !digit && r != '-' {
			return ""
		}
	}
	if n := len(s); n != 4 && n != 7 && n != 10 {
		return ""
	}
	return s
}

// values says the filter as parameters of an address.
func (f *filter) values() url.Values {
	v := url.Values{}
	for _, r := range f.Relations {
		v.Add("rel", strings.TrimPrefix(string(r), graph.Scheme))
	}
	for name, value := range map[string]string{"stance": f.Stance, "known": f.Known, "from": f.From, "to": f.To, "article": string(f.Article)} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (f *filter) isZero() bool { return len(f.values()) == 0 }

// takes tells whether an entry of the catalogue passes.
func (f *filter) takes(c *catalogue, e *entry) bool {
	if len(f.Relations) > 0 && !slices.Contains(f.Relations, c.iri(e.relation)) ||
		f.Known != "" && (f.Known == "fact") != e.plain() ||
		f.Article != "" && c.iri(e.article) != f.Article {
		return false
	}
	if f.Stance != "" {
		if s := string(c.stances[e.relation]); s != f.Stance && (s != "" || f.Stance != "neither") {
			return false
		}
	}
	if f.From == "" && f.To == "" {
		return true
	}
	return e.begin != "" && (f.To == "" || e.begin <= f.To+"~") && (f.From == "" || e.end >= f.From)
}

// daySpan gives the first and the last day of an EDTF value as strings that sort
// by time, "" for what is no date: "2015-10" is "2015-10-01" to "2015-10-31".
// An end that is open or not known is the other end.
func daySpan(value string) (begin, end string) {
	first, last, interval := strings.Cut(value, "/")
	if !interval {
		last = first
	}
	begin, _ = spanOf(first)
	_, end = spanOf(last)
	switch {
	case begin == "" && end == "":
		return "", ""
	case begin == "":
		begin, _ = spanOf(last)
	case end == "":
		_, end = spanOf(first)
	}
	return begin, end
}

// seasonMonths are the months of EDTF's seasons and quarters, first and last.
// Winter is taken to end with its year, so that a span never turns round.
var seasonMonths = map[string][2]string{
	"21": {"03", "05"}, "22": {"06", "08"}, "23": {"09", "11"}, "24": {"12", "12"},
	"33": {"01", "03"}, "34": {"04", "06"}, "35": {"07", "09"}, "36": {"10", "12"},
}

// spanOf is daySpan of a value that is no interval.
func spanOf(value string) (begin, end string) {
	value = strings.Map(func(r rune) rune {
		switch r {
		case '~', '?', '%', '[', ']', '{', '}':
			return -1
		}
		return r
	}, value)
	value, _, _ = strings.Cut(value, "..")
	value, _, _ = strings.Cut(value, "T")
	if len(value) < 4 || value[0] < '0' || value[0] > '9' {
		return "", ""
	}
	low := strings.Map(func(r rune) rune { return digitFor(r, '0') }, value)
	high := strings.Map(func(r rune) rune { return digitFor(r, '9') }, value)
	if len(value) >= 7 {
		if months, ok := seasonMonths[value[5:7]]; ok {
			return low[:5] + months[0] + "-01", high[:5] + months[1] + "-31"
		}
	}
	switch {
	case len(value) >= 10 && !strings.ContainsAny(value, "Xxu"):
		return value[:10], value[:10]
	case len(value) >= 7 && !strings.ContainsAny(value[5:], "Xxu"):
		return low[:7] + "-01", high[:7] + "-31"
	}
	return low[:4] + "-01-01", high[:4] + "-12-31"
}

func digitFor(r, digit rune) rune {
	if r == 'X' || r == 'x' || r == 'u' {
		return digit
	}
	return r
}

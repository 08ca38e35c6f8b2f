package web

import (
	"cmp"
	"context"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"kg/graph"
)

// timelinePage is what happened when: how many statements in each stretch of
// time, and those of the stretch that is looked at.
type timelinePage struct {
	Title      string         `json:"title"`
	Self       string         `json:"-"`
	Of         ref            `json:"of"`   // the entity that all have a part in; null for any
	Step       string         `json:"step"` // "year", "month", "day"
	Bars       []bar          `json:"bars"`
	Filter     filter         `json:"filter"`
	Total      int            `json:"total"` // statements of the stretch
	Undated    int            `json:"undated"`
	Statements []statementRow `json:"statements"` // the first of them, earliest first
	Picture    template.HTML  `json:"-"`
	Detail     template.HTML  `json:"-"` // the same of the stretch alone, in smaller steps
	Whole      string         `json:"-"` // address without the stretch
}

// bar counts the statements of a step by stance.
type bar struct {
	At      string `json:"at"` // "2015", "2015-10", "2015-10-22"
	For     int    `json:"for"`
	Against int    `json:"against"`
	Neither int    `json:"neither"`
}

func (b *bar) total() int { return b.For + b.Against + b.Neither }

func (p *timelinePage) table() ([]string, [][]string) {
	return statementHeader, statementTable(p.Statements)
}

// dated is an entry with its days.
type dated struct {
	entry      *entry
	begin, end string
}

// loadTimeline reads the entries of an entity, id in the address, or all, by
// their own time or else the day of their article.
func (s *server) loadTimeline(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	p := &timelinePage{Title: "Timeline", Self: r.URL.RequestURI(), Filter: readFilter(values), Statements: []statementRow{}}
	c, err := s.catalogue.get(ctx)
	if err != nil {
		return nil, err
	}
	number, err := s.about(ctx, n, c, values, "/explore/timeline", &p.Of)
	if err != nil {
		return nil, err
	}
	if p.Of.Name != "" {
		p.Title = "Timeline of " + p.Of.Name
	}
	whole := p.Filter
	whole.From, whole.To = "", ""
	all, undated := c.dated(number, &whole)
	p.Undated = undated
	p.Step, p.Bars = barsOf(c, all)
	address := func(from, to string) string {
		v := whole.values()
		for name, value := range map[string]string{"id": values.Get("id"), "from": from, "to": to} {
			if value != "" {
				v.Set(name, value)
			}
		}
		return "/explore/timeline?" + v.Encode()
	}
	p.Whole = address("", "")
	p.Picture = drawBars(p.Bars, p.Step, &p.Filter, "overview", address)
	window := slices.DeleteFunc(slices.Clone(all), func(d dated) bool { return !p.Filter.takes(c, d.entry) })
	if p.Filter.From != "" || p.Filter.To != "" {
		if step, bars := barsOf(c, within(window, &p.Filter)); len(bars) > 1 && step != p.Step {
			p.Detail = drawBars(bars, step, &filter{}, "detail", address)
		}
	}
	p.Total = len(window)
	for _, d := range window[:min(len(window), pageRows)] {
		info, err := s.store.Statement(ctx, graph.IRI(d.entry.id))
		if err != nil {
			return nil, err
		}
		p.Statements = append(p.Statements, n.row(ctx, info))
	}
	return p, nil
}

// dated gives the entries of a node, or all for -1, that the filter takes, in
// order of time, and how many have none. What was only said is left to the
// claims: it happened when its article appeared.
func (c *catalogue) dated(number int32, f *filter) (list []dated, undated int) {
	says := c.number(graph.NewIRI("kg:says"))
	takes := func(e *entry) bool { return e.relation != says && f.takes(c, e) }
	if number < 0 {
		for _, i := range c.byTime {
			if e := &c.entries[i]; takes(e) {
				list = append(list, dated{e, e.begin, e.end})
			}
		}
		c.each(number, func(e *entry) {
			if e.begin == "" && takes(e) {
				undated++
			}
		})
		return list, undated
	}
	c.each(number, func(e *entry) {
		if !takes(e) {
			return
		}
		if e.begin == "" {
			undated++
			return
		}
		list = append(list, dated{e, e.begin, e.end})
	})
	slices.SortStableFunc(list, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end), cmp.Compare(a.entry.id, b.entry.id))
	})
	return list, undated
}

// within cuts the beginnings of entries to the stretch that a filter takes.
func within(list []dated, f *filter) []dated {
	cut := slices.Clone(list)
	for i := range cut {
		if from, _ := daySpan(f.From); from > cut[i].begin {
			cut[i].begin = from
		}
	}
	slices.SortStableFunc(cut, func(a, b dated) int { return cmp.Compare(a.begin, b.begin) })
	return cut
}

// mostBars is how many steps a picture may have before they are made larger.
const mostBars = 62

// barsOf counts entries, sorted by time, by the smallest step that the picture
// has room for. Steps without statements are there too.
func barsOf(c *catalogue, list []dated) (step string, bars []bar) {
	bars = []bar{}
	if len(list) == 0 {
		return "day", bars
	}
	first, err1 := time.Parse(time.DateOnly, list[0].begin)
	last, err2 := time.Parse(time.DateOnly, list[len(list)-1].begin)
	step, next := "day", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	width := len(time.DateOnly)
	switch days := last.Sub(first).Hours() / 24; {
	case err1 != nil || err2 != nil || days >= mostBars*31:
		step, width = "year", 4
		next = func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }
		first, _ = time.Parse("2006", list[0].begin[:4])
		last, _ = time.Parse("2006", list[len(list)-1].begin[:4])
	case days >= mostBars:
		step, width = "month", 7
		next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
		first = first.AddDate(0, 0, 1-first.Day())
	}
	at := map[string]int{}
	for t := first; !t.After(last) && len(bars) < 3000; t = next(t) {
		key := t.Format(time.DateOnly)[:width]
		at[key] = len(bars)
		bars = append(bars, bar{At: key})
	}
	for _, d := range list {
		i, ok := at[d.begin[:width]]
		if !ok {
			continue
		}
		switch c.stances[d.entry.relation] {
		case graph.StanceFor:
			bars[i].For++
		case graph.StanceAgainst:
			bars[i].Against++
		default:
			bars[i].Neither++
		}
	}
	return step, bars
}

// The size of a timeline's picture, in units of its own.
const (
	barsWidth, barsHeight = 960, 190
	barsGround            = 150 // where bars stand
)

// drawBars draws bars as SVG, each a link to its stretch of time; those outside
// the stretch that is looked at are pale.
func drawBars(bars []bar, step string, f *filter, class string, address func(from, to string) string) template.HTML {
	if len(bars) == 0 {
		return ""
	}
	most := 1
	for i := range bars {
		most = max(most, bars[i].total())
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bars %s" viewBox="0 0 %d %d" role="group" aria-label="Statements by %s" data-step="%s">`, class, barsWidth, barsHeight, step, step)
	b.WriteString(`<defs><pattern id="hatch-` + class + `" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="hatch-ground"/><path d="M0 0V5" class="hatch-line"/></pattern></defs>`)
	width := float64(barsWidth-20) / float64(len(bars))
	for i := range bars {
		drawBar(&b, &bars[i], f, 10+width*float64(i), width, float64(barsGround-14)/float64(most), class, address)
	}
	fmt.Fprintf(&b, `<path class="axis" d="M10 %dH%d"/>`, barsGround, barsWidth-10)
	every := max(1, (len(bars)+9)/10)
	for i := 0; i < len(bars); i += every {
		fmt.Fprintf(&b, `<text class="tick" x="%.1f" y="%d">%s</text>`, 10+width*(float64(i)+0.5), barsGround+22, dayWords(bars[i].At))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // all in it is numbers and dates
}

func drawBar(b *strings.Builder, q *bar, f *filter, x, width, unit float64, class string, address func(from, to string) string) {
	begin, end := daySpan(q.At)
	pale := ""
	if f.From != "" && end < f.From || f.To != "" && begin > f.To+"~" {
		pale = " pale"
	}
	fmt.Fprintf(b, `<g class="bar%s" data-at="%s" data-x="%.2f" data-width="%.2f">`, pale, q.At, x, width)
	if q.total() > 0 {
		fmt.Fprintf(b, `<a href="%s" aria-label="%s: %d statements, %d for, %d against"><title>%s: %d statements</title>`,
			html.EscapeString(address(q.At, q.At)), q.At, q.total(), q.For, q.Against, dayWords(q.At), q.total())
		y := float64(barsGround)
		gap := min(width*0.15, 3)
		for _, s := range []struct {
			class string
			count int
		}{{"neither", q.Neither}, {"for", q.For}, {"against", q.Against}} {
			if s.count == 0 {
				continue
			}
			h := float64(s.count) * unit
			y -= h
			fill := ""
			if s.class == "against" {
				fill = ` fill="url(#hatch-` + class + `)"`
			}
			fmt.Fprintf(b, `<rect class="%s"%s x="%.2f" y="%.2f" width="%.2f" height="%.2f"/>`, s.class, fill, x+gap/2, y, max(width-gap, 0.8), h)
		}
		b.WriteString("</a>")
	}
	b.WriteString("</g>")
}

// dayWords says a day or a month as people do: "22 Oct 2015", "Oct 2015".
func dayWords(at string) string {
	for layout, words := range map[string]string{time.DateOnly: "2 Jan 2006", "2006-01": "Jan 2006"} {
		if t, err := time.Parse(layout, at); err == nil {
			return t.Format(words)
		}
	}
	return at
}

// addressWith is an address with a parameter changed, "" taking it out.
func addressWith(path string, values url.Values, name, value string) string {
	v := url.Values{}
	for k, list := range values {
		v[k] = list
	}
	if v.Set(name, value); value == "" {
		v.Del(name)
	}
	return path + "?" + v.Encode()
}

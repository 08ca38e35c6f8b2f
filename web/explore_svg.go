package web

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"
)

// drawn is how many neighbours a picture holds.
const drawn = 18

// The size of the picture, in units of its own.
const (
	pictureWidth, pictureHeight = 960, 620
	radiusX, radiusY            = 350, 250
)

// spoke is a neighbour with what joins it to the middle.
type spoke struct {
	ref
	words  []string
	stance string
	fact   bool
	href   string // of the first statement
}

// drawAround draws the entities around one, as SVG: an edge for each neighbour,
// with the relations in words, an edge that supports drawn whole and green, one
// that is hostile dashed and red, and claims thinner than facts. An edge leads to
// its statement.
func drawAround(p *entityPage) template.HTML {
	spokes := spokesOf(p)
	if len(spokes) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="around" viewBox="0 0 %d %d" role="group" aria-label="%s and its neighbours">`,
		pictureWidth, pictureHeight, html.EscapeString(p.Name))
	for i := range spokes {
		x, y := spokeEnd(i, len(spokes))
		drawEdge(&b, &spokes[i], x, y, 0.54+0.12*float64(i%2))
	}
	for i := range spokes {
		x, y := spokeEnd(i, len(spokes))
		drawNode(&b, spokes[i].Name, spokes[i].Href, x, y, "node")
	}
	drawNode(&b, p.Name, "", pictureWidth/2, pictureHeight/2, "node hub")
	b.WriteString("</svg>")
	return template.HTML(b.String()) // all text in it is escaped
}

// spokesOf gathers the neighbours, those of facts first.
func spokesOf(p *entityPage) []spoke {
	var list []spoke
	at := map[string]int{}
	add := func(other ref, words string, row *statementRow) {
		if other.ID == "" || other.ID == p.ID {
			return
		}
		i, ok := at[other.ID]
		if !ok {
			if len(list) == drawn {
				return
			}
			i = len(list)
			at[other.ID] = i
			list = append(list, spoke{ref: other, stance: row.Stance, fact: row.Fact, href: row.Href})
		}
		sp := &list[i]
		if sp.stance == "" && row.Stance != "" {
			sp.stance, sp.href = row.Stance, row.Href
		}
		if len(sp.words) < 2 && !strings.Contains(strings.Join(sp.words, ","), words) {
			sp.words = append(sp.words, words)
		}
	}
	for _, facts := range []bool{true, false} {
		for i := range p.Does {
			if row := &p.Does[i]; row.Fact == facts {
				add(row.Object, row.Relation, row)
			}
		}
		for i := range p.Done {
			if row := &p.Done[i]; row.Fact == facts {
				add(row.Subject, row.Inverse, row)
			}
		}
	}
	return list
}

func spokeEnd(i, n int) (x, y float64) {
	angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2 + math.Pi/float64(2*n)
	return pictureWidth/2 + radiusX*math.Cos(angle), pictureHeight/2 + radiusY*math.Sin(angle)
}

// drawEdge draws an edge with its words at a part of its way out: neighbours
// have theirs at different distances, so that they don't meet.
func drawEdge(b *strings.Builder, sp *spoke, x, y, part float64) {
	class := "edge"
	if sp.stance != "" {
		class += " " + sp.stance
	}
	if !sp.fact {
		class += " claim"
	}
	mx, my := pictureWidth/2+(x-pictureWidth/2)*part, pictureHeight/2+(y-pictureHeight/2)*part
	words := strings.Join(sp.words, ", ")
	width := float64(len([]rune(words)))*6.6 + 8
	fmt.Fprintf(b, `<a href="%s"><line class="%s" x1="%d" y1="%d" x2="%.0f" y2="%.0f"/>`,
		html.EscapeString(sp.href), class, pictureWidth/2, pictureHeight/2, x, y)
	fmt.Fprintf(b, `<rect class="ground" x="%.0f" y="%.0f" width="%.0f" height="18"/><text class="words" x="%.0f" y="%.0f">%s</text></a>`,
		mx-width/2, my-9, width, mx, my+4, html.EscapeString(words))
}

func drawNode(b *strings.Builder, name, href string, x, y float64, class string) {
	const most = 26
	short := name
	if runes := []rune(name); len(runes) > most {
		short = string(runes[:most-1]) + "…"
	}
	width := float64(len([]rune(short)))*8.2 + 24
	open, end := "", ""
	if href != "" {
		open, end = `<a href="`+html.EscapeString(href)+`">`, "</a>"
	}
	fmt.Fprintf(b, `%s<g class="%s"><title>%s</title><rect x="%.0f" y="%.0f" width="%.0f" height="30" rx="15"/><text x="%.0f" y="%.0f">%s</text></g>%s`,
		open, class, html.EscapeString(name), x-width/2, y-15, width, x, y+5, html.EscapeString(short), end)
}

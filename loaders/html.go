package loaders

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"

	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is what an HTML source says of its article.
type page struct {
	title, publisher, published, address string
	paragraphs                           []string // the headline first
}

// declared gives the encoding that a page's <meta> names, "" where it names none.
func declared(data []byte) string {
	z := html.NewTokenizer(bytes.NewReader(data[:min(len(data), 4096)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if token.DataAtom == atom.Body {
				return ""
			}
			if token.DataAtom == atom.Meta {
				if label := metaCharset(token); label != "" {
					return label
				}
			}
		}
	}
}

func metaCharset(token html.Token) string {
	for _, a := range token.Attr {
		switch {
		case a.Key == "charset":
			return strings.ToLower(strings.TrimSpace(a.Val))
		case a.Key == "content" && strings.Contains(strings.ToLower(a.Val), "charset="):
			_, label, _ := strings.Cut(strings.ToLower(a.Val), "charset=")
			return strings.Trim(label, " \"';")
		}
	}
	return ""
}

// sniffHTML tells whether bytes of unknown kind are a page.
func sniffHTML(data []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 1024)]))
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<?xml"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return bytes.HasPrefix(head, []byte("<!--")) && bytes.Contains(head, []byte("<html"))
}

// leastWords is how many words a page's body has at least: under that it is a
// menu.
const leastWords = 12

// readPage finds the article in a page.
func readPage(name, source string) (*page, *SourceError) {
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, wrong(name, ErrNoArticle, err.Error(), "")
	}
	p := &page{published: dateOfPage(doc)}
	result, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		ExcludeComments: true, EnableFallback: true, ExcludeTables: true, HtmlDateMode: trafilatura.Disabled,
	})
	if err != nil || result.ContentNode == nil {
		return nil, wrong(name, ErrNoArticle, "no body of text was found in the page", "save the text of the article and load that")
	}
	p.publisher = publisher(result.Metadata.Sitename)
	p.title = ownTitle(collapse(result.Metadata.Title), p.publisher)
	p.address = result.Metadata.URL
	if p.published == "" {
		p.published = dateOfAddress(p.address)
	}
	p.paragraphs = paragraphs(result.ContentNode)
	if len(strings.Fields(strings.Join(p.paragraphs, " "))) < leastWords {
		return nil, wrong(name, ErrNoArticle, "no body of text was found in the page", "save the text of the article and load that")
	}
	if p.title != "" && !strings.EqualFold(p.paragraphs[0], p.title) {
		p.paragraphs = append([]string{p.title}, p.paragraphs...)
	}
	return p, nil
}

// publisher cleans the name of a site: the first of several, no address.
func publisher(name string) string {
	name, _, _ = strings.Cut(name, ";")
	name = collapse(name)
	if strings.Contains(name, "://") {
		return ""
	}
	return name
}

// ownTitle takes the publisher's name off the end of a title.
func ownTitle(title, publisher string) string {
	for _, dash := range []string{" - ", " | ", " – ", " — ", " :: "} {
		if i := strings.LastIndex(title, dash); i > 0 && strings.EqualFold(strings.TrimSpace(title[i+len(dash):]), publisher) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// breaking are the elements that end a paragraph.
var breaking = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Br: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Blockquote: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Section: true, atom.Article: true, atom.Figure: true, atom.Figcaption: true, atom.Pre: true, atom.Body: true, atom.Hr: true,
}

// paragraphs gives the blocks of text under a node.
func paragraphs(root *html.Node) []string {
	var out []string
	var words strings.Builder
	flush := func() {
		if s := collapse(words.String()); s != "" {
			out = append(out, s)
		}
		words.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			words.WriteString(n.Data)
		}
		if breaking[n.DataAtom] {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if breaking[n.DataAtom] {
			flush()
		}
	}
	walk(root)
	flush()
	return out
}

// collapse makes one space of each run of white space.
func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

// dateMeta are the <meta> names and properties that state when an article was
// published, the surest first.
var dateMeta = []string{
	"article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate", "publishdate",
	"publish-date", "publication_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "sailthru.date", "date",
}

// dateOfPage gives the day that a page's data for machines states: JSON-LD,
// <meta>, or a <time> that says it is the publication's. Nothing is guessed.
func dateOfPage(doc *html.Node) string {
	found := map[string]string{}
	note := func(key, value string) {
		if day := dayOf(value); day != "" && found[key] == "" {
			found[key] = day
		}
	}
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Script:
			if attribute(n, "type") == "application/ld+json" && n.FirstChild != nil {
				note("ld+json", publishedLD([]byte(n.FirstChild.Data)))
			}
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop"} {
				note(strings.ToLower(attribute(n, key)), attribute(n, "content"))
			}
		case atom.Time:
			_, pub := lookup(n, "pubdate")
			if pub || strings.EqualFold(attribute(n, "itemprop"), "datePublished") {
				note("time", attribute(n, "datetime"))
			} else {
				note("any time", attribute(n, "datetime"))
			}
		}
	}
	for _, key := range append(append([]string{"ld+json"}, dateMeta...), "time", "any time") {
		if found[key] != "" {
			return found[key]
		}
	}
	return ""
}

func lookup(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func attribute(n *html.Node, key string) string {
	value, _ := lookup(n, key)
	return strings.TrimSpace(value)
}

// dayOf gives the day of a time as machines write it, "" for anything else.
func dayOf(s string) string {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z0700", "2006-01-02T15:04:05Z0700", time.RFC1123, time.RFC1123Z} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	date, begin, end := findDate(s)
	if begin == 0 && end == len(s) {
		return date
	}
	return ""
}

// publishedLD finds datePublished in JSON-LD.
func publishedLD(data []byte) string {
	var value any
	if json.Unmarshal(data, &value) != nil {
		return ""
	}
	var search func(v any, depth int) string
	search = func(v any, depth int) string {
		if depth > 8 {
			return ""
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				if s := search(e, depth+1); s != "" {
					return s
				}
			}
		case map[string]any:
			if s, ok := v["datePublished"].(string); ok {
				return s
			}
			return search(v["@graph"], depth+1)
		}
		return ""
	}
	return search(value, 0)
}

var addressDate = regexp.MustCompile(`/(\d{4})/(\d{1,2}|[a-z]{3})/(\d{1,2})/`)

// dateOfAddress gives the day that a page's address holds: /2015/10/30/.
func dateOfAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if m := addressDate.FindStringSubmatch(u.Path + "/"); m != nil {
		return makeDate(m[1], m[2], m[3])
	}
	return ""
}

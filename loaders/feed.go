package loaders

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"kg/graph"
)

// entry is what a feed says of one article.
type entry struct {
	title, published, publisher string
	content                     string // HTML
}

// sniffFeed tells by its first bytes whether a source may be an RSS, Atom or
// JSON feed.
func sniffFeed(head []byte) bool {
	head = bytes.TrimSpace(head)
	if len(head) == 0 || head[0] == '{' && !bytes.Contains(head, []byte("jsonfeed.org/version")) {
		return false
	}
	return gofeed.DetectFeedType(bytes.NewReader(head)) != gofeed.FeedTypeUnknown
}

// feed yields the entries of an RSS, Atom or JSON feed, each an article that
// goes by its own address.
func (l *Loader) feed(item Item, yield func(Item) bool) error {
	in, closer, err := l.contents(item)
	if err != nil {
		return err
	}
	defer closer()
	data, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return openError(item.Name, err)
	}
	if len(data) > MaxBytes {
		return wrong(item.Name, ErrTooLarge, fmt.Sprintf("over %d MB", MaxBytes>>20), "split the feed")
	}
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return wrong(item.Name, ErrNoArticle, "no RSS, Atom or JSON feed: "+err.Error(), "load the pages themselves")
	}
	for _, e := range feed.Items {
		m := Item{Name: addressOf(item.Name, e), packed: true, entry: &entry{
			title: e.Title, published: dayOfEntry(e), publisher: publisher(feed.Title), content: e.Content,
		}}
		if m.entry.content == "" {
			m.entry.content = e.Description
		}
		if !yield(m) {
			return nil
		}
	}
	return nil
}

// addressOf names an entry: by its link, or else by the feed and its id there.
func addressOf(feed string, e *gofeed.Item) string {
	for _, s := range []string{e.Link, e.GUID} {
		if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
			return s
		}
	}
	id := e.GUID
	if id == "" {
		id = e.Title
	}
	return feed + "#" + strings.Join(strings.Fields(id), "_")
}

// dayOfEntry gives the day on which an entry was published, in the zone that
// the feed writes where its time is well formed and in UTC where gofeed makes
// out another; "" where it does not say.
func dayOfEntry(e *gofeed.Item) string {
	for _, written := range []string{e.Published, e.Updated} {
		if day := dayOf(strings.TrimSpace(written)); day != "" {
			return day
		}
	}
	for _, t := range []*time.Time{e.PublishedParsed, e.UpdatedParsed} {
		if t != nil && !t.IsZero() {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// entry makes an article of a feed's entry: its title and its text, which may
// be no more than a summary.
func (l *Loader) entry(name string, e *entry) (graph.Article, error) {
	title := strings.Join(paragraphsOf(e.title), " ")
	text := paragraphsOf(e.content)
	if len(strings.Fields(strings.Join(text, " "))) < leastWords {
		return graph.Article{}, wrong(name, ErrNoArticle, "the feed gives no text of it", "load the page itself")
	}
	if title != "" && !strings.EqualFold(text[0], title) {
		text = append([]string{title}, text...)
	}
	return l.article(graph.Article{
		Title: title, Source: name, Published: e.published, Publisher: e.publisher, Text: strings.Join(text, "\n\n") + "\n",
	})
}

// paragraphsOf gives the blocks of text in a piece of HTML.
func paragraphsOf(source string) []string {
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil // only a reader that fails gives one
	}
	var drop []*html.Node
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Template, atom.Title:
			drop = append(drop, n)
		}
	}
	for _, n := range drop {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	return paragraphs(doc)
}

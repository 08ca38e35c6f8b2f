package loaders

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"kg/graph"
)

// Limits of one article.
const (
	MaxBytes = 16 << 20 // of a source, as it lies on disk
	MaxText  = 2 << 20  // of the article's text, some 350,000 words
)

// Options say what the person knows about the sources; it wins over what they
// say themselves.
type Options struct {
	Stdin       io.Reader // read for the source "-"; nil for none
	Published   string    // the articles' date, as ParseDate reads it; "" to find it
	Publisher   string    // the articles' publisher; "" to find it
	Encoding    string    // WHATWG name of the sources' text encoding; "" to detect it
	AnyLanguage bool      // accept texts that do not seem to be English
}

// Loader turns sources into articles. It may be used by several goroutines at
// once, but that standard input is read once.
type Loader struct {
	opts     Options
	cues     *cues
	language *language
}

// New makes a Loader. It fails only where its data files are not well formed
// or the options name a date that is none.
func New(opts Options) (*Loader, error) {
	c, err := readCues("loaders/data/boilerplate.tsv", boilerplateData)
	if err != nil {
		return nil, err
	}
	if opts.Published != "" {
		if opts.Published, err = ParseDate(opts.Published); err != nil {
			return nil, err
		}
	}
	return &Loader{opts: opts, cues: c, language: newLanguage()}, nil
}

// Load reads the articles of the sources in order and yields each with its
// error, a *SourceError, until yield returns false. N-Quads among the sources
// are refused: they hold no text.
func (l *Loader) Load(ctx context.Context, sources []string, yield func(graph.Article, error) bool) {
	for item := range l.Items(ctx, sources) {
		article, err := l.Read(ctx, item)
		if !yield(article, err) {
			return
		}
	}
}

// Read gives the article of one item. Its error is a *SourceError, or the
// context's.
func (l *Loader) Read(ctx context.Context, item Item) (graph.Article, error) {
	article, err := l.read(ctx, item)
	if err != nil {
		return graph.Article{}, err
	}
	return article, nil
}

func (l *Loader) read(ctx context.Context, item Item) (graph.Article, error) {
	if err := ctx.Err(); err != nil {
		return graph.Article{}, err
	}
	if item.Err != nil {
		return graph.Article{}, item.Err
	}
	if item.Kind == NQuads {
		return graph.Article{}, wrong(item.Name, ErrNoArticle, "N-Quads hold statements, no text to read", "put them into a store: kg load "+item.Name)
	}
	if item.entry != nil {
		return l.entry(item.Name, item.entry)
	}
	if item.Kind.container() {
		return graph.Article{}, wrong(item.Name, ErrUnreadable, "it holds several articles", "read it with kg load or kg extract")
	}
	data, err := l.bytes(item)
	if err != nil {
		return graph.Article{}, err
	}
	if item.Kind == Unknown && sniffHTML(data) {
		item.Kind = HTML
	}
	if item.Kind == HTML {
		return l.html(item.Name, data)
	}
	return l.text(item.Name, data)
}

// bytes reads a source to its end.
func (l *Loader) bytes(item Item) ([]byte, error) {
	in, closer, err := l.contents(item)
	if err != nil {
		return nil, err
	}
	defer closer()
	data, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return nil, openError(item.Name, err)
	}
	if len(data) > MaxBytes {
		return nil, tooLarge(item.Name)
	}
	return data, nil
}

// text makes an article of plain text.
func (l *Loader) text(name string, data []byte) (graph.Article, error) {
	if err := checkText(name, data); err != nil && (l.opts.Encoding == "" || !errors.Is(err, ErrBinary)) {
		return graph.Article{}, err
	}
	text, bad := decodeText(name, data, l.opts.Encoding)
	if bad != nil {
		return graph.Article{}, bad
	}
	return l.article(graph.Article{
		Title: headline(text), Source: name, Published: dateOfText(text), Text: text,
	})
}

// html makes an article of a page. One from standard input goes by the address
// that the page states.
func (l *Loader) html(name string, data []byte) (graph.Article, error) {
	if wide(data) == nil {
		data = bytes.ReplaceAll(data, []byte{0}, nil) // as browsers do
	}
	if err := checkText(name, data); err != nil {
		return graph.Article{}, err
	}
	source, bad := decodeHTML(name, data, l.opts.Encoding)
	if bad != nil && l.opts.Encoding == "" && utf8Page(data) {
		source = strings.ToValidUTF8(string(data), "\uFFFD") // it may be outside of the article
	} else if bad != nil {
		return graph.Article{}, bad
	}
	page, missing := readPage(name, source)
	if missing != nil {
		return graph.Article{}, missing
	}
	if bad != nil && strings.Contains(strings.Join(page.paragraphs, ""), "\uFFFD") {
		return graph.Article{}, bad
	}
	if name == Stdin && strings.HasPrefix(page.address, "http") {
		name = page.address
	}
	text := strings.Join(page.paragraphs, "\n\n") + "\n"
	published := page.published
	if published == "" {
		published = dateOfText(text)
	}
	return l.article(graph.Article{
		Title: page.title, Source: name, Published: published, Publisher: page.publisher, Text: text,
	})
}

// article checks and completes what was read.
func (l *Loader) article(a graph.Article) (graph.Article, error) {
	switch {
	case !utf8.ValidString(a.Text):
		return a, wrong(a.Source, ErrEncoding, "it is not UTF-8", "name its encoding with --encoding")
	case strings.TrimSpace(a.Text) == "":
		return a, wrong(a.Source, ErrEmpty, "", "")
	case len(a.Text) > MaxText:
		return a, wrong(a.Source, ErrTooLarge, fmt.Sprintf("%.1f MB of text, at most %d MB", float64(len(a.Text))/(1<<20), MaxText>>20), "split it into one file an article")
	}
	if !l.opts.AnyLanguage {
		if ok, seems := l.language.check(a.Text); !ok {
			if seems != "" {
				seems = "it seems to be in " + seems
			}
			return a, wrong(a.Source, ErrLanguage, seems, "kg reads English only; if this is English all the same, add --any-language")
		}
	}
	a.Language = "en"
	if l.opts.Published != "" {
		a.Published = l.opts.Published
	}
	if l.opts.Publisher != "" {
		a.Publisher = l.opts.Publisher
	}
	if a.Source == Stdin {
		a.Source = fmt.Sprintf("stdin:%x", sha256.Sum256([]byte(a.Text)))[:18]
	}
	a.ID = graph.ArticleID(a.Source, a.Text)
	a.Boilerplate = l.cues.spans(a.Text)
	return a, nil
}

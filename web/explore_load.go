package web

import (
	"context"
	"errors"
	"html/template"
	"mime"
	"net/http"
	"strings"

	"kg/graph"
	"kg/loaders"
)

// loadForm is the page to paste an article into, with what was read off it.
type loadForm struct {
	Title      string
	Self       string
	Write      bool
	Text       string
	Date       string
	Publisher  string
	Source     string
	Problem    string
	Read       bool // an article was read
	Statements []statementRow
}

// routeLoading adds the page for pasting an article, where the program brought
// an extractor.
func (s *server) routeLoading(mux *http.ServeMux, templates *template.Template) {
	if s.opts.Extractor == nil {
		return
	}
	mux.HandleFunc("GET /explore/load", func(w http.ResponseWriter, r *http.Request) {
		writePage(w, http.StatusOK, templates, "load.html", &loadForm{Title: "Read an article", Write: s.opts.Write})
	})
	mux.HandleFunc("POST /explore/load", func(w http.ResponseWriter, r *http.Request) {
		s.readPasted(w, r, templates)
	})
}

// readPasted shows what is read off a pasted article, and stores it where that
// was asked for and may be.
func (s *server) readPasted(w http.ResponseWriter, r *http.Request, templates *template.Template) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		writeError(w, http.StatusUnsupportedMediaType, "send the form of this page")
		return
	}
	if err := r.ParseForm(); err != nil {
		status, message := statusOf(err)
		writePage(w, status, templates, "error.html", struct{ Title, Message string }{"Not read", message})
		return
	}
	store := r.PostForm.Get("do") == "store"
	f := &loadForm{
		Title: "Read an article", Write: s.opts.Write, Text: r.PostForm.Get("text"), Date: strings.TrimSpace(r.PostForm.Get("date")),
		Publisher: strings.TrimSpace(r.PostForm.Get("publisher")), Source: strings.TrimSpace(r.PostForm.Get("source")),
	}
	if store && !s.opts.Write {
		writePage(w, http.StatusForbidden, templates, "error.html", struct{ Title, Message string }{"Not stored", readOnlyMessage})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.opts.Timeout)
	defer cancel()
	if !s.takeSlot(ctx) {
		writeBusy(w)
		return
	}
	reading, err := s.read(ctx, f)
	if err == nil && store {
		_, err = s.store.Put(ctx, reading)
	}
	<-s.slots
	switch {
	case err != nil:
		status, message := statusOf(err)
		f.Problem = hinted(err, message)
		writePage(w, status, templates, "load.html", f)
	case store:
		s.changed()
		http.Redirect(w, r, articleHref(reading.Article.ID), http.StatusSeeOther)
	default:
		f.Read, f.Statements = true, newNamer(s.store).readingRows(ctx, reading)
		writePage(w, http.StatusOK, templates, "load.html", f)
	}
}

// hinted adds what a loader says can be done.
func hinted(err error, message string) string {
	var source *loaders.SourceError
	if errors.As(err, &source) {
		message = source.Err.Error()
		if source.Hint != "" {
			message += ": " + source.Hint
		}
	}
	return message
}

// read makes an article of the form and reads it.
func (s *server) read(ctx context.Context, f *loadForm) (*graph.Reading, error) {
	// A form's lines end in CR LF, whatever they ended in where they were copied.
	text := strings.ReplaceAll(f.Text, "\r\n", "\n")
	if f.Date != "" {
		if _, err := loaders.ParseDate(f.Date); err != nil {
			return nil, err
		}
	}
	l, err := loaders.New(loaders.Options{Stdin: strings.NewReader(text), Published: f.Date, Publisher: f.Publisher})
	if err != nil {
		return nil, err
	}
	var reading *graph.Reading
	l.Load(ctx, []string{loaders.Stdin}, func(a graph.Article, failed error) bool {
		if err = failed; err != nil {
			return false
		}
		if a.Source = f.Source; a.Source == "" {
			a.Source = "pasted"
		}
		a.ID = graph.ArticleID(a.Source, a.Text)
		reading, err = s.opts.Extractor.Extract(ctx, a)
		return false
	})
	if err == nil && reading == nil {
		err = errors.New("there is no text")
	}
	return reading, err
}

// readingRows are the statements of a reading that is not stored.
func (n *namer) readingRows(ctx context.Context, r *graph.Reading) []statementRow {
	for _, e := range r.Entities {
		n.known[e.ID] = e.Name
	}
	n.known[r.Article.ID] = firstNonEmpty(r.Article.Title, "this article")
	rows := make([]statementRow, len(r.Statements))
	for i := range r.Statements {
		rows[i] = n.row(ctx, statementInfo(&r.Article, &r.Statements[i]))
		for _, link := range []*string{&rows[i].Href, &rows[i].Subject.Href, &rows[i].Object.Href, &rows[i].Place.Href, &rows[i].Article.Href} {
			*link = "" // there is no page for what is not stored
		}
	}
	return rows
}

// statementInfo is a statement as the store would give it back.
func statementInfo(a *graph.Article, s *graph.Statement) *graph.StatementInfo {
	info := &graph.StatementInfo{
		ID: s.ID, Article: a.ID, Relation: s.Relation, Subject: termOf(s.Subject), Object: termOf(s.Object),
		Polarity: s.Polarity, Modality: s.Modality, Place: termOf(s.Place), Trigger: s.Trigger.Text, Plain: s.Plain(),
	}
	if s.AttributedTo != nil {
		info.AttributedTo = termOf(&s.AttributedTo.Argument)
	}
	if s.Time != nil {
		info.Time, info.TimeText = s.Time.Value, s.Time.Text
	}
	if s.Quantity != nil {
		info.Quantity = s.Quantity.Text
	}
	if s.Instrument != nil {
		info.Instrument = s.Instrument.Text
	}
	if span := s.Sentence; span.Begin >= 0 && span.End <= len(a.Text) && span.Begin < span.End {
		info.Evidence = []graph.Evidence{{Span: span, Text: a.Text[span.Begin:span.End]}}
	}
	for field, span := range map[graph.IRI]*graph.Span{
		graph.FieldTriggerAt: &s.Trigger.Span, graph.FieldSubjectAt: spanOfArgument(s.Subject), graph.FieldObjectAt: spanOfArgument(s.Object),
	} {
		if span != nil && span.Begin < span.End {
			info.Properties = append(info.Properties, graph.Property{Predicate: field, Value: graph.NewIRI(graph.EvidenceID(a.ID, *span))})
		}
	}
	return info
}

func spanOfArgument(a *graph.Argument) *graph.Span {
	if a == nil {
		return nil
	}
	return &a.Span
}

func termOf(a *graph.Argument) graph.Term {
	switch {
	case a == nil:
		return graph.Term{}
	case a.ID != "":
		return graph.NewIRI(a.ID)
	}
	return graph.NewString(a.Name)
}

package web

import (
	"bytes"
	"context"
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"kg/graph"
)

//go:embed explore/*.html
var exploreFS embed.FS

// explorePage is what a page of the explorer shows. Its exported fields are its
// JSON twin; table is its CSV twin.
type explorePage interface {
	table() (header []string, rows [][]string)
}

// loadPage makes a page from a request's parameters.
type loadPage func(ctx context.Context, n *namer, r *http.Request) (explorePage, error)

// exploreRoute is a page of the explorer.
type exploreRoute struct {
	path, template string
	load           loadPage
	queues         bool // it waits for its turn among the queries by itself
}

// routeExplorer adds the explorer's pages, each with its twins .json and .csv.
func (s *server) routeExplorer(mux *http.ServeMux) {
	templates := template.Must(template.New("").Funcs(exploreFuncs).Funcs(template.FuncMap{"left": s.catalogue.left.Load}).ParseFS(exploreFS, "explore/*.html"))
	for _, route := range []exploreRoute{
		{"/explore", "home.html", s.loadHome, false},
		{"/explore/search", "search.html", s.loadSearch, false},
		{"/explore/entity", "entity.html", s.loadEntity, false},
		{"/explore/graph", "graph.html", s.loadGraph, false},
		{"/explore/between", "between.html", s.loadBetween, false},
		{"/explore/statement", "statement.html", s.loadStatement, false},
		{"/explore/article", "article.html", s.loadArticle, false},
		{"/explore/timeline", "timeline.html", s.loadTimeline, false},
		{"/explore/map", "map.html", s.loadMap, false},
		{"/explore/stances", "stances.html", s.loadStances, false},
		{"/explore/contradictions", "contradictions.html", s.loadClashes, false},
		{"/explore/query", "query.html", s.loadQuery, true},
	} {
		s.route(mux, templates, route)
	}
	mux.HandleFunc("GET /explore/complete", s.serveCompletions)
	mux.Handle("GET /kg/dist/", serveBundle())
	s.routeQuestions(mux, templates)
	s.routeLoading(mux, templates)
}

// route adds a page with its twins.
func (s *server) route(mux *http.ServeMux, templates *template.Template, p exploreRoute) {
	mux.HandleFunc("GET "+p.path, s.explore(p, templates, p.template))
	mux.HandleFunc("GET "+p.path+".json", s.explore(p, nil, "json"))
	mux.HandleFunc("GET "+p.path+".csv", s.explore(p, nil, "csv"))
}

// explore serves one page in one of its forms.
func (s *server) explore(p exploreRoute, templates *template.Template, form string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.opts.Timeout)
		defer cancel()
		if !p.queues && !s.takeSlot(ctx) {
			writeBusy(w)
			return
		}
		data, err := p.load(ctx, newNamer(s.store), r)
		if !p.queues {
			<-s.slots
		}
		var elsewhere *redirect
		switch {
		case err != nil && templates == nil:
			writeFailure(w, r, err)
		case errors.As(err, &elsewhere):
			http.Redirect(w, r, elsewhere.to, http.StatusSeeOther)
		case err != nil:
			writeErrorPage(w, templates, err)
		case form == "json":
			writeJSON(w, http.StatusOK, jsonType, data)
		case form == "csv":
			writeCSV(w, data)
		default:
			writePage(w, http.StatusOK, templates, form, data)
			if p.path == "/explore" {
				s.prepare(w, r)
			}
		}
	}
}

// prepare makes the catalogue while the reader looks at the first page, which is
// on its way already.
func (s *server) prepare(w http.ResponseWriter, r *http.Request) {
	if http.NewResponseController(w).Flush() == nil {
		_, _ = s.catalogue.get(r.Context()) // the next page tells what is wrong
	}
}

// redirect is returned by a page that has a better one to show.
type redirect struct{ to string }

func (r *redirect) Error() string { return "see " + r.to }

// writePage writes a page, whole or not at all.
func writePage(w http.ResponseWriter, status int, templates *template.Template, name string, data any) {
	var body bytes.Buffer
	if err := templates.ExecuteTemplate(&body, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

func writeErrorPage(w http.ResponseWriter, templates *template.Template, err error) {
	status, message := statusOf(err)
	writePage(w, status, templates, "error.html", struct{ Title, Message string }{"Not shown", message})
}

// writeCSV writes a page's table. A cell that a spreadsheet would run as a
// formula is written as text.
func writeCSV(w http.ResponseWriter, data explorePage) {
	header, rows := data.table()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	_ = out.Write(header)
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				row[i] = "'" + cell
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
}

// ref is a node as a page names it and where the page leads for it; Href is ""
// for words that are no node.
type ref struct {
	ID   string
	Name string
	Href string
}

// MarshalJSON writes null for what is not there.
func (r ref) MarshalJSON() ([]byte, error) {
	if r.Name == "" && r.ID == "" {
		return []byte("null"), nil
	}
	return json.Marshal(struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name"`
		Href string `json:"href,omitempty"`
	}{r.ID, r.Name, r.Href})
}

// namer finds the names of nodes, each once a request.
type namer struct {
	store *graph.Store
	known map[graph.IRI]string
}

func newNamer(store *graph.Store) *namer {
	return &namer{store: store, known: map[graph.IRI]string{}}
}

// ref names a term.
func (n *namer) ref(ctx context.Context, t graph.Term) ref {
	if t.IsZero() {
		return ref{}
	}
	if !t.IsIRI() {
		return ref{Name: t.Short()}
	}
	return ref{ID: t.Value, Name: n.name(ctx, t.IRI()), Href: hrefOf(t.Value)}
}

// name gives a node's label, or what its IRI ends in.
func (n *namer) name(ctx context.Context, id graph.IRI) string {
	if name, ok := n.known[id]; ok {
		return name
	}
	name := firstNonEmpty(n.value(ctx, id, graph.RDFSLabel), tailOf(graph.NewIRI(id)))
	n.known[id] = name
	return name
}

// tailOf is the readable part of an IRI.
func tailOf(t graph.Term) string {
	name := strings.TrimPrefix(t.Short(), "kg:")
	if i := strings.IndexByte(name, '#'); i >= 0 && strings.HasPrefix(name, "article/") {
		name = name[i+1:]
	}
	return strings.ReplaceAll(name, "_", " ")
}

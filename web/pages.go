package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed all:cayley
var cayleyFS embed.FS

//go:embed assets
var assetsFS embed.FS

// cayleyFiles are the files that go generate copies out of Cayley's module.
func cayleyFiles() fs.FS {
	files, err := fs.Sub(cayleyFS, "cayley")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return files
}

// cayleyUI is Cayley's own web UI, completed with our additions.
type cayleyUI struct {
	files  fs.FS
	pages  map[string]page // by the page's name in its URL
	absent bool            // the files were not copied when the program was built
}

// page is an HTML page cut at the place where the openers go.
type page struct {
	before, after []byte
	policy        string // Content-Security-Policy
}

// uiPages are Cayley's pages by their templates.
var uiPages = map[string]string{
	"query": "query.html", "query_shape": "query_shape.html", "visualize": "visualize.html", "write": "write.html",
}

func newCayleyUI(files fs.FS) *cayleyUI {
	ui := &cayleyUI{files: files, pages: map[string]page{}}
	if _, err := fs.Stat(files, "templates/query.html"); err != nil {
		ui.absent = true
		return ui
	}
	parsed := template.Must(template.ParseFS(files, "templates/*"))
	for name, file := range uiPages {
		var out bytes.Buffer
		if err := parsed.ExecuteTemplate(&out, file, nil); err != nil {
			panic("web/cayley/templates/" + file + ": " + err.Error()) // embedded: a test reads it
		}
		ui.pages[name] = completePage(out.String())
	}
	return ui
}

// openersMark is where the openers go into a page.
const openersMark = "\x00openers\x00"

// completePage adds our style sheet and scripts to one of Cayley's pages. Ours
// runs before Cayley's, which takes the editor's first query from where ours
// puts it.
func completePage(text string) page {
	text = strings.Replace(text, "</head>", `<link rel="stylesheet" href="/kg/ui.css">`+"\n"+openersMark+"\n</head>", 1)
	text = strings.Replace(text, `<script src="/static/js/cayley_main.js"`, `<script src="/kg/first.js"></script>`+"\n"+`<script src="/static/js/cayley_main.js"`, 1)
	text = strings.Replace(text, "</html>", `<script src="/kg/ui.js"></script>`+"\n</html>", 1)
	text = strings.Replace(text, `g.Emit("Hello World")`, "", 1)
	text = unusedScript.ReplaceAllString(text, "")
	before, after, _ := strings.Cut(text, openersMark)
	return page{before: []byte(before), after: []byte(after), policy: policyFor(text)}
}

// unusedScript is a library that Cayley's pages load, never call, and that would
// need the right to make code of strings.
var unusedScript = regexp.MustCompile(`<script src="/static/third_party/fabric.min.js"></script>\s*`)

var inlineScript = regexp.MustCompile(`(?s)<script[^>]*type=['"]text/javascript['"][^>]*>(.*?)</script>`)

// policyFor lets the inline scripts of Cayley's templates run, each by its
// hash, and the styles that its editor sets.
func policyFor(text string) string {
	var hashes strings.Builder
	for _, m := range inlineScript.FindAllStringSubmatch(text, -1) {
		if strings.TrimSpace(m[1]) != "" {
			sum := sha256.Sum256([]byte(m[1]))
			fmt.Fprintf(&hashes, " 'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:]))
		}
	}
	return strings.NewReplacer(
		"script-src 'self'", "script-src 'self'"+hashes.String(),
		"style-src 'self'", "style-src 'self' 'unsafe-inline'",
	).Replace(strictPolicy)
}

// routePages adds Cayley's pages with their files and documentation, and ours.
func (s *server) routePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { s.servePage(w, r, "query") })
	mux.HandleFunc("GET /ui/{name}", func(w http.ResponseWriter, r *http.Request) { s.servePage(w, r, r.PathValue("name")) })
	mux.HandleFunc("GET /docs/{name}", s.serveDoc)
	mux.Handle("GET /static/", cached(s.localStyles(serveFolder(s.ui.files, "static"))))
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		w.Header().Set("Content-Type", "image/svg+xml")
		http.ServeFileFS(w, r, assetsFS, "assets/icon.svg")
	})
	mux.Handle("GET /kg/", cached(http.StripPrefix("/kg", serveFolder(assetsFS, "assets"))))
}

// serveFolder serves the files under folder, and no lists of them.
func serveFolder(files fs.FS, folder string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Join(folder, strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/"+folder))
		if info, err := fs.Stat(files, name); err != nil || info.IsDir() {
			http.NotFound(w, r)
			return
		}
		http.ServeFileFS(w, r, files, name)
	})
}

// foreignStyle is what Cayley's style sheets fetch from other machines: fonts,
// for which they name others too.
var foreignStyle = regexp.MustCompile(`@import url\([^)]*//[^)]*\);|,\s*url\(["']?(?:https?:)?//[^)]*\)(?:\s*format\([^)]*\))?`)

// localStyles takes out of style sheets what would be fetched from elsewhere:
// the pages need no network.
func (s *server) localStyles(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := fs.ReadFile(s.ui.files, strings.TrimPrefix(path.Clean(r.URL.Path), "/"))
		if err != nil || path.Ext(r.URL.Path) != ".css" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(foreignStyle.ReplaceAll(text, nil))
	})
}

// cached lets a browser keep files for an hour: they change with the program.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		next.ServeHTTP(w, r)
	})
}

// servePage serves one of Cayley's pages with the openers for this store.
func (s *server) servePage(w http.ResponseWriter, r *http.Request, name string) {
	if s.ui.absent {
		serveAbsent(w)
		return
	}
	p, ok := s.ui.pages[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	list, err := json.Marshal(s.openers.list(r.Context()))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(p.before)
	fmt.Fprintf(w, `<meta name="kg-openers" content="%s">`, html.EscapeString(string(list)))
	_, _ = w.Write(p.after)
}

// absentPage is served by a program that was built without Cayley's files.
const absentPage = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>kg</title><link rel="stylesheet" href="/kg/explore.css"></head>
<body><main>
<h1>Cayley’s web UI is not in this program</h1>
<p>Its files are copied out of Cayley’s Go module when kg is built. Run <code>make ui</code> (or <code>go generate ./web</code>) and build again.</p>
<p>The <a href="/explore">explorer</a> and the API work all the same.</p>
</main></body>
</html>
`

func serveAbsent(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotImplemented)
	_, _ = w.Write([]byte(absentPage))
}

// serveDoc serves a page of Cayley's documentation, whatever its case.
func (s *server) serveDoc(w http.ResponseWriter, r *http.Request) {
	name := strings.ToLower(strings.TrimSuffix(r.PathValue("name"), ".md")) + ".md"
	text, err := fs.ReadFile(s.ui.files, "docs/"+name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, docHead, html.EscapeString(strings.TrimSuffix(name, ".md")))
	_, _ = w.Write(renderMarkdown(text))
	_, _ = w.Write([]byte("</main></body></html>\n"))
}

const docHead = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cayley Docs - %s</title><link rel="stylesheet" href="/kg/explore.css"></head><body><main class="doc">
<p><a href="/">Query</a> · <a href="/explore">Explore</a></p>
`

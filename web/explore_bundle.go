package web

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
)

// distFS holds the scripts of the explorer, which make assets builds of ui/ with
// Node; a program that was built without them serves pages that work without
// scripts.
//
//go:embed all:dist
var distFS embed.FS

// bundleScript is the script of the explorer's pages, "" where the program was
// built without it.
func bundleScript() string {
	text, err := fs.ReadFile(distFS, "dist/manifest.json")
	if err != nil {
		return ""
	}
	var manifest map[string]struct {
		File string `json:"file"`
	}
	if json.Unmarshal(text, &manifest) != nil {
		return ""
	}
	if file := manifest["src/main.js"].File; file != "" {
		return "/kg/dist/" + file
	}
	return ""
}

// serveBundle serves the scripts. Their names hold a hash of what is in them, so
// a browser may keep them.
func serveBundle() http.Handler {
	files := http.StripPrefix("/kg", serveFolder(distFS, "dist"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) == ".js" {
			w.Header().Set("Cache-Control", "max-age=31536000, immutable")
		}
		files.ServeHTTP(w, r)
	})
}

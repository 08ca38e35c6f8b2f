package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"kg/graph"
)

// writing lets a request through only when the store is served for writing and
// the request says that it carries data: a form that another site's page could
// send without asking is refused.
func (s *server) writing(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.opts.Write {
			writeError(w, http.StatusForbidden, readOnlyMessage)
			return
		}
		if !carriesData(r) {
			writeError(w, http.StatusUnsupportedMediaType, "send application/json, application/n-quads or a file of the Write page")
			return
		}
		next(w, r)
	}
}

// carriesData tells whether a content type is one that the API takes. jQuery,
// which Cayley's pages use, sends JSON as a form and names itself.
func carriesData(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return false
	}
	switch kind {
	case "application/json", nquadsType:
		return true
	case "application/x-www-form-urlencoded":
		return r.Header.Get("X-Requested-With") == "XMLHttpRequest"
	case "multipart/form-data":
		return r.URL.Path == "/api/v1/write/file/nquad"
	}
	return false
}

func (s *server) writeV1(w http.ResponseWriter, r *http.Request) {
	s.changeQuads(w, r, "wrote", s.addQuads)
}

func (s *server) deleteV1(w http.ResponseWriter, r *http.Request) {
	s.changeQuads(w, r, "deleted", s.removeQuads)
}

// change adds or takes out the quads of an N-Quads text.
type change func(r *http.Request, text io.Reader, name string) (int, error)

func (s *server) addQuads(r *http.Request, text io.Reader, name string) (int, error) {
	return s.store.LoadNQuads(r.Context(), text, name)
}

func (s *server) removeQuads(r *http.Request, text io.Reader, name string) (int, error) {
	return s.store.DeleteNQuads(r.Context(), text, name)
}

// changeQuads reads quads as JSON and applies them.
func (s *server) changeQuads(w http.ResponseWriter, r *http.Request, did string, apply change) {
	text, count, err := readJSONQuads(r.Body)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	if _, err := apply(r, bytes.NewReader(text), "request"); err != nil {
		writeFailure(w, r, err)
		return
	}
	s.changed()
	writeJSON(w, http.StatusOK, textType, done{fmt.Sprintf("Successfully %s %d quads.", did, count), count})
}

// done is the answer to a write.
type done struct {
	Result string `json:"result"`
	Count  int    `json:"count"`
}

// readJSONQuads turns a list of quads as the Write page sends it into N-Quads
// that no term can break out of.
func readJSONQuads(body io.Reader) (text []byte, count int, err error) {
	var list []struct{ Subject, Predicate, Object, Label string }
	if err := json.NewDecoder(body).Decode(&list); err != nil {
		return nil, 0, fmt.Errorf("read the quads: %w", err)
	}
	for i, q := range list {
		quad := graph.Quad{
			Subject: parseTerm(q.Subject), Predicate: parseTerm(q.Predicate),
			Object: parseTerm(q.Object), Graph: parseTerm(q.Label),
		}
		if text, err = graph.AppendQuad(text, quad); err != nil {
			return nil, 0, fmt.Errorf("quad %d: %w (write IRIs in brackets: <kg:Russia>)", i+1, err)
		}
		if n := len(text); n > 0 && text[n-1] != '\n' {
			text = append(text, '\n')
		}
	}
	return text, len(list), nil
}

// uploadV1 loads the N-Quads file of the Write page.
func (s *server) uploadV1(w http.ResponseWriter, r *http.Request) {
	s.allowTime(w)
	parts, err := r.MultipartReader()
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			writeError(w, http.StatusBadRequest, "choose a file first")
			return
		}
		if err != nil {
			writeFailure(w, r, err)
			return
		}
		if part.FormName() == "NQuadFile" && part.FileName() != "" {
			s.load(w, r, part, part.FileName())
			return
		}
	}
}

// allowTime gives an upload more time than a query.
func (s *server) allowTime(w http.ResponseWriter) {
	c := http.NewResponseController(w)
	until := time.Now().Add(5 * time.Minute)
	_ = c.SetReadDeadline(until) // a test's recorder has no deadlines
	_ = c.SetWriteDeadline(until)
}

func (s *server) load(w http.ResponseWriter, r *http.Request, text io.Reader, name string) {
	n, err := s.addQuads(r, text, name)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	s.changed()
	writeJSON(w, http.StatusOK, textType, done{fmt.Sprintf("Successfully wrote %d quads.", n), n})
}

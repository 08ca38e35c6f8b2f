package web

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"kg/graph"
)

const nquadsType = "application/n-quads"

// formatsV2 lists the formats of quads that can be read and written.
func formatsV2(w http.ResponseWriter, r *http.Request) {
	type format struct {
		ID    string   `json:"id"`
		Read  bool     `json:"read,omitempty"`
		Write bool     `json:"write,omitempty"`
		Nodes bool     `json:"nodes,omitempty"`
		Ext   []string `json:"ext,omitempty"`
		Mime  []string `json:"mime,omitempty"`
	}
	writeJSON(w, http.StatusOK, jsonType, []format{
		{"nquads", true, true, true, []string{".nq", ".nt"}, []string{nquadsType, "application/n-triples"}},
		{"json", true, true, false, []string{".json"}, []string{"application/json"}},
	})
}

// readV2 streams the quads that match sub, pred, obj and label as N-Quads.
func (s *server) readV2(w http.ResponseWriter, r *http.Request) {
	if f := r.FormValue("format"); f != "" && f != "nquads" {
		writeError(w, http.StatusBadRequest, "quads are written as nquads only")
		return
	}
	var p graph.Pattern
	for _, field := range []struct {
		name string
		term *graph.Term
	}{{"sub", &p.Subject}, {"pred", &p.Predicate}, {"obj", &p.Object}, {"label", &p.Graph}} {
		value := r.FormValue(field.name)
		if value == "" {
			continue
		}
		if *field.term = parseTerm(value); field.term.IsZero() {
			writeError(w, http.StatusBadRequest, fmt.Sprintf("%s: %q is no term", field.name, value))
			return
		}
	}
	w.Header().Set("Content-Type", nquadsType)
	out := bufio.NewWriter(w)
	writer := graph.NewNQuadsWriter(out)
	for quad, err := range s.store.QuadsMatching(r.Context(), p) {
		if err == nil {
			err = writer.Write(quad)
		}
		if err != nil {
			panic(http.ErrAbortHandler) // the header is out: only a cut tells
		}
	}
	_ = writer.Flush()
	_ = out.Flush()
}

func (s *server) writeV2(w http.ResponseWriter, r *http.Request) {
	s.allowTime(w)
	if !isNQuads(r) {
		s.changeQuads(w, r, "wrote", s.addQuads)
		return
	}
	s.load(w, r, r.Body, "request")
}

func (s *server) deleteV2(w http.ResponseWriter, r *http.Request) {
	s.allowTime(w)
	if !isNQuads(r) {
		s.changeQuads(w, r, "deleted", s.removeQuads)
		return
	}
	s.remove(w, r, r.Body, "quads")
}

func isNQuads(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), nquadsType)
}

func (s *server) remove(w http.ResponseWriter, r *http.Request, text io.Reader, what string) {
	n, err := s.removeQuads(r, text, "request")
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	s.changed()
	writeJSON(w, http.StatusOK, jsonType, done{fmt.Sprintf("Successfully deleted %d %s.", n, what), n})
}

// deleteNodeV2 takes out every quad that holds a node, given as an N-Quads term
// or as a JSON string of one.
func (s *server) deleteNodeV2(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	text := strings.TrimSpace(string(body))
	var quoted string
	if !isNQuads(r) && json.Unmarshal(body, &quoted) == nil {
		text = quoted
	}
	node := parseTerm(text)
	if node.IsZero() {
		writeError(w, http.StatusBadRequest, fmt.Sprintf("%q is no node", text))
		return
	}
	quads, err := s.quadsOf(r, node)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	s.remove(w, r, strings.NewReader(quads), "quads")
}

// quadsOf writes every quad that holds a node as N-Quads.
func (s *server) quadsOf(r *http.Request, node graph.Term) (string, error) {
	var text []byte
	for _, p := range []graph.Pattern{{Subject: node}, {Predicate: node}, {Object: node}, {Graph: node}} {
		for quad, err := range s.store.QuadsMatching(r.Context(), p) {
			if err != nil {
				return "", err
			}
			if text, err = graph.AppendQuad(text, quad); err != nil {
				return "", err
			}
			text = append(text, '\n')
		}
	}
	return string(text), nil
}

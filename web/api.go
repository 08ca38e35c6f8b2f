package web

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kg/graph"
)

// routeAPI adds the two versions of Cayley's HTTP API.
func (s *server) routeAPI(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/v1/query/{lang}", s.queryV1)
	mux.HandleFunc("POST /api/v1/shape/{lang}", s.shapeV1)
	mux.HandleFunc("POST /api/v1/write", s.writing(s.writeV1))
	mux.HandleFunc("POST /api/v1/delete", s.writing(s.deleteV1))
	mux.HandleFunc("POST /api/v1/write/file/nquad", s.writing(s.uploadV1))
	mux.HandleFunc("GET /api/v2/query", s.queryV2)
	mux.HandleFunc("POST /api/v2/query", s.queryV2)
	mux.HandleFunc("GET /api/v2/read", s.readV2)
	mux.HandleFunc("POST /api/v2/read", s.readV2)
	mux.HandleFunc("GET /api/v2/formats", formatsV2)
	mux.HandleFunc("POST /api/v2/write", s.writing(s.writeV2))
	mux.HandleFunc("POST /api/v2/delete", s.writing(s.deleteV2))
	mux.HandleFunc("POST /api/v2/node/delete", s.writing(s.deleteNodeV2))
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		writeError(w, http.StatusNotFound, "no such call: "+r.Method+" "+r.URL.Path)
	})
}

// rows is a query's answer as Cayley's API has it; Result is never nil, on which
// Cayley's pages fail. Truncated is ours.
type rows struct {
	Result    []any `json:"result"`
	Truncated bool  `json:"truncated,omitempty"`
}

// queryV1 answers as text: the Query page parses the answer itself.
func (s *server) queryV1(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	s.answerQuery(w, r, r.PathValue("lang"), string(text), textType)
}

// queryV2 takes the query from the body, or from qu with GET.
func (s *server) queryV2(w http.ResponseWriter, r *http.Request) {
	values := r.URL.Query()
	text := values.Get("qu")
	if r.Method == http.MethodPost {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			writeFailure(w, r, err)
			return
		}
		text = string(body)
	}
	s.answerQuery(w, r, values.Get("lang"), text, jsonType)
}

func (s *server) answerQuery(w http.ResponseWriter, r *http.Request, lang, text, contentType string) {
	if !slices.Contains(graph.Languages(), lang) {
		writeError(w, http.StatusBadRequest, "no such query language: choose one of "+strings.Join(graph.Languages(), ", "))
		return
	}
	if strings.TrimSpace(text) == "" {
		writeError(w, http.StatusBadRequest, "the query is empty")
		return
	}
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	result, err := s.query(r.Context(), lang, text, limit)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	list := make([]any, len(result.Rows))
	for i, row := range result.Rows {
		list[i] = row.JSON()
	}
	if lang == "graphql" {
		writeJSON(w, http.StatusOK, contentType, graphqlAnswer(list))
		return
	}
	if fromVisualize(r) {
		s.label(r.Context(), list)
	}
	writeJSON(w, http.StatusOK, contentType, rows{list, result.Truncated})
}

// graphqlAnswer puts the one value of a GraphQL query under "data".
func graphqlAnswer(rows []any) any {
	var data any
	if len(rows) == 1 {
		data = rows[0]
	} else if len(rows) > 1 {
		data = rows
	}
	if m, ok := data.(map[string]any); ok {
		if _, wrapped := m["data"]; wrapped && len(m) == 1 {
			return m
		}
	}
	return struct {
		Data any `json:"data"`
	}{data}
}

// shapeV1 gives the shape of a query. Links and nodes are never null, on which
// the Query Shape page stays blank.
func (s *server) shapeV1(w http.ResponseWriter, r *http.Request) {
	lang := r.PathValue("lang")
	if !slices.Contains(graph.Languages(), lang) {
		writeError(w, http.StatusBadRequest, "no such query language")
		return
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	shape, err := s.shape(r.Context(), lang, string(text))
	if err != nil {
		writeFailure(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, textType, shape)
}

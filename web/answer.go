package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"kg/graph"
)

// writeJSON writes v, as text where a page of Cayley's UI parses the answer
// itself.
func writeJSON(w http.ResponseWriter, status int, contentType string, v any) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		http.Error(w, `{"error": "the answer cannot be written as JSON"}`, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

const (
	jsonType = "application/json; charset=utf-8"
	textType = "text/plain; charset=utf-8"
)

// writeError writes an error as Cayley's pages and clients of its API expect
// it. The upload of the Write page shows "result" alone.
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, jsonType, struct {
		Error  string `json:"error"`
		Result string `json:"result"`
	}{message, message})
}

// writeFailure writes what went wrong with a query or a write.
func writeFailure(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is there to read an answer
	}
	if errors.Is(err, errBusy) {
		writeBusy(w)
		return
	}
	status, message := statusOf(err)
	writeError(w, status, message)
}

// statusOf gives the status and the words for an error.
func statusOf(err error) (int, string) {
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return http.StatusRequestEntityTooLarge, "the request is longer than " + strconv.FormatInt(tooBig.Limit, 10) + " bytes"
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, "the query took too long and was stopped"
	case errors.Is(err, graph.ErrReadOnly):
		return http.StatusForbidden, readOnlyMessage
	case errors.Is(err, graph.ErrNotFound):
		return http.StatusNotFound, err.Error()
	}
	return http.StatusBadRequest, err.Error()
}

const readOnlyMessage = "the store is served for reading only: start kg ui with --write to change it"

func writeBusy(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "2")
	writeError(w, http.StatusServiceUnavailable, errBusy.Error())
}

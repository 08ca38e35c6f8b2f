package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// The sizes of what a request may send.
const (
	maxQuery  = 1 << 20  // bytes of a query or of quads as JSON
	maxUpload = 64 << 20 // bytes of an N-Quads file
)

// guard refuses requests under a foreign name (DNS rebinding) or from pages of
// other sites, bounds their bodies and sets the headers that hold everywhere.
func (s *server) guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeError(w, http.StatusForbidden, "requests from other sites are refused")
	}))
	checked := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.knownHost(r.Host) {
			writeError(w, http.StatusMisdirectedRequest, "this server answers to localhost only")
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", strictPolicy)
		limit := int64(maxQuery)
		if isUpload(r) {
			limit = maxUpload
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		checked.ServeHTTP(w, r)
	})
}

// strictPolicy holds for every page of our own: nothing from elsewhere, nothing
// inline.
const strictPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// knownHost tells whether the Host of a request is a loopback name, an address
// (which no name of another site can stand for) or one of the options' names.
func (s *server) knownHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return slices.ContainsFunc(s.opts.Hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

func isUpload(r *http.Request) bool {
	switch r.URL.Path {
	case "/api/v1/write/file/nquad", "/api/v2/write", "/api/v2/delete":
		return true
	}
	return false
}

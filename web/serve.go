package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// The bounds of a connection.
const (
	headerTimeout = 5 * time.Second  // to send the header
	bodyTimeout   = 9 * time.Second  // to send header and body, but for uploads
	answerTimeout = 60 * time.Second // to be answered
	idleTimeout   = 60 * time.Second
	maxHeader     = 32 << 10
	shutdownGrace = 2 * time.Second
)

// NewServer returns an HTTP server for handler with bounds on what a client may
// take of it.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
}

// Serve answers requests on ln until ctx ends, which is no error. Running
// queries end with ctx; a handler that is an io.Closer is closed at the end.
func Serve(ctx context.Context, ln net.Listener, handler http.Handler) error {
	if c, ok := handler.(io.Closer); ok {
		defer c.Close()
	}
	server := NewServer(handler)
	server.BaseContext = func(net.Listener) context.Context { return ctx }
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ln) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close() // those that don't end in time are cut off
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

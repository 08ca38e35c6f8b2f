package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"kg/graph/quadstore"
)

// What can be wrong with a database, beside what quadstore names.
var (
	// ErrUnreachable is returned when no server answers at the address, or the
	// connection to it is lost.
	ErrUnreachable = errors.New("the database cannot be reached")
	// ErrRefused is returned when the server does not let the user in.
	ErrRefused = errors.New("the database refuses the user")
	// ErrAddress is returned for an address that cannot be read.
	ErrAddress = errors.New("not the address of a PostgreSQL database")
)

// IsAddress tells whether the text has the scheme of PostgreSQL's addresses.
func IsAddress(text string) bool {
	scheme, _, found := strings.Cut(text, "://")
	return found && (scheme == "postgres" || scheme == "postgresql")
}

// Redact gives an address without the password in it, for messages.
func Redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		scheme, rest, _ := strings.Cut(address, "://")
		if i := strings.LastIndexByte(rest, '@'); i >= 0 {
			rest = rest[i+1:]
		}
		return scheme + "://" + secretSetting.ReplaceAllString(rest, "$1…")
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(strings.ToLower(name), "password") {
			q.Del(name)
			u.RawQuery = q.Encode()
		}
	}
	return u.String()
}

var secretSetting = regexp.MustCompile(`(?i)(password=)[^&]*`)

// configure reads an address as libpq does, with PGPASSWORD, ~/.pgpass and
// the other variables for what it leaves out.
func configure(address string) (*pgxpool.Config, error) {
	if !IsAddress(address) {
		return nil, fmt.Errorf("%w: %s", ErrAddress, Redact(address))
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		// pgx quotes the address, and its mask does not cover all of them
		return nil, fmt.Errorf("%w: %s", ErrAddress, Redact(address))
	}
	return config, nil
}

// Codes of PostgreSQL's errors (its documentation, appendix A).
const (
	noSuchDatabase     = "3D000"
	noSuchSchema       = "3F000"
	undefinedTable     = "42P01"
	insufficientRights = "42501"
	readOnlyServer     = "25006"
	serialization      = "40001"
	deadlock           = "40P01"
)

func code(err error) string {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return server.Code
	}
	return ""
}

// said is an error in the words of this package, which hides pgx's: those may
// hold parts of the address.
type said struct {
	kind  error
	text  string
	cause error
}

func (e *said) Error() string   { return e.text }
func (e *said) Unwrap() []error { return []error{e.kind, e.cause} }

// explain puts an error of pgx into words of this package.
func (s *Store) explain(err error) error {
	var already *said
	if err == nil || errors.As(err, &already) {
		return err
	}
	say := func(kind error, format string, args ...any) error {
		return &said{kind, kind.Error() + ": " + s.name + ": " + fmt.Sprintf(format, args...), err}
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		switch {
		case server.Code == noSuchDatabase:
			return say(quadstore.ErrNoStore, "the server has no such database")
		case strings.HasPrefix(server.Code, "28"):
			return say(ErrRefused, "%s", server.Message)
		case server.Code == insufficientRights:
			return say(ErrRefused, "%s", server.Message)
		case server.Code == readOnlyServer:
			return say(quadstore.ErrReadOnly, "%s", server.Message)
		case strings.HasPrefix(server.Code, "57P"), strings.HasPrefix(server.Code, "08"), strings.HasPrefix(server.Code, "53"):
			return say(ErrUnreachable, "%s", server.Message)
		}
		return &said{err, fmt.Sprintf("%s: %s (SQLSTATE %s)", s.name, server.Message, server.Code), err}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !isNetwork(err) {
		return err
	}
	if isNetwork(err) {
		return say(ErrUnreachable, "%s", networkWords(err))
	}
	return err
}

// isNetwork tells whether a connection could not be made or was lost.
func isNetwork(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	var op *net.OpError
	return errors.As(err, &connect) || errors.As(err, &op) || errors.As(err, &network) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "conn closed") // of pgconn, which exports none
}

// networkWords says what went wrong on the way, without the address.
func networkWords(err error) string {
	var op *net.OpError
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return "no host is called " + dns.Name
	case errors.As(err, &op) && op.Op == "dial":
		return op.Err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.As(err, new(*pgconn.ConnectError)):
		text := err.Error()
		if i := strings.LastIndex(text, ": "); i >= 0 {
			text = text[i+2:]
		}
		return text
	}
	return "the connection was lost"
}

package graph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"kg/graph"
	"kg/graph/enginetest"
	"kg/graph/postgres/pgtest"
)

// TestPostgresLostConnection ends the connections in the middle of a load:
// nothing of it is stored, and the same store goes on.
func TestPostgresLostConnection(t *testing.T) {
	pgtest.Server(t)
	ctx := context.Background()
	address := pgtest.Database(t)
	s, err := graph.Open(ctx, address, graph.OpenOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(ctx, enginetest.Article(1, "Before the connection is lost.")); err != nil {
		t.Fatal(err)
	}
	exported := func() string {
		t.Helper()
		var b bytes.Buffer
		if err := s.Export(ctx, &b, graph.ExportOptions{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	before := exported()
	var quads strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&quads, "<a:s%d> <a:p> \"%d\" .\n", i, i)
	}
	text := quads.String()
	cut := &hook{Reader: strings.NewReader(text), at: len(text) * 3 / 4, do: func() { terminate(t, address) }}
	_, err = s.LoadNQuads(ctx, cut, "cut.nq")
	if !errors.Is(err, graph.ErrUnreachable) {
		t.Errorf("the load that was cut ends with %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "secret") {
		t.Errorf("the password is told: %v", err)
	}
	if after := exported(); after != before {
		t.Errorf("a part of the load is stored: %d bytes more", len(after)-len(before))
	}
	if n, err := s.LoadNQuads(ctx, strings.NewReader(text), "again.nq"); n != 30_000 || err != nil {
		t.Errorf("again: %d quads, %v", n, err)
	}
	report, err := s.Check(ctx)
	if err != nil || !report.OK() {
		t.Errorf("check: %+v, %v", report, err)
	}
}

// hook calls do once, behind the byte at.
type hook struct {
	io.Reader
	at int
	do func()
}

func (h *hook) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if h.at -= n; h.at <= 0 && h.do != nil {
		h.do()
		h.do = nil
	}
	return n, err
}

// terminate ends the other connections to a database.
func terminate(t *testing.T, address string) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
}

// TestPostgresCheckFinds breaks each table by hand.
func TestPostgresCheckFinds(t *testing.T) {
	pgtest.Server(t)
	ctx := context.Background()
	for _, test := range []struct{ sql, want string }{
		{"DELETE FROM kg_terms WHERE term = 'ikg:Arland'", "no term for"},
		{"INSERT INTO kg_terms VALUES ('123456789012', 'ikg:Ghost')", "stands under another's hash"},
		{"INSERT INTO kg_terms VALUES (substr(sha256('ikg:Ghost'), 1, 12), 'ikg:Ghost')", "is in no quad"},
		{"DELETE FROM kg_quads WHERE s = (SELECT s FROM kg_quads LIMIT 1)", "quads are counted"},
		{"UPDATE kg_predicates SET subjects = subjects + 1", "the counts of the predicate"},
		{"UPDATE kg_classes SET quads = quads + 1", "the counts of the class"},
		{"UPDATE kg_state SET terms = terms + 1", "terms are counted"},
	} {
		address := pgtest.Database(t)
		s, err := graph.Open(ctx, address, graph.OpenOptions{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(ctx, enginetest.Article(0, "Arland does things.")); err != nil {
			t.Fatal(err)
		}
		conn, err := pgx.Connect(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(ctx, test.sql); err != nil {
			t.Fatal(err)
		}
		conn.Close(ctx)
		report, err := s.Check(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(fmt.Sprint(report.Problems), test.want) {
			t.Errorf("after %s check finds %v", test.sql, report.Problems)
		}
		s.Close()
	}
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"kg.db": "kg.db",
		"postgres://u:secret@h:5432/db?sslmode=disable":  "postgres://u@h:5432/db?sslmode=disable",
		"postgres://u:se%2Fcret@h/db":                    "postgres://u@h/db",
		"postgres://u:se%cret@h/db":                      "postgres://h/db",
		"postgres://h/db?user=u&password=secret":         "postgres://h/db?user=u",
		"postgres://h/d%zz?password=secret&sslmode=x":    "postgres://h/d%zz?password=…&sslmode=x",
		"postgresql://u:sec@ret@h/db":                    "postgresql://u@h/db",
		"mysql://u:secret@h/db":                          "mysql://u@h/db",
		"postgres://u:secret@h/db?sslpassword=secret&x=": "postgres://u@h/db?x=",
	} {
		got := graph.Redact(in)
		if got != want {
			t.Errorf("Redact(%s) = %s, want %s", in, got, want)
		}
		if _, err := graph.Open(context.Background(), in+"?connect_timeout=nonsense", graph.OpenOptions{}); graph.IsAddress(in) && (err == nil || strings.Contains(err.Error(), "sec")) {
			t.Errorf("Open(%s): %v", in, err)
		}
	}
	if _, err := url.Parse(graph.Redact("postgres://u:p@h/db")); err != nil {
		t.Error(err)
	}
}

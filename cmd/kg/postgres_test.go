package main

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"kg/graph/postgres/pgtest"
	"kg/queries"
)

// TestPostgresAnswersAsAFolder runs each command on a folder and on a
// PostgreSQL database: they print the same.
func TestPostgresAnswersAsAFolder(t *testing.T) {
	pgtest.Server(t)
	folder, database := filepath.Join(t.TempDir(), "kg.db"), pgtest.Database(t)
	password := pgtest.Password(t)
	articles := filepath.Join("..", "..", "testdata", "articles")
	both := func(args ...string) (stdout string) {
		t.Helper()
		wantCode, want, wantErr := runKG(t, "", append(args, "--db", folder)...)
		code, got, gotErr := runKG(t, "", append(args, "--db", database)...)
		if code != wantCode || got != want || gotErr != wantErr {
			t.Errorf("kg %s: exit code %d, want %d\n%s\n%s", strings.Join(args, " "), code, wantCode, firstDifference(got, want), firstDifference(gotErr, wantErr))
		}
		if strings.Contains(got+gotErr, password) || strings.Contains(got+gotErr, url.QueryEscape(password)) {
			t.Errorf("kg %s prints the password", strings.Join(args, " "))
		}
		return got
	}
	both("load", articles)
	both("load", articles) // nothing new
	asked := 0
	for _, q := range queries.All() {
		for _, example := range q.Examples {
			if q.Name == "evidence" {
				continue // names a statement of another store
			}
			asked++
			both(append([]string{"query", q.Name, "--format", "json"}, shellWords(example)...)...)
		}
	}
	if asked < 15 {
		t.Errorf("only %d questions were asked", asked)
	}
	both("show", "Russia")
	both("show", "Rusia")
	both("articles", "--format", "json")
	both("export")
	both("export", "--base", "https://example.org/id/")
	both("gizmo", `g.V("<kg:Russia>").In("<rdf:subject>").Out("<rdf:predicate>").Unique().Count()`)
	both("gizmo", `g.V(`)
	both("check")
	source := filepath.ToSlash(filepath.Join(articles, "syria-vienna-talks.txt"))
	if list := both("articles", "--format", "tsv"); !strings.Contains(list, source) {
		line := strings.Split(strings.Split(list, "\n")[1], "\t")
		source = line[3]
	}
	both("show", source)
	both("export", "--article", source)
	both("remove", source)
	both("remove", source)
	both("export")
	both("check")
}

func TestPostgresErrors(t *testing.T) {
	server, err := url.Parse(pgtest.Server(t))
	if err != nil {
		t.Fatal(err)
	}
	password := pgtest.Password(t)
	foreign := pgtest.Database(t)
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, foreign)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE TABLE invoices (id int); CREATE SCHEMA apart"); err != nil {
		t.Fatal(err)
	}
	change := func(f func(u *url.URL)) string {
		u := *server
		f(&u)
		return u.String()
	}
	for _, test := range []struct {
		name, address string
		code          int
		says, hint    string
	}{
		{"no server", change(func(u *url.URL) { u.Host = "127.0.0.1:1" }), exitFailed, "the database cannot be reached", "see that the server runs"},
		{"no host", change(func(u *url.URL) { u.Host = "nowhere.invalid" }), exitFailed, "the database cannot be reached", "see that the server runs"},
		{"wrong password", change(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), password+"x") }), exitFailed, "password authentication failed", "check user and password"},
		{"no database", change(func(u *url.URL) { u.Path = "/kg_nothing_here" }), exitNoStore, "no such store: ", "createdb NAME makes a database"},
		{"foreign tables", foreign, exitFailed, "has other tables (invoices)", "a database of its own"},
		{"no port", strings.Replace(server.String(), server.Port(), "many", 1), exitUsage, "not the address of a PostgreSQL database", "name a folder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, _, stderr := runKG(t, "", "load", "--db", test.address, filepath.Join("..", "..", "testdata", "articles"))
			if code != test.code || !strings.Contains(stderr, test.says) || !strings.Contains(stderr, "hint: ") || !strings.Contains(stderr, test.hint) {
				t.Errorf("exit code %d, want %d: %s", code, test.code, stderr)
			}
			if strings.Contains(stderr, "secret") {
				t.Errorf("the password is told: %s", stderr)
			}
		})
	}
	t.Run("nothing loaded", func(t *testing.T) {
		code, _, stderr := runKG(t, "", "stats", "--db", pgtest.Database(t))
		if code != exitNoStore || !strings.Contains(stderr, "has no tables") || !strings.Contains(stderr, "kg load makes the tables") {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	})
	t.Run("a schema of its own", func(t *testing.T) {
		file := filepath.Join("..", "..", "testdata", "articles")
		if code, _, stderr := runKG(t, "", "load", "--db", foreign+"?search_path=apart", file); code != exitDone {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	})
	t.Run("by a variable", func(t *testing.T) {
		t.Setenv("PGPASSWORD", password)
		database := pgtest.Database(t)
		u, _ := url.Parse(database)
		u.User = url.User(u.User.Username())
		file := filepath.Join(t.TempDir(), "a.nq")
		if code, _, stderr := runKG(t, "", "load", "--db", u.String(), file); code != exitFailed || !strings.Contains(stderr, "a.nq") {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	})
}

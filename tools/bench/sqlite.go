package main

import (
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3", in C

	"kg/graph"
)

const sqliteSchema = `
CREATE TABLE terms (id INTEGER PRIMARY KEY, term TEXT NOT NULL);
CREATE TABLE quads (s INTEGER NOT NULL, p INTEGER NOT NULL, o INTEGER NOT NULL, g INTEGER NOT NULL);`

// sqliteIndexes are made after the load, which takes least.
const sqliteIndexes = `
CREATE UNIQUE INDEX term ON terms (term);
CREATE UNIQUE INDEX spog ON quads (s, p, o, g);
CREATE INDEX posg ON quads (p, o, s, g);
CREATE INDEX gspo ON quads (g, s, p, o);
ANALYZE;`

const termID = "(SELECT id FROM terms WHERE term = ?)"

// sqlFor says a draw in SQL.
func sqlFor(d *draw) (text string, args []any) {
	const from = "SELECT term FROM terms WHERE id IN (SELECT "
	switch d.Shape {
	case oneHop:
		return from + "o FROM quads WHERE s = " + termID + " AND p = " + termID + ")", []any{d.A, d.P}
	case twoHops:
		return from + "b.o FROM quads a JOIN quads b ON b.s = a.s WHERE a.p = " + termID + " AND a.o = " + termID + " AND b.p = " + termID + ")", []any{d.P, d.A, d.Q}
	case withType:
		return from + "a.o FROM quads a JOIN quads b ON b.s = a.o WHERE a.s = " + termID + " AND a.p = " + termID + " AND b.p = " + termID + " AND b.o = " + termID + ")",
			[]any{d.A, d.P, "<" + rdf + "type>", d.Class}
	case intersection:
		return from + "a.o FROM quads a JOIN quads b ON b.s = a.o WHERE a.s = " + termID + " AND a.p = " + termID + " AND b.p = " + termID + " AND b.o = " + termID + ")",
			[]any{d.A, d.P, d.Q, d.B}
	case byLabel:
		return from + "o FROM quads WHERE g = " + termID + " AND p = " + termID + ")", []any{d.Label, d.P}
	}
	return from + "s FROM quads WHERE p = " + termID + " AND o = " + termID + ")", []any{d.P, d.A}
}

func runSQLite(dir string, w *workload) (*result, error) {
	r := &result{}
	address := filepath.Join(dir, "quads.sqlite") + "?_journal_mode=WAL&_synchronous=FULL&_cache_size=-65536"
	err := r.measureLoad(func() error {
		db, err := sql.Open("sqlite3", address)
		if err != nil {
			return err
		}
		defer db.Close()
		return loadSQLite(db, w.File)
	})
	if err != nil {
		return nil, err
	}
	r.DiskMB = folderMB(dir)
	begin := time.Now()
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		return nil, err
	}
	r.OpenMS = time.Since(begin).Seconds() * 1000
	if err := r.measureQueries(w, func(d *draw) (int, error) { return askSQLite(db, d) }); err != nil {
		return nil, err
	}
	return r, r.measureArticles(w, func(texts []string) error {
		return addSQLite(db, strings.NewReader(strings.Join(texts, "")))
	})
}

func askSQLite(db *sql.DB, d *draw) (n int, err error) {
	text, args := sqlFor(d)
	rows, err := db.Query(text, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		var term string
		if err := rows.Scan(&term); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// loadSQLite fills the tables in one transaction and then makes the indexes.
// The dictionary is held in memory while it loads.
func loadSQLite(db *sql.DB, path string) error {
	if _, err := db.Exec(sqliteSchema); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insertTerm, err := tx.Prepare("INSERT INTO terms VALUES (?, ?)")
	if err != nil {
		return err
	}
	insertQuad, err := tx.Prepare("INSERT INTO quads VALUES (?, ?, ?, ?)")
	if err != nil {
		return err
	}
	ids := make(map[string]int64)
	id := func(text []byte) (int64, error) {
		if n, ok := ids[string(text)]; ok {
			return n, nil
		}
		n, term := int64(len(ids)+1), string(text)
		ids[term] = n
		_, err := insertTerm.Exec(n, term)
		return n, err
	}
	err = eachQuad(f, func(terms [4][]byte) error {
		var k [4]any
		for i, t := range terms {
			n, err := id(t)
			if err != nil {
				return err
			}
			k[i] = n
		}
		_, err := insertQuad.Exec(k[:]...)
		return err
	})
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.Exec(sqliteIndexes)
	return err
}

// addSQLite stores quads in a transaction.
func addSQLite(db *sql.DB, r io.Reader) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	addTerm, err := tx.Prepare("INSERT OR IGNORE INTO terms (term) VALUES (?)")
	if err != nil {
		return err
	}
	addQuad, err := tx.Prepare("INSERT OR IGNORE INTO quads VALUES (" + termID + ", " + termID + ", " + termID + ", " + termID + ")")
	if err != nil {
		return err
	}
	seen := make(map[string]bool)
	err = eachQuad(r, func(terms [4][]byte) error {
		var k [4]any
		for i, t := range terms {
			term := string(t)
			k[i] = term
			if seen[term] {
				continue
			}
			seen[term] = true
			if _, err := addTerm.Exec(term); err != nil {
				return err
			}
		}
		_, err := addQuad.Exec(k[:]...)
		return err
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}

// eachQuad reads N-Quads with kg's own reader, so that reading is the same for
// both. The terms hold until the next quad.
func eachQuad(r io.Reader, use func([4][]byte) error) error {
	in := graph.NewNQuadsReader(r)
	var buf [4][]byte
	for {
		q, err := in.ReadRaw()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i, t := range [4]*graph.RawTerm{&q.Subject, &q.Predicate, &q.Object, &q.Graph} {
			buf[i] = appendTerm(buf[i][:0], t)
		}
		if err := use(buf); err != nil {
			return err
		}
	}
}

func appendTerm(dst []byte, t *graph.RawTerm) []byte {
	switch t.Kind {
	case graph.IRITerm:
		return append(append(append(dst, '<'), t.Value...), '>')
	case graph.BlankTerm:
		return append(append(dst, "_:"...), t.Value...)
	case graph.LiteralTerm:
		dst = append(append(append(dst, '"'), t.Value...), '"')
		if len(t.Lang) > 0 {
			return append(append(dst, '@'), t.Lang...)
		}
		if len(t.Datatype) > 0 {
			dst = append(append(append(dst, "^^<"...), t.Datatype...), '>')
		}
	}
	return dst
}

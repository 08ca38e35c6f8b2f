package main

import (
	"context"
	"os"
	"time"

	"github.com/cayleygraph/cayley/clog"
	cayley "github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/kv/bolt" // Cayley's store on bolt
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/gizmo" // the language
	_ "github.com/cayleygraph/cayley/writer"      // the writer "single"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
)

// runCayley does what `cayley init`, `cayley load` and `cayley query` do with
// the store bolt.
func runCayley(dir string, w *workload) (*result, error) {
	clog.SetV(-1)
	r := &result{}
	err := r.measureLoad(func() error {
		if err := cayley.InitQuadStore("bolt", dir, nil); err != nil {
			return err
		}
		qs, err := cayley.NewQuadStore("bolt", dir, nil)
		if err != nil {
			return err
		}
		defer qs.Close()
		f, err := os.Open(w.File)
		if err != nil {
			return err
		}
		defer f.Close()
		qw, err := qs.NewQuadWriter()
		if err != nil {
			return err
		}
		if _, err := quad.CopyBatch(qw, nquads.NewReader(f, false), quad.DefaultBatch); err != nil {
			return err
		}
		return qw.Close()
	})
	if err != nil {
		return nil, err
	}
	r.DiskMB = folderMB(dir)
	begin := time.Now()
	qs, err := cayley.NewQuadStore("bolt", dir, nil)
	if err != nil {
		return nil, err
	}
	defer qs.Close()
	r.OpenMS = time.Since(begin).Seconds() * 1000
	return r, r.measureQueries(w, func(d *draw) (n int, err error) {
		ctx, cancel := context.WithTimeout(context.Background(), timeAllowed)
		defer cancel()
		it, err := query.NewSession(qs, "gizmo").Execute(ctx, d.gizmo(), query.Options{Collation: query.Raw, Limit: -1})
		if err != nil {
			return 0, err
		}
		defer it.Close()
		for it.Next(ctx) {
			n++
		}
		if ctx.Err() != nil { // the time allowed for all is over, too
			return n, nil
		}
		return n, it.Err()
	})
}

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kg/graph"
)

// countingWriter counts bytes.
type countingWriter int64

func (w *countingWriter) Write(p []byte) (int, error) {
	*w += countingWriter(len(p))
	return len(p), nil
}

func runKG(dir string, w *workload) (*result, error) {
	ctx := context.Background()
	path := filepath.Join(dir, "kg.db")
	r := &result{}
	err := r.measureLoad(func() error {
		s, err := graph.Open(ctx, path, graph.OpenOptions{Create: true})
		if err != nil {
			return err
		}
		f, err := os.Open(w.File)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := s.LoadNQuads(ctx, f, w.File); err != nil {
			return err
		}
		return s.Close()
	})
	if err != nil {
		return nil, err
	}
	r.DiskMB = folderMB(path)
	begin := time.Now()
	s, err := graph.Open(ctx, path, graph.OpenOptions{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	r.OpenMS = time.Since(begin).Seconds() * 1000
	err = r.measureQueries(w, func(d *draw) (int, error) {
		answer, err := s.Query(ctx, "gizmo", d.gizmo(), graph.QueryOptions{})
		if err != nil {
			return 0, err
		}
		return len(answer.Rows), nil
	})
	if err != nil {
		return nil, err
	}
	var out countingWriter
	cpu := cpuSeconds()
	if err := s.Export(ctx, &out, graph.ExportOptions{}); err != nil {
		return nil, err
	}
	r.ExportMBs = float64(out) / 1e6 / (cpuSeconds() - cpu)
	return r, r.measureArticles(w, func(texts []string) error {
		_, err := s.LoadNQuads(ctx, strings.NewReader(strings.Join(texts, "")), "article")
		return err
	})
}

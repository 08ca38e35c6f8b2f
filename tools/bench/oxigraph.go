package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed oxigraph.mjs
var oxigraphScript []byte

// runOxigraph does the workload in node with the npm package oxigraph, which
// lies in the folder KG_OXIGRAPH (see the Makefile). It is skipped without it.
func runOxigraph(dir string, w *workload) (*result, error) {
	modules := os.Getenv("KG_OXIGRAPH")
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "oxigraph")); modules == "" || err != nil {
		return &result{Skipped: "KG_OXIGRAPH names no folder with the npm package oxigraph; `make bench` installs it where npm is there"}, nil
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return &result{Skipped: "there is no node"}, nil
	}
	script := filepath.Join(dir, "oxigraph.mjs")
	if err := os.WriteFile(script, oxigraphScript, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(node, "--max-old-space-size=8192", script, modules, w.File+".json")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("node: %w", err)
	}
	var r result
	return &r, json.Unmarshal(out, &r)
}

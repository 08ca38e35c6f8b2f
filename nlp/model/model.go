// Package model holds the trained network that package nlp reads English with.
// README.md is its card; `make train` writes its files.
package model

import (
	_ "embed"

	"kg/nlp/neural"
)

//go:embed net.bin
var net []byte

//go:embed vectors.bin
var vectors []byte

// Open loads the embedded model. Load it once; it is safe for concurrent use.
func Open() (*neural.Model, error) { return neural.Load(net, vectors) }

//go:build !linux

package web

import "os/exec"

// limitMemory does nothing here: the script's own bound holds.
func limitMemory(int64) {}

// endWithParent does nothing here: a worker ends when its input does.
func endWithParent(*exec.Cmd) {}

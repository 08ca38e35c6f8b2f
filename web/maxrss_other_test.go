//go:build !linux

package web

// maxrssUnit is 0 where the memory of a worker has no bound.
const maxrssUnit = 0

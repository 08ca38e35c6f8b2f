// Package dateparser stands in for github.com/markusmobius/go-dateparser,
// which go-trafilatura pulls in by way of go-htmldate (see replace in go.mod).
// The real one builds tables of 200 languages whenever a program starts, a
// fifth of a second for each kg; a page's date is read by package loaders from
// its data for machines, and nothing here is ever called.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way to read a date.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource tells which date an incomplete one means.
type PreferredDateSource uint8

// Past is the preference that go-htmldate names.
const Past PreferredDateSource = 1

// Configuration is what go-htmldate sets.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads no date.
type Parser struct{ ParserTypes []ParserType }

// Date is a time that was read.
type Date struct{ Time time.Time }

// Parse fails: dates are read elsewhere.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("no dates are read here")
}

package loaders

import (
	"errors"
	"fmt"
)

// What can be wrong with a source. A SourceError wraps one of these.
var (
	ErrMissing    = errors.New("no such file or folder")
	ErrPermission = errors.New("no permission to read it")
	ErrEmpty      = errors.New("it is empty")
	ErrBinary     = errors.New("it is not text")
	ErrTooLarge   = errors.New("it is too large for one article")
	ErrEncoding   = errors.New("its text encoding is broken or unknown")
	ErrLanguage   = errors.New("it is not in English")
	ErrNoArticle  = errors.New("it holds no article")
	ErrUnreadable = errors.New("it cannot be read")
)

// SourceError tells which source failed, why, and what to do about it.
type SourceError struct {
	Source string // as it was named
	Err    error  // wraps one of the errors of this package
	Hint   string // what to do, "" where there is nothing to say
}

func (e *SourceError) Error() string { return e.Source + ": " + e.Err.Error() }

// Unwrap gives the cause.
func (e *SourceError) Unwrap() error { return e.Err }

// wrong makes a SourceError of one of this package's errors, with more detail
// in parentheses where there is some.
func wrong(source string, kind error, detail, hint string) *SourceError {
	err := kind
	if detail != "" {
		err = fmt.Errorf("%w (%s)", kind, detail)
	}
	return &SourceError{Source: source, Err: err, Hint: hint}
}

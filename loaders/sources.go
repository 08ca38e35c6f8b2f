package loaders

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Kind tells what a source holds.
type Kind int

// The kinds of sources.
const (
	Unknown Kind = iota // to be told from its bytes
	Text
	HTML
	NQuads
	Feed // RSS, Atom or JSON Feed: an article an entry
	Zip
	Tar  // also packed with gzip
	WARC // a web archive, ISO 28500
)

// Stdin is the name of the source that stands for standard input.
const Stdin = "-"

// Item is one thing to read: a file, standard input, or a member of a feed or
// an archive.
type Item struct {
	Name string // slash-separated clean path, the address of a feed's or web archive's article, or Stdin
	Kind Kind
	Err  error // a *SourceError where the source cannot be read at all

	packed bool   // a member of a container
	data   []byte // its bytes
	entry  *entry // what a feed says of it
}

// kinds are the file names that a folder is searched for.
var kinds = []struct {
	suffix string
	kind   Kind
}{
	{".txt", Text}, {".text", Text}, {".md", Text},
	{".html", HTML}, {".htm", HTML}, {".xhtml", HTML},
	{".nq", NQuads},
	{".rss", Feed}, {".atom", Feed},
	{".zip", Zip}, {".tar", Tar}, {".tgz", Tar}, {".warc", WARC},
}

// KindOf tells by a file's name what it holds; a final .gz says that it is
// packed.
func KindOf(name string) Kind {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	for _, k := range kinds {
		if strings.HasSuffix(name, k.suffix) {
			return k.kind
		}
	}
	return Unknown
}

// Expand resolves files, folders and globs to the items to read, in the order
// named, folders in sorted order, none twice. What cannot be read is an item
// with an error.
func Expand(ctx context.Context, sources []string) []Item {
	e := expansion{seen: map[string]bool{}}
	for _, source := range sources {
		if ctx.Err() != nil {
			break
		}
		e.source(ctx, source)
	}
	return e.items
}

type expansion struct {
	items []Item
	seen  map[string]bool
}

func (e *expansion) add(item Item) {
	if e.seen[item.Name] {
		return
	}
	e.seen[item.Name] = true
	e.items = append(e.items, item)
}

func (e *expansion) fail(name string, err *SourceError) { e.add(Item{Name: name, Err: err}) }

func (e *expansion) source(ctx context.Context, source string) {
	if source == Stdin {
		e.add(Item{Name: Stdin})
		return
	}
	if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
		e.fail(source, wrong(source, ErrUnreadable, "addresses are not fetched",
			"save the page and load the file, or pipe it: curl -sL ADDRESS | kg load -"))
		return
	}
	name := clean(source)
	info, err := os.Stat(source)
	switch {
	case err == nil && info.IsDir():
		e.folder(ctx, source)
	case err == nil:
		e.add(Item{Name: name, Kind: KindOf(name)})
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(source, "*?["):
		e.glob(ctx, source)
	default:
		e.fail(name, openError(name, err))
	}
}

// clean gives a path in one spelling on every system.
func clean(path string) string { return filepath.ToSlash(filepath.Clean(path)) }

func (e *expansion) glob(ctx context.Context, pattern string) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		e.fail(pattern, wrong(pattern, ErrMissing, "the pattern is not well formed", "quote [ as \\[ or name the files"))
		return
	}
	if len(names) == 0 {
		e.fail(pattern, wrong(pattern, ErrMissing, "no file matches the pattern", "check the folder's name"))
		return
	}
	sort.Strings(names)
	for _, name := range names {
		e.source(ctx, name)
	}
}

func (e *expansion) folder(ctx context.Context, folder string) {
	before := len(e.items)
	known := false
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name := clean(path)
		if err != nil {
			e.fail(name, openError(name, err))
			return nil
		}
		if strings.HasPrefix(entry.Name(), ".") && path != folder {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if kind := KindOf(name); kind != Unknown && regular(path, entry) {
			known = true
			e.add(Item{Name: name, Kind: kind})
		}
		return nil
	})
	if err == nil && !known && len(e.items) == before {
		e.fail(clean(folder), wrong(clean(folder), ErrEmpty, "no file that can be read in the folder: .txt, .md, .html, .nq, feeds and archives",
			"name files of other endings one by one"))
	}
}

// regular tells whether an entry of a folder is a file, or a link to one:
// pipes and devices are read only when they are named.
func regular(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// openError explains why a file or folder cannot be opened or read.
func openError(name string, err error) *SourceError {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrong(name, ErrMissing, "", "check the spelling; paths are relative to the working folder")
	case errors.Is(err, fs.ErrPermission):
		return wrong(name, ErrPermission, "", "chmod +r it (a folder needs +rx), or run as its owner")
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return wrong(name, ErrUnreadable, err.Error(), "")
}

package loaders

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"mime"
	"net/http"
	"net/textproto"
	"os"
	"path"
	"strconv"
	"strings"
)

// Items gives what there is to read under the sources, in order: files as
// [Expand] finds them, and in the place of a feed, a zip or tar archive or a
// WARC file what it holds, none twice. Members are read as they are asked for.
func (l *Loader) Items(ctx context.Context, sources []string) iter.Seq[Item] {
	return l.unpack(ctx, Expand(ctx, sources))
}

func (l *Loader) unpack(ctx context.Context, items []Item) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		seen := map[string]bool{}
		next := func(item Item) bool {
			if item.Err == nil && seen[item.Name] {
				return true
			}
			seen[item.Name] = true
			return ctx.Err() == nil && yield(item)
		}
		for _, item := range items {
			item = l.settle(item)
			if !item.Kind.container() || item.Err != nil {
				if !next(item) {
					return
				}
				continue
			}
			n, stopped := 0, false
			err := l.members(item, func(member Item) bool {
				n++
				stopped = !next(member)
				return !stopped
			})
			if stopped {
				return
			}
			if err == nil && n == 0 {
				err = wrong(item.Name, ErrEmpty, "nothing in it that can be read", "it wants .txt, .md, .html, .nq files or, in a feed, entries with text")
			}
			if err != nil {
				item.Err = err
				if !yield(item) {
					return
				}
			}
		}
	}
}

// container tells whether a kind holds several items.
func (k Kind) container() bool { return k == Feed || k == Zip || k == Tar || k == WARC }

// members calls yield with one member of a container after the other until it
// returns false.
func (l *Loader) members(container Item, yield func(Item) bool) error {
	switch container.Kind {
	case Feed:
		return l.feed(container, yield)
	case Zip:
		return l.zip(container, yield)
	case Tar:
		return l.tar(container, yield)
	default:
		return l.warc(container, yield)
	}
}

// member makes the item of one file in an archive; ok is false for what a
// folder would not be searched for either.
func member(archive, name string) (item Item, ok bool) {
	name = path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))
	for part := range strings.SplitSeq(name[1:], "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return item, false
		}
	}
	kind := KindOf(name)
	if kind.container() {
		return Item{Name: archive + name, Err: wrong(archive+name, ErrUnreadable, "a container within a container", "unpack the outer one first")}, true
	}
	return Item{Name: archive + name, Kind: kind, packed: true}, kind != Unknown
}

// fill reads a member's bytes, at most MaxBytes of them.
func (item *Item) fill(in io.Reader) {
	data, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	switch {
	case err != nil:
		item.Err = wrong(item.Name, ErrUnreadable, err.Error(), "unpack the archive and look at the file")
	case len(data) > MaxBytes:
		item.Err = tooLarge(item.Name)
	}
	item.data = data
}

func (l *Loader) zip(item Item, yield func(Item) bool) error {
	archive, err := zip.OpenReader(item.Name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			return openError(item.Name, err)
		}
		return wrong(item.Name, ErrUnreadable, err.Error(), "is it a whole zip archive? unzip -t tells")
	}
	defer archive.Close()
	for _, file := range archive.File {
		m, ok := member(item.Name, file.Name)
		if !ok || file.FileInfo().IsDir() {
			continue
		}
		if m.Err == nil {
			in, err := file.Open()
			if err != nil {
				m.Err = wrong(m.Name, ErrUnreadable, err.Error(), "unpack the archive and load the files")
			} else {
				m.fill(in)
				in.Close()
			}
		}
		if !yield(m) {
			return nil
		}
	}
	return nil
}

func (l *Loader) tar(item Item, yield func(Item) bool) error {
	in, closer, err := openPacked(item.Name)
	if err != nil {
		return err
	}
	defer closer()
	archive := tar.NewReader(in)
	for {
		file, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return wrong(item.Name, ErrUnreadable, err.Error(), "is it a whole tar archive? tar -tf tells")
		}
		m, ok := member(item.Name, file.Name)
		if !ok || file.Typeflag != tar.TypeReg {
			continue
		}
		if m.Err == nil {
			m.fill(archive)
		}
		if !yield(m) {
			return nil
		}
	}
}

// warc yields the pages of a web archive (ISO 28500, WARC 1.0 and 1.1): the
// responses of status 200 whose content is HTML or plain text. They go by the
// address that was fetched.
func (l *Loader) warc(item Item, yield func(Item) bool) error {
	broken := func(err error) error {
		return wrong(item.Name, ErrUnreadable, err.Error(), "is it a whole WARC file?")
	}
	file, closer, err := openPacked(item.Name)
	if err != nil {
		return err
	}
	defer closer()
	in := bufio.NewReader(file)
	for {
		header, err := warcHeader(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		size, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
		if err != nil || size < 0 {
			return broken(fmt.Errorf("a record's Content-Length is %q", header.Get("Content-Length")))
		}
		block := &io.LimitedReader{R: in, N: size}
		if m, ok := page200(header, block); ok && !yield(m) {
			return nil
		}
		if _, err := io.Copy(io.Discard, block); err != nil {
			return broken(err)
		}
		if block.N > 0 {
			return broken(io.ErrUnexpectedEOF)
		}
	}
}

// warcHeader reads the named fields of the next record; io.EOF after the last.
// A WARC header has the form of a MIME header below a line with the version.
func warcHeader(in *bufio.Reader) (textproto.MIMEHeader, error) {
	lines := textproto.NewReader(in)
	version := ""
	for version == "" { // two empty lines part the records
		var err error
		if version, err = lines.ReadLine(); err != nil {
			return nil, err
		}
	}
	if !strings.HasPrefix(version, "WARC/1.") {
		return nil, fmt.Errorf("a record begins with %.20q and not with WARC/1.0 or WARC/1.1", version)
	}
	header, err := lines.ReadMIMEHeader()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return header, err
}

// page200 makes an item of a record that holds a fetched page.
func page200(header textproto.MIMEHeader, block io.Reader) (item Item, ok bool) {
	if header.Get("WARC-Type") != "response" {
		return item, false
	}
	response, err := http.ReadResponse(bufio.NewReader(block), nil)
	if err != nil {
		return item, false
	}
	defer response.Body.Close()
	media, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	kind := map[string]Kind{"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": Text}[media]
	if err != nil || response.StatusCode != http.StatusOK || kind == Unknown {
		return item, false
	}
	address := strings.Trim(header.Get("WARC-Target-URI"), "<>") // wget writes the brackets
	item = Item{Name: address, Kind: kind, packed: true}
	body := io.Reader(response.Body)
	switch encoding := response.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		if body, err = gzip.NewReader(body); err != nil {
			item.Err = wrong(address, ErrUnreadable, err.Error(), "")
			return item, true
		}
	default:
		item.Err = wrong(address, ErrUnreadable, fmt.Sprintf("its content is packed with %q", encoding), "archive the page unpacked or with gzip")
		return item, true
	}
	item.fill(body)
	return item, true
}

// openPacked opens a file, unpacked where its name says gzip.
func openPacked(name string) (io.Reader, func(), error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, openError(name, err)
	}
	in, err := unpacked(name, file)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return in, func() { file.Close() }, nil
}

// unpacked gives the bytes of a file, unpacked where its name says gzip.
func unpacked(name string, in io.Reader) (io.Reader, error) {
	if lower := strings.ToLower(name); !strings.HasSuffix(lower, ".gz") && !strings.HasSuffix(lower, ".tgz") {
		return in, nil
	}
	out, err := gzip.NewReader(bufio.NewReaderSize(in, 1<<16))
	if err != nil {
		return nil, wrong(name, ErrUnreadable, err.Error(), "is it gzip? gunzip -t tells")
	}
	return out, nil
}

// contents opens an item: a member's bytes, a file or standard input.
func (l *Loader) contents(item Item) (io.Reader, func(), error) {
	switch {
	case item.packed:
		in, err := unpacked(item.Name, bytes.NewReader(item.data))
		return in, func() {}, err
	case item.Name == Stdin && l.opts.Stdin == nil:
		return nil, nil, wrong(Stdin, ErrUnreadable, "there is no standard input", "")
	case item.Name == Stdin:
		return l.opts.Stdin, func() {}, nil
	}
	return openPacked(item.Name)
}

func tooLarge(name string) *SourceError {
	return wrong(name, ErrTooLarge, fmt.Sprintf("over %d MB", MaxBytes>>20), "split it into one file an article")
}

package loaders

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"kg/graph"
)

// file is a member of a test's archive.
type file struct{ name, text string }

const pageOf = "<!DOCTYPE html><html><head><title>Ministers meet</title></head><body><article><p>%s</p></article></body></html>"

func zipped(t testing.TB, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		m, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t testing.TB, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o600, Size: int64(len(f.text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func packed(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// warcRecord writes a record of a web archive by the letter of the standard.
func warcRecord(kind, address, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"+
		"WARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, len(address), address, kind, len(block), block)
}

func httpAnswer(head, body string) string {
	return "HTTP/1.1 " + head + fmt.Sprintf("\r\nContent-Length: %d\r\n\r\n", len(body)) + body
}

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Valley Post</title><link>https://valley.example/</link><description>News</description>
<item><title>Ministers &amp; envoys meet</title><link>https://valley.example/1</link><guid>1</guid><pubDate>Tue, 05 Mar 2024 23:30:00 -0500</pubDate>
<description>A summary.</description><content:encoded><![CDATA[<p>%[1]s</p><script>alert("The ministers met the president in the capital.")</script>]]></content:encoded></item>
<item><title>No text</title><link>https://valley.example/2</link><description>Read more</description></item>
<item><title>The second day</title><guid isPermaLink="false">tag: 3</guid><description>%[1]s</description></item>
</channel></rss>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Hill Gazette</title><id>urn:1</id><updated>2024-03-06T00:00:00Z</updated>
<entry><title>Ministers meet</title><id>urn:2</id><link href="https://hill.example/1"/><updated>2024-03-06T07:00:00Z</updated><content type="html">&lt;p&gt;%s&lt;/p&gt;</content></entry></feed>`

const jsonFeed = `{"version": "https://jsonfeed.org/version/1.1", "title": "Coast", "items": [{"id": "1", "url": "https://coast.example/1", "title": "Ministers meet", "content_text": %q, "date_published": "2024-03-06T07:00:00+02:00"}]}`

// got is a short account of what was read.
func got(l *Loader, sources ...string) (lines []string) {
	l.Load(context.Background(), sources, func(a graph.Article, err error) bool {
		if err != nil {
			lines = append(lines, "error: "+err.Error())
		} else {
			lines = append(lines, strings.Join([]string{a.Source, a.Title, a.Published, a.Publisher}, " | "))
		}
		return true
	})
	return lines
}

func TestContainers(t *testing.T) {
	page := fmt.Sprintf(pageOf, english)
	tests := []struct {
		name, file string
		data       []byte
		want       []string // DIR stands for the folder
	}{
		{"zip", "a.zip", zipped(t, file{"b/two.html", page}, file{"one.txt", "Ministers meet\n" + english}, file{"b/photo.jpg", "x"},
			file{"__MACOSX/one.txt", english}, file{".hidden.txt", english}, file{"../../up.txt", english}, file{"empty.txt", ""}, file{"in.zip", "PK"}), []string{
			"DIR/a.zip/b/two.html | Ministers meet |  | ", "DIR/a.zip/one.txt | Ministers meet |  | ", "DIR/a.zip/up.txt |  |  | ",
			"error: DIR/a.zip/empty.txt: it is empty", "error: DIR/a.zip/in.zip: it cannot be read (a container within a container)"}},
		{"tar", "a.tar", tarred(t, file{"one.txt", english}), []string{"DIR/a.tar/one.txt |  |  | "}},
		{"packed tar", "a.tar.gz", packed(t, tarred(t, file{"one.txt", english})), []string{"DIR/a.tar.gz/one.txt |  |  | "}},
		{"packed text", "one.txt.gz", packed(t, []byte(english)), []string{"DIR/one.txt.gz |  |  | "}},
		{"packed text in an archive", "a.zip", zipped(t, file{"one.txt.gz", string(packed(t, []byte(english)))}), []string{"DIR/a.zip/one.txt.gz |  |  | "}},
		{"archive of nothing", "a.zip", zipped(t, file{"photo.jpg", "x"}), []string{"error: DIR/a.zip: it is empty (nothing in it that can be read)"}},
		{"RSS", "a.rss", fmt.Appendf(nil, rss, english), []string{
			"https://valley.example/1 | Ministers & envoys meet | 2024-03-05 | The Valley Post",
			"error: https://valley.example/2: it holds no article (the feed gives no text of it)",
			"DIR/a.rss#tag:_3 | The second day |  | The Valley Post"}},
		{"Atom under another name", "a.xml", fmt.Appendf(nil, atomFeed, english), []string{"https://hill.example/1 | Ministers meet | 2024-03-06 | Hill Gazette"}},
		{"JSON feed", "a.json", fmt.Appendf(nil, jsonFeed, english), []string{"https://coast.example/1 | Ministers meet | 2024-03-06 | Coast"}},
		{"the same entry twice", "a.zip", zipped(t, file{"one.txt", english}, file{"./one.txt", english}), []string{"DIR/a.zip/one.txt |  |  | "}},
		{"web archive", "a.warc.gz", slices.Concat(
			packed(t, []byte(warcRecord("request", "https://w.example/1", "GET / HTTP/1.1\r\n\r\n"))),
			packed(t, []byte(warcRecord("response", "https://w.example/1", httpAnswer("200 OK\r\nContent-Type: text/html; charset=utf-8", page)))),
			packed(t, []byte(warcRecord("response", "https://w.example/22", httpAnswer("404 Not Found\r\nContent-Type: text/html", page)))),
			packed(t, []byte(warcRecord("response", "https://w.example/333", httpAnswer("200 OK\r\nContent-Type: image/png", "x")))),
			packed(t, []byte(warcRecord("response", "<https://w.example/4444>", httpAnswer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", string(packed(t, []byte(page))))))),
			packed(t, []byte(warcRecord("response", "https://w.example/55555", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"+
				fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(english), english)))),
		), []string{"https://w.example/1 | Ministers meet |  | ", "https://w.example/4444 | Ministers meet |  | ", "https://w.example/55555 |  |  | "}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			lines := got(newLoader(t, Options{}), write(t, dir, test.file, test.data))
			for i := range lines {
				lines[i] = strings.ReplaceAll(lines[i], dir, "DIR")
			}
			if !slices.Equal(lines, test.want) {
				t.Errorf("read\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestFeedDropsScripts(t *testing.T) {
	l := newLoader(t, Options{Stdin: strings.NewReader(fmt.Sprintf(rss, english))})
	var texts []string
	l.Load(context.Background(), []string{Stdin}, func(a graph.Article, err error) bool {
		if err == nil {
			texts = append(texts, a.Text)
		}
		return true
	})
	if len(texts) != 2 || strings.Contains(texts[0], "alert") || !strings.HasPrefix(texts[0], "Ministers & envoys meet\n\nThe ministers") {
		t.Errorf("read from standard input: %q", texts)
	}
}

func TestDamagedContainers(t *testing.T) {
	whole := map[string][]byte{
		"a.zip":    zipped(t, file{"one.txt", english}, file{"two.txt", english}),
		"a.tar":    tarred(t, file{"one.txt", english}),
		"a.tar.gz": packed(t, tarred(t, file{"one.txt", english})),
		"a.rss":    fmt.Appendf(nil, rss, english),
		"a.warc":   []byte(warcRecord("response", "https://w.example/1", httpAnswer("200 OK\r\nContent-Type: text/plain", english))),
	}
	for name, data := range whole {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for n := range 40 {
				path := write(t, dir, name, data[:len(data)*n/40])
				for _, err := range errorsOf(newLoader(t, Options{}), path) {
					if e := (*SourceError)(nil); !errors.As(err, &e) {
						t.Errorf("cut at %d of 40: %v is no SourceError", n, err)
					}
				}
			}
			path := write(t, dir, name, nil)
			if len(errorsOf(newLoader(t, Options{}), path)) == 0 {
				t.Error("an empty file gives no error")
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if len(errorsOf(newLoader(t, Options{}), path)) == 0 {
				t.Error("a missing file gives no error")
			}
		})
	}
}

func errorsOf(l *Loader, source string) (errs []error) {
	l.Load(context.Background(), []string{source}, func(_ graph.Article, err error) bool {
		if err != nil {
			errs = append(errs, err)
		}
		return true
	})
	return errs
}

func TestLargeMember(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "a.zip", zipped(t, file{"bomb.txt", strings.Repeat(" ", MaxBytes+1)}))
	errs := errorsOf(newLoader(t, Options{}), path)
	if len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) {
		t.Errorf("errors %v, want one that says it is too large", errs)
	}
}

func FuzzContainers(f *testing.F) {
	kinds := []string{"a.zip", "a.tar", "a.tar.gz", "a.rss", "a.warc"}
	f.Add(0, zipped(f, file{"one.txt", english}))
	f.Add(1, tarred(f, file{"one.txt", english}))
	f.Add(2, packed(f, tarred(f, file{"one.txt", english})))
	f.Add(3, fmt.Appendf(nil, rss, english))
	f.Add(3, fmt.Appendf(nil, atomFeed, english))
	f.Add(4, []byte(warcRecord("response", "https://w.example/1", httpAnswer("200 OK\r\nContent-Type: text/plain", english))))
	l := newLoader(f, Options{AnyLanguage: true})
	f.Fuzz(func(t *testing.T, kind int, data []byte) {
		if kind < 0 {
			kind = -(kind + 1)
		}
		path := write(t, t.TempDir(), kinds[kind%len(kinds)], data)
		for _, err := range errorsOf(l, path) {
			if e := (*SourceError)(nil); !errors.As(err, &e) || strings.Contains(err.Error(), "internal error") {
				t.Errorf("%v", err)
			}
		}
	})
}

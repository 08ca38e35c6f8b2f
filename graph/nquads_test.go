package graph

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"gonum.org/v1/gonum/graph/formats/rdf"
)

// w3c gives the folder of the W3C's test suites, or skips.
func w3c(t testing.TB, under string) string {
	root := os.Getenv("KG_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	dir := filepath.Join(root, "data", "w3c", filepath.FromSlash(under))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no W3C test suites: set KG_DATA to the folder that holds data/w3c (%v)", err)
	}
	return dir
}

func readAll(r *NQuadsReader) ([]Quad, error) {
	var all []Quad
	for {
		q, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, q)
	}
}

func canonicalLines(t *testing.T, quads []Quad) string {
	var b bytes.Buffer
	w := NewNQuadsWriter(&b)
	for _, q := range quads {
		if err := w.Write(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestW3CNQuads11(t *testing.T) {
	dir := w3c(t, "rdf/rdf11/rdf-n-quads")
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest.ttl"))
	if err != nil {
		t.Fatal(err)
	}
	cases := regexp.MustCompile(`mf:action +<([^>]+)>`).FindAllSubmatch(manifest, -1)
	if len(cases) != 87 {
		t.Errorf("%d cases, not 87", len(cases))
	}
	for _, c := range cases {
		name := string(c[1])
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		quads, err := readAll(NewNQuadsReader(bytes.NewReader(data)))
		if bad := strings.Contains(name, "-bad-"); bad != (err != nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err != nil {
			continue
		}
		again, err := readAll(NewNQuadsReader(strings.NewReader(canonicalLines(t, quads))))
		if err != nil || fmt.Sprint(again) != fmt.Sprint(quads) {
			t.Errorf("%s: written and read again: %v\n%v\n%v", name, err, quads, again)
		}
	}
}

func TestW3CCanonicalForm(t *testing.T) {
	dir := w3c(t, "rdf/rdf12/rdf-n-quads/c14n")
	files, _ := filepath.Glob(filepath.Join(dir, "*-c14n.nq"))
	n := 0
	for _, file := range files {
		name := strings.TrimSuffix(file, "-c14n.nq")
		if strings.Contains(name, "triple-term") {
			continue // RDF 1.2's terms are not those of N-Quads 1.1
		}
		want, _ := os.ReadFile(file)
		data, err := os.ReadFile(name + ".nq")
		if err != nil {
			t.Fatal(err)
		}
		r := NewNQuadsReader(bytes.NewReader(data))
		r.Directions = true
		quads, err := readAll(r)
		for i := range quads {
			quads[i].Object.Lang = strings.ToLower(quads[i].Object.Lang) // as RDF 1.2 asks of its canonical form
		}
		if got := canonicalLines(t, quads); err != nil || got != string(want) {
			t.Errorf("%s: %v\n got %s\nwant %s", filepath.Base(name), err, got, want)
		}
		n++
	}
	if n < 30 {
		t.Errorf("only %d cases", n)
	}
}

func TestNQuadsErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"<kg:a> <kg:b> <kg:c> .\n<kg:a> <kg:b>\n", `f.nq:2:14: expected an object, which is <an IRI>, _:a blank node or "a literal", not the end of the line`},
		{"\r\n\r\n<kg:é> <b> <kg:c> .", "f.nq:3:8: the IRI is not absolute"},
		{"<kg:a> <kg:b> <kg:c d> .", "f.nq:1:20: an IRI cannot hold ' '"},
		{"<kg:a> <kg:b> <kg:\\u0020> .", "f.nq:1:15: an escape puts ' ' into the IRI"},
		{"<kg:a> <kg:b> <kg:\\u003E> .", "f.nq:1:15: an escape puts '>' into the IRI"},
		{"<kg:a> <kg:b> \"\\uD800\" .", "f.nq:1:16: U+D800 is no character"},
		{"<kg:a> <kg:b> \"\\U00110000\" .", "f.nq:1:16: U+110000 is no character"},
		{"<kg:a> <kg:b> \"\\x\" .", "f.nq:1:16: a backslash that begins no escape"},
		{"<kg:a> <kg:b> \"\\", "f.nq:1:15: the literal has no closing quote"},
		{"<kg:a> <kg:b> \"\\\"", "f.nq:1:15: the literal has no closing quote"},
		{"<kg:a> <kg:b> \"x\"@ .", "f.nq:1:19: expected a language tag, not ' '"},
		{"<kg:a> <kg:b> \"x\"@en- .", "f.nq:1:21: expected the \".\" that ends a quad, not '-'"},
		{"<kg:a> <kg:b> \"x\"@en--ltr .", "f.nq:1:21: expected the \".\""},
		{"<kg:a> <kg:b> \"x\"^<kg:t> .", "f.nq:1:19: expected the second \"^\""},
		{"<kg:a> <kg:b> \"\xff\" .", "f.nq:1:16: not UTF-8"},
		{"<kg:a> <kg:b> \"\xed\xa0\x80\" .", "f.nq:1:16: not UTF-8"},
		{"\ufeff<kg:a> <kg:b> <kg:c> .", "f.nq:1:1: expected a subject"},
		{"_:a. <kg:b> <kg:c> .", "f.nq:1:4: expected a predicate, which is <an IRI>, not '.'"},
		{"_: <kg:b> <kg:c> .", "f.nq:1:3: expected the label of a blank node, not ' '"},
		{"_:-a <kg:b> <kg:c> .", "f.nq:1:3: expected the label of a blank node, not '-'"},
		{"<kg:a> _:b <kg:c> .", "f.nq:1:8: expected a predicate"},
		{"<kg:a> <kg:b> <kg:c> \"g\" .", "f.nq:1:22: expected the \".\""},
		{"<kg:a> <kg:b> <kg:c> . <kg:a> <kg:b> <kg:c> .", "f.nq:1:24: expected the end of the line"},
		{"<kg:a> <kg:b> <kg:c>", "f.nq:1:21: expected the \".\" that ends a quad, not the end of the line"},
		{"<kg:a", `f.nq:1:1: the IRI has no ">"`},
		{"\x00\x01\x02", "f.nq:1:1: expected a subject"},
	} {
		r := NewNQuadsReader(iotest.OneByteReader(strings.NewReader(c.text)))
		r.Name = "f.nq"
		_, err := readAll(r)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestNQuadsReaderGoesOnAfterAFault(t *testing.T) {
	r := NewNQuadsReader(strings.NewReader("<kg:a> <kg:b> <kg:c> .\r<bad>\r\n\n# x\n<kg:a> <kg:b> \"x\" <kg:g> . # y"))
	var got []string
	for {
		q, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		line, _ := AppendQuad(nil, q)
		got = append(got, string(line))
	}
	want := "<kg:a> <kg:b> <kg:c> .|line 2, column 1: the IRI is not absolute|<kg:a> <kg:b> \"x\" <kg:g> ."
	if strings.Join(got, "|") != want || r.Line() != 5 {
		t.Errorf("line %d, got %s", r.Line(), strings.Join(got, "|"))
	}
}

func TestNQuadsLineLimit(t *testing.T) {
	r := NewNQuadsReader(io.MultiReader(strings.NewReader("# one\n<kg:a> <kg:b> \""), endless{}))
	r.Name, r.MaxLine = "big.nq", 1<<20
	_, err := r.Read()
	if !errors.Is(err, ErrLineTooLong) || !strings.HasPrefix(err.Error(), "big.nq:2: ") {
		t.Error(err)
	}
	if _, err := r.Read(); !errors.Is(err, ErrLineTooLong) {
		t.Error(err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestNQuadsGzip(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, strings.Repeat("<kg:a> <kg:b> <kg:c> .\n", 5000))
	z.Close()
	quads, err := readAll(NewNQuadsReader(iotest.HalfReader(bytes.NewReader(b.Bytes()))))
	if err != nil || len(quads) != 5000 {
		t.Errorf("%d quads, %v", len(quads), err)
	}
	r := NewNQuadsReader(bytes.NewReader(b.Bytes()[:b.Len()/2]))
	r.Name = "cut.nq.gz"
	if _, err := readAll(r); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(err.Error(), "cut.nq.gz:") {
		t.Error(err)
	}
	if _, err := readAll(NewNQuadsReader(iotest.ErrReader(io.ErrClosedPipe))); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

func TestHostileTerms(t *testing.T) {
	iri := func(s string) Term { return Term{Kind: IRITerm, Value: s} }
	lit := func(s string) Term { return Term{Kind: LiteralTerm, Value: s} }
	ok := Quad{iri("kg:s"), iri("kg:p"), lit("o"), iri("kg:g")}
	for _, c := range []struct {
		name    string
		change  func(*Quad)
		written bool
	}{
		{"an IRI that carries a quad", func(q *Quad) { q.Subject = iri("kg:o> <kg:g> .\n<kg:evil") }, false},
		{"a space in an IRI", func(q *Quad) { q.Object = iri("kg:a b") }, false},
		{"a quote in an IRI", func(q *Quad) { q.Object = iri("kg:a\"b") }, false},
		{"a newline in an IRI", func(q *Quad) { q.Graph = iri("kg:a\nb") }, false},
		{"a backslash in an IRI", func(q *Quad) { q.Predicate = iri(`kg:a\u0041`) }, false},
		{"a NUL in an IRI", func(q *Quad) { q.Object = iri("kg:a\x00") }, false},
		{"a surrogate in an IRI", func(q *Quad) { q.Object = iri("kg:\xed\xa0\x80") }, false},
		{"a relative IRI", func(q *Quad) { q.Object = iri("Russia") }, false},
		{"an empty IRI", func(q *Quad) { q.Object = iri("") }, false},
		{"a hostile blank node", func(q *Quad) { q.Object = Term{Kind: BlankTerm, Value: "a .\n<kg:x> <kg:y> <kg:z"} }, false},
		{"a blank node that ends in a dot", func(q *Quad) { q.Object = Term{Kind: BlankTerm, Value: "a."} }, false},
		{"an empty blank node", func(q *Quad) { q.Object = Term{Kind: BlankTerm} }, false},
		{"a hostile language", func(q *Quad) { q.Object.Lang = "en .\n<kg:x" }, false},
		{"a hostile datatype", func(q *Quad) { q.Object.Datatype = "kg:t> .\n<kg:x" }, false},
		{"a short datatype", func(q *Quad) { q.Object.Datatype = "integer" }, false},
		{"language and datatype", func(q *Quad) { q.Object.Lang, q.Object.Datatype = "en", "kg:t" }, false},
		{"a lone surrogate", func(q *Quad) { q.Object = lit("\xed\xa0\x80") }, false},
		{"invalid UTF-8", func(q *Quad) { q.Object = lit("a\xff") }, false},
		{"a literal subject", func(q *Quad) { q.Subject = lit("s") }, false},
		{"a blank predicate", func(q *Quad) { q.Predicate = Term{Kind: BlankTerm, Value: "b"} }, false},
		{"no object", func(q *Quad) { q.Object = Term{} }, false},
		{"an unknown kind", func(q *Quad) { q.Object.Kind = 9 }, false},
		{"a NUL", func(q *Quad) { q.Object = lit("a\x00b") }, true},
		{"a literal that looks like a quad", func(q *Quad) { q.Object = lit("\" .\n<kg:x> <kg:y> \"\\") }, true},
		{"every control", func(q *Quad) { q.Object = lit("\x01\x1f\x7f\b\t\v\f\r\n\u0085\u2028\ufffe\uffff\ufeff\ufffd") }, true},
		{"a tag", func(q *Quad) { q.Object.Lang = "zh-Hant-x-1" }, true},
		{"a datatype", func(q *Quad) {
			q.Object = Term{Kind: LiteralTerm, Value: "007", Datatype: "http://www.w3.org/2001/XMLSchema#integer"}
		}, true},
		{"a blank node", func(q *Quad) { q.Subject = Term{Kind: BlankTerm, Value: "0.é·9_-"} }, true},
		{"no graph", func(q *Quad) { q.Graph = Term{} }, true},
	} {
		q := ok
		c.change(&q)
		var b bytes.Buffer
		w := NewNQuadsWriter(&b)
		err := w.Write(q)
		w.Flush()
		if !c.written {
			if err == nil || b.Len() > 0 {
				t.Errorf("%s: wrote %q, %v", c.name, b.String(), err)
			}
			continue
		}
		got, rerr := readAll(NewNQuadsReader(&b))
		if err != nil || rerr != nil || len(got) != 1 || got[0] != q {
			t.Errorf("%s: %v, %v, %v", c.name, err, rerr, got)
		}
	}
}

func TestNQuadsReaderDoesNotAllocate(t *testing.T) {
	text := nquadsSample(2000)
	var n int
	allocs := testing.AllocsPerRun(5, func() {
		r := NewNQuadsReader(bytes.NewReader(text))
		for n = 0; ; n++ {
			if _, err := r.ReadRaw(); err != nil {
				break
			}
		}
	})
	if n != 2000 || allocs > 40 {
		t.Errorf("%d quads, %.0f allocations", n, allocs)
	}
}

// nquadsSample gives n lines like those of a store, of 170 bytes or so.
func nquadsSample(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "<kg:Entity_%d> <kg:supports> <kg:Entity_%d> <kg:statement/%024x> .\n", i%97, i%89, i)
		case 1:
			fmt.Fprintf(&b, "<kg:statement/%024x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement> <kg:article/%024x> .\n", i, i/20)
		case 2:
			fmt.Fprintf(&b, "<kg:article/%024x#char=%d,%d> <kg:text> \"The minister said on Thursday that \\\"talks\\\" would go on, and that nobody had to fear a new round of strikes.\" <kg:article/%024x> .\n", i/20, i, i+100, i/20)
		case 3:
			fmt.Fprintf(&b, "<kg:statement/%024x> <kg:confidence> \"0.87\"^^<http://www.w3.org/2001/XMLSchema#decimal> <kg:article/%024x> .\n", i, i/20)
		}
	}
	return b.Bytes()
}

func BenchmarkNQuads(b *testing.B) {
	text := nquadsSample(20000)
	run := func(name string, each func(r *NQuadsReader, w *NQuadsWriter) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				r, w := NewNQuadsReader(bytes.NewReader(text)), NewNQuadsWriter(io.Discard)
				for {
					if err := each(r, w); errors.Is(err, io.EOF) {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	run("raw", func(r *NQuadsReader, w *NQuadsWriter) error {
		_, err := r.ReadRaw()
		return err
	})
	run("read", func(r *NQuadsReader, w *NQuadsWriter) error {
		_, err := r.Read()
		return err
	})
	run("read+write", func(r *NQuadsReader, w *NQuadsWriter) error {
		q, err := r.Read()
		if err != nil {
			return err
		}
		return w.Write(q)
	})
}

// FuzzNQuads holds that what is read can be written and read again as the
// same quads, in one line each, and that gonum takes what we write.
func FuzzNQuads(f *testing.F) {
	for _, s := range []string{
		"<kg:a> <kg:b> <kg:c> <kg:d> .",
		"_:a <kg:b> \"x\\u00e9\\n\"@en-GB _:g . # c",
		"_:a.b<kg:b>\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>.",
		"<kg:\\u0041> <kg:b> \"\\\"\" .\r<kg:a> <kg:b> \"\" .\r\n",
		"\x1f\x8b\x08\x00", "\xef\xbb\xbf", "<kg:a> <kg:b> \"\xef\xbf\xbe\x00\x7f\" .",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1 && data[0] == 0x1f {
			return // gzip's own bytes are gzip's own fuzzing
		}
		r := NewNQuadsReader(bytes.NewReader(data))
		r.MaxLine = 1 << 16
		for {
			raw, err := r.ReadRaw()
			var syntax *SyntaxError
			if errors.As(err, &syntax) {
				continue
			}
			if err != nil {
				break
			}
			checkRoundTrip(t, raw)
		}
	})
}

func checkRoundTrip(t *testing.T, raw *RawQuad) {
	q := Quad{raw.Subject.Term(), raw.Predicate.Term(), raw.Object.Term(), raw.Graph.Term()}
	line, err := AppendQuad(nil, q)
	if err != nil {
		t.Fatalf("read %+v and cannot write it: %v", q, err)
	}
	again, err := readAll(NewNQuadsReader(bytes.NewReader(line)))
	if err != nil || len(again) != 1 || again[0] != q {
		t.Fatalf("%s is read again as %v, %v", line, again, err)
	}
	if !ordinaryIRIs(q) {
		return // gonum parses them as URLs, with rules of its own
	}
	if _, err := rdf.ParseNQuad(string(line)); err != nil {
		t.Fatalf("gonum: %s: %v", line, err)
	}
}

func ordinaryIRIs(q Quad) bool {
	for _, t := range []Term{q.Subject, q.Predicate, q.Object, q.Graph, NewIRI(q.Object.Datatype)} {
		if t.Kind == IRITerm && strings.Trim(t.Value, "abcdefghijklmnopqrstuvwxyz:/") != "" {
			return false
		}
	}
	return true
}

// TestGonumAgrees asks a second reader about the W3C's cases.
func TestGonumAgrees(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(w3c(t, "rdf/rdf11/rdf-n-quads"), "*.nq"))
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r := NewNQuadsReader(f)
		for {
			q, err := r.Read()
			if err != nil {
				break
			}
			line, err := AppendQuad(nil, q)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := rdf.ParseNQuad(string(line)); err != nil {
				t.Errorf("%s: gonum does not take %s: %v", filepath.Base(file), line, err)
			}
		}
	}
}

package loaders

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/graph"
)

// english is the body of a made-up article, long enough to tell its language.
const english = "The ministers of the two countries met in the capital on Tuesday to discuss the price of grain, officials said.\n" +
	"They will meet again in April, and the talks have the support of the president.\n"

func newLoader(t testing.TB, opts Options) *Loader {
	t.Helper()
	l, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func write(t testing.TB, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func readOne(t testing.TB, l *Loader, path string) (graph.Article, error) {
	t.Helper()
	return l.Read(context.Background(), Item{Name: path, Kind: KindOf(path)})
}

func TestPlainTextIsByteForByte(t *testing.T) {
	for name, text := range map[string]string{
		"unix":             "Ministers meet\n" + english,
		"CRLF stays":       strings.ReplaceAll("Ministers meet\n"+english, "\n", "\r\n"),
		"spaces stay":      "\n\n  Ministers meet  \n\t" + english + "\n\n\n",
		"typographic":      "“Ministers” meet – café\n" + english,
		"no final newline": "Ministers meet\n" + strings.TrimSpace(english),
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, t.TempDir(), "a.txt", []byte(text))
			a, err := readOne(t, newLoader(t, Options{}), path)
			if err != nil {
				t.Fatal(err)
			}
			if a.Text != text {
				t.Errorf("text %q, want %q", a.Text, text)
			}
			if a.Source != path || a.ID != graph.ArticleID(path, text) || a.Language != "en" {
				t.Errorf("source %q, id %q, language %q", a.Source, a.ID, a.Language)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	want := "Café talks – “done”\n" + english
	windows := strings.NewReplacer("é", "\xe9", "–", "\x96", "“", "\x93", "”", "\x94").Replace(want)
	var little, big []byte
	little, big = append(little, 0xff, 0xfe), append(big, 0xfe, 0xff)
	for _, r := range want {
		little = append(little, byte(r), byte(r>>8))
		big = append(big, byte(r>>8), byte(r))
	}
	for _, test := range []struct{ name, data, encoding string }{
		{"utf-8", want, ""}, {"utf-8 with a mark", "\xef\xbb\xbf" + want, ""}, {"windows-1252", windows, ""},
		{"utf-16 little", string(little), ""}, {"utf-16 big", string(big), ""}, {"named", windows, "cp1252"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, t.TempDir(), "a.txt", []byte(test.data))
			a, err := readOne(t, newLoader(t, Options{Encoding: test.encoding}), path)
			if err != nil {
				t.Fatal(err)
			}
			if a.Text != want {
				t.Errorf("text %q, want %q", a.Text, want)
			}
		})
	}
}

func TestBadSources(t *testing.T) {
	german := strings.Repeat("Die Minister der beiden Länder haben sich am Dienstag in der Hauptstadt getroffen, um über den Preis zu sprechen. ", 3)
	russian := strings.Repeat("Министры двух стран встретились во вторник в столице, чтобы обсудить цены на зерно. ", 3)
	for _, test := range []struct {
		name, file, data string
		opts             Options
		want             error
		says             string
	}{
		{"empty", "a.txt", "", Options{}, ErrEmpty, ""},
		{"only spaces", "a.txt", " \n\t\r\n", Options{}, ErrEmpty, ""},
		{"NUL bytes", "a.txt", "some\x00text", Options{}, ErrBinary, "byte 4"},
		{"PDF", "a.txt", "%PDF-1.4\n...", Options{}, ErrBinary, "PDF"},
		{"office", "a.txt", "PK\x03\x04abc", Options{}, ErrBinary, "zip"},
		{"broken UTF-8", "a.txt", "Café\nna\xefve talks here\n" + english, Options{}, ErrEncoding, "line 2"},
		{"unknown encoding", "a.txt", english, Options{Encoding: "klingon"}, ErrEncoding, "klingon"},
		{"unknown encoding of a page", "a.html", "<html><meta charset=klingon><body><p>" + english, Options{}, ErrEncoding, "klingon"},
		{"one long line", "a.txt", strings.Repeat("word ", 50<<20/5), Options{}, ErrTooLarge, "16 MB"},
		{"long text", "a.txt", strings.Repeat("the word is in the text of it. ", 100_000), Options{}, ErrTooLarge, "at most 2 MB"},
		{"German", "a.txt", german, Options{}, ErrLanguage, "German"},
		{"Russian", "a.txt", russian, Options{}, ErrLanguage, "Russian"},
		{"page without an article", "a.html", "<html><body><nav><a href=x>Home</a></nav></body></html>", Options{}, ErrNoArticle, "no body"},
		{"N-Quads", "a.nq", "<a:b> <a:c> <a:d> .\n", Options{}, ErrNoArticle, "N-Quads"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readOne(t, newLoader(t, test.opts), write(t, t.TempDir(), test.file, []byte(test.data)))
			var source *SourceError
			if !errors.Is(err, test.want) || !errors.As(err, &source) {
				t.Fatalf("error %v, want %v", err, test.want)
			}
			if !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), test.file) {
				t.Errorf("error %q names no %q or %q", err, test.says, test.file)
			}
		})
	}
}

func TestEnglishIsAccepted(t *testing.T) {
	for name, text := range map[string]string{
		"short":          "Russia bombed rebels.",
		"a few words":    "Markets rally",
		"foreign names":  "Viktor Yanukovych, Volodymyr Zelenskyy and Petro Poroshenko met Recep Tayyip Erdoğan in Çanakkale on Monday to sign the deal.",
		"upper case":     strings.ToUpper(english),
		"quotes abroad":  english + "“Wir haben es geschafft”, the chancellor said in German before the vote in the Bundestag.\n",
		"list of strike": "Near Al Shadaddi, one strike engaged an ISIL tactical unit and destroyed a fighting position. Near Ar Raqqah, 15 strikes engaged five ISIL units.",
	} {
		if ok, seems := newLanguage().check(text); !ok {
			t.Errorf("%s: seems %s", name, seems)
		}
	}
}

func TestHeadlineAndDate(t *testing.T) {
	for _, test := range []struct{ name, text, title, date string }{
		{"headline", "Ministers agree on grain price\n" + english, "Ministers agree on grain price", ""},
		{"markdown", "# Ministers agree\n\n" + english, "Ministers agree", ""},
		{"question", "Will they agree?\n" + english, "Will they agree?", ""},
		{"a sentence", english, "", ""},
		{"wrapped", "The ministers of the two countries met\nin the capital to discuss it.\n", "", ""},
		{"date line", "Ministers agree\n30 October 2015\n" + english, "Ministers agree", "2015-10-30"},
		{"labelled", "Ministers agree\nPublished: Friday, October 30, 2015 12:30 GMT\n" + english, "Ministers agree", "2015-10-30"},
		{"byline", "Ministers agree\nBy Jane Doe, 2015-10-30\n" + english, "Ministers agree", "2015-10-30"},
		{"dateline", "Ministers agree\nVIENNA, Oct 30, 2015 (Wire) - The ministers met.\n", "Ministers agree", "2015-10-30"},
		{"first line", "30 October 2015\nMinisters agree\n" + english, "", "2015-10-30"},
		{"in a sentence", "Ministers agree\nThe war began on 30 October 2015 in the north.\n", "Ministers agree", ""},
		{"a sentence begins so", "Ministers agree\nOn 30 October 2015 the war began.\n", "Ministers agree", ""},
		{"no such day", "Ministers agree\n31 June 2015\n" + english, "Ministers agree", ""},
		{"ambiguous", "Ministers agree\n10/11/2015\n" + english, "Ministers agree", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := headline(test.text); got != test.title {
				t.Errorf("headline %q, want %q", got, test.title)
			}
			if got := dateOfText(test.text); got != test.date {
				t.Errorf("date %q, want %q", got, test.date)
			}
		})
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2015-10-30": "2015-10-30", "2015-10": "2015-10", "2015": "2015", "30 October 2015": "2015-10-30", "Oct. 30, 2015": "2015-10-30",
		"2015-10-30T10:00:00Z": "2015-10-30T10:00:00Z", "2015-13": "", "yesterday": "", "2015-02-30": "", "": "",
	} {
		got, err := ParseDate(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestBoilerplate(t *testing.T) {
	l := newLoader(t, Options{})
	for _, test := range []struct {
		text string
		want bool
	}{
		{"New MDP newsletter: Capital Dispatch", true},
		{"Sign up to get the latest insights and analysis on the region", true},
		{"Copyright 2024 The Daily Post. All rights reserved.", true},
		{"© The Daily Post", true},
		{"Share this article", true},
		{"Read more: what the grain deal means", true},
		{"To learn more about republishing this content and the associated fees, please fill out this form.", true},
		{"Follow us on Twitter", true},
		{"Facebook", true},
		{"Facebook said it would share data with the police.", false},
		{"The editor of the newsletter was arrested on Monday.", false},
		{"Thousands sign up for the army", false},
		{"The minister urged people to make a donation.", false},
		{"About US troops in the region, he said nothing.", false},
		{"He may follow us, the rebel said.", false},
		{"The court ruled that Getty Images may sue the firm over its pictures of the war.", false},
	} {
		if got := l.cues.match(test.text, false); got != test.want {
			t.Errorf("boilerplate %v, want %v: %s", got, test.want, test.text)
		}
	}
}

func TestBoilerplateSpansStayInText(t *testing.T) {
	text := "Newsletter editor is jailed\r\n" + english + "New MDP newsletter: Dispatch\r\nSign up to get\nthe latest insights\n"
	path := write(t, t.TempDir(), "a.txt", []byte(text))
	a, err := readOne(t, newLoader(t, Options{}), path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range a.Boilerplate {
		got = append(got, a.Text[s.Begin:s.End])
	}
	want := []string{"New MDP newsletter: Dispatch", "Sign up to get\nthe latest insights"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("boilerplate %q, want %q", got, want)
	}
}

func TestReadCuesNamesTheLine(t *testing.T) {
	for _, data := range []string{"is\tok\nnonsense\n", "is\tok\nhas\t...\n", "is\tok\nwhere\tever\n"} {
		if _, err := readCues("f.tsv", data); err == nil || !strings.Contains(err.Error(), "f.tsv:2:") {
			t.Errorf("error %v names no line 2", err)
		}
	}
}

const testPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ministers meet in Geneva - The Daily Post</title>
<meta property="og:site_name" content="The Daily Post"><meta property="article:published_time" content="2024-03-05T10:20:00Z">
</head><body><nav><a href="/">Home</a></nav><article><h1>Ministers meet in Geneva</h1>
<p>GENEVA - The ministers of <b>France</b> and <a href="x">Italy</a> met in Geneva on Tuesday to discuss trade, officials said. The talks lasted two hours.</p>
<p>"We agreed on most points," the French minister said.<br><br>Italy supports the plan.</p><h2>Next steps</h2><p>The two will meet again in April, they said.</p>
<p>Sign up for our newsletter</p></article><footer>Copyright 2024 The Daily Post.</footer></body></html>`

func TestPage(t *testing.T) {
	path := write(t, t.TempDir(), "a.html", []byte(testPage))
	a, err := readOne(t, newLoader(t, Options{}), path)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Ministers meet in Geneva" || a.Published != "2024-03-05" || a.Publisher != "The Daily Post" || a.Source != path {
		t.Errorf("title %q, published %q, publisher %q, source %q", a.Title, a.Published, a.Publisher, a.Source)
	}
	want := "Ministers meet in Geneva\n\nGENEVA - The ministers of France and Italy met in Geneva on Tuesday to discuss trade, officials said. The talks lasted two hours.\n\n" +
		"\"We agreed on most points,\" the French minister said.\n\nItaly supports the plan.\n\nNext steps\n\nThe two will meet again in April, they said.\n\nSign up for our newsletter\n"
	if a.Text != want {
		t.Errorf("text\n%q, want\n%q", a.Text, want)
	}
	if len(a.Boilerplate) != 1 || a.Text[a.Boilerplate[0].Begin:a.Boilerplate[0].End] != "Sign up for our newsletter" {
		t.Errorf("boilerplate %v", a.Boilerplate)
	}
}

func TestMessyPages(t *testing.T) {
	body := "<article><h1>Grain talks go on</h1><p>" + strings.Repeat(english, 3) + "</p></article>"
	for _, test := range []struct{ name, page, title, publisher string }{
		{"bad byte outside of the article", "<meta charset=utf-8><title>Grain talks go on</title><!-- \xe4 é --><body>" + body, "Grain talks go on", ""},
		{"NUL bytes", "<title>Grain talks go on</title><body>\x00" + body, "Grain talks go on", ""},
		{"publisher in the title", `<title>Grain talks go on | The Post</title><meta property="og:site_name" content="The Post; The Post"><body>` + body, "Grain talks go on", "The Post"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, err := readOne(t, newLoader(t, Options{}), write(t, t.TempDir(), "a.html", []byte("<html>"+test.page)))
			if err != nil {
				t.Fatal(err)
			}
			if a.Title != test.title || a.Publisher != test.publisher || strings.Count(a.Text, "Grain talks go on") != 1 {
				t.Errorf("title %q, publisher %q, text %.60q", a.Title, a.Publisher, a.Text)
			}
		})
	}
	bad := "<html><meta charset=utf-8><title>Caf\xe9 and é</title><body><article><p>Caf\xe9 and é " + strings.Repeat(english, 3) + "</article>"
	if _, err := readOne(t, newLoader(t, Options{}), write(t, t.TempDir(), "a.html", []byte(bad))); !errors.Is(err, ErrEncoding) {
		t.Errorf("a bad byte in the article: %v", err)
	}
}

func TestDateOfPage(t *testing.T) {
	body := "<body><article><p>" + strings.Repeat(english, 3) + "</p></article>"
	for _, test := range []struct{ name, head, want string }{
		{"none", "", ""},
		{"meta", `<meta name="date" content="2015-10-30">`, "2015-10-30"},
		{"json-ld", `<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2015-10-30T08:00:00+02:00"}]}</script>`, "2015-10-30"},
		{"address", `<link rel="canonical" href="https://example.org/world/2015/oct/30/talks">`, "2015-10-30"},
		{"nonsense", `<meta name="date" content="soon">`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, t.TempDir(), "a.html", []byte("<html><head><title>Grain talks go on</title>"+test.head+"</head>"+body))
			a, err := readOne(t, newLoader(t, Options{}), path)
			if err != nil {
				t.Fatal(err)
			}
			if a.Published != test.want {
				t.Errorf("published %q, want %q", a.Published, test.want)
			}
		})
	}
}

func TestOptionsWin(t *testing.T) {
	path := write(t, t.TempDir(), "a.html", []byte(testPage))
	a, err := readOne(t, newLoader(t, Options{Published: "5 May 2020", Publisher: "Mine"}), path)
	if err != nil || a.Published != "2020-05-05" || a.Publisher != "Mine" {
		t.Errorf("published %q, publisher %q, %v", a.Published, a.Publisher, err)
	}
}

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a/z.html", "a/a.txt", "a/.hidden.txt", ".git/x.txt", "c.nq", "d.nq.gz", "e.pdf"} {
		write(t, dir, name, []byte("x"))
	}
	t.Chdir(dir)
	for _, test := range []struct {
		name    string
		sources []string
		want    string
	}{
		{"folder", []string{"."}, "a/a.txt a/z.html b.txt c.nq d.nq.gz"},
		{"order named", []string{"c.nq", "a"}, "c.nq a/a.txt a/z.html"},
		{"none twice", []string{"b.txt", "./b.txt", "."}, "b.txt a/a.txt a/z.html c.nq d.nq.gz"},
		{"glob", []string{"a/*"}, "a/.hidden.txt a/a.txt a/z.html"},
		{"stdin", []string{"-"}, "-"},
		{"missing among good", []string{"b.txt", "nope.txt", "c.nq"}, "b.txt !nope.txt c.nq"},
		{"no match", []string{"*.doc"}, "!*.doc"},
		{"address", []string{"https://example.org/x"}, "!https://example.org/x"},
		{"nothing to read", []string{".git/../a/../" + ".git"}, ".git/x.txt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, item := range Expand(context.Background(), test.sources) {
				if item.Err != nil {
					item.Name = "!" + item.Name
				}
				got = append(got, item.Name)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %q, want %q", strings.Join(got, " "), test.want)
			}
		})
	}
}

func TestStdin(t *testing.T) {
	l := newLoader(t, Options{Stdin: strings.NewReader("Ministers meet\n" + english)})
	a, err := l.Read(context.Background(), Item{Name: Stdin})
	if err != nil || !strings.HasPrefix(a.Source, "stdin:") || a.Title != "Ministers meet" {
		t.Errorf("source %q, title %q, %v", a.Source, a.Title, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{english, testPage, "\xff\xfeA\x00", "%PDF", "\x00", "<html><meta charset=utf-16>", "caf\xe9 \x93x\x94", "30 October 2015\n"} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	l, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, page bool) {
		read := l.text
		if page {
			read = l.html
		}
		a, err := read("fuzz", data)
		if err != nil {
			var source *SourceError
			if !errors.As(err, &source) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		last := 0
		for _, s := range a.Boilerplate {
			if s.Begin < last || s.End < s.Begin || s.End > len(a.Text) {
				t.Fatalf("span %v after %d in %d bytes", s, last, len(a.Text))
			}
			last = s.End
		}
		if !strings.Contains(a.Text, a.Title) && !page {
			t.Fatalf("title %q is not in the text", a.Title)
		}
	})
}

func BenchmarkText(b *testing.B) {
	l := newLoader(b, Options{})
	data := []byte("Ministers meet in Geneva\n" + strings.Repeat(english, 40))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := l.text("a.txt", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	l := newLoader(b, Options{})
	data := []byte(strings.Replace(testPage, "<h2>", strings.Repeat("<p>"+english+"</p>", 40)+"<h2>", 1))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := l.html("a.html", data); err != nil {
			b.Fatal(err)
		}
	}
}

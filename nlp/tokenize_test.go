package nlp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func tokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	tok, err := NewTokenizer()
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// sentenceStrings returns the sentences of a text, the words of each parted by spaces.
func sentenceStrings(d *Document) []string {
	var out []string
	for _, s := range d.Sentences {
		out = append(out, joinForms(d, s.First, s.Last))
	}
	return out
}

func TestWords(t *testing.T) {
	tok := tokenizer(t)
	for _, c := range []struct{ text, want string }{
		{"Bashar al-Assad’s army didn’t leave.", "Bashar al - Assad ’s army did n’t leave ."},
		{"non-IS groups and pro-government, counter-productive e-mails", "non-IS groups and pro-government , counter-productive e-mails"},
		{"UN-backed talks, Kurdish-controlled areas, so-called experts", "UN - backed talks , Kurdish - controlled areas , so - called experts"},
		{"A Reuters’ analysis of the ministers' plans", "A Reuters ’ analysis of the ministers ' plans"},
		{"The U.S. and the U.N. met Gen. Petraeus, Sen. McCain and Mr. J. R. Smith.", "The U.S. and the U.N. met Gen. Petraeus , Sen. McCain and Mr. J. R. Smith ."},
		{"It cost $2.5bn, €10m or US$1,200.50, up 3.2% (about 5pm).", "It cost $ 2.5 bn , € 10 m or US$ 1,200.50 , up 3.2 % ( about 5 pm ) ."},
		{"Wait… what?! No... never", "Wait … what ?! No ... never"},
		{"See https://example.com/a_(b)?x=1, or mail info@example.org.", "See https://example.com/a_(b)?x=1 , or mail info@example.org ."},
		{"the army—or militia–took 8–10 towns--or villages", "the army — or militia – took 8 – 10 towns -- or villages"},
		{"He cannot, won't and wanna go; they're here, I'd've gone", "He can not , wo n't and wan na go ; they 're here , I 'd 've gone"},
		{"24/7 on 9/11 and 11/28/2000 at 7:30", "24/7 on 9/11 and 11/28/2000 at 7:30"},
		{"and/or his/her", "and / or his / her"},
		{"“Let's go,” she said.", "“ Let 's go , ” she said ."},
		{"the AK-47 and F-16s", "the AK - 47 and F - 16s"},
		{"in the 1990's and the '80s", "in the 1990's and the '80s"},
		{"No. 10 said no. Then nothing.", "No. 10 said no . Then nothing ."},
		{"AT&T, R&D and S&P's Q&A", "AT&T , R&D and S&P 's Q&A"},
		{"O'Brien, Sana'a, Qur'an, d'Estaing", "O'Brien , Sana'a , Qur'an , d'Estaing"},
		{"call 555-1234 or 713-853-3989", "call 555-1234 or 713-853-3989"},
		{"#Brexit @POTUS #1", "#Brexit @POTUS #1"},
		{"a.m. and p.m., i.e. e.g. etc.", "a.m. and p.m. , i.e. e.g. etc."},
		{"one\u00a0two\u200bthree\ufefffour", "one two three four"},
		{"نَصّ عربي and 日本語", "نَصّ عربي and 日本語"},
		{"bad\xff\xfebytes", "bad\xff\xfebytes"},
		{"", ""},
	} {
		d := tok.Document(c.text)
		var words []string
		for _, w := range d.Tokens {
			words = append(words, w.Form)
		}
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
		checkSpans(t, d)
	}
}

// checkSpans tells whether tokens and sentences cover the text in order.
func checkSpans(t testing.TB, d *Document) {
	t.Helper()
	end := 0
	for i := range d.Tokens {
		w := &d.Tokens[i]
		if w.Begin < end || w.End <= w.Begin || w.End > len(d.Text) || d.Text[w.Begin:w.End] != w.Form {
			t.Fatalf("token %d is %q at %d:%d after %d", i, w.Form, w.Begin, w.End, end)
		}
		for _, r := range d.Text[end:w.Begin] {
			if !isSpace(r) {
				t.Fatalf("%q before token %d is lost", d.Text[end:w.Begin], i)
			}
		}
		end = w.End
	}
	for _, r := range d.Text[end:] {
		if !isSpace(r) {
			t.Fatalf("%q at the end is lost", d.Text[end:])
		}
	}
	next := 0
	for i, s := range d.Sentences {
		if s.First != next || s.Last <= s.First || s.Last-s.First > maxSentence {
			t.Fatalf("sentence %d is [%d, %d) after %d", i, s.First, s.Last, next)
		}
		next = s.Last
	}
	if next != len(d.Tokens) {
		t.Fatalf("the sentences end at %d of %d tokens", next, len(d.Tokens))
	}
}

func TestSentences(t *testing.T) {
	tok := tokenizer(t)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"abbreviations", "Gen. Smith met Sen. Jones in the U.S. on Oct. 3. They talked.",
			[]string{"Gen. Smith met Sen. Jones in the U.S. on Oct. 3 .", "They talked ."}},
		{"acronym at the end", "He lives in the U.S. The others left.", []string{"He lives in the U.S.", "The others left ."}},
		{"acronym before a name", "The U.S. Army left.", []string{"The U.S. Army left ."}},
		{"initials", "George W. Bush met J. K. Rowling. It rained.", []string{"George W. Bush met J. K. Rowling .", "It rained ."}},
		{"question in a quotation", "“Who did it?” Putin said. Nobody knew.", []string{"“ Who did it ? ” Putin said .", "Nobody knew ."}},
		{"question, speaker behind the verb", "\"Will it end?\" asked the minister.", []string{"\" Will it end ? \" asked the minister ."}},
		{"quotation with a full stop", "\"It is over.\" The crowd cheered.", []string{"\" It is over . \"", "The crowd cheered ."}},
		{"quotation of two sentences", "\"We won. They lost,\" he said.", []string{"\" We won .", "They lost , \" he said ."}},
		{"dateline", "VIENNA (Reuters) - World powers met on Friday. Talks go on.",
			[]string{"VIENNA ( Reuters ) - World powers met on Friday .", "Talks go on ."}},
		{"dateline with a month", "LONDON, Oct. 30 (AP) — Shares fell.", []string{"LONDON , Oct. 30 ( AP ) — Shares fell ."}},
		{"ellipsis inside", "In the opinion of some… so-called experts it failed.", []string{"In the opinion of some … so - called experts it failed ."}},
		{"brackets", "He left (she stayed). They met (in Rome. Again.) later.", []string{"He left ( she stayed ) .", "They met ( in Rome . Again . ) later ."}},
		{"numbers", "It rose 3.5 percent. In 2015 it fell.", []string{"It rose 3.5 percent .", "In 2015 it fell ."}},
		{"headline and body", "Talks fail in Geneva\nThe talks between both sides failed on Monday after a long night of argument over the terms, officials said, and nobody knows what comes next.",
			[]string{"Talks fail in Geneva", "The talks between both sides failed on Monday after a long night of argument over the terms , officials said , and nobody knows what comes next ."}},
		{"exclamation in a name", "Yahoo! shares rose.", []string{"Yahoo ! shares rose ."}},
	} {
		d := tok.Document(c.text)
		if got := sentenceStrings(d); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestSameSentences writes each of the project's articles in other ways that
// mean the same: the sentences must stay.
func TestSameSentences(t *testing.T) {
	tok := tokenizer(t)
	files, _ := filepath.Glob("../testdata/articles/*.txt")
	if len(files) == 0 {
		t.Skip("no articles in testdata/articles")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		want := strings.Join(sentenceStrings(tok.Document(text)), "\n")
		for name, other := range map[string]string{
			"CRLF":           strings.ReplaceAll(text, "\n", "\r\n"),
			"hard-wrapped":   wrap(text, 72),
			"wrapped at 100": wrap(text, 100),
			"blank lines":    strings.ReplaceAll(strings.ReplaceAll(text, "\n\n", "\n"), "\n", "\n\n"),
			"no-break":       strings.ReplaceAll(text, " ", "\u00a0"),
		} {
			if got := strings.Join(sentenceStrings(tok.Document(other)), "\n"); got != want {
				t.Errorf("%s, %s: %s", filepath.Base(file), name, firstDifference(got, want))
			}
		}
		straight := strings.NewReplacer("“", "\"", "”", "\"", "’", "'", "‘", "'")
		got := strings.Join(sentenceStrings(tok.Document(straight.Replace(text))), "\n")
		if want := straight.Replace(want); got != want {
			t.Errorf("%s, straight quotes: %s", filepath.Base(file), firstDifference(got, want))
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			if i < len(w) {
				return "\n got " + g[i] + "\nwant " + w[i]
			}
			return "more: " + g[i]
		}
	}
	return "fewer"
}

// wrap breaks the lines of a text at a width.
func wrap(text string, width int) string {
	var b strings.Builder
	for _, line := range strings.SplitAfter(text, "\n") {
		n := 0
		for i, w := range strings.Split(line, " ") {
			k := utf8.RuneCountInString(strings.TrimSuffix(w, "\n"))
			switch {
			case i == 0:
			case n+1+k > width:
				b.WriteByte('\n')
				n = 0
			default:
				b.WriteByte(' ')
				n++
			}
			b.WriteString(w)
			n += k
		}
	}
	return b.String()
}

// hostile are texts that must cost no more than their length tells.
func hostile(n int) map[string]string {
	return map[string]string{
		"one sentence":       strings.Repeat("word and ", n/9),
		"one word":           strings.Repeat("a", n),
		"brackets":           strings.Repeat("(", n),
		"closed brackets":    strings.Repeat("(", n/2) + strings.Repeat(")", n/2),
		"bracketed words":    strings.Repeat("(a ", n/3),
		"quotes":             strings.Repeat("\"", n),
		"quotes with spaces": strings.Repeat("\" ", n/2),
		"full stops":         strings.Repeat(".", n),
		"spaced full stops":  strings.Repeat(". ", n/2),
		"initials":           strings.Repeat("A. ", n/3),
		"acronym":            strings.Repeat("A.", n/2),
		"numbers":            strings.Repeat("1/1", n/3),
		"hyphens":            strings.Repeat("a-", n/2),
		"apostrophes":        strings.Repeat("a'", n/2),
		"spaces":             "No. " + strings.Repeat(" ", n),
		"addresses":          strings.Repeat("a@", n/2),
		"mail":               strings.Repeat("a.b-", n/4) + "@",
		"urls":               strings.Repeat("http://\"", n/8),
		"newlines":           strings.Repeat("a\n", n/2),
		"zalgo":              strings.Repeat("a\u0316\u0317\u0318\u0319\u0300\u0301", n/13),
		"right to left":      strings.Repeat("\u202eשלום ", n/12),
		"invalid":            strings.Repeat("\xff", n),
		"nul":                strings.Repeat("\x00a", n/2),
	}
}

func TestHostileTextsTakeLinearTime(t *testing.T) {
	tok := tokenizer(t)
	const n = 1 << 18 // what takes the square of its length takes minutes
	for name, text := range hostile(n) {
		start := time.Now()
		d := tok.Document(text)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v for %d bytes", name, took, n)
		}
		checkSpans(t, d)
	}
}

func FuzzTokenizer(f *testing.F) {
	for _, text := range hostile(60) {
		f.Add(text)
	}
	f.Add("“Who?” Putin said. The U.S. won't… (see p. 5)\r\n\r\nVIENNA (Reuters) - al-Assad's")
	tok := tokenizer(f)
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, tok.Document(text)) })
}

// articles returns the project's own articles one behind the other.
func articles(t testing.TB) string {
	files, _ := filepath.Glob("../testdata/articles/*.txt")
	var all strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
		all.WriteString("\n\n")
	}
	if all.Len() == 0 {
		t.Skip("no articles in testdata/articles")
	}
	return all.String()
}

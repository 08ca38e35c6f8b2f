package nlp

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// treebank reads a treebank of KG_DATA, and skips the test where it is absent.
func treebank(t testing.TB, name string) []*Document {
	t.Helper()
	docs, err := ReadCoNLLU(openTreebank(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func openTreebank(t testing.TB, name string) io.Reader {
	t.Helper()
	dir := os.Getenv("KG_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(dir, "data", "ud", name))
	if err != nil {
		t.Skipf("no %s: set KG_DATA to a folder with data/ud/%s, see README.md", name, name)
	}
	return bytes.NewReader(data)
}

// score counts what is right of what was found and what is there.
type score struct{ right, found, gold int }

func (s score) f1() float64 {
	if s.found+s.gold == 0 {
		return 0
	}
	return 100 * 2 * float64(s.right) / float64(s.found+s.gold)
}

func (s *score) add(found, gold map[Span]bool) {
	s.found += len(found)
	s.gold += len(gold)
	for x := range found {
		if gold[x] {
			s.right++
		}
	}
}

func tokenSpans(d *Document) map[Span]bool {
	m := map[Span]bool{}
	for i := range d.Tokens {
		m[d.Tokens[i].Span] = true
	}
	return m
}

func sentenceSpans(d *Document) map[Span]bool {
	m := map[Span]bool{}
	for _, s := range d.Sentences {
		m[Span{d.Tokens[s.First].Begin, d.Tokens[s.Last-1].End}] = true
	}
	return m
}

func TestTokensAndSentencesOfTreebanks(t *testing.T) {
	tok, err := NewTokenizer()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name              string
		tokens, sentences float64
	}{
		{"ewt-dev.conllu", 99.0, 82.5},
		{"gumfree-dev.conllu", 99.7, 95.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			var tokens, sentences score
			for _, gold := range treebank(t, c.name) {
				d := tok.Document(gold.Text)
				tokens.add(tokenSpans(d), tokenSpans(gold))
				sentences.add(sentenceSpans(d), sentenceSpans(gold))
				if os.Getenv("KG_ERRORS") != "" {
					showDifferences(t, d, gold)
				}
			}
			t.Logf("token F1 %.2f, sentence F1 %.2f", tokens.f1(), sentences.f1())
			if tokens.f1() < c.tokens || sentences.f1() < c.sentences {
				t.Errorf("want at least %.2f and %.2f", c.tokens, c.sentences)
			}
		})
	}
}

func showDifferences(t *testing.T, d, gold *Document) {
	g, s := tokenSpans(gold), tokenSpans(d)
	for i := range gold.Tokens {
		if tok := gold.Tokens[i]; !s[tok.Span] {
			t.Logf("TOKEN %s  in  %s", tok.Form, context(gold.Text, tok.Span, 15))
		}
	}
	_ = g
	gs, ss := sentenceSpans(gold), sentenceSpans(d)
	for i := range gold.Sentences {
		sp := spanOf(gold, i)
		if !ss[sp] {
			t.Logf("MISSED  %s", context(gold.Text, sp, 20))
		}
	}
	for i := range d.Sentences {
		if sp := spanOf(d, i); !gs[sp] {
			t.Logf("WRONG   %s", context(gold.Text, sp, 20))
		}
	}
}

func spanOf(d *Document, i int) Span {
	s := d.Sentences[i]
	return Span{d.Tokens[s.First].Begin, d.Tokens[s.Last-1].End}
}

func context(text string, s Span, n int) string {
	out := text[max(0, s.Begin-n):s.Begin] + "⟦" + text[s.Begin:s.End] + "⟧" + text[s.End:min(len(text), s.End+n)]
	return strings.ReplaceAll(out, "\n", "⏎")
}

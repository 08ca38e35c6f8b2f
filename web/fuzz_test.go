package web

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"kg/graph"
)

// FuzzQuadsOfRequest checks that no quad of the Write page becomes two.
func FuzzQuadsOfRequest(f *testing.F) {
	f.Add("<kg:A>", "<kg:p>", "<kg:B>", "")
	f.Add("kg:A", "kg:p", "a word", "<kg:g>")
	f.Add("<kg:A> <kg:p> <kg:C> .\n<kg:A", "<kg:p>", `"x"@en`, "_:b")
	f.Fuzz(func(t *testing.T, subject, predicate, object, label string) {
		body, err := json.Marshal([]map[string]string{{"subject": subject, "predicate": predicate, "object": object, "label": label}})
		if err != nil {
			t.Skip()
		}
		text, n, err := readJSONQuads(bytes.NewReader(body))
		if err != nil {
			return
		}
		if n != 1 || bytes.Count(text, []byte("\n")) != 1 {
			t.Fatalf("one quad became %q", text)
		}
		if _, err := graph.NewNQuadsReader(bytes.NewReader(text)).Read(); err != nil {
			t.Fatalf("%q cannot be read back: %v", text, err)
		}
	})
}

// FuzzMarkdown checks that no markup of a text gets through: a browser finds the
// few tags of ours only, and links that lead to pages.
func FuzzMarkdown(f *testing.F) {
	f.Add("# A\n\n* b `c`\n\n```js\nd\n```\n[e](http://f) **g**")
	f.Add("[x](javascript:alert) <script>")
	f.Add("[x](javascript)")
	tags := strings.Fields("h1 h2 h3 h4 h5 h6 p ul ol li pre code strong a")
	f.Fuzz(func(t *testing.T, text string) {
		out := renderMarkdown([]byte(text))
		tokens := html.NewTokenizer(bytes.NewReader(out))
		for {
			kind := tokens.Next()
			if kind == html.ErrorToken {
				return
			}
			token := tokens.Token()
			if kind != html.TextToken && !slices.Contains(tags, token.Data) {
				t.Fatalf("%q became %q", text, out)
			}
			for _, a := range token.Attr {
				link, err := url.Parse(a.Val)
				if a.Key == "href" && (err != nil || !slices.Contains([]string{"", "http", "https"}, link.Scheme)) ||
					!slices.Contains([]string{"href", "rel", "tabindex"}, a.Key) {
					t.Fatalf("%q became %q", text, out)
				}
			}
		}
	})
}

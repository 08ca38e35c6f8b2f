package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"kg/graph"
	"kg/loaders"
)

func TestSanitize(t *testing.T) {
	for in, want := range map[string]string{
		"plain – “text”":           "plain – “text”",
		"\x1b[31mred\x1b[0m":       "[31mred[0m",
		"\x1b]0;title\x07":         "]0;title",
		"a\nb\tc\r":                "a b c",
		"\u202egnirts":             "gnirts",
		"\u009b31m":                "31m",
		"zero\u200bwidth":          "zerowidth",
		"می\u200cخواهم":            "می\u200cخواهم",
		"broken \xff byte":         "broken \uFFFD byte",
		"\u2066isolated\u2069 and": "isolated and",
	} {
		if got := sanitize(in); got != want {
			t.Errorf("sanitize(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"load", "load", 0}, {"lod", "load", 1}, {"laod", "load", 1}, {"", "ab", 2}, {"Türkei", "Turkey", 2}} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	for want, near := range map[string][]string{"no idea": nil, "did you mean a?": {"a"}, "did you mean a, b or c?": {"a", "b", "c"}} {
		if got := didYouMean(near, "no idea"); got != want {
			t.Errorf("%v: %q, want %q", near, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestExitCodes(t *testing.T) {
	source := &loaders.SourceError{Source: "a.txt", Err: loaders.ErrEmpty, Hint: "write something"}
	for _, test := range []struct {
		name string
		err  error
		code int
		says string
	}{
		{"none", nil, exitDone, ""},
		{"failed", errors.New("it broke"), exitFailed, "kg: it broke\n"},
		{"usage", withHint(usagef("no %s", "name"), "give one"), exitUsage, "kg: no name\nhint: give one\n"},
		{"no store", fmt.Errorf("kg.db: %w", graph.ErrNoStore), exitNoStore, "kg: kg.db: no such store\nhint: make one"},
		{"in use", fmt.Errorf("kg.db: %w", graph.ErrInUse), exitInUse, "hint: stop the other kg"},
		{"interrupted", fmt.Errorf("read: %w", context.Canceled), exitInterrupted, "kg: interrupted\n"},
		{"partly", coded{errors.New("1 of 2"), exitPartly, true}, exitPartly, ""},
		{"source", source, exitFailed, "kg: a.txt: it is empty\nhint: write something\n"},
		{"disk full", fmt.Errorf("write: %w", syscall.ENOSPC), exitFailed, "hint: free some space"},
		{"closed pipe", fmt.Errorf("write: %w", syscall.EPIPE), exitDone, ""},
		{"hostile", errors.New("\x1b[2Jgone"), exitFailed, "kg: [2Jgone\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			if code := report(&environ{Stderr: &out}, test.err); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if !strings.HasPrefix(out.String(), "kg: ") && out.Len() > 0 || !strings.Contains(out.String(), test.says) || (test.says == "" && out.Len() > 0) {
				t.Errorf("printed %q, want %q", out.String(), test.says)
			}
		})
	}
}

func TestPrintFormats(t *testing.T) {
	s := &sheet{Columns: []string{"Name", "text"}}
	s.add("a\tb", "x, \"y\"")
	s.add("c", "\x1b[1m")
	for format, want := range map[string]string{
		"":      "Name\ttext\na b\tx, \"y\"\nc\t[1m\n",
		"tsv":   "Name\ttext\na b\tx, \"y\"\nc\t[1m\n",
		"csv":   "Name,text\na b,\"x, \"\"y\"\"\"\nc,[1m\n",
		"jsonl": "{\"name\":\"a\\tb\",\"text\":\"x, \\\"y\\\"\"}\n{\"name\":\"c\",\"text\":\"\\u001b[1m\"}\n",
		"table": "Name  text\n────────────\na b   x, \"y\"\nc     [1m\n",
	} {
		var out bytes.Buffer
		env := &environ{Stdout: &out, Width: func() int { return 0 }, Getenv: func(string) string { return "" }}
		if err := env.print(s, format); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(out.String(), "─", "-"); strings.TrimSpace(got) != strings.TrimSpace(strings.ReplaceAll(want, "─", "-")) &&
			format != "table" || format == "table" && !strings.Contains(got, "a b   x, \"y\"\n") {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

func TestTableFitsTheTerminal(t *testing.T) {
	s := &sheet{Columns: []string{"name", "sentence"}}
	s.add("Russia", strings.Repeat("word ", 60))
	var out bytes.Buffer
	env := &environ{Stdout: &out, StdoutTTY: true, Width: func() int { return 60 }, Getenv: func(string) string { return "1" }}
	if err := env.print(s, ""); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 60 {
			t.Errorf("a line of %d columns: %q", n, line)
		}
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Error("coloured in spite of NO_COLOR")
	}
}

func TestQueryIsComplete(t *testing.T) {
	for query, want := range map[string]bool{
		"g.V().All()": true, "g.V(": false, "g.V()\n.Out(": false, "g.V(\"<kg:a>\").": false, "var f = function() {": false, "g.V('(').All()": true,
		":find a (b": true, "": true, "g.V(\"a": true, "`a": false, "g.V(\"\\\")\").All()": true,
	} {
		if got := complete(query); got != want {
			t.Errorf("complete(%q) = %v", query, got)
		}
	}
}

func TestCompleter(t *testing.T) {
	c := newCompleter(context.Background(), nil)
	c.names = []namedEntity{{"kg:Iran", "Iran"}, {"kg:Iraq", "Iraq"}, {"kg:Russia", "Russia"}}
	for _, test := range []struct{ before, prefix, want string }{
		{"g", "g", "g.V( g.M() g.Emit("},
		{"g.V", "g.V", "g.V("},
		{"g.V(\"<kg:Ira", "<kg:Ira", "<kg:Iran> <kg:Iraq>"},
		{"g.V(\"<kg:Iran>\").Fi", "Fi", "Filter("},
		{"g.V(\"<kg:Iran>\").Out(\"<kg:suppo", "<kg:suppo", "<kg:supports>"},
		{"g.V(\"iran", "iran", "<kg:Iran>"},
	} {
		prefix, candidates := c.complete(test.before)
		var got []string
		for _, candidate := range candidates {
			got = append(got, candidate.Value)
		}
		if prefix != test.prefix || strings.Join(got, " ") != test.want {
			t.Errorf("complete(%q) = %q, %v, want %q, %s", test.before, prefix, got, test.prefix, test.want)
		}
	}
}

func TestKnown(t *testing.T) {
	for want, s := range map[string]graph.Statement{
		"fact":                         {Polarity: graph.Positive, Modality: graph.Actual},
		"not so, planned":              {Polarity: graph.Negative, Modality: graph.Planned},
		"says Putin":                   {AttributedTo: &graph.Source{Argument: graph.Argument{Name: "Putin"}}},
		"says A, by way of B":          {AttributedTo: &graph.Source{Argument: graph.Argument{Name: "A"}, Via: &graph.Source{Argument: graph.Argument{Name: "B"}}}},
		"said to be so (reportedly)":   {Cue: &graph.Passage{Text: "reportedly"}},
		"possible, says investigators": {Modality: graph.Possible, AttributedTo: &graph.Source{Argument: graph.Argument{Name: "investigators"}}},
	} {
		if got := known(&s); got != want {
			t.Errorf("known = %q, want %q", got, want)
		}
	}
}

func TestFindArticle(t *testing.T) {
	articles := []graph.ArticleInfo{
		{ID: "kg:article/9c1e5b000000000000000000", Source: "a/vienna.txt"}, {ID: "kg:article/9c1e77000000000000000000", Source: "b/vienna.txt"},
		{ID: "kg:article/123456000000000000000000", Source: "c.txt"},
	}
	for name, want := range map[string]string{
		"a/vienna.txt": "a/vienna.txt", "./a/vienna.txt": "a/vienna.txt", "9c1e5b": "a/vienna.txt", "kg:article/9c1e77": "b/vienna.txt", "<kg:article/1234>": "c.txt",
		"c.txt": "c.txt", "vienna.txt": "", "9c1e": "", "9c1": "", "nope": "", "artikel": "",
	} {
		a, err := findArticle(articles, name)
		if (err == nil) != (want != "") || (a != nil && a.Source != want) {
			t.Errorf("findArticle(%q) = %v, %v, want %q", name, a, err, want)
		}
	}
}

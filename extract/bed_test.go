package extract

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"kg/graph"
	"kg/nlp"
)

// bedMinimum is the share of the test bed's sentences that must be read in
// full; the parser errs on the rest. go test -run TestBed -v lists them.
const bedMinimum = 0.90

// bedCase is a sentence with the statements it must and must not give.
type bedCase struct {
	where  string
	text   string
	must   []string
	forbid []string
}

// readBed reads a file of the test bed: "> " a sentence, "+ " a statement that
// it must give, "- " one that it must not, as "subject | relation | object |
// flags". Flags are negative, planned, possible, requested, conditional,
// time=value and place=word ("-" for none) and, last, by=speaker; "_" stands for
// nobody, "*" for anything.
func readBed(t *testing.T, name string) []bedCase {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []bedCase
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "> "):
			out = append(out, bedCase{where: fmt.Sprintf("%s:%d", filepath.Base(name), n), text: line[2:]})
		case strings.HasPrefix(line, "+ ") && len(out) > 0:
			c := &out[len(out)-1]
			c.must = append(c.must, line[2:])
		case strings.HasPrefix(line, "- ") && len(out) > 0:
			c := &out[len(out)-1]
			c.forbid = append(c.forbid, line[2:])
		default:
			t.Fatalf("%s:%d: neither sentence nor statement: %s", name, n, line)
		}
	}
	return out
}

func TestBed(t *testing.T) {
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test bed: %v", err)
	}
	sort.Strings(files)
	total, right := 0, 0
	for _, name := range files {
		n, ok := 0, 0
		for _, c := range readBed(t, name) {
			n++
			if problems := c.run(x, p); len(problems) == 0 {
				ok++
			} else {
				t.Logf("%s: %s\n\t%s", c.where, c.text, strings.Join(problems, "\n\t"))
			}
		}
		t.Logf("%-22s %3d of %3d", filepath.Base(name), ok, n)
		total, right = total+n, right+ok
	}
	share := float64(right) / float64(total)
	t.Logf("test bed: %d of %d sentences (%.1f %%)", right, total, 100*share)
	if share < bedMinimum {
		t.Errorf("%.1f %% of the test bed is read in full, want %.0f %%", 100*share, 100*bedMinimum)
	}
}

func (c *bedCase) run(x *Extractor, p *nlp.Pipeline) []string {
	r := x.Read(p.Parse(c.text), graph.Article{Source: c.where, Text: c.text, Published: "2015-10-22"})
	aliases := map[graph.IRI][]string{}
	for _, e := range r.Entities {
		aliases[e.ID] = append([]string{e.Name}, e.Aliases...)
	}
	var problems []string
	for _, want := range c.must {
		if !anyMatches(r.Statements, want, aliases) {
			problems = append(problems, "missing  "+want)
		}
	}
	for _, not := range c.forbid {
		if anyMatches(r.Statements, not, aliases) {
			problems = append(problems, "wrongly  "+not)
		}
	}
	if len(problems) > 0 {
		for i := range r.Statements {
			problems = append(problems, "given    "+bedLine(&r.Statements[i]))
		}
	}
	return problems
}

func bedLine(s *graph.Statement) string {
	name := func(a *graph.Argument) string {
		if a == nil {
			return "_"
		}
		return a.Name
	}
	out := name(s.Subject) + " | " + strings.TrimPrefix(string(s.Relation), graph.Scheme) + " | " + name(s.Object) + " | " + string(s.Polarity) + " " + string(s.Modality)
	if s.AttributedTo != nil {
		out += " by=" + s.AttributedTo.Name
	} else if s.Cue != nil {
		out += " by=*"
	}
	if s.Time != nil {
		out += " time=" + s.Time.Value
	}
	if s.Place != nil {
		out += " place=" + s.Place.Name
	}
	return out + " {" + s.Rule + "}"
}

func anyMatches(statements []graph.Statement, want string, aliases map[graph.IRI][]string) bool {
	for i := range statements {
		if bedMatches(&statements[i], want, aliases) {
			return true
		}
	}
	return false
}

func bedMatches(s *graph.Statement, want string, aliases map[graph.IRI][]string) bool {
	f := strings.Split(want, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	if len(f) < 3 {
		return false
	}
	relation := strings.TrimPrefix(string(s.Relation), graph.Scheme)
	named := false
	for _, r := range strings.Split(f[1], "/") {
		named = named || r == relation || r == "*"
	}
	if !named {
		return false
	}
	straight := bedNamed(s.Subject, f[0], aliases) && bedNamed(s.Object, f[2], aliases)
	rel, _ := graph.Vocab().Relation(s.Relation)
	if !straight && !(rel.Symmetric && bedNamed(s.Subject, f[2], aliases) && bedNamed(s.Object, f[0], aliases)) {
		return false
	}
	if len(f) < 4 {
		return true
	}
	return bedFlags(s, f[3], aliases)
}

// bedFlags compares polarity, modality and source with the flags; "" stands
// for a plain fact.
func bedFlags(s *graph.Statement, flags string, aliases map[graph.IRI][]string) bool {
	polarity, mod, by := graph.Positive, graph.Actual, ""
	words := strings.Fields(strings.ReplaceAll(flags, "by=", "\x00by="))
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w == "negative":
			polarity = graph.Negative
		case strings.HasPrefix(w, "\x00by="):
			by = strings.Join(append([]string{w[4:]}, words[i+1:]...), " ")
			i = len(words)
		case w == "actual":
		case strings.HasPrefix(w, "time="):
			if value := w[len("time="):]; (value == "-") != (s.Time == nil) || s.Time != nil && s.Time.Value != value {
				return false
			}
		case strings.HasPrefix(w, "place="):
			if name := w[len("place="):]; (name == "-") != (s.Place == nil) || s.Place != nil && !containsWords(s.Place.Name, name) {
				return false
			}
		default:
			mod = graph.Modality(w)
		}
	}
	if s.Polarity != polarity || s.Modality != mod {
		return false
	}
	switch by {
	case "":
		return s.AttributedTo == nil && s.Cue == nil
	case "*":
		return s.AttributedTo != nil || s.Cue != nil
	}
	return s.AttributedTo != nil && bedNamed(&s.AttributedTo.Argument, by, aliases)
}

// bedNamed tells whether an argument goes by the name: "*" any, "_" none,
// otherwise its own name, an alias or words among which all of name's stand.
func bedNamed(a *graph.Argument, name string, aliases map[graph.IRI][]string) bool {
	switch {
	case name == "*":
		return true
	case name == "_" || a == nil:
		return a == nil && name == "_"
	}
	for _, n := range append(aliases[a.ID], a.Name) {
		if strings.EqualFold(n, name) || containsWords(n, name) {
			return true
		}
	}
	return false
}

func containsWords(long, short string) bool {
	have := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(long)) {
		have[w] = true
	}
	for _, w := range strings.Fields(strings.ToLower(short)) {
		if !have[w] {
			return false
		}
	}
	return true
}

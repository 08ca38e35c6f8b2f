package extract

import (
	"strings"
	"testing"

	"kg/graph"
)

func TestLexiconLoads(t *testing.T) {
	l, err := loadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	n, used := 0, map[string]bool{}
	for _, byWord := range l.senses {
		for _, senses := range byWord {
			n += len(senses)
			for _, s := range senses {
				used[s.relation] = true
			}
		}
	}
	if n < 1200 {
		t.Errorf("%d senses, want at least 1200", n)
	}
	elsewhere := map[string]bool{ // read by other rules than the lexicon's
		"says": true, "holdsRole": true,
	}
	for _, r := range graph.Vocab().Relations() {
		if !used[r.Name] && !elsewhere[r.Name] {
			t.Errorf("no word of the lexicon gives kg:%s", r.Name)
		}
	}
}

func TestExtractorChecksRelations(t *testing.T) {
	x, err := New(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	x.lex.senses[posVerb]["frobnicate"] = []*sense{{word: "frobnicate", relation: "frobs", where: "here:7"}}
	if err := x.check(); err == nil || !strings.Contains(err.Error(), "here:7") {
		t.Errorf("an unknown relation gives %v, want an error that names here:7", err)
	}
}

func TestBadLexiconLines(t *testing.T) {
	read := map[string]func(*lexicon, string) error{
		"sense": func(l *lexicon, s string) error { return l.readSenses(strings.NewReader(s), "x.tsv") },
		"op":    func(l *lexicon, s string) error { return l.readEffects(strings.NewReader(s), "x.tsv") },
		"word":  func(l *lexicon, s string) error { return l.readWords(strings.NewReader(s), "x.tsv") },
		"role":  func(l *lexicon, s string) error { return l.readRoles(strings.NewReader(s), "x.tsv") },
	}
	for _, c := range []struct{ kind, text, want string }{
		{"sense", "back\tv\ts\to", "x.tsv:1: want words"},
		{"sense", "# comment\n\nback\tq\ts\to\tsupports", `x.tsv:3: unknown part of speech "q"`},
		{"sense", "back\tv\t\to\tsupports", "x.tsv:1: empty role"},
		{"sense", "back\tv\tS\to\tsupports", `x.tsv:1: bad role "S"`},
		{"sense", "back,\tv\ts\to\tsupports", "x.tsv:1: empty word"},
		{"sense", "back\tv\ts\to\t!", "x.tsv:1: no relation"},
		{"sense", "back\tv\ts\to\tsupports\to=", "x.tsv:1: empty value"},
		{"sense", "back\tv\ts\to\tsupports\to=Animal", `x.tsv:1: unknown type "Animal"`},
		{"sense", "back\tv\ts\to\tsupports\tz~car", "x.tsv:1: bad condition"},
		{"op", "begin\tv\tinf\t+\tactual", "x.tsv:1: want words"},
		{"op", "begin\tv\tinf\t*\tactual\t-", `x.tsv:1: unknown polarity "*"`},
		{"op", "begin\tv\tinf\t+\tdone\t-", `x.tsv:1: unknown modality "done"`},
		{"op", "begin\tv\tinf\t+\tactual\tx", `x.tsv:1: unknown source "x"`},
		{"word", "light", "x.tsv:1: want a class"},
		{"role", "meets\tactor", "x.tsv:1: want a relation"},
		{"role", "meets\tactor\trobot", `x.tsv:1: unknown class "robot"`},
	} {
		l := newLexicon()
		err := read[c.kind](l, c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q gives error %v, want one with %q", c.text, err, c.want)
		}
	}
}

func TestSenseFields(t *testing.T) {
	l := newLexicon()
	line := "crack down, clamp down\tv\ts?\ton|against\t+!attacks\to=actor s!~price x~that\ta note"
	if err := l.readSenses(strings.NewReader(line), "x.tsv"); err != nil {
		t.Fatal(err)
	}
	senses := l.senses[posVerb]["clamp_down"]
	if len(senses) != 1 {
		t.Fatalf("got %d senses of clamp_down, want 1", len(senses))
	}
	s := senses[0]
	if !s.subjectOptional || !s.also || !s.negative || s.relation != "attacks" || strings.Join(s.object, "|") != "on|against" {
		t.Errorf("read as %+v", *s)
	}
	if len(s.conditions) != 3 || !s.conditions[1].negated || !s.conditions[1].byLemma || !s.conditions[1].values["price"] {
		t.Errorf("conditions read as %+v", s.conditions)
	}
}

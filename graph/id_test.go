package graph

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEntityID(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Russia", "kg:Russia"},
		{"Bashar al-Assad", "kg:Bashar_al-Assad"},
		{"al-Shabaab", "kg:Al-Shabaab"},
		{"eBay", "kg:EBay"},
		{"supports", "kg:Supports"},
		{"article/9c1e", "kg:Article/9c1e"},
		{"9/11", "kg:9/11"},
		{"  the \t  Kremlin\n", "kg:The_Kremlin"},
		{"People’s Protection Units", "kg:People's_Protection_Units"},
		{"People's Protection Units", "kg:People's_Protection_Units"},
		{"São Tomé", "kg:São_Tomé"},
		{"Sa\u0303o Tome\u0301", "kg:São_Tomé"},
		{"\u00e9lysée", "kg:Élysée"},
		{"e\u0301lysée", "kg:Élysée"},
		{"100% Pure", "kg:100%25_Pure"},
		{"#MeToo", "kg:MeToo"},
		{"C#", "kg:C%23"},
		{"a <b> \"c\" {d} |e| \\f ^g `h", "kg:A_%3Cb%3E_%22c%22_%7Bd%7D_%7Ce%7C_%5Cf_%5Eg_%60h"},
		{"Who?", "kg:Who%3F"},
		{"共产党", "kg:共产党"},
		{"\u200fمصر\u200e", "kg:مصر"},
		{"bad\xffbyte\x00s", "kg:Badbytes"},
		{"\ue000private", "kg:Private"},
		{"x\ue000", "kg:X%EE%80%80"},
		{"!?", "kg:X213f"},
		{"", "kg:X"},
		{"New\u00a0York\u2011City", "kg:New_York-City"},
	} {
		if got := EntityID(c.name); string(got) != c.want {
			t.Errorf("EntityID(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLongNamesStayDistinct(t *testing.T) {
	long := strings.Repeat("very ", 2000)
	a, b := EntityID(long+"long"), EntityID(long+"wide")
	if a == b || len(a) > 300 {
		t.Errorf("%d bytes, equal: %v", len(a), a == b)
	}
}

func TestUnnamedID(t *testing.T) {
	a := ArticleID("a.txt", "text")
	for _, c := range []struct{ words, want string }{
		{"rebel groups", "#rebel_groups"},
		{"Rebel  Groups", "#rebel_groups"},
		{"char=1,2", "#char%3D1,2"},
		{"\"terrorist\" targets", "#%22terrorist%22_targets"},
		{"\n", "#X0a"},
	} {
		if got := UnnamedID(a, c.words); got != a+IRI(c.want) {
			t.Errorf("UnnamedID(%q) = %q, want %q", c.words, got, c.want)
		}
	}
}

func TestIDsAreStable(t *testing.T) {
	a := ArticleID("news/one.txt", "Russia supports Assad.")
	s := &Statement{
		Relation: "kg:supports",
		Subject:  &Argument{ID: "kg:Russia", Name: "Russia"},
		Object:   &Argument{ID: "kg:Bashar_al-Assad", Name: "Assad"},
		Polarity: Positive, Modality: Actual, Sentence: Span{0, 22},
	}
	for _, c := range []struct{ got, want IRI }{
		{a, "kg:article/a3c47273efbaa5dc0f87446b"},
		{StatementID(a, s), "kg:statement/e021125f030185833dff2c5d"},
		{EventID(a, Span{7, 15}), "kg:event/fa293871b80de0b4e4793ccd"},
		{EvidenceID("kg:article/1", Span{120, 310}), "kg:article/1#char=120,310"},
		{OpenRelation("take aim at"), "kg:rel/take_aim_at"},
		{ClassIRI(ArmedGroup), "kg:class/ArmedGroup"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestStatementIDTellsApart(t *testing.T) {
	base := func() *Statement {
		return &Statement{
			Relation: "kg:supports", Subject: &Argument{ID: "kg:A", Name: "A"}, Object: &Argument{Name: "B"},
			Polarity: Positive, Modality: Actual, Sentence: Span{0, 22}, Trigger: Passage{Span: Span{3, 5}},
		}
	}
	seen := map[IRI]string{StatementID("kg:article/1", base()): "base"}
	for name, change := range map[string]func(*Statement){
		"sentence": func(s *Statement) { s.Sentence = Span{1, 22} },
		"trigger":  func(s *Statement) { s.Trigger.Begin = 4 },
		"subject":  func(s *Statement) { s.Subject = nil },
		"relation": func(s *Statement) { s.Relation = "kg:aids" },
		"object":   func(s *Statement) { s.Object.ID = "kg:B" },
		"literal":  func(s *Statement) { s.Object.Begin = 7 },
		"polarity": func(s *Statement) { s.Polarity = Negative },
		"modality": func(s *Statement) { s.Modality = Planned },
		"source":   func(s *Statement) { s.AttributedTo = &Source{Argument: Argument{ID: "kg:C"}} },
		"via": func(s *Statement) {
			s.AttributedTo = &Source{Argument{ID: "kg:C"}, &Source{Argument: Argument{ID: "kg:D"}}}
		},
		"addressee": func(s *Statement) { s.Addressee = &Argument{ID: "kg:C"} },
	} {
		s := base()
		change(s)
		id := StatementID("kg:article/1", s)
		if other, ok := seen[id]; ok {
			t.Errorf("%s and %s have the same ID", name, other)
		}
		seen[id] = name
	}
	if id := StatementID("kg:article/2", base()); seen[id] != "" {
		t.Error("two articles share a statement")
	}
}

func FuzzEntityID(f *testing.F) {
	for _, s := range []string{"Russia", "al-Shabaab", "\xff", "> <g> .\n", "%", "é", "\U000e0001x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, id := range []IRI{EntityID(name), UnnamedID("kg:article/1", name), OpenRelation(name)} {
			if !utf8.ValidString(string(id)) || strings.ContainsAny(string(id), " <>\"{}|\\^`\n\t\x00") {
				t.Errorf("%q gives %q", name, id)
			}
		}
		if id := EntityID(name); id[3] >= 'a' && id[3] <= 'z' {
			t.Errorf("%q gives %q, which begins small", name, id)
		}
		if id := EntityID(name); EntityID(name+" ") != id {
			t.Errorf("a space changes %q", id)
		}
	})
}

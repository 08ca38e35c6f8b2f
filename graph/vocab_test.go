package graph

import (
	"strings"
	"testing"
)

func TestVocab(t *testing.T) {
	r, ok := Vocab().Relation("kg:supports")
	if !ok || r.Plover != "SUPPORT" || r.Symmetric || r.Kind != KindCooperation || r.Stance != StanceFor || r.Inverse != "is supported by" {
		t.Errorf("%+v", r)
	}
	if r, ok := Vocab().Relation("meets"); !ok || !r.Symmetric || r.IRI != "kg:meets" {
		t.Errorf("%+v", r)
	}
	if r, ok := Vocab().Relation("kg:rel/take_aim_at"); !ok || r.Kind != KindOpen || r.Label != "take aim at" {
		t.Errorf("%+v", r)
	}
	for _, name := range []IRI{"", "kg:", "kg:rel/", "kg:Russia", "kg:polarity"} {
		if r, ok := Vocab().Relation(name); ok {
			t.Errorf("%q is %+v", name, r)
		}
	}
	for _, name := range strings.Fields(`meets talksWith visits says callsOn agreesWith invites promises
		supports praises cooperatesWith alliedWith aids recognizes joins frees yieldsTo withdrawsFrom endsConflictWith tradesWith permits
		opposes rejects criticizes accuses threatens warns demandsOf investigates charges
		attacks fights kills injures captures detains sanctions expels protestsAgainst deploysTo blocks violates displaces
		acquires investsIn produces sells competesWith sues appoints dismisses resignsFrom electedTo votesFor defeats celebrates
		leads holdsRole memberOf worksFor represents candidateFor partOf locatedIn near basedIn livesIn migratesTo nationalOf
		capitalOf controls owns founded sameAs spouseOf childOf relativeOf bornIn`) {
		if _, ok := Vocab().Relation(IRI(name)); !ok {
			t.Errorf("no relation %q", name)
		}
	}
	for _, r := range Vocab().Relations() {
		if r.Kind == KindStanding && r.Plover != "" {
			t.Errorf("%s stands and has the root %s", r.Name, r.Plover)
		}
	}
}

func TestReadVocabularyErrors(t *testing.T) {
	const good = "supports\tbacks\tis supported by\tSUPPORT\tno\tcooperation\tfor\tbacks\n"
	for _, c := range []struct{ text, want string }{
		{"", "v.tsv: no relations"},
		{"name\tlabel\n", "v.tsv:1: the columns are not"},
		{"# hello\n\n" + relationColumns + "\nsupports\n", "v.tsv:4: 1 columns, not 8"},
		{relationColumns + "\n" + good + good, "v.tsv:3: relation \"supports\" stands here twice"},
		{relationColumns + "\n" + strings.Replace(good, "supports", "Supports", 1), "v.tsv:2: relation \"Supports\" is not a word"},
		{relationColumns + "\n" + strings.Replace(good, "SUPPORT", "HELP", 1), "v.tsv:2: \"HELP\" is no PLOVER root"},
		{relationColumns + "\n" + strings.Replace(good, "\tno\t", "\tyes\t", 1), "v.tsv:2: relation \"supports\": a symmetric"},
		{relationColumns + "\n" + strings.Replace(good, "\tno\t", "\tmaybe\t", 1), "v.tsv:2: symmetric is \"maybe\""},
		{relationColumns + "\n" + strings.Replace(good, "cooperation", "help", 1), "v.tsv:2: \"help\" is no kind"},
		{relationColumns + "\n" + strings.Replace(good, "for", "pro", 1), "v.tsv:2: stance is \"pro\""},
		{relationColumns + "\n" + strings.Replace(good, "\tbacks\n", "\t backs\n", 1), "v.tsv:2: column 8"},
	} {
		_, err := ReadVocabulary(strings.NewReader(c.text), "v.tsv")
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

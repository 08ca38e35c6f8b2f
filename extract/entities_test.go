package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kg/graph"
	"kg/nlp"
)

// castMinimum is the share of the cases below that must be read in full; the
// parser errs on the rest.
const castMinimum = 0.85

// entityCase is a text with entities that it must give, as "id type", and the
// standing statements that it must give, as "subject relation object"; one
// with a ! before it must not be there.
type entityCase struct {
	text     string
	entities []string
	standing []string
}

var entityCases = []entityCase{
	{"Syrian President Bashar al-Assad met Vladimir Putin. Assad thanked Putin.",
		[]string{"kg:Bashar_al-Assad Person", "kg:Vladimir_Putin Person", "!kg:Assad Person"}, []string{"kg:Bashar_al-Assad holdsRole President", "kg:Bashar_al-Assad leads kg:Syria"}},
	{"Senior military official Andrei Kartapolov spoke to reporters. Kartapolov said little.",
		[]string{"kg:Andrei_Kartapolov Person", "!kg:Kartapolov Person"}, []string{"kg:Andrei_Kartapolov holdsRole Senior military official"}},
	{"Russia's defence ministry said that it had bombed the town. The Russian Defence Ministry later apologised.",
		[]string{"kg:Russian_Defence_Ministry Government", "kg:Russia Country"}, []string{"kg:Russian_Defence_Ministry partOf kg:Russia"}},
	{"The Syrian government rejected the plan.", []string{"kg:Syrian_government Government"}, []string{"!kg:Syrian_government partOf kg:Syria"}},
	{"Ukraine's army has left the city.", []string{"kg:Ukrainian_army ArmedGroup"}, []string{"kg:Ukrainian_army partOf kg:Ukraine"}},
	{"The Kremlin has denied the report.", []string{"kg:Russia Country", "!kg:Kremlin Government"}, nil},
	{"The US and the UK attacked IS in Iraq.", []string{"kg:United_States Country", "kg:United_Kingdom Country", "kg:Islamic_State ArmedGroup", "kg:Iraq Country"}, nil},
	{"Fighters of the Islamic State group fled from Mosul, Iraq.", []string{"kg:Islamic_State ArmedGroup", "kg:Mosul Place"}, []string{"kg:Mosul locatedIn kg:Iraq"}},
	{"The army entered the northern Syrian city of Aleppo on Monday.", []string{"kg:Aleppo Place"}, []string{"kg:Aleppo locatedIn kg:Syria"}},
	{"He lives in Sochi in southern Russia.", []string{"kg:Sochi Place"}, []string{"kg:Sochi locatedIn kg:Russia"}},
	{"The Syrian Democratic Forces (SDF) took the village. The SDF lost ten fighters.", []string{"kg:Syrian_Democratic_Forces ArmedGroup", "!kg:SDF ArmedGroup"}, nil},
	{"Julie Bishop, the Australian foreign minister, arrived in Baghdad.", []string{"kg:Julie_Bishop Person", "kg:Baghdad Place"}, []string{"kg:Julie_Bishop holdsRole foreign minister"}},
	{"Apple chief executive Tim Cook visited China.", []string{"kg:Apple Organization", "kg:Tim_Cook Person"}, []string{"kg:Tim_Cook holdsRole chief executive", "kg:Tim_Cook leads kg:Apple"}},
	{"Reuters reporter Ann Lee was arrested in Egypt.", []string{"kg:Ann_Lee Person", "kg:Reuters Organization"}, []string{"kg:Ann_Lee holdsRole reporter", "kg:Ann_Lee worksFor kg:Reuters"}},
	{"Former Israeli prime minister Ehud Olmert was jailed.", []string{"kg:Ehud_Olmert Person"}, []string{"kg:Ehud_Olmert holdsRole prime minister", "!kg:Ehud_Olmert leads kg:Israel"}},
	{"Daesh (also known as ISIL) was defeated.", []string{"kg:Islamic_State ArmedGroup"}, []string{"kg:Islamic_State sameAs ISIL"}},
	{"Hamas leader Ismail Haniyeh flew to Qatar.", []string{"kg:Hamas ArmedGroup", "kg:Ismail_Haniyeh Person", "kg:Qatar Country"}, []string{"kg:Ismail_Haniyeh leads kg:Hamas"}},
	{"Jordan closed its border with Syria.", []string{"kg:Jordan Country"}, nil},
	{"Recep Tayyip Erdogan spoke in Ankara. Turkey's president praised the troops.", []string{"kg:Recep_Tayyip_Erdogan Person", "kg:Ankara Place"}, nil},
	{"Officials in Washington said that the Pentagon had been warned.", []string{"kg:Washington Place", "kg:United_States_Department_of_Defense Government"}, nil},
	{"The Kurds have an army of their own.", []string{"kg:Kurds Group"}, nil},
	{"UN envoy Staffan de Mistura held talks in Geneva.", []string{"kg:Staffan_de_Mistura Person", "kg:United_Nations Organization"}, []string{"kg:Staffan_de_Mistura holdsRole envoy"}},
	{"Gen. Joseph Votel, commander of U.S. Central Command, praised the pilots.", []string{"kg:Joseph_Votel Person", "kg:United_States_Central_Command ArmedGroup"}, []string{"kg:Joseph_Votel leads kg:United_States_Central_Command"}},
	{"Iran's Supreme Leader Ali Khamenei condemned the deal.", []string{"kg:Ali_Khamenei Person", "kg:Iran Country"}, []string{"kg:Ali_Khamenei leads kg:Iran"}},
	{"The Obama administration imposed sanctions.", []string{"kg:US_government Government"}, nil},
	{"The Iraqi Ministry of Oil signed a contract with BP.", []string{"kg:Iraqi_Oil_Ministry Government", "kg:BP Organization"}, []string{"kg:Iraqi_Oil_Ministry partOf kg:Iraq"}},
	{"Paris, London and Berlin agreed to meet.", []string{"kg:Paris Place", "kg:London Place", "kg:Berlin Place"}, []string{"!kg:Paris locatedIn kg:London"}},
}

func TestEntities(t *testing.T) {
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, k := range entityCases {
		d := p.Parse(k.text)
		c := newCast(d, &graph.Article{ID: "kg:article/x", Text: k.text})
		var have []string
		for _, s := range c.standing() {
			have = append(have, plainStatement(&s))
		}
		var entities []string
		for _, e := range c.finish() {
			entities = append(entities, fmt.Sprintf("%s %s", e.ID, e.Type))
		}
		problems := append(compare(k.entities, entities), compare(k.standing, have)...)
		if len(problems) == 0 {
			right++
		} else {
			t.Logf("%s\n\t%s\n\thas %v %v", k.text, strings.Join(problems, "\n\t"), entities, have)
		}
	}
	share := float64(right) / float64(len(entityCases))
	t.Logf("%d of %d right", right, len(entityCases))
	if share < castMinimum {
		t.Errorf("%.2f of the cases are right, want %.2f", share, castMinimum)
	}
}

func plainStatement(s *graph.Statement) string {
	object := string(s.Object.ID)
	if object == "" {
		object = s.Object.Name
	}
	return fmt.Sprintf("%s %s %s", s.Subject.ID, strings.TrimPrefix(string(s.Relation), "kg:"), object)
}

func compare(want, have []string) (problems []string) {
	for _, w := range want {
		if forbidden, ok := strings.CutPrefix(w, "!"); ok {
			if slices.Contains(have, forbidden) {
				problems = append(problems, "should not have "+forbidden)
			}
		} else if !slices.Contains(have, w) {
			problems = append(problems, "lacks "+w)
		}
	}
	return problems
}

// TestPhraseNames holds the names that groups and things without one get.
func TestPhraseNames(t *testing.T) {
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		text, word, name string
		kind             graph.EntityType
	}{
		{"Planes struck 72 targets in the city.", "targets", "targets", graph.Other},
		{"Rebel groups left the town.", "groups", "rebel groups", graph.Group},
		{"They attacked the main militant groups that operate in the country.", "groups", "main militant groups", graph.Group},
		{"The talks failed over areas of Aleppo.", "areas", "areas of Aleppo", graph.Place},
		{"Troops fired cluster bombs.", "bombs", "cluster bombs", graph.Weapon},
		{"Several aid workers were killed.", "workers", "aid workers", graph.Group},
		{"A spokesman denied it.", "spokesman", "spokesman", graph.Person},
		{"They bombed a hospital.", "hospital", "hospital", graph.Facility},
	}
	wrong := 0
	for _, k := range cases {
		d := p.Parse(k.text)
		c := newCast(d, &graph.Article{ID: "kg:article/x", Text: k.text})
		for h := range d.Tokens {
			if d.Tokens[h].Form != k.word {
				continue
			}
			a := c.argument(h)
			if a == nil || a.Name != k.name || c.typeOf(h) != k.kind {
				wrong++
				t.Logf("%s: %v %s, want %q %s", k.text, a, c.typeOf(h), k.name, k.kind)
			}
		}
	}
	if wrong > 1 {
		t.Errorf("%d of %d are wrong", wrong, len(cases))
	}
}

// TestActors holds that a capital is a place as an argument and its country as
// an actor.
func TestActors(t *testing.T) {
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	d := p.Parse("Moscow and Riyadh accused Ankara of lying.")
	c := newCast(d, &graph.Article{ID: "kg:article/x", Text: d.Text})
	for h, tok := range d.Tokens {
		want := map[string]string{"Moscow": "kg:Russia", "Riyadh": "kg:Saudi_Arabia", "Ankara": "kg:Turkey"}[tok.Form]
		if want == "" {
			continue
		}
		if a := c.actor(h); a == nil || string(a.ID) != want {
			t.Errorf("%s acts as %v, want %s", tok.Form, a, want)
		}
		if a := c.argument(h); a == nil || string(a.ID) != "kg:"+tok.Form {
			t.Errorf("%s is %v", tok.Form, a)
		}
	}
}

func BenchmarkCast(b *testing.B) {
	p, err := nlp.New()
	if err != nil {
		b.Fatal(err)
	}
	var text strings.Builder
	for _, k := range entityCases {
		text.WriteString(k.text)
		text.WriteByte('\n')
	}
	d := p.Parse(text.String())
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		c := newCast(d, &graph.Article{ID: "kg:article/x", Text: d.Text})
		c.standing()
		c.finish()
	}
	b.ReportMetric(float64(b.N*len(d.Tokens))/b.Elapsed().Seconds(), "tokens/s")
}

func TestPlacesAreLocated(t *testing.T) {
	x, _ := newTestExtractor(t)
	reading, err := x.Extract(t.Context(), graph.Article{ID: "kg:article/1", Text: "Turkey opened a bridge in Ankara. Rajab Orhan of Deniz Group built it in the village of Karsakli."})
	if err != nil {
		t.Fatal(err)
	}
	want := map[graph.IRI]bool{"kg:Turkey": true, "kg:Ankara": true}
	for _, e := range reading.Entities {
		if (e.At != nil) != want[e.ID] {
			t.Errorf("%s: at %v", e.ID, e.At)
		}
		if e.ID == "kg:Ankara" && e.At != nil && (e.At.Lat < 39 || e.At.Lat > 41 || e.At.Lon < 32 || e.At.Lon > 33.5) {
			t.Errorf("Ankara is at %v", *e.At)
		}
		delete(want, e.ID)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

package gazetteer

import (
	"strings"
	"testing"
)

func load(t testing.TB) *Table {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func tokens(text string) []Word {
	var out []Word
	for _, f := range strings.Fields(text) {
		out = append(out, NewWord(f))
	}
	return out
}

func TestLongest(t *testing.T) {
	table := load(t)
	cases := []struct {
		text string
		n    int
		name string
		kind Type
	}{
		{"Bashar al - Assad said", 4, "Bashar al-Assad", Person},
		{"Bashar Al-Assad said", 2, "Bashar al-Assad", Person},
		{"Lashkar-e-Taiba", 1, "Lashkar-e-Taiba", ArmedGroup},
		{"Recep Tayyip Erdogan", 3, "Recep Tayyip Erdogan", Person},
		{"Erdoğan", 1, "Recep Tayyip Erdogan", Person},
		{"IS fighters", 1, "Islamic State", ArmedGroup},
		{"is here", 0, "", ""},
		{"Is it", 0, "", ""},
		{"U.S. troops", 1, "United States", Country},
		{"US troops", 1, "United States", Country},
		{"us", 0, "", ""},
		{"Us", 0, "", ""},
		{"turkey", 0, "", ""},
		{"Türkiye", 1, "Turkey", Country},
		{"Lord 's Resistance Army", 4, "Lord's Resistance Army", ArmedGroup},
		{"Lord ’s Resistance Army", 4, "Lord's Resistance Army", ArmedGroup},
		{"Russian", 1, "Russian", Nationality},
		{"Deir ez - Zor", 4, "Deir ez-Zor", Place},
		{"Kremlin", 1, "Kremlin", Government},
		{"AK - 47", 3, "AK-47", Weapon},
		{"cluster bombs", 2, "cluster bomb", Weapon},
		{"Trinidad and Tobago", 3, "Trinidad and Tobago", Country},
		{"Ar Raqqah", 2, "Raqqa", Place},
		{"", 0, "", ""},
	}
	for _, c := range cases {
		n, found := table.Longest(tokens(c.text))
		if n != c.n {
			t.Errorf("%q: %d tokens, want %d", c.text, n, c.n)
			continue
		}
		if n == 0 {
			continue
		}
		ok := false
		for _, m := range found {
			ok = ok || m.Name == c.name && m.Type == c.kind
		}
		if !ok {
			t.Errorf("%q: %v, want %s %s", c.text, found[0].Entry, c.kind, c.name)
		}
	}
}

func TestCapitalsStandForCountries(t *testing.T) {
	table := load(t)
	for city, country := range map[string]string{"Riyadh": "Saudi Arabia", "Ankara": "Turkey", "Washington": "United States", "Moscow": "Russia",
		"Beijing": "China", "Kyiv": "Ukraine", "Tehran": "Iran", "Kinshasa": "Democratic Republic of the Congo"} {
		e := table.Named(city, Place)
		if e == nil || e.StandsFor != country {
			t.Errorf("%s: %+v, want it to stand for %s", city, e, country)
		}
	}
	if e := table.Named("Washington", Place); !e.Located() {
		t.Error("Washington has no coordinates")
	}
}

func TestCountriesHaveWikidata(t *testing.T) {
	table := load(t)
	n := 0
	table.Entries(func(e *Entry) bool {
		if e.Type == Country {
			n++
			if e.Wikidata == "" {
				t.Errorf("%s has no Wikidata id", e.Name)
			}
		}
		return true
	})
	if n < 190 {
		t.Errorf("%d countries", n)
	}
	if q := table.Named("Russia", Country).Wikidata; q != "Q159" {
		t.Errorf("Russia is %s", q)
	}
}

func TestHeads(t *testing.T) {
	table := load(t)
	for words, want := range map[string]Type{"Russian Defence Ministry": Government, "Ministry of Oil": Government, "Acme Corp.": Organization,
		"Bank of Ruritania": Organization, "Lake Toba": Place, "John Smith": ""} {
		if got := table.TypeByHead(strings.Fields(words)); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := loadEmbedded(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLongest(b *testing.B) {
	table := load(b)
	words := tokens(strings.Repeat("The Vienna meeting will be attended by top diplomats from Washington , Riyadh and Ankara , who back groups that fight Bashar al - Assad . ", 40))
	b.ResetTimer()
	b.ReportAllocs()
	for range b.N {
		for at := 0; at < len(words); {
			n, _ := table.Longest(words[at:])
			at += max(n, 1)
		}
	}
	b.ReportMetric(float64(b.N*len(words))/b.Elapsed().Seconds(), "tokens/s")
}

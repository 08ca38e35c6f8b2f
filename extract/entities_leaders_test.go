package extract

import (
	"testing"

	"kg/graph"
)

func TestActsFor(t *testing.T) {
	x, _ := newTestExtractor(t)
	for _, c := range []struct {
		text, person string
		country      graph.IRI
	}{
		{"President Vladimir Putin met reporters in Sochi.", "kg:Vladimir_Putin", "kg:Russia"},
		{"President\u00a0Vladimir\u00a0Putin met reporters in Sochi.", "kg:Vladimir_Putin", "kg:Russia"},
		{"Vladimir Putin met reporters in Sochi.", "kg:Vladimir_Putin", ""},
		{"Director Vladimir Putin met reporters in Sochi.", "kg:Vladimir_Putin", ""},
		{"President Okonde met reporters in Sochi.", "kg:Okonde", ""},
	} {
		reading, err := x.Extract(t.Context(), graph.Article{ID: "kg:article/1", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, e := range reading.Entities {
			if e.ID == graph.IRI(c.person) {
				found = true
				if e.ActsFor != c.country {
					t.Errorf("%s: acts for %q, want %q", c.text, e.ActsFor, c.country)
				}
			}
		}
		if !found {
			t.Errorf("%s: no entity %s", c.text, c.person)
		}
	}
}

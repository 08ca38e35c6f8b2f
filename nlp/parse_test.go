package nlp

import "testing"

func TestDatelineLength(t *testing.T) {
	tok := tokenizer(t)
	for text, want := range map[string]int{
		"VIENNA (Reuters) - World powers met on Friday.":          5,
		"LONDON, Oct. 30, 2015 (AP) — Shares fell again.":         10,
		"ISTANBUL, July 16, 2016 - President Erdogan returned.":   7,
		"NEW YORK/LONDON (Reuters) – Oil rose.":                   8,
		"Moscow - which backs Assad - said no.":                   0,
		"AL-ASSAD - LEADER OF SYRIA - WINS":                       0,
		"The (old) plan - never popular - failed at last.":        0,
		"Jones, who is 40, said - and it is true - that he left.": 0,
	} {
		if got := datelineLength(tok.Document(text).Tokens); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// Names that the network never met begin sentences as any name does.
func TestUnknownNameFirst(t *testing.T) {
	p := pipeline(t)
	for text, name := range map[string]bool{
		"Arvandor is about to restore full diplomatic ties with Kelthan.": true,
		"Brenmark will abandon its treaty with Kelthan, officials said.":  true,
		"Cryptobanking is about to spread among the young.":               false,
		"Inflation is about to slow.":                                     false,
		"Shell sold its business in Russia to Lukoil.":                    true,
		"Boeing competes with Airbus.":                                    true,
		"Shell fragments hit the town.":                                   false,
	} {
		d := p.Parse(text)
		for i := range d.Tokens {
			if f := d.Tokens[i].Form; f == "Kelthan" && d.Tokens[i].UPOS != PROPN {
				t.Errorf("%q: %s is %s", text, f, d.Tokens[i].UPOS)
			}
		}
		if got := d.Tokens[0].XPOS; (got == "NNP") != name {
			t.Errorf("%q: %s is %s", text, d.Tokens[0].Form, got)
		}
	}
}

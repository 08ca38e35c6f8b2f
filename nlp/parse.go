package nlp

import (
	"strings"
	"unicode"

	"kg/nlp/gazetteer"
	"kg/nlp/neural"
)

// parser is the stage that runs the network: tags, trees and raw names.
type parser struct {
	network *neural.Model
	table   *gazetteer.Table
}

func (p *parser) run(w *work) {
	d := w.Document
	forms := make([]string, len(d.Tokens))
	parts := p.parts(d)
	sentences := make([][]string, len(parts))
	for i := range d.Tokens {
		forms[i] = d.Tokens[i].Form
	}
	for i, s := range parts {
		sentences[i] = forms[s.First:s.Last]
		respell(sentences[i])
	}
	w.labels = make([]string, len(d.Tokens))
	analyses := p.network.Parse(sentences)
	p.rereadNames(sentences, analyses)
	for i, a := range analyses {
		first := parts[i].First
		d.setAnalysis(first, &a)
		copy(w.labels[first:], a.Name)
	}
	d.joinParts(parts)
	d.mendVoices()
	d.mendNames()
}

// rereadNames reads anew the sentences that begin with a name which the network
// does not know, or of which a gazetteer says so, and which it has taken for
// another kind of word ("Arnor restored ties", "Shell sold it"), with a known
// name in its place; what kind of name it is stays open.
func (p *parser) rereadNames(sentences [][]string, analyses []neural.Analysis) {
	var again [][]string
	var places []int
	for i, forms := range sentences {
		if len(forms) < 3 || inCapitals(forms[1]) && inCapitals(forms[2]) || !p.unknownName(forms[0]) && !p.bodyActs(forms[0], analyses[i].XPOS) {
			continue
		}
		switch analyses[i].XPOS[0] {
		case "NN", "PRP", "VB", "VBP", "VBD", "VBN", "UH", "FW":
			again = append(again, append([]string{knownName}, forms[1:]...))
			places = append(places, i)
		}
	}
	for k, a := range p.network.Parse(again) {
		if a.XPOS[0] == "NNP" {
			a.Name[0] = "O"
			analyses[places[k]] = a
		}
	}
}

// bodyActs tells whether a word that stands alone before a verb is the name of a
// body, whatever noun it is besides.
func (p *parser) bodyActs(form string, xpos []string) bool {
	if xpos[0] != "NN" || !startsUpper(form) || inCapitals(form) || xpos[1] != "MD" && !strings.HasPrefix(xpos[1], "VB") {
		return false
	}
	for _, e := range p.table.Lookup(form) {
		if e.Type == gazetteer.Organization {
			return true
		}
	}
	return false
}

// knownName stands for a name that the network does not know.
const knownName = "Britain"

// unknownName tells whether a capitalised word is neither known to the network
// nor made like a common noun or a participle.
func (p *parser) unknownName(form string) bool {
	if len(form) < 3 || !startsUpper(form) || inCapitals(form) || p.network.Knows(form) {
		return false
	}
	for _, ending := range [...]string{"ing", "ed", "tion", "sion", "ness", "ism", "ity", "ment", "ware", "ship", "logy", "currency", "ance", "ence"} {
		if strings.HasSuffix(form, ending) {
			return false
		}
	}
	for _, r := range form { // "Re-elected", "COVID-19"
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// mendNames makes bare nouns with a capital inside a sentence names, where the
// words around them are in small letters: "ties with Kelthan".
func (d *Document) mendNames() {
	for _, s := range d.Sentences {
		for i := s.First + 1; i < s.Last; i++ {
			t, before := &d.Tokens[i], &d.Tokens[i-1]
			if t.XPOS != "NN" || t.UPOS == PROPN || len(t.Form) < 3 || !startsUpper(t.Form) || strings.ToLower(t.Form[1:]) != t.Form[1:] {
				continue
			}
			switch before.UPOS {
			case VERB, ADP, AUX, CCONJ, SCONJ:
				if strings.ToLower(before.Form) == before.Form && (i+1 == s.Last || !startsUpper(d.Tokens[i+1].Form)) {
					t.UPOS, t.XPOS = PROPN, "NNP"
				}
			}
		}
	}
}

// mendVoices makes the subjects of finite active verbs active: the tagger knows
// better than the labeller.
func (d *Document) mendVoices() {
	passive := make([]bool, len(d.Tokens))
	for i := range d.Tokens {
		if t := &d.Tokens[i]; t.Deprel == "aux:pass" && t.Head >= 0 {
			passive[t.Head] = true
		}
	}
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if t.Deprel != "nsubj:pass" || t.Head < 0 || passive[t.Head] {
			continue
		}
		switch d.Tokens[t.Head].XPOS {
		case "VBD", "VBZ", "VBP":
			t.Deprel = "nsubj"
		}
	}
}

// parts returns the sentences as the network reads them: a dateline apart from
// what it introduces.
func (p *parser) parts(d *Document) []Sentence {
	out := make([]Sentence, 0, len(d.Sentences))
	for i, s := range d.Sentences {
		if i == 0 || d.Sentences[i-1].Paragraph != s.Paragraph {
			if n := datelineLength(d.Tokens[s.First:s.Last]); n > 0 {
				out = append(out, Sentence{First: s.First, Last: s.First + n})
				s.First += n
			}
		}
		out = append(out, s)
	}
	return out
}

// joinParts hangs the root of each dateline on that of the rest of its sentence.
func (d *Document) joinParts(parts []Sentence) {
	for i, k := 0, 0; i < len(d.Sentences); i, k = i+1, k+1 {
		if parts[k].First != d.Sentences[i].First || parts[k].Last == d.Sentences[i].Last {
			continue
		}
		dateline, body := d.root(parts[k]), d.root(parts[k+1])
		d.Tokens[dateline].Head, d.Tokens[dateline].Deprel = body, "dep"
		k++
	}
}

// root returns the root of a sentence.
func (d *Document) root(s Sentence) int {
	for k := s.First; k < s.Last; k++ {
		if d.Tokens[k].Head < 0 {
			return k
		}
	}
	return s.First
}

const maxDateline = 18 // tokens

// datelineLength returns the tokens of the dateline with its dash at the
// beginning of a sentence: "VIENNA (Reuters) -", "LONDON, Oct. 30 (AP) —"; 0
// if there is none.
func datelineLength(tokens []Token) int {
	if len(tokens) < 5 || !startsUpper(tokens[0].Form) {
		return 0
	}
	sign := len(tokens[0].Form) > 2 && inCapitals(tokens[0].Form)
	for k := 1; k < min(len(tokens)-3, maxDateline); k++ {
		form := tokens[k].Form
		if r, _ := runeAt(form, 0); isDash(r) {
			if tokens[k-1].End == tokens[k].Begin { // "al-Assad"
				continue
			}
			if sign && tokens[k+1].Begin > tokens[k].End {
				return k + 1
			}
			return 0
		}
		switch {
		case form == "(":
			sign = sign || k <= 8
		case form == ",", form == ")", form == ".", form == "/", form == "and":
		case !startsUpper(form) && !isDigit(rune(form[0])):
			return 0
		}
	}
	return 0
}

// respell writes names that look like function words as the network can tell
// them: in a sentence that isn't all in capitals, "IS" is no verb.
func respell(forms []string) {
	for i, form := range forms {
		if name := capitalNames[form]; name != "" && !inCapitalsNear(forms, i) {
			forms[i] = name
		}
	}
}

// capitalNames maps such names to ones of the same kind.
var capitalNames = map[string]string{"IS": "ISIS", "WHO": "UNICEF", "AU": "NATO"}

// inCapitalsNear tells whether the words around word i stand in capitals.
func inCapitalsNear(forms []string, i int) bool {
	upper, words := 0, 0
	for k := max(0, i-4); k < min(len(forms), i+5); k++ {
		if k == i || len(forms[k]) < 2 || !isLetter(rune(forms[k][0])) {
			continue
		}
		words++
		if inCapitals(forms[k]) {
			upper++
		}
	}
	return words == 0 || upper*2 > words
}

// setAnalysis writes the analysis of the sentence whose first token is first.
func (d *Document) setAnalysis(first int, a *neural.Analysis) {
	for i := range a.UPOS {
		t := &d.Tokens[first+i]
		t.UPOS, _ = ParseUPOS(a.UPOS[i])
		t.XPOS, t.Deprel = a.XPOS[i], a.Deprel[i]
		if t.Head = int(a.Head[i]); t.Head >= 0 {
			t.Head += first
		}
	}
}

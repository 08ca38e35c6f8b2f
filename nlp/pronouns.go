package nlp

import "strings"

// pronoun is a pronoun without its case: "him", "his" and "himself" are "he".
type pronoun uint8

const (
	noPronoun pronoun = iota
	iPronoun
	youPronoun
	wePronoun
	hePronoun
	shePronoun
	itPronoun
	theyPronoun
	thisPronoun
	thesePronoun
	reciprocalPronoun
	therePronoun // the adverbs that point at a place
)

var pronouns = map[string]pronoun{
	"i": iPronoun, "me": iPronoun, "my": iPronoun, "mine": iPronoun, "myself": iPronoun,
	"you": youPronoun, "your": youPronoun, "yours": youPronoun, "yourself": youPronoun, "yourselves": youPronoun, "ya": youPronoun,
	"we": wePronoun, "us": wePronoun, "our": wePronoun, "ours": wePronoun, "ourselves": wePronoun, "'s": wePronoun, "’s": wePronoun,
	"he": hePronoun, "him": hePronoun, "his": hePronoun, "himself": hePronoun,
	"she": shePronoun, "her": shePronoun, "hers": shePronoun, "herself": shePronoun,
	"it": itPronoun, "its": itPronoun, "itself": itPronoun,
	"they": theyPronoun, "them": theyPronoun, "their": theyPronoun, "theirs": theyPronoun, "themselves": theyPronoun, "em": theyPronoun, "'em": theyPronoun,
	"here": therePronoun, "there": therePronoun, "home": therePronoun,
	"this": thisPronoun, "that": thisPronoun, "these": thesePronoun, "those": thesePronoun,
}

// pronounOf returns the pronoun that a token is, noPronoun if it is none that
// can point at something said before.
func pronounOf(t *Token) pronoun {
	if len(t.Form) > 12 {
		return noPronoun
	}
	if t.UPOS == ADV {
		if p := pronouns[strings.ToLower(t.Form)]; p == therePronoun {
			return p
		}
		return noPronoun
	}
	if t.UPOS != PRON && !(t.UPOS == DET && strings.HasPrefix(t.XPOS, "PRP")) {
		return noPronoun
	}
	if t.Form == "US" && t.XPOS == "NNP" {
		return noPronoun
	}
	switch t.XPOS {
	case "WP", "WDT", "WP$", "EX", "WRB":
		return noPronoun
	}
	lower := strings.ToLower(t.Form)
	if lower == "each" && t.XPOS == "DT" {
		return reciprocalPronoun
	}
	p := pronouns[lower]
	if p == itPronoun && t.Deprel == "expl" {
		return noPronoun
	}
	return p
}

// agreement returns the number and gender of what a pronoun stands for.
func (p pronoun) agreement() (number, gender) {
	switch p {
	case iPronoun:
		return singularNumber, somePerson
	case hePronoun:
		return singularNumber, male
	case shePronoun:
		return singularNumber, female
	case itPronoun, thisPronoun, therePronoun:
		return singularNumber, neuter
	case wePronoun:
		return pluralNumber, somePerson
	case youPronoun:
		return anyNumber, somePerson
	case theyPronoun, thesePronoun, reciprocalPronoun:
		return pluralNumber, anyGender
	}
	return anyNumber, anyGender
}
